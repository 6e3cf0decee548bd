"""The reason for words kept although they looked like a name. Expand only."""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guarding

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "kept_words",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kept_where", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("kinds", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "person_id"],
            ["people.workspace", "people.id"],
            name=op.f("fk_kept_words_workspace_person_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_words")),
    )
    op.create_index(op.f("ix_kept_words_workspace_about"), "kept_words", ["workspace", "about"])
    guarding.guard("kept_words")


def downgrade() -> None:
    """Undo."""
    op.drop_table("kept_words")
