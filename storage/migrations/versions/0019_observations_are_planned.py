"""The day an observation is planned for, and who is to observe: they need not be in the line. Expand only."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guarding

revision = "0019"
down_revision = "0017"
TABLE = "planned_observations"


def upgrade() -> None:
    """Apply."""
    there = ["people.workspace", "people.id"]
    op.create_table(
        TABLE,
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "of_id", "by_id", "kind")),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("called_off_on", sa.Date(), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["workspace", "of_id"], there, name=op.f(f"fk_{TABLE}_workspace_of_id")),
        sa.ForeignKeyConstraint(["workspace", "by_id"], there, name=op.f(f"fk_{TABLE}_workspace_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    for column in ("of_id", "by_id"):
        op.create_index(op.f(f"ix_{TABLE}_workspace_{column}"), TABLE, ["workspace", column])
    guarding.guard(TABLE)


def downgrade() -> None:
    """Undo."""
    op.drop_table(TABLE)
