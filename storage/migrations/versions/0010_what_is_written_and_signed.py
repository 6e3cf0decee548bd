"""Filled forms with every version, signatures, disputes, and the actions agreed.

Expand only: a process of the version before writes no such row.
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations import guarding

revision = "0010"
down_revision = "0009"

TABLES = ("records", "record_versions", "signatures", "disputes", "action_points")


def _text(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=nullable) for name in names]


def _sealed(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=True) for name in names]


def _days(*names: str, nullable: bool = True) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Date(), nullable=nullable) for name in names]


def _instants(*names: str, nullable: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _keys(table: str, *people: str, case: bool = False, **others: str) -> list[sa.Constraint]:
    keys: list[sa.Constraint] = [
        sa.ForeignKeyConstraint(
            ["workspace", column], ["people.workspace", "people.id"], name=op.f(f"fk_{table}_workspace_{column}")
        )
        for column in people
    ]
    if case:
        there = ["cases.workspace", "cases.ref"]
        keys.append(sa.ForeignKeyConstraint(["workspace", "case_ref"], there, name=op.f(f"fk_{table}_workspace_case_ref")))
    for column, parent in others.items():
        keys.append(sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=op.f(f"fk_{table}_{column}")))
    return [*keys, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]


def _indexed(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "records",
        *_text("id", "form", "title", "layer", "about_id", "by_id"),
        *_text("case_ref", "session_id", "of_id", nullable=True),
        *_text("policy"),
        _number("version"),
        *_text("state"),
        *_instants("made_at"),
        *_days("content_erased_on"),
        *_text("workspace"),
        *_keys("records", "about_id", "by_id", case=True, session_id="sessions"),
    )
    op.create_table(
        "record_versions",
        *_text("id", "record_id"),
        _number("number"),
        *_sealed("content"),
        *_text("written_by_id"),
        *_instants("written_at"),
        *_sealed("because"),
        *_text("workspace"),
        *_keys("record_versions", "written_by_id", record_id="records"),
        sa.UniqueConstraint("record_id", "number", name=op.f("uq_record_versions_record_id_number")),
    )
    op.create_table(
        "signatures",
        *_text("id", "record_id"),
        _number("version"),
        *_text("person_id", "capacity"),
        *_instants("signed_at"),
        *_text("digest", "workspace"),
        *_keys("signatures", "person_id", record_id="records"),
        sa.UniqueConstraint(
            "record_id", "version", "person_id", "capacity", name=op.f("uq_signatures_record_id_version_person_id_capacity")
        ),
    )
    op.create_table(
        "disputes",
        *_text("id", "record_id"),
        _number("version"),
        *_text("raised_by_id"),
        *_instants("raised_at"),
        *_sealed("words"),
        *_text("to_id", nullable=True),
        *_text("outcome"),
        *_sealed("outcome_words"),
        *_text("settled_by_id", nullable=True),
        *_instants("settled_at", nullable=True),
        *_text("workspace"),
        *_keys("disputes", "raised_by_id", "to_id", "settled_by_id", record_id="records"),
    )
    op.create_table(
        "action_points",
        *_text("id"),
        *_text("record_id", "session_id", nullable=True),
        *_text("supervisee_id", "owner_id"),
        *_text("case_ref", nullable=True),
        *_sealed("words"),
        *_days("set_on", nullable=False),
        *_days("due_on"),
        *_text("outcome"),
        *_days("outcome_on"),
        *_sealed("outcome_words"),
        *_text("settled_by_id", nullable=True),
        *_text("workspace"),
        *_keys(
            "action_points",
            "supervisee_id",
            "owner_id",
            "settled_by_id",
            case=True,
            record_id="records",
            session_id="sessions",
        ),
    )
    for column in ("about_id", "state", "of_id"):
        _indexed("records", "workspace", column)
    _indexed("records", "session_id")
    _indexed("record_versions", "record_id")
    _indexed("signatures", "workspace", "person_id")
    _indexed("disputes", "record_id")
    _indexed("disputes", "workspace", "to_id")
    _indexed("action_points", "record_id")
    _indexed("action_points", "session_id")
    _indexed("action_points", "workspace", "supervisee_id")
    _indexed("action_points", "workspace", "owner_id", "due_on")
    for table in TABLES:
        guarding.guard(table)


def downgrade() -> None:
    """Undo."""
    for table in reversed(TABLES):
        op.drop_table(table)
