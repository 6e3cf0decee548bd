"""What kind of absence it is and who recorded it; what was raised, with whom, and who has seen it. Expand only."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guarding

revision = "0021"
down_revision = "0020"
KEY = "fk_absences_workspace_recorded_by_id"
PERSON = ["people.workspace", "people.id"]


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("absences") as table:  # SQLite makes it anew: it cannot add a key to a table that is there
        table.add_column(sa.Column("kind", sa.String(), nullable=True))
        table.add_column(sa.Column("recorded_by_id", sa.String(), nullable=True))
        table.create_foreign_key(table.f(KEY), "people", ["workspace", "recorded_by_id"], ["workspace", "id"])
    op.create_table(
        "raisings",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "obligation_id")),
        sa.Column("step", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("how", "by_id", "to_id")),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by_id", sa.String(), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligations.id"], name=op.f("fk_raisings_obligation_id"), ondelete="CASCADE"
        ),
        *(
            sa.ForeignKeyConstraint(["workspace", name], PERSON, name=op.f(f"fk_raisings_workspace_{name}"))
            for name in ("by_id", "to_id", "seen_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_raisings")),
        sa.UniqueConstraint("obligation_id", "step", name=op.f("uq_raisings_obligation_id_step")),
    )
    for column in ("by_id", "to_id"):
        op.create_index(op.f(f"ix_raisings_workspace_{column}"), "raisings", ["workspace", column])
    guarding.guard("raisings")


def downgrade() -> None:
    """Undo."""
    op.drop_table("raisings")
    with op.batch_alter_table("absences") as table:
        table.drop_constraint(table.f(KEY), type_="foreignkey")
        table.drop_column("recorded_by_id")
        table.drop_column("kind")
