"""The shape of a facts file: each object's keys, what each may hold, and which it cannot do without."""

from dataclasses import dataclass
from typing import Any, Final

from scheduling import choosing, facts, values
from scheduling.values import Check, a_date, date_or_instant, flag, one_of, or_null, text, texts, whole

ROLES: Final = ("case_holder", "non_case_holder", "non_frontline", "front_door", "supervising_social_worker")
LEVELS: Final = ("practitioner", "supervisor", "service_manager", "head_of_locality", "strategic_lead", "senior_manager")
CATEGORIES: Final = (
    "child_protection", "child_in_care", "child_in_need", "early_help", "care_leaver",
    "supervising_social_worker", "assessment", "open",
)  # fmt: skip
ALLOCATION_ROLES: Final = ("key_worker", "lead", "co_worker", "supporting", "duty")
INFORMAL: Final = "informal"
"""Sessions of this kind never count as supervision."""
SESSION_KINDS: Final = ("personal", "casework", "professional_support", "combined", INFORMAL)
DISCUSSION_KINDS: Final = ("supervision", "ad_hoc", "oversight", "group", "summary")
KINDS: Final = (
    "personal_supervision", "casework_supervision", "professional_support", "case_discussion", "first_case_discussion",
    "management_oversight", "case_summary", "record_session", "record_discussion", "agreement_signature", "agreement_review",
    "practice_observation", "supervision_observation", "good_conversation", "probation_assessment", "group_supervision",
    "asye_group", "asye_training", "self_assessment", "planning_meeting", "audit_sample", "audit_feedback", "file_coverage",
    "evidence_child_file",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of object: its class, its keys, and the keys it must have."""

    makes: type[Any]
    keys: dict[str, Check]
    needs: tuple[str, ...] = ()
    lists: dict[str, "Shape"] | None = None
    """Keys that hold a list of objects."""


_day = or_null(a_date)
_name = or_null(text)
PERSON_VALUES: Final[dict[str, Check]] = {
    "role": one_of(ROLES), "level": one_of(LEVELS), "hours": one_of(("full_time", "part_time")),
    "employment": one_of(("permanent", "agency", "temporary")), "started_on": _day, "left_on": _day, "asye_from": _day,
    "frontline": flag, "profession": _name, "manager": _name, "joined_from": one_of(("outside", "within")),
}  # fmt: skip
CASE_VALUES: Final[dict[str, Check]] = {
    "category": one_of(CATEGORIES), "opened_on": _day, "closed_on": _day, "family": _name, "children": texts,
    "joint_from": _day, "planning_meeting_on": _day, "every": or_null(values.interval), "points": values.dates,
}  # fmt: skip
CHANGE: Final = Shape(facts.Change, {"on": a_date}, ("on", "set"))

SHAPES: Final[dict[str, Shape]] = {
    "people": Shape(facts.Person, {"id": text, **PERSON_VALUES}, ("id",)),
    "relationships": Shape(
        facts.Relationship,
        {"supervisee": text, "supervisor": text, "from": a_date, "until": _day},
        ("supervisee", "supervisor", "from"),
    ),
    "agreements": Shape(
        facts.Agreement,
        {
            "supervisee": text, "supervisor": text, "signed_by_supervisee_on": _day, "signed_by_supervisor_on": _day,
            "reviewed_on": _day, "named_manager": _name, "every": or_null(values.interval), "reason": _name, "from": _day,
            "until": _day,
        },
        ("supervisee", "supervisor"),
    ),
    "sessions": Shape(
        facts.Session,
        {
            "supervisee": text, "supervisor": text, "kind": one_of(SESSION_KINDS), "planned_on": _day, "held_on": _day,
            "minutes": or_null(whole(0)), "recorded_on": _day,
        },
        ("supervisee", "supervisor"),
        {
            "postponements": Shape(
                facts.Postponement, {"from": a_date, "to": a_date, "reason": _name, "on": _day}, ("from", "to")
            ),
            "direct_work": Shape(
                facts.DirectWork,
                {"case": text, "state": one_of(("completed", "partly_completed", "planned"))},
                ("case", "state"),
            ),
            "front_door_cases": Shape(facts.FrontDoorCase, {"id": text, "criterion": whole(1, 4)}, ("id", "criterion")),
        },
    ),
    "cases": Shape(facts.Case, {"ref": text, **CASE_VALUES}, ("ref",)),
    "allocations": Shape(
        facts.Allocation,
        {"case": text, "worker": text, "role": one_of(ALLOCATION_ROLES), "from": date_or_instant, "until": _day},
        ("case", "worker", "from"),
    ),
    "discussions": Shape(
        facts.Discussion,
        {
            "case": text, "worker": text, "with": texts, "by": text, "kind": one_of(DISCUSSION_KINDS), "on": date_or_instant,
            "rationale": or_null(flag), "recorded_on": _day, "filed_on": _day, "confirmed_on": _day, "evidenced_for": texts,
        },
        ("case", "worker", "by", "on"),
    ),
    "observations": Shape(
        facts.Observation,
        {"of": text, "by": text, "kind": one_of(("practice", "supervision")), "on": a_date},
        ("of", "by", "on"),
    ),
    "groups": Shape(
        facts.Group,
        {
            "on": a_date, "kind": one_of(("team", "asye", "asye_training")), "facilitator": text, "attendees": texts,
            "cases": texts, "signed_off_on": _day,
        },
        ("on", "facilitator"),
    ),
    "conversations": Shape(
        facts.Conversation, {"person": text, "kind": one_of(("plan", "review")), "on": a_date}, ("person", "on")
    ),
    "probation_assessments": Shape(facts.ProbationAssessment, {"person": text, "on": a_date}, ("person", "on")),
    "audits": Shape(
        facts.Audit,
        {
            "auditor": text, "of_supervision": text, "on": a_date, "rag": flag, "finished_on": _day, "feedback_on": _day,
            "kind": one_of(("dip_sample", "file_audit", "peer", "personal_records")),
        },
        ("auditor", "of_supervision", "on"),
    ),
    "absences": Shape(
        facts.Absence, {"person": text, "from": a_date, "until": _day, "recorded_on": _day, "cover": _name}, ("person", "from")
    ),
}  # fmt: skip

READINGS: Final = choosing.checks(KINDS)
SETTINGS: Final = Shape(facts.Settings, {name: or_null(check) for name, check in READINGS.items()})
ORGANISATION: Final = Shape(facts.Organisation, {"service": _name, "senior_managers": texts})

PEOPLE_NAMED: Final[dict[str, tuple[str, ...]]] = {
    "people": ("manager",), "relationships": ("supervisee", "supervisor"),
    "agreements": ("supervisee", "supervisor", "named_manager"),
    "sessions": ("supervisee", "supervisor"), "allocations": ("worker",), "discussions": ("worker", "with", "by"),
    "observations": ("of", "by"), "groups": ("facilitator", "attendees"), "conversations": ("person",),
    "probation_assessments": ("person",), "audits": ("auditor", "of_supervision"), "absences": ("person", "cover"),
}  # fmt: skip
CASES_NAMED: Final[dict[str, tuple[str, ...]]] = {"allocations": ("case",), "discussions": ("case",), "groups": ("cases",)}
MEASURED: Final = (
    "asye_caseload",
    "attendance",
    "chronology",
    "cp_audited",
    "drift",
    "genogram",
    "observing",
    "with_ratings",
    "year_ahead",
)
"""What a version may cite under `measured`: a figure of the report, or a kind of row in one."""
