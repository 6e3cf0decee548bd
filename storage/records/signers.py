"""Who alone signs a record that is of something between two people: no manager above signs it for one of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from storage.records.writers import FORMS

if TYPE_CHECKING:
    from storage.models import RecordRow
    from storage.unit import UnitOfWork
    from storage.written import RecordView

AGREEMENT = "agreement"
OBSERVATIONS = ("practice_observation", "supervision_observation")


def signers(work: UnitOfWork, row: RecordRow | RecordView) -> Mapping[str, str] | None:
    """In which capacity each signs it, by person: nobody where there is nothing to sign yet, or no longer.

    None: whoever's file it is in, and the line above.
    """
    if row.form == AGREEMENT and row.of_id:
        pair = work.agreements.pair(row.of_id)
        is_theirs = pair is not None and pair == _pair_of_today(work, row.about_id)
        return {pair[0]: FORMS[row.form].own, pair[1]: FORMS[row.form].capacity} if pair and is_theirs else {}
    if row.form in OBSERVATIONS:
        observer = work.observations.observer(row.of_id) if row.of_id else None
        return {row.about_id: FORMS[row.form].own, observer: FORMS[row.form].capacity} if observer else {}
    return None


def _pair_of_today(work: UnitOfWork, supervisee_id: str) -> tuple[str, str] | None:
    """Whoever supervises somebody today agrees with them, and not whoever did when the form was written."""
    supervisor = work.people.supervisor_of(supervisee_id)
    return (supervisee_id, supervisor.id) if supervisor else None
