"""The outbox is looked up by what is still to be done, not by everything that was ever sent."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import indexes

revision = "0003"
down_revision = "0002"

BUILT_BESIDE = True
PENDING = sa.text("state = 'pending'")
PARTLY = {
    "ix_outbox_ready": (PENDING, ["workspace", "urgency", "not_before", "id"]),
    "ix_outbox_in_flight": (sa.text("state IN ('leased', 'sending', 'uncertain')"), ["workspace", "recipient_id"]),
    "ix_outbox_failed": (sa.text("state = 'failed'"), ["workspace", "changed_at"]),
}
WHOLE = {
    "ix_outbox_state_not_before": ["state", "not_before"],
    "ix_outbox_workspace_recipient_id_state": ["workspace", "recipient_id", "state"],
}


def upgrade() -> None:
    """Apply."""
    for name, (where, columns) in PARTLY.items():
        indexes.build(name, "outbox", columns, where)
    for name in WHOLE:
        indexes.drop(name, "outbox")


def downgrade() -> None:
    """Undo."""
    for name, columns in WHOLE.items():
        op.create_index(name, "outbox", columns)
    for name in PARTLY:
        indexes.drop(name, "outbox")
