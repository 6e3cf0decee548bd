"""A supervision policy as data: dated versions, intervals with units, the section each figure comes from."""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final

from scheduling.errors import SupervisionError
from scheduling.forms.template import Template
from scheduling.readings import DEFAULTS, Readings, chosen_over
from scheduling.saying import Cited
from scheduling.structure import structured
from scheduling.terms import Version


class PackFault(SupervisionError):
    """The policy pack is wrong."""

    def __init__(self, faults: list[str]) -> None:
        """Every fault, each with its place."""
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Policy:
    """A pack: its versions, oldest first, and its readings."""

    name: str
    title: str
    short: str
    versions: tuple[Version, ...]
    readings: Readings
    extends: str = ""
    """The pack it builds on."""
    says: Mapping[str, str] = field(default_factory=dict)
    """The policy's words in short, by rule."""
    forms: Mapping[str, Template] = field(default_factory=dict)
    """The forms it asks for, by name: those of the file beside it, over those of the pack it builds on, over our own."""

    def form(self, name: str) -> Template:
        """The form of that name; our own where the policy prints none. KeyError where there is none at all."""
        return self.forms[name]

    def at(self, on: date) -> Version:
        """The version in force that day; before the first, the first."""
        for version in reversed(self.versions):
            if version.in_force_from <= on:
                return version
        return self.versions[0]

    def words(self, rule: str) -> str:
        """What a rule says, in short; empty where nobody has put it in words."""
        return self.says.get(rule, "")

    def source(self, cited: Cited) -> str:
        """Where it is written, as a person would cite it: `Wokingham, Supervision Standard 16`."""
        return _source(self.short, cited.section)


@lru_cache(maxsize=1024)
def _source(short: str, section: str) -> str:
    """The same text for the same section: a report cites a few dozen of them half a million times."""
    return f"{short}, {section}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pack:
    """The tables of a pack file."""

    title: str
    short: str
    version: tuple[Version, ...]
    readings: Mapping[str, object] = field(default_factory=dict)
    says: Mapping[str, str] = field(default_factory=dict)
    extends: str = ""


MOST_PACKS: Final = 5
_VERSION: Final = re.compile(r"version\[\d+\]")


def parse_pack(
    name: str, text: str, *, extends: Callable[[str], str] | None = None, says: Mapping[str, str] | None = None
) -> Policy:
    """Read a pack from its TOML; `PackFault` lists everything that is wrong.

    A pack may build on another: `extends = "wokingham"`; `extends` here gives that pack's text by its name. What the pack
    says replaces what it builds on, section by section. So does each version with the one before it. `says` are the
    words of the rules file beside the pack; the pack's own `[says]` come before them.
    """
    from scheduling.soundness import unsound, unsound_versions, unwise_readings

    faults: list[str] = []
    pack = structured(name, _merged(name, text, extends, MOST_PACKS), _Pack, faults)
    if pack is not None:
        faults.extend(unwise_readings(f"{name}.readings", pack.readings or {}))
        faults.extend(unsound_versions(name, pack.version or ()))
        for spot, version in enumerate(pack.version or ()):
            faults.extend(unsound(f"{name}.version[{spot}]", version))
    if faults:
        raise PackFault(_each_once(name, faults))
    readings = read_readings(pack.readings)
    versions = tuple(sorted(pack.version, key=lambda version: version.in_force_from))
    return Policy(name, pack.title, pack.short, versions, readings, pack.extends, {**(says or {}), **pack.says})


def _each_once(name: str, faults: list[str]) -> list[str]:
    """Without what a version only has from the one before it."""
    said: set[str] = set()
    kept: list[str] = []
    for fault in faults:
        short = _VERSION.sub("version", fault, count=1) if fault.startswith(f"{name}.version[") else fault
        if short not in said:
            kept.append(fault)
        said.add(short)
    return kept


def read_readings(table: Mapping[str, Any]) -> Readings:
    """A good table of readings over the defaults."""
    from scheduling.shapes import READINGS

    return chosen_over(DEFAULTS, tuple((name, READINGS[name](value)) for name, value in table.items()))


def _merged(name: str, text: str, extends: Callable[[str], str] | None, depth: int) -> dict[str, Any]:
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # not TOML, or a number too long to be one
        raise PackFault([f"{name}: not TOML: {error}"]) from None
    if isinstance(base_name := table.get("extends"), str) and extends is not None:
        if not depth:
            raise PackFault([f"{name}.extends: packs build on each other without end"])
        table = _built_on(_merged(base_name, extends(base_name), extends, depth - 1), table)
    versions = table.get("version")
    if isinstance(versions, list):
        for spot in range(1, len(versions)):
            versions[spot] = _over(versions[spot - 1], versions[spot])
    return table


def base_of(text: str) -> str:
    """The pack a pack builds on; empty where it builds on none, or cannot be read."""
    try:
        base = tomllib.loads(text).get("extends")
    except (ValueError, RecursionError):
        return ""
    return base if isinstance(base, str) else ""


def _built_on(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """A pack's tables laid over those of the pack it builds on, whose last version is the ground of its first."""
    table = {**base, **own}
    for name in ("readings", "says"):
        if (both := _over(base.get(name), own.get(name))) is not None:
            table[name] = both
    before, after = base.get("version"), own.get("version")
    if isinstance(after, list) and after and isinstance(before, list) and before:
        table["version"] = [_over(before[-1], after[0]), *after[1:]]
    return table


def _over(base: object, own: object) -> Any:
    """`own` laid over `base`, key by key; whatever is no table replaces."""
    if isinstance(base, Mapping) and isinstance(own, Mapping):
        return {**base, **own}
    return base if own is None else own
