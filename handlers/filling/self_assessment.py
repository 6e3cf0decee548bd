"""Two pieces of the supervisee's own assessment work, rated before they are discussed in supervision (Manchester App. K)."""

from __future__ import annotations

from typing import cast

from handlers.asking import FieldError
from handlers.filling.around import around
from handlers.filling.filling import Answers, Done, Filling
from handlers.filling.sheet import Sheet
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import growing as words
from scheduling.forms import Near
from storage.errors import AnsweredAlready, ForTheSupervisedPerson, NotFound
from storage.unit import UnitOfWork
from storage.views import SessionView

FORM = "self_assessment"


def booked(request: Request, work: UnitOfWork, session_id: str) -> SessionView:
    """The session it is for, the viewer's own, still to be held and not assessed for yet.

    Raises NotFound, ForTheSupervisedPerson, AnsweredAlready.
    """
    session = _own(request, work, session_id)
    if any(each.form == FORM for each in work.written.of_session(session.id, viewer=request.viewer)):
        raise AnsweredAlready
    if not session.is_booked:
        raise NotFound
    return session


def _own(request: Request, work: UnitOfWork, session_id: str) -> SessionView:
    session = work.sessions.get(session_id, viewer=request.viewer)
    work.sight.must_see(request.viewer, session.supervisee_id)
    if session.supervisee_id != request.viewer.id:
        raise ForTheSupervisedPerson
    return session


def _session(request: Request, work: UnitOfWork, sheet: Sheet) -> SessionView:
    """A correction is written whether the session has been held since or not."""
    return (_own if sheet.corrects else booked)(request, work, sheet.session)


def _near(request: Request, work: UnitOfWork, sheet: Sheet) -> Near:
    return around(request, work, _session(request, work, sheet).supervisee_id, with_actions=False)


def _head(request: Request, work: UnitOfWork, sheet: Sheet) -> str:
    return words.assessment_for(_session(request, work, sheet).planned_on, request.today)


def _check(request: Request, work: UnitOfWork, sheet: Sheet, answered: Answers) -> None:
    """The second piece is another one."""
    draft = work.drafts.look(request.viewer, sheet.place)
    before = cast("Answers", draft.content["answers"]) if draft else {}
    if "piece_2" in answered and before and _piece(answered, "2") == _piece(before, "1"):
        raise FieldError("piece_2", words.SAME_PIECE)


def _piece(answers: Answers, which: str) -> tuple[str, str]:
    return str(answers.get(f"piece_{which}") or "").casefold(), str(answers.get(f"case_{which}") or "")


def _save(request: Request, work: UnitOfWork, sheet: Sheet, done: Done) -> Reply:
    mine = request.viewer
    session = booked(request, work, sheet.session)
    record = work.written.write(FORM, done.filled, viewer=mine, about_id=mine.id, session_id=session.id)
    planned_on = work.growing.assess_oneself(session.id, viewer=mine)
    supervisor = work.people.supervisor_of(mine.id)
    said = words.assessment_saved(supervisor, planned_on, request.today)
    return say(said, title=words.SAVED, stored=True, about=record.id)


FILLING = Filling(near=_near, head=_head, save=_save, check=_check)
