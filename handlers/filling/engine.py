"""A form of the policy, a step at a time: opened, gone on with, gone back in, put away, saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from slack_sdk.models.blocks import Block

from handlers.asking import GoneError, OldFormError, PassedOnError
from handlers.filling import accounts, blocks, correcting
from handlers.filling.filling import Done, Filling
from handlers.filling.sheet import Sheet, sheet_at, sheet_in
from handlers.filling.table import FILLINGS
from handlers.forms import fields
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.words import filling as words
from handlers.words import kit
from scheduling.forms import Filled, Near, Step, Template, Value, fields_of, steps_of
from storage.errors import NotFound
from storage.unit import UnitOfWork
from storage.written import RecordView

PERSONAL = "fill"
"""A step whose words go into somebody's record of supervision."""
CASE = "fill_case"
"""A step whose words go into the record of a case."""
BACK = "fill_back"
LATER = "fill_later"
ANEW = "fill_anew"
GO_ON = "fill_go_on"
UNKNOWN = "unknown"
"""What kind of case it is, or of post, where neither can be known of a record of long ago."""
NOTHING_STANDS = Filled(())
ADDS = "adds"
"""What a sheet says where somebody fills what is still to be filled of a record."""


@dataclass(frozen=True, slots=True)
class _Open:
    """A form as it stands: what it asks, and what has been written."""

    sheet: Sheet
    filling: Filling
    template: Template
    near: Near
    answers: Mapping[str, Value]
    record: RecordView | None = None
    """The record a new version of which it is to be."""
    adds: frozenset[str] = frozenset()
    """Parts that are added to that record, in which nothing is changed: nobody is asked why."""
    stands: Filled = NOTHING_STANDS
    """What stands in that record."""
    at: int = 0
    kept_at: datetime | None = None

    @property
    def steps(self) -> list[Step]:
        """What is to be filled, the cases chosen among them."""
        chosen = [
            ref
            for _, question in self.template.questions()
            if question.kind == "cases"
            for ref in cast("list[str]", self.answers.get(question.id) or [])
        ]
        chosen += [ref for ref in self.sheet.cases if ref and ref not in chosen]
        steps = self._steps(chosen)
        steps = correcting.steps(steps, self.record) if self.record else steps
        return [step for step in steps if step.part.id in self.adds] if self.adds else steps

    def _steps(self, chosen: Sequence[str]) -> list[Step]:
        near, by = self.near, self.sheet.by
        if not self.record or self.adds:
            return steps_of(self.template, role=near.role, cases=near.categories, by=by, kind=near.kind, discussed=chosen)
        known = {ref: near.categories.get(ref, UNKNOWN) for ref in chosen}
        role = near.role or UNKNOWN
        today = steps_of(self.template, role=role, cases=known, by=by, kind=near.kind, discussed=chosen)
        every = steps_of(self.template, by=by, kind=near.kind, discussed=chosen)
        return correcting.asked_again(every, today, self.stands)


def open_form(request: Request, work: UnitOfWork, sheet: Sheet) -> Reply:
    """The form, where it was left or as it begins."""
    opened = _opened(request, work, sheet)
    return show(_view(request, work, opened, said=words.continued(opened.kept_at, request.today) if opened.kept_at else ""))


def go_on(request: Request, work: UnitOfWork) -> Reply:
    """A form somebody had begun: the button carries where it is kept."""
    sheet = sheet_at(request.value)
    if sheet is None or work.drafts.look(request.viewer, sheet.place) is None:
        raise GoneError
    try:
        return open_form(request, work, sheet)
    except NotFound:
        raise PassedOnError from None


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Keep the step and show the next; after the last one, save."""
    sheet, at = sheet_in(request.meta)
    opened = _opened(request, work, sheet)
    step = _step(opened, at)
    asked = fields_of(step, opened.near)
    answered = accounts.known(work, asked, blocks.answers_in(request, asked), all_of_them=True)
    blocks.must_be_whole(asked, answered, opened.near)
    opened.filling.check(request, work, sheet, answered)
    opened = replace(opened, answers=_merged(opened.answers, answered), at=at + 1)
    if opened.at < len(opened.steps):
        _keep(request, work, opened)
        return Reply(modal=_view(request, work, opened), stored=True, about=sheet.place)
    done = Done(tuple(opened.steps), opened.answers, opened.near)
    if opened.record and opened.adds and opened.filling.adds:
        reply = opened.filling.adds(request, work, sheet, opened.record, done)
    elif opened.record:
        reply = correcting.save(request, work, opened.record, done, sheet.version, opened.filling.corrected)
    else:
        reply = opened.filling.save(request, work, sheet, done)
    work.drafts.take(request.viewer, sheet.place)
    work.once(_finished(request, sheet))
    if reply.about:
        work.kept_words.move(sheet.place, reply.about)
    return reply


def back(request: Request, work: UnitOfWork) -> Reply:
    """The step before; what stands in this one is kept."""
    opened = _with_this_step(request, work)
    opened = replace(opened, at=max(0, opened.at - 1))
    _keep(request, work, opened)
    return Reply(modal=_view(request, work, opened), stored=True, replaces=True)


def later(request: Request, work: UnitOfWork) -> Reply:
    """Put the form away with all that stands in it."""
    opened = _with_this_step(request, work)
    _keep(request, work, opened)
    said = kit.section(words.kept(opened.template.title))
    return Reply(modal=fields.window(words.KEPT_TITLE, [said]), stored=True, replaces=True)


def keep_typed(request: Request, work: UnitOfWork) -> Reply:
    """What stands in the step just now. Told of once the form is saved, it comes too late and is left."""
    sheet, _ = sheet_in(request.meta)
    if work.seen([_finished(request, sheet)]):
        return Reply()
    opened = _with_this_step(request, work)
    draft = work.drafts.look(request.viewer, sheet.place)
    _keep(request, work, replace(opened, at=int(str(draft.content["at"])) if draft else opened.at))
    return Reply(stored=True)


def _finished(request: Request, sheet: Sheet) -> str:
    return f"filled {request.incoming.window} {sheet.place}"


def anew(request: Request, work: UnitOfWork) -> Reply:
    """Forget what was written and begin again."""
    sheet, _ = sheet_in(request.meta)
    work.drafts.take(request.viewer, sheet.place)
    made = _view(request, work, _opened(request, work, sheet))
    made["blocks"] = blocks.emptied(made["blocks"], request.incoming.view)
    return Reply(modal=made, stored=True, replaces=True)


def _opened(request: Request, work: UnitOfWork, sheet: Sheet) -> _Open:
    filling = FILLINGS.get(sheet.form)
    if filling is None:
        raise OldFormError
    near = filling.near(request, work, sheet)
    record = correcting.record_of(request, work, sheet)
    template = work.policy.form(sheet.form)
    adds = _added(request, work, sheet, record, template) if record and filling.adds else frozenset()
    stands = correcting.stands_in(request, work, record) if record and not adds else NOTHING_STANDS
    near = correcting.beside(near, stands, work) if stands else near
    draft = work.drafts.look(request.viewer, sheet.place)
    if draft is None:
        begun = filling.begin(request, work, sheet) if record is None or adds else stands.values()
        return _Open(sheet, filling, template, near, begun, record, adds, stands)
    answers = cast("dict[str, Value]", draft.content["answers"])
    return _Open(sheet, filling, template, near, answers, record, adds, stands, int(str(draft.content["at"])), draft.kept_at)


def _added(request: Request, work: UnitOfWork, sheet: Sheet, record: RecordView, template: Template) -> frozenset[str]:
    """What is still to be filled, where that was asked for or nothing of theirs stands; else their words are corrected."""
    missing = correcting.to_add(request, work, record, template, sheet.by)
    return missing if sheet.kind == ADDS or correcting.is_added(template, sheet.by, missing) else frozenset()


def _with_this_step(request: Request, work: UnitOfWork) -> _Open:
    """With what stands in the window the button is in."""
    sheet, at = sheet_in(request.meta)
    opened = _opened(request, work, sheet)
    asked = fields_of(_step(opened, at), opened.near)
    answered = accounts.known(work, asked, blocks.answers_in(request, asked), all_of_them=False)
    if opened.record:
        answered[correcting.BECAUSE] = request.typed(correcting.BECAUSE) or None
    return replace(opened, answers=_merged(opened.answers, answered), at=at)


def _step(opened: _Open, at: int) -> Step:
    """A step that is not there is of a form as it was before."""
    if not 0 <= at < len(opened.steps):
        raise OldFormError
    return opened.steps[at]


def _merged(before: Mapping[str, Value], answered: Mapping[str, Value | None]) -> dict[str, Value]:
    merged: dict[str, Value | None] = {**before, **answered}
    return {name: value for name, value in merged.items() if value is not None}


def _keep(request: Request, work: UnitOfWork, opened: _Open) -> None:
    work.drafts.keep(request.viewer, opened.sheet.place, {"answers": dict(opened.answers), "at": opened.at})


def _view(request: Request, work: UnitOfWork, opened: _Open, said: str = "") -> dict[str, Any]:
    steps = opened.steps
    at = min(opened.at, len(steps) - 1)
    if at < 0:
        return fields.window(words.window_title(opened.sheet.form, opened.template.title), [kit.section(words.NO_FORM)])
    step = steps[at]
    made: list[Block] = [kit.context(opened.filling.head(request, work, opened.sheet))]
    if said:
        made += [kit.section(said), kit.actions(kit.button(words.ANEW, ANEW, opened.sheet.form))]
    made.append(kit.section(words.step_of(step.part.title, at + 1, len(steps))))
    if step.case:
        made.append(kit.context(words.about_case(step.case)))
    if step.part.says:
        made.append(kit.context(step.part.says))
    made += [kit.context(line) for line in opened.filling.shown(request, work, opened.sheet, step)]
    asked = fields_of(step, opened.near)
    made += blocks.of_step(asked, accounts.shown(work, asked, opened.answers), under=step.part.title)
    if opened.record and not opened.adds and at + 1 == len(steps):
        made.append(correcting.because(opened.answers))
    buttons = [kit.button(words.BACK, BACK, opened.sheet.form)] if at else []
    made.append(kit.actions(*buttons, kit.button(words.LATER, LATER, opened.sheet.form)))
    submit = words.SAVE if at + 1 == len(steps) else words.NEXT
    callback = CASE if step.part.layer == "case" else PERSONAL
    title = words.window_title(opened.sheet.form, opened.template.title)
    form = fields.form(title, callback, made, submit=submit, meta=opened.sheet.meta(at))
    return {**form, "blocks": [blocks.telling(each, blocks.TYPED) for each in form["blocks"]], "notify_on_close": True}
