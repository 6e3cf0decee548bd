"""The facts as they stood at an instant, under the policy in force: what every rule is given."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from scheduling.answers import Obligation, State
from scheduling.calendar import days_after
from scheduling.facts import Allocation, Case
from scheduling.index import day_of, held_on
from scheduling.saying import Cited
from scheduling.staff import CALENDAR, Staff
from scheduling.terms import CaseTerms, Cycle


@dataclass(slots=True)
class View(Staff):
    """What had happened by `now`. Whatever is dated later is not seen through it."""

    _cycles_of: CaseTerms | None = field(init=False, default=None)
    _cycles: dict[tuple[str, str], Cycle | None] = field(init=False, default_factory=dict)
    """Of those terms, by role and category."""

    # ---- cases

    def case(self, ref: str) -> Case:
        """The case as it is today."""
        return held_on(self.index.cases[ref], self.today)

    def cycle(self, terms: CaseTerms, role: str, category: str) -> Cycle | None:
        """The cycle of workers in that role on cases of that category, with the interval its wording is read as (R-6, R-7)."""
        if self._cycles_of is not terms:
            self._cycles_of, self._cycles = terms, {}
        try:
            return self._cycles[role, category]
        except KeyError:
            said = next((cycle for cycle in terms.cycle if cycle.is_for(role, category)), None)
            found = self._cycles[role, category] = self._as_read(said) if said else None
            return found

    def _as_read(self, cycle: Cycle) -> Cycle:
        every = self.reading(cycle.reading) if cycle.reading else cycle.every
        return replace(cycle, every=every) if every != cycle.every else cycle

    def is_open(self, case: Case) -> bool:
        """Whether the case is open today."""
        return (case.opened_on is None or case.opened_on <= self.today) and (
            case.closed_on is None or case.closed_on > self.today
        )

    def allocated(self, ref: str) -> list[Allocation]:
        """Who works on it today, in order."""
        today = self.today
        return [
            row
            for row in self.index.allocations.get(ref, ())
            if (row.until is None or row.until > today) and self.happened(row.from_on) and self.is_here(row.worker)
        ]

    # ---- answers

    def obligation(
        self,
        cited: Cited,
        kind: str,
        person: str,
        due: date | datetime,
        responsible: tuple[str, ...],
        why: str,
        *,
        case: str | None = None,
        about: str = "",
        suspended: bool = False,
        rule: str = "",
    ) -> Obligation:
        """Something owed, as it stands now."""
        if self.readings.due_on_non_working_day_moves and not isinstance(due, datetime):
            due = CALENDAR.on_or_before(due)
        due_on = day_of(due)
        late = (self.today - due_on).days
        escalates = kind in self.version.escalation.kinds
        if suspended:
            state = State.SUSPENDED
        elif late >= self.escalate_from_day and escalates:
            state = State.ESCALATED
        elif late > 0 or (isinstance(due, datetime) and self.now > due):
            state = State.OVERDUE
        else:
            state = State.DUE if late == 0 else State.UPCOMING
        return Obligation(
            rule=rule or cited.rule,
            kind=kind,
            person=person,
            case=case,
            due=due,
            state=state,
            days_late=max(late, 0),
            responsible=responsible,
            escalates_on=days_after(due_on, self.escalate_from_day) if escalates and not suspended else None,
            source=self.policy.source(cited),
            why=why,
            about=about,
        )
