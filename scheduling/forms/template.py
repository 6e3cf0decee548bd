"""A form of a policy as data, read from the file beside its pack (`<policy>.forms.toml`).

A part is a step of the form: on a phone, a screen. A question is a heading with room for an answer; where the policy prints
columns, it is asked once a column. What a question is called here is what its answer is stored under.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scheduling.errors import SupervisionError
from scheduling.shapes import SESSION_KINDS
from scheduling.structure import structured

KINDS: Final[Mapping[str, str]] = {
    "text": "several lines",
    "line": "one line",
    "yes_no": "yes or no",
    "scale": "a number from 0 to 10",
    "number": "a whole number",
    "day": "a day",
    "choice": "one of several",
    "choices": "any of several",
    "person": "somebody near the supervisee",
    "colleague": "somebody who works here, whoever it is",
    "people": "several of those who work here",
    "rating": "red, amber or green",
    "cases": "cases of the supervisee",
    "case": "one case of the supervisee",
    "actions_review": "what became of the actions agreed last time",
    "actions": "actions agreed now: what, who, by when",
    "direct_work": "examples of direct work, each on a case",
    "numbered": "cases that are nobody's here, each by its number, with one of the choices beside it",
    "next_session": "the day and time of the next session",
    "matter": "a personal matter of the supervisee's: put to them, kept only if they agree, and never part of the record",
    "children": "a line for each child of the case",
    "ideas": "ideas of groups still to be brought to the supervisee's own supervision: which of them were",
    "workers": "who else works on the case and was there",
    "clause": "nothing: what the policy prints there stands in the record, and is signed with it",
}
"""What can be asked, and what answers it."""
KEPT: Final = ("genogram", "chronology")
KEPT_AS: Final = ("analysed", "not_analysed", "not_on_file")
"""Of which questions a plain word is kept beside the sealed record, and which words these are."""
LAYERS: Final = ("personal", "case")
EACH: Final = ("", "case")
_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_FIELDS: Final = 40
"""Fields of one step: Slack shows a hundred blocks, and a person reads fewer."""
MOST_STATED: Final = 2000
"""Letters of a clause: it is shown whole, and read on a phone."""
SEPARATOR: Final = "."
"""Between a question and its column, in what an answer is stored under."""


class FormFault(SupervisionError):
    """A form of the policy pack is wrong."""

    def __init__(self, faults: list[str]) -> None:
        """Every fault, each with its place."""
        super().__init__("\n".join(faults))
        self.faults = faults


LATE = "late"
"""The question of a session's form, a `choice` of four, from which it is counted who came late: `LATECOMERS` in this order."""
LATECOMERS = ("nobody", "supervisee", "supervisor", "both")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One heading."""

    id: str
    asks: str
    """As the policy words it, in at most 150 letters."""
    kind: str = "text"
    required: bool = False
    hint: str = ""
    columns: tuple[str, ...] = ()
    """Asked once a column."""
    choices: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    """Of a `choice` about a case: the plain word kept beside the record for each choice, so that it can be counted without
    opening what was written. Empty: nothing is."""
    examples: int = 2
    """Of `actions`, `direct_work` and `numbered`: for how many there is room."""
    roles: tuple[str, ...] = ()
    """Only for supervisees with such a role (the contract's words); empty: for everybody."""
    categories: tuple[str, ...] = ()
    """In a part for each case: only for such cases. `roles` count there as well."""
    states: str = ""
    """Of a `clause`: what it says, as the policy prints it."""
    rule: str = ""
    """The rule it answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One step."""

    id: str
    title: str
    layer: str = "personal"
    """`case`: what is written here goes into the record of the case, not into the supervisee's."""
    by: str = ""
    """Who fills it, where the form passes on: `supervisee`, `supervisor`, `observer`; empty: whoever opens it."""
    each: str = ""
    """`case`: asked once for each case that was chosen in the question of kind `cases`. Such parts that follow one another
    are asked case by case."""
    kinds: tuple[str, ...] = ()
    """Only in the record of a session of such a kind (the contract's words); empty: of every kind."""
    says: str = ""
    """Above the questions."""
    question: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One form."""

    title: str
    section: str = ""
    """Where the policy prints it; empty where it prints none and the form is Cornerstone's own."""
    signed_by: tuple[str, ...] = ()
    """In which capacities it is signed, whoever writes it first: `supervisor`, `supervisee`, `observer` …"""
    part: tuple[Part, ...] = ()

    def questions(self) -> Iterator[tuple[Part, Question]]:
        """Every question with its part, in order."""
        for part in self.part:
            for question in part.question:
                yield part, question


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    form: Mapping[str, Template] = field(default_factory=dict)


def parse_forms(name: str, text: str) -> dict[str, Template]:
    """The forms of a file, by name: `[form.session]`. FormFault lists everything that is wrong, each with its place."""
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormFault([f"{name}: not TOML: {error}"]) from None
    faults: list[str] = []
    made = structured(name, table, _File, faults)
    if made is not None and not faults:
        for called, template in made.form.items():
            faults.extend(_unsound(f"{name}.form.{called}", template))
    if faults:
        raise FormFault(faults)
    return dict(made.form)


def _unsound(place: str, template: Template) -> Iterator[str]:
    if not template.part:
        yield f"{place}: has no part"
    seen: set[str] = set()
    for spot, part in enumerate(template.part):
        here = f"{place}.part[{spot}]"
        yield from _unsound_part(here, part)
        for at, question in enumerate(part.question):
            yield from _unsound_question(f"{here}.question[{at}]", question)
            if question.id in seen:
                yield f"{here}.question[{at}].id: {question.id!r} is used twice"
            seen.add(question.id)


def _unsound_part(place: str, part: Part) -> Iterator[str]:
    if not _ID.fullmatch(part.id):
        yield f"{place}.id: {part.id!r} is not a short word in small letters"
    if part.layer not in LAYERS:
        yield f"{place}.layer: {part.layer!r} is none of {', '.join(LAYERS)}"
    if part.each not in EACH:
        yield f"{place}.each: {part.each!r} is not 'case'"
    yield from (f"{place}.kinds: {kind!r} is no kind of session" for kind in part.kinds if kind not in SESSION_KINDS)
    if not part.question:
        yield f"{place}: asks nothing"
    fields = sum(max(1, len(question.columns)) for question in part.question)
    if fields > MOST_FIELDS:
        yield f"{place}: {fields} fields, where {MOST_FIELDS} fit on a screen; make two parts of it"


def _unsound_question(place: str, question: Question) -> Iterator[str]:
    if not _ID.fullmatch(question.id):
        yield f"{place}.id: {question.id!r} is not a short word in small letters"
    if question.kind not in KINDS:
        yield f"{place}.kind: {question.kind!r} is none of {', '.join(KINDS)}"
    if not 0 < len(question.asks) <= 150:
        yield f"{place}.asks: must have between 1 and 150 letters"
    if question.kind in ("choice", "choices", "numbered") and not 2 <= len(question.choices) <= 100:
        yield f"{place}.choices: must be between 2 and 100"
    if question.keeps and (question.kind != "choice" or len(question.keeps) != len(question.choices)):
        yield f"{place}.keeps: one for each choice"
    if question.keeps and (question.id not in KEPT or not set(question.keeps) <= set(KEPT_AS)):
        yield f"{place}.keeps: {', '.join(KEPT_AS)}, of a question called {' or '.join(KEPT)}"
    if any(not 0 < len(choice) <= 75 for choice in question.choices):
        yield f"{place}.choices: each must have between 1 and 75 letters"
    if (question.kind == "clause") != bool(question.states) or len(question.states) > MOST_STATED:
        yield f"{place}.states: a clause has between 1 and {MOST_STATED} letters, and nothing else has any"
    if not 1 <= question.examples <= 10:
        yield f"{place}.examples: must be between 1 and 10"
