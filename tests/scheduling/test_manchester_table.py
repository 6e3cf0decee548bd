"""Manchester, worked by hand from its sections."""

import pytest

from tests.scheduling.council import Row, allocated, ann, bob, case, codes, council, dates, discussed, held, owed, warned

PERSONAL = "personal_supervision"
HAL: Row = {
    "id": "hal", "level": "head_of_locality", "role": "non_case_holder", "started_on": "2015-05-05", "manager": "zoe",
}  # fmt: skip
LOU: Row = {**HAL, "id": "lou", "level": "strategic_lead"}
EVE: Row = {"id": "eve", "level": "supervisor", "role": "non_case_holder", "manager": "hal", "started_on": "2019-04-01"}


@pytest.mark.parametrize(
    ("person", "due", "rule"),
    [
        (ann(), "2026-03-30", "MAN-2.1-c"),
        (ann(hours="part_time"), "2026-03-30", "MAN-2.1-c"),
        (ann(role="supervising_social_worker"), "2026-03-30", "MAN-2.1-c"),
        (ann(employment="agency"), "2026-03-30", "MAN-2.1-c"),
        (ann(role="non_case_holder"), "2026-03-30", "MAN-2.1-d"),
        (ann(role="front_door"), "2026-03-30", "MAN-2.1-d"),
        (ann(role="non_frontline"), "2026-05-25", "MAN-2.1-e"),
        (ann(role="non_frontline", hours="part_time"), "2026-05-25", "MAN-2.1-e"),
        (ann(role="non_case_holder", hours="part_time"), None, None),
    ],
)
def test_who_is_asked_how_often(person: Row, due: str | None, rule: str | None) -> None:
    facts = council(person, policy="manchester", sessions=held("2026-03-02"))
    found = [(row.due_on.isoformat(), row.rule) for row in owed(facts, "2026-03-03", PERSONAL)]
    assert found == ([(due, rule)] if due else [])
    assert (("policy_silent", "ann") in codes(facts, "2026-03-03")) is (due is None)


@pytest.mark.parametrize(
    ("below", "due"),
    [
        (bob(), "2026-03-30"),  # the line manager of somebody with cases
        (bob(role="non_frontline"), None),
        (bob(left_on="2026-02-01"), None),  # nobody is left
    ],
)
def test_line_managers_of_case_holders_are_asked_like_them(below: Row, due: str | None) -> None:
    manager = ann(role="non_case_holder", hours="part_time")
    facts = council(manager, {**below, "manager": "ann"}, policy="manchester", sessions=held("2026-03-02"))
    assert [str(row.due) for row in owed(facts, "2026-03-03", PERSONAL) if row.person == "ann"] == ([due] if due else [])


@pytest.mark.parametrize(
    ("person", "day", "rule"),
    [
        (ann(started_on="2026-01-05"), "2026-02-05", "MAN-2.1-f"),
        (ann(started_on="2026-01-05"), "2026-07-06", None),
        (ann(started_on="2026-01-05", joined_from="within"), "2026-02-05", None),
        (ann(started_on="2026-01-05", employment="agency"), "2026-02-05", None),
        (ann(asye_from="2026-01-05"), "2026-02-05", "MAN-2.3-a"),
        (ann(asye_from="2026-01-05"), "2027-01-06", None),
    ],
)
def test_an_interval_is_agreed_where_the_policy_gives_no_number(person: Row, day: str, rule: str | None) -> None:
    facts = council(person, policy="manchester", sessions=held("2026-02-02"))
    assert [row.rule for row in warned(facts, day) if row.code == "frequency_not_agreed"] == ([rule] if rule else [])
    agreed = [{"supervisee": "ann", "supervisor": "tom", "every": {"weeks": 2}, "from": "2026-01-05"}]
    facts = council(person, policy="manchester", sessions=held("2026-02-02"), agreements=agreed)
    assert [row.rule for row in warned(facts, day) if row.code == "frequency_not_agreed"] == []


@pytest.mark.parametrize(
    ("every", "due", "rule", "warning"),
    [
        ({"weeks": 3}, "2026-03-23", "MAN-2.1-i", None),
        ({"weeks": 4}, "2026-03-30", "MAN-2.1-c", None),
        ({"weeks": 5}, "2026-03-30", "MAN-2.1-c", "MAN-D-1"),
        ({"months": 1}, "2026-03-30", "MAN-2.1-c", "MAN-D-1"),  # 2 April is later
    ],
)
def test_an_agreed_interval_tightens_and_never_loosens(every: Row, due: str, rule: str, warning: str | None) -> None:
    agreed = [{"supervisee": "ann", "supervisor": "tom", "every": every, "from": "2026-01-05"}]
    facts = council(policy="manchester", sessions=held("2026-03-02"), agreements=agreed)
    [found] = owed(facts, "2026-03-03", PERSONAL)
    assert (found.due_on.isoformat(), found.rule) == (due, rule)
    loosened = [row.rule for row in warned(facts, "2026-03-03") if row.code == "variation_below_minimum"]
    assert loosened == ([warning] if warning else [])


@pytest.mark.parametrize(
    ("signed", "day", "due"),
    [
        (("2025-09-10", "2025-09-12"), "2025-10-01", "2026-09-12"),
        (("2024-02-29", "2024-02-29"), "2026-01-01", "2025-02-28"),
        (("2025-09-10", None), "2025-10-01", None),  # one signature: and no day to sign by
    ],
)
def test_the_agreement_is_reviewed_after_twelve_months(signed: tuple[str, str | None], day: str, due: str | None) -> None:
    row = {
        "supervisee": "ann", "supervisor": "tom",
        "signed_by_supervisee_on": signed[0], "signed_by_supervisor_on": signed[1],
    }  # fmt: skip
    found = owed(council(policy="manchester", agreements=[row]), day, "agreement_review", "agreement_signature")
    assert [(row.due_on.isoformat(), row.rule) for row in found] == ([(due, "MAN-D-11")] if due else [])


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("sue", {"MAN-5.3-a": "2026-05-31", "MAN-5.3-f": "2026-06-30", "MAN-5.3-g": "2026-06-30"}),
        ("hal", {"MAN-5.3-c": "2026-06-30", "MAN-5.3-f": "2026-06-30"}),
        ("lou", {"MAN-5.3-e": "2026-06-30", "MAN-5.3-f": "2026-06-30"}),
        ("tom", {"MAN-5.3-g": "2026-06-30"}),
        ("tim", {}),  # a supervisor whom nobody has
        ("zoe", {}),
    ],
)
def test_what_managers_sample(who: str, expected: dict[str, str]) -> None:
    facts = council(ann(), HAL, LOU, policy="manchester", relationships=[tie("ann", "tom")])
    found = {row.rule: row.due_on.isoformat() for row in owed(facts, "2026-05-05", "audit_sample") if row.person == who}
    assert found == expected


def tie(supervisee: str, supervisor: str) -> Row:
    return {"supervisee": supervisee, "supervisor": supervisor, "from": "2025-09-01"}


@pytest.mark.parametrize(
    ("files", "left"),
    [
        ([("eve", "file_audit"), ("eve", "file_audit")], ["2026-06-30"]),  # the same file twice is one
        ([("eve", "file_audit"), ("ida", "file_audit")], []),
        ([("eve", "file_audit"), ("ida", "peer")], ["2026-06-30"]),
        ([("eve", "file_audit"), ("ann", "file_audit")], ["2026-06-30"]),  # not a team manager
    ],
)
def test_two_files_of_two_team_managers(files: list[tuple[str, str]], left: list[str]) -> None:
    ida = {**EVE, "id": "ida"}
    rows = [{"auditor": "hal", "of_supervision": of, "on": "2026-05-04", "kind": kind} for of, kind in files]
    facts = council(
        {**ann(), "manager": "eve"}, bob(manager="ida"), EVE, ida, HAL, policy="manchester",
        relationships=[tie("ann", "eve"), tie("bob", "ida")], audits=rows,
    )  # fmt: skip
    assert [row.due_on.isoformat() for row in owed(facts, "2026-05-05", "audit_sample") if row.rule == "MAN-5.3-c"] == left


@pytest.mark.parametrize(
    ("role", "kind", "due", "rule"),
    [
        ("key_worker", "case_discussion", "2026-03-02", "MAN-3.1-f"),
        ("lead", "case_discussion", "2026-03-02", "MAN-3.1-f"),
        ("co_worker", "first_case_discussion", "2026-02-02", "MAN-3.1-g"),
        ("supporting", "first_case_discussion", "2026-02-02", "MAN-3.1-g"),
        ("duty", "first_case_discussion", "2026-02-02", "MAN-3.1-g"),
    ],
)
def test_each_role_on_a_case_has_its_first_date(role: str, kind: str, due: str, rule: str) -> None:
    facts = council(policy="manchester", cases=[case()], allocations=[allocated(role=role)])
    found = owed(facts, "2026-01-05", "case_discussion", "first_case_discussion")
    assert [(row.kind, row.due_on.isoformat(), row.rule) for row in found] == [(kind, due, rule)]


@pytest.mark.parametrize(
    ("category", "rule"),
    [("child_protection", "MAN-3.1-f"), ("early_help", "MAN-3.1-f"), ("open", "MAN-3.1-d"), ("care_leaver", "MAN-3.1-d")],
)
def test_every_case_is_in_the_eight_week_cycle(category: str, rule: str) -> None:
    facts = council(
        policy="manchester", cases=[case(category)], allocations=[allocated()], discussions=[discussed("2026-02-10")]
    )
    [found] = owed(facts, "2026-02-11", "case_discussion")
    assert (found.due_on.isoformat(), found.rule) == ("2026-04-07", rule)


@pytest.mark.parametrize(
    ("work", "found"),
    [
        ([("M1", "completed"), ("M2", "planned")], False),
        ([("M1", "completed"), ("M1", "planned")], True),
        ([("M1", "completed")], True),
        ([], True),
        ([("M1", "completed"), ("M3", "planned")], True),  # M3 is somebody else's
    ],
)
def test_two_examples_on_two_of_ones_own_cases(work: list[tuple[str, str]], found: bool) -> None:
    session = {**held("2026-03-02")[0], "direct_work": [{"case": ref, "state": state} for ref, state in work]}
    facts = council(
        ann(), bob(), policy="manchester", sessions=[session], cases=[case(ref=ref) for ref in ("M1", "M2", "M3")],
        allocations=[allocated(), allocated(ref="M2"), allocated("bob", ref="M3")],
    )  # fmt: skip
    assert (("direct_work_examples", "ann") in codes(facts, "2026-03-03")) is found


@pytest.mark.parametrize(
    ("finished", "due"),
    [
        ("2026-03-27", "2026-04-07"),  # Good Friday and Easter Monday
        ("2026-05-21", "2026-05-29"),  # the spring bank holiday
        ("2026-12-24", "2027-01-05"),
        ("2026-08-29", "2026-09-07"),  # finished on a Saturday before the August holiday
    ],
)
def test_feedback_is_given_in_five_working_days(finished: str, due: str) -> None:
    audit = {"auditor": "sue", "of_supervision": "ann", "on": finished, "kind": "dip_sample", "finished_on": finished}
    assert dates(council(policy="manchester", audits=[audit]), finished, "audit_feedback") == [due]
