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


def agreement(request: Request, work: UnitOfWork, person_id: str) -> Reply:
    """The supervision agreement of a supervisee with their supervisor. Raises NotFound, NoSupervisor."""
    return open_form(request, work, Sheet("agreement", person_id))


def observation(request: Request, work: UnitOfWork, person_id: str, form: str) -> Reply:
    """An observation of somebody: their own part, or the observer's; where the other has begun, beside it.

    Raises NotFound.
    """
    work.sight.must_see(request.viewer, person_id)
    by = "supervisee" if request.viewer.id == person_id else "observer"
    begun = [each for each in work.written.of(person_id, viewer=request.viewer, form=form, most=5) if each.missing]
    sheet = Sheet(form, person_id, by=by, corrects=begun[0].id if begun else "")
    return open_form(request, work, sheet)


def first_session(request: Request, work: UnitOfWork, person_id: str) -> Reply:
    """The checklist of somebody's supervision file. Raises NotFound, ForTheSupervisor."""
    return open_form(request, work, Sheet("first_session", person_id))
