"""Ad hoc decisions: of which kind, what else was asked, what they correct; and what became of a worker's draft. Expand only."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.migrations import guarding

revision = "0013"
down_revision = "0011"

NEW: dict[str, Any] = {
    "direction": sa.String(),
    "more": sa.Text(),
    "replaces_id": sa.String(),
    "changed_at": sa.DateTime(timezone=True),
}


def upgrade() -> None:
    """Apply."""
    for name, kind in NEW.items():
        op.add_column("discussions", sa.Column(name, kind, nullable=True))
    op.create_table(
        "decision_checks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("discussion_id", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["discussion_id"], ["discussions.id"], name=op.f("fk_decision_checks_discussion_id")),
        sa.ForeignKeyConstraint(
            ["workspace", "by_id"], ["people.workspace", "people.id"], name=op.f("fk_decision_checks_workspace_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_checks")),
    )
    op.create_index(op.f("ix_decision_checks_discussion_id"), "decision_checks", ["discussion_id"])
    guarding.guard("decision_checks")


def downgrade() -> None:
    """Undo."""
    op.drop_table("decision_checks")
    for name in reversed(NEW):
        op.drop_column("discussions", name)
