"""Whatever is owed is reminded of while there is time, to whoever owes it."""

from datetime import date, timedelta

import pytest

from scheduling import engine
from tests.scheduling.council import POLICIES, Row, allocated, ann, bob, case, council, discussed, held, owed

UNRECORDED = {"recorded_on": None, "filed_on": None}
WORK: Row = {"cases": [case()], "allocations": [allocated()]}
SIGNED = {
    "supervisee": "ann", "supervisor": "tom", "signed_by_supervisee_on": "2026-01-05", "signed_by_supervisor_on": "2026-01-05",
}  # fmt: skip
NEW = ann(started_on="2026-02-02")


def talked(category: str, **more: object) -> Row:
    return {**WORK, "cases": [case(category, **more)], "discussions": [discussed("2026-02-10")]}


@pytest.mark.parametrize(
    ("policy", "person", "rows", "kind", "rule"),
    [
        ("wokingham", ann(), {"sessions": held("2026-02-16")}, "personal_supervision", "WOK-16"),
        ("wokingham", ann(asye_from="2026-02-02"), {"sessions": held("2026-02-16")}, "personal_supervision", "WOK-16-asye"),
        ("wokingham", NEW, {"sessions": held("2026-02-16")}, "personal_supervision", "WOK-16-prob"),
        (
            "wokingham", ann(started_on="2026-02-02", employment="agency"),
            {"sessions": held("2026-02-16")}, "personal_supervision", "WOK-16-agency",
        ),
        ("wokingham", ann(), {**WORK, "allocations": [allocated(since="2026-02-02")]}, "first_case_discussion", "WOK-21"),
        ("wokingham", ann(), talked("child_protection"), "case_discussion", "WOK-22"),
        ("wokingham", ann(), talked("child_protection"), "management_oversight", "WOK-22-ov"),
        ("wokingham", ann(), talked("child_in_care"), "case_discussion", "WOK-23"),
        ("wokingham", ann(), talked("child_in_care"), "management_oversight", "WOK-23-ov"),
        ("wokingham", ann(), talked("child_in_need"), "case_discussion", "WOK-24"),
        ("wokingham", ann(), talked("child_in_need"), "management_oversight", "WOK-24-ov"),
        ("wokingham", ann(), talked("early_help"), "case_discussion", "WOK-25"),
        ("wokingham", ann(), talked("care_leaver"), "case_discussion", "WOK-26"),
        ("wokingham", ann(), talked("supervising_social_worker"), "case_discussion", "WOK-27"),
        ("wokingham", ann(), {"sessions": [{**held("2026-02-16")[0], "recorded_on": None}]}, "record_session", "WOK-8"),
        (
            "wokingham", ann(), {**WORK, "discussions": [discussed("2026-02-16", "ad_hoc", **UNRECORDED)]},
            "record_discussion", "WOK-s2.2-b",
        ),
        ("wokingham", ann(), {"groups": [{"on": "2026-02-16", "facilitator": "tom"}]}, "record_session", "WOK-s6-b"),
        (
            "wokingham", ann(), {"relationships": [{"supervisee": "ann", "supervisor": "tom", "from": "2026-02-02"}]},
            "agreement_signature", "WOK-4",
        ),
        ("wokingham", ann(), {"agreements": [SIGNED]}, "agreement_review", "WOK-s5-b"),
        ("wokingham", NEW, {}, "practice_observation", "WOK-s8-g"),
        (
            "wokingham", ann(), {"observations": [{"of": "ann", "by": "tom", "on": "2026-01-20"}]},
            "practice_observation", "WOK-s8-d",
        ),
        ("wokingham", ann(), {}, "supervision_observation", "WOK-s8-b"),
        ("manchester", ann(), {"sessions": held("2026-02-16")}, "personal_supervision", "MAN-2.1-c"),
        ("manchester", ann(role="non_case_holder"), {"sessions": held("2026-02-16")}, "personal_supervision", "MAN-2.1-d"),
        ("manchester", ann(role="non_frontline"), {"sessions": held("2026-02-16")}, "personal_supervision", "MAN-2.1-e"),
        ("manchester", ann(), talked("child_protection"), "case_discussion", "MAN-3.1-f"),
        ("manchester", ann(), talked("open"), "case_discussion", "MAN-3.1-d"),
        (
            "manchester", ann(), {**WORK, "allocations": [allocated(since="2026-02-02", role="co_worker")]},
            "first_case_discussion", "MAN-3.1-g",
        ),
        (
            "manchester", ann(), {**talked("open"), "allocations": [allocated(role="co_worker")]},
            "case_discussion", "MAN-3.1-h",
        ),
        ("manchester", ann(), WORK, "case_summary", "MAN-3-d"),
        ("manchester", ann(), {**WORK, "discussions": [discussed("2026-02-16", **UNRECORDED)]}, "record_discussion", "MAN-3-h"),
        (
            "manchester", ann(), {**WORK, "discussions": [discussed("2026-02-16", "ad_hoc", **UNRECORDED)]},
            "record_discussion", "MAN-3.1-l",
        ),
        (
            "manchester", ann(), {**WORK, "discussions": [discussed("2026-02-16", "group", **UNRECORDED)]},
            "record_discussion", "MAN-3.3-g",
        ),
        ("manchester", ann(), {}, "practice_observation", "MAN-3.1-n"),
        ("manchester", ann(), {"agreements": [SIGNED]}, "agreement_review", "MAN-D-11"),
        (
            "manchester", ann(), {"groups": [{"on": "2026-02-10", "facilitator": "tom", "attendees": ["ann"]}]},
            "group_supervision", "MAN-1.1.3-a",
        ),
        ("manchester", ann(asye_from="2026-02-02"), {}, "asye_group", "MAN-2.3-e"),
        ("manchester", ann(asye_from="2026-02-02"), {}, "asye_training", "MAN-2.3-f"),
        ("manchester", ann(), {"sessions": [{"supervisee": "ann", "supervisor": "tom", "planned_on": "2026-03-09"}]},
         "self_assessment", "MAN-K-c"),
        ("manchester", ann(), {}, "audit_sample", "MAN-5.3-a"),
        (
            "manchester", ann(),
            {"audits": [{"auditor": "sue", "of_supervision": "ann", "on": "2026-02-16", "finished_on": "2026-02-16"}]},
            "audit_feedback", "MAN-5.2-b",
        ),
        ("kent", ann(), {"sessions": held("2026-02-16", kind="casework")}, "casework_supervision", "KENT-2-freq-cw"),
        ("kent", ann(), {"sessions": held("2026-02-16", kind="personal")}, "professional_support", "KENT-2-ps-90"),
        ("kent", ann(role="front_door"), {"sessions": held("2026-02-16")}, "personal_supervision", "KENT-2-nocase-6w"),
        ("kent", ann(), talked("open"), "case_discussion", "KENT-2-freq-90"),
        ("kent", ann(), {"sessions": [{"supervisee": "ann", "supervisor": "tom", "kind": "casework",
          "planned_on": "2026-02-24"}]}, "agreement_signature", "KENT-3-agree-first"),
        ("kent", ann(), {}, "good_conversation", "KENT-3-gc"),
        ("kent", NEW, {}, "probation_assessment", "KENT-3-prob-145"),
        ("kent", ann(), {}, "practice_observation", "KENT-6-obs"),
        ("plymouth", ann(), {"agreements": [SIGNED]}, "agreement_review", "PLY-8.3-a"),
        ("plymouth", ann(), {**WORK, "cases": [case(joint_from="2026-03-09")]}, "planning_meeting", "PLY-5.4.3-b"),
    ],
)  # fmt: skip
def test_what_is_owed_is_reminded_of_before_it_is_due(policy: str, person: Row, rows: Row, kind: str, rule: str) -> None:
    facts = council(person, bob(), policy=policy, **rows)
    [obligation, *_] = [row for row in owed(facts, "2026-02-17", kind) if row.rule == rule and row.due_on > date(2026, 2, 17)]
    sent = engine.ladder(facts, POLICIES[policy], obligation)
    ahead = [row for row in sent if row.kind == "upcoming"]
    assert set(obligation.responsible) <= {row.to for row in ahead}
    assert all(row.at.date() <= obligation.due_on for row in ahead)
    assert min(row.at.date() for row in ahead) >= obligation.due_on - timedelta(7)


def test_what_is_owed_for_the_evidence_on_a_file_is_said_when_it_is_late() -> None:
    rows = [discussed("2026-03-02")]
    facts = council(policy="kent", cases=[case("open", children=["K1"])], allocations=[allocated()], discussions=rows)
    sent = engine.notices(facts, POLICIES["kent"], date(2026, 3, 1), date(2026, 3, 10))
    assert [(row.kind, row.to) for row in sent if row.obligation.kind == "evidence_child_file"] == [("late", "tom")]
