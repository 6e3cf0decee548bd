"""The forms of the policy that can be filled, by name: adding one is a file beside this and a line here."""

from collections.abc import Mapping

from handlers.filling import case_discussion, feedback, session
from handlers.filling.filling import Filling

FILLINGS: Mapping[str, Filling] = {
    "session": session.FILLING,
    "feedback": feedback.FILLING,
    "case_discussion": case_discussion.FILLING,
}
