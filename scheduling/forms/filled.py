"""A form as it was filled: the headings as they were asked and the answers, so that it reads the same for good."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256

from scheduling.forms.fields import Near, fields_of
from scheduling.forms.steps import Step
from scheduling.forms.template import Template

Value = str | list[str]
"""What a field answered: a text, or several values."""
APART = ("matter",)
"""Kinds of question whose answer goes somewhere else and never into the record."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One heading and what stands under it."""

    name: str
    """What it is stored under: the question's id, with the case before it and the column after it where there are such."""
    asks: str
    column: str
    kind: str
    value: Value

    @property
    def is_day(self) -> bool:
        """Whether a day stands under it, as ISO text: asked for by itself, by when of an action, the next session's."""
        return self.kind == "day" or (self.kind, self.column) in (("actions", "by"), ("next_session", "on"))

    @property
    def text(self) -> str:
        """The answer in words, several in a row."""
        return self.value if isinstance(self.value, str) else ", ".join(self.value)


@dataclass(frozen=True, slots=True)
class FilledPart:
    """One part."""

    title: str
    layer: str
    case: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """All of it, in the order it was asked. Questions left empty are not in it."""

    parts: tuple[FilledPart, ...]

    def values(self) -> dict[str, Value]:
        """By name, as a form is filled with them again."""
        return {answer.name: answer.value for part in self.parts for answer in part.answers}

    def of(self, *, layer: str = "", case: str | None = None) -> Filled:
        """Only what belongs to one layer, and to one case."""
        mine = (each for each in self.parts if not layer or each.layer == layer)
        return Filled(tuple(each for each in mine if case is None or each.case == case))

    def __bool__(self) -> bool:
        return bool(self.parts)

    def as_json(self) -> str:
        """The same for the same answers."""
        return json.dumps([asdict(part) for part in self.parts], ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    def digest(self) -> str:
        """Differs where any heading or answer does."""
        return sha256(self.as_json().encode()).hexdigest()


def filled(steps: Iterable[Step], answers: Mapping[str, Value | None], near: Near) -> Filled:
    """The answers under the headings that were asked; what was not asked is left out."""
    made = (_part(step, answers, near) for step in steps)
    return Filled(tuple(part for part in made if part.answers))


def revised(before: Filled, answered: Filled, asked: Collection[str]) -> Filled:
    """What stood there, with what was asked again as it was answered now; what was not asked stays as it was."""
    new = {(part.title, part.layer, part.case): part for part in answered.parts}
    parts = []
    for part in before.parts:
        again = new.pop((part.title, part.layer, part.case), None)
        kept = [each for each in part.answers if each.name not in asked]
        answers = (*(again.answers if again else ()), *kept)
        if answers:
            parts.append(FilledPart(part.title, part.layer, part.case, answers))
    return Filled((*parts, *new.values()))


def kept_plain(forms: Iterable[Template], told: Filled) -> dict[str, str]:
    """By question, the plain word its form keeps for what was chosen: what can be counted without opening the record."""
    words = {
        (question.id, choice): word
        for form in forms
        for _, question in form.questions()
        for choice, word in zip(question.choices, question.keeps, strict=False)
    }
    answers = ((each.name.rpartition(".")[2], each.text) for part in told.parts for each in part.answers)
    return {name: words[name, text] for name, text in answers if (name, text) in words}


def from_json(text: str) -> Filled:
    """What `as_json` made."""
    return Filled(
        tuple(
            FilledPart(
                title=part["title"],
                layer=part["layer"],
                case=part["case"],
                answers=tuple(Answer(**answer) for answer in part["answers"]),
            )
            for part in json.loads(text)
        )
    )


def _part(step: Step, answers: Mapping[str, Value | None], near: Near) -> FilledPart:
    return FilledPart(step.part.title, step.part.layer, step.case, tuple(_answers(step, answers, near)))


def _answers(step: Step, answers: Mapping[str, Value | None], near: Near) -> Iterator[Answer]:
    for each in fields_of(step, near):
        value = each.question.states or answers.get(each.name)
        if value and each.question.kind not in APART:
            label = "" if each.label == each.question.asks else each.label
            said = _in_words(value, near) if each.question.kind == "ideas" else value
            yield Answer(each.name, each.question.asks, label, each.question.kind, said)


def _in_words(value: Value, near: Near) -> list[str]:
    """Which groups they were, as it was shown: nobody would find one by its id years on."""
    return [near.ideas[each] for each in ([value] if isinstance(value, str) else value) if each in near.ideas]
