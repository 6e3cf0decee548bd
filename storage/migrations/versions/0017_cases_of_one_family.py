"""Which cases are of one family. Expand only: a process of the version before leaves the new column empty."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Apply."""
    op.add_column("cases", sa.Column("family", sa.String(), nullable=True))
    op.create_index(op.f("ix_cases_workspace_family"), "cases", ["workspace", "family"])


def downgrade() -> None:
    """Undo."""
    op.drop_index(op.f("ix_cases_workspace_family"), "cases")
    op.drop_column("cases", "family")
