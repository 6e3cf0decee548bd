"""What is held, erased or exported is noted in the audit trail: by whom, when, what and about whom; never content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from storage.lifecycle.due import Item

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person

KINDS = {
    "absences": "absence",
    "agreements": "agreement",
    "api_tokens": "api_token",
    "audit_draws": "audit",
    "audit_samples": "audit",
    "audits": "audit",
    "cases": "case",
    "conversations": "conversation",
    "discussions": "decision",
    "drafts": "draft",
    "feeds": "feed",
    "grants": "grant",
    "groups": "group",
    "invites": "invite",
    "observations": "observation",
    "planned_observations": "observation",
    "people": "person",
    "plans": "plan",
    "probation_assessments": "probation",
    "records": "record",
    "sessions": "session",
}
"""What the trail calls a row, each with an event of its own."""
BY_NUMBER = {"alarms": "alarm", "messages": "message", "obligations": "obligation"}
"""Nobody's record: one event a transaction, with how many. The trail is never erased, and would outgrow what was."""


def note(work: UnitOfWork, act: str, *, by: Person | None, kind: str, name: str, about: str | None = None) -> None:
    """`name` is the id of what it was done to; `by` is None where the night did it, by the council's schedule."""
    work.trail.note(
        act, viewer=by, kind=kind, object=name, about=about, role="administrator" if by else "system", by="retention"
    )


def note_erased(work: UnitOfWork, items: Sequence[Item], by: Person | None) -> None:
    """Each of them; of what is nobody's record, how many."""
    counted: dict[str, int] = {}
    for item in items:
        if item.table in BY_NUMBER:
            counted[item.table] = counted.get(item.table, 0) + 1
        else:
            note(work, "erased", by=by, kind=KINDS[item.table], name=item.id, about=item.person_id or None)
    for table, number in counted.items():
        note(work, "erased", by=by, kind=BY_NUMBER[table], name=f"{number} of them")
