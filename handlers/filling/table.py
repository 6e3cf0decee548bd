"""The forms of the policy that can be filled, by name: adding one is a file beside this and a line here."""

from collections.abc import Mapping

from handlers.filling import (
    agreement,
    audit,
    case_discussion,
    case_summary,
    feedback,
    first_session,
    good_conversation,
    group,
    joint_planning,
    observation,
    probation,
    self_assessment,
    session,
)
from handlers.filling.filling import Filling

FILLINGS: Mapping[str, Filling] = {
    "session": session.FILLING,
    "feedback": feedback.FILLING,
    "agreement": agreement.FILLING,
    "first_session": first_session.FILLING,
    "practice_observation": observation.FILLING,
    "supervision_observation": observation.FILLING,
    "case_discussion": case_discussion.FILLING,
    "group": group.FILLING,
    "good_conversation": good_conversation.FILLING,
    "probation": probation.FILLING,
    "self_assessment": self_assessment.FILLING,
    "case_summary": case_summary.FILLING,
    "joint_planning": joint_planning.FILLING,
    "supervision_audit": audit.AUDIT_FILLING,
    "audit_feedback": audit.FEEDBACK_FILLING,
}
