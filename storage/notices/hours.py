"""When a message may go: in the recipient's working hours, unless it cannot wait."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scheduling.calendar import LONDON, Calendar, at_nine, local_day
from scheduling.ladder import ESCALATING
from storage.notices.kinds import AT_ONCE

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

EVENING = time(18)
"""What has not gone by then goes on the next working morning."""
ZONES = "people.zones"
"""The setting that names the zones, other than London's, that people here live in."""


london_nine = lru_cache(maxsize=4096)(at_nine)
"""Of a day, remembered: each night asks it of every step of every ladder."""


def zone_of(name: str, otherwise: ZoneInfo) -> ZoneInfo:
    """A person's zone as Slack names it, or ours where that name is unknown here."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a name that is a folder of zones
        return otherwise


def sends_at(kind: str, at: datetime, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment to send what the ladder names for `at`: nine o'clock there, or when we come to it later in the day."""
    if kind in AT_ONCE:
        return max(now, at)  # told later only where it was to be: of access, while a constraint lasts
    moment = max(now, at_nine(local_day(at), zone))
    local = moment.astimezone(zone)
    day = Calendar().on_or_after(local.date())
    if day == local.date() and local.time() < EVENING:
        return max(moment, at_nine(day, zone))
    return at_nine(day if day > local.date() else Calendar().after(day), zone)


@dataclass(frozen=True, slots=True)
class Mornings:
    """When a day of the ladder begins for each person: at their own nine o'clock, or at London's where that is earlier.

    Whoever is west of London is looked at with London, and their message waits for their nine. For whoever is east the
    sweep wakes earlier; what escalates never before the day has begun in England, whose last day in time it ends.
    """

    zones: tuple[ZoneInfo, ...] = ()
    """Where anybody lives, London apart."""
    by_person: Mapping[str, ZoneInfo] = field(default_factory=dict)

    def moments(self, on: date, kind: str) -> list[datetime]:
        """Every moment at which somebody may have to be told of a step of that day, in order."""
        if not self.zones:
            return [london_nine(on)]
        return sorted({_begins(on, kind, zone) for zone in (LONDON, *self.zones)})

    def of(self, person_id: str, on: date, kind: str) -> datetime:
        """When this person is to be told of it; the earliest it may be, where it is not known where they are."""
        zone = self.by_person.get(person_id)
        return self.moments(on, kind)[0] if zone is None else _begins(on, kind, zone)

    def zone(self, person_id: str) -> ZoneInfo:
        """Where they are."""
        return self.by_person.get(person_id, LONDON)


IN_LONDON = Mornings()


def mornings(work: UnitOfWork, people: Collection[str] = ()) -> Mornings:
    """For these people, and for the moments at which anybody here may have to be told."""
    names = work.settings.get(ZONES) or []
    if not names:
        return IN_LONDON
    found = {person.id: zone_of(person.zone, work.zone) for person in work.people.by_id(people).values()} if people else {}
    return Mornings(tuple(zone_of(name, work.zone) for name in names), found)


def _begins(on: date, kind: str, zone: ZoneInfo) -> datetime:
    begins = min(london_nine(on), at_nine(on, zone))
    if kind in ESCALATING:
        return max(begins, datetime.combine(on, time(0), LONDON).astimezone(UTC))
    return begins
