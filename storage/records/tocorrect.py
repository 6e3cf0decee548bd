"""Which records somebody decided are to be corrected, and nobody has yet: a correction is a new version."""

from sqlalchemy import Select, select

from storage.models import DisputeRow, RecordRow


def is_to_correct(workspace: str) -> Select[str]:
    """Their ids."""
    dispute, row = DisputeRow, RecordRow
    query = select(row.id).join(dispute, (dispute.record_id == row.id) & (dispute.version == row.version))
    return query.where(row.workspace == workspace, dispute.outcome == "to_correct", row.content_erased_on.is_(None))
