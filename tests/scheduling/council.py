"""A small council to ask about: Ann supervised by Tom, Tom managed by Sue, Sue by Zoe."""

from datetime import date, datetime
from typing import Any

from scheduling import engine
from scheduling.answers import Finding, Notice, Obligation
from scheduling.calendar import LONDON
from scheduling.facts import Facts, parse
from scheduling.policy import Policy
from storage.packs import load

Row = dict[str, Any]
MANAGERS: list[Row] = [
    {"id": "tom", "role": "non_case_holder", "level": "supervisor", "started_on": "2018-09-03", "manager": "sue"},
    {"id": "tim", "role": "non_case_holder", "level": "supervisor", "started_on": "2019-01-07", "manager": "sam"},
    {"id": "sue", "role": "non_case_holder", "level": "service_manager", "started_on": "2016-02-01", "manager": "zoe"},
    {"id": "sam", "role": "non_case_holder", "level": "service_manager", "started_on": "2017-06-05", "manager": "zoe"},
    {"id": "zoe", "role": "non_case_holder", "level": "senior_manager", "started_on": "2014-01-06"},
]
POLICIES: dict[str, Policy] = {name: load(name) for name in ("wokingham", "manchester", "kent", "plymouth", "lscb")}


def ann(**more: Any) -> Row:
    """A case holder since 2023."""
    return {"id": "ann", "manager": "tom", "started_on": "2023-04-03", **more}


def bob(**more: Any) -> Row:
    """Another, in the other team."""
    return {"id": "bob", "manager": "tim", "started_on": "2023-04-03", **more}


def council(*people: Row, policy: str = "wokingham", **rows: Any) -> Facts:
    """Those people with their managers, supervised by them since they started or since September 2025."""
    everybody = people or (ann(),)
    relationships = [
        {"supervisee": row["id"], "supervisor": row["manager"], "from": max(row["started_on"], "2025-09-01")}
        for row in everybody
        if row.get("manager")
    ]
    return parse({"policy": policy, "people": [*everybody, *MANAGERS], "relationships": relationships, **rows})


def held(*days: str, who: str = "ann", by: str = "tom", kind: str = "personal", minutes: int = 90) -> list[Row]:
    """Sessions held and recorded on these days."""
    row = {"supervisee": who, "supervisor": by, "kind": kind, "minutes": minutes}
    return [{**row, "planned_on": day, "held_on": day, "recorded_on": day} for day in days]


def case(category: str = "child_protection", ref: str = "M1", **more: Any) -> Row:
    """An open case."""
    return {"ref": ref, "category": category, "opened_on": "2026-01-05", **more}


def allocated(worker: str = "ann", since: str = "2026-01-05", role: str = "key_worker", ref: str = "M1", **more: Any) -> Row:
    """A case allocated."""
    return {"case": ref, "worker": worker, "role": role, "from": since, **more}


def discussed(on: str, kind: str = "supervision", worker: str = "ann", by: str = "tom", ref: str = "M1", **more: Any) -> Row:
    """A case discussed, recorded and filed."""
    day = on[:10]
    return {
        **{"case": ref, "worker": worker, "by": by, "kind": kind, "on": on, "rationale": True},
        **{"recorded_on": day, "filed_on": day, **more},
    }


def at(day: str, time: str = "09:00") -> datetime:
    """An instant in London."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=LONDON)


def owed(facts: Facts, day: str, *kinds: str, time: str = "09:00") -> list[Obligation]:
    """What is open that day, of these kinds."""
    found = engine.derive(facts, POLICIES[facts.policy], at(day, time))
    return [row for row in found if row.kind in kinds] if kinds else found


def dates(facts: Facts, day: str, *kinds: str) -> list[str]:
    """The due dates of what is open that day."""
    return [row.due_on.isoformat() for row in owed(facts, day, *kinds)]


def sent(facts: Facts, first: str, last: str, *kinds: str) -> list[str]:
    """The notices of a time about obligations of these kinds, each as `03-02 late ann`."""
    notices = engine.notices(facts, POLICIES[facts.policy], date.fromisoformat(first), date.fromisoformat(last))
    return [line(row) for row in notices if not kinds or row.obligation.kind in kinds]


def line(notice: Notice) -> str:
    """A notice on one line."""
    return f"{notice.at.astimezone(LONDON):%m-%d} {notice.kind} {notice.to}"


def warned(facts: Facts, day: str) -> list[Finding]:
    """The warnings of a day."""
    return engine.check(facts, POLICIES[facts.policy], at(day))


def codes(facts: Facts, day: str) -> list[tuple[str, str | None]]:
    """Their codes, and whom they are about."""
    return [(row.code, row.person) for row in warned(facts, day)]
