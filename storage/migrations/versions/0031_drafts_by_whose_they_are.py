"""The few drafts that wait for somebody are found without walking through every discussion there ever was."""

from sqlalchemy import text

from storage.migrations import indexes

revision = "0031"
down_revision = "0030"

BUILT_BESIDE = True
NAME, TABLE = "ix_discussions_draft", "discussions"


def upgrade() -> None:
    """Apply."""
    indexes.build(NAME, TABLE, ["workspace", "worker_id"], text(f"is_draft IS {indexes.true()}"))


def downgrade() -> None:
    """Undo."""
    indexes.drop(NAME, TABLE)
