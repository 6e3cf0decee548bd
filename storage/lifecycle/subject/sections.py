"""What an export holds, written out: each table that names somebody, by which column, and what of it is shown.

A column that names a person and is not here is in WITHHELD with its reason; a test misses none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one table in which somebody is named."""

    title: str
    table: str
    by: Mapping[str, str]
    """The columns that name them, each with what they are in such a row."""
    shows: tuple[str, ...]
    """Columns as they stand: dates, words, numbers. People in them become roles, cases numbers."""
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What somebody wrote, and in which of the columns `by` they must be named for it to be about them."""
    order: str = ""
    parent: tuple[str, str] | None = None
    """The column that holds the parent's row, and the parent's table: any column may be that one's."""
    only: str = ""
    """A column that must hold something: what is only going to be sent has not been."""


SECTIONS = (
    Section(
        "You on the people file",
        "people",
        {"id": "you"},
        (
            "id",
            "name",
            "email",
            "slack_id",
            "zone",
            "post",
            "role",
            "level",
            "team",
            "hours",
            "employment",
            "started_on",
            "left_on",
            "asye_from",
            "frontline",
            "profession",
            "joined_from",
            "manager_id",
        ),
    ),
    Section("Whose line manager you are", "people", {"manager_id": "line manager"}, ("id",)),
    Section(
        "What changed since you started", "person_changes", {"person_id": "you"}, ("from_on", "field", "value"), {}, "from_on"
    ),
    Section("Your name as extracts write it", "worker_names", {"person_id": "you"}, ("name_key",)),
    Section(
        "Who supervised whom",
        "relationships",
        {"supervisee_id": "supervisee", "supervisor_id": "supervisor"},
        ("supervisee_id", "supervisor_id", "from_on", "until_on"),
        {},
        "from_on",
    ),
    Section(
        "Absences",
        "absences",
        {"person_id": "away", "cover_id": "covering", "recorded_by_id": "who recorded it"},
        ("person_id", "from_on", "until_on", "kind", "recorded_on", "cover_id"),
        {},
        "from_on",
    ),
    Section(
        "Supervision agreements",
        "agreements",
        {"supervisee_id": "supervisee", "supervisor_id": "supervisor", "named_manager_id": "named manager"},
        (
            "supervisee_id",
            "supervisor_id",
            "signed_by_supervisee_on",
            "signed_by_supervisor_on",
            "reviewed_on",
            "named_manager_id",
            "every_count",
            "every_unit",
            "reason",
            "from_on",
        ),
        {},
        "from_on",
    ),
    Section(
        "Supervision sessions",
        "sessions",
        {"supervisee_id": "supervisee", "supervisor_id": "supervisor"},
        (
            "supervisee_id",
            "supervisor_id",
            "kind",
            "planned_on",
            "planned_at",
            "held_on",
            "minutes",
            "recorded_on",
            "assessed_on",
            "content_erased_on",
        ),
        {"notes": ("supervisee_id",)},
        "held_on",
    ),
    Section(
        "Sessions moved",
        "postponements",
        {"supervisee_id": "supervisee", "supervisor_id": "supervisor"},
        ("from_on", "to_on", "moved_on"),
        {"reason": ("supervisee_id",)},
        "moved_on",
        ("session_id", "sessions"),
    ),
    Section(
        "Personal matters in a session's record",
        "personal_matters",
        {"supervisee_id": "supervisee", "written_by_id": "who wrote it"},
        ("written_by_id", "written_at", "agreed_at", "refused_at"),
        {"content": ("supervisee_id",)},
        "written_at",
    ),
    Section(
        "Filled forms in a supervision file",
        "records",
        {"about_id": "whose file", "by_id": "who filled it"},
        ("form", "title", "about_id", "by_id", "case_ref", "policy", "version", "state", "made_at", "content_erased_on"),
        {},
        "made_at",
    ),
    Section(
        "What those forms say, every version",
        "record_versions",
        {"about_id": "whose file", "written_by_id": "who wrote it"},
        ("title", "number", "written_by_id", "written_at"),
        {"content": ("about_id",), "because": ("about_id",)},
        "written_at",
        ("record_id", "records"),
    ),
    Section(
        "Signatures",
        "signatures",
        {"person_id": "who signed"},
        ("title", "version", "capacity", "signed_at"),
        {},
        "signed_at",
        ("record_id", "records"),
    ),
    Section(
        "Records said not to be right",
        "disputes",
        {
            "raised_by_id": "who said so",
            "to_id": "who was to see to it",
            "first_to_id": "who was to see to it first",
            "settled_by_id": "who settled it",
            "about_id": "whose file",
        },
        (
            *("title", "version", "raised_by_id", "raised_at", "to_id", "first_to_id", "passed_at"),
            *("outcome", "settled_by_id", "settled_at"),
        ),
        {"words": ("raised_by_id", "about_id"), "outcome_words": ("raised_by_id", "about_id")},
        "raised_at",
        ("record_id", "records"),
    ),
    Section(
        "Actions agreed in supervision",
        "action_points",
        {"supervisee_id": "supervisee", "owner_id": "who was to do it", "settled_by_id": "who said what became of it"},
        ("supervisee_id", "owner_id", "case_ref", "set_on", "due_on", "outcome", "outcome_on"),
        {"words": ("supervisee_id", "owner_id"), "outcome_words": ("supervisee_id", "owner_id")},
        "set_on",
    ),
    Section(
        "Groups you led",
        "groups",
        {"facilitator_id": "facilitator"},
        ("held_on", "kind", "format", "outside_count", "signed_off_on"),
        {},
        "held_on",
    ),
    Section(
        "Groups you were part of",
        "group_attendees",
        {"person_id": "there"},
        ("held_on", "kind", "format", "part", "relayed_on"),
        {},
        "held_on",
        ("group_id", "groups"),
    ),
    Section(
        "Good Conversations",
        "conversations",
        {"person_id": "you", "by_id": "who held it"},
        ("person_id", "by_id", "kind", "held_on"),
        {},
        "held_on",
    ),
    Section(
        "Assessments in probation",
        "probation_assessments",
        {"person_id": "assessed", "by_id": "who assessed"},
        ("person_id", "by_id", "assessed_on"),
        {},
        "assessed_on",
    ),
    Section(
        "Changes flagged on a case",
        "case_flags",
        {"by_id": "who flagged it", "answered_by_id": "who answered it"},
        ("case_ref", "by_id", "flagged_at", "answered_by_id", "answered_at"),
        {"words": ("by_id",), "answer": ("answered_by_id",)},
        "flagged_at",
    ),
    Section(
        "What was raised",
        "raisings",
        {"by_id": "who raised it", "to_id": "with whom", "seen_by_id": "who has it in hand"},
        ("by_id", "to_id", "how", "raised_at", "seen_by_id", "seen_at"),
        {},
        "raised_at",
    ),
    Section(
        "Observations of practice",
        "observations",
        {"of_id": "observed", "by_id": "observer"},
        ("of_id", "by_id", "kind", "observed_on"),
        {},
        "observed_on",
    ),
    Section(
        "Observations planned",
        "planned_observations",
        {"of_id": "to be observed", "by_id": "observer"},
        ("of_id", "by_id", "kind", "planned_on", "called_off_on"),
        {},
        "planned_on",
    ),
    Section(
        "Audits of supervision records",
        "audits",
        {"of_id": "whose records", "auditor_id": "auditor"},
        ("of_id", "auditor_id", "kind", "audited_on", "finished_on", "feedback_on"),
        {},
        "audited_on",
    ),
    Section(
        "Cases allocated to you",
        "allocations",
        {"worker_id": "worker"},
        ("case_ref", "role", "from_on", "until_on"),
        {},
        "from_on",
    ),
    Section(
        "Case discussions and decisions",
        "discussions",
        {"worker_id": "worker", "by_id": "who recorded it"},
        (
            "case_ref",
            "kind",
            "worker_id",
            "by_id",
            "discussed_on",
            "recorded_on",
            "filed_on",
            "is_draft",
            "confirmed_on",
            "content_erased_on",
            "direction",
            "changed_at",
        ),
        {"decision": ("worker_id", "by_id"), "rationale": ("worker_id", "by_id"), "more": ("worker_id", "by_id")},
        "discussed_on",
    ),
    Section(
        "Drafts of decisions confirmed or sent back",
        "decision_checks",
        {"by_id": "who confirmed it or sent it back", "worker_id": "worker"},
        ("case_ref", "by_id", "outcome", "checked_at"),
        {"reason": ("by_id", "worker_id")},
        "checked_at",
        ("discussion_id", "discussions"),
    ),
    Section(
        "Case discussions you were part of",
        "discussion_workers",
        {"person_id": "there"},
        ("case_ref", "kind", "discussed_on"),
        {},
        "discussed_on",
        ("discussion_id", "discussions"),
    ),
    Section(
        "What was owed about you",
        "obligations",
        {"person_id": "whom it is about", "about": "whom it is about"},
        ("kind", "person_id", "case_ref", "due", "source", "why", "closed_on", "closed_how", "raised_on"),
        {},
        "due_on",
    ),
    Section(
        "What you were responsible for",
        "responsible",
        {"person_id": "responsible"},
        ("kind", "case_ref", "due", "closed_on", "closed_how"),
        {},
        "due_on",
        ("obligation_id", "obligations"),
    ),
    Section(
        "Messages sent to you",
        "messages",
        {"recipient_id": "recipient"},
        ("kind", "day_on", "sent_at"),
        {},
        "day_on",
        only="sent_at",
    ),
    Section(
        "Who was given access to a record",
        "grants",
        {
            "about_id": "whose record",
            "reader_id": "reader",
            "granted_by_id": "who gave it",
            "allowed_by_id": "who allowed that",
        },
        ("about_id", "reader_id", "category", "purpose", "granted_by_id", "granted_at", "until_on", "revoked_at"),
        {"reason": ("about_id",), "outside": ("about_id",)},
        "granted_at",
    ),
    Section(
        "Words you kept in a record",
        "kept_words",
        {"person_id": "you"},
        ("kept_where", "kinds", "kept_at"),
        {"reason": ("person_id",)},
        "kept_at",
    ),
    Section("Your calendar addresses", "feeds", {"person_id": "you"}, ("made_at", "revoked_at", "last_read_on"), {}, "made_at"),
    Section(
        "Typed and not stored", "drafts", {"person_id": "you"}, ("kind", "kept_at"), {"content": ("person_id",)}, "kept_at"
    ),
    Section(
        "Trouble reaching you",
        "alarms",
        {"about": "whom it is about"},
        ("name", "detail", "began_at", "ended_at"),
        {},
        "began_at",
    ),
)

WITHHELD: Mapping[str, str] = {
    "erasures.by_id": "what they did as an officer is in the trail; the reason is about somebody else",
    "erasures.person_id": "whoever has been erased is nobody's name any more",
    "holds.person_id": "that something is held may be part of an investigation or of legal advice (DPA 2018, Schedule 2)",
    "holds.placed_by_id": "what they did as an officer is in the trail; the reason is about somebody else",
    "holds.released_by_id": "what they did as an officer is in the trail; the reason is about somebody else",
    "notices.instead_of_id": "a message that went to somebody else, since Slack could not reach them",
    "notices.recipient_id": "a line of a message; the message is there",
    "outbox.recipient_id": "how a message was sent; the message is there",
    "subject_exports.by_id": "what they did as an officer is in the trail; the reason is about somebody else",
    "subject_exports.person_id": "that an export was made, this one among them, is in the trail",
    "trail_names.person_id": "their token; the events it stands for are there",
}
"""Columns that name somebody and bring nothing into an export, each with its reason."""
NEVER_SHOWN: Mapping[str, str] = {
    "sessions.notes": "of a session you gave: it is the supervisee's record",
    "postponements.reason": "of a session you gave: it is about the supervisee",
    "case_flags.words": "what somebody else flagged",
    "case_flags.answer": "what somebody else answered",
    "record_versions.content": "what you wrote in somebody else's supervision file",
    "record_versions.because": "why you corrected somebody else's record",
    "disputes.words": "of a record of somebody else's that came to you",
    "disputes.outcome_words": "of a record of somebody else's that came to you",
    "action_points.words": "of an action of somebody else's",
    "action_points.outcome_words": "of an action of somebody else's",
    "personal_matters.content": "what you wrote of somebody else's personal matters",
    "grants.reason": "of access to somebody else's record",
}
"""What is left out where somebody is named only in another column, as the requester is told."""
