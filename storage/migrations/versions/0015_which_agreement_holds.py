"""Which version of which filled form of an agreement holds. Expand only: the version before leaves the columns empty."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Apply."""
    op.add_column("agreements", sa.Column("record_id", sa.String(), nullable=True))
    op.add_column("agreements", sa.Column("record_version", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("agreements", "record_version")
    op.drop_column("agreements", "record_id")
