"""The register of supervisors' training: what, when, noted and confirmed by whom. Expand only."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guarding

revision = "0027"
down_revision = "0026"
TABLE = "trainings"
PEOPLE = ("person_id", "by_id", "confirmed_by_id")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        TABLE,
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "person_id", "kind")),
        sa.Column("title", sa.Text(), nullable=True),
        *(sa.Column(name, sa.Date(), nullable=True) for name in ("needed_on", "done_on")),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("by_id", "confirmed_by_id")),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_on", sa.Date(), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["workspace", column], ["people.workspace", "people.id"], name=op.f(f"fk_{TABLE}_workspace_{column}")
            )
            for column in PEOPLE
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    for column in PEOPLE:
        op.create_index(op.f(f"ix_{TABLE}_workspace_{column}"), TABLE, ["workspace", column])
    guarding.guard(TABLE)


def downgrade() -> None:
    """Undo."""
    op.drop_table(TABLE)
