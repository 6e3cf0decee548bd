"""A supervision policy as data: dated versions, intervals with units, the section each figure comes from."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from scheduling.errors import SupervisionError
from scheduling.structure import structured
from scheduling.terms import Cited, Version


class PackFault(SupervisionError):
    """The policy pack is wrong."""

    def __init__(self, faults: list[str]) -> None:
        """Every fault, each with its place."""
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """How open wording is read, and the bot's own defaults: `rules.md`, parts 7 and 9. Each is a named setting."""

    escalate_from_day: int = 22
    """R-12: the first day after the three weeks."""
    asye_reading: str = "std16"
    """R-8: `std16`, six weeks and the following six months; `s3`, six months from the start."""
    record_day_kind: str = "calendar"
    """R-10: `calendar` or `working`."""
    oversight_in_two_months: tuple[int, ...] = (1,)
    """R-13: months after case supervision that need an oversight entry, in a two-monthly cycle."""
    oversight_in_three_months: tuple[int, ...] = (1, 2)
    """R-13: the same in a three-monthly cycle; the lighter reading is `[2]`."""
    ad_hoc_counts_as_oversight: bool = True
    """R-13."""
    supervisees_red_from: int = 7
    """R-22: so many supervisees are too many."""
    front_door_min_criteria: int = 3
    """R-24: different criteria among the cases of a session."""
    remind_days_before: tuple[int, ...] = (7,)
    """Bot default: calendar days before the due date."""
    remind_working_days_before: tuple[int, ...] = (1,)
    """Bot default: working days before the due date."""
    remind_late_only_the_day_before: tuple[str, ...] = ("management_oversight", "record_session", "record_discussion")
    """Bot default: kinds reminded only on the working day before."""
    still_late_days: tuple[int, ...] = (8, 15)
    """Bot default: days after the due date to ask again."""
    last_day: int = 21
    """Bot default: the last day in time, counted from the due date."""
    escalate_again_days: int = 7
    """Bot default: days from one rung of the ladder to the next."""
    missed_period_shown_days: int = 21
    """Bot default: how long what was not done in a calendar period stays open after it."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A pack: its versions, oldest first, and its readings."""

    name: str
    title: str
    short: str
    versions: tuple[Version, ...]
    readings: Readings

    def at(self, on: date) -> Version:
        """The version in force that day; before the first, the first."""
        for version in reversed(self.versions):
            if version.in_force_from <= on:
                return version
        return self.versions[0]

    def source(self, cited: Cited) -> str:
        """Where it is written, as a person would cite it: `Wokingham, Supervision Standard 16`."""
        return f"{self.short}, {cited.section}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pack:
    """The tables of a pack file."""

    title: str
    short: str
    version: tuple[Version, ...]
    readings: Readings = Readings()
    extends: str = ""


MOST_PACKS: Final = 5


def parse_pack(name: str, text: str, *, extends: Callable[[str], str] | None = None) -> Policy:
    """Read a pack from its TOML; `PackFault` lists everything that is wrong.

    A pack may build on another: `extends = "wokingham"`; `extends` here gives that pack's text by its name. What the pack
    says replaces what it builds on, section by section. So does each version with the one before it.
    """
    faults: list[str] = []
    pack = structured(name, _merged(name, text, extends, MOST_PACKS), _Pack, faults)
    if not faults and not pack.version:
        faults.append(f"{name}.version: a policy has at least one version")
    if not faults:
        from scheduling.soundness import unsound

        for spot, version in enumerate(pack.version):
            faults.extend(unsound(f"{name}.version[{spot}]", version, pack.readings))
    if faults:
        raise PackFault(faults)
    versions = tuple(sorted(pack.version, key=lambda version: version.in_force_from))
    return Policy(name, pack.title, pack.short, versions, pack.readings)


def _merged(name: str, text: str, extends: Callable[[str], str] | None, depth: int) -> dict[str, Any]:
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise PackFault([f"{name}: not TOML: {error}"]) from None
    if isinstance(base_name := table.get("extends"), str) and extends is not None:
        if not depth:
            raise PackFault([f"{name}.extends: packs build on each other without end"])
        base = _merged(base_name, extends(base_name), extends, depth - 1)
        own = table.get("version")
        table = {**base, **table, "readings": _over(base.get("readings"), table.get("readings"))}
        table["version"] = base["version"] if own is None else own
        if isinstance(own, list) and own:
            table["version"] = [_over(base["version"][-1], own[0]), *own[1:]]
    versions = table.get("version")
    if isinstance(versions, list):
        for spot in range(1, len(versions)):
            versions[spot] = _over(versions[spot - 1], versions[spot])
    return table


def _over(base: object, own: object) -> Any:
    """`own` laid over `base`, key by key; whatever is no table replaces."""
    if isinstance(base, Mapping) and isinstance(own, Mapping):
        return {**base, **own}
    return base if own is None else own
