"""Who alone signs a record that is of something between two people: no manager above signs it for one of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from storage.records.writers import FORMS

if TYPE_CHECKING:
    from storage.models import RecordRow
    from storage.unit import UnitOfWork
    from storage.written import RecordView

AGREEMENT = "agreement"
OBSERVATIONS = ("practice_observation", "supervision_observation")
AUDITS = ("supervision_audit", "audit_feedback")


def signers(work: UnitOfWork, row: RecordRow | RecordView) -> Mapping[str, str] | None:
    """In which capacity each signs it, by person: nobody where there is nothing to sign yet, or no longer.

    None: whoever's file it is in, and the line above.
    """
    return signers_of(work, [row]).get(row.id)


def signers_of(work: UnitOfWork, rows: Collection[RecordRow | RecordView]) -> dict[str, Mapping[str, str]]:
    """The same of several in four statements; of what is not between two people alone there is nothing here."""
    pairs = work.agreements.pairs({row.of_id for row in rows if row.form == AGREEMENT and row.of_id})
    observers = work.observations.observers({row.of_id for row in rows if row.form in OBSERVATIONS and row.of_id})
    auditors = work.audits.auditors({row.of_id for row in rows if row.form in AUDITS and row.of_id})
    # Whoever supervises somebody today agrees with them, and not whoever did when the form was written.
    supervisors = work.people.supervisors_of({row.about_id for row in rows}) if pairs else {}
    found: dict[str, Mapping[str, str]] = {}
    for row in rows:
        kind, of_id = FORMS[row.form], row.of_id or ""
        if row.form == AGREEMENT and of_id:
            is_theirs = pairs.get(of_id) == (row.about_id, supervisors.get(row.about_id))
            found[row.id] = {row.about_id: kind.own, supervisors[row.about_id]: kind.capacity} if is_theirs else {}
        elif row.form in AUDITS:
            found[row.id] = {row.about_id: kind.own, auditors[of_id]: kind.capacity} if of_id in auditors else {}
        elif row.form in OBSERVATIONS:
            found[row.id] = {row.about_id: kind.own, observers[of_id]: kind.capacity} if of_id in observers else {}
    return found
