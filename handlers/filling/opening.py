"""The ways into the forms of the policy: every button, command and shortcut that opens one comes through here."""

from collections.abc import Sequence

from handlers.filling import feedback
from handlers.filling.engine import open_form
from handlers.filling.sheet import Sheet
from handlers.reply import Reply
from handlers.request import Request
from storage.unit import UnitOfWork


def session_record(request: Request, work: UnitOfWork, session_id: str) -> Reply:
    """The record of a session that was held. Raises NotFound, ForTheSupervisor."""
    held = work.sessions.to_write(session_id, viewer=request.viewer)
    return open_form(request, work, Sheet("session", held.supervisee_id, session=held.id))


def session_feedback(request: Request, work: UnitOfWork, session_id: str) -> Reply:
    """What the supervisee thinks of a session. Raises NotFound, ForTheSupervisedPerson, AnsweredAlready."""
    session = feedback.held(request, work, session_id)
    return open_form(request, work, Sheet(feedback.FORM, session.supervisee_id, session=session.id))


def case_discussion(request: Request, work: UnitOfWork, person_id: str, refs: Sequence[str]) -> Reply:
    """The record of cases discussed on their own; on a joint case with the lead, where the policy says so.

    Raises NotFound, ForTheSupervisor.
    """
    person = work.case_notes.supervised_on(refs[0], person_id, viewer=request.viewer)
    return open_form(request, work, Sheet("case_discussion", person, case=",".join(refs)))
