"""A supervision agreement on the policy's own form, written by either of the two and signed by both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.asking import FieldError
from handlers.filling.around import around
from handlers.filling.filling import Answers, Done, Filling
from handlers.filling.sheet import Sheet
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import agreements as words
from scheduling.calendar import Interval
from scheduling.forms import Near, Step, Value
from storage.errors import NoSupervisor
from storage.unit import UnitOfWork

FORM = "agreement"
EVERY, TIMES, MANAGER, REVIEW = "every_weeks", "times_a_year", "named_manager", "variation_review_on"
WEEKS_A_YEAR = 52


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
    """What was agreed on paper: the named manager and the interval; the policy's own where its form asks for one."""
    held = work.agreements.in_force(sheet.person, viewer=request.viewer)
    begun: dict[str, Value] = {"from_on": request.today.isoformat()}
    if held and held.named_manager_id:
        begun["named_manager"] = held.named_manager_id
    if held and held.every and held.every.unit == "weeks":
        begun[EVERY] = str(held.every.count)
    elif any(question.id == EVERY and question.required for _, question in work.policy.form(FORM).questions()):
        weeks = work.agreements.weeks_asked(sheet.person, viewer=request.viewer)
        begun |= {EVERY: str(weeks), TIMES: str(WEEKS_A_YEAR // weeks)} if weeks else {}
    return begun


def _check(request: Request, work: UnitOfWork, sheet: Sheet, answered: Answers) -> None:
    """Never less often than the policy asks; more often has its reason, and somebody to go to is above both."""
    named = answered.get(MANAGER)
    if named and named not in _near(request, work, sheet).people:
        raise FieldError(MANAGER, words.NOT_ABOVE)
    weeks = _number(answered.get(EVERY))
    if weeks is not None:
        _check_weeks(request, work, sheet, answered, weeks)
    times = _number(answered.get(TIMES))
    if times is not None:
        least = weeks or work.agreements.weeks_asked(sheet.person, viewer=request.viewer)
        if least and times < WEEKS_A_YEAR // least:
            raise FieldError(TIMES, words.too_few(WEEKS_A_YEAR // least, least))


def _check_weeks(request: Request, work: UnitOfWork, sheet: Sheet, answered: Answers, weeks: int) -> None:
    if not 0 < weeks <= WEEKS_A_YEAR:
        raise FieldError(EVERY, words.NO_INTERVAL)
    weighed = work.agreements.weigh(sheet.person, Interval(weeks, "weeks"), viewer=request.viewer)
    if weighed.asked is not None:
        raise FieldError(EVERY, words.too_seldom(weighed.asked.words, weighed.section))
    if not weighed.is_tighter:
        return
    asks = {question.id for _, question in work.policy.form(FORM).questions()}
    for name, fault in words.OF_A_VARIATION.items():
        if name in asks and not answered.get(name):
            raise FieldError(name, fault)
    if str(answered.get(REVIEW) or request.today.isoformat()) < request.today.isoformat():
        raise FieldError(REVIEW, words.STILL_TO_COME)


def _number(value: Value | None) -> int | None:
    return int(value) if isinstance(value, str) and value.isdecimal() else None


def _save(request: Request, work: UnitOfWork, sheet: Sheet, done: Done) -> Reply:
    of_id = work.agreements.begun(sheet.person, done.text(MANAGER), viewer=request.viewer)
    record = work.written.write(FORM, done.filled, viewer=request.viewer, about_id=sheet.person, of_id=of_id)
    person, supervisor = work.people.get(sheet.person), work.people.supervisor_of(sheet.person)
    missing = {"supervisee": person, "supervisor": supervisor}
    others = [missing[each] for each in record.missing if each in missing]
    signed_by_viewer = request.viewer.id in (sheet.person, supervisor.id if supervisor else "")
    said = words.saved(others, signed_by_viewer=signed_by_viewer) if others else words.holds(person)
    return say(said, title=words.TITLE_SAVED, stored=True, about=record.id)


def _shown(request: Request, work: UnitOfWork, sheet: Sheet, step: Step) -> Sequence[str]:
    """On the first step: where to note one that was signed on paper, for whoever may."""
    first = work.policy.form(FORM).part[0].id
    is_new = not sheet.corrects and request.viewer.id != sheet.person
    return [words.on_paper()] if is_new and step.part.id == first else []


FILLING = Filling(near=_near, head=_head, save=_save, begin=_begin, shown=_shown, check=_check)
