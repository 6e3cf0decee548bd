"""A record corrected: the form again with what stands in it, and why; saved as a new version beside those before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from slack_sdk.models.blocks import Block

from handlers.filling.filling import Answers, Done
from handlers.filling.sheet import Sheet
from handlers.forms import fields
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import signing as words
from scheduling.forms import Step, Template, Value, fields_of, revised
from storage.errors import CorrectedMeanwhile, NotFound
from storage.records.writers import FORMS
from storage.unit import UnitOfWork
from storage.written import RecordView

BECAUSE = "because"
Follows = Callable[[Request, UnitOfWork, RecordView, Answers], None]
"""As `Filling.corrected`."""
DONE_ELSEWHERE = ("cases", "actions_review", "actions", "next_session", "matter", "workers", "colleague", "people", "ideas")
"""What these say was done when the form was saved: actions are settled where they are listed, dates where they are booked.

So was what is asked once of several cases: the day they were discussed."""


def record_of(request: Request, work: UnitOfWork, sheet: Sheet) -> RecordView | None:
    """The record to correct; None where the form is a new one. NotFound where it is not the viewer's to write."""
    if not sheet.corrects:
        return None
    record = work.written.get(sheet.corrects, viewer=request.viewer)
    if not work.written.may_write(record.id, viewer=request.viewer):
        raise NotFound
    return record


def to_add(request: Request, work: UnitOfWork, record: RecordView, template: Template, by: str) -> frozenset[str]:
    """The parts of whoever fills it now in which nothing stands yet; empty for a form that does not pass on."""
    there = work.written.read(record.id, viewer=request.viewer).latest.filled.values()
    filled = {name.partition(".")[0] for name in there}
    mine = [part for part in template.part if by and part.by == by]
    return frozenset(part.id for part in mine if not filled & {question.id for question in part.question})


def is_added(template: Template, by: str, missing: frozenset[str]) -> bool:
    """Whether nothing at all of theirs stands there."""
    mine = {part.id for part in template.part if by and part.by == by}
    return bool(mine) and mine <= missing


def steps(every: Sequence[Step], record: RecordView) -> list[Step]:
    """Of the form those that went into this record, without what was done by saving it."""
    found = []
    for step in every:
        if record.case_ref and not step.part.each:
            continue
        about = record.case_ref or "" if step.part.each else ""
        asked = tuple(each for each in step.part.question if each.kind not in DONE_ELSEWHERE)
        if step.part.layer == record.layer and step.case == about and asked:
            found.append(replace(step, part=replace(step.part, question=asked)))
    return found


def begin(request: Request, work: UnitOfWork, record: RecordView) -> Mapping[str, Value]:
    """What stands in it now."""
    return work.written.read(record.id, viewer=request.viewer).latest.filled.values()


def because(answers: Mapping[str, Value]) -> Block:
    """The field for why."""
    typed = answers.get(BECAUSE, "")
    return fields.text_field(BECAUSE, words.BECAUSE, typed if isinstance(typed, str) else "", hint=words.BECAUSE_HINT)


def save(request: Request, work: UnitOfWork, record: RecordView, done: Done, version: str, follows: Follows) -> Reply:
    """A new version of the one that was opened; what was not asked again stays as it was. What it is the record of follows."""
    if version != str(record.version):
        raise CorrectedMeanwhile
    before = work.written.read(record.id, viewer=request.viewer).latest.filled
    asked = {each.name for step in done.steps for each in fields_of(step, done.near)}
    new = revised(before, done.filled, asked)
    made = work.written.correct(record.id, new, viewer=request.viewer, because=request.typed(BECAUSE))
    if not record.case_ref or FORMS[record.form].of_the_case:
        follows(request, work, made, new.values())
    return say(words.corrected(made.version), title=words.SAVED, stored=True, about=record.id)
