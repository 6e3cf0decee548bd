"""One question asked of a facts file, answered as the JSON of the contract."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from scheduling import engine
from scheduling.answers import Finding, Notice, Obligation, Planned
from scheduling.calendar import LONDON
from scheduling.facts import Facts, FactsFault, parse
from scheduling.policy import Policy
from scheduling.shapes import KINDS
from scheduling.values import Wrong, a_date, instant
from storage import packs

Row = dict[str, Any]


class QuestionFault(FactsFault):
    """The question is wrong, not the facts."""


def answer(command: str, args: Mapping[str, Any], facts: object) -> list[Row]:
    """The answer to `due`, `plan`, `notices` or `check`. `FactsFault` lists every fault of the facts."""
    known, policy = understood(facts)
    return QUESTIONS[command](known, policy, args)


def understood(facts: object) -> tuple[Facts, Policy]:
    """The facts with their policy, or every fault of both."""
    from scheduling.errors import SupervisionError

    faults: list[str] = []
    policy: Policy | None = None
    known: Facts | None = None
    try:
        known = parse(facts)
    except FactsFault as fault:
        faults += fault.faults
    name = facts.get("policy") if isinstance(facts, dict) else None
    if isinstance(name, str) and name.strip():
        try:
            policy = packs.load(name)
        except SupervisionError as fault:
            faults += fault.sentence.splitlines()
    if known is None or policy is None:
        raise FactsFault(faults)
    return known, policy


def _due(facts: Facts, policy: Policy, args: Mapping[str, Any]) -> list[Row]:
    return [obligation_row(row, policy) for row in engine.derive(facts, policy, moment("now", args["now"]))]


def _plan(facts: Facts, policy: Policy, args: Mapping[str, Any]) -> list[Row]:
    person, kind, count = str(args["person"]), str(args["kind"]), int(args["count"])
    faults = []
    if all(row.id != person for row in facts.people):
        faults.append(f"--person: nobody has the id {person!r}")
    if kind not in KINDS:
        faults.append(f"--kind: {kind!r} is not one of {', '.join(KINDS)}")
    if not 0 < count <= 1000:
        faults.append(f"--count: {count} is not from 1 to 1000")
    if faults:
        raise QuestionFault(faults)
    return [planned_row(row) for row in engine.plan(facts, policy, person, kind, count)]


def _notices(facts: Facts, policy: Policy, args: Mapping[str, Any]) -> list[Row]:
    first, last = day("from", args["from"]), day("until", args["until"])
    if last < first:
        raise QuestionFault([f"--until: {last} is before --from, {first}"])
    return [notice_row(row) for row in engine.notices(facts, policy, first, last)]


def _check(facts: Facts, policy: Policy, args: Mapping[str, Any]) -> list[Row]:
    return [finding_row(row, policy) for row in engine.check(facts, policy, moment("now", args["now"]))]


QUESTIONS: dict[str, Callable[[Facts, Policy, Mapping[str, Any]], list[Row]]] = {
    "due": _due,
    "plan": _plan,
    "notices": _notices,
    "check": _check,
}


def moment(option: str, value: object) -> datetime:
    """The instant an option names; without an offset it is London's, and a plain day is its nine o'clock."""
    text = str(value)
    try:
        return instant(text if "T" in text else f"{a_date(text)}T09:00")
    except (ValueError, OverflowError, Wrong):
        raise QuestionFault([f"--{option}: {text!r} is not an instant such as 2026-03-24T09:00"]) from None


def day(option: str, value: object) -> date:
    """The day an option names."""
    try:
        return a_date(str(value))
    except Wrong as wrong:
        raise QuestionFault([f"--{option}: {wrong}"]) from None


def _when(value: date | datetime) -> str:
    return value.astimezone(LONDON).isoformat() if isinstance(value, datetime) else value.isoformat()


def obligation_row(row: Obligation, policy: Policy) -> Row:
    """An obligation as the contract writes it; `says` are the policy's words in short."""
    return {
        "rule": row.rule,
        "kind": row.kind,
        "person": row.person,
        "case": row.case,
        "due": _when(row.due),
        "state": row.state.value,
        "days_late": row.days_late,
        "responsible": list(row.responsible),
        "escalates_on": row.escalates_on.isoformat() if row.escalates_on else None,
        "source": row.source,
        "why": row.why,
        "says": policy.words(row.rule),
    }


def planned_row(row: Planned) -> Row:
    """A planned date as the contract writes it."""
    return {"due": row.due.isoformat(), "remind_on": row.remind_on.isoformat(), "rule": row.rule}


def notice_row(row: Notice) -> Row:
    """A notice as the contract writes it."""
    owed = row.obligation
    about = {"kind": owed.kind, "person": owed.person, "case": owed.case, "due": _when(owed.due)}
    return {"at": _when(row.at), "to": row.to, "kind": row.kind, "obligation": about}


def finding_row(row: Finding, policy: Policy) -> Row:
    """A warning as the contract writes it; `says` are the policy's words in short."""
    about = {"code": row.code, "rule": row.rule, "person": row.person, "case": row.case, "text": row.text}
    return {**about, "says": policy.words(row.rule)}
