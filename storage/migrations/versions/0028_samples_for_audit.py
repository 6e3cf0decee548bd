"""Samples drawn for audit; of an audit, whose supervising it was, whether self-assessments were seen, when it was discussed.

Expand only: a process of the version before leaves the new columns empty.
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guarding

revision = "0028"
down_revision = "0027"
PERSON = ["people.workspace", "people.id"]
DRAWS, SAMPLES = "audit_draws", "audit_samples"


def _text(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=nullable) for name in names]


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["workspace", column], PERSON, name=op.f(f"fk_{table}_workspace_{column}"))


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("audits") as table:  # SQLite makes it anew: it cannot add a key to a table that is there
        table.add_column(sa.Column("by_id", sa.String(), nullable=True))
        table.add_column(sa.Column("rag", sa.Boolean(), nullable=True))
        table.add_column(sa.Column("discussed_on", sa.Date(), nullable=True))
        table.create_foreign_key(table.f("fk_audits_workspace_by_id"), "people", ["workspace", "by_id"], ["workspace", "id"])
    op.create_table(
        DRAWS,
        *_text("id", "auditor_id", "rule", "kind"),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("begins_on", "ends_on")),
        *_text("seed"),
        sa.Column("pool_size", sa.Integer(), nullable=False),
        *_text("pool_digest"),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        *_text("workspace"),
        _person(DRAWS, "auditor_id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{DRAWS}")),
        sa.UniqueConstraint(
            "workspace", "auditor_id", "rule", "begins_on", name=op.f(f"uq_{DRAWS}_workspace_auditor_id_rule_begins_on")
        ),
    )
    op.create_table(
        SAMPLES,
        *_text("id", "draw_id"),
        sa.Column("place", sa.Integer(), nullable=False),
        *_text("of_id", "by_id"),
        sa.Column("rag", sa.Boolean(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        *_text("audit_id", nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        *_text("because", nullable=True),
        *_text("workspace"),
        sa.ForeignKeyConstraint(["draw_id"], [f"{DRAWS}.id"], name=op.f(f"fk_{SAMPLES}_draw_id")),
        sa.ForeignKeyConstraint(["audit_id"], ["audits.id"], name=op.f(f"fk_{SAMPLES}_audit_id")),
        *(_person(SAMPLES, column) for column in ("of_id", "by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{SAMPLES}")),
        sa.UniqueConstraint("draw_id", "place", name=op.f(f"uq_{SAMPLES}_draw_id_place")),
    )
    for column in ("of_id", "by_id"):
        op.create_index(op.f(f"ix_{SAMPLES}_workspace_{column}"), SAMPLES, ["workspace", column])
    op.create_index(op.f(f"ix_{SAMPLES}_audit_id"), SAMPLES, ["audit_id"])
    for table_name in (DRAWS, SAMPLES):
        guarding.guard(table_name)


def downgrade() -> None:
    """Undo."""
    op.drop_table(SAMPLES)
    op.drop_table(DRAWS)
    with op.batch_alter_table("audits") as table:
        table.drop_constraint(table.f("fk_audits_workspace_by_id"), type_="foreignkey")
        for column in ("discussed_on", "rag", "by_id"):
            table.drop_column(column)
