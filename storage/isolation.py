"""Row-level security: on PostgreSQL a transaction sees and changes the rows of the workspace it is for, and no other's.

Every statement of ours names its workspace; this is what holds where one should forget to. A transaction says once, in a
statement it sends anyway, for which workspace it is (`database.open_for`). `EVERY` is for what works across them: the outbox,
the alarms, a copy of the whole. SQLite has nothing like it. Superusers, and roles with BYPASSRLS, pass it by:
`bot/WORKSPACES.md` says which role to make.

While processes of the version before run beside these tables, which say nothing, a transaction that says nothing sees
everything (`LENIENT`). In a database that no process has used yet, and once somebody has said that none of those is left
(`cornerstone db enforce`), it sees nothing (`STRICT`).
"""

from sqlalchemy import Connection, Engine

SETTING = "cornerstone.workspace"
EVERY = "*"
"""All workspaces. No workspace is called that."""
FUNCTION = "cornerstone_workspace"
"""What the policies ask, of which workspace the transaction is: NULL is of none."""
POLICY = "of_the_workspace"
_SAID = f"nullif(current_setting('{SETTING}', true), '')"
STRICT = _SAID
LENIENT = f"coalesce({_SAID}, '{EVERY}')"


def see_everything(connection: Connection) -> None:
    """For the transaction that has begun, or begins with this: every workspace's rows."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT set_config('{SETTING}', '{EVERY}', true)")


def answer(connection: Connection, how: str) -> None:
    """Let the policies be STRICT or LENIENT from now on, for everybody. Only the owner may say so; no table is held for it."""
    body = f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS text LANGUAGE sql STABLE AS $$SELECT {how}$$"
    connection.exec_driver_sql(body)


def is_strict(engine: Engine) -> bool:
    """Whether a transaction that names no workspace sees nothing. SQLite, and a schema without it: no."""
    if engine.dialect.name != "postgresql":
        return False
    asked = "SELECT strpos(prosrc, 'coalesce') FROM pg_proc WHERE proname = %s"
    with engine.connect() as connection:
        return connection.exec_driver_sql(asked, (FUNCTION,)).scalar() == 0


def passes_by(engine: Engine) -> bool:
    """Whether the role that is connected is held by no policy at all: a superuser, or one with BYPASSRLS."""
    if engine.dialect.name != "postgresql":
        return False
    with engine.connect() as connection:
        return bool(
            connection.exec_driver_sql("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user").scalar()
        )


def enforce(engine: Engine) -> None:
    """From now on a transaction that names no workspace sees nothing."""
    with engine.begin() as connection:
        answer(connection, STRICT)
