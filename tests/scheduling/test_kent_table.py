"""Kent, worked by hand from its sections."""

import pytest

from tests.scheduling.council import Row, allocated, ann, bob, case, codes, council, dates, discussed, held, owed

CLOCKS = ("casework_supervision", "professional_support", "personal_supervision")
FIRST = "2025-09-29"  # four weeks from the start of the relationship
FIRST_SUPPORT = "2025-11-30"  # ninety days


@pytest.mark.parametrize(
    ("kind", "casework", "support"),
    [
        ("casework", "2026-03-30", FIRST_SUPPORT),
        ("professional_support", FIRST, "2026-05-31"),
        ("personal", FIRST, "2026-05-31"),
        ("combined", "2026-03-30", "2026-05-31"),
        ("informal", FIRST, FIRST_SUPPORT),
    ],
)
def test_each_clock_has_its_own_sessions(kind: str, casework: str, support: str) -> None:
    facts = council(policy="kent", sessions=held("2026-03-02", kind=kind, minutes=75))
    found = {row.kind: row.due_on.isoformat() for row in owed(facts, "2026-03-03", *CLOCKS)}
    assert found == {"casework_supervision": casework, "professional_support": support}


@pytest.mark.parametrize("role", ["non_case_holder", "non_frontline", "front_door"])
@pytest.mark.parametrize("kind", ["personal", "professional_support", "casework", "combined"])
def test_those_without_cases_have_supervision_every_six_weeks(role: str, kind: str) -> None:
    facts = council(ann(role=role), policy="kent", sessions=held("2026-03-02", kind=kind))
    [found] = owed(facts, "2026-03-03", "personal_supervision")
    assert (found.due_on.isoformat(), found.rule) == ("2026-04-13", "KENT-2-nocase-6w")
    assert owed(facts, "2026-03-03", "casework_supervision") == []


@pytest.mark.parametrize(
    ("last", "due"),
    [
        ("2026-07-01", "2026-09-29"),
        ("2027-02-01", "2027-05-02"),
        ("2027-12-01", "2028-02-29"),
        ("2026-12-31", "2027-03-31"),
        ("2026-01-29", "2026-04-29"),
    ],
)
def test_ninety_days_are_ninety_days(last: str, due: str) -> None:
    sessions = held(last, kind="professional_support", minutes=75)
    assert dates(council(policy="kent", sessions=sessions), last, "professional_support") == [due]
    opened = case("open", opened_on="2026-01-05")
    facts = council(policy="kent", cases=[opened], allocations=[allocated()], discussions=[discussed(last)])
    assert dates(facts, last, "case_discussion") == [due]


@pytest.mark.parametrize(
    ("every", "due", "rule"),
    [
        ({"weeks": 2}, "2026-03-16", "KENT-2-freq-increase"),
        ({"weeks": 6}, "2026-03-30", "KENT-2-freq-cw"),
    ],
)
def test_an_agreed_interval_tightens_casework(every: Row, due: str, rule: str) -> None:
    agreed = [{"supervisee": "ann", "supervisor": "tom", "every": every, "from": "2026-01-05"}]
    facts = council(policy="kent", sessions=held("2026-03-02", kind="casework"), agreements=agreed)
    [found] = owed(facts, "2026-03-03", "casework_supervision")
    assert (found.due_on.isoformat(), found.rule) == (due, rule)


def test_the_front_door_discusses_no_case_of_the_workers() -> None:
    session = held("2026-03-02", who="bob", by="tim", kind="professional_support", minutes=75)[0]
    session["front_door_cases"] = [{"id": f"10040{spot}", "criterion": spot} for spot in (1, 2, 3)]
    facts = council(
        ann(), bob(role="front_door"), policy="kent", sessions=[session], cases=[case("open", "100401")],
        allocations=[allocated(ref="100401")], discussions=[discussed("2026-01-05", ref="100401")],
    )  # fmt: skip
    assert dates(facts, "2026-03-03", "case_discussion") == ["2026-04-05"]


@pytest.mark.parametrize(
    ("person", "due"),
    [
        (ann(started_on="2026-01-31"), ["2026-02-28"]),
        (ann(started_on="2026-01-31", joined_from="within"), ["2026-02-28"]),
        (ann(started_on="2026-01-31", employment="agency"), []),
        (ann(started_on="2026-01-31", employment="temporary"), []),
        (ann(started_on="2023-04-03"), []),
    ],
)
def test_probation_is_for_permanent_staff(person: Row, due: list[str]) -> None:
    assert dates(council(person, policy="kent"), "2026-02-02", "probation_assessment") == due


@pytest.mark.parametrize(
    ("observations", "day", "due"),
    [
        ([], "2026-05-05", ["2027-04-02"]),
        (["2026-04-03"], "2026-05-05", ["2027-04-02"]),
        (["2026-04-03", "2026-05-04"], "2026-05-05", []),
        (["2026-04-02", "2026-05-04"], "2026-05-05", ["2027-04-02"]),  # the first was last year's
    ],
)
def test_two_formal_observations_in_each_year_of_service(observations: list[str], day: str, due: list[str]) -> None:
    rows = [{"of": "ann", "by": "tim", "kind": "practice", "on": on} for on in observations]
    assert dates(council(policy="kent", observations=rows), day, "practice_observation") == due
    assert dates(council(ann(frontline=False), policy="kent", observations=rows), day, "practice_observation") == []


@pytest.mark.parametrize(
    ("children", "evidenced", "due"),
    [
        (["K1", "K2"], [], ["2026-03-02"]),
        (["K1", "K2"], ["K1"], ["2026-03-02"]),
        (["K1", "K2"], ["K2", "K1"], []),
        ([], [], []),
    ],
)
def test_a_discussion_shows_on_each_childs_file(children: list[str], evidenced: list[str], due: list[str]) -> None:
    rows = [discussed("2026-03-02", evidenced_for=evidenced)]
    facts = council(policy="kent", cases=[case("open", children=children)], allocations=[allocated()], discussions=rows)
    assert dates(facts, "2026-03-03", "evidence_child_file") == due


@pytest.mark.parametrize(
    ("when", "by", "present", "evidenced", "due"),
    [
        ("2026-03-02", "tom", [], ["K1"], "2026-05-31"),
        ("2026-03-02", "tim", ["tom"], ["K1"], "2026-05-31"),  # led by another, the supervisor there
        ("2026-03-02", "tim", [], ["K1"], "2026-04-05"),
        ("2026-03-02", "tom", [], [], "2026-04-05"),
    ],
)
def test_a_group_counts_where_the_supervisor_is_there_and_every_file_has_it(
    when: str, by: str, present: list[str], evidenced: list[str], due: str
) -> None:
    rows = [discussed("2026-01-05"), discussed(when, "group", by=by, evidenced_for=evidenced)]
    groups = [{"on": when, "kind": "team", "facilitator": by, "attendees": ["ann", *present], "cases": ["M1"]}]
    facts = council(
        ann(), bob(), policy="kent", cases=[case("open", children=["K1"])], allocations=[allocated()],
        discussions=rows, groups=groups,
    )  # fmt: skip
    assert dates(facts, "2026-03-03", "case_discussion") == [due]


@pytest.mark.parametrize(
    ("kind", "who", "due", "rule"),
    [
        ("group_supervision", "tom", "2025-10-01", "KENT-5-team-regular"),
        ("supervision_observation", "tom", "2025-10-01", "KENT-2-freq-cw"),
        ("record_session", "ann", "2026-04-02", "KENT-2-rec-ps"),
    ],
)
def test_a_councils_own_interval_fills_a_silence(kind: str, who: str, due: str, rule: str) -> None:
    sessions = [{**held("2026-03-02", kind="casework")[0], "recorded_on": None}]
    facts = council(policy="kent", sessions=sessions)
    assert owed(facts, "2026-03-03", kind) == []
    facts = council(policy="kent", sessions=sessions, settings={"intervals": {kind: {"months": 1}}})
    assert [(row.person, row.due_on.isoformat(), row.rule) for row in owed(facts, "2026-03-03", kind)] == [(who, due, rule)]


@pytest.mark.parametrize(
    ("criteria", "found"),
    [
        ([1, 2, 3], []),
        ([1, 2, 3, 4], []),
        ([1, 1, 2], ["front_door_range"]),
        ([1, 2, 3, 4, 1], ["front_door_count"]),
        ([1], ["front_door_count", "front_door_range"]),
    ],
)
def test_three_or_four_cases_across_the_range(criteria: list[int], found: list[str]) -> None:
    cases = [{"id": f"1004{spot:02}", "criterion": one} for spot, one in enumerate(criteria)]
    session = {**held("2026-06-01", kind="professional_support", minutes=75)[0], "front_door_cases": cases}
    facts = council(ann(role="front_door"), policy="kent", sessions=[session])
    assert [code for code, _ in codes(facts, "2026-06-02")] == found
