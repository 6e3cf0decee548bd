"""Subject access from beginning to end: gathered, noted, then written. In this order, so that none is without its trace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storage.importing.turns import in_turn
from storage.lifecycle import naming
from storage.lifecycle.holds import ReasonNeeded
from storage.lifecycle.noting import note
from storage.lifecycle.subject import writing
from storage.lifecycle.subject.gathering import Gathered, gather
from storage.lifecycle.subject.redaction import Find
from storage.models import SubjectExportRow, new_id

if TYPE_CHECKING:
    from storage.store import Store


def export(
    store: Store, workspace: str, now: datetime, who: str, to: Path, *, by: str, reason: str, also: Sequence[Find] = ()
) -> Gathered:
    """Everything about `who` into new files only their owner may read. `also` finds more to take out of texts.

    Raises Nobody, NotHere, ReasonNeeded, FileExists, CannotWriteThere, Busy.
    """
    if not reason.strip():
        raise ReasonNeeded
    writing.must_be_free(to)
    with store.read(workspace, now, unhurried=True) as work:
        subject, officer = naming.anybody(work, who), naming.officer(work, by)
        gathered, zone = gather(work, subject, also=also), work.zone
    with in_turn(store, workspace, now) as work:
        made = {"id": new_id(), "workspace": workspace, "person_id": subject.id, "made_at": now, "by_id": officer.id}
        work.session.add(SubjectExportRow(**made, reason=reason.strip()))
        note(work, "exported", by=officer, kind="person", name=subject.id, about=subject.id)
        work.commit()
    writing.write(gathered, to, zone)
    return gathered
