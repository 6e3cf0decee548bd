"""What is erased leaves its day behind; legal holds; who was erased; who was given what is kept of them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

IN_FORCE = sa.text("released_at IS NULL")


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace", column], ["people.workspace", "people.id"], name=op.f(f"fk_{table}_workspace_{column}")
    )


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "holds",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("case_ref", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_by_id", sa.String(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by_id", sa.String(), nullable=True),
        sa.Column("release_reason", sa.Text(), nullable=True),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (case_ref IS NULL)", name=op.f("ck_holds_of_one")),
        _person("holds", "person_id"),
        _person("holds", "placed_by_id"),
        _person("holds", "released_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    op.create_index("ix_holds_in_force", "holds", ["workspace"], sqlite_where=IN_FORCE, postgresql_where=IN_FORCE)
    op.create_table(
        "erasures",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("was_early", sa.Boolean(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        _person("erasures", "person_id"),
        _person("erasures", "by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("workspace", "number", name=op.f("uq_erasures_workspace_number")),
    )
    op.create_table(
        "subject_exports",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        _person("subject_exports", "person_id"),
        _person("subject_exports", "by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_exports")),
    )
    for table in ("discussions", "sessions"):
        op.add_column(table, sa.Column("content_erased_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Undo."""
    for table in ("sessions", "discussions"):
        op.drop_column(table, "content_erased_on")
    op.drop_table("subject_exports")
    op.drop_table("erasures")
    op.drop_index("ix_holds_in_force", "holds")
    op.drop_table("holds")
