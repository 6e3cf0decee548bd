"""The ladder of notices one obligation climbs: reminded ahead, asked again when late, escalated rung by rung."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Final

from scheduling.answers import Notice, Obligation, State
from scheduling.calendar import LONDON, Calendar, at_nine, days_after, hours_after
from scheduling.chain import chain
from scheduling.facts import Absence
from scheduling.index import Index, instant_of
from scheduling.policy import Policy
from scheduling.readings import Timing
from scheduling.view import View

ROUTINE: Final = ("upcoming", "late", "still_late", "last_day")
ESCALATING: Final = ("duty_to_raise", "escalation", "escalated_again")
BOTH_TOLD: Final = (
    "personal_supervision", "casework_supervision", "professional_support", "case_discussion", "first_case_discussion",
    "agreement_signature", "agreement_review", "good_conversation", "planning_meeting",
)  # fmt: skip
"""Kinds the supervisee or worker is told of too; of the others only who is responsible."""
PERSONAL: Final = ("personal_supervision", "casework_supervision", "professional_support")
MOST_RUNGS: Final = 20
_CALENDAR: Final = Calendar()


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: the day, the notice, and how many of its kind came before."""

    on: date
    kind: str
    number: int


@lru_cache(maxsize=65536)
def rungs(due_on: date, kind: str, escalates: bool, escalate_from: int, timing: Timing) -> tuple[Rung, ...]:
    """Every step for a due date, in order of days; the same for all that is due that day."""
    found = [*_ahead(due_on, kind, timing), Rung(_sent_on(days_after(due_on, 1), timing), "late", 0)]
    if escalates:
        found += _behind(due_on, escalate_from, timing)
    return tuple(sorted(found, key=lambda rung: rung.on))


def _sent_on(on: date, timing: Timing) -> date:
    """The day a notice goes: that day or, where nobody works, the next on which they do (R-31)."""
    return on if timing.send_on_non_working_days else _CALENDAR.on_or_after(on)


def _ahead(due_on: date, kind: str, timing: Timing) -> list[Rung]:
    """Reminders: some calendar days before, moved on to a working day; some working days before (R-4)."""
    days: set[date] = set()
    if kind not in timing.remind_late_only_the_day_before:
        ahead = (_sent_on(days_after(due_on, -before), timing) for before in timing.remind_days_before)
        days.update(day for day in ahead if day < due_on)
    for before in timing.remind_working_days_before:
        day = due_on
        for _ in range(before):
            day = _CALENDAR.before(day)
        days.add(day)
    return [Rung(day, "upcoming", number) for number, day in enumerate(sorted(days))]


def _behind(due_on: date, escalate_from: int, timing: Timing) -> list[Rung]:
    """Asked again, the last day in time, then told up the line.

    On a day nobody works a notice waits for the next working day (R-31). Only the last day's comes earlier, on the last
    working day there is in time: after it, it would be of no use.
    """
    last = min(timing.last_day, escalate_from - 1)
    found = [
        Rung(_sent_on(days_after(due_on, days), timing), "still_late", number)
        for number, days in enumerate(days for days in timing.still_late_days if days < last)
    ]
    last_day = days_after(due_on, last)
    if not timing.send_on_non_working_days:
        last_day = _CALENDAR.on_or_before(last_day)
    if last_day > due_on:
        found.append(Rung(last_day, "last_day", 0))
    first = days_after(due_on, escalate_from)
    found += [Rung(_sent_on(first, timing), "duty_to_raise", 0), Rung(_sent_on(first, timing), "escalation", 0)]
    for again in range(MOST_RUNGS):
        on = _sent_on(days_after(first, timing.escalate_again_days * (again + 1)), timing)
        found.append(Rung(on, "escalated_again", again))
    return found


def rungs_of(view: View, obligation: Obligation) -> tuple[Rung, ...]:
    """The steps of one obligation. Those that fall while the supervisee is away wait for the return (R-29)."""
    escalates = obligation.kind in view.version.escalation.kinds
    steps = rungs(obligation.due_on, obligation.kind, escalates, view.escalate_from_day, view.readings.timing)
    if obligation.kind in PERSONAL and obligation.person in view.index.absences:
        for absence in view.absences(obligation.person):
            if obligation.due_on < absence.from_on:
                steps = _held_back(steps, absence, view.readings.timing)
    return steps


def _held_back(steps: tuple[Rung, ...], absence: Absence, timing: Timing) -> tuple[Rung, ...]:
    """Steps in an absence come on the return, only the furthest of them; without a return they do not come.

    What passes to the next rung comes a working day after the return: on its first morning the two hear of it themselves.
    Every rung above has its whole time from then on. No due date moves by it, and nothing is late for less long.
    """
    waiting = [step for step in steps if absence.from_on <= step.on and (absence.until is None or step.on < absence.until)]
    if not waiting:
        return steps
    kept = [step for step in steps if step not in waiting]
    if absence.until is None:
        return tuple(kept)
    back = _CALENDAR.on_or_after(absence.until)
    routine = [step for step in waiting if step.kind in ROUTINE][-1:]
    escalating = [step for step in waiting if step.kind in ("duty_to_raise", "escalation")] or [
        step for step in waiting if step.kind == "escalated_again"
    ][-1:]
    passed_on = _CALENDAR.after(back)
    if any(step.kind == "escalation" for step in escalating):
        kept = [_not_before(step, passed_on, timing) for step in kept]
    moved = [*(replace(step, on=back) for step in routine), *(replace(step, on=passed_on) for step in escalating)]
    return tuple(sorted([*kept, *moved], key=lambda step: step.on))


def _not_before(step: Rung, passed_on: date, timing: Timing) -> Rung:
    """A rung further up, so long after the first as it would have been."""
    if step.kind != "escalated_again":
        return step
    whole = _sent_on(days_after(passed_on, timing.escalate_again_days * (step.number + 1)), timing)
    return replace(step, on=max(step.on, whole))


def told(view: View, obligation: Obligation, rung: Rung) -> tuple[str, ...]:
    """Who is told at a step, by the facts of the view."""
    if rung.kind == "escalation":
        return next(iter(chain(view, obligation)), ())
    if rung.kind == "escalated_again":
        above = chain(view, obligation)
        return above[rung.number + 1] if rung.number + 1 < len(above) else ()
    if rung.kind == "duty_to_raise":
        return supervised(view, obligation)
    return tuple(dict.fromkeys((*supervised(view, obligation), *obligation.responsible)))


def supervised(view: View, obligation: Obligation) -> tuple[str, ...]:
    """The supervisee, or everybody who works on the case; nobody for what only a manager owes.

    A case goes on while whoever works it is away: whoever covers for them is told, where somebody does.
    """
    if obligation.kind not in BOTH_TOLD:
        return ()
    if obligation.case is None:
        return (obligation.person,)
    helping = (
        ()
        if _has_own_clock(view)
        else (row.worker for row in view.allocated(obligation.case) if row.role in ("co_worker", "lead"))
    )
    return tuple(dict.fromkeys(view.covering(each) or each for each in (obligation.person, *helping)))


def _has_own_clock(view: View) -> bool:
    return view.version.cases is not None and view.version.cases.own_clock


def notices_at(view: View, obligation: Obligation, rung: Rung) -> Iterator[Notice]:
    """The notices of one step, by the facts of the view; none while it is suspended."""
    if obligation.state == State.SUSPENDED or (rung.kind == "upcoming" and isinstance(obligation.due, datetime)):
        return
    for person in told(view, obligation, rung):
        yield Notice(at_nine(rung.on), person, rung.kind, obligation, rung.number)


def at_once(view: View, obligation: Obligation, begins_at: datetime) -> Iterator[Notice]:
    """The notices of an hours deadline the moment it begins to run."""
    for person in dict.fromkeys((*obligation.responsible, *supervised(view, obligation))):
        yield Notice(begins_at, person, "at_once", obligation, 0)


def begins_at(view: View, obligation: Obligation) -> datetime | None:
    """When an hours deadline began to run; one known only by its day is told of at nine."""
    terms = view.version.cases.first if view.version.cases else None
    if not isinstance(obligation.due, datetime) or terms is None or terms.within.unit != "hours":
        return None
    began = hours_after(obligation.due, -terms.within.count, view.readings.hours_are == "clock")
    local = began.astimezone(LONDON)
    return at_nine(local.date()) if local.time() == time(0) else began.astimezone(UTC)


def notices_of(index: Index, policy: Policy, obligation: Obligation) -> list[Notice]:
    """Every notice an obligation causes over its life if no fact changes, each judged by the facts of its day."""
    if obligation.state == State.SUSPENDED:
        return []
    start = View(index, policy, instant_of(obligation.due))
    found: list[Notice] = []
    began = begins_at(start, obligation)
    if began is not None:
        found.extend(at_once(View(index, policy, began), obligation, began))
    for rung in rungs_of(start, obligation):
        sent = list(notices_at(View(index, policy, at_nine(rung.on)), obligation, rung))
        if not sent and rung.kind == "escalated_again":
            break
        found.extend(sent)
    return sorted(found, key=lambda notice: notice.at)
