"""Words a pack may use: a misspelt role or reading is a fault, not a rule that never holds."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Final

from scheduling.calendar import Interval
from scheduling.choosing import unwise
from scheduling.facts import Person
from scheduling.periods import MONTHS
from scheduling.readings import BY_NAME
from scheduling.references import wrong_patterns
from scheduling.shapes import (
    ALLOCATION_ROLES,
    CATEGORIES,
    DISCUSSION_KINDS,
    KINDS,
    LEVELS,
    MEASURED,
    PERSON_VALUES,
    READINGS,
    ROLES,
    SESSION_KINDS,
)
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
    "year": ("", "april", "service"),
    "from_": ("asye", "service"),
    "until": ("recorded", "filed"),
    "group_resets": ("never", "led_and_filed", "present_and_saved"),
    "kind": KINDS,
    "kept": ("never", "with_reason"),
    "of_roles": ROLES,
    "among": ("below", "service", "peers"),
    "what": ("skills", "procedures", "top_up", "objectives"),
}
_BY_READING: Final[dict[str, tuple[str, ...]]] = {
    "days_are": ("calendar", "working", "record_day_kind", "self_assessment_days"),
    "oversight": ("", "oversight_in_two_months", "oversight_in_three_months"),
    "reading": ("", "bi_monthly", "ninety_days_or_three_months"),
    "by": ("", "dip_samples_by"),
    "period": (*MONTHS, "head_of_locality_period"),
}
_AUDIT_KINDS: Final = ("dip_sample", "file_audit", "peer", "personal_records")


MOST: Final = 100_000


def unsound(place: str, version: Version) -> Iterator[str]:
    """Every word of a version that means nothing, and every number that cannot be."""
    yield from _walk(place, version, list(BY_NAME))
    for name in version.measured:
        if name not in MEASURED:
            yield f"{place}.measured: {shown(name)} is not one of {', '.join(MEASURED)}"


def unsound_versions(name: str, versions: tuple[Version, ...]) -> Iterator[str]:
    """No version at all, or two of one day."""
    if not versions:
        yield f"{name}.version: a policy has at least one version"
    first: dict[date, int] = {}
    for spot, version in enumerate(versions):
        if version is None or version.in_force_from is None:
            continue
        if (other := first.setdefault(version.in_force_from, spot)) != spot:
            yield f"{name}.version[{spot}].in_force_from: {version.in_force_from} is the day of version[{other}] too"


def unwise_readings(place: str, table: Mapping[str, Any]) -> Iterator[str]:
    """Every fault of a pack's readings."""
    yield from unwise(place, table, READINGS)


def _walk(place: str, value: Any, readings: list[str]) -> Iterator[str]:
    if isinstance(value, tuple):
        for spot, item in enumerate(value):
            yield from _walk(f"{place}[{spot}]", item, readings)
    if isinstance(value, int) and not isinstance(value, bool) and not 0 <= value <= MOST:
        yield f"{place}: {shown(value)} is not from 0 to {MOST}"
    if isinstance(value, Interval) and value.count > MOST:
        yield f"{place}: {shown(value.count)} {value.unit} is too long"
    if not is_dataclass(value) or isinstance(value, Interval):
        return
    for field in fields(value):
        inner = getattr(value, field.name)
        here = f"{place}.{field.name.rstrip('_')}"
        if field.name in ("who", "when"):
            yield from _conditions(here, inner, readings)
        elif field.name == "case_reference":
            patterns = tuple(each for each in inner or () if each is not None)
            if wrong := wrong_patterns(patterns):
                yield f"{here}: {wrong}"
        elif (known := _known(value, field.name, readings)) is not None and inner is not None:
            for word in inner if isinstance(inner, tuple) else (inner,):
                if word is not None and word not in known:
                    yield f"{here}: {shown(word)} is not one of {', '.join(filter(None, known))}"
        else:
            yield from _walk(here, inner, readings)


def _known(owner: Any, name: str, readings: list[str]) -> tuple[str, ...] | None:
    if name == "kinds":
        return KINDS if isinstance(owner, Escalation) else _AUDIT_KINDS if isinstance(owner, Sample) else DISCUSSION_KINDS
    if name in _BY_READING:
        return _BY_READING[name]
    return _WORDS.get(name)


def _conditions(place: str, conditions: Mapping[str, Any], readings: list[str]) -> Iterator[str]:
    attributes = {field.name for field in fields(Person)}
    for name, allowed in (conditions or {}).items():
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
