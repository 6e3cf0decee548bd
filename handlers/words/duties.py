"""What is owed, as a phrase: by kind of obligation, and by who is reading."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.words.phrases import escape, possessive, who
from storage.views import ItemView, ObligationView, Person

SUPERVISIONS = ("personal_supervision", "casework_supervision", "professional_support")
CASE_DISCUSSIONS = ("case_discussion", "first_case_discussion")
BOOKABLE = (*SUPERVISIONS, *CASE_DISCUSSIONS)
"""What the next session settles."""
OVERSIGHT = ("management_oversight",)
AGREEMENTS = ("agreement_signature", "agreement_review")
OBSERVATIONS = ("practice_observation", "supervision_observation")
AUDITS = ("audit_sample",)
SAMPLE = "sample of supervision records to audit"
SAMPLES = {
    "dip_sample": "dip sample of supervisions",
    "file_audit": "sample of supervision files to audit",
    "peer": "peer audit of a supervision file",
}
"""Somebody may owe one of each on one day."""
SAMPLE_TITLES = {"dip_sample": "Dip sample", "file_audit": "Files to audit", "peer": "Peer audit"}
FEEDBACK = "audit_feedback"


@dataclass(frozen=True, slots=True)
class Around:
    """The people around one obligation, and who is reading about it."""

    obligation: ObligationView
    reader: Person
    supervisor: Person | None
    other: Person | None = None
    """Whose records are looked at, where it is an audit."""

    @property
    def subject(self) -> Person:
        """Whom it is about."""
        return self.obligation.person

    @property
    def is_own(self) -> bool:
        """The reader is whom it is about."""
        return self.reader.id == self.subject.id

    @property
    def is_supervisors(self) -> bool:
        """The reader is the supervisor."""
        return self.supervisor is not None and self.reader.id == self.supervisor.id

    @property
    def theirs(self) -> str:
        """`your` or `@Ann's`."""
        return "your" if self.is_own else possessive(who(self.subject))

    @property
    def case(self) -> str:
        """The case's reference in bold."""
        return f"*{escape(self.obligation.case_ref or '')}*"

    @property
    def between(self) -> str:
        """`with @Tom` to the supervisee, `with @Ann` to the supervisor, `of @Ann with @Tom` to others."""
        if self.is_own:
            return f"with {who(self.supervisor)}" if self.supervisor else "with you"
        with_subject = f"with {who(self.subject)}"
        return (
            with_subject
            if self.is_supervisors or not self.supervisor
            else f"of {who(self.subject)} with {who(self.supervisor)}"
        )


def _supervision(named: str) -> Callable[[Around], str]:
    def phrase(around: Around) -> str:
        if around.is_own or around.is_supervisors:
            return f"{named} {around.between}"
        by = f" with {who(around.supervisor)}" if around.supervisor else ""
        return f"{possessive(who(around.subject))} {named}{by}"

    return phrase


def _about_case(named: str) -> Callable[[Around], str]:
    def phrase(around: Around) -> str:
        if around.is_own or around.is_supervisors or not around.supervisor:
            return f"{named} of {around.case} with {who(around.supervisor if around.is_own else around.subject)}"
        return f"{named} of {around.case} between {who(around.subject)} and {who(around.supervisor)}"

    return phrase


def _oversight(around: Around) -> str:
    by = f" by {who(around.supervisor)}" if around.supervisor and not around.is_supervisors else ""
    return f"management oversight of {around.theirs} case {around.case}{by}"


def _audit(around: Around) -> str:
    if around.other is None:
        return f"{around.theirs} {SAMPLES.get(around.obligation.sample, SAMPLE)}"
    by = "" if around.is_own else f" by {who(around.subject)}"
    return f"the audit of {possessive(who(around.other))} supervision records{by}"


def _feedback(around: Around) -> str:
    """`your feedback on the audit of @Ann's supervision`: it is owed by the auditor."""
    of = f"{possessive(who(around.other))} supervision" if around.other else "supervision"
    return f"{around.theirs} feedback on the audit of {of}"


def _theirs(named: str) -> Callable[[Around], str]:
    return lambda around: f"{around.theirs} {named}"


def _record(around: Around) -> str:
    with_whom = f" {around.between}" if around.is_own else ""
    return f"the record of {around.theirs} supervision{with_whom}"


PHRASES: dict[str, Callable[[Around], str]] = {
    "personal_supervision": _supervision("supervision"),
    "casework_supervision": _supervision("casework supervision"),
    "professional_support": _supervision("professional support"),
    "case_discussion": _about_case("the discussion"),
    "first_case_discussion": _about_case("the first discussion"),
    "management_oversight": _oversight,
    "case_summary": lambda around: f"the case summary of {around.case}",
    "record_session": _record,
    "record_discussion": lambda around: f"the record of {around.case} on the case system",
    "agreement_signature": lambda around: f"the signing of the supervision agreement {around.between}",
    "agreement_review": lambda around: f"the review of the supervision agreement {around.between}",
    "practice_observation": lambda around: f"an observation of {around.theirs} practice",
    "supervision_observation": lambda around: f"an observation of {around.theirs} supervising",
    "good_conversation": _theirs("Good Conversation"),
    "probation_assessment": _theirs("probation assessment"),
    "group_supervision": _theirs("group supervision"),
    "asye_group": _theirs("group for newly qualified staff"),
    "asye_training": _theirs("training for newly qualified staff"),
    "self_assessment": _theirs("self-assessment"),
    "planning_meeting": lambda around: f"the planning meeting for {around.case}",
    "audit_sample": _audit,
    "audit_feedback": _feedback,
    "file_coverage": lambda around: f"{around.theirs} share of the supervision files to see",
    "evidence_child_file": lambda around: f"evidence of supervision on the file of {around.case}",
}

TITLES: dict[str, str] = {
    "personal_supervision": "Supervision",
    "casework_supervision": "Casework supervision",
    "professional_support": "Professional support",
    "case_discussion": "Case discussion",
    "first_case_discussion": "First case discussion",
    "management_oversight": "Management oversight",
    "case_summary": "Case summary",
    "record_session": "Record of supervision",
    "record_discussion": "Record on the case system",
    "agreement_signature": "Supervision agreement to sign",
    "agreement_review": "Supervision agreement to review",
    "practice_observation": "Practice observation",
    "supervision_observation": "Observation of supervision",
    "good_conversation": "Good Conversation",
    "probation_assessment": "Probation assessment",
    "group_supervision": "Group supervision",
    "asye_group": "Group for newly qualified staff",
    "asye_training": "Training for newly qualified staff",
    "self_assessment": "Self-assessment",
    "planning_meeting": "Planning meeting",
    "audit_sample": "Records to audit",
    "audit_feedback": "Audit feedback",
    "file_coverage": "Files to see",
    "evidence_child_file": "Evidence on the case file",
}


def is_audit_of_somebody(obligation: ObligationView) -> bool:
    """An audit of one person's records; a sample's `about` is its rule and period, with a blank between."""
    return obligation.kind in AUDITS and bool(obligation.about) and " " not in obligation.about


def duty(obligation: ObligationView, *, reader: Person, supervisor: Person | None, other: Person | None = None) -> str:
    """What is owed, in words for this reader, starting in lower case where it is a word."""
    return PHRASES[obligation.kind](Around(obligation, reader, supervisor, other))


def duty_of(item: ItemView, reader: Person) -> str:
    """The same from one line of a message."""
    assert item.obligation is not None
    audited = item.supervisee if item.obligation.kind in (*AUDITS, FEEDBACK) and item.supervisee != item.person else None
    return duty(item.obligation, reader=reader, supervisor=item.supervisor, other=audited)


def title(obligation: ObligationView) -> str:
    """Its name alone: *Supervision*, *Case discussion*."""
    return SAMPLE_TITLES.get(obligation.sample) or TITLES[obligation.kind]
