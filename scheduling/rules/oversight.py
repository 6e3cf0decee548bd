"""Management oversight in the months without case supervision."""

from collections.abc import Iterator
from datetime import date

from scheduling.answers import Obligation
from scheduling.calendar import months_after
from scheduling.casework import Casework, category_on
from scheduling.index import day_of
from scheduling.rules.cases import cycle_on, policy_cycle_on
from scheduling.slots import open_slot
from scheduling.terms import Cycle

KIND = "management_oversight"
POINT_KINDS = ("oversight", "ad_hoc", "supervision")
"""What is an entry at a decision or review point: a decision on the day is what it asks for."""


def months_between(work: Casework, cycle: Cycle, policy: Cycle | None) -> tuple[int, ...]:
    """The months after case supervision that ask for an entry: discussed monthly by agreement, a case has none in between."""
    months: tuple[int, ...] = work.view.reading(cycle.oversight) if cycle.oversight else ()
    today = work.view.today
    if cycle is policy or cycle == policy:
        return months
    return tuple(month for month in months if months_after(today, month) < cycle.every.after(today))


def derive(work: Casework) -> Iterator[Obligation]:
    """The earliest month since case supervision that has no entry (R-13), or a decision or review point before it."""
    point = _point(work)
    for owed in _in_between(work):
        if point is None or owed.due_on <= point.due_on:
            yield owed
            return
    if point is not None:
        yield point


def _point(work: Casework) -> Obligation | None:
    """The first point of the case that nobody has decided on, overseen or supervised it on since; in its category that day."""
    terms = work.terms.points
    if terms is None or not work.case.points:
        return None
    talked = [day_of(row.on) for row in work.discussions if row.kind in POINT_KINDS]
    open_ones = [on for on in sorted(work.case.points) if on >= work.opened_on and not any(day >= on for day in talked)]
    due = next((on for on in open_ones if category_on(work, min(on, work.view.today)) in terms.categories), None)
    if due is None:
        return None
    why = f"a decision or review point on {due}; no entry since"
    return work.view.obligation(terms, KIND, work.holder.worker, due, work.responsible, why, case=work.case.ref)


def _in_between(work: Casework) -> Iterator[Obligation]:
    cycle = policy_cycle_on(work, work.holder, work.view.today)
    if cycle is None or not cycle.oversight:
        yield from _by_own_interval(work)
        return
    if not (held := work.held):
        return
    last = day_of(held[-1].on)
    in_force = cycle if work.case.every is None else cycle_on(work, work.holder, work.view.today) or cycle
    slots = [months_after(last, month) for month in months_between(work, in_force, cycle)]
    kinds = _kinds(work)
    entries: list[date] = []
    for row in reversed(work.discussions):
        if (day := day_of(row.on)) <= last:
            break
        if row.kind in kinds:
            entries.append(day)
    due = open_slot(slots, entries)
    if due is not None:
        why = f"last supervised {last}; no oversight entry for the month to {due}"
        yield work.view.obligation(
            cycle, KIND, work.holder.worker, due, work.responsible, why, case=work.case.ref, rule=cycle.oversight_rule
        )


def _kinds(work: Casework) -> tuple[str, ...]:
    return ("oversight", "ad_hoc") if work.view.readings.ad_hoc_counts_as_oversight else ("oversight",)


def _by_own_interval(work: Casework) -> Iterator[Obligation]:
    """Where the policy asks for none, the organisation's own interval since the last supervision or entry."""
    terms = work.view.local(KIND)
    if terms is None:
        return
    kinds = _kinds(work)
    seen = [day_of(row.on) for row in work.discussions if row.kind in kinds] + [day_of(row.on) for row in work.held]
    last = max([work.holder_on, *seen])
    why = f"last overseen or supervised {last}; {terms.every.words}" if seen else f"allocated {last}; {terms.every.words}"
    due = terms.every.after(last)
    yield work.view.obligation(terms, KIND, work.holder.worker, due, work.responsible, why, case=work.case.ref)
