"""What an agreement said before it was signed or reviewed anew, so that days gone by are judged by what held on them.

Expand only: what stands in `agreements` is how each begins, and what it was is kept from its next change on. A process of the
version before changes an agreement without keeping what it was.
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guarding

revision = "0037"
down_revision = "0036"
TABLE = "earlier_agreements"


def upgrade() -> None:
    """Apply."""
    op.add_column("agreements", sa.Column("begun_on", sa.Date(), nullable=True))
    op.create_table(
        TABLE,
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "agreement_id")),
        sa.Column("until_on", sa.Date(), nullable=False),
        *(
            sa.Column(name, sa.Date(), nullable=True)
            for name in ("signed_by_supervisee_on", "signed_by_supervisor_on", "reviewed_on")
        ),
        sa.Column("named_manager_id", sa.String(), nullable=True),
        sa.Column("every_count", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("every_unit", "reason")),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("record_id", sa.String(), nullable=True),
        sa.Column("record_version", sa.Integer(), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f(f"fk_{TABLE}_agreement_id")),
        sa.ForeignKeyConstraint(
            ["workspace", "named_manager_id"],
            ["people.workspace", "people.id"],
            name=op.f(f"fk_{TABLE}_workspace_named_manager_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("agreement_id", "until_on", name=op.f(f"uq_{TABLE}_agreement_id_until_on")),
    )
    guarding.guard(TABLE)


def downgrade() -> None:
    """Undo."""
    op.drop_table(TABLE)
    op.drop_column("agreements", "begun_on")
