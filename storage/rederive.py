"""Each night everything is derived again: what differs is repaired and reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import delete

from storage.index.refresh import Differences
from storage.models import RequestRow
from storage.unit import REMEMBERED

if TYPE_CHECKING:
    from storage.store import Store


DERIVED_ON = "index.derived_on"
"""The setting that keeps the day everything was last derived."""
NIGHT_ENDS = time(6)
"""A night still missing by then is made good before the first notices of the day."""


@dataclass(frozen=True, slots=True)
class NightlyReport:
    """What the night found. Days passing open and close obligations too, so differences are no fault by themselves."""

    differences: Differences
    forgotten_requests: int


def nightly(store: Store, workspace: str, now: datetime) -> NightlyReport:
    """In one transaction: a reader sees the day before or the day after, never half of it."""
    with store.work(workspace, now) as work:
        differences = work.index.refresh_all()
        work.settings.put(DERIVED_ON, work.today.isoformat())
        old = RequestRow.seen_at < now - REMEMBERED
        gone = delete(RequestRow).where(RequestRow.workspace == workspace, old).returning(RequestRow.request_id)
        forgotten = len(work.session.execute(gone).all())
        work.commit()
    return NightlyReport(differences, forgotten)


def make_good(store: Store, workspace: str, now: datetime) -> NightlyReport | None:
    """The night, if it has not been today: days open and close obligations, and the process may have been down."""
    with store.read(workspace, now) as work:
        night_is_over = now.astimezone(work.zone).time() >= NIGHT_ENDS
        missed = work.settings.get(DERIVED_ON) != work.today.isoformat()
    return nightly(store, workspace, now) if missed and night_is_over else None
