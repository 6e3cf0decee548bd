"""A facts file that is wrong: every fault, each with its place."""

from typing import Any

import pytest

from scheduling.facts import FactsFault, parse

ANN = {"id": "ann", "started_on": "2024-05-01"}
TOM = {"id": "tom"}


def faults(**document: Any) -> list[str]:
    with pytest.raises(FactsFault) as fault:
        parse({"policy": "wokingham", "people": [ANN, TOM], **document})
    assert fault.value.sentence.splitlines() == fault.value.faults
    return fault.value.faults


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ({"people": [ANN, {"id": "tom", "started_on": "31/02/2026"}]}, "people[1].started_on: '31/02/2026' is not a date"),
        ({"people": [ANN, {"id": "tom", "started_on": "2026-W10-1"}]}, "people[1].started_on: '2026-W10-1' is not a date"),
        ({"people": [ANN, {"id": "tom", "started_on": 20260301}]}, "people[1].started_on: 20260301 is not a date"),
        ({"people": [ANN, {"id": "tom", "role": None}]}, "people[1].role: null is not one of case_holder,"),
        ({"people": [ANN, {"id": "tom", "frontline": 1}]}, "people[1].frontline: 1 is neither true nor false"),
        ({"people": [ANN, {"id": ""}]}, "people[1].id: it is empty"),
        ({"people": [ANN, {"id": "t\u0000m"}]}, "people[1].id: 't\\x00m' has characters that cannot be shown"),
        ({"people": [ANN, {"id": "t\ud800"}]}, "people[1].id: 't\\ud800' has characters that cannot be shown"),
        ({"people": [ANN, "tom"]}, "people[1]: 'tom' is not an object"),
        ({"people": [ANN, {}]}, "people[1].id: missing"),
        ({"people": None}, "people: null is not a list"),
        ({"people": [ANN, {"id": "tom", "manger": "ann"}]}, "people[1].manger: unknown key; is it 'manager'?"),
        ({"people": [ANN, {"id": "tom", "manager": "kim"}]}, "people[1].manager: nobody has the id 'kim'"),
        ({"people": [{**ANN, "manager": "ann"}]}, "people[0].manager: managers go round in a loop: ann > ann"),
        (
            {"people": [{**ANN, "manager": "tom"}, {**TOM, "changes": [{"on": "2026-01-01", "set": {"manager": "ann"}}]}]},
            "people[1].changes[0].set.manager: managers go round in a loop: tom > ann > tom",
        ),
        ({"people": [{**ANN, "left_on": "2024-04-30"}]}, "people[0].left_on: 2024-04-30 is before the start, 2024-05-01"),
        (
            {"people": [{**ANN, "changes": [{"on": "2026-01-01", "set": {"level": "boss"}}]}]},
            "people[0].changes[0].set.level: 'boss' is not one of practitioner,",
        ),
        ({"people": [{**ANN, "changes": [{"set": {}}]}]}, "people[0].changes[0].on: missing"),
        ({"policy": 7}, "policy: 7 is not a text"),
        ({"settings": {"asye_reading": "s4"}}, "settings.asye_reading: 's4' is not one of std16, s3"),
        ({"settings": {"escalate_from_day": 0}}, "settings.escalate_from_day: 0 is not from 1 to 365"),
        ({"settings": {"intervals": {"lunch": {"weeks": 1}}}}, "settings.intervals.lunch: unknown key"),
        (
            {"settings": {"intervals": {"case_discussion": {"weeks": 0}}}},
            "settings.intervals.case_discussion: 0 weeks is not a positive interval",
        ),
        ({"organisation": {"senior_managers": ["kim"]}}, "organisation.senior_managers[0]: nobody has the id 'kim'"),
        (
            {"relationships": [{"supervisee": "ann", "supervisor": "ann", "from": "2024-05-01"}]},
            "relationships[0].supervisor: 'ann' cannot supervise themselves",
        ),
        (
            {"agreements": [{"supervisee": "ann", "supervisor": "tom", "every": {"weeks": 1.5}}]},
            "agreements[0].every: 1.5 weeks is not a whole number",
        ),
        (
            {"agreements": [{"supervisee": "ann", "supervisor": "tom", "every": {"fortnights": 1}}]},
            "agreements[0].every: 'fortnights' is not one of days,",
        ),
        (
            {"agreements": [{"supervisee": "ann", "supervisor": "tom", "every": 2}]},
            "agreements[0].every: 2 is not an interval such as",
        ),
        (
            {"sessions": [{"supervisee": "ann", "supervisor": "tom", "held_on": "2024-04-30"}]},
            "sessions[0].held_on: 2024-04-30 is before 'ann' started, 2024-05-01",
        ),
        (
            {"sessions": [{"supervisee": "ann", "supervisor": "tom", "minutes": True}]},
            "sessions[0].minutes: true is not a whole number",
        ),
        (
            {"sessions": [{"supervisee": "ann", "supervisor": "tom", "direct_work": [{"case": "M1", "state": "planned"}]}]},
            "sessions[0].direct_work[0].case: no case has the reference 'M1'",
        ),
        (
            {"sessions": [{"supervisee": "ann", "supervisor": "tom", "front_door_cases": [{"id": "1", "criterion": 5}]}]},
            "sessions[0].front_door_cases[0].criterion: 5 is not from 1 to 4",
        ),
        ({"cases": [{"ref": "M1"}, {"ref": "M1"}]}, "cases[1].ref: 'M1' is used already, by cases[0]"),
        ({"cases": [{"ref": "M1", "children": "one"}]}, "cases[0].children: 'one' is not a list"),
        (
            {"cases": [{"ref": "M1"}], "allocations": [{"case": "M2", "worker": "ann", "from": "2026-01-05"}]},
            "allocations[0].case: no case has the reference 'M2'",
        ),
        (
            {"cases": [{"ref": "M1"}], "allocations": [{"case": "M1", "worker": "ann", "from": "2026-01-05T25:00"}]},
            "allocations[0].from: '2026-01-05T25:00' is not an instant",
        ),
        (
            {"groups": [{"on": "2026-01-05", "facilitator": "tom", "attendees": ["ann", "kim"]}]},
            "groups[0].attendees[1]: nobody has the id 'kim'",
        ),
        (
            {"absences": [{"person": "ann", "from": "2026-01-05", "until": "2026-01-04"}]},
            "absences[0].until: 2026-01-04 is before the start, 2026-01-05",
        ),
        ({"absences": {}}, "absences: an object is not a list"),
    ],
)
def test_a_fault_names_its_place_and_what_is_wrong(document: dict[str, Any], fault: str) -> None:
    found = faults(**document)
    assert len(found) == 1
    assert found[0].startswith(fault)


def test_every_fault_is_listed() -> None:
    assert faults(nonsense=1, cases=7, relationships=[{"supervisee": "kim", "from": "soon"}]) == [
        "nonsense: unknown key",
        "relationships[0].from: 'soon' is not a date",
        "relationships[0].supervisor: missing",
        "cases: 7 is not a list",
        "relationships[0].supervisee: nobody has the id 'kim'",
    ]


def test_a_list_of_nobody_is_one_fault_and_not_one_for_every_name() -> None:
    row = {"supervisee": "ann", "supervisor": "tom", "from": "2026-01-05"}
    assert faults(people=[], relationships=[row]) == ["people: nobody is listed; there must be at least one person"]


@pytest.mark.parametrize("document", [[], "facts", 7, None, True])
def test_what_is_no_object_is_no_facts_file(document: object) -> None:
    with pytest.raises(FactsFault, match="is not an object"):
        parse(document)


def test_one_lead_after_another_is_no_fault_and_two_at_once_are() -> None:
    cases, first = [{"ref": "M1"}], {"case": "M1", "worker": "ann", "role": "lead", "from": "2026-01-05", "until": "2026-02-02"}
    second = {"case": "M1", "worker": "tom", "role": "lead", "from": "2026-02-02"}
    assert parse({"policy": "wokingham", "people": [ANN, TOM], "cases": cases, "allocations": [second, first]}).allocations
    assert faults(cases=cases, allocations=[{**first, "until": "2026-02-03"}, second]) == [
        "allocations[1]: 'M1' has two leads at once, 'ann' and 'tom', from 2026-02-02"
    ]


def test_an_instant_without_an_offset_is_londons() -> None:
    row = {"case": "M1", "worker": "ann", "from": "2026-05-22T16:30"}
    facts = parse({"policy": "kent", "people": [ANN], "cases": [{"ref": "M1"}], "allocations": [row]})
    assert facts.allocations[0].from_on.isoformat() == "2026-05-22T15:30:00+00:00"
