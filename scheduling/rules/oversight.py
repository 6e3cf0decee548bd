"""Management oversight in the months without case supervision."""

from collections.abc import Iterator

from scheduling.answers import Obligation
from scheduling.calendar import months_after
from scheduling.casework import Casework
from scheduling.index import day_of
from scheduling.rules.cases import cycle_on, policy_cycle_on
from scheduling.saying import Cited
from scheduling.slots import open_slot
from scheduling.terms import Cycle

KIND = "management_oversight"


def months_between(work: Casework, cycle: Cycle) -> tuple[int, ...]:
    """The months after case supervision that ask for an entry: discussed monthly by agreement, a case has none in between."""
    months: tuple[int, ...] = work.view.reading(cycle.oversight) if cycle.oversight else ()
    today = work.view.today
    if cycle == policy_cycle_on(work, work.holder, today):
        return months
    return tuple(month for month in months if months_after(today, month) < cycle.every.after(today))


def derive(work: Casework) -> Iterator[Obligation]:
    """The earliest month since case supervision that has no entry (R-13)."""
    cycle = policy_cycle_on(work, work.holder, work.view.today)
    if cycle is None or not cycle.oversight:
        yield from _by_own_interval(work)
        return
    if not (held := work.held):
        return
    last = day_of(held[-1].on)
    in_force = cycle_on(work, work.holder, work.view.today) or cycle
    slots = [months_after(last, month) for month in months_between(work, in_force)]
    kinds = _kinds(work)
    entries = [day for row in work.discussions if row.kind in kinds and (day := day_of(row.on)) > last]
    due = open_slot(slots, entries)
    if due is not None:
        cited = Cited(rule=cycle.oversight_rule, section=cycle.section)
        why = f"last supervised {last}; no oversight entry for the month to {due}"
        yield work.view.obligation(cited, KIND, work.holder.worker, due, work.responsible, why, case=work.case.ref)


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
