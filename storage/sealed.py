"""Content at rest: sealed with the newest key, readable with any key of the ring."""

from collections.abc import Sequence
from hashlib import blake2b
from weakref import WeakKeyDictionary

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Engine, MetaData, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from storage.errors import CannotUnseal

OWN = "\0"
"""What the bot seals for itself begins with this, and nothing a person wrote does."""
_rings: WeakKeyDictionary[Dialect, MultiFernet] = WeakKeyDictionary()
"""By dialect, because a column type meets nothing else of the engine it works for."""
_marks: WeakKeyDictionary[Dialect, tuple[str, ...]] = WeakKeyDictionary()


def new_key() -> str:
    """A key for CORNERSTONE_KEYS."""
    return Fernet.generate_key().decode()


def seal_with(engine: Engine, keys: Sequence[str]) -> None:
    """Give this engine its keys, newest first."""
    _rings[engine.dialect] = MultiFernet([Fernet(key) for key in keys])
    _marks[engine.dialect] = tuple(map(mark_of, keys))


def mark_of(key: str) -> str:
    """A key's mark: two processes can tell by it whether they seal with the same key, and nobody can tell the key."""
    return blake2b(key.encode(), digest_size=8, person=b"cornerstone key").hexdigest()


def marks_of(dialect: Dialect) -> tuple[str, ...]:
    """The marks of the keys an engine has, newest first; none where it has no key."""
    return _marks.get(dialect, ())


def as_stored(metadata: MetaData) -> list[Table]:
    """The declared tables, parents before children, with what is sealed as the plain text it is stored as: no key is needed."""
    stored = MetaData()
    for table in metadata.sorted_tables:
        for column in table.to_metadata(stored).columns:
            if isinstance(column.type, SealedText):
                column.type = Text()
    return stored.sorted_tables


def sealed_columns(metadata: MetaData) -> dict[str, list[str]]:
    """By table, its sealed columns: whatever is declared so is among them."""
    found = {each.name: [c.name for c in each.columns if isinstance(c.type, SealedText)] for each in metadata.sorted_tables}
    return {table: columns for table, columns in found.items() if columns}


class SealedText(TypeDecorator[str]):
    """Text that only the holder of a key can read."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Sealed with the newest key."""
        return None if value is None else _rings[dialect].encrypt(value.lstrip(OWN).encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Opened with whichever key sealed it."""
        if value is None:
            return None
        try:
            return _rings[dialect].decrypt(value.encode()).decode()
        except InvalidToken:
            raise CannotUnseal from None


class SealedOwn(SealedText):
    """What the bot seals for itself, to believe it when it is read again.

    Without more, whoever can write the database could have the bot seal a text of theirs, in a decision say, and put it here.
    """

    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Sealed with the newest key, and marked as the bot's own."""
        return None if value is None else _rings[dialect].encrypt(f"{OWN}{value}".encode()).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Opened; what is not the bot's own counts as sealed with no key."""
        opened = super().process_result_value(value, dialect)
        if opened is not None and not opened.startswith(OWN):
            raise CannotUnseal
        return opened and opened.removeprefix(OWN)
