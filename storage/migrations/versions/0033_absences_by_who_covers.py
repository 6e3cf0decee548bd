"""Whoever covers stands above those covered: each look at a line asks for whom somebody covers, among a year's absences."""

from storage.migrations import indexes

revision = "0033"
down_revision = "0032"

BUILT_BESIDE = True
NAME, TABLE = "ix_absences_workspace_cover_id", "absences"


def upgrade() -> None:
    """Apply."""
    indexes.build(NAME, TABLE, ["workspace", "cover_id"])


def downgrade() -> None:
    """Undo."""
    indexes.drop(NAME, TABLE)
