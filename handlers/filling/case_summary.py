"""A case summed up: what has come of the support so far (Manchester 1.2.2 and 3)."""

from __future__ import annotations

from handlers.filling.filling import Done, Filling
from handlers.filling.sheet import Sheet
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import growing as words
from scheduling.forms import Near
from storage.errors import NotFound
from storage.unit import UnitOfWork

FORM = "case_summary"


def _near(request: Request, work: UnitOfWork, sheet: Sheet) -> Near:
    """The one case. A summary of it is corrected whoever works on it now, by the right to the record. Raises NotFound."""
    work.sight.must_see(request.viewer, sheet.person)
    if sheet.corrects:
        return Near(cases={sheet.case: sheet.case})
    case = work.cases.must_see(sheet.case, request.viewer)
    if sheet.person not in case.workers:
        raise NotFound
    return Near(cases={case.ref: case.ref}, categories={case.ref: case.category})


def _head(request: Request, work: UnitOfWork, sheet: Sheet) -> str:
    return words.summary_of(sheet.case, work.people.get(sheet.person))


def _save(request: Request, work: UnitOfWork, sheet: Sheet, done: Done) -> Reply:
    made = work.summaries.write(sheet.case, viewer=request.viewer, worker_id=sheet.person)
    record = work.written.write(
        FORM, done.filled, viewer=request.viewer, about_id=sheet.person, layer="case", case_ref=sheet.case, of_id=made
    )
    return say(words.summary_saved(sheet.case), title=words.SAVED, stored=True, about=record.id)


FILLING = Filling(near=_near, head=_head, save=_save)
