"""When a message may go: in the recipient's working hours, unless it cannot wait."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select

from scheduling.calendar import LONDON, NINE, at_nine
from scheduling.ladder import ESCALATING
from scheduling.rhythm import Rhythm, Span, days_of, morning_of
from storage.asking import TODAY, WORKSPACE, among
from storage.models import AbsenceRow
from storage.notices.kinds import AT_ONCE, IN_HOURS, ON_LEAVE_TOO, PROMPT

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person

ZONES = "people.zones"
"""The setting that names where else people here live than in London, and who is to hear before nine: `Europe/Paris`,
`Europe/London 07:30`."""
_AWAY = select(AbsenceRow.person_id, AbsenceRow.from_on, AbsenceRow.until_on).where(
    AbsenceRow.workspace == WORKSPACE,
    among(AbsenceRow.person_id),
    AbsenceRow.until_on.is_not(None),
    AbsenceRow.until_on > TODAY,
)


london_nine = lru_cache(maxsize=4096)(at_nine)
"""Of a day, remembered: each night asks it of every step of every ladder."""


def zone_of(name: str, otherwise: ZoneInfo) -> ZoneInfo:
    """A person's zone as Slack names it, or ours where that name is unknown here."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a name that is a folder of zones
        return otherwise


def sends_at(kind: str, at: datetime, now: datetime, rhythm: Rhythm) -> datetime:
    """The moment to send what the ladder names for `at`: their morning, or when we come to it later on a day they work."""
    if kind in AT_ONCE:
        return max(now, at)  # told later only where it was to be: of access, while a constraint lasts
    if kind in PROMPT:
        return rhythm.prompt_at(max(now, at), counts_leave=kind not in ON_LEAVE_TOO)
    return rhythm.in_hours_at(at, now) if kind in IN_HOURS else rhythm.routine_at(at, now)


def rhythm_of(person: Person, otherwise: ZoneInfo, away: Iterable[Span] = ()) -> Rhythm:
    """When this person is written to."""
    return Rhythm(zone_of(person.zone, otherwise), days_of(person.works_on), morning_of(person.morning_at), tuple(away))


def rhythms(work: UnitOfWork, people: Mapping[str, Person]) -> dict[str, Rhythm]:
    """Of each of them, by id, with the leave they are known to come back from."""
    away: dict[str, list[Span]] = {}
    for person_id, from_on, until_on in work.ask(_AWAY, ids=list(people)) if people else ():
        away.setdefault(person_id, []).append((from_on, until_on))
    return {each.id: rhythm_of(each, work.zone, away.get(each.id, ())) for each in people.values()}


@dataclass(frozen=True, slots=True)
class Mornings:
    """When a day of the ladder begins for each person: at their own nine o'clock, or at London's where that is earlier.

    Whoever is west of London is looked at with London, and their message waits for their nine. For whoever is east the
    sweep wakes earlier; what escalates never before the day has begun in England, whose last day in time it ends.
    """

    places: tuple[tuple[ZoneInfo, time], ...] = ()
    """Where anybody lives, and from which hour they are to hear; London at nine apart."""
    by_person: Mapping[str, Rhythm] = field(default_factory=dict)

    def moments(self, on: date, kind: str) -> list[datetime]:
        """Every moment at which somebody may have to be told of a step of that day, in order."""
        if not self.places:
            return [london_nine(on)]
        return sorted({_begins(on, kind, zone, opens) for zone, opens in ((LONDON, NINE), *self.places)})

    def of(self, person_id: str, on: date, kind: str) -> datetime:
        """When this person is to be told of it; the earliest it may be, where it is not known where they are."""
        rhythm = self.by_person.get(person_id)
        return self.moments(on, kind)[0] if rhythm is None else _begins(on, kind, rhythm.zone, rhythm.morning_at)

    def rhythm(self, person_id: str) -> Rhythm:
        """When they are written to."""
        return self.by_person.get(person_id, _USUAL)


_USUAL = Rhythm()
IN_LONDON = Mornings()


def mornings(work: UnitOfWork, people: Collection[str] = ()) -> Mornings:
    """For these people, and for the moments at which anybody here may have to be told."""
    names = work.settings.get(ZONES) or []
    found = rhythms(work, work.people.by_id(people)) if people else {}
    if not names and not found:
        return IN_LONDON
    return Mornings(tuple(place_of(name, work.zone) for name in names), found)


def place_of(kept: str, otherwise: ZoneInfo) -> tuple[ZoneInfo, time]:
    """An entry of the setting: a zone, and the hour where it is another than nine."""
    name, _, opens = kept.partition(" ")
    return zone_of(name, otherwise), morning_of(opens)


def _begins(on: date, kind: str, zone: tzinfo, opens: time) -> datetime:
    opens = NINE if kind in ESCALATING else min(opens, NINE)
    begins = min(london_nine(on), at_nine(on, zone) if opens == NINE else datetime.combine(on, opens, zone).astimezone(UTC))
    if kind in ESCALATING:
        return max(begins, datetime.combine(on, time(0), LONDON).astimezone(UTC))
    return begins
