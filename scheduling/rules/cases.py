"""Case supervision: the first discussion of an allocated case, then the cycle of its category."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from scheduling.answers import Obligation
from scheduling.calendar import Interval, days_after, hours_after
from scheduling.casework import Casework, category_on, holders_over_time, includes, since_allocated
from scheduling.facts import Allocation, Discussion
from scheduling.index import day_of, held_on, instant_of
from scheduling.policy import Policy
from scheduling.saying import Cited
from scheduling.terms import CaseTerms, Cycle, First

CYCLE, FIRST = "case_discussion", "first_case_discussion"


class Due(NamedTuple):
    """A due date of a case, and what it comes of."""

    due: date | datetime
    kind: str
    cited: Cited
    why: str


def derive(work: Casework) -> Iterator[Obligation]:
    """What is owed on the case: by its holder's supervisor and, where helpers have their own clock, by theirs."""
    held = list(work.held)
    if work.terms.own_clock:
        for helper in {row.worker: row for row in (work.holder, *work.helpers) if row.role not in work.terms.holders}.values():
            yield from _owed(work, helper, helper_dates(work, helper, held), work.view.responsible(helper.worker))
        if work.holder.role not in work.terms.holders:
            return
        held = [row for row in held if _with_a_holder(work, row)]
    yield from _owed(work, work.holder, holder_dates(work, held), work.responsible)


def _owed(work: Casework, worker: Allocation, dates: list[Due], responsible: tuple[str, ...]) -> Iterator[Obligation]:
    for found in dates:
        yield work.view.obligation(
            found.cited, found.kind, worker.worker, found.due, responsible, found.why, case=work.case.ref
        )


def _with_a_holder(work: Casework, row: Discussion) -> bool:
    """Whether somebody who holds the case, or held it, was part of a discussion; a stranger's word is taken."""
    if includes(row, work.holder.worker):
        return True
    helping = {
        other.worker for other in work.view.index.allocations.get(work.case.ref, ()) if other.role not in work.terms.holders
    }
    return not {row.worker, *row.with_} <= helping


# ---- the holder


def holder_dates(work: Casework, held: list[Discussion]) -> list[Due]:
    """The first discussion, the cycle, or the earlier of both."""
    first = work.terms.first
    last = held[-1] if held else None
    if first and first.joins_cycle:
        return _joined(work, first, last)
    found = []
    if first and _is_for(first, work.holder) and not any(_is_talk(row) and _after(work, row) for row in work.discussions):
        found.append(_first(work, first, work.holder))
    elif not first and not last and (local := work.view.local_interval(FIRST)):
        found.append(Due(local.after(work.holder_on), FIRST, work.terms.silent, f"allocated {work.holder_on}; {local.words}"))
    anchor, words = _cycle_anchor(work, last)
    if (last or not found) and anchor is not None and (cycle := cycle_due(work, work.holder, anchor, words)):
        found.append(cycle)
    return found


def _after(work: Casework, row: Discussion) -> bool:
    return since_allocated(row, work.holder, work.opened_on)


def _is_talk(row: Discussion) -> bool:
    return row.kind in ("supervision", "ad_hoc", "group")


def _cycle_anchor(work: Casework, last: Discussion | None) -> tuple[date | None, str]:
    """From the last discussion; with none yet, from the allocation, or from the end of the assessment (R-11, R-37)."""
    if work.terms.starts_after:
        started = _left_categories(work)
        if started is None:
            return None, ""
        if started > work.opened_on and (last is None or day_of(last.on) < started):
            return started, f"assessed {started}"
    if last is not None:
        return day_of(last.on), f"last discussed {day_of(last.on)}"
    anchor = max(day_of(holders_over_time(work)[0].from_on), work.opened_on)
    return anchor, f"allocated {anchor}; not discussed yet"


def _left_categories(work: Casework) -> date | None:
    """The day the case left the categories before the cycle; None while it is in one."""
    left = work.opened_on
    before = None
    for since, form in work.view.index.cases[work.case.ref]:
        if since > work.view.today:
            break
        if before in work.terms.starts_after and form.category not in work.terms.starts_after:
            left = max(left, since)
        before = form.category
    return None if work.case.category in work.terms.starts_after else left


def _joined(work: Casework, first: First, last: Discussion | None) -> list[Due]:
    """The earlier of the running cycle and a month from each allocation since (R-28)."""
    waiting, today = _waiting(work, first, last), work.view.today
    if waiting and work.view.readings.reallocation == "restarts":
        return [_first(work, first, waiting[-1])]
    dates = [_first(work, first, row) for row in waiting]
    if last is not None:
        on = day_of(last.on)
        if cycle := cycle_due(work, work.holder, on, f"last discussed {on}"):
            dates.append(cycle)
    elif cycle_on(work, work.holder, today) != policy_cycle_on(work, work.holder, today):
        anchor, words = _cycle_anchor(work, last)
        agreed = cycle_due(work, work.holder, anchor, words) if anchor else None
        dates += [agreed] if agreed else []
    if len(dates) > 1:
        return [min(dates, key=lambda found: (day_of(found.due), found.kind))]
    return dates


def _waiting(work: Casework, first: First, last: Discussion | None) -> list[Allocation]:
    """The allocations nobody has been supervised on since, without those that moved on in time and were exempt."""
    held = holders_over_time(work) if _is_for(first, work.holder) else [work.holder]
    if last is not None and len(held) == 1:
        return [] if since_allocated(last, held[0], work.opened_on) else held
    waiting = [row for row in held if last is None or not since_allocated(last, row, work.opened_on)]
    return [row for row in waiting if row is held[-1] or not _exempt(work, first, row)]


def _is_for(first: First, row: Allocation) -> bool:
    return not first.roles or row.role in first.roles


def _exempt(work: Casework, first: First, row: Allocation) -> bool:
    return row.role in first.exempt_roles and row.until is not None and row.until <= work.view.deadline(_from(work, row), first)


def _from(work: Casework, row: Allocation) -> date:
    return max(day_of(row.from_on), work.opened_on)


def _first(work: Casework, first: First, row: Allocation) -> Due:
    since = _from(work, row)
    why = f"allocated {since}; within {first.within.length}"
    if first.within.unit == "hours":
        at = instant_of(row.from_on) if day_of(row.from_on) >= work.opened_on else instant_of(work.opened_on)
        return Due(hours_after(at, first.within.count, work.view.readings.hours_are == "clock"), FIRST, first, why)
    return Due(work.view.deadline(since, first), FIRST, first, why)


# ---- those who help, where they have a clock of their own


def helper_dates(work: Casework, helper: Allocation, held: list[Discussion]) -> list[Due]:
    """The first discussion with them, then the cycle of their own."""
    with_them = [row for row in held if includes(row, helper.worker) and since_allocated(row, helper, work.opened_on)]
    first = work.terms.first
    if not with_them and first and _is_for(first, helper):
        return [_first(work, first, helper)]
    anchor = day_of(with_them[-1].on) if with_them else _from(work, helper)
    words = f"last discussed {anchor}" if with_them else f"allocated {anchor}; not discussed yet"
    found = cycle_due(work, helper, anchor, words)
    return [found] if found else []


# ---- the cycle


def cycle_due(work: Casework, worker: Allocation, anchor: date, words: str) -> Due | None:
    """The next date of the cycle after `anchor`, by the categories the case has had since (R-26)."""
    cycle = cycle_on(work, worker, anchor)
    due = _cycle_after(work, cycle, anchor) if cycle else None
    moved, changes = None, _changes(work, anchor)
    for since in changes:
        if due is not None and due < since:
            break
        other = cycle_on(work, worker, since)
        if other and other != cycle and work.view.readings.change_counts_from == "change":
            anchor = since
        new = _cycle_after(work, other, anchor) if other else None
        if new is not None and new < since and (due is None or new < due):
            new = since
        if other != cycle:
            moved = f"{'category changed' if category_on(work, since) != category_on(work, anchor) else 'agreed'} {since}"
        cycle, due = other, new
    if cycle is None or due is None:
        return None
    may_be_agreed = bool(changes) or work.case.every is not None
    agreed = " as agreed" if may_be_agreed and cycle != policy_cycle_on(work, worker, work.view.today) else ""
    why = f"{words}; {cycle.every.words}{agreed}" + (f"; {moved}" if moved else "")
    return Due(due, CYCLE, cycle, why)


def _cycle_after(work: Casework, cycle: Cycle, anchor: date) -> date:
    """One turn of the cycle later; in fixed windows, by the end of the window after the one it fell in (R-11)."""
    if work.view.readings.case_cycle == "rolling" or cycle.every.unit != "weeks":
        return cycle.every.after(anchor)
    start, days = _from(work, holders_over_time(work)[0]), 7 * cycle.every.count
    if anchor <= start:
        return cycle.every.after(start)
    return days_after(start, ((anchor - start).days // days + 2) * days)


def _changes(work: Casework, anchor: date) -> list[date]:
    over_time, versions = work.view.index.cases[work.case.ref], work.view.policy.versions
    if len(over_time) == 1 and len(versions) == 1:
        return []
    days = {since for since, _ in over_time} | {version.in_force_from for version in versions}
    return sorted(day for day in days if anchor < day <= work.view.today)


def cycle_on(work: Casework, worker: Allocation, on: date) -> Cycle | None:
    """The cycle that held for the case on a day: the policy's or, where it is shorter, what was agreed for this case."""
    cycle, every = policy_cycle_on(work, worker, on), held_on(work.view.index.cases[work.case.ref], on).every
    if every is None or (cycle and every.after(on) >= cycle.every.after(on)):
        return cycle
    cited = _terms_on(work, on).agreed or cycle or work.terms.silent
    if cycle is None:
        return Cycle(rule=cited.rule, section=cited.section, every=every)
    return replace(cycle, rule=cited.rule, section=cited.section, every=every)


def _terms_on(work: Casework, on: date) -> CaseTerms:
    view = work.view
    version = view.version if len(view.policy.versions) == 1 else view.policy.at(on)
    return version.cases if version is not view.version and version.cases else work.terms


def policy_cycle_on(work: Casework, worker: Allocation, on: date) -> Cycle | None:
    """The cycle the policy had for the case on a day, whatever was agreed."""
    category, view, terms = category_on(work, on), work.view, _terms_on(work, on)
    if cycle := view.cycle(terms, worker.role, category):
        return cycle
    local = view.local_interval(CYCLE)
    if local is None or category in terms.starts_after:
        return None
    return Cycle(rule=terms.silent.rule, section=terms.silent.section, every=local)


def interval_of(policy: Policy, on: date, category: str) -> Interval | None:
    """How often a policy asks that cases of a category be discussed with whoever holds them; None where it does not say."""
    terms = policy.at(on).cases
    for cycle in terms.cycle if terms else ():
        if (not cycle.categories or category in cycle.categories) and (
            terms is None or not cycle.roles or set(cycle.roles) & set(terms.holders)
        ):
            read: Interval = getattr(policy.readings, cycle.reading) if cycle.reading else cycle.every
            return read
    return None


def interval_now(work: Casework) -> Interval | None:
    """How often the case is discussed now."""
    cycle = cycle_on(work, work.holder, work.view.today)
    return cycle.every if cycle else None
