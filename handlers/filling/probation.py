"""An assessment of a supervisee's progress in probation (Kent 3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from handlers.filling.agreed import agree, must_be_in_time
from handlers.filling.around import around
from handlers.filling.filling import Answers, Done, Filling
from handlers.filling.sheet import Sheet
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import filling as filling_words
from handlers.words import growing as words
from handlers.words.phrases import who
from scheduling.forms import Near, Value
from storage.unit import UnitOfWork
from storage.written import RecordView

FORM = "probation"


def _near(request: Request, work: UnitOfWork, sheet: Sheet) -> Near:
    work.sight.must_supervise(request.viewer, sheet.person)
    return around(request, work, sheet.person, with_actions=False)


def _head(request: Request, work: UnitOfWork, sheet: Sheet) -> str:
    return words.probation_of(work.people.get(sheet.person))


def _begin(request: Request, work: UnitOfWork, sheet: Sheet) -> Mapping[str, Value]:
    return {"on": request.today.isoformat()}


def _check(request: Request, work: UnitOfWork, sheet: Sheet, answered: Answers) -> None:
    must_be_in_time(request, answered)


def _save(request: Request, work: UnitOfWork, sheet: Sheet, done: Done) -> Reply:
    person, on = work.people.must_get(sheet.person), date.fromisoformat(done.text("on"))
    assessed = work.growing.assess(viewer=request.viewer, person_id=person.id, on=on)
    record = work.written.write(FORM, done.filled, viewer=request.viewer, about_id=person.id, of_id=assessed)
    agreed = agree(request, work, done, person.id, record.id)
    said = [words.probation_saved(person, on, request.today)]
    said += [filling_words.asked_to_sign(who(person))] if "supervisee" in record.missing else []
    said += [filling_words.actions_agreed(agreed)] if agreed else []
    return say(" ".join(said), title=words.SAVED, stored=True, about=record.id)


def _corrected(request: Request, work: UnitOfWork, record: RecordView, answered: Answers) -> None:
    on = str(answered.get("on") or "")
    if record.of_id and on:
        work.growing.correct_assessment(record.of_id, viewer=request.viewer, on=date.fromisoformat(on))


FILLING = Filling(near=_near, head=_head, save=_save, begin=_begin, check=_check, corrected=_corrected)
