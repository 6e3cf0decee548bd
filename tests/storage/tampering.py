"""The audit trail in the hands of somebody who owns the database and has no key.

The triggers are gone: who owns the database drops them. Everything else about the schema stands.
"""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from storage import SINGLE
from storage.store import Store
from tests.storage.council import at, day, who

Rows = list[dict[str, Any]]
TABLES = ("trail", "trail_heads", "trail_names")
TRIGGERS = {
    "sqlite": (
        "DROP TRIGGER trail_not_changed",
        "DROP TRIGGER trail_not_deleted",
        "DROP TRIGGER trail_not_replaced",
        "DROP TRIGGER trail_heads_forward",
        "DROP TRIGGER trail_heads_not_deleted",
        "DROP TRIGGER trail_heads_not_replaced",
    ),
    "postgresql": ("ALTER TABLE trail DISABLE TRIGGER ALL", "ALTER TABLE trail_heads DISABLE TRIGGER ALL"),
}
AT = {"sqlite": "at", "postgresql": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS at"}


@dataclass
class Ledger:
    """The three tables, as whoever tampers has them in hand."""

    trail: Rows
    heads: Rows
    names: Rows
    older: Rows = field(default_factory=list)
    """Heads as they once were."""
    sealed: str = ""
    """Something else the bot has sealed."""
    kind: str = "sqlite"

    @property
    def mine(self) -> Rows:
        """The events of the workspace that is tampered with, as they stand in it."""
        return [row for row in self.trail if row["workspace"] == SINGLE]

    @property
    def head(self) -> dict[str, Any]:
        return next(row for row in self.heads if row["workspace"] == SINGLE)


def lay_a_trail(store: Store, events: int = 40) -> Rows:
    """Events of several people in two workspaces; the heads there were on the way."""
    older: Rows = []
    with store.work(SINGLE, at("2026-03-24")) as work:
        work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=day("2026-03-24"), notes="notes")
        work.commit()
    for number in range(1, events + 1, 4):
        for workspace in (SINGLE, "other"):
            with store.work(workspace, at("2026-03-24")) as work:
                for each in range(number, number + 4):
                    act, about = ("read", "recorded", "changed")[each % 3], ("ann", "bob", "dan")[each % 3]
                    viewer = who(work, ("tom", "sue")[each % 2])
                    seen = {
                        "kind": "session",
                        "object": f"session {each}",
                        "about": about,
                        "role": ("line", "supervisor")[each % 2],
                    }
                    work.trail.note(act, viewer=viewer, purpose="inspection" if each % 5 == 0 else "", **seen)
                work.commit()
        with store.engine.connect() as connection:
            older += _rows(connection, "trail_heads", f"WHERE workspace = '{SINGLE}'")
    return older[:-1]


def in_hand(store: Store, older: Rows) -> Ledger:
    """Everything, with the triggers gone."""
    kind = store.engine.dialect.name
    with store.engine.begin() as connection:
        for statement in TRIGGERS[kind]:
            connection.exec_driver_sql(statement)
        found = [_rows(connection, table) for table in TABLES]
        sealed = connection.execute(text("SELECT notes FROM sessions WHERE notes IS NOT NULL")).scalar_one()
    return Ledger(*found, older=older, sealed=sealed, kind=kind)


def put(store: Store, ledger: Ledger) -> None:
    """Make the database what it is in hand."""
    with store.engine.begin() as connection:
        for table, rows in zip(TABLES, (ledger.trail, ledger.heads, ledger.names), strict=True):
            connection.exec_driver_sql(f"DELETE FROM {table}")
            if rows:
                values = ", ".join(_value(ledger.kind, name) for name in rows[0])
                connection.execute(text(f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES ({values})"), rows)


def _rows(connection: Connection, table: str, where: str = "") -> Rows:
    columns = AT[connection.dialect.name] + ", " if table == "trail" else ""
    names = {
        "trail": "workspace, seq, actor, role, purpose, act, kind, object, about, hash, mark",
        "trail_heads": "workspace, seq, head",
        "trail_names": "workspace, token, person_id, salt",
    }[table]
    found = connection.exec_driver_sql(f"SELECT {columns}{names} FROM {table} {where} ORDER BY 1, 2").mappings()
    rows = [dict(row) for row in found]
    return sorted(rows, key=lambda row: (row["workspace"], row["seq"])) if table == "trail" else rows


def _value(kind: str, name: str) -> str:
    return "CAST(:at || '+00' AS timestamptz)" if name == "at" and kind == "postgresql" else f":{name}"
