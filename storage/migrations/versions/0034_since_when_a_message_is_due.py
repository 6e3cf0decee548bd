"""A message that is tried again is put off; since when it has been due is kept beside that.

Expand only: a process of the version before leaves the new column empty, and then what waits is due from when it may go.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Apply."""
    op.add_column("outbox", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("outbox", "due_at")
