"""Group sessions, Good Conversations, probation assessments, direct work, Front Door cases, evidence for each child.

Expand only: a process of the version before writes none of it.
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guarding

revision = "0011"
down_revision = "0010"

TABLES = (
    "groups",
    "group_attendees",
    "group_cases",
    "conversations",
    "probation_assessments",
    "direct_work",
    "front_door_cases",
    "evidence",
)


def _text(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _day(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _person(table: str, column: str) -> sa.ForeignKeyConstraint:
    there = ["people.workspace", "people.id"]
    return sa.ForeignKeyConstraint(["workspace", column], there, name=op.f(f"fk_{table}_workspace_{column}"))


def _case(table: str) -> sa.ForeignKeyConstraint:
    there = ["cases.workspace", "cases.ref"]
    return sa.ForeignKeyConstraint(["workspace", "case_ref"], there, name=op.f(f"fk_{table}_workspace_case_ref"))


def _of(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=op.f(f"fk_{table}_{column}"))


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "groups",
        *_text("id"),
        _day("held_on"),
        *_text("facilitator_id", "kind", "format"),
        _number("outside_count"),
        _day("signed_off_on", nullable=True),
        *_text("workspace"),
        _person("groups", "facilitator_id"),
        _key("groups", "id"),
    )
    op.create_table(
        "group_attendees",
        *_text("group_id", "person_id", "part"),
        _day("relayed_on", nullable=True),
        *_text("workspace"),
        _of("group_attendees", "group_id", "groups"),
        _person("group_attendees", "person_id"),
        _key("group_attendees", "group_id", "person_id"),
    )
    op.create_table(
        "group_cases",
        *_text("group_id", "case_ref", "workspace"),
        _of("group_cases", "group_id", "groups"),
        _case("group_cases"),
        _key("group_cases", "group_id", "case_ref"),
    )
    for table, day in (("conversations", "held_on"), ("probation_assessments", "assessed_on")):
        op.create_table(
            table,
            *_text("id", "person_id", "by_id"),
            *(_text("kind") if table == "conversations" else []),
            _day(day),
            *_text("workspace"),
            _person(table, "person_id"),
            _person(table, "by_id"),
            _key(table, "id"),
        )
        op.create_index(op.f(f"ix_{table}_workspace_person_id"), table, ["workspace", "person_id"])
    op.create_table(
        "direct_work",
        *_text("id", "session_id", "case_ref", "state", "workspace"),
        _of("direct_work", "session_id", "sessions"),
        _case("direct_work"),
        _key("direct_work", "id"),
    )
    op.create_table(
        "front_door_cases",
        *_text("session_id", "number"),
        _number("criterion"),
        *_text("workspace"),
        _of("front_door_cases", "session_id", "sessions"),
        _key("front_door_cases", "session_id", "number"),
    )
    op.create_table(
        "evidence",
        *_text("discussion_id", "child_ref"),
        _day("evidenced_on"),
        *_text("workspace"),
        _of("evidence", "discussion_id", "discussions"),
        _key("evidence", "discussion_id", "child_ref"),
    )
    for table, columns in (
        ("groups", ("workspace", "facilitator_id")),
        ("group_attendees", ("workspace", "person_id")),
        ("group_cases", ("workspace", "case_ref")),
        ("direct_work", ("session_id",)),
        ("direct_work", ("workspace", "case_ref")),
    ):
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))
    for table in TABLES:
        guarding.guard(table)
    op.add_column("sessions", sa.Column("assessed_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Undo."""
    op.drop_column("sessions", "assessed_on")
    for table in reversed(TABLES):
        op.drop_table(table)
