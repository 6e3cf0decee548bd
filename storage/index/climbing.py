"""The notices of a stored obligation: which have come due since it was last seen to, and when the next one goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

from scheduling.answers import Notice, Obligation, State
from scheduling.calendar import LONDON, at_nine
from scheduling.ladder import Rung, at_once, begins_at, rungs_of, told
from scheduling.view import View


def next_rung(view: View, obligation: Obligation, seen_to: datetime | None) -> datetime | None:
    """The first moment after `seen_to` at which somebody may have to be told. Whom, is asked then."""
    moments = [began] if (began := begins_at(view, obligation)) else []
    moments += [at_nine(rung.on) for rung in _rungs(view, obligation)]
    return min((moment for moment in moments if seen_to is None or moment > seen_to), default=None)


def come_due(view: View, obligation: Obligation, seen_to: datetime | None) -> Iterator[Notice]:
    """The notices from after `seen_to` until the view's instant, to whoever is to be told as things stand in the view."""
    began = begins_at(view, obligation)
    if began is not None and (seen_to is None or began > seen_to):
        yield from at_once(view, obligation, began)
    for rung in _rungs(view, obligation):
        at = at_nine(rung.on)
        if at <= view.now and (seen_to is None or at > seen_to) and not (began is not None and rung.kind == "upcoming"):
            for person in told(view, obligation, rung):
                yield Notice(at, person, rung.kind, obligation, rung.number)


def recipients(view: View, obligation: Obligation) -> set[tuple[str, int, str]]:
    """Kind, rung and recipient of every notice on its ladder, as things stand in the view."""
    return {(rung.kind, rung.number, person) for rung in _rungs(view, obligation) for person in told(view, obligation, rung)}


def seen_while_away(view: View, person: str) -> datetime:
    """Where somebody is back whose supervision was suspended: what fell before the day of return was not missed (R-29)."""
    returns = [each.until for each in view.absences(person) if each.until and each.until <= view.today]
    back_on = max(returns, default=view.today)
    return datetime.combine(back_on, time(0), LONDON).astimezone(UTC)


def _rungs(view: View, obligation: Obligation) -> tuple[Rung, ...]:
    return () if obligation.state is State.SUSPENDED else rungs_of(view, obligation)
