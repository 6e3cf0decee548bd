"""Access granted for a purpose and a time, and personal matters both have agreed to keep."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _sealed(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _instant(name: str, *, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    there = ["people.workspace", "people.id"]
    return sa.ForeignKeyConstraint(["workspace", column], there, name=op.f(f"fk_{table}_workspace_{column}"))


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "grants",
        _text("id"),
        _text("about_id"),
        _text("reader_id", nullable=True),
        _sealed("outside", nullable=True),
        _text("category"),
        _text("purpose"),
        _sealed("reason"),
        sa.Column("covers_personal", sa.Boolean(), nullable=False),
        _text("granted_by_id"),
        _instant("granted_at", nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        _text("untold"),
        _sealed("untold_because", nullable=True),
        _text("allowed_by_id", nullable=True),
        sa.Column("tell_on", sa.Date(), nullable=True),
        _instant("revoked_at"),
        _text("workspace"),
        *(_person("grants", column) for column in ("about_id", "reader_id", "granted_by_id", "allowed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
    )
    for column in ("reader_id", "about_id"):
        op.create_index(op.f(f"ix_grants_workspace_{column}"), "grants", ["workspace", column])
    op.create_table(
        "personal_matters",
        _text("id"),
        _text("session_id"),
        _text("supervisee_id"),
        _text("written_by_id"),
        _instant("written_at", nullable=False),
        _sealed("content", nullable=True),
        _instant("agreed_at"),
        _instant("refused_at"),
        _text("workspace"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_personal_matters_session_id")),
        *(_person("personal_matters", column) for column in ("supervisee_id", "written_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_matters")),
    )
    op.create_index(op.f("ix_personal_matters_session_id"), "personal_matters", ["session_id"])
    op.create_index(op.f("ix_personal_matters_workspace_supervisee_id"), "personal_matters", ["workspace", "supervisee_id"])


def downgrade() -> None:
    """Undo."""
    op.drop_table("personal_matters")
    op.drop_table("grants")
