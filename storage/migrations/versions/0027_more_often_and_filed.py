"""How often a case is discussed by agreement, its review points; that a session's record is where the policy keeps it.

Expand only.
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guarding

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Apply."""
    op.add_column("sessions", sa.Column("filed_on", sa.Date(), nullable=True))
    op.create_table(
        "case_intervals",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_ref", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("every_count", sa.Integer(), nullable=True),
        sa.Column("every_unit", sa.String(), nullable=True),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("because", sa.Text(), nullable=True),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "case_ref"], ["cases.workspace", "cases.ref"], name=op.f("fk_case_intervals_workspace_case_ref")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "by_id"], ["people.workspace", "people.id"], name=op.f("fk_case_intervals_workspace_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_intervals")),
    )
    op.create_index(op.f("ix_case_intervals_workspace_case_ref"), "case_intervals", ["workspace", "case_ref"])
    op.create_table(
        "case_points",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_ref", sa.String(), nullable=False),
        sa.Column("point_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "case_ref"], ["cases.workspace", "cases.ref"], name=op.f("fk_case_points_workspace_case_ref")
        ),
        sa.ForeignKeyConstraint(
            ["workspace", "by_id"], ["people.workspace", "people.id"], name=op.f("fk_case_points_workspace_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_points")),
        sa.UniqueConstraint("workspace", "case_ref", "point_on", name=op.f("uq_case_points_workspace_case_ref_point_on")),
    )
    op.create_table(
        "cases_for_groups",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("id", "case_ref", "worker_id", "facilitator_id")),
        sa.Column("planned_on", sa.Date(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("by_id", "workspace")),
        sa.ForeignKeyConstraint(
            ["workspace", "case_ref"], ["cases.workspace", "cases.ref"], name=op.f("fk_cases_for_groups_workspace_case_ref")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["workspace", name], ["people.workspace", "people.id"], name=op.f(f"fk_cases_for_groups_workspace_{name}")
            )
            for name in ("worker_id", "facilitator_id", "by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases_for_groups")),
        sa.UniqueConstraint(
            "workspace", "case_ref", "planned_on", name=op.f("uq_cases_for_groups_workspace_case_ref_planned_on")
        ),
    )
    op.create_index(op.f("ix_cases_for_groups_workspace_planned_on"), "cases_for_groups", ["workspace", "planned_on"])
    for table in ("case_intervals", "case_points", "cases_for_groups"):
        guarding.guard(table)


def downgrade() -> None:
    """Undo."""
    op.drop_table("cases_for_groups")
    op.drop_table("case_points")
    op.drop_table("case_intervals")
    op.drop_column("sessions", "filed_on")
