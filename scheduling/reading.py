"""A JSON document read into facts, every fault listed with its place."""

from collections.abc import Mapping
from dataclasses import fields
from difflib import get_close_matches
from typing import Any

from scheduling.calendar import Interval
from scheduling.facts import Change, Facts, FactsFault, Settings
from scheduling.shapes import CASE_VALUES, CHANGE, KINDS, ORGANISATION, PERSON_VALUES, SETTINGS, SHAPES, Shape
from scheduling.values import Check, Wrong, interval, shown, text

Read = dict[str, Any]
ATTRIBUTES = {"from": "from_on", "with": "with_"}
_NAMED = {each.name for each in fields(Settings)}
CHANGING = {"people": PERSON_VALUES, "cases": CASE_VALUES}


def read_facts(data: object) -> Facts:
    """The facts of a document, or every fault it has."""
    from scheduling.consistency import inconsistencies

    faults: list[str] = []
    document = read_document(data, faults)
    if isinstance(data, dict):
        faults += inconsistencies(document)
    if faults:
        raise FactsFault(faults)
    lists = {name: tuple(_made(shape, row) for row in document[name]) for name, shape in SHAPES.items()}
    return Facts(
        policy=document["policy"],
        settings=_settings_made(document["settings"]),
        organisation=_made(ORGANISATION, document["organisation"]),
        **lists,
    )


def read_document(data: object, faults: list[str]) -> Read:
    """Everything in the document that can be read; what cannot adds to `faults`."""
    document: Read = {name: [] for name in SHAPES} | {"policy": None, "settings": {}, "organisation": {}}
    if not isinstance(data, dict):
        faults.append(f"facts: {shown(data)} is not an object")
        return document
    for key in data:
        if key not in document:
            faults.append(_unknown(str(key), key, document))
    document["policy"] = _policy(data, faults)
    for name, shape in SHAPES.items():
        if name in data:
            document[name] = _rows(name, data[name], shape, faults)
    if "people" not in data:
        faults.append("people: missing; there must be at least one person")
    elif data["people"] == []:
        faults.append("people: nobody is listed; there must be at least one person")
    if "settings" in data:
        document["settings"] = _settings(data["settings"], faults)
    if "organisation" in data:
        document["organisation"] = _object("organisation", data["organisation"], ORGANISATION, faults) or {}
    return document


def _policy(data: Mapping[str, object], faults: list[str]) -> str | None:
    if "policy" not in data:
        faults.append("policy: missing; name a policy, or the path of a pack")
        return None
    try:
        return text(data["policy"])
    except Wrong as wrong:
        faults.append(f"policy: {wrong}")
        return None


def _rows(name: str, value: object, shape: Shape, faults: list[str]) -> list[Read]:
    """A list of objects; one that is no object is left out, its place kept by an empty one."""
    if not isinstance(value, list):
        faults.append(f"{name}: {shown(value)} is not a list")
        return []
    return [_object(f"{name}[{spot}]", row, shape, faults, CHANGING.get(name)) or {} for spot, row in enumerate(value)]


def _object(
    place: str, value: object, shape: Shape, faults: list[str], changing: dict[str, Check] | None = None
) -> Read | None:
    """The keys of one object that can be read, by their contract names."""
    if not isinstance(value, dict):
        faults.append(f"{place}: {shown(value)} is not an object")
        return None
    read: Read = {}
    for key, item in value.items():
        if (check := shape.keys.get(key)) is not None:
            try:
                read[key] = check(item)
            except Wrong as wrong:
                faults.append(f"{place}.{key}: {wrong}")
        elif shape.lists and key in shape.lists:
            read[key] = _rows(f"{place}.{key}", item, shape.lists[key], faults)
        elif changing and key == "changes":
            read[key] = _changes(f"{place}.changes", item, changing, faults)
        else:
            faults.append(
                _unknown(f"{place}.{key}", key, [*shape.keys, *(shape.lists or ()), *(["changes"] if changing else [])])
            )
    faults.extend(f"{place}.{key}: missing" for key in shape.needs if key not in value)
    return read


def _changes(place: str, value: object, changing: dict[str, Check], faults: list[str]) -> list[Read]:
    shape = Shape(Change, {**CHANGE.keys, "set": lambda given: given}, CHANGE.needs)
    rows = _rows(place, value, shape, faults)
    for spot, row in enumerate(rows):
        if "set" in row:
            row["set"] = _object(f"{place}[{spot}].set", row["set"], Shape(dict, changing), faults) or {}
    return rows


def _settings(value: object, faults: list[str]) -> Read:
    if not isinstance(value, dict):
        faults.append(f"settings: {shown(value)} is not an object")
        return {}
    rest = {key: item for key, item in value.items() if key != "intervals"}
    read = _object("settings", rest, SETTINGS, faults) or {}
    if "intervals" in value:
        read["intervals"] = _intervals(value["intervals"], faults)
    return read


def _settings_made(read: Read) -> Settings:
    named = {key: item for key, item in read.items() if key in _NAMED}
    return Settings(**named, readings={key: item for key, item in read.items() if key not in _NAMED})


def _intervals(value: object, faults: list[str]) -> dict[str, Interval]:
    checks: dict[str, Check] = dict.fromkeys(KINDS, interval)
    return _object("settings.intervals", value, Shape(dict, checks), faults) or {}


def _unknown(place: str, key: object, known: Any) -> str:
    near = get_close_matches(str(key)[:80], [str(name) for name in known], 1)
    return f"{shown(place)[1:-1]}: unknown key" + (f"; is it {near[0]!r}?" if near else "")


def _made(shape: Shape, row: Read) -> Any:
    """The object a good row stands for."""
    made: Read = {ATTRIBUTES.get(key, key): item for key, item in row.items() if key not in ("changes", "set")}
    for key, inner in (shape.lists or {}).items():
        if key in row:
            made[key] = tuple(_made(inner, item) for item in row[key])
    if row.get("changes"):
        made["changes"] = tuple(Change(change["on"], change["set"]) for change in row["changes"])
    return shape.makes(**made)
