"""What the supervisee thinks of a session (Wokingham 10): asked for after each, given or not, read by both."""

from __future__ import annotations

from handlers.filling.filling import Done, Filling
from handlers.filling.sheet import Sheet
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import feedback as words
from handlers.words.phrases import who
from scheduling.forms import Near
from storage.errors import AnsweredAlready, ForTheSupervisedPerson
from storage.unit import UnitOfWork
from storage.views import SessionView

FORM = "feedback"


def held(request: Request, work: UnitOfWork, session_id: str) -> SessionView:
    """The session, for its supervisee. Raises NotFound, ForTheSupervisedPerson."""
    session = work.sessions.get(session_id, viewer=request.viewer)
    work.sight.must_see(request.viewer, session.supervisee_id)
    if session.supervisee_id != request.viewer.id:
        raise ForTheSupervisedPerson
    return session


def is_given(request: Request, work: UnitOfWork, session_id: str) -> bool:
    """Whether it stands with the session's record already."""
    return any(each.form == FORM for each in work.written.of_session(session_id, viewer=request.viewer))


def _near(request: Request, work: UnitOfWork, sheet: Sheet) -> Near:
    session = held(request, work, sheet.session)
    if not sheet.corrects and is_given(request, work, session.id):
        raise AnsweredAlready
    return Near(role=request.viewer.role)


def _head(request: Request, work: UnitOfWork, sheet: Sheet) -> str:
    session = held(request, work, sheet.session)
    return words.head(who(work.people.get(session.supervisor_id)), session.held_on, request.today)


def _save(request: Request, work: UnitOfWork, sheet: Sheet, done: Done) -> Reply:
    session = held(request, work, sheet.session)
    record = work.written.write(FORM, done.filled, viewer=request.viewer, about_id=session.supervisee_id, session_id=session.id)
    work.sessions.feedback_given(session.id, viewer=request.viewer)
    return say(words.given(who(work.people.get(session.supervisor_id))), title=words.SAVED, stored=True, about=record.id)


FILLING = Filling(near=_near, head=_head, save=_save)
