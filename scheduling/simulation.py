"""What would be sent, day by day: each day judged by what had happened by then."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from scheduling.answers import Notice, Obligation, State
from scheduling.calendar import Calendar, at_nine, days_after
from scheduling.chain import chain
from scheduling.engine import of_case, of_person
from scheduling.facts import Absence
from scheduling.index import Index, day_of
from scheduling.ladder import Rung, at_once, begins_at, notices_at, rungs_of
from scheduling.policy import Policy
from scheduling.rules.absence import CoverNeeded, cover_needed
from scheduling.turning import turning_days
from scheduling.view import View

COVER = "cover"
"""The kind of the obligation a `cover_needed` notice names: an absence, its supervisor, the day cover came to be needed."""


def simulated(index: Index, policy: Policy, from_on: date, until_on: date) -> list[Notice]:
    """The notices from one day to another, both included, in the order they would go."""
    found: list[Notice] = []
    working = Calendar()
    told = {need.absence for need in _needs(View(index, policy, at_nine(working.before(from_on))))}
    agenda = Agenda(index, policy, from_on, until_on)
    any_day = View(index, policy, at_nine(from_on)).readings.send_on_non_working_days
    day = from_on
    while day <= until_on:
        if any_day or working.is_working(day):
            view = View(index, policy, at_nine(day))
            found.extend(_people(view))
            found.extend(agenda.notices(view))
            found.extend(_cover(view, told))
        found.extend(_at_once(index, policy, day))
        if day == date.max:
            break
        day = days_after(day, 1)
    return sorted(found, key=lambda notice: (notice.at, notice.to, notice.kind, notice.obligation.key))


def _people(view: View) -> Iterator[Notice]:
    """What is sent that day about people; they are few enough to ask about every day."""
    for person in view.index.people:
        for obligation in of_person(view, person):
            for rung in rungs_of(view, obligation):
                if rung.on == view.today:
                    yield from notices_at(view, obligation, rung)


@dataclass(slots=True)
class Agenda:
    """What comes on which day about cases. A case is asked about again only on days something about it changed."""

    index: Index
    policy: Policy
    from_on: date
    until_on: date
    _asked: dict[str, int] = field(init=False, default_factory=dict)
    _coming: dict[date, list[tuple[str, int, Obligation, Rung]]] = field(init=False, default_factory=lambda: defaultdict(list))
    _changing: dict[date, list[str]] = field(init=False, default_factory=dict)
    _done_until: date | None = field(init=False, default=None)

    def notices(self, view: View) -> Iterator[Notice]:
        """What is sent on the view's day."""
        for ref in self._due_to_be_asked(view.today):
            self._ask(view, ref)
        for ref, times, obligation, rung in self._coming.pop(view.today, ()):
            if self._asked[ref] == times:
                yield from notices_at(view, obligation, rung)

    def _due_to_be_asked(self, today: date) -> Iterator[str]:
        if self._done_until is None:
            self._changing = turning_days(self.index, self.policy, self.from_on, self.until_on)
            yield from self.index.cases
        else:
            changed = (
                self._changing.get(days_after(self._done_until, ahead), ())
                for ahead in range(1, (today - self._done_until).days + 1)
            )
            yield from dict.fromkeys(ref for refs in changed for ref in refs)
        self._done_until = today

    def _ask(self, view: View, ref: str) -> None:
        times = self._asked[ref] = self._asked.get(ref, 0) + 1
        for obligation in of_case(view, ref):
            for rung in rungs_of(view, obligation):
                if view.today <= rung.on <= self.until_on:
                    self._coming[rung.on].append((ref, times, obligation, rung))


def _at_once(index: Index, policy: Policy, day: date) -> Iterator[Notice]:
    """The hours deadlines that began to run that day, each told of as it began."""
    cases = policy.at(day).cases
    if cases is None or cases.first is None or cases.first.within.unit != "hours":
        return
    for ref in sorted({row.case for row in index.facts.allocations if day_of(row.from_on) == day}):
        for begins in sorted({_moment(row.from_on) for row in index.allocations[ref] if day_of(row.from_on) == day}):
            view = View(index, policy, begins)
            for obligation in of_case(view, ref):
                if begins_at(view, obligation) == begins:
                    yield from at_once(view, obligation, begins)


def _moment(began: date | datetime) -> datetime:
    """An allocation known only by its day is told of at nine."""
    return began if isinstance(began, datetime) else at_nine(began)


def _needs(view: View) -> list[CoverNeeded]:
    return [need for supervisor in view.index.absences for need in cover_needed(view, supervisor)]


def _cover(view: View, told: set[Absence]) -> Iterator[Notice]:
    """An absence that came to need cover: once, to the supervisor's line manager."""
    for need in _needs(view):
        if need.absence in told:
            continue
        told.add(need.absence)
        obligation = Obligation(
            rule=need.cited.rule,
            kind=COVER,
            person=need.absence.person,
            case=None,
            due=need.since,
            state=State.DUE,
            days_late=0,
            responsible=(need.absence.person,),
            escalates_on=None,
            source=view.policy.source(need.cited),
            why=need.text,
            about=need.absence.id or need.absence.from_on.isoformat(),
        )
        for person in next(iter(chain(view, obligation)), ()):
            yield Notice(view.now, person, "cover_needed", obligation)
