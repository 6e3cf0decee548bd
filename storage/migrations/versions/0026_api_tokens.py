"""Tokens with which somebody takes the council's own figures out. Expand only."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guarding

revision = "0026"
down_revision = "0021"
PERSON = ["people.workspace", "people.id"]


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "api_tokens",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "person_id", "selector", "digest", "reach")),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.String(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_read_on", sa.Date(), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        *(
            sa.ForeignKeyConstraint(["workspace", name], PERSON, name=op.f(f"fk_api_tokens_workspace_{name}"))
            for name in ("person_id", "made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("selector", name=op.f("uq_api_tokens_selector")),
    )
    op.create_index(op.f("ix_api_tokens_workspace_person_id"), "api_tokens", ["workspace", "person_id"])
    guarding.guard("api_tokens")


def downgrade() -> None:
    """Undo."""
    op.drop_table("api_tokens")
