"""What a policy is called by where it has no words of its own."""

CASE_SYSTEM = "the case system"
HEADINGS = "what was discussed, what was decided and why, actions with who and by when"
SESSIONS: dict[str, str] = {
    "personal": "Personal supervision",
    "casework": "Casework supervision",
    "professional_support": "Professional support",
    "combined": "Both in one session",
    "informal": "Informal: it does not count as supervision",
}
"""The kinds of session."""
RULES: dict[str, str] = {
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
"""What a rule asks for, in short."""
