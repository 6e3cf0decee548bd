"""Rotating keys while everybody works: what is sealed with an older key is sealed anew with the newest.

Values are read in pieces without a lock, sealed anew in memory, and written in small transactions, each value only where it
still is what was read: a change made meanwhile stays, and was sealed by whoever made it. On PostgreSQL a row that somebody
holds is left for the next round, so nobody is waited for with a lock in hand; on SQLite the file is let go for some time after
each transaction, so that those who poll for it get their turn. Whatever kills it, each value is whole, under the one key or
the other, and the next run goes on: a value's signature says which key sealed it, without opening it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Column, MetaData, Table, and_, bindparam, func, select, tuple_, update

from storage.dialects import locked
from storage.errors import Busy
from storage.models import Base
from storage.sealed import as_stored, sealed_columns

if TYPE_CHECKING:
    from storage.store import Store

READ_AT_ONCE = 500
"""Rows in hand: their values are sealed anew before anything is locked."""
WRITTEN_AT_ONCE = 250
HELD_SECONDS = 0.025
"""A transaction has so many values at most, and takes no more after so long: nobody who has to wait for it notices."""
PAUSE = 3.0
"""The database is let go for so many times as long as it was held."""
MOST_ROUNDS = 20
"""The first seals anew, the second finds nothing left. More are needed only where rows were held by others."""
BUSY_TRIES = 300
BUSY_PAUSE = 0.1
"""How often a busy database is tried again, having waited its own time for it, and after how long: somebody may import."""
Progress = Callable[[str, int, int], None]
"""Told the table, how many of its sealed values have been looked at, and how many there are."""


@dataclass(slots=True)
class Found:
    """What is sealed, by the key that sealed it."""

    by_key: list[int]
    """How many values each key of the ring seals, newest first."""
    unread: dict[str, int] = field(default_factory=dict)
    """By table and column, how many no key of the ring opens."""

    @property
    def older(self) -> int:
        """How many an older key seals."""
        return sum(self.by_key[1:])


@dataclass(frozen=True, slots=True)
class _Value:
    """One sealed value where it lies."""

    column: str
    at: tuple[Any, ...]
    """Its row's primary key."""
    token: str


class Rotation:
    """Over every sealed column of every table, whatever tables there are."""

    def __init__(self, store: Store, keys: Sequence[str], metadata: MetaData = Base.metadata) -> None:
        """`keys` newest first."""
        self._store = store
        self._ring = [Fernet(key) for key in keys]
        self._all = MultiFernet(self._ring)
        self._sealed = sealed_columns(metadata)
        self._tables = [table for table in as_stored(metadata) if table.name in self._sealed]

    def check(self, progress: Progress = lambda *_: None) -> Found:
        """Which keys are in use. Changes nothing. Raises Busy, Unavailable."""
        return self._round(progress, self._leave)

    def rotate(self, progress: Progress = lambda *_: None) -> Found:
        """Seal everything anew that an older key seals; what is in use afterwards. Run it again after whatever ended it.

        A value no key opens stays as it is and is counted. Some are left with an older key only where a process goes on
        sealing with it. Raises Busy, Unavailable.
        """
        found = self._round(progress, self._seal_anew)
        for _ in range(MOST_ROUNDS):
            if not found.older:
                break
            found = self._round(lambda *_: None, self._seal_anew)
        return found

    def _round(self, progress: Progress, what: Callable[[Table, list[_Value]], None]) -> Found:
        """Look at every value once, and do `what` to those an older key seals. Answers what was found, before that."""
        found = Found([0] * len(self._ring))
        for table in self._tables:
            total, done = self._count(table), 0
            progress(table.name, 0, total)
            for values in self._values(table):
                older = [value for value in values if self._is_older(value, table, found)]
                what(table, older)
                done += len(values)
                progress(table.name, done, max(total, done))
        return found

    def _is_older(self, value: _Value, table: Table, found: Found) -> bool:
        key = self._key_of(value.token)
        if key is None:
            place = f"{table.name}.{value.column}"
            found.unread[place] = found.unread.get(place, 0) + 1
            return False
        found.by_key[key] += 1
        return key > 0

    def _key_of(self, token: str) -> int | None:
        """Which key of the ring sealed it, newest first: the signature is checked and nothing is opened."""
        for number, key in enumerate(self._ring):
            try:
                key.extract_timestamp(token)
            except (InvalidToken, ValueError):
                continue
            return number
        return None

    def _count(self, table: Table) -> int:
        counted = select(*(func.count(table.c[name]) for name in self._sealed[table.name]))
        with self._store.reading() as session:
            return sum(session.execute(counted).one())

    def _values(self, table: Table) -> Iterator[list[_Value]]:
        """Every sealed value of a table, some rows at a time, each time as the table is by then."""
        keys, names = list(table.primary_key.columns), self._sealed[table.name]
        query = select(*keys, *(table.c[name] for name in names)).order_by(*keys).limit(READ_AT_ONCE)
        after: tuple[Any, ...] | None = None
        while True:
            piece = query if after is None else query.where(_is_after(keys, after))
            with self._store.reading() as session:
                rows = session.execute(piece).all()
            yield [
                _Value(name, tuple(row[: len(keys)]), token)
                for row in rows
                for name, token in zip(names, row[len(keys) :], strict=True)
                if token is not None
            ]
            if len(rows) < READ_AT_ONCE:
                return
            after = tuple(rows[-1][: len(keys)])

    def _leave(self, table: Table, values: list[_Value]) -> None:
        """Only looked at."""

    def _seal_anew(self, table: Table, values: list[_Value]) -> None:
        anew = [(value, self._all.rotate(value.token).decode()) for value in values]
        while anew:
            done, held = self._patiently(table, anew[:WRITTEN_AT_ONCE])
            anew = anew[done:]
            sleep(PAUSE * held)

    def _patiently(self, table: Table, anew: Sequence[tuple[_Value, str]]) -> tuple[int, float]:
        """Write as soon as the database is free. Raises Busy where it is not for minutes."""
        for _ in range(BUSY_TRIES):
            try:
                return self._write(table, anew)
            except Busy:
                sleep(BUSY_PAUSE)
        raise Busy

    def _write(self, table: Table, anew: Sequence[tuple[_Value, str]]) -> tuple[int, float]:
        """One transaction. How many of these are done with, and for how many seconds it held the database."""
        keys, done = list(table.primary_key.columns), 0
        free = locked(select(*keys).where(tuple_(*keys).in_([value.at for value, _ in anew])))
        with self._store.writing() as session:
            begun, connection = monotonic(), session.connection()
            # Who holds a row is not waited for: two that wait for each other would be a deadlock.
            mine = {tuple(row) for row in connection.execute(free)}
            for value, token in anew:
                if value.at in mine:
                    connection.execute(self._updates[table.name, value.column], _parameters(value, token))
                done += 1
                if monotonic() - begun > HELD_SECONDS:
                    break
            session.commit()
            return done, monotonic() - begun

    @cached_property
    def _updates(self) -> dict[tuple[str, str], Any]:
        """Of each sealed column: put this in the place of that, if that is still there."""
        return {
            (table.name, name): update(table)
            .where(and_(*(key == bindparam(f"at_{n}") for n, key in enumerate(table.primary_key.columns))))
            .where(table.c[name] == bindparam("before"))
            .values({name: bindparam("anew")})
            for table in self._tables
            for name in self._sealed[table.name]
        }


def _parameters(value: _Value, token: str) -> dict[str, Any]:
    return {"before": value.token, "anew": token} | {f"at_{n}": part for n, part in enumerate(value.at)}


def _is_after(keys: Sequence[Column[Any]], after: tuple[Any, ...]) -> Any:
    return tuple_(*keys) > tuple_(*(bindparam(None, part, type_=key.type) for key, part in zip(keys, after, strict=True)))
