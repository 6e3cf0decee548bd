"""The address of one booking's own calendar entry; and who came late to a session.

Expand only: a process of the version before goes on recording sessions; of those it is not said who was late.
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guarding

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "invites",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "person_id", "session_id", "selector", "digest")),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_invites_session_id")),
        sa.ForeignKeyConstraint(
            ["workspace", "person_id"], ["people.workspace", "people.id"], name=op.f("fk_invites_workspace_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invites")),
        sa.UniqueConstraint("selector", name=op.f("uq_invites_selector")),
    )
    op.create_index(op.f("ix_invites_session_id"), "invites", ["session_id"])
    op.create_index(op.f("ix_invites_workspace_person_id"), "invites", ["workspace", "person_id"])
    guarding.guard("invites")
    op.add_column("sessions", sa.Column("late", sa.String(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("sessions", "late")
    op.drop_table("invites")
