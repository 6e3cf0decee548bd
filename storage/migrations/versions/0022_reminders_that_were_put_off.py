"""Reminders that were put off: by whom, until when, and why. Expand only."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guarding

revision = "0022"
down_revision = "0021"
TABLE = "snoozes"


def upgrade() -> None:
    """Apply."""
    there = ["people.workspace", "people.id"]
    op.create_table(
        TABLE,
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "obligation_id", "by_id")),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("snoozed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["obligation_id"], ["obligations.id"], name=op.f(f"fk_{TABLE}_obligation_id")),
        sa.ForeignKeyConstraint(["workspace", "by_id"], there, name=op.f(f"fk_{TABLE}_workspace_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("obligation_id", "by_id", "number", name=op.f(f"uq_{TABLE}_obligation_id_by_id_number")),
    )
    op.create_index(op.f(f"ix_{TABLE}_workspace_by_id"), TABLE, ["workspace", "by_id"])
    guarding.guard(TABLE)


def downgrade() -> None:
    """Undo."""
    op.drop_table(TABLE)
