"""What the policy asks of an ad hoc decision besides the decision and its rationale: fields under them, from its template."""

from dataclasses import replace

from slack_sdk.models.blocks import Block

from handlers.filling import blocks as filling
from handlers.request import Request
from handlers.words import kit
from scheduling.forms import Field, Filled, Near, Step, fields_of, filled
from storage.unit import UnitOfWork

FORM = "ad_hoc_decision"
PREFIX = "more."
"""Before what a field is called in the template, so that none of it can be taken for one of the form's own."""
NEAR = Near()


def blocks(work: UnitOfWork, said: Filled) -> list[Block]:
    """A field each, with what was answered before; the parts told apart by their titles."""
    made: list[Block] = []
    answers = {PREFIX + name: value for name, value in said.values().items()}
    for step in _steps(work):
        made.append(kit.section(f"*{step.part.title}*"))
        made += [kit.context(step.part.says)] if step.part.says else []
        made += filling.of_step(_asked(step), answers)
    return made


def answered(request: Request, work: UnitOfWork) -> Filled:
    """What was answered, under the headings as they were asked. Raises FieldError where the policy asks for more.

    Of a form that was opened without storage, and asked for none of it, there is nothing.
    """
    steps = _steps(work)
    asked = [each for step in steps for each in _asked(step) if each.name in request.incoming.values]
    answers = filling.answers_in(request, asked)
    filling.must_be_whole(asked, answers, NEAR)
    return filled(steps, {name.removeprefix(PREFIX): value for name, value in answers.items()}, NEAR)


def required(work: UnitOfWork) -> list[str]:
    """Headings the policy leaves nobody out of."""
    return [each.question.asks for step in _steps(work) for each in _asked(step) if each.required]


def _steps(work: UnitOfWork) -> list[Step]:
    return [Step(part) for part in work.policy.form(FORM).part]


def _asked(step: Step) -> list[Field]:
    return [replace(each, name=PREFIX + each.name) for each in fields_of(step, NEAR)]
