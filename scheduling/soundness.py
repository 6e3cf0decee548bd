"""Words a pack may use: a misspelt role or reading is a fault, not a rule that never holds."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from scheduling.facts import Person
from scheduling.periods import MONTHS
from scheduling.shapes import ALLOCATION_ROLES, CATEGORIES, DISCUSSION_KINDS, KINDS, LEVELS, PERSON_VALUES, SESSION_KINDS
from scheduling.terms import Escalation, Sample, Version
from scheduling.values import Wrong, shown

_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "sessions": SESSION_KINDS,
    "categories": CATEGORIES,
    "starts_after": CATEGORIES,
    "roles": ALLOCATION_ROLES,
    "exempt_roles": ALLOCATION_ROLES,
    "holders": ALLOCATION_ROLES,
    "levels": LEVELS,
    "of_levels": LEVELS,
    "period": tuple(MONTHS),
    "year": ("", "april", "service"),
    "from_": ("asye", "service"),
    "until": ("recorded", "filed"),
    "group_resets": ("never", "led_and_filed", "present_and_saved"),
    "kind": KINDS,
}
_AUDIT_KINDS: Final = ("dip_sample", "file_audit", "peer", "personal_records")


def unsound(place: str, version: Version, readings: Any) -> Iterator[str]:
    """Every word of a version that means nothing."""
    names = [field.name for field in fields(readings)]
    yield from _walk(place, version, names)


def _walk(place: str, value: Any, readings: list[str]) -> Iterator[str]:
    if isinstance(value, tuple):
        for spot, item in enumerate(value):
            yield from _walk(f"{place}[{spot}]", item, readings)
    if not is_dataclass(value):
        return
    for field in fields(value):
        inner = getattr(value, field.name)
        here = f"{place}.{field.name.rstrip('_')}"
        if field.name in ("who", "when"):
            yield from _conditions(here, inner, readings)
        elif (known := _known(value, field.name, readings)) is not None and inner is not None:
            for word in inner if isinstance(inner, tuple) else (inner,):
                if word not in known:
                    yield f"{here}: {shown(word)} is not one of {', '.join(filter(None, known))}"
        else:
            yield from _walk(here, inner, readings)


def _known(owner: Any, name: str, readings: list[str]) -> tuple[str, ...] | None:
    if name == "kinds":
        return KINDS if isinstance(owner, Escalation) else _AUDIT_KINDS if isinstance(owner, Sample) else DISCUSSION_KINDS
    if name == "days_are":
        return ("calendar", "working", *readings)
    if name == "oversight":
        return ("", *readings)
    return _WORDS.get(name)


def _conditions(place: str, conditions: Mapping[str, Any], readings: list[str]) -> Iterator[str]:
    attributes = {field.name for field in fields(Person)}
    for name, allowed in conditions.items():
        if place.endswith(".when"):
            if name not in readings:
                yield f"{place}.{name}: not a reading; there are {', '.join(readings)}"
        elif name != "supervises" and name not in attributes:
            yield f"{place}.{name}: unknown; a person has {', '.join(sorted(attributes))}"
        else:
            yield from _values(f"{place}.{name}", name, allowed)


def _values(place: str, name: str, allowed: Any) -> Iterator[str]:
    check = PERSON_VALUES.get("role" if name == "supervises" else name)
    for value in allowed if check else ():
        try:
            if check:
                check(value)
        except Wrong as wrong:
            yield f"{place}: {wrong}"
