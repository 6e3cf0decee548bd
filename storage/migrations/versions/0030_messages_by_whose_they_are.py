"""The message a decision is told in is looked up by whose it is and of which day, not among all that were ever sent."""

from storage.migrations import indexes

revision = "0030"
down_revision = "0029"

BUILT_BESIDE = True
NAME, TABLE = "ix_messages_workspace_recipient_id_day_on", "messages"


def upgrade() -> None:
    """Apply."""
    indexes.build(NAME, TABLE, ["workspace", "recipient_id", "day_on"])


def downgrade() -> None:
    """Undo."""
    indexes.drop(NAME, TABLE)
