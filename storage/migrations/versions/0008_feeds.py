"""Private calendar addresses, and when a session last changed, which a calendar must know.

Expand only: a process of the version before goes on booking sessions; of those it is not known when.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"

LIVE = sa.text("revoked_at IS NULL")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "feeds",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("selector", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_read_on", sa.Date(), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "person_id"], ["people.workspace", "people.id"], name=op.f("fk_feeds_workspace_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("selector", name=op.f("uq_feeds_selector")),
    )
    op.create_index("uq_feeds_live", "feeds", ["workspace", "person_id"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE)
    op.add_column("sessions", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("sessions", "changed_at")
    op.drop_index("uq_feeds_live", "feeds")
    op.drop_table("feeds")
