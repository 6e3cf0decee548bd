"""Plymouth and the multi-agency guidance: no figures of their own, so the agreement's and the council's."""

from datetime import timedelta

import pytest

from tests.scheduling.council import Row, allocated, ann, bob, case, codes, council, dates, discussed, held, owed, sent

PERSONAL = "personal_supervision"


@pytest.mark.parametrize(
    ("every", "last", "due"),
    [
        ({"weeks": 4}, "2026-03-02", "2026-03-30"),
        ({"weeks": 6}, "2026-03-02", "2026-04-13"),
        ({"months": 1}, "2026-01-31", "2026-02-28"),
        ({"months": 2}, "2026-12-31", "2027-02-28"),
        ({"days": 10}, "2026-03-20", "2026-03-30"),
        ({"years": 1}, "2028-02-29", "2029-02-28"),
    ],
)
@pytest.mark.parametrize("policy", ["plymouth", "lscb"])
def test_the_figures_of_a_policy_without_figures(policy: str, every: Row, last: str, due: str) -> None:
    agreed = [{"supervisee": "ann", "supervisor": "tom", "every": every, "from": "2023-04-03"}]
    facts = council(policy=policy, sessions=held(last), agreements=agreed)
    [found] = owed(facts, last, PERSONAL)
    assert found.due_on.isoformat() == due
    assert found.rule == {"plymouth": "PLY-5.2-a", "lscb": "LSCB-sup-agreement"}[policy]
    assert found.escalates_on == found.due_on + timedelta(22)
    assert "policy_silent" not in [code for code, _ in codes(facts, last)]


@pytest.mark.parametrize("policy", ["plymouth", "lscb"])
def test_without_any_interval_nothing_is_computed_and_it_is_said(policy: str) -> None:
    facts = council(policy=policy, sessions=held("2026-03-02"), cases=[case()], allocations=[allocated()])
    assert owed(facts, "2026-06-01", PERSONAL, "case_discussion", "first_case_discussion", "record_session") == []
    assert sorted(code for code, _ in codes(facts, "2026-06-01")) == ["policy_silent", "policy_silent"]


@pytest.mark.parametrize(
    ("kind", "every", "due", "rule"),
    [
        (PERSONAL, {"weeks": 6}, "2026-04-13", "LSCB-policy"),
        ("case_discussion", {"months": 2}, "2026-03-05", "LSCB-cp-regular"),
        ("first_case_discussion", {"days": 5}, "2026-01-10", "LSCB-cp-regular"),
        ("management_oversight", {"months": 1}, "2026-02-05", "LSCB-policy"),
        ("case_summary", {"months": 3}, "2026-04-05", "LSCB-policy"),
        ("record_session", {"days": 3}, "2026-03-05", "LSCB-sup-recorded"),
        ("agreement_signature", {"months": 1}, "2025-10-01", "LSCB-sup-agreement"),
        ("practice_observation", {"years": 1}, "2024-04-03", "LSCB-wt-review"),
        ("group_supervision", {"months": 1}, "2025-10-01", "LSCB-org-peer"),
        ("good_conversation", {"months": 6}, "2023-10-03", "LSCB-policy"),
        ("asye_group", {"months": 1}, "2026-02-05", "LSCB-policy"),
        ("asye_training", {"months": 2}, "2026-03-05", "LSCB-policy"),
    ],
)
def test_a_councils_own_interval_is_used_where_the_policy_is_silent(kind: str, every: Row, due: str, rule: str) -> None:
    def facts(**settings: Row) -> object:
        return council(
            ann(asye_from="2026-01-05"), policy="lscb", cases=[case()], allocations=[allocated()],
            sessions=[{**held("2026-03-02")[0], "recorded_on": None}], **settings,
        )  # fmt: skip

    assert owed(facts(), "2026-03-03", kind) == []  # type: ignore[arg-type]
    found = owed(facts(settings={"intervals": {kind: every}}), "2026-03-03", kind)  # type: ignore[arg-type]
    assert [(row.due_on.isoformat(), row.rule) for row in found] == [(due, rule)]


def test_a_councils_own_interval_never_replaces_a_figure_the_policy_gives() -> None:
    settings = {"intervals": {PERSONAL: {"weeks": 1}, "agreement_review": {"months": 1}}}
    facts = council(sessions=held("2026-03-02"), settings=settings)
    assert dates(facts, "2026-03-03", PERSONAL) == ["2026-04-02"]


@pytest.mark.parametrize(
    ("signed", "reviewed", "due"),
    [
        ("2025-05-20", None, "2026-05-20"),
        ("2024-02-29", None, "2025-02-28"),
        ("2025-05-20", "2026-02-28", "2027-02-28"),
    ],
)
def test_plymouth_reviews_the_agreement_each_year(signed: str, reviewed: str | None, due: str) -> None:
    row = {
        "supervisee": "ann", "supervisor": "tom", "reviewed_on": reviewed,
        "signed_by_supervisee_on": signed, "signed_by_supervisor_on": signed,
    }  # fmt: skip
    assert dates(council(policy="plymouth", agreements=[row]), "2026-03-01", "agreement_review") == [due]


@pytest.mark.parametrize(
    ("joint_from", "met_on", "day", "state"),
    [
        ("2026-06-08", None, "2026-06-01", "upcoming"),
        ("2026-06-08", None, "2026-06-08", "due"),
        ("2026-06-08", None, "2026-06-09", "overdue"),
        ("2026-06-08", "2026-06-05", "2026-06-09", None),
        ("2026-06-08", "2026-06-12", "2026-06-10", "overdue"),  # planned, not yet held
        ("2026-06-08", "2026-06-12", "2026-06-12", None),
    ],
)
def test_joint_work_begins_with_a_planning_meeting(joint_from: str, met_on: str | None, day: str, state: str | None) -> None:
    joint = case(joint_from=joint_from, planning_meeting_on=met_on)
    rows = [allocated(role="lead"), allocated("bob", role="co_worker")]
    facts = council(ann(), bob(), policy="plymouth", cases=[joint], allocations=rows)
    found = owed(facts, day, "planning_meeting")
    assert [(row.state.value, row.responsible) for row in found] == ([(state, ("tom",))] if state else [])


def test_before_joint_work_begins_each_has_their_own_supervisor() -> None:
    rows = [allocated(role="lead"), allocated("bob", role="co_worker")]
    facts = council(
        ann(), bob(), policy="plymouth", cases=[case(joint_from="2026-06-08")], allocations=rows,
        discussions=[discussed("2026-05-10")], settings={"intervals": {"case_discussion": {"weeks": 8}}},
        relationships=[
            {"supervisee": "ann", "supervisor": "tim", "from": "2025-09-01"},
            {"supervisee": "bob", "supervisor": "tim", "from": "2025-09-01"},
        ],
    )  # fmt: skip
    assert {row.responsible for row in owed(facts, "2026-06-07", "case_discussion")} == {("tim",)}
    assert {row.responsible for row in owed(facts, "2026-06-08", "case_discussion")} == {("tom",)}  # the lead's line manager
    assert sent(facts, "2026-07-03", "2026-07-03", "case_discussion") == [
        "07-03 upcoming ann",
        "07-03 upcoming bob",
        "07-03 upcoming tom",
    ]
