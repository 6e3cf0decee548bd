"""Management oversight in the months without case supervision."""

from collections.abc import Iterator

from scheduling.answers import Obligation
from scheduling.calendar import months_after
from scheduling.casework import Casework
from scheduling.index import day_of
from scheduling.rules.cases import cycle_on
from scheduling.slots import open_slot
from scheduling.terms import Cited

KIND = "management_oversight"


def derive(work: Casework) -> Iterator[Obligation]:
    """The earliest month since case supervision that has no entry (R-13)."""
    cycle = cycle_on(work, work.holder, work.view.today)
    if cycle is None or not cycle.oversight or not (held := work.held):
        return
    last = day_of(held[-1].on)
    months = work.view.reading(cycle.oversight)
    slots = [months_after(last, month) for month in months] if isinstance(months, tuple) else []
    kinds = ("oversight", "ad_hoc") if work.view.readings.ad_hoc_counts_as_oversight else ("oversight",)
    entries = [day for row in work.discussions if row.kind in kinds and (day := day_of(row.on)) > last]
    due = open_slot(slots, entries)
    if due is not None:
        cited = Cited(rule=cycle.oversight_rule, section=cycle.section)
        why = f"last supervised {last}; no oversight entry for the month to {due}"
        yield work.view.obligation(cited, KIND, work.holder.worker, due, work.responsible, why, case=work.case.ref)
