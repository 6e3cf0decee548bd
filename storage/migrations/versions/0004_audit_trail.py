"""The audit trail, which the database lets nobody change or shorten.

The triggers are the database's own refusal: of a mistake in the code, of a hand at the database. Who may drop a trigger can
still change a row, and is found out by the chain (`storage.trail`).
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NEVER = "the audit trail is only ever added to"
FORWARD = "the head of the audit trail only moves forward"
SQLITE = (
    f"CREATE TRIGGER trail_not_changed BEFORE UPDATE ON trail BEGIN SELECT RAISE(ABORT, '{NEVER}'); END",
    f"CREATE TRIGGER trail_not_deleted BEFORE DELETE ON trail BEGIN SELECT RAISE(ABORT, '{NEVER}'); END",
    # REPLACE deletes without asking a trigger of DELETE, but only after those of INSERT.
    f"""CREATE TRIGGER trail_not_replaced BEFORE INSERT ON trail
        WHEN EXISTS (SELECT 1 FROM trail WHERE workspace = NEW.workspace AND seq = NEW.seq)
        BEGIN SELECT RAISE(ABORT, '{NEVER}'); END""",  # noqa: S608 # nosec B608 # constants
    f"""CREATE TRIGGER trail_heads_forward BEFORE UPDATE ON trail_heads
        WHEN NEW.seq < OLD.seq OR NEW.workspace <> OLD.workspace BEGIN SELECT RAISE(ABORT, '{FORWARD}'); END""",
    f"CREATE TRIGGER trail_heads_not_deleted BEFORE DELETE ON trail_heads BEGIN SELECT RAISE(ABORT, '{FORWARD}'); END",
    f"""CREATE TRIGGER trail_heads_not_replaced BEFORE INSERT ON trail_heads
        WHEN EXISTS (SELECT 1 FROM trail_heads WHERE workspace = NEW.workspace)
        BEGIN SELECT RAISE(ABORT, '{FORWARD}'); END""",  # noqa: S608 # nosec B608 # constants
)
POSTGRESQL = (
    f"""CREATE FUNCTION trail_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{NEVER}' USING ERRCODE = 'restrict_violation'; END $$""",
    f"""CREATE FUNCTION trail_heads_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{FORWARD}' USING ERRCODE = 'restrict_violation'; END $$""",
    """CREATE TRIGGER trail_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON trail
        FOR EACH STATEMENT EXECUTE FUNCTION trail_refuses()""",
    """CREATE TRIGGER trail_heads_forward BEFORE UPDATE ON trail_heads FOR EACH ROW
        WHEN (NEW.seq < OLD.seq OR NEW.workspace <> OLD.workspace) EXECUTE FUNCTION trail_heads_refuses()""",
    """CREATE TRIGGER trail_heads_not_deleted BEFORE DELETE OR TRUNCATE ON trail_heads
        FOR EACH STATEMENT EXECUTE FUNCTION trail_heads_refuses()""",
    # ALWAYS: also where session_replication_role would switch triggers off.
    "ALTER TABLE trail ENABLE ALWAYS TRIGGER trail_not_changed",
    "ALTER TABLE trail_heads ENABLE ALWAYS TRIGGER trail_heads_forward",
    "ALTER TABLE trail_heads ENABLE ALWAYS TRIGGER trail_heads_not_deleted",
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "trail",
        # The key's columns first: SQLite 3.40's integrity_check takes the others of a table without row numbers for NULL.
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("object", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", "seq", name=op.f("pk_trail")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "trail_heads",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace", name=op.f("pk_trail_heads")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "trail_names",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace", "person_id"], ["people.workspace", "people.id"], name=op.f("fk_trail_names_workspace_person_id")
        ),
        sa.PrimaryKeyConstraint("workspace", "token", name=op.f("pk_trail_names")),
        sa.UniqueConstraint("workspace", "person_id", name=op.f("uq_trail_names_workspace_person_id")),
    )
    for statement in POSTGRESQL if op.get_context().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Undo: the trail is gone with its tables."""
    for table in ("trail_names", "trail_heads", "trail"):
        op.drop_table(table)
    if op.get_context().dialect.name == "postgresql":
        for name in ("trail_refuses", "trail_heads_refuses"):
            op.execute(f"DROP FUNCTION {name}")
