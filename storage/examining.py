"""What `cornerstone doctor` asks a database: what it is, whether it takes writes, and whether what is sealed can be read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Column, Text, func, make_url, select, type_coerce
from sqlalchemy.orm import Session

from storage.models import Base, MessageRow, PersonRow, SettingRow
from storage.models.installations import UNINSTALLED_AT
from storage.sealed import SealedText

if TYPE_CHECKING:
    from storage.store import Store

SAMPLED = 5
"""Values looked at of each sealed column: enough to see a key that is missing, and the same however much is stored."""

_LOGS_PARAMETERS = """
    SELECT current_setting('log_parameter_max_length')::text <> '0' AND (
        current_setting('log_statement') IN ('all', 'mod') OR current_setting('log_min_duration_statement') <> '-1'
        OR current_setting('log_min_duration_sample') <> '-1')
"""


@dataclass(frozen=True, slots=True)
class Server:
    """The database as it says of itself."""

    kind: str
    version: str
    journal: str
    """SQLite's journal mode; empty on PostgreSQL."""
    is_read_only: bool
    clock_at: datetime | None
    """Its own clock, where it runs on a computer of its own."""
    logs_parameters: bool = False
    """Whether PostgreSQL writes the values of some statements into its log: a name somebody typed, a case reference."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sample of what is sealed, by which key opens it."""

    by_newest: int
    by_older: int
    by_none: int


def file_of(url: str) -> Path | None:
    """Where SQLite's database lies; None where it is no file."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None


def free_bytes(file: Path) -> int:
    """Room on the disk of this file."""
    return shutil.disk_usage(file.parent).free


def server(store: Store) -> Server:
    """Raises what the database raises."""
    if store.engine.dialect.name == "sqlite":
        with store.reading() as session:
            version = str(session.connection().exec_driver_sql("SELECT sqlite_version()").scalar())
            journal = str(session.connection().exec_driver_sql("PRAGMA journal_mode").scalar())
            return Server("SQLite", version, journal, False, None)
    with store.writing() as session:  # what the server would do with a transaction that writes
        asked = "SELECT current_setting('server_version'), current_setting('transaction_read_only'), now()"
        version, read_only, clock_at = session.connection().exec_driver_sql(asked).one()
        logs = bool(session.connection().exec_driver_sql(_LOGS_PARAMETERS).scalar())
        return Server("PostgreSQL", str(version).split()[0], "", read_only == "on", clock_at, logs)


def sealed(store: Store, keys: Sequence[str]) -> Sealed:
    """Whether the keys, newest first, open a sample of each sealed column."""
    ring = [Fernet(key) for key in keys]
    counted = [0, 0, 0]
    with store.reading() as session:
        for token in _tokens(session):
            opener = next((number for number, key in enumerate(ring) if _opens(key, token)), None)
            counted[2 if opener is None else min(opener, 1)] += 1
    return Sealed(*counted)


@dataclass(frozen=True, slots=True)
class Stored:
    """What there is of a workspace."""

    workspace: str
    people: int
    sent_at: datetime | None
    """When something was last sent."""
    uninstalled_at: str
    """As its settings say it; "" where it was not."""


def stored(store: Store) -> list[Stored]:
    """Of every workspace that has people."""
    sent = select(func.max(MessageRow.sent_at)).where(MessageRow.workspace == PersonRow.workspace).scalar_subquery()
    counted = select(PersonRow.workspace, func.count(), sent).group_by(PersonRow.workspace).order_by(PersonRow.workspace)
    gone = select(SettingRow.workspace, SettingRow.value).where(SettingRow.name == UNINSTALLED_AT)
    with store.reading() as session:
        ended = dict(session.execute(gone).all())
        return [Stored(name, people, at, str(ended.get(name) or "")) for name, people, at in session.execute(counted)]


def people_without_account(store: Store, workspace: str, now: datetime) -> list[str]:
    """The names of those who work here and have not been matched to Slack."""
    with store.read(workspace, now) as work:
        return [person.name for person in work.people.everyone() if not person.slack_id]


def _tokens(session: Session) -> Iterator[str]:
    for column in _sealed_columns():
        raw = type_coerce(column, Text)
        # A token begins with the time it was made, so these are the oldest and the newest.
        for order in (raw.asc(), raw.desc()):
            yield from session.scalars(select(raw).where(column.is_not(None)).order_by(order).limit(SAMPLED))


def _sealed_columns() -> list[Column[str]]:
    return [column for table in Base.metadata.sorted_tables for column in table.columns if isinstance(column.type, SealedText)]


def _opens(key: Fernet, token: str) -> bool:
    try:
        key.decrypt(token.encode())
    except InvalidToken:
        return False
    return True
