"""Good facts and good packs, and what can be done to them: keys lost, values of every other kind, text cut and turned."""

import copy
import random
import re
from functools import cache
from typing import Any

from storage.packs import NAMES, pack_text

GOOD: dict[str, Any] = {
    "policy": "wokingham",
    "settings": {"escalate_from_day": 22, "intervals": {"case_discussion": {"weeks": 8}}},
    "organisation": {"service": "North", "senior_managers": ["zoe"]},
    "people": [
        {
            "id": "ann", "role": "case_holder", "started_on": "2024-05-01", "manager": "tom", "asye_from": "2025-11-03",
            "changes": [{"on": "2026-06-01", "set": {"employment": "agency"}}],
        },
        {"id": "bob", "started_on": "2025-12-01", "manager": "tom", "hours": "part_time"},
        {"id": "tom", "role": "non_case_holder", "level": "supervisor", "started_on": "2018-09-03", "manager": "sue"},
        {"id": "sue", "role": "non_case_holder", "level": "service_manager", "started_on": "2016-04-04", "manager": "zoe"},
        {"id": "zoe", "role": "non_case_holder", "level": "senior_manager", "started_on": "2014-01-06"},
    ],
    "relationships": [
        {"supervisee": "ann", "supervisor": "tom", "from": "2024-05-01", "until": None},
        {"supervisee": "bob", "supervisor": "tom", "from": "2025-12-01"},
        {"supervisee": "tom", "supervisor": "sue", "from": "2018-09-03"},
    ],
    "agreements": [
        {
            "supervisee": "ann", "supervisor": "tom", "signed_by_supervisee_on": "2024-05-20",
            "signed_by_supervisor_on": "2024-05-20", "named_manager": "sue", "every": {"weeks": 2}, "from": "2026-01-11",
        }
    ],
    "sessions": [
        {
            "supervisee": "ann", "supervisor": "tom", "kind": "personal", "planned_on": "2026-02-02", "held_on": "2026-02-03",
            "minutes": 90, "recorded_on": None,
            "postponements": [{"from": "2026-02-02", "to": "2026-02-03", "reason": "court", "on": "2026-02-01"}],
            "direct_work": [{"case": "M1", "state": "completed"}],
            "front_door_cases": [{"id": "100200", "criterion": 1}],
        },
        {"supervisee": "bob", "supervisor": "tom", "planned_on": "2026-03-30"},
    ],
    "cases": [
        {
            "ref": "M1", "category": "child_protection", "opened_on": "2026-01-05", "children": ["K1"], "family": "F1",
            "changes": [{"on": "2026-03-18", "set": {"category": "child_in_need"}}],
        },
        {"ref": "M2", "category": "open", "opened_on": "2025-10-05", "family": "F1", "joint_from": "2026-01-05"},
    ],
    "allocations": [
        {"case": "M1", "worker": "ann", "role": "key_worker", "from": "2026-01-05T10:00"},
        {"case": "M2", "worker": "bob", "role": "lead", "from": "2025-12-05", "until": None},
        {"case": "M2", "worker": "ann", "role": "co_worker", "from": "2025-12-09"},
    ],
    "discussions": [
        {"case": "M1", "worker": "ann", "by": "tom", "kind": "supervision", "on": "2026-02-10", "recorded_on": None},
        {"case": "M1", "worker": "ann", "by": "ann", "kind": "ad_hoc", "on": "2026-02-20T10:00:00Z", "rationale": False},
        {"case": "M2", "worker": "bob", "by": "tom", "kind": "group", "on": "2026-02-20", "with": ["ann"]},
    ],
    "observations": [{"of": "ann", "by": "tom", "kind": "practice", "on": "2025-03-30"}],
    "groups": [{"on": "2026-02-20", "kind": "team", "facilitator": "tom", "attendees": ["ann", "bob"], "cases": ["M2"]}],
    "conversations": [{"person": "ann", "kind": "plan", "on": "2025-05-06"}],
    "probation_assessments": [{"person": "bob", "on": "2026-01-02"}],
    "audits": [{"auditor": "sue", "of_supervision": "ann", "on": "2026-03-10", "finished_on": "2026-03-10"}],
    "absences": [{"person": "tom", "from": "2026-03-06", "until": None}],
}  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 7, 10**9, 10**30, 1.5, float("1e300"), "", " ", "ann", "nobody", "M1", "2026-02-30",
    "2026-03-29T01:30", "0001-01-01", "9999-12-31", "2026-03-24", "2028-02-29", "2026-03-24T25:00", "2026-03-24T09:00+25:00",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "x" * 600, "\u0000", "\ud800", "\u202e", [], {}, [[]], [None],
    {"weeks": 2}, {"weeks": 10**9}, {"days": 100_000}, {"years": 9000}, {"months": 0}, ["ann", "ann"], [{}], {"on": None},
    "kent", "manchester", "plymouth", "lscb", "supervision", "group", "combined", "duty", "assessment", "informal",
)  # fmt: skip


def mangled_facts(chance: random.Random) -> Any:
    """The good facts under any policy, with a few things done to them."""
    document = copy.deepcopy(GOOD)
    document["policy"] = chance.choice(NAMES)
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3, 8))):
        spots = list(_spots(document))
        if not spots:
            break
        holder, key = chance.choice(spots)
        _do(chance, holder, key)
    return chance.choice(VALUES) if chance.random() < 0.01 else document


def _spots(value: Any) -> Any:
    """Every place in a document that can be changed."""
    if isinstance(value, dict):
        for key in list(value):
            yield value, key
            yield from _spots(value[key])
    elif isinstance(value, list):
        for spot in range(len(value)):
            yield value, spot
            yield from _spots(value[spot])


def _do(chance: random.Random, holder: Any, key: Any) -> None:
    what = chance.random()
    if what < 0.12:
        del holder[key]
    elif what < 0.22 and isinstance(holder, dict):
        holder[chance.choice(["lunch", "from", "on", "until", "kind", "id", "changes", "set", "every"])] = chance.choice(VALUES)
    elif what < 0.34 and isinstance(holder, list):
        holder.append(copy.deepcopy(chance.choice(holder)))
    elif what < 0.6 and isinstance(holder[key], str) and re.match(r"\d{4}-\d\d-\d\d", holder[key]):
        year, month, day = (
            chance.choice((1, 1989, 2023, 2026, 2026, 2027, 2099, 2100, 9999)),
            chance.randint(1, 12),
            chance.randint(1, 31),
        )
        holder[key] = f"{year:04}-{month:02}-{day:02}" + chance.choice(("", "", "", "T00:00", "T23:59:59+01:00"))
    else:
        holder[key] = copy.deepcopy(chance.choice(VALUES))


WORDS = (
    "0", "-1", "1", "3", "99999999999999999999", "true", '"x"', "[]", "{}", "{ weeks = 2 }", "{ hours = 5 }", "[1, 2]",
    '["personal"]', "2026-01-01", "0001-01-01", "9999-12-31", "2026-01-01T10:00:00", "nan", "inf", '"\\u0000"', "[[",
    '"""', '{ rule = "A", section = "1" }', '{ rule = "A", section = "1", every = { days = 1 } }', "0.5", '"working"',
    '"asye"',
)  # fmt: skip


@cache
def _packs() -> tuple[list[str], ...]:
    own = 'extends = "wokingham"\ntitle = "Ours"\n[readings]\nescalate_from_day = 15\n[[version]]\nlabel = "2"\n'
    own += 'in_force_from = 2026-03-20\n[version.agreement]\nreview = { rule = "A", section = "1", every = { months = 1 } }\n'
    return (*(pack_text(name).splitlines() for name in NAMES), own.splitlines(), own.splitlines())


def mangled_pack(chance: random.Random) -> str:
    """A pack's text with some lines lost, doubled, moved, or given another value."""
    lines = list(chance.choice(_packs()))
    for _ in range(chance.choice((0, 1, 1, 1, 2, 4))):
        spot = chance.randrange(len(lines))
        what = chance.random()
        if what < 0.15:
            del lines[spot]
        elif what < 0.25:
            lines.insert(chance.randrange(len(lines) + 1), lines[spot])
        elif what < 0.35 and lines[spot]:
            cut = chance.randrange(len(lines[spot]))
            lines[spot] = lines[spot][:cut] + chance.choice(("", "[", '"', "=", "\x00", "é", "\ud800")) + lines[spot][cut + 1 :]
        elif (found := [number for number, line in enumerate(lines) if " = " in line]) and what < 0.9:
            spot = chance.choice(found)
            lines[spot] = lines[spot].partition(" = ")[0] + " = " + chance.choice(WORDS)
        else:
            lines.insert(
                spot, f"{chance.choice(('every', 'rule', 'who', 'count', 'lunch', 'extends'))} = {chance.choice(WORDS)}"
            )
        if not lines:
            break
    return "\n".join(lines)
