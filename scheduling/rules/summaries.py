"""A written summary of an open case every quarter, and when it is transferred or closed."""

from collections.abc import Iterable, Iterator
from datetime import date

from scheduling.answers import Obligation
from scheduling.calendar import months_after
from scheduling.casework import Casework, discussed, holders_over_time, holding, last_opened
from scheduling.facts import Allocation, Case, Discussion
from scheduling.index import day_of
from scheduling.saying import Cited
from scheduling.slots import open_slot
from scheduling.terms import Summary
from scheduling.view import View

KIND = "case_summary"


def derive(work: Casework) -> Iterator[Obligation]:
    """The next summary of an open case."""
    terms = work.terms.summary
    if terms is None and (local := work.view.local(KIND)):
        terms = Summary(rule=local.rule, section=local.section, every=local.every, roles=work.terms.holders)
    if terms is None or work.holder.role not in terms.roles:
        return
    slots = _slots(work.view, terms, holders_over_time(work), work.opened_on, work.view.today)
    yield from _owed(work.view, terms, slots, work.case, work.holder, _written(work.discussions), work.responsible)


def of_closed(view: View, case: Case) -> Iterator[Obligation]:
    """The summary at closure, while it is not written."""
    cases = view.version.cases
    terms = cases.summary if cases else None
    if (
        cases is None
        or terms is None
        or terms.at_transfer_and_closure is None
        or case.closed_on is None
        or case.closed_on > view.today
    ):
        return
    opened_on = last_opened(view, case)
    held = [
        row
        for row in view.index.allocations.get(case.ref, ())
        if row.role in terms.roles and day_of(row.from_on) < case.closed_on and (row.until is None or row.until > opened_on)
    ]
    if not held or not view.is_here((holder := holding(cases, held)).worker):
        return
    slots = {day: cited for day, cited in _slots(view, terms, held, opened_on, case.closed_on).items() if day < case.closed_on}
    slots[case.closed_on] = terms.at_transfer_and_closure
    written = _written(discussed(view, cases, case, opened_on))
    if open_slot(sorted(slots), written) is not None:
        cited = terms.at_transfer_and_closure
        both = (holder.worker, *view.responsible(holder.worker))
        yield view.obligation(cited, KIND, holder.worker, case.closed_on, both, f"closed {case.closed_on}", case=case.ref)


def _slots(view: View, terms: Summary, held: list[Allocation], opened_on: date, until: date) -> dict[date, Cited]:
    """Every quarter from each allocation until the next, and the day of each transfer; one slot past `until`."""
    slots: dict[date, Cited] = {}
    ends = view.readings.summaries_end_after_months
    starts = [max(day_of(row.from_on), opened_on) for row in held]
    for start, end in zip(starts, [*starts[1:], date.max], strict=True):
        times = 0
        while (day := terms.every.after(start, times := times + 1)) < end:
            if ends and day > months_after(start, ends):
                break
            slots[day] = terms
            if day > until:
                break
        if end < date.max and terms.at_transfer_and_closure:
            slots[end] = terms.at_transfer_and_closure
    return slots


def _written(rows: Iterable[Discussion]) -> list[date]:
    return [day_of(row.on) for row in rows if row.kind == "summary"]


def _owed(
    view: View,
    terms: Summary,
    slots: dict[date, Cited],
    case: Case,
    holder: Allocation,
    written: list[date],
    responsible: tuple[str, ...],
) -> Iterator[Obligation]:
    days = sorted(slots)
    due = open_slot(days, written)
    if due is None and days and not view.readings.summaries_end_after_months:
        # Written ahead of the last slot: the one after it is next.
        due = next_after = terms.every.after(days[-1])
        slots[next_after] = terms
    if due is not None:
        last = f"last summary {written[-1]}" if written else "no summary yet"
        both = (holder.worker, *responsible)
        yield view.obligation(slots[due], KIND, holder.worker, due, both, f"{last}; {terms.every.words}", case=case.ref)
