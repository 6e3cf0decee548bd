"""Plans of a year's sessions; of a session moved, who moved it and for whom; of one passed over, the day it was.

Expand only: a process of the version before leaves the new columns empty.
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guarding

revision = "0020"
down_revision = "0019"
MOVED = ("moved_by_id", "asked_by_id")


def _text(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=nullable) for name in names]


def _person(column: str) -> sa.ForeignKeyConstraint:
    there = ["people.workspace", "people.id"]
    return sa.ForeignKeyConstraint(["workspace", column], there, name=op.f(f"fk_plans_workspace_{column}"))


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "plans",
        *_text("id", "supervisee_id", "supervisor_id", "proposed_by_id"),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("at", sa.Time(), nullable=True),
        *_text("answer"),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        *_text("answered_by_id", nullable=True),
        *_text("workspace"),
        *(_person(each) for each in ("supervisee_id", "supervisor_id", "proposed_by_id", "answered_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )
    op.create_index(op.f("ix_plans_workspace_supervisee_id"), "plans", ["workspace", "supervisee_id"])
    guarding.guard("plans")
    op.add_column("sessions", sa.Column("passed_on", sa.Date(), nullable=True))
    with op.batch_alter_table("postponements") as table:  # SQLite makes it anew: it cannot add a key to a table that is there
        for column in MOVED:
            table.add_column(sa.Column(column, sa.String(), nullable=True))
            key = table.f(f"fk_postponements_workspace_{column}")
            table.create_foreign_key(key, "people", ["workspace", column], ["workspace", "id"])


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("postponements") as table:
        for column in reversed(MOVED):
            table.drop_constraint(table.f(f"fk_postponements_workspace_{column}"), type_="foreignkey")
            table.drop_column(column)
    op.drop_column("sessions", "passed_on")
    op.drop_table("plans")
