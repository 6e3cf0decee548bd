"""Where people live and who is to hear early, kept in a setting: a sweep that wakes for each need not read who they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from scheduling.calendar import LONDON, NINE, local_day
from scheduling.rhythm import Rhythm, morning_of
from storage.models import ObligationRow, PersonChangeRow, PersonRow
from storage.notices.carrying import retime
from storage.notices.hours import ZONES, place_of, zone_of

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


def moved(work: UnitOfWork, person_id: str, *, sooner: bool = False) -> None:
    """Somebody lives somewhere else from now on, works on other days, or wants their morning message at another hour."""
    known = work.settings.get(ZONES) or []
    person = work.people.must_get(person_id)
    new = [each for each in _entries(work, person.zone, person.morning_at) if each not in known]
    if new:
        _keep(work, [*known, *new])
    retime(work, person_id, sooner=sooner)


def count(work: UnitOfWork) -> None:
    """Find out anew who lives where and who is to hear early: people may come and go by an import."""
    everywhere = work.session.scalars(select(PersonRow.zone).where(PersonRow.workspace == work.workspace).distinct())
    change = PersonChangeRow
    chosen = change.workspace == work.workspace, change.field == "morning_at"
    early = work.people.by_id(work.session.scalars(select(change.person_id).where(*chosen).distinct()))
    pairs = [(zone, "") for zone in everywhere] + [(each.zone, each.morning_at) for each in early.values()]
    found = sorted({entry for zone, opens in pairs for entry in _entries(work, zone, opens)})
    if found != sorted(work.settings.get(ZONES) or []):
        _keep(work, found)


def _entries(work: UnitOfWork, zone: str, opens: str) -> Iterable[str]:
    """What of it the sweep is to wake for: nine somewhere else, and an hour before nine."""
    if _is_elsewhere(work, zone):
        yield zone
    if morning_of(opens) < NINE:
        yield f"{zone} {opens}"


def _is_elsewhere(work: UnitOfWork, zone: str) -> bool:
    return zone_of(zone, work.zone) not in (LONDON, work.zone)


def _keep(work: UnitOfWork, zones: list[str]) -> None:
    new = [place_of(zone, work.zone) for zone in zones if zone not in (work.settings.get(ZONES) or [])]
    work.settings.put(ZONES, zones)
    if new:
        _look_sooner(work, new)


def _look_sooner(work: UnitOfWork, places: list[tuple[ZoneInfo, time]]) -> None:
    """What was to be looked at at London's nine o'clock is looked at at theirs, where that is earlier."""
    row = ObligationRow
    mine = row.workspace == work.workspace
    for next_at in work.session.scalars(select(row.next_at).where(mine, row.next_at > work.now).distinct()).all():
        if next_at is not None and (sooner := _earliest(places, next_at)) < next_at:
            work.session.execute(update(row).where(mine, row.next_at == next_at).values(next_at=sooner))


def _earliest(places: list[tuple[ZoneInfo, time]], next_at: datetime) -> datetime:
    return min(Rhythm(zone).at(opens, local_day(next_at)) for zone, opens in places)
