"""Row-level security in migrations: on PostgreSQL whoever makes a table with a workspace guards it (`storage.isolation`).

A migration itself sees every workspace (`storage.migrate`).
"""

import sqlalchemy as sa
from alembic import op

from storage.isolation import EVERY, FUNCTION, LENIENT, POLICY, STRICT, answer

LOCK_MS = 200
"""How long a table is waited for, as in any migration (`storage.migrate`): whoever comes after waits behind."""


def begin() -> None:
    """Make what the policies ask: strict where no process has ever used this database, since then none is disturbed."""
    if _is_postgresql():
        connection = op.get_bind()
        is_used = connection.exec_driver_sql("SELECT EXISTS (SELECT FROM heartbeats) OR EXISTS (SELECT FROM people)").scalar()
        answer(connection, LENIENT if is_used else STRICT)


def guard(table: str) -> None:
    """From now on a transaction sees and writes only its own workspace's rows of this table: its owner's as well."""
    if _is_postgresql():
        # Asked once a statement and not once a row: that is what the inner SELECT is for.
        mine = f"(SELECT {FUNCTION}()) = '{EVERY}' OR workspace = (SELECT {FUNCTION}())"
        # In one message, which is one transaction even where there is none around it.
        op.get_bind().exec_driver_sql(
            f"CREATE POLICY {POLICY} ON {table} USING ({mine}) WITH CHECK ({mine});"
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
        )


def guard_all() -> None:
    """Every table there is that has a workspace and is not guarded yet; outside a transaction, so that each is held alone."""
    if _is_postgresql():
        op.get_bind().exec_driver_sql(f"SET lock_timeout = {LOCK_MS}")
        found = sa.inspect(op.get_bind())
        for table in sorted(found.get_table_names()):
            if any(column["name"] == "workspace" for column in found.get_columns(table)) and not _is_guarded(table):
                guard(table)


def unguard_all() -> None:
    """Undo."""
    if _is_postgresql():
        asked = "SELECT polrelid::regclass::text FROM pg_policy WHERE polname = %s"
        guarded = op.get_bind().exec_driver_sql(asked, (POLICY,))
        for table in guarded.scalars().all():
            op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
            op.execute(f"DROP POLICY {POLICY} ON {table}")
        op.execute(f"DROP FUNCTION {FUNCTION}()")


def _is_guarded(table: str) -> bool:
    asked = "SELECT EXISTS (SELECT FROM pg_policy WHERE polname = %s AND polrelid = to_regclass(%s))"
    return bool(op.get_bind().exec_driver_sql(asked, (POLICY, table)).scalar())


def _is_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"
