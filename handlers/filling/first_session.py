"""The checklist of a first session: what is on the supervision file, by yes or no (Manchester App. A and B, Wokingham 6)."""

from handlers.filling.around import around
from handlers.filling.filling import Done, Filling
from handlers.filling.sheet import Sheet
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import checklist as words
from scheduling.forms import Near
from storage.unit import UnitOfWork

FORM = "first_session"


def _near(request: Request, work: UnitOfWork, sheet: Sheet) -> Near:
    work.sight.must_supervise(request.viewer, sheet.person)
    return around(request, work, sheet.person, with_actions=False)


def _head(request: Request, work: UnitOfWork, sheet: Sheet) -> str:
    return words.head(work.people.get(sheet.person))


def _save(request: Request, work: UnitOfWork, sheet: Sheet, done: Done) -> Reply:
    record = work.written.write(FORM, done.filled, viewer=request.viewer, about_id=sheet.person)
    return say(words.saved(work.people.get(sheet.person)), title=words.TITLE, stored=True, about=record.id)


FILLING = Filling(near=_near, head=_head, save=_save)
