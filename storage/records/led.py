"""Who answers for what was discussed with them, though they are not above whoever works the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.records.sight import PRESENT, SUPERVISOR, Way

if TYPE_CHECKING:
    from storage.models import DiscussionRow
    from storage.unit import UnitOfWork
    from storage.views import Person


def way(work: UnitOfWork, viewer: Person, row: DiscussionRow) -> Way | None:
    """By what right whoever discussed it reads and files it; None where the viewer did not, or works here no more.

    Whoever led a group answers for what it left on the case; whoever held a session while they covered, until that is filed.
    """
    if viewer.id != row.by_id or viewer.id == row.worker_id or not work.sight.can_see(viewer, viewer.id):
        return None
    if row.kind == "group":
        return Way(PRESENT)
    return Way(SUPERVISOR) if row.session_id and row.filed_on is None else None
