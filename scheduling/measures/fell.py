"""What fell due, and when it was done: the rules asked about each thing done as if it had not been.

For every session held, case discussed or agreement signed the rules are asked twice about its day, without it and with it.
What was owed without it and is not with it, was done by it; the rules themselves say when it was due. Nothing here knows an
interval, so that a report and a reminder cannot disagree.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from scheduling.answers import Obligation
from scheduling.calendar import days_after
from scheduling.casework import casework
from scheduling.facts import Discussion
from scheduling.index import day_of
from scheduling.measures import done
from scheduling.measures.done import Done
from scheduling.measures.then import Then
from scheduling.rules import agreement, cases, clocks, growth, observations, oversight, recording, summaries
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
    is_steady: bool = False
    """Between two things done nothing changes it but what happens on the days on which it may end: it is asked about once."""
    ends: bool = True
    """Whether what ended undone is asked about; not where another list of facts asks it already."""


def fallen(then: Then, duty: Duty, owner: str, ends: Collection[date], first_on: date) -> Iterator[Fell]:
    """What was done that may have fallen due since that day, and what ended undone on the days given."""
    from_on = days_after(first_on, -duty.early_days)
    rows = _family(then, owner) if duty.is_steady else then.index_of(duty.rows).get(owner, ())
    done = [each for each in duty.done(owner, rows) if from_on <= each.day <= then.today.today]
    before = [_without(then, duty, owner, each) for each in done]
    for spot, each in enumerate(done):
        if not before[spot]:
            continue
        nearby = done[spot + 1].day if spot + 1 < len(done) else then.today.today
        if not duty.is_steady or (ends and any(each.day < day <= nearby for day in ends)):
            goes_on = {_key(owed) for owed in duty.rule(then.at(each.day), owner)}
        elif spot + 1 < len(done):
            goes_on = {key for key, _ in before[spot + 1]}
        else:
            goes_on = {_key(owed) for owed in duty.rule(then.today, owner)}
        for key, owed in before[spot]:
            if key not in goes_on:
                if _settles(duty, owed, each):
                    yield Fell(owed, done=each.done)
                elif owed.due_on < each.day:
                    yield Fell(owed, ended_on=each.day)
    on_the_day = {each.day: each for each in done}
    for day in ends if duty.ends else ():
        yield from _ended(then, duty, owner, day, on_the_day.get(day))


Key = tuple[str, str, str | None, str, date | datetime]


def _without(then: Then, duty: Duty, owner: str, each: Done) -> list[tuple[Key, Obligation]]:
    """What was owed that day while the lists are those without it."""
    view, table = then.at(each.day), then.index_of(duty.rows)
    kept = {each_owner: table[each_owner] for each_owner in each.instead}
    table.update(each.instead)
    try:
        return [(_key(owed), owed) for owed in duty.rule(view, owner) if owed.kind in duty.kinds]
    finally:
        table.update(kept)


def _family(then: Then, ref: str) -> dict[str, Sequence[Discussion]]:
    """The discussions of a case, and of its family where one counts for all of it."""
    terms, family = then.today.version.cases, then.index.cases[ref][-1][1].family
    refs = then.index.families[family] if terms and terms.per_family and family else [ref]
    return {each: rows for each in refs if (rows := then.index.discussions.get(each))}


def _key(owed: Obligation) -> Key:
    """`Obligation.key`, without writing out its day."""
    return (owed.kind, owed.person, owed.case, owed.about, owed.due)


def _settles(duty: Duty, owed: Obligation, each: Done) -> bool:
    sorts = duty.settled_by.get(owed.kind)
    return sorts is None or bool(sorts & each.sorts)


def _ended(then: Then, duty: Duty, owner: str, day: date, also: Done | None) -> Iterator[Fell]:
    """What was late on the eve and is owed no more."""
    eve = then.at(days_after(day, -1))
    late = [owed for owed in duty.rule(eve, owner) if owed.kind in duty.kinds and owed.due_on < day]
    if not late:
        return
    goes_on = {_same(duty, owed) for owed in duty.rule(then.at(day), owner)}
    for owed in late:
        if _same(duty, owed) not in goes_on:
            if also and _settles(duty, owed, also):
                yield Fell(owed, done=also.done)
            else:
                yield Fell(owed, ended_on=day)


def _same(duty: Duty, owed: Obligation) -> tuple[object, ...]:
    """On a case the duty passes from worker to worker."""
    return _key(owed) if duty.begins_anew else (owed.kind, owed.case or owed.person, owed.about)


# ---- the duties


def _of_person(rule: PersonRule) -> Callable[[View, str], Iterable[Obligation]]:
    def owed(view: View, person: str) -> Iterable[Obligation]:
        who = view.person(person)
        return rule(view, who) if who is not None and view.is_here(person) else ()

    return owed


def _of_case(view: View, ref: str) -> Iterator[Obligation]:
    terms = view.version.cases
    work = casework(view, terms, view.case(ref)) if terms else None
    if work is not None:
        yield from cases.derive(work)
        yield from oversight.derive(work)
        if work.terms.summary:
            yield from summaries.derive(work)


SUPERVISION: Final = frozenset(("personal_supervision", "casework_supervision", "professional_support"))
PERSON_DUTIES: Final = (
    Duty(SUPERVISION, "sessions", _of_person(clocks.derive), done.held, early_days=OFTEN_DAYS),
    Duty(frozenset(("record_session",)), "sessions", _of_person(recording.of_person), done.recorded, early_days=OFTEN_DAYS),
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
_TALKS = frozenset(("supervision", "group"))
CASE_DUTY: Final = Duty(
    frozenset(("case_discussion", "first_case_discussion", "management_oversight", "case_summary")),
    "discussions",
    _of_case,
    done.discussed,
    {
        "case_discussion": _TALKS,
        "first_case_discussion": _TALKS | {"ad_hoc"},
        "management_oversight": frozenset(("oversight", "ad_hoc")),
        "case_summary": frozenset(("summary",)),
    },
    early_days=OFTEN_DAYS,
    is_steady=True,
)
FILING: Final = "record_discussion"
ON_TIME_KINDS: Final = CASE_DUTY.kinds.union(*(duty.kinds for duty in PERSON_DUTIES), (FILING,))
"""Kinds whose past is known in full. Those of a period (so many a year, a sample a month) are measured by their number."""
