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
from scheduling.forms import Filled, Near, Question, Step, Template, Value, fields_of, revised
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


def asked_again(every: Sequence[Step], today: Sequence[Step], stands: Filled) -> list[Step]:
    """What is asked of some people or cases only is asked where it was answered, whatever kind of case it is by now.

    `every` are all the steps there are, `today` those a new form would have. What was never asked is not asked for now.
    """
    fits = {f"{step.prefix}{question.id}" for step in today for question in step.part.question}
    there = set(stands.values())

    def is_asked(name: str, question: Question) -> bool:
        if not (question.roles or question.categories):
            return True
        return any(each == name or each.startswith(f"{name}.") for each in there) or (name in fits and not question.required)

    def again(step: Step) -> Step:
        asked = tuple(each for each in step.part.question if is_asked(f"{step.prefix}{each.id}", each))
        return replace(step, part=replace(step.part, question=asked))

    return [again(step) for step in every]


def stands_in(request: Request, work: UnitOfWork, record: RecordView) -> Filled:
    """What stands in it now."""
    return work.written.read(record.id, viewer=request.viewer).latest.filled


def beside(near: Near, stands: Filled, work: UnitOfWork) -> Near:
    """With what was chosen in the record: a case that has passed on since, somebody who has moved, the children then."""
    answers = [(part.case, each) for part in stands.parts for each in part.answers]
    cases = [each.text for _, each in answers if each.kind == "case" or (each.kind == "direct_work" and each.column == "case")]
    people = work.people.by_id({each.text for _, each in answers if each.kind == "person"})
    children = {ref: list(known) for ref, known in near.children.items()}
    for ref, each in answers:
        if each.kind == "children" and each.column and each.column not in children.setdefault(ref, []):
            children[ref].append(each.column)
    return replace(
        near,
        cases={**dict(zip(cases, cases, strict=True)), **near.cases},
        people={**{each: person.name for each, person in people.items()}, **near.people},
        children=children,
    )


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
