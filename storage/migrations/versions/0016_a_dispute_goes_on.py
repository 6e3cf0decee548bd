"""A dispute nobody settles goes on to the next manager: when, and with whom it was before. Expand only."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
KEY = "fk_disputes_workspace_first_to_id"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("disputes") as table:  # SQLite makes it anew: it cannot add a key to a table that is there
        table.add_column(sa.Column("first_to_id", sa.String(), nullable=True))
        table.add_column(sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True))
        there = ["workspace", "id"]
        table.create_foreign_key(table.f(KEY), "people", ["workspace", "first_to_id"], there)


def downgrade() -> None:
    """Undo."""
    with op.batch_alter_table("disputes") as table:
        table.drop_constraint(table.f(KEY), type_="foreignkey")
        table.drop_column("passed_at")
        table.drop_column("first_to_id")
