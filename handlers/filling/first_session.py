"""The checklist of a first session: what is on the supervision file and since when (Manchester App. A and B, Wokingham 6)."""

from collections.abc import Mapping

from handlers.asking import FieldError
from handlers.filling.around import around
from handlers.filling.filling import Answers, Done, Filling
from handlers.filling.sheet import Sheet
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import checklist as words
from scheduling.forms import Near, Value
from storage.errors import InTheFuture
from storage.unit import UnitOfWork
from storage.written import RecordView

FORM = "first_session"


def _near(request: Request, work: UnitOfWork, sheet: Sheet) -> Near:
    work.sight.must_supervise(request.viewer, sheet.person)
    return around(request, work, sheet.person, with_actions=False)


def _head(request: Request, work: UnitOfWork, sheet: Sheet) -> str:
    return words.head(work.people.get(sheet.person))


def _begin(request: Request, work: UnitOfWork, sheet: Sheet) -> Mapping[str, Value]:
    """As it stood when it was last looked at."""
    known = kept(request, work, sheet.person)
    return work.written.read(known.id, viewer=request.viewer).latest.filled.values() if known else {}


def _check(request: Request, work: UnitOfWork, sheet: Sheet, answered: Answers) -> None:
    """What is there was added by today."""
    for step in work.policy.form(FORM).part:
        for question in step.question:
            if question.kind == "day" and str(answered.get(question.id) or "") > request.today.isoformat():
                raise FieldError(question.id, InTheFuture().sentence)


def _save(request: Request, work: UnitOfWork, sheet: Sheet, done: Done) -> Reply:
    """One checklist a person: what is added later is a new version of it."""
    known = kept(request, work, sheet.person)
    if known:
        record = work.written.correct(known.id, done.filled, viewer=request.viewer, because=words.LOOKED_AT)
    else:
        record = work.written.write(FORM, done.filled, viewer=request.viewer, about_id=sheet.person)
    return say(words.saved(work.people.get(sheet.person)), title=words.TITLE, stored=True, about=record.id)


def kept(request: Request, work: UnitOfWork, person_id: str) -> RecordView | None:
    """Somebody's checklist; None where it was never filled. Raises NotFound."""
    return next(iter(work.written.of(person_id, viewer=request.viewer, form=FORM, most=1)), None)


FILLING = Filling(near=_near, head=_head, save=_save, begin=_begin, check=_check)
