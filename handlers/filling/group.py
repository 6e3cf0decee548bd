"""A group session on the policy's own form: who may fill it, what it begins with, what is asked of its answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from handlers.asking import FieldError
from handlers.filling.around import case_label
from handlers.filling.filling import Answers, Filling
from handlers.filling.group_saved import FORM, PARTS, present, references, save
from handlers.filling.sheet import Sheet
from handlers.request import Request
from handlers.words import group as words
from scheduling.forms import Near, Template, Value
from storage.errors import InTheFuture, RecordedAlready
from storage.records.groupviews import GroupView
from storage.unit import UnitOfWork
from storage.views import Person
from storage.written import RecordView


def near(request: Request, work: UnitOfWork, sheet: Sheet) -> Near:
    """The cases of whose group it is and of those they supervise. Raises NotFound, RecordedAlready."""
    person = work.people.must_get(sheet.person)
    if sheet.of:
        work.groups.get(sheet.of, viewer=request.viewer)
        if not sheet.corrects and any(each.form == FORM for each in work.written.of_one(sheet.of, viewer=request.viewer)):
            raise RecordedAlready
    else:
        work.sight.must_see(request.viewer, person.id)
    team = [each.id for each in (person, *work.people.supervisees_of(person.id))]
    mine = [each for each in team if work.sight.can_see(request.viewer, each)]
    cases = work.cases.of_workers(mine, viewer=request.viewer)
    return Near(
        cases={case.ref: case_label(case, request) for case in cases}, categories={case.ref: case.category for case in cases}
    )


def _head(request: Request, work: UnitOfWork, sheet: Sheet) -> str:
    on = work.groups.get(sheet.of, viewer=request.viewer).held_on if sheet.of else None
    return words.head(on, request.today)


def _begin(request: Request, work: UnitOfWork, sheet: Sheet) -> Mapping[str, Value]:
    """A group held already as it was; otherwise today's, led by whose it is where they supervise, with their team."""
    template = work.policy.form(FORM)
    if sheet.of:
        return _as_it_was(template, work.groups.get(sheet.of, viewer=request.viewer))
    person = work.people.must_get(sheet.person)
    team = work.people.supervisees_of(person.id)
    begun: dict[str, Value] = {"on": request.today.isoformat(), "kind": sheet.kind or "team"}
    if team:
        begun["facilitator"] = person.id
    begun[_usual_part(template)] = [each.id for each in team or [person] if _is_in_slack(each)]
    return begun


def _as_it_was(template: Template, group: GroupView) -> dict[str, Value]:
    begun: dict[str, Value] = {"on": group.held_on.isoformat(), "kind": group.kind, "format": group.format}
    begun |= {"facilitator": group.facilitator_id, "cases": list(group.cases)}
    asked = {question.id: question.kind for _, question in template.questions()}
    for person_id, part in group.attendees.items():
        name = next((name for name, known in PARTS.items() if known == part and name in asked), _usual_part(template))
        before = begun.get(name)
        begun[name] = person_id if asked[name] == "colleague" else [*(before if isinstance(before, list) else []), person_id]
    return begun


def _usual_part(template: Template) -> str:
    """The question for whoever has no part of their own."""
    asked = {question.id for _, question in template.questions()}
    return next(name for name in ("attendees", "observers") if name in asked)


def _is_in_slack(person: Person) -> bool:
    return bool(person.slack_id)


def _check(request: Request, work: UnitOfWork, sheet: Sheet, answered: Answers) -> None:
    """It has been held, somebody was there, whoever records it among them or above, and the cases are theirs."""
    if str(answered.get("on") or "") > request.today.isoformat():
        raise FieldError("on", InTheFuture().sentence)
    if "facilitator" not in answered:
        return
    facilitator = str(answered["facilitator"])
    there = {person_id for person_id, _ in present(answered)} - {facilitator}
    if not there:
        raise FieldError(next(name for name in PARTS if name in answered), words.NOBODY)
    if request.viewer.id != facilitator and not any(work.sight.can_see(request.viewer, each) for each in {facilitator, *there}):
        raise FieldError("facilitator", words.NOT_THERE)
    people = [request.viewer, *work.people.by_id(there).values()]
    for ref in references(str(answered.get("other_cases") or "")):
        if not any(work.cases.seen([(ref, each) for each in people])):
            raise FieldError("other_cases", words.no_case(ref))


def _corrected(request: Request, work: UnitOfWork, record: RecordView, answered: Answers) -> None:
    on, outside = str(answered.get("on") or ""), answered.get("outside_count")
    if record.of_id and on:
        work.groups.correct(
            record.of_id,
            viewer=request.viewer,
            on=date.fromisoformat(on),
            kind=str(answered.get("kind") or ""),
            format=str(answered.get("format") or ""),
            outside_count=int(outside) if isinstance(outside, str) and outside.isdigit() else 0,
        )


FILLING = Filling(near=near, head=_head, save=save, begin=_begin, check=_check, corrected=_corrected)
