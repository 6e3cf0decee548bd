"""Which records somebody decided are to be corrected, and nobody has yet: a correction is a new version."""

from sqlalchemy import and_, select

from storage.asking import WORKSPACE
from storage.models import DisputeRow, RecordRow

TO_CORRECT = (
    select(RecordRow.id)
    .join(DisputeRow, and_(DisputeRow.record_id == RecordRow.id, DisputeRow.version == RecordRow.version))
    .where(RecordRow.workspace == WORKSPACE, DisputeRow.outcome == "to_correct", RecordRow.content_erased_on.is_(None))
)
"""Their ids; asked with this workspace."""
