"""What the council's policy calls things, for the words around them."""

from storage.unit import UnitOfWork
from storage.views import ObligationView


def case_system(work: UnitOfWork) -> str:
    """`MOSAIC`, `Liquidlogic`, or the plain words where the policy names none."""
    return work.policy.at(work.today).case_system or "the case system"


def counts_as_oversight(work: UnitOfWork) -> bool:
    """Whether an ad hoc decision is the management oversight this policy asks for between discussions."""
    cases = work.policy.at(work.today).cases
    return (
        work.policy.readings.ad_hoc_counts_as_oversight and cases is not None and any(cycle.oversight for cycle in cases.cycle)
    )


def record_headings(work: UnitOfWork) -> str:
    """What a record holds, in a row: the policy's own headings, where it has them."""
    own = work.policy.at(work.today).record.headings
    return ", ".join(own) if own else "what was discussed, what was decided and why, actions with who and by when"


def session_kinds(work: UnitOfWork) -> dict[str, str]:
    """The kinds of session to choose from, where the policy keeps more than one clock."""
    clocks = work.policy.at(work.today).supervision
    if len(clocks) < 2:
        return {}
    return {kind: KINDS[kind] for clock in clocks for kind in clock.sessions}


KINDS: dict[str, str] = {
    "personal": "Personal supervision",
    "casework": "Casework supervision",
    "professional_support": "Professional support",
    "combined": "Both in one session",
    "informal": "Informal: it does not count as supervision",
}


def rule_words(work: UnitOfWork, owed: ObligationView) -> str:
    """The rule in short: the policy's own words, else what such a rule asks for."""
    return work.policy.words(owed.rule) or SHORT[owed.kind]


SHORT: dict[str, str] = {
    "personal_supervision": "everybody has supervision at the interval for their stage, counted from the last session held",
    "casework_supervision": "casework supervision is held at its interval, counted from the last session held",
    "professional_support": "professional support is given at its interval, counted from the last session held",
    "case_discussion": "every open case is discussed in supervision at the interval its category asks for",
    "first_case_discussion": "a case is discussed in supervision within the time the policy gives from allocation",
    "management_oversight": "between discussions in supervision a manager's oversight is recorded on the case",
    "case_summary": "a summary of the case is written at the interval the policy gives",
    "record_session": "a supervision session is recorded within the time the policy gives after it was held",
    "record_discussion": "a decision is recorded on the child's file within the time the policy gives",
    "agreement_signature": "the supervision agreement is signed by both within the time the policy gives from the start",
    "agreement_review": "the supervision agreement is reviewed at the interval the policy gives",
    "practice_observation": "practice is observed at the interval the policy gives",
    "supervision_observation": "supervision is observed by the supervisor's manager at the interval the policy gives",
    "good_conversation": "a Good Conversation is held as often as the policy gives",
    "probation_assessment": "probation is assessed at the times the policy gives",
    "group_supervision": "group supervision is held at the interval the policy gives",
    "asye_group": "newly qualified staff meet as a group at the interval the policy gives",
    "asye_training": "newly qualified staff have training at the interval the policy gives",
    "self_assessment": "a self-assessment is made when the policy asks for it",
    "planning_meeting": "a planning meeting is held at the outset of joint work",
    "audit_sample": "managers look at a sample of supervision records as often as the policy gives",
    "audit_feedback": "the result of an audit is fed back within the time the policy gives",
    "file_coverage": "every supervision file is seen within the time the policy gives",
    "evidence_child_file": "supervision of a case shows on the child's file",
}
