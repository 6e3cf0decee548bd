"""A booked session can be called off: the day it was, and that a change of its date was that.

Expand only: a process of the version before leaves the new columns empty, and takes one called off for one not held yet.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Apply."""
    op.add_column("sessions", sa.Column("called_off_on", sa.Date(), nullable=True))
    op.add_column("postponements", sa.Column("is_off", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("postponements", "is_off")
    op.drop_column("sessions", "called_off_on")
