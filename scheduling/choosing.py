"""Readings chosen by a council: what each may be, in a pack's `[readings]` and in the `settings` of a facts file."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from difflib import get_close_matches
from typing import Any, Final, get_type_hints

from scheduling.calendar import Interval
from scheduling.readings import BY_NAME, Readings
from scheduling.values import Check, Wrong, flag, interval, one_of, or_null, shown, whole

MOST: Final = 365
_HINTS: Final = get_type_hints(Readings)


def _several(check: Check) -> Check:
    def read(value: object) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise Wrong(f"{shown(value)} is not a list")
        if len(value) > MOST:
            raise Wrong("the list is too long")
        return tuple(check(item) for item in value)

    return read


def _check(name: str, kinds: tuple[str, ...]) -> Check:
    kind, about = _HINTS[name], BY_NAME[name].metadata
    if kind is bool:
        return flag
    if kind is int:
        return whole(about["least"], MOST)
    if kind is str:
        return one_of(about["choices"])
    if kind == tuple[str, ...]:
        return _several(one_of(kinds))
    if kind == tuple[int, ...]:
        return _several(whole(1, MOST))
    return interval if kind is Interval else or_null(interval)


def checks(kinds: tuple[str, ...]) -> dict[str, Check]:
    """What each reading may be; `kinds` are those of obligations."""
    return {each.name: _check(each.name, kinds) for each in fields(Readings)}


def unwise(place: str, table: Mapping[str, Any], known: Mapping[str, Check]) -> Iterator[str]:
    """Every fault of a table of readings."""
    for name, value in table.items():
        if name not in known:
            near = get_close_matches(str(name)[:80], list(known), 1)
            yield f"{place}.{name}: not a reading" + (f"; is it {near[0]!r}?" if near else "")
            continue
        try:
            known[name](value)
        except Wrong as wrong:
            yield f"{place}.{name}: {wrong}"
