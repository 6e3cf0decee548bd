"""Reading the trail as it lies in the database, to find what has been done to it. Whoever did it is believed in nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, text

from storage import database
from storage.errors import CannotUnseal
from storage.sealed import SealedOwn
from storage.trail import chain
from storage.trail.chain import Event, Head
from storage.trail.walk import Row, Walk, Wrong

if TYPE_CHECKING:
    from storage.store import Store

CHUNK = 1_000
Progress = Callable[[str, int, int], None]
"""Told the workspace, how many of its events were followed, and how many there are."""
_OWN = SealedOwn()
# Every value as it lies there: an instant as text to the microsecond, with its era, as no driver would read the endless one.
_AT = {"sqlite": "at", "postgresql": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US BC')"}
_ROWS = "SELECT workspace, seq, {at}, actor, role, purpose, act, kind, object, about, hash, mark FROM trail WHERE {which}"
_ALL = "workspace = :workspace ORDER BY seq"
_FROM = "workspace = :workspace AND seq >= :seq ORDER BY seq"
_ERA = " AD"


@dataclass(frozen=True, slots=True)
class Verified:
    """One workspace's trail."""

    workspace: str
    events: int
    """Followed; all of them where nothing is wrong."""
    wrong: Wrong | None


@dataclass(frozen=True, slots=True)
class End:
    """Where a chain ends, as its head says."""

    is_there: bool
    head: Head | None
    """None where its seal is not the store's, or not for this workspace."""
    seq: Any = 0
    """What stands beside the seal."""

    @property
    def agrees(self) -> bool:
        """Whether it is the store's own, and nobody has changed what stands beside it."""
        return self.head is not None and self.head.seq == self.seq


def verify(
    store: Store,
    workspace: str | None = None,
    exported: Mapping[str, Mapping[int, str]] | None = None,
    progress: Progress = lambda *_: None,
) -> list[Verified]:
    """Follow every chain, or one, from its first event to its head; and those of which a head was kept elsewhere.

    `exported`: by workspace, the hash of each number kept. All of it is one picture of one moment; memory does not grow with
    the trail. Raises what reading raises.
    """
    kept = exported or {}
    with as_it_lies(store) as connection:
        names = workspaces(connection) | kept.keys() if workspace is None else {workspace}
        return [_verified(connection, name, kept.get(name, {}), progress) for name in sorted(names, key=str)]


def verify_end(store: Store, workspace: str, most: int = 1_000) -> Verified:
    """The same of the last so many events only, beginning with the hash that is there before them."""
    with as_it_lies(store) as connection:
        end = end_of(connection, workspace)
        first = max(1, (end.head.seq if end.head else 0) - most + 1)
        before = chain.BEGINNING
        if first > 1:
            asked = text("SELECT hash FROM trail WHERE workspace = :workspace AND seq = :seq")
            before = str(connection.execute(asked, {"workspace": workspace, "seq": first - 1}).scalar())
        walk = Walk(workspace, end.head, next=first, before=before, rows=first - 1)
        for row in _rows(connection, _FROM, {"workspace": workspace, "seq": first}):
            walk.feed(row)
        return Verified(workspace, walk.rows - first + 1, _wrong(walk, end))


def workspaces(connection: Connection) -> set[Any]:
    """Those that have a trail, or a head of one; whatever somebody has put there."""
    asked = "SELECT DISTINCT workspace FROM trail UNION SELECT workspace FROM trail_heads"
    return set(connection.execute(text(asked)).scalars())


@contextmanager
def as_it_lies(store: Store) -> Iterator[Connection]:
    """A reading connection that takes as long as it takes, and gives out text that is none as well."""
    with store.reading() as session:
        connection = session.connection()
        if database.is_postgresql(store.engine):
            database.lift_limits(connection)
            yield connection
            return
        raw: Any = connection.connection.driver_connection
        before, raw.text_factory = raw.text_factory, lambda found: found.decode(errors="surrogateescape")
        try:
            yield connection
        finally:
            raw.text_factory = before


def end_of(connection: Connection, workspace: str) -> End:
    """Where a workspace's chain ends, if its seal says so."""
    asked = text("SELECT seq, head FROM trail_heads WHERE workspace = :workspace")
    row = connection.execute(asked, {"workspace": workspace}).first()
    if row is None:
        return End(False, None)
    try:
        head = Head.opened(_OWN.process_result_value(row.head, connection.dialect) or "")
    except (CannotUnseal, ValueError, TypeError, AttributeError):
        return End(True, None)
    return End(True, head if head.workspace == workspace else None, row.seq)


def _wrong(walk: Walk, end: End) -> Wrong | None:
    found = walk.end(end.is_there)
    if found is None and end.head and not end.agrees:
        says = f"the number beside its head, {end.seq}, is not the one that is sealed, {end.head.seq}"
        return Wrong(walk.workspace, end.head.seq, "head_replaced", says)
    return found


def _verified(connection: Connection, workspace: str, exported: Mapping[int, str], progress: Progress) -> Verified:
    end = end_of(connection, workspace)
    total = end.head.seq if end.head else 0
    walk, names = Walk(workspace, end.head, exported=dict(exported)), _Names()
    progress(workspace, 0, total)
    for row in _rows(connection, _ALL, {"workspace": workspace}):
        walk.feed(row)
        names.feed(row.event)
        if walk.rows % CHUNK == 0:
            progress(workspace, walk.rows, total)
    progress(workspace, walk.rows, total)
    return Verified(workspace, walk.rows, _wrong(walk, end) or names.end(connection, workspace))


class _Names:
    """Whose token is whose: bound to it by its salt, and there until it is noted that they were erased."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}
        """The first event that speaks of a token."""
        self._erased: set[str] = set()

    def feed(self, event: Event) -> None:
        for each in (event.actor, event.about):
            if isinstance(each, str) and len(each) == chain.TOKEN_LETTERS:
                self._first.setdefault(each, event.seq)
        if event.act == "erased" and event.kind == "person":
            self._erased.add(event.object)

    def end(self, connection: Connection, workspace: str) -> Wrong | None:
        asked = text("SELECT token, person_id, salt FROM trail_names WHERE workspace = :workspace")
        named = {row.token: row for row in connection.execute(asked, {"workspace": workspace})}
        for token, seq in self._first.items():
            if token not in named and token not in self._erased:
                return Wrong(
                    workspace, seq, "name_missing", f"whom event {seq} speaks of is no longer said, and nobody erased them"
                )
            if token in named and chain.token(workspace, named[token].salt, named[token].person_id) != token:
                return Wrong(workspace, seq, "name_changed", f"event {seq} was put down to another person")
        return None


def _rows(connection: Connection, which: str, values: Mapping[str, Any]) -> Iterator[Row]:
    statement = text(_ROWS.format(at=_AT[connection.dialect.name], which=which))
    found: Iterable[Any] = connection.execute(statement, values, execution_options={"yield_per": CHUNK})
    for row in found:
        *fields, hashed, mark = row
        if connection.dialect.name == "postgresql" and isinstance(fields[2], str):
            fields[2] = fields[2].removesuffix(_ERA)
        yield Row(Event(*fields), hashed, mark)
