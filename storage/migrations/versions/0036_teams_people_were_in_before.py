"""The team somebody was in before, and until when: so that a report as of a past day counts them where they were. Expand only.

A process of the version before notes no team that changes while it runs: such a one counts as it is after that.
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guarding

revision = "0036"
down_revision = "0035"
TABLE = "former_teams"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        TABLE,
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "person_id"], ["people.workspace", "people.id"], name=op.f(f"fk_{TABLE}_workspace_person_id")
        ),
        sa.PrimaryKeyConstraint("workspace", "person_id", "until_on", name=op.f(f"pk_{TABLE}")),
    )
    guarding.guard(TABLE)


def downgrade() -> None:
    """Undo."""
    op.drop_table(TABLE)
