"""By which method a sample was drawn: one drawn before it was bettered is drawn again as it was.

Expand only: a process of the version before leaves the new column empty, and draws by the first method.
"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    """Apply."""
    op.add_column("audit_draws", sa.Column("method", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("audit_draws", "method")
