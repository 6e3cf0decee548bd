"""What is urgent goes first, alarms, and whom an escalation was meant for.

Expand only: a process of the version before goes on working over these tables, its rows routine by default.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

STANDING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "alarms",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("telling_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alarms")),
    )
    op.create_index(
        "uq_alarms_standing",
        "alarms",
        ["workspace", "name", "about"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.add_column("notices", sa.Column("instead_of_id", sa.String(), nullable=True))
    op.add_column("outbox", sa.Column("urgency", sa.SmallInteger(), server_default=sa.text("2"), nullable=False))


def downgrade() -> None:
    """Undo."""
    op.drop_column("outbox", "urgency")
    op.drop_column("notices", "instead_of_id")
    op.drop_index("uq_alarms_standing", "alarms")
    op.drop_table("alarms")
