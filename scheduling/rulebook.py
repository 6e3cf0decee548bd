"""A policy's rules, each with what becomes of it and what shows that it does: the file beside its pack."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from scheduling.errors import SupervisionError
from scheduling.structure import structured

TREATMENTS: Final = (
    "schedule", "remind", "escalate", "record field", "validation", "access", "report", "audit", "reference only",
)  # fmt: skip
CAPABILITIES: Final[Mapping[str, str]] = {
    "access": "who may read what, told to the supervisee, with purpose and time",
    "agreed interval for a case": "a case discussed more often than its category asks",
    "audits": "random samples, audit forms, findings",
    "case system checks": "what is on the case system, per child, seen and ticked off",
    "copies and exports": "a supervisee's own copy without identifiers",
    "decision and review points": "oversight at the points the case itself gives",
    "group form": "a group session with its people, their parts, and its record",
    "moving and leaving": "records go to the new supervisor or to the archive",
    "notice of a change": "the other is told when a booking moves",
    "reports": "figures by team, service and council",
    "session form": "the policy's own headings and fields in the record of a session",
    "staff file": "what is on the staff file, by yes or no and date",
    "support after an event": "additional support considered after an allegation or a complex enquiry",
}
"""What brings the rest of a rule, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a policy."""

    id: str
    section: str
    says: str
    """The policy's words in short."""
    treatment: tuple[str, ...]
    shown_by: tuple[str, ...] = ()
    """Scenarios and tests that show what is treated already."""
    arrives_with: Mapping[str, str] = field(default_factory=dict)
    """By treatment, the capability that brings it."""
    reason: str = ""
    """Why a rule is for reference only."""

    @property
    def done(self) -> tuple[str, ...]:
        """The treatments there are already."""
        return tuple(each for each in self.treatment if each not in self.arrives_with and each != "reference only")

    @property
    def standing(self) -> str:
        """`shown`, `in part`, `to come`, or `reference only`."""
        if self.treatment == ("reference only",):
            return "reference only"
        if not self.arrives_with:
            return "shown"
        return "in part" if self.done else "to come"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """A policy's rules; and its figures, each in the pack or explained."""

    rule: tuple[Rule, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    """Parameters of the catalogue, by the place in the pack that holds them."""
    explained: Mapping[str, str] = field(default_factory=dict)
    """Parameters that are not in the pack, each with its reason."""

    @property
    def says(self) -> dict[str, str]:
        """The policy's words in short, by rule."""
        return {rule.id: rule.says for rule in self.rule}


class RulebookFault(SupervisionError):
    """The rules file is wrong."""


def parse_rulebook(name: str, text: str) -> Rulebook:
    """Read a rules file; every fault is a line."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise RulebookFault(f"{name}: not TOML: {error}") from None
    faults: list[str] = []
    book: Rulebook | None = structured(name, table, Rulebook, faults)
    if book is not None and not faults:
        faults += _unsound(name, book)
    if faults or book is None:
        raise RulebookFault("\n".join(faults))
    return book


def _unsound(name: str, book: Rulebook) -> list[str]:
    faults: list[str] = []
    seen: set[str] = set()
    for spot, rule in enumerate(book.rule):
        place = f"{name}.rule[{spot}] ({rule.id})"
        if rule.id in seen:
            faults.append(f"{place}: the rule is there already")
        seen.add(rule.id)
        faults += [f"{place}.treatment: {each!r} is not one of {', '.join(TREATMENTS)}" for each in _strange(rule)]
        faults += [
            f"{place}.arrives_with: {treatment!r} is no treatment of the rule"
            for treatment in rule.arrives_with
            if treatment not in rule.treatment
        ]
        faults += [
            f"{place}.arrives_with: {what!r} is no capability that is known"
            for what in rule.arrives_with.values()
            if what not in CAPABILITIES
        ]
        if not rule.treatment:
            faults.append(f"{place}.treatment: none")
        if "reference only" in rule.treatment and not rule.reason.strip():
            faults.append(f"{place}.reason: missing; say why the rule is for reference only")
        if bool(rule.done) != bool(rule.shown_by):
            faults.append(f"{place}.shown_by: what is treated is shown, and what is shown is treated")
    return faults


def _strange(rule: Rule) -> list[str]:
    return [each for each in rule.treatment if each not in TREATMENTS]
