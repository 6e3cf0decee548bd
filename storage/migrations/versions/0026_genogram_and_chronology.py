"""Whether a case's genogram and chronology were on file and analysed, beside its sealed record. Expand only."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
COLUMNS = ("genogram", "chronology")


def upgrade() -> None:
    """Apply."""
    for name in COLUMNS:
        op.add_column("records", sa.Column(name, sa.String(), nullable=True))


def downgrade() -> None:
    """Undo."""
    for name in reversed(COLUMNS):
        op.drop_column("records", name)
