"""Joint work on a case, its children by reference, and significant changes flagged on it.

Expand only: a process of the version before leaves the new columns empty.
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guarding

revision = "0014"
down_revision = "0013"


def _text(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=nullable) for name in names]


def _case(table: str) -> sa.ForeignKeyConstraint:
    there = ["cases.workspace", "cases.ref"]
    return sa.ForeignKeyConstraint(["workspace", "case_ref"], there, name=op.f(f"fk_{table}_workspace_case_ref"))


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    there = ["people.workspace", "people.id"]
    return sa.ForeignKeyConstraint(["workspace", column], there, name=op.f(f"fk_{table}_workspace_{column}"))


def upgrade() -> None:
    """Apply."""
    op.add_column("cases", sa.Column("joint_from", sa.Date(), nullable=True))
    op.add_column("cases", sa.Column("planning_meeting_on", sa.Date(), nullable=True))
    op.create_table(
        "case_children",
        *_text("case_ref", "child_ref", "workspace"),
        _case("case_children"),
        sa.PrimaryKeyConstraint("workspace", "case_ref", "child_ref", name=op.f("pk_case_children")),
    )
    op.create_table(
        "case_flags",
        *_text("id", "case_ref", "by_id"),
        sa.Column("flagged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        *_text("answered_by_id", nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("climbed_at", sa.DateTime(timezone=True), nullable=True),
        *_text("workspace"),
        _case("case_flags"),
        _person("case_flags", "by_id"),
        _person("case_flags", "answered_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_flags")),
    )
    op.create_index(op.f("ix_case_flags_workspace_case_ref"), "case_flags", ["workspace", "case_ref"])
    for table in ("case_children", "case_flags"):
        guarding.guard(table)


def downgrade() -> None:
    """Undo."""
    op.drop_table("case_flags")
    op.drop_table("case_children")
    op.drop_column("cases", "planning_meeting_on")
    op.drop_column("cases", "joint_from")
