"""One case as it stands: who holds it since when, what was discussed with whom, since it was last opened."""

from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from scheduling.facts import Allocation, Case, Discussion
from scheduling.index import day_of, held_on
from scheduling.terms import CaseTerms
from scheduling.view import View


class Casework(NamedTuple):
    """An open case with everybody on it."""

    view: View
    terms: CaseTerms
    case: Case
    opened_on: date
    """The day it was opened, or last reopened: nothing before it counts."""
    holder: Allocation
    helpers: tuple[Allocation, ...]
    discussions: tuple[Discussion, ...]
    """Those that count, in order."""
    held: tuple[Discussion, ...]
    """Those of them that are case supervision."""
    responsible: tuple[str, ...]

    @property
    def holder_on(self) -> date:
        """The day the holder's work on it began."""
        return max(day_of(self.holder.from_on), self.opened_on)


def casework(view: View, terms: CaseTerms, case: Case) -> Casework | None:
    """The case, where it is open and somebody works on it."""
    if not view.is_open(case):
        return None
    allocated = view.allocated(case.ref)
    if not allocated:
        return None
    holder = holding(terms, allocated)
    helpers = tuple(row for row in allocated if row.worker != holder.worker) if len(allocated) > 1 else ()
    opened_on = last_opened(view, case)
    discussions = tuple(discussed(view, terms, case, opened_on))
    by = responsible(view, terms, case, holder)
    held = tuple(
        [
            row
            for row in discussions
            if row.kind == "supervision" or (row.kind == "group" and _counts_as_group(view, terms, case, by, row))
        ]
    )
    return Casework(view, terms, case, opened_on, holder, helpers, discussions, held, by)


def holding(terms: CaseTerms, allocated: list[Allocation]) -> Allocation:
    """Who holds it: the latest of the first role found, or the longest there of those who help."""
    if len(allocated) == 1:
        return allocated[0]
    for role in terms.holders:
        for row in reversed(allocated):
            if row.role == role:
                return row
    return allocated[0]


def responsible(view: View, terms: CaseTerms, case: Case, holder: Allocation) -> tuple[str, ...]:
    """Who supervises the case: the holder's supervisor; on a joint case, if the policy says so, the lead's line manager."""
    if (
        terms.lead_manager
        and case.joint_from
        and case.joint_from <= view.today
        and (manager := view.line_manager(holder.worker))
    ):
        return view.acting(manager)
    return view.responsible(holder.worker)


def last_opened(view: View, case: Case) -> date:
    """The day it was opened or last reopened."""
    opened = case.opened_on or date.min
    over_time = view.index.cases[case.ref]
    if len(over_time) == 1:
        return opened
    for (_, before), (since, after) in pairwise(over_time):
        if (
            since <= view.today
            and before.closed_on
            and before.closed_on <= since
            and not (after.closed_on and after.closed_on <= since)
        ):
            opened = max(opened, since)
    return opened


def discussed(view: View, terms: CaseTerms, case: Case, since: date) -> list[Discussion]:
    """The discussions of the case, or of its family, that have happened and count: a worker's own entry once confirmed."""
    rows = view.index.discussions.get(case.ref, [])
    if terms.per_family and case.family is not None and len(view.index.families[case.family]) > 1:
        rows = [row for ref in view.index.families[case.family] for row in view.index.discussions.get(ref, ())]
        rows.sort(key=lambda row: day_of(row.on))
    now, today = view.now, view.today
    found = []
    for row in rows:
        on = row.on
        counts = (on <= now and day_of(on) >= since) if isinstance(on, datetime) else since <= on <= today
        if counts and not ((row.with_ or row.by == row.worker) and is_draft(view, row)):
            found.append(row)
    return found


def is_draft(view: View, row: Discussion) -> bool:
    """Whether a worker entered it and no manager has confirmed it yet."""
    return (row.by == row.worker or row.by in row.with_) and not view.happened(row.confirmed_on)


def _counts_as_group(view: View, terms: CaseTerms, case: Case, by: tuple[str, ...], row: Discussion) -> bool:
    """Whether a discussion in a group is case supervision all the same (R-32)."""
    resets = terms.group_resets if view.readings.group_resets == "policy" else view.readings.group_resets
    if resets == "never" or not view.happened(row.filed_on):
        return False
    supervisors = {view.supervisor(row.worker), *by}
    led = row.by in supervisors
    for group in view.index.groups_on.get(row.case, ()) if not led else ():
        if group.on == day_of(row.on):
            led = led or group.facilitator in supervisors
            led = led or (resets == "present_and_saved" and bool(supervisors & set(group.attendees)))
    return led and (resets != "present_and_saved" or set(case.children) <= set(row.evidenced_for))


def includes(row: Discussion, worker: str) -> bool:
    """Whether the worker was part of it."""
    return row.worker == worker or worker in row.with_


def since_allocated(row: Discussion, allocation: Allocation, opened_on: date) -> bool:
    """Whether it came after the allocation; of two plain dates the same day counts."""
    if isinstance(row.on, datetime) and isinstance(allocation.from_on, datetime):
        return row.on >= allocation.from_on
    return day_of(row.on) >= max(day_of(allocation.from_on), opened_on)


def holders_over_time(work: Casework) -> list[Allocation]:
    """Who has held the case since it was opened, one after another; the same worker in another role is no new holder."""
    allocations = work.view.index.allocations.get(work.case.ref, ())
    if len(allocations) == 1:
        return [work.holder]
    rows = [
        row
        for row in allocations
        if row.role in work.terms.holders
        and work.view.happened(row.from_on)
        and (row.until is None or row.until > work.opened_on)
    ]
    if len(rows) <= 1 or work.holder.role not in work.terms.holders:
        return [work.holder]
    held: list[Allocation] = []
    for row in rows:
        if not held or held[-1].worker != row.worker:
            held.append(row)
    if held[-1].worker != work.holder.worker:
        held.append(work.holder)
    return held


def category_on(work: Casework, on: date) -> str:
    """Its category that day."""
    return held_on(work.view.index.cases[work.case.ref], on).category
