"""Agreements, observations, probation, conversations, groups and audits: what supervisors and managers owe."""

import pytest

from tests.scheduling.council import Row, ann, bob, council, dates, held, owed, sent

QUARTER = "audit_sample"


@pytest.mark.parametrize(
    ("agreement", "day", "found"),
    [
        ({}, "2025-09-15", [("agreement_signature", "2025-10-01")]),
        ({"signed_by_supervisee_on": "2025-09-08"}, "2025-10-02", [("agreement_signature", "2025-10-01")]),
        (
            {"signed_by_supervisee_on": "2025-09-08", "signed_by_supervisor_on": "2025-09-12"},
            "2025-09-10",
            [("agreement_signature", "2025-10-01")],
        ),
        (
            {"signed_by_supervisee_on": "2025-09-08", "signed_by_supervisor_on": "2025-09-12"},
            "2025-09-12",
            [("agreement_review", "2026-09-12")],
        ),
        (
            {"signed_by_supervisee_on": "2025-09-08", "signed_by_supervisor_on": "2025-09-08", "reviewed_on": "2026-02-28"},
            "2026-03-01",
            [("agreement_review", "2027-02-28")],
        ),
    ],
)
def test_an_agreement_is_signed_by_both_and_reviewed_each_year(agreement: Row, day: str, found: list[tuple[str, str]]) -> None:
    facts = council(agreements=[{"supervisee": "ann", "supervisor": "tom", **agreement}])
    rows = owed(facts, day, "agreement_signature", "agreement_review")
    assert [(row.kind, row.due_on.isoformat()) for row in rows] == found


def test_a_new_supervisor_needs_a_new_agreement() -> None:
    agreement = {
        "supervisee": "ann",
        "supervisor": "tim",
        "signed_by_supervisee_on": "2025-09-08",
        "signed_by_supervisor_on": "2025-09-08",
    }
    relationships = [
        {"supervisee": "ann", "supervisor": "tim", "from": "2025-09-01", "until": "2026-06-01"},
        {"supervisee": "ann", "supervisor": "tom", "from": "2026-06-01"},
    ]
    facts = council(relationships=relationships, agreements=[agreement])
    assert dates(facts, "2026-06-03", "agreement_signature") == ["2026-07-01"]


def test_kents_agreement_is_signed_at_the_first_session() -> None:
    facts = council(policy="kent")
    assert dates(facts, "2025-09-03", "agreement_signature") == []
    booked = {"supervisee": "ann", "supervisor": "tom", "kind": "casework", "planned_on": "2025-09-10"}
    assert dates(council(policy="kent", sessions=[booked]), "2025-09-03", "agreement_signature") == ["2025-09-10"]


@pytest.mark.parametrize(
    ("person", "observations", "day", "due"),
    [
        (ann(started_on="2026-03-02"), [], "2026-05-05", ["2026-09-02"]),
        (ann(started_on="2026-03-02"), [("tom", "2026-06-10")], "2026-07-01", ["2027-06-10"]),
        (ann(started_on="2026-03-02"), [("bob", "2026-06-10")], "2026-07-01", ["2026-09-02"]),  # a colleague is no supervisor
        (ann(started_on="2026-03-02"), [("tim", "2026-06-10")], "2026-07-01", ["2027-06-10"]),
        (ann(asye_from="2026-03-02"), [("tom", "2026-06-10")], "2027-03-01", []),  # in the assessed year: no number
        (ann(asye_from="2026-03-02"), [("tom", "2026-06-10")], "2027-03-02", ["2027-06-10"]),
        (ann(role="non_case_holder"), [], "2026-05-05", []),
    ],
)
def test_wokingham_observes_practice(person: Row, observations: list[tuple[str, str]], day: str, due: list[str]) -> None:
    rows = [{"of": "ann", "by": by, "kind": "practice", "on": on} for by, on in observations]
    assert [
        row.due_on.isoformat()
        for row in owed(council(person, bob(), observations=rows), day, "practice_observation")
        if row.person == "ann"
    ] == due


@pytest.mark.parametrize(
    ("observations", "day", "due"),
    [
        ([], "2026-05-05", ["2027-03-31"]),
        ([("tom", "2026-06-10"), ("tim", "2026-07-10")], "2026-08-05", []),
        ([("tim", "2026-06-10"), ("tim", "2026-07-10")], "2026-08-05", ["2027-03-31"]),  # none by the supervisor
        ([("tom", "2026-03-31"), ("tim", "2026-07-10")], "2026-08-05", ["2027-03-31"]),  # one was last year's
        (
            [("tim", "2026-06-10"), ("tim", "2026-07-10")],
            "2027-04-05",
            ["2027-03-31", "2028-03-31"],
        ),  # missed: shown for three weeks
        ([("tim", "2026-06-10"), ("tim", "2026-07-10")], "2027-05-05", ["2028-03-31"]),
        ([("tim", "2026-06-10"), ("tim", "2026-07-10"), ("tom", "2027-04-02")], "2027-04-05", ["2028-03-31"]),  # made good
    ],
)
def test_manchester_observes_twice_from_april_to_march(observations: list[tuple[str, str]], day: str, due: list[str]) -> None:
    rows = [{"of": "ann", "by": by, "kind": "practice", "on": on} for by, on in observations]
    assert dates(council(policy="manchester", observations=rows), day, "practice_observation") == due


@pytest.mark.parametrize(
    ("assessed", "day", "due"),
    [
        ([], "2026-02-10", ["2026-03-02"]),
        (["2026-02-20"], "2026-02-25", ["2026-06-02"]),
        (["2026-03-09"], "2026-03-10", ["2026-06-02"]),  # late: for month one
        (["2026-02-20", "2026-06-01", "2026-07-02"], "2026-07-10", []),
        ([], "2026-08-02", ["2026-03-02"]),
        ([], "2026-08-03", []),  # probation is over
    ],
)
def test_kent_assesses_probation_at_months_one_four_and_five(assessed: list[str], day: str, due: list[str]) -> None:
    rows = [{"person": "ann", "on": on} for on in assessed]
    facts = council(ann(started_on="2026-02-02"), policy="kent", probation_assessments=rows)
    assert dates(facts, day, "probation_assessment") == due


@pytest.mark.parametrize(
    ("held_on", "day", "due"),
    [
        ([], "2026-06-01", ["2027-04-02"]),
        ([("plan", "2026-05-06")], "2026-06-01", ["2027-04-02"]),
        ([("review", "2026-05-06"), ("plan", "2026-11-04")], "2026-12-01", ["2027-04-02"]),  # reviewed before it was planned
        ([("plan", "2026-05-06"), ("review", "2026-11-04")], "2026-12-01", []),
    ],
)
def test_kent_plans_and_then_reviews_in_each_year_of_service(held_on: list[tuple[str, str]], day: str, due: list[str]) -> None:
    rows = [{"person": "ann", "kind": kind, "on": on} for kind, on in held_on]
    assert dates(council(policy="kent", conversations=rows), day, "good_conversation") == due


@pytest.mark.parametrize(
    ("audits", "day", "due"),
    [
        (0, "2026-06-24", ["2026-06-30"]),
        (3, "2026-06-24", ["2026-06-30"]),
        (4, "2026-06-24", []),
        (3, "2026-07-02", ["2026-06-30", "2026-07-31"]),
    ],
)
def test_each_service_manager_samples_four_a_month(audits: int, day: str, due: list[str]) -> None:
    rows = [
        {"auditor": "sue", "of_supervision": "ann", "on": f"2026-06-0{spot + 1}", "kind": "dip_sample", "rag": spot < 2}
        for spot in range(audits)
    ]
    found = owed(council(policy="manchester", audits=rows), day, QUARTER)
    assert [row.due_on.isoformat() for row in found if row.person == "sue" and row.rule == "MAN-5.3-a"] == due


def test_two_of_the_four_look_at_the_self_assessments() -> None:
    rows = [
        {"auditor": "sue", "of_supervision": "ann", "on": f"2026-06-0{spot}", "kind": "dip_sample", "rag": spot == 1}
        for spot in range(1, 5)
    ]
    found = owed(council(policy="manchester", audits=rows), "2026-06-24", QUARTER)
    assert [row.why for row in found if row.rule == "MAN-5.3-a" and row.person == "sue"] == [
        "4 of 4 since 2026-06-01, 1 of 2 with RAG ratings"
    ]


def test_every_team_managers_file_is_seen_within_a_year() -> None:
    hal = {"id": "hal", "level": "head_of_locality", "role": "non_case_holder", "started_on": "2015-05-05", "manager": "zoe"}
    people = [
        {**ann(), "manager": "eve"},
        {"id": "eve", "level": "supervisor", "manager": "hal", "started_on": "2019-04-01"},
        hal,
    ]
    relationships = [{"supervisee": "ann", "supervisor": "eve", "from": "2025-09-01"}]
    audit = {"auditor": "hal", "of_supervision": "eve", "on": "2026-05-05", "kind": "file_audit", "finished_on": "2026-05-05"}
    facts = council(*people, policy="manchester", relationships=relationships, audits=[audit])
    assert [(row.person, row.due_on.isoformat()) for row in owed(facts, "2026-05-04", "file_coverage")] == [
        ("hal", "2026-09-01")
    ]
    assert [(row.person, row.due_on.isoformat()) for row in owed(facts, "2026-05-05", "file_coverage")] == [
        ("hal", "2027-05-05")
    ]
    assert dates(facts, "2026-05-06", "audit_feedback") == ["2026-05-12"]


def test_wokinghams_managers_observe_supervision_and_audit_its_records() -> None:
    rows = [
        {"of": "tom", "by": "sue", "kind": "supervision", "on": "2026-01-20"},
        {"of": "tom", "by": "tim", "kind": "supervision", "on": "2026-05-20"},
    ]
    audit = {"auditor": "sue", "of_supervision": "tom", "on": "2026-02-10", "kind": "personal_records"}
    facts = council(observations=rows, audits=[audit])
    found = owed(facts, "2026-06-01", "supervision_observation", QUARTER)
    assert [(row.rule, row.person, row.due_on.isoformat(), row.responsible) for row in found] == [
        ("WOK-s8-b", "tom", "2027-01-20", ("sue",)),
        ("WOK-s8-i", "sue", "2027-02-10", ("sue",)),
    ]


def test_somebody_who_left_is_owed_nothing_and_their_supervisees_are() -> None:
    facts = council(ann(left_on="2026-05-30"), sessions=held("2026-04-15"))
    assert owed(facts, "2026-05-29", "personal_supervision")
    assert [row for row in owed(facts, "2026-05-30") if "ann" in (row.person, *row.responsible)] == []
    gone = [{"id": "eve", "level": "supervisor", "manager": "sue", "started_on": "2019-01-07", "left_on": "2026-05-30"}]
    facts = council({**ann(), "manager": "eve"}, *gone, sessions=held("2026-05-15", by="eve"))
    assert {row.responsible for row in owed(facts, "2026-06-01", "personal_supervision")} == {("sue",)}


def test_what_is_missed_in_a_quarter_is_said_once_when_it_is_over() -> None:
    found = [row for row in sent(council(policy="manchester"), "2026-06-22", "2026-07-20", QUARTER) if "late" in row]
    assert sorted(set(found)) == ["07-01 late sam", "07-01 late sue", "07-01 late tom"]
