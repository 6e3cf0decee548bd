"""A supervision agreement on the policy's own form, written by either of the two and signed by both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from handlers.asking import FieldError
from handlers.filling.around import around
from handlers.filling.filling import Answers, Done, Filling
from handlers.filling.sheet import Sheet
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import agreements as words
from scheduling.calendar import Interval
from scheduling.forms import Near, Value
from storage.errors import NoSupervisor
from storage.unit import UnitOfWork

FORM = "agreement"
EVERY = "every_weeks"


def _near(request: Request, work: UnitOfWork, sheet: Sheet) -> Near:
    """The managers above the supervisor, one of whom is named in it. Raises NotFound, NoSupervisor."""
    known = around(request, work, sheet.person, with_actions=False)
    supervisor = work.people.supervisor_of(sheet.person)
    if supervisor is None:
        raise NoSupervisor
    above = work.people.line_above(supervisor.id)
    return replace(known, people={each.id: each.name for each in above if each.id not in (sheet.person, supervisor.id)})


def _head(request: Request, work: UnitOfWork, sheet: Sheet) -> str:
    return words.head(work.people.get(sheet.person), work.people.supervisor_of(sheet.person))


def _begin(request: Request, work: UnitOfWork, sheet: Sheet) -> Mapping[str, Value]:
    """What they agreed on last: the form as it stood; the named manager and the interval where there is none."""
    before = work.written.of(sheet.person, viewer=request.viewer, form=FORM, most=1)
    if before:
        return work.written.read(before[0].id, viewer=request.viewer).latest.filled.values()
    held = work.agreements.in_force(sheet.person, viewer=request.viewer)
    begun: dict[str, Value] = {"from_on": request.today.isoformat()}
    if held and held.named_manager_id:
        begun["named_manager"] = held.named_manager_id
    if held and held.every and held.every.unit == "weeks":
        begun[EVERY] = str(held.every.count)
    return begun


def _check(request: Request, work: UnitOfWork, sheet: Sheet, answered: Answers) -> None:
    """Never less often than the policy asks."""
    weeks = answered.get(EVERY)
    if isinstance(weeks, str) and weeks.isdecimal() and int(weeks):
        asked = work.agreements.loosens(sheet.person, Interval(int(weeks), "weeks"), viewer=request.viewer)
        if asked is not None:
            raise FieldError(EVERY, words.too_seldom(asked.words))


def _save(request: Request, work: UnitOfWork, sheet: Sheet, done: Done) -> Reply:
    record = work.written.write(FORM, done.filled, viewer=request.viewer, about_id=sheet.person)
    person, supervisor = work.people.get(sheet.person), work.people.supervisor_of(sheet.person)
    other = supervisor if request.viewer.id == sheet.person else person
    said = words.saved(other) if record.missing else words.holds(person)
    return say(said, title=words.TITLE_SAVED, stored=True, about=record.id)


FILLING = Filling(near=_near, head=_head, save=_save, begin=_begin, check=_check)
