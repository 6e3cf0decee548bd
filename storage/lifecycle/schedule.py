"""The council's retention schedule: a file of TOML, named by CORNERSTONE_RETENTION.

    [personal_supervision]
    keep = { years = 6 }
    from = "left_on"          # or "held_on"
    then = "content"          # or "row"
    source = "Retention schedule 2025, HR 14"

Without it nothing of a personal record is ever erased: councils keep theirs from 6 to 35 years, and no figure is ours.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

from scheduling.calendar import Interval
from scheduling.errors import SupervisionError
from storage.lifecycle.classes import CLASSES, Done, RetentionClass

UNITS = {"days": 366, "weeks": 53, "months": 12, "years": 1}
"""How many make a year, at most."""
LONGEST = 200
"""Years."""
_ANY_DAY = date(2001, 1, 1)
KEYS = ("keep", "from", "then", "source")


class ScheduleFault(SupervisionError):
    """The retention schedule is not right. Each line names a class, and what it should be."""


@dataclass(frozen=True, slots=True)
class Term:
    """How long one class is kept, from which day, and what is done then."""

    name: str
    keep: Interval
    counts_from: str
    then: Done
    source: str
    """The council's own schedule and its line; empty where the figure is ours."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The terms in force. A class without one is kept."""

    terms: Mapping[str, Term] = field(default_factory=dict)
    councils: frozenset[str] = frozenset()
    """Classes the council's own file speaks of."""

    @property
    def is_the_councils(self) -> bool:
        """Whether there is a file that speaks of anything."""
        return bool(self.councils)

    def term(self, name: str) -> Term | None:
        """Of one class."""
        return self.terms.get(name)

    @property
    def unset(self) -> tuple[str, ...]:
        """Classes that are kept for ever, since nobody has said how long."""
        return tuple(name for name, each in CLASSES.items() if each.then and name not in self.terms)


def ours() -> Schedule:
    """What holds without a council's schedule."""
    return Schedule({name: _our_term(name, each) for name, each in CLASSES.items() if each.ours})


def read(path: Path | None) -> Schedule:
    """The council's schedule over ours. Raises ScheduleFault with every fault of the file."""
    if path is None:
        return ours()
    try:
        return parse(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ScheduleFault(f"CORNERSTONE_RETENTION: {str(path)!r} cannot be read: {reason}") from None


def parse(text: str) -> Schedule:
    """The same, of its text. Raises ScheduleFault."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScheduleFault(f"retention: not TOML: {error}") from None
    faults: list[str] = []
    terms = dict(ours().terms)
    for name, values in said.items():
        known = CLASSES.get(name)
        if known is None or not known.then:
            can_be = ", ".join(each for each, one in CLASSES.items() if one.then)
            faults.append(f"retention.{name}: no class that has a period; there are {can_be}")
        elif not isinstance(values, dict):
            faults.append(f"retention.{name}: a table, with keep = {{ years = 6 }}, say")
        elif (term := _term(name, known, values, faults)) is not None:
            terms[name] = term
    if faults:
        raise ScheduleFault("\n".join(faults))
    return Schedule(terms, frozenset(said))


def _our_term(name: str, known: RetentionClass) -> Term:
    assert known.ours is not None
    return Term(name, known.ours, known.counts_from[0], known.then[0], "")


def _term(name: str, known: RetentionClass, values: Mapping[str, Any], faults: list[str]) -> Term | None:
    before = len(faults)
    faults += [f"retention.{name}.{key}: no such key; there are {', '.join(KEYS)}" for key in values if key not in KEYS]
    keep = _interval(f"retention.{name}.keep", values.get("keep"), known.least_days, faults)
    counts_from = _one_of(f"retention.{name}.from", values.get("from", known.counts_from[0]), known.counts_from, faults)
    then = cast("Done", _one_of(f"retention.{name}.then", values.get("then", known.then[0]), known.then, faults))
    source = values.get("source", "")
    if not isinstance(source, str):
        faults.append(f"retention.{name}.source: the line of your own schedule, as text")
    if (name, counts_from, then) == ("personal_supervision", "held_on", "row"):
        # What is owed to somebody who works here follows from these rows, however old they are.
        faults.append(f'retention.{name}.then: "row" goes with from = "left_on"; from "held_on" only "content" can go')
    if len(faults) > before or keep is None:
        return None
    return Term(name, keep, counts_from, then, source)


def _interval(place: str, value: object, least_days: int, faults: list[str]) -> Interval | None:
    if isinstance(value, dict) and len(value) == 1:
        ((unit, count),) = value.items()
        if unit in UNITS and type(count) is int and 0 < count <= LONGEST * UNITS[unit]:
            keep = Interval(count, unit)
            if (keep.after(_ANY_DAY) - _ANY_DAY).days >= least_days:
                return keep
            faults.append(f"{place}: at least {least_days} days; until then Cornerstone works with it")
            return None
    faults.append(f"{place}: one length, {{ years = 6 }} or {{ days = 90 }}, up to {LONGEST} years")
    return None


def _one_of(place: str, value: object, known: tuple[str, ...], faults: list[str]) -> str:
    if value in known:
        return str(value)
    faults.append(f"{place}: {' or '.join(repr(each) for each in known)}")
    return known[0]
