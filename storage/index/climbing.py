"""The notices of a stored obligation: which have come due, and when the next one goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from scheduling.answers import Notice, Obligation, State
from scheduling.calendar import LONDON, days_after, local_day
from scheduling.chain import chain
from scheduling.ladder import Rung, at_once, begins_at, rungs_of, told
from scheduling.view import View
from storage.notices.hours import IN_LONDON, Mornings, london_nine
from storage.notices.kinds import AGAIN

_UPWARDS = ("escalation", "escalated_again")


@dataclass(frozen=True, slots=True)
class Due:
    """A notice, and the moment its recipient was to be looked at for it: their own nine o'clock, or London's."""

    moment: datetime
    notice: Notice


class Named:
    """Whom each step names. The line above is the same for all that one person owes another, so it is looked up once."""

    def __init__(self, view: View) -> None:
        """As things stand in the view."""
        self._view = view
        self._above: dict[tuple[str, tuple[str, ...]], list[tuple[str, ...]]] = {}

    def at(self, obligation: Obligation, rung: Rung) -> tuple[str, ...]:
        """The people of one step; as `scheduling.ladder.told` says."""
        if rung.kind not in _UPWARDS:
            return told(self._view, obligation, rung)
        about = (obligation.person, obligation.responsible)
        if about not in self._above:
            self._above[about] = chain(self._view, obligation)
        step = 0 if rung.kind == "escalation" else rung.number + 1
        return self._above[about][step] if step < len(self._above[about]) else ()


def next_rung(view: View, obligation: Obligation, seen_to: datetime | None, mornings: Mornings = IN_LONDON) -> datetime | None:
    """The first moment after `seen_to` at which somebody may have to be told. Whom, is asked then.

    What was seen to cannot lie in the future: where it does, a clock was wrong, and it counts as seen to until now.
    """
    seen = None if seen_to is None else min(seen_to, view.now)
    began = begins_at(view, obligation)
    found = [began] if began is not None and (seen is None or began > seen) else []
    seen_on = None if seen is None else local_day(seen)
    for rung in _rungs(view, obligation):
        if seen_on is not None and rung.on < seen_on:
            continue
        found += [moment for moment in mornings.moments(rung.on, rung.kind) if seen is None or moment > seen]
        if found and rung.on > local_day(found[0]):
            break
    return min(found, default=None)


def come_due(view: View, obligation: Obligation, named: Named, mornings: Mornings = IN_LONDON) -> Iterator[Due]:
    """The notices whose moment has come, from the foot of the ladder, to whoever is to be told as things stand in the view."""
    began = begins_at(view, obligation)
    if began is not None and began <= view.now:
        yield from (Due(began, notice) for notice in at_once(view, obligation, began))
    tomorrow = days_after(view.today, 1)  # which has begun already for whoever is far enough east
    for rung in _rungs(view, obligation):
        if rung.on > tomorrow:
            break
        if (began is not None and rung.kind == "upcoming") or mornings.moments(rung.on, rung.kind)[0] > view.now:
            continue
        for person in named.at(obligation, rung):
            if (moment := mornings.of(person, rung.on, rung.kind)) <= view.now:
                yield Due(moment, Notice(london_nine(rung.on), person, rung.kind, obligation, rung.number))


def has_begun(view: View, obligation: Obligation, mornings: Mornings = IN_LONDON) -> bool:
    """Whether any step of its ladder has come."""
    first = next_rung(view, obligation, None, mornings)
    return first is not None and first <= view.now


def holds(view: View, obligation: Obligation, named: Named, notice: tuple[str, int, str]) -> bool:
    """Whether a notice, by kind, rung and recipient, is on its ladder, as things stand in the view."""
    kind, number, person = notice
    if kind == "at_once":
        began = begins_at(view, obligation)
        return began is not None and any(each.to == person for each in at_once(view, obligation, began))
    if kind == AGAIN:
        return person in named.at(obligation, Rung(obligation.due_on, "late", 0))
    steps = (rung for rung in _rungs(view, obligation) if (rung.kind, rung.number) == (kind, number))
    return any(person in named.at(obligation, rung) for rung in steps)


def just_before(mornings: Mornings, notice_at: datetime, kind: str) -> datetime:
    """An instant before anybody was to be told of a step."""
    return mornings.moments(local_day(notice_at), kind)[0] - timedelta(seconds=1)


def seen_while_away(view: View, obligation: Obligation) -> datetime | None:
    """Where somebody is back whose supervision was suspended: what fell before the day of return was not missed (R-29).

    None of what was due before they went: its ladder itself waits for the return, and what nobody had come to before they
    went is still to be said.
    """
    returns = {each.until: each for each in view.absences(obligation.person) if each.until and each.until <= view.today}
    back_on = max(returns, default=view.today)
    if back_on in returns and obligation.due_on < returns[back_on].from_on:
        return None
    return datetime.combine(back_on, time(0), LONDON).astimezone(UTC)


def _rungs(view: View, obligation: Obligation) -> tuple[Rung, ...]:
    return () if obligation.state is State.SUSPENDED else rungs_of(view, obligation)
