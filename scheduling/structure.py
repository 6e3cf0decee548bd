"""A parsed TOML table turned into the dataclass that describes it, every fault with its place."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from scheduling.calendar import UNITS, Interval
from scheduling.values import shown

_SCALARS: dict[Any, str] = {str: "a text", int: "a whole number", bool: "true or false", date: "a date"}
RENAMED = {"from": "from_", "with": "with_"}


def structured(place: str, value: object, into: Any, faults: list[str]) -> Any:
    """`value` as the type `into`; where it cannot be, a fault, and `None` in the place of what is wrong."""
    origin = get_origin(into)
    if origin in (Union, types.UnionType):
        return structured(place, value, next(kind for kind in get_args(into) if kind is not type(None)), faults)
    if origin is tuple:
        return _several(place, value, get_args(into)[0], faults)
    if origin is not None:
        return _mapping(place, value, get_args(into)[1], faults)
    if into is Interval:
        return _interval(place, value, faults)
    if is_dataclass(into):
        return _table(place, value, into, faults)
    return _scalar(place, value, into, faults)


@cache
def _hints(into: Any) -> dict[str, Any]:
    return get_type_hints(into)


def _table(place: str, value: object, into: Any, faults: list[str]) -> Any:
    if not isinstance(value, Mapping):
        faults.append(f"{place}: {shown(value)} is not a table")
        return None
    before = len(faults)
    hints, given = _hints(into), {RENAMED.get(key, key): item for key, item in value.items()}
    faults.extend(f"{place}.{key}: unknown key" for key in given if key not in hints)
    faults.extend(f"{place}.{field.name}: missing" for field in fields(into) if field.name not in given and _needed(field))
    made = {key: structured(f"{place}.{key}", item, hints[key], faults) for key, item in given.items() if key in hints}
    if len(faults) > before:  # what can be read is still looked at, so that every fault is found at once
        made |= {field.name: None for field in fields(into) if field.name not in made and _needed(field)}
    return into(**made)


def _needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _several(place: str, value: object, kind: Any, faults: list[str]) -> Any:
    if not isinstance(value, list):
        faults.append(f"{place}: {shown(value)} is not a list")
        return ()
    return tuple(structured(f"{place}[{spot}]", item, kind, faults) for spot, item in enumerate(value))


def _mapping(place: str, value: object, kind: Any, faults: list[str]) -> Any:
    if not isinstance(value, Mapping):
        faults.append(f"{place}: {shown(value)} is not a table")
        return {}
    return {key: structured(f"{place}.{key}", item, kind, faults) for key, item in value.items()}


def _interval(place: str, value: object, faults: list[str]) -> Interval | None:
    if isinstance(value, Mapping) and len(value) == 1:
        ((unit, count),) = value.items()
        if unit in UNITS and isinstance(count, int) and not isinstance(count, bool) and count > 0:
            return Interval(count, unit)
    faults.append(f"{place}: not an interval such as {{ weeks = 2 }}, in {', '.join(UNITS)}")
    return None


def _scalar(place: str, value: object, into: Any, faults: list[str]) -> Any:
    if into in (object, Any):
        return value
    right = (
        isinstance(value, into)
        and not (into is int and isinstance(value, bool))
        and not (into is date and isinstance(value, datetime))
    )
    if not right:
        faults.append(f"{place}: {shown(value) if not isinstance(value, date) else value} is not {_SCALARS[into]}")
        return None
    return value
