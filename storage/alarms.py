"""Trouble with Cornerstone itself: when it began, whether the administrators were told, when it was over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, delete, or_, select, update

from storage.dialects import is_inserted, locked
from storage.models import AlarmRow, new_id

if TYPE_CHECKING:
    from storage.store import Store

EVERYWHERE = ""
"""The workspace of an alarm that concerns all of them: a clock that stopped."""
LEASE = timedelta(minutes=1)
KEPT = timedelta(days=90)
"""How long an alarm that is over is remembered."""
A_MOMENT = timedelta(microseconds=1)
AHEAD = timedelta(hours=1)
"""Further apart than the clocks of two computers are."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm, standing while `ended_at` is None."""

    id: str
    workspace: str
    name: str
    about: str
    detail: str
    began_at: datetime
    told_at: datetime | None
    """When the administrators were last told of it; before `ended_at`: not yet of its end. Of one withdrawn, when it was."""
    ended_at: datetime | None


_ALARM = [getattr(AlarmRow, name) for name in Alarm.__dataclass_fields__]
_STANDING = AlarmRow.ended_at.is_(None)
_UNTOLD = or_(
    and_(_STANDING, AlarmRow.told_at.is_(None)),
    AlarmRow.told_at < AlarmRow.ended_at,
    # Over before anybody could be told, though somebody tried: it is told of as over. What nobody tried to tell was a blink.
    and_(~_STANDING, AlarmRow.told_at.is_(None), AlarmRow.telling_until.is_not(None)),
)


class Alarms:
    """Each method is one short transaction of its own, safe in any number of processes."""

    def __init__(self, store: Store) -> None:
        """Made by the store."""
        self._store = store

    def begin(self, workspace: str, name: str, about: str = "", detail: str = "", *, now: datetime) -> bool:
        """It has begun; answers whether that is new. `detail` is a code or a count, never content."""
        if self._stands(workspace, name, about):
            return False
        found = {"workspace": workspace, "name": name, "about": about, "detail": detail}
        with self._store.writing() as session:
            is_new = is_inserted(session, AlarmRow, found | {"id": new_id(), "began_at": now})
            session.commit()
            return is_new

    def end(self, workspace: str, name: str, about: str = "", *, now: datetime, began_before: datetime | None = None) -> bool:
        """It is over; answers whether it stood. Costs a read where it did not, so it may be called at every success.

        With `began_before` one that began later goes on, as another process may have begun it a moment ago; one that began in
        the future was begun before the clock was set back, and ends.
        """
        if not self._stands(workspace, name, about):
            return False
        mine = _named(workspace, name, about)
        if began_before is not None:
            mine = and_(mine, or_(AlarmRow.began_at < began_before, AlarmRow.began_at > now + AHEAD))
        with self._store.writing() as session:
            row = session.scalar(select(AlarmRow).where(mine).with_for_update())
            if row is not None:
                # Always after the telling, whatever the clocks say, so that its end is told too.
                row.ended_at = max(now, row.told_at + A_MOMENT) if row.told_at else now
            session.commit()
            return row is not None

    def withdraw(self, alarm: Alarm, now: datetime) -> None:
        """What it was about is gone: it stands no more, and nobody is told that it was mended, for it was not."""
        with self._store.writing() as session:
            row = session.get(AlarmRow, alarm.id, with_for_update=True)
            if row is not None and row.ended_at is None:
                row.ended_at = row.told_at = max(now, row.told_at or now)
            session.commit()

    def standing(self, workspace: str | None = None) -> list[Alarm]:
        """Those that stand, oldest first: of one workspace, or of all."""
        found = select(*_ALARM).where(_STANDING).order_by(AlarmRow.began_at, AlarmRow.id)
        return self._read(found if workspace is None else found.where(AlarmRow.workspace == workspace))

    def untold(self) -> list[Alarm]:
        """What the administrators do not know yet, whoever may be telling them just now."""
        return self._read(select(*_ALARM).where(_UNTOLD).order_by(AlarmRow.began_at, AlarmRow.id))

    def claim_untold(self, now: datetime, lease: timedelta = LEASE) -> list[Alarm]:
        """What is to be told, oldest first, for the caller alone until the lease runs out: then `told` or `put_back`.

        A lease that ends far in the future was taken before the clock was set back, and counts as over.
        """
        if not self.untold():
            return []
        free = or_(AlarmRow.telling_until.is_(None), AlarmRow.telling_until <= now, AlarmRow.telling_until > now + 2 * lease)
        with self._store.writing() as session:
            asked = select(*_ALARM).where(_UNTOLD, free).order_by(AlarmRow.began_at, AlarmRow.id)
            claimed = [Alarm(*row) for row in session.execute(locked(asked))]
            taken = update(AlarmRow).where(AlarmRow.id.in_([each.id for each in claimed]))
            session.execute(taken.values(telling_until=now + lease))
            session.execute(delete(AlarmRow).where(AlarmRow.ended_at < now - KEPT))
            session.commit()
            return claimed

    def told(self, alarm: Alarm, now: datetime) -> None:
        """The administrators know of it as it stood when it was claimed."""
        with self._store.writing() as session:
            row = session.get(AlarmRow, alarm.id, with_for_update=True)
            if row is not None:
                row.telling_until = None
                told_at = _told_at(alarm, row.ended_at, now)
                row.told_at = max(told_at, row.told_at or told_at)  # withdrawn meanwhile, it is not to be told of again
            session.commit()

    def put_back(self, alarms: Iterable[Alarm], now: datetime) -> None:
        """They could not be told: anybody may try again from now on."""
        tried = update(AlarmRow).where(AlarmRow.id.in_([each.id for each in alarms]))
        with self._store.writing() as session:
            session.execute(tried.values(telling_until=now))
            session.commit()

    def _stands(self, workspace: str, name: str, about: str) -> bool:
        with self._store.reading() as session:
            return session.scalar(select(AlarmRow.id).where(_named(workspace, name, about))) is not None

    def _read(self, query: Select[*tuple[Any, ...]]) -> list[Alarm]:
        with self._store.reading() as session:
            return [Alarm(*row) for row in session.execute(query)]


def _named(workspace: str, name: str, about: str) -> ColumnElement[bool]:
    return and_(AlarmRow.workspace == workspace, AlarmRow.name == name, AlarmRow.about == about, _STANDING)


def _told_at(alarm: Alarm, ended_at: datetime | None, now: datetime) -> datetime:
    """Of the end: at or after it. Of the beginning, while it ended meanwhile: before the end, so that this is told next."""
    if ended_at is None:
        return now
    return max(now, ended_at) if alarm.ended_at else min(now, ended_at - A_MOMENT)
