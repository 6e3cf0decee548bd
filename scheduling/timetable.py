"""When two people can meet and by when they must, by the policy or what they agreed: what a plan of the year is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scheduling.calendar import Interval, days_after
from scheduling.facts import Absence, Person
from scheduling.rhythm import EVERY_DAY
from scheduling.rules import clocks
from scheduling.saying import Clock
from scheduling.staff import CALENDAR
from scheduling.view import View
from scheduling.year import Proposed, past_gaps

A_YEAR = Interval(1, "years")
FRIDAY = 4


class Why(StrEnum):
    """Why a day will not do."""

    PAST = "past"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    SUPERVISEE_AWAY = "supervisee_away"
    SUPERVISOR_AWAY = "supervisor_away"
    SUPERVISEE_OFF = "supervisee_off"
    SUPERVISOR_OFF = "supervisor_off"
    """It is no day of the week on which they work."""
    TWICE = "twice"
    """It is the day of another session."""
    LATE = "late"
    """The policy, or what was agreed, asks for it sooner, and there is a day on which both can."""


@dataclass(frozen=True, slots=True)
class Timetable:
    """Of one supervisee and their supervisor, as things stand today."""

    view: View
    person: Person
    supervisor: str
    booked: tuple[date, ...]
    """Sessions booked already, in order: what is proposed comes after them."""
    last: date
    """The last of them or, where none is booked, the day the next session counts from."""
    asked: tuple[Clock, ...]
    works: tuple[frozenset[int], frozenset[int]] = (EVERY_DAY, EVERY_DAY)
    """The days of the week on which the supervisee works, and the supervisor (0 is Monday)."""

    @property
    def weekdays(self) -> frozenset[int]:
        """Those on which both work."""
        return self.works[0] & self.works[1]

    @property
    def until(self) -> date:
        """The end of the year ahead (MAN-2.1-b)."""
        return A_YEAR.after(self.view.today)

    def every(self) -> str:
        """How often, in words: what holds after the last session known."""
        found = self._next(self.last)
        return found.every.words if found else ""

    def due_after(self, on: date) -> date:
        """The last day in time for the session after one on that day."""
        found = self._next(on)
        return max(found.due, days_after(on, 1)) if found else date.max

    def why_not(self, on: date) -> Why | None:
        """What stands against that day; None where both can."""
        if on < self.view.today:
            return Why.PAST
        if not CALENDAR.is_working(on):
            return Why.WEEKEND if on.weekday() > FRIDAY else Why.HOLIDAY
        if self._away(self.person.id, on):
            return Why.SUPERVISEE_AWAY
        if self._away(self.supervisor, on):
            return Why.SUPERVISOR_AWAY
        if on.weekday() not in self.works[0]:
            return Why.SUPERVISEE_OFF
        return Why.SUPERVISOR_OFF if on.weekday() not in self.works[1] else None

    def propose(self, weekday: int | None = None, after: date | None = None) -> tuple[Proposed, ...]:
        """The rest of the year, on one day of the week where that is asked for (0 is Monday); `after` a session that day."""

        def is_free(on: date) -> bool:
            return weekday in (None, on.weekday()) and self.why_not(on) is None

        return past_gaps(after or self.last, self.until, self.due_after, is_free)

    def faults(self, days: Sequence[date | None]) -> dict[int, tuple[Why, date]]:
        """What stands against a plan, by the place of the day in it: why, and the last day in time. Left out is None."""
        found: dict[int, tuple[Why, date]] = {}
        last, taken = self.last, set(self.booked)
        for on, place in sorted((on, place) for place, on in enumerate(days) if on is not None):
            due = self.due_after(last)
            why = Why.TWICE if on in taken else self.why_not(on)
            if why is None and on > due and self._could_be_in_time(last, due):
                why = Why.LATE
            if why is not None:
                found[place] = why, due
            taken.add(on)
            last = max(last, on)
        return found

    def away_for_good(self) -> tuple[str, ...]:
        """Those of the two who are away and of whom nobody knows when they are back."""
        both = (self.person.id, self.supervisor)
        return tuple(who for who in both if any(row.until is None for row in self.view.absences(who)))

    def _could_be_in_time(self, last: date, due: date) -> bool:
        first = max(self.view.today, days_after(last, 1))
        return any(self.why_not(first + timedelta(days=number)) is None for number in range((due - first).days + 1))

    def _next(self, on: date) -> clocks.Next | None:
        """Of several clocks the one that is due first."""
        due = [clocks.next_due(self.view, self.person.id, clock, on, self.view.today) for clock in self.asked]
        return min((each for each in due if each), key=lambda each: each.due, default=None)

    def _away(self, who: str, on: date) -> bool:
        return any(_covers(row, on) for row in self.view.absences(who))


def timetable(
    view: View, person_id: str, booked: Sequence[date] = (), works: Mapping[str, frozenset[int]] | None = None
) -> Timetable | None:
    """None where no interval is known: the policy is silent, or asks for no supervision, and nothing is agreed.

    `works` are the days of the week on which each of the two works, by id; every working day where it is not said.
    """
    person, supervisor = view.person(person_id), view.supervisor(person_id)
    if person is None or supervisor is None:
        return None
    asked = tuple(clock for clock in view.version.supervision if view.matches(person, clock))
    held = [row.held_on for clock in asked if (row := clocks.last_held(view, person_id, clock)) and row.held_on]
    ahead = tuple(sorted(booked))
    last = ahead[-1] if ahead else max(held, default=None) or clocks.first_anchor(view, person)
    if last is None:
        return None
    days = works or {}
    both = days.get(person_id, EVERY_DAY), days.get(supervisor, EVERY_DAY)
    made = Timetable(view, person, supervisor, ahead, last, asked, both)
    return made if made.every() else None


def _covers(absence: Absence, on: date) -> bool:
    return absence.from_on <= on and (absence.until is None or on < absence.until)
