"""The zones people live in, kept in a setting: a sweep that wakes for nine o'clock in each need not read who lives where."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from scheduling.calendar import LONDON, at_nine, local_day
from storage.models import ObligationRow, PersonRow
from storage.notices.carrying import retime
from storage.notices.hours import ZONES, zone_of

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


def moved(work: UnitOfWork, person_id: str, zone: str) -> None:
    """Somebody lives in this zone from now on."""
    known = work.settings.get(ZONES) or []
    if zone not in known and _is_elsewhere(work, zone):
        _keep(work, [*known, zone])
    retime(work, person_id)


def count(work: UnitOfWork) -> None:
    """Find out anew who lives where: people may come and go by an import."""
    everywhere = work.session.scalars(select(PersonRow.zone).where(PersonRow.workspace == work.workspace).distinct())
    found = sorted(zone for zone in everywhere if _is_elsewhere(work, zone))
    if found != sorted(work.settings.get(ZONES) or []):
        _keep(work, found)


def _is_elsewhere(work: UnitOfWork, zone: str) -> bool:
    return zone_of(zone, work.zone) not in (LONDON, work.zone)


def _keep(work: UnitOfWork, zones: list[str]) -> None:
    new = [zone_of(zone, work.zone) for zone in zones if zone not in (work.settings.get(ZONES) or [])]
    work.settings.put(ZONES, zones)
    if new:
        _look_sooner(work, new)


def _look_sooner(work: UnitOfWork, zones: list[ZoneInfo]) -> None:
    """What was to be looked at at London's nine o'clock is looked at at theirs, where that is earlier."""
    row = ObligationRow
    mine = row.workspace == work.workspace
    for next_at in work.session.scalars(select(row.next_at).where(mine, row.next_at > work.now).distinct()).all():
        if next_at is not None and (sooner := min(at_nine(local_day(next_at), zone) for zone in zones)) < next_at:
            work.session.execute(update(row).where(mine, row.next_at == next_at).values(next_at=sooner))
