"""What every test would compile anew is compiled once a pytest process: statements of its engine, addresses of its pages."""

from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

from sqlalchemy import Connection, Engine, event
from werkzeug.routing import Rule

from storage.sealed import marks_of

Key = tuple[Any, ...]


class Compiled(MutableMapping[Key, Any]):
    """SQLAlchemy's cache of compiled statements, for every engine of a kind of database: its keys begin with the dialect."""

    def __init__(self) -> None:
        self._kept: dict[Key, Any] = {}

    def __getitem__(self, key: Key) -> Any:
        return self._kept[_of_its_kind(key)]

    def __setitem__(self, key: Key, compiled: Any) -> None:
        self._kept[_of_its_kind(key)] = compiled

    def __delitem__(self, key: Key) -> None:
        del self._kept[_of_its_kind(key)]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Key, default: Any = None) -> Any:
        return self._kept.get(_of_its_kind(key), default)


def _of_its_kind(key: Key) -> Key:
    """What is compiled seals with the keys of the engine it was compiled for."""
    dialect, *statement = key
    return dialect.name, dialect.driver, marks_of(dialect), *statement


def compile_once() -> None:
    """From now on, for every engine of this process."""
    compiled = Compiled()

    def share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=compiled)

    event.listen(Engine, "engine_connect", share)
    _addresses_once()


def _addresses_once() -> None:
    """Werkzeug writes and compiles two functions for each address of each desk and bot: most of what opening them takes."""
    written, compiled = Rule._compile_builder, dict[Key, Callable[..., tuple[str, str]]]()

    def builder(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if rule.defaults:
            return written(rule, append_unknown)
        key = (rule.rule, *rule._trace, append_unknown)
        if key not in compiled:
            compiled[key] = written(rule, append_unknown)
        return compiled[key]

    Rule._compile_builder = builder  # type: ignore[method-assign]
