"""An observation of practice, or of supervision: the worker's part and the observer's, in one record that both sign."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from handlers.asking import FieldError
from handlers.filling.around import around
from handlers.filling.filling import Answers, Done, Filling
from handlers.filling.sheet import Sheet
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import observations as words
from handlers.words.phrases import who
from scheduling.forms import Near, Value, fields_of, revised
from storage.errors import ForTheSupervisor, InTheFuture, NotFound
from storage.unit import UnitOfWork
from storage.written import RecordView

ON = "observed_on"
KINDS = {"practice_observation": "practice", "supervision_observation": "supervision"}


def _near(request: Request, work: UnitOfWork, sheet: Sheet) -> Near:
    """Raises NotFound, ForTheSupervisor where the part is not the viewer's."""
    is_own = request.viewer.id == sheet.person
    if is_own != (sheet.by == "supervisee"):
        raise ForTheSupervisor
    _must_be_of(request, work, sheet)
    if not is_own and not work.sight.can_see(request.viewer, sheet.person):
        return Near()  # an observer from outside the line sees this one form, and nothing that stands around it
    return around(request, work, sheet.person, with_actions=False)


def _must_be_of(request: Request, work: UnitOfWork, sheet: Sheet) -> None:
    """What it says it is the record of is somebody's own: NotFound otherwise, as where nothing is."""
    if sheet.corrects:
        found = work.written.get(sheet.corrects, viewer=request.viewer)
        if (found.about_id, found.form) != (sheet.person, sheet.form):
            raise NotFound
    elif sheet.of:
        planned = work.observations.planned(sheet.of, viewer=request.viewer)
        if (planned.of_id, planned.kind) != (sheet.person, KINDS[sheet.form]):
            raise NotFound
    else:
        work.sight.must_see(request.viewer, sheet.person)


def _head(request: Request, work: UnitOfWork, sheet: Sheet) -> str:
    return words.head(work.people.get(sheet.person), words.WHAT[sheet.form], is_own=request.viewer.id == sheet.person)


def _begin(request: Request, work: UnitOfWork, sheet: Sheet) -> Mapping[str, Value]:
    return {ON: request.today.isoformat()}


def _check(request: Request, work: UnitOfWork, sheet: Sheet, answered: Answers) -> None:
    on = answered.get(ON)
    if isinstance(on, str) and on > request.today.isoformat():
        raise FieldError(ON, InTheFuture().sentence)


def _save(request: Request, work: UnitOfWork, sheet: Sheet, done: Done) -> Reply:
    """The first part of it."""
    of_id = _observed(request, work, sheet, done) or sheet.of or None
    record = work.written.write(sheet.form, done.filled, viewer=request.viewer, about_id=sheet.person, of_id=of_id)
    return _said(request, work, sheet, record)


def add(request: Request, work: UnitOfWork, sheet: Sheet, record: RecordView, done: Done) -> Reply:
    """The other part, beside what is there: a new version, to be signed by both."""
    before = work.written.read(record.id, viewer=request.viewer).latest.filled
    asked = {each.name for step in done.steps for each in fields_of(step, done.near)}
    is_made = record.of_id is not None and work.observations.observer(record.of_id) is not None
    of_id = record.of_id if is_made else _observed(request, work, sheet, done) or record.of_id
    new = revised(before, done.filled, asked)
    made = work.written.correct(
        record.id, new, viewer=request.viewer, because=words.added(words.PARTS[sheet.by]), of_id=of_id or ""
    )
    return _said(request, work, sheet, made)


def _observed(request: Request, work: UnitOfWork, sheet: Sheet, done: Done) -> str | None:
    """That it took place, once the observer says when."""
    on = done.text(ON)
    if sheet.by != "observer" or not on:
        return None
    return work.observations.record(
        viewer=request.viewer,
        of_id=sheet.person,
        by_id=request.viewer.id,
        kind=KINDS[sheet.form],
        on=date.fromisoformat(on),
    )


def _said(request: Request, work: UnitOfWork, sheet: Sheet, record: RecordView) -> Reply:
    """Nothing is signed, and nobody asked to, before the observer has said when it took place."""
    person = work.people.get(sheet.person)
    observer = work.observations.observer(record.of_id) if record.of_id else None
    if observer is None:
        said = words.kept(who(work.people.supervisor_of(sheet.person)))
    else:
        said = words.saved(who(work.people.get(observer) if request.viewer.id == sheet.person else person))
    return say(said, title=words.TITLE_SAVED, stored=True, about=record.id)


def _corrected(request: Request, work: UnitOfWork, record: RecordView, answered: Answers) -> None:
    """By the observer or above them: the worker's part has no day."""
    on = str(answered.get(ON) or "")
    if record.of_id and on and request.viewer.id != record.about_id:
        work.observations.correct(record.of_id, viewer=request.viewer, on=date.fromisoformat(on))


FILLING = Filling(near=_near, head=_head, save=_save, begin=_begin, check=_check, corrected=_corrected, adds=add)
