"""What fell due, and when it was done: the rules asked about each thing done as if it had not been.

For every session held, case discussed or agreement signed the rules are asked twice about its day, without it and with it.
What was owed without it and is not with it, was done by it; the rules themselves say when it was due. Nothing here knows an
interval, so that a report and a reminder cannot disagree.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from scheduling.answers import Obligation
from scheduling.calendar import days_after
from scheduling.facts import Session
from scheduling.index import day_of
from scheduling.measures import done
from scheduling.measures.done import Done
from scheduling.measures.then import Then
from scheduling.rules import agreement, clocks, growth, observations, recording
from scheduling.view import View

EARLY_DAYS: Final = 400
"""What is done may fall due so much later: what was done longer before the first month is not looked at."""
OFTEN_DAYS: Final = 100
"""The same of what comes every few weeks."""
PersonRule = Callable[[View, Any], Iterator[Obligation]]
OwnerRule = Callable[[View, str], Iterable[Obligation]]


class Fell(NamedTuple):
    """One duty that has ended: done, or never done."""

    owed: Obligation
    done: date | datetime | None = None
    ended_on: date | None = None

    @property
    def was_in_time(self) -> bool:
        """Done by the day, or the hour, it was due. What is known by its day only was done early enough on that day."""
        if self.done is None:
            return False
        due = self.owed.due
        if isinstance(due, datetime) and isinstance(self.done, datetime):
            return self.done <= due
        return day_of(self.done) <= self.owed.due_on


@dataclass(frozen=True, slots=True)
class Duty:
    """Kinds of duty that the facts of one list discharge."""

    kinds: frozenset[str]
    rows: str
    """The list of the index, by person or by case."""
    rule: OwnerRule
    done: Callable[[str, Any], Iterator[Done]]
    settled_by: dict[str, frozenset[str]] = field(default_factory=dict)
    """By kind, the sorts of thing that discharge it; of a kind that is not named: any."""
    begins_anew: bool = False
    """Under another supervisor it is another duty."""
    early_days: int = EARLY_DAYS
    is_steady: Callable[[View, str, date, date], bool] | None = None
    """Whether between two days nothing changes what is owed but what is done: it is then asked about once."""
    alone: Callable[[Then, str, Sequence[Any], date], Iterator[Fell]] | None = None
    """What its rows have discharged since a day, where each discharges what is owed about itself and nothing else."""
    ends: bool = True
    """Whether what ended undone is asked about; not where another list of facts asks it already."""


def fallen(then: Then, duty: Duty, owner: str, ends: Collection[date], first_on: date) -> Iterator[Fell]:
    """What was done that may have fallen due since that day, and what ended undone on the days given."""
    from_on = days_after(first_on, -duty.early_days)
    rows = then.index_of(duty.rows).get(owner, ())
    if duty.alone:
        yield from duty.alone(then, owner, rows, from_on)
        if not ends:
            return
    done = [each for each in duty.done(owner, rows) if from_on <= each.day <= then.today.today]
    if not duty.alone:
        yield from _discharged(then, duty, owner, ends, done)
    if duty.ends:
        yield from ended(then, duty, owner, ends, done)


def _discharged(then: Then, duty: Duty, owner: str, ends: Collection[date], done: list[Done]) -> Iterator[Fell]:
    if duty.is_steady:
        done.sort(key=lambda each: each.day)
    before = [_without(then, duty, owner, each) for each in done]
    for spot, each in enumerate(done):
        if before[spot]:
            after = done[spot + 1].day if duty.is_steady and spot + 1 < len(done) else None
            if after and _is_steady(then, duty, owner, each.day, after, ends):
                goes_on = [known_by for known_by, _ in before[spot + 1]]
            else:
                goes_on = [key(owed) for owed in duty.rule(then.at(each.day), owner)]
            yield from settled(before[spot], goes_on, each, duty.settled_by)


Key = tuple[str, str, str | None, str, date | datetime]


def key(owed: Obligation) -> Key:
    """`Obligation.key`, without writing out its day."""
    return (owed.kind, owed.person, owed.case, owed.about, owed.due)


def _is_steady(then: Then, duty: Duty, owner: str, since: date, until: date, ends: Iterable[date]) -> bool:
    if any(since < day <= until for day in ends):
        return False
    return duty.is_steady is not None and duty.is_steady(then.at(since), owner, since, until)


def settled(
    before: Iterable[tuple[Key, Obligation]], goes_on: Collection[Key], each: Done, by: Mapping[str, frozenset[str]]
) -> Iterator[Fell]:
    """What was owed without it and does not go on with it: done by it or, where it is not of a sort that does it, ended."""
    for known_by, owed in before:
        if known_by not in goes_on:
            sorts = by.get(owed.kind)
            if sorts is None or sorts & each.sorts:
                yield Fell(owed, done=each.done)
            elif owed.due_on < each.day:
                yield Fell(owed, ended_on=each.day)


def _without(then: Then, duty: Duty, owner: str, each: Done) -> list[tuple[Key, Obligation]]:
    """What was owed that day while the lists are those without it."""
    view, table = then.at(each.day), then.index_of(duty.rows)
    kept = {each_owner: table[each_owner] for each_owner in each.instead}
    table.update(each.instead)
    try:
        return [(key(owed), owed) for owed in duty.rule(view, owner) if owed.kind in duty.kinds]
    finally:
        table.update(kept)


def ended(then: Then, duty: Duty, owner: str, ends: Iterable[date], done: Iterable[Done]) -> Iterator[Fell]:
    """What ended on the days given, undone; or done, by what was done that day."""
    on_the_day = {each.day: each for each in done}
    for day in ends:
        yield from _ended(then, duty, owner, day, on_the_day.get(day))


def _ended(then: Then, duty: Duty, owner: str, day: date, also: Done | None) -> Iterator[Fell]:
    """What was late on the eve and is owed no more."""
    eve = then.at(days_after(day, -1))
    late = [owed for owed in duty.rule(eve, owner) if owed.kind in duty.kinds and owed.due_on < day]
    if not late:
        return
    goes_on = {_same(duty, owed) for owed in duty.rule(then.at(day), owner)}
    for owed in late:
        if _same(duty, owed) not in goes_on:
            sorts = duty.settled_by.get(owed.kind)
            if also and (sorts is None or sorts & also.sorts):
                yield Fell(owed, done=also.done)
            else:
                yield Fell(owed, ended_on=day)


def _same(duty: Duty, owed: Obligation) -> tuple[object, ...]:
    """On a case the duty passes from worker to worker."""
    return key(owed) if duty.begins_anew else (owed.kind, owed.case or owed.person, owed.about)


# ---- the duties


def _of_person(rule: PersonRule) -> Callable[[View, str], Iterable[Obligation]]:
    def owed(view: View, person: str) -> Iterable[Obligation]:
        who = view.person(person)
        return rule(view, who) if who is not None and view.is_here(person) else ()

    return owed


def _recorded(then: Then, person: str, sessions: Sequence[Session], from_on: date) -> Iterator[Fell]:
    for spot, session in enumerate(sessions):
        on = session.recorded_on
        if on is not None and session.held_on and from_on <= on <= then.today.today:
            view = then.at(on)
            who, asked = view.person(person), recording.asked_of_sessions(view)
            if who is not None and asked and view.is_here(person) and view.happened(session.held_on):
                yield Fell(recording.of_session(view, asked, who, session, session.id or str(spot)), done=on)


SUPERVISION: Final = frozenset(("personal_supervision", "casework_supervision", "professional_support"))
PERSON_DUTIES: Final = (
    Duty(SUPERVISION, "sessions", _of_person(clocks.derive), done.held, early_days=OFTEN_DAYS, is_steady=clocks.is_steady),
    Duty(
        frozenset(("record_session",)),
        "sessions",
        _of_person(recording.of_person),
        done.recorded,
        early_days=OFTEN_DAYS,
        alone=_recorded,
    ),
    Duty(
        frozenset(("record_session",)),
        "groups_led",
        _of_person(recording.of_person),
        done.signed_off,
        early_days=OFTEN_DAYS,
        ends=False,
    ),
    Duty(
        frozenset(("agreement_signature", "agreement_review")),
        "agreements",
        _of_person(agreement.derive),
        done.agreed,
        begins_anew=True,
    ),
    Duty(frozenset(("supervision_observation",)), "observations", _of_person(observations.supervision), done.seen),
    Duty(frozenset(("probation_assessment",)), "probation", _of_person(growth.probation), done.assessed),
)
