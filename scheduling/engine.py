"""The four questions: what is owed, what is planned, what would be sent, what is wrong."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Final

from scheduling.answers import Finding, Notice, Obligation, Planned
from scheduling.casework import Casework, casework
from scheduling.facts import Case, Facts, Person
from scheduling.index import index
from scheduling.policy import Policy
from scheduling.rules import agreement, audits, cases, clocks, growth, joint, observations, oversight, recording, summaries
from scheduling.view import View

PERSON_RULES: Final[tuple[Callable[[View, Person], Iterator[Obligation]], ...]] = (
    clocks.derive,
    agreement.derive,
    recording.of_person,
    observations.practice,
    observations.supervision,
    growth.probation,
    growth.good_conversation,
    growth.asye_groups,
    growth.self_assessment,
    audits.team_group,
    audits.samples,
    audits.coverage,
    audits.personal_records,
    audits.feedback,
)
CASE_RULES: Final[tuple[Callable[[Casework], Iterator[Obligation]], ...]] = (
    cases.derive,
    oversight.derive,
    summaries.derive,
    joint.planning_meeting,
    joint.evidence,
)


def derive(facts: Facts, policy: Policy, now: datetime) -> list[Obligation]:
    """Every obligation that is open at `now`, soonest first."""
    return derived(View(index(facts), policy, now))


def derived(view: View) -> list[Obligation]:
    """The same, of facts already looked up."""
    found = [obligation for person in view.index.people for obligation in of_person(view, person)]
    found.extend(obligation for ref in view.index.cases for obligation in of_case(view, ref))
    return in_order(found)


def in_order(found: Iterable[Obligation]) -> list[Obligation]:
    """By day and kind, a day's instants before what has until its end; then by person and case.

    Sorted in heaps of one day and kind: there are few of those however much is owed.
    """
    heaps: dict[tuple[date, bool, str, str], list[Obligation]] = {}
    for row in found:
        heaps.setdefault(_heap(row), []).append(row)
    ordered: list[Obligation] = []
    for heap in sorted(heaps):
        ordered.extend(sorted(heaps[heap], key=_within))
    return ordered


def of_person(view: View, person: str) -> Iterator[Obligation]:
    """What is open about one person: their supervision, and their duties."""
    who = view.person(person)
    if who is None or not view.is_here(person):
        return
    for rule in PERSON_RULES:
        yield from rule(view, who)


def of_case(view: View, ref: str) -> Iterator[Obligation]:
    """What is open about one case."""
    terms = view.version.cases
    case: Case = view.case(ref)
    if terms is None:
        return
    work = casework(view, terms, case)
    if work is None:
        yield from summaries.of_closed(view, case)
        return
    for rule in CASE_RULES:
        yield from rule(work)
    yield from recording.of_case(view, case)


def _heap(row: Obligation) -> tuple[date, bool, str, str]:
    due = row.due
    return (row.due_on, False, due.isoformat(), row.kind) if isinstance(due, datetime) else (due, True, "", row.kind)


def _within(row: Obligation) -> tuple[str, str, str]:
    return (row.person, row.case or "", row.about)


def plan(facts: Facts, policy: Policy, person: str, kind: str, count: int, now: datetime | None = None) -> list[Planned]:
    """The next `count` due dates, each held on its due date; without `now`, by all the facts there are."""
    from scheduling.planning import planned

    return planned(index(facts), policy, person, kind, count, now)


def notices(facts: Facts, policy: Policy, from_on: date, until_on: date) -> list[Notice]:
    """What would be sent from one day to another, both included, if no fact changed."""
    from scheduling.simulation import simulated

    return simulated(index(facts), policy, from_on, until_on)


def check(facts: Facts, policy: Policy, now: datetime) -> list[Finding]:
    """Warnings, each with its rule."""
    from scheduling.warnings import CHECKS

    view = View(index(facts), policy, now)
    return [finding for rule in CHECKS for finding in rule(view)]


def ladder(facts: Facts, policy: Policy, obligation: Obligation) -> list[Notice]:
    """Every notice this obligation causes over its life if no fact changes."""
    from scheduling.ladder import notices_of

    return notices_of(index(facts), policy, obligation)
