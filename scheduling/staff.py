"""The people as they stood at an instant, under the policy in force: who they were, and who answered to whom."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from scheduling.calendar import Calendar, Interval, days_after, local_day
from scheduling.deputies import deputy
from scheduling.facts import Absence, Person, Relationship, Settings
from scheduling.index import Index, held_on
from scheduling.policy import Policy
from scheduling.readings import Readings, chosen_over
from scheduling.saying import Cited, Clock, Recurring, Staged, Term, Within
from scheduling.terms import Version

CALENDAR = Calendar()


@dataclass(slots=True)
class Staff:
    """What had happened to people by `now`. Whatever is dated later is not seen through it."""

    index: Index
    policy: Policy
    now: datetime
    today: date = field(init=False)
    version: Version = field(init=False)
    readings: Readings = field(init=False)
    settings: Settings = field(init=False)
    escalate_from_day: int = field(init=False)
    _supervisor: dict[str, str | None] = field(init=False, default_factory=dict)
    _senior: tuple[str, ...] | None = field(init=False, default=None)
    _acting: dict[str, tuple[str, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Work out the day, and the policy of the day."""
        self.today = local_day(self.now)
        self.version = self.policy.at(self.today)
        self.settings = self.index.facts.settings
        chosen = self.settings.chosen
        self.readings = chosen_over(self.policy.readings, chosen) if chosen else self.policy.readings
        self.escalate_from_day = self.readings.escalate_from_day

    # ---- readings

    def reading(self, name: str) -> Any:
        """A reading by its name: the facts file's choice, or the pack's."""
        return getattr(self.readings, name, None)

    def local_interval(self, kind: str) -> Interval | None:
        """The organisation's own interval, where the policy gives none."""
        return self.settings.intervals.get(kind)

    def deadline(self, on: date, terms: Within) -> date:
        """The last day in time: calendar days unless the policy, or a reading, says working days."""
        days_are = terms.days_are if terms.days_are in ("calendar", "working") else self.reading(terms.days_are)
        if days_are == "working" and terms.within.unit == "days":
            due = CALENDAR.after(on, terms.within.count)
        else:
            due = terms.within.after(on)
        return days_after(due, -1) if self.readings.event_day_counts else due

    def days_before(self, on: date, terms: Term) -> date:
        """So long before a day, in calendar or in working days."""
        days_are = terms.days_are if terms.days_are in ("calendar", "working") else self.reading(terms.days_are)
        if days_are != "working" or terms.every.unit != "days":
            return terms.every.after(on, -1)
        for _ in range(terms.every.count):
            on = CALENDAR.before(on)
        return on

    # ---- people

    def happened(self, on: date | datetime | None) -> bool:
        """Whether what is dated so has happened."""
        if on is None:
            return False
        return on <= self.now if isinstance(on, datetime) else on <= self.today

    def person(self, person: str) -> Person | None:
        """Who they are today."""
        over_time = self.index.people.get(person)
        if over_time is None:
            return None
        return over_time[0][1] if len(over_time) == 1 else held_on(over_time, self.today)

    def person_on(self, person: str, on: date) -> Person:
        """Who they were that day."""
        return held_on(self.index.people[person], on)

    def is_here(self, person: str | None) -> bool:
        """Whether they have started and not left."""
        who = self.person(person) if person is not None else None
        if who is None:
            return False
        started_on, left_on = who.started_on, who.left_on
        return (started_on is None or started_on <= self.today) and (left_on is None or left_on > self.today)

    def matches(self, person: Person, said: Staged | Clock) -> bool:
        """Whether something is said of them."""
        for attribute, allowed in said.who.items():
            if attribute == "supervises":
                if not any(self._role_of(below) in allowed for below in self.below(person.id)):
                    return False
            elif getattr(person, attribute) not in allowed:
                return False
        return True

    def _role_of(self, person: str) -> str | None:
        who = self.person(person)
        return who.role if who else None

    def stage(self, person: Person, staged: Staged) -> tuple[date, date] | None:
        """The first and last day of the stage something holds in; None where it does not begin."""
        if staged.from_ is None:
            return date.min, date.max
        start = person.asye_from if staged.from_ == "asye" else self.service_from(person)
        if start is None:
            return None
        end = start
        for length in staged.lasts:
            end = length.after(end)
        return start, end

    def service_from(self, person: Person) -> date | None:
        """When their service began; an agency worker's service as a permanent one began with the change (R-33)."""
        start = person.started_on
        before: Person | None = None
        for since, form in self.index.people[person.id]:
            if self.readings.agency_time_counts:
                break
            if before and (before.employment == "permanent") != (form.employment == "permanent"):
                start = since
            if form is person:
                break
            before = form
        return start

    def in_asye(self, person: Person, on: date) -> bool:
        """Whether it is their assessed and supported year."""
        return person.asye_from is not None and person.asye_from <= on < Interval(1, "years").after(person.asye_from)

    @property
    def senior_managers(self) -> tuple[str, ...]:
        """Those the organisation names, else everybody of that level."""
        if self._senior is None:
            everybody = self.index.people
            named = tuple(who for who in self.index.senior_managers if self.is_here(who))
            self._senior = named or tuple(who for who in everybody if self._is_senior(who))
        return self._senior

    def _is_senior(self, person: str) -> bool:
        who = self.person(person)
        return who is not None and who.level == "senior_manager" and self.is_here(person)

    # ---- who answers to whom

    def relationship(self, supervisee: str, on: date | None = None) -> Relationship | None:
        """The supervision relationship that day; of several the latest."""
        day = self.today if on is None else on
        for row in reversed(self.index.supervisors.get(supervisee, ())):
            if row.from_on <= day and (row.until is None or row.until > day):
                return row
        return None

    def below(self, person: str) -> list[str]:
        """Whom they supervise or line-manage today."""
        managed = [row for row in self.index.managed.get(person, ()) if self.line_manager(row) == person and self.is_here(row)]
        return [*managed, *(row.supervisee for row in self.supervisees(person))]

    def supervisees(self, supervisor: str) -> list[Relationship]:
        """Whom they supervise today."""
        return [
            row
            for row in self.index.supervisees.get(supervisor, ())
            if row.from_on <= self.today and (row.until is None or row.until > self.today) and self.is_here(row.supervisee)
        ]

    def is_supervised(self, person: str) -> bool:
        """Whether somebody supervises them today."""
        return self.relationship(person) is not None

    def supervises_since(self, person: str) -> date | None:
        """The day they began to supervise, if they do today."""
        return min((row.from_on for row in self.supervisees(person)), default=None)

    def silent(self, kind: str) -> Cited | None:
        """Cited where the policy leaves it to the organisation."""
        return self.version.silence.get(kind) or next((clock.silent for clock in self.version.supervision), None)

    def local(self, kind: str) -> Recurring | None:
        """The organisation's own interval as a rule of its policy, where the policy gives none."""
        every = self.settings.intervals.get(kind) if self.settings.intervals else None
        cited = self.silent(kind) if every else None
        return Recurring(rule=cited.rule, section=cited.section, every=every) if every and cited else None

    def supervisor(self, supervisee: str) -> str | None:
        """Their supervisor: by relationship, else the line manager."""
        try:
            return self._supervisor[supervisee]
        except KeyError:
            row = self.relationship(supervisee)
            who = None if row else self.person(supervisee)
            found = self._supervisor[supervisee] = row.supervisor if row else who.manager if who else None
            return found

    def acting(self, supervisor: str | None) -> tuple[str, ...]:
        """Who does a supervisor's duties today: the one who covers; after one has left, the line manager."""
        if supervisor is None:
            return ()
        found = self._acting.get(supervisor)
        if found is None:
            found = self._acting[supervisor] = self._find_acting(supervisor)
        return found

    def _find_acting(self, supervisor: str) -> tuple[str, ...]:
        seen: set[str] = set()
        who: str | None = supervisor
        while who is not None and who not in seen:
            seen.add(who)
            person = self.person(who)
            if covering := self.covering(who):
                return (covering,)
            if person is None or person.left_on is None or person.left_on > self.today:
                return (who,)
            who = person.manager
        return ()

    def covering(self, person: str) -> str | None:
        """Who covers for them today: the one named or, where that one is away too, whoever covers for these; None: nobody."""
        if person not in self.index.absences:
            return None
        seen = {person}
        who = self._named_cover(person)
        while who is not None and who not in seen and self.absence(who):
            seen.add(who)
            who = self._named_cover(who)
        return who if who not in seen else None

    def _named_cover(self, person: str) -> str | None:
        absence = self.absence(person)
        return absence.cover if absence and self.is_here(absence.cover) else None

    def deputy(self, person: str, apart: Collection[str] = ()) -> str | None:
        """Who is told today in their place: they themselves where they are there (`scheduling.deputies`)."""
        return deputy(person, self.is_there, self._named_cover, self.line_manager, apart)

    def is_there(self, person: str) -> bool:
        """Whether they work here and are not away today."""
        return self.is_here(person) and self.absence(person) is None

    def responsible(self, supervisee: str) -> tuple[str, ...]:
        """Who owes it to them; where they would cover for their supervisor, the manager above: nobody supervises themselves."""
        supervisor = self.supervisor(supervisee)
        acting = self.acting(supervisor)
        if supervisor is None or supervisee not in acting:
            return acting
        above = self.deputy(supervisor, (supervisee,))
        return (above,) if above else ()

    def line_manager(self, person: str) -> str | None:
        """Their line manager today."""
        who = self.person(person)
        return who.manager if who else None

    def absences(self, person: str) -> list[Absence]:
        """The absences known of, in order."""
        return [row for row in self.index.absences.get(person, ()) if (row.recorded_on or row.from_on) <= self.today]

    def absence(self, person: str) -> Absence | None:
        """The absence they are on today."""
        if person not in self.index.absences:
            return None
        for row in self.absences(person):
            if row.from_on <= self.today and (row.until is None or row.until > self.today):
                return row
        return None
