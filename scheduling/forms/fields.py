"""What a step asks, field by field: a question of several parts (an action: what, who, by when) is several fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scheduling.forms.steps import Step, asked_in
from scheduling.forms.template import SEPARATOR, Question

RATINGS = ("red", "amber", "green")
YES_NO = ("yes", "no")
OUTCOMES = ("done", "not_done", "open")
STATES = ("completed", "partly_completed", "planned")
"""Of direct work (the contract)."""


@dataclass(frozen=True, slots=True)
class Near:
    """What stands around a form and is chosen from, by id: nothing of what is written."""

    cases: Mapping[str, str] = field(default_factory=dict)
    """Labels of the supervisee's cases by reference, those due first before the others."""
    categories: Mapping[str, str] = field(default_factory=dict)
    """Their categories (the contract's words), by reference."""
    people: Mapping[str, str] = field(default_factory=dict)
    """Names of those who may own an action, by id."""
    actions: Mapping[str, str] = field(default_factory=dict)
    """Actions agreed before and still open: their words by id."""
    ideas: Mapping[str, str] = field(default_factory=dict)
    """Groups whose ideas the supervisee has still to bring to their own supervision: which group it was, by its id."""
    role: str = ""
    """The supervisee's."""
    kind: str = ""
    """Of the session it is the record of (the contract's words)."""
    may_add_matter: bool = False
    """Whether whoever fills it may put a personal matter to the supervisee."""
    children: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """References of a case's children, by the case's own, where it has several."""
    workers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By case, the names of those who work on it besides the supervisee, by id."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    name: str
    """What its answer is stored under."""
    question: Question
    label: str
    """Above the field; the words of this field alone."""
    kind: str
    """`text` `line` `number` `day` `time` `one` or `any` (of several), `colleague` or `people` (of all who work here),
    or `clause`, which is read and not filled."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """Label by value. What a policy words is its own value; ours have words in the handlers, by the value."""
    required: bool = False
    is_first: bool = True
    """The first of its question: the heading stands above it."""


def fields_of(step: Step, near: Near) -> list[Field]:
    """The fields of a step, in order."""
    found: list[Field] = []
    for name, question, column in asked_in(step):
        made = _SEVERAL.get(question.kind)
        if made is not None:
            found.extend(made(name, question, near))
            continue
        kind, choices = _ONE[question.kind]
        known = _near(question.kind, near) or _same(question.choices or choices)
        is_first = not column or name.endswith(f"{SEPARATOR}0")
        if kind in ("one", "any") and not known:
            continue
        found.append(Field(name, question, column or question.asks, kind, known, question.required and is_first, is_first))
    return found


def _near(kind: str, near: Near) -> Mapping[str, str]:
    """What is chosen from by id, where the question is of such a kind."""
    return near.cases if kind in ("case", "cases") else near.people if kind == "person" else {}


def _same(values: Sequence[str]) -> dict[str, str]:
    return {value: value for value in values}


_ONE: Mapping[str, tuple[str, Sequence[str]]] = {
    "text": ("text", ()),
    "line": ("line", ()),
    "number": ("number", ()),
    "day": ("day", ()),
    "yes_no": ("one", YES_NO),
    "scale": ("one", tuple(map(str, range(11)))),
    "choice": ("one", ()),
    "choices": ("any", ()),
    "rating": ("one", RATINGS),
    "person": ("one", ()),
    "case": ("one", ()),
    "cases": ("any", ()),
    "colleague": ("colleague", ()),
    "people": ("people", ()),
    "clause": ("clause", ()),
}


def _actions_review(name: str, question: Question, near: Near) -> Iterator[Field]:
    """Of each action: done, not done (and why), or still open."""
    for at, (action_id, words) in enumerate(near.actions.items()):
        here = f"{name}{SEPARATOR}{action_id}"
        yield Field(f"{here}{SEPARATOR}outcome", question, words, "one", _same(OUTCOMES), is_first=not at)
        yield Field(f"{here}{SEPARATOR}why", question, "why", "line", is_first=False)


def _actions(name: str, question: Question, near: Near) -> Iterator[Field]:
    """So many actions: what, who, by when."""
    for at in range(question.examples):
        here = f"{name}{SEPARATOR}{at}{SEPARATOR}"
        yield Field(f"{here}what", question, "what", "line", required=question.required and not at, is_first=not at)
        yield Field(f"{here}who", question, "who", "one", near.people, is_first=False)
        yield Field(f"{here}by", question, "by", "day", is_first=False)


def _direct_work(name: str, question: Question, near: Near) -> Iterator[Field]:
    """So many examples, each on a case of theirs."""
    for at in range(question.examples if near.cases else 0):
        here = f"{name}{SEPARATOR}{at}{SEPARATOR}"
        yield Field(f"{here}case", question, "case", "one", near.cases, is_first=not at)
        yield Field(f"{here}state", question, "state", "one", _same(STATES), is_first=False)
        yield Field(f"{here}what", question, "example", "line", is_first=False)


def _numbered(name: str, question: Question, near: Near) -> Iterator[Field]:
    """So many cases by their number, each with one of the choices."""
    for at in range(question.examples):
        here = f"{name}{SEPARATOR}{at}{SEPARATOR}"
        yield Field(f"{here}number", question, "number", "line", is_first=not at)
        yield Field(f"{here}which", question, "which", "one", _same(question.choices), is_first=False)


def _matter(name: str, question: Question, near: Near) -> Iterator[Field]:
    if near.may_add_matter:
        yield Field(name, question, question.asks, "text")


def _next_session(name: str, question: Question, near: Near) -> Iterator[Field]:
    yield Field(f"{name}{SEPARATOR}on", question, "on", "day", required=question.required)
    yield Field(f"{name}{SEPARATOR}at", question, "at", "time", is_first=False)


def _children(name: str, question: Question, near: Near) -> Iterator[Field]:
    """Of each child of the case; one for all of it where no child is known by a reference of its own."""
    children = near.children.get(_case_of(name, question), ())
    for at, child in enumerate(children):
        yield Field(f"{name}{SEPARATOR}{child}", question, child, "text", required=question.required, is_first=not at)
    if not children:
        yield Field(name, question, question.asks, "text", required=question.required)


def _workers(name: str, question: Question, near: Near) -> Iterator[Field]:
    """Nothing where nobody else works on the case."""
    others = near.workers.get(_case_of(name, question), {})
    if others:
        yield Field(name, question, question.asks, "any", others)


def _ideas(name: str, question: Question, near: Near) -> Iterator[Field]:
    """Nothing where no ideas wait."""
    if near.ideas:
        yield Field(name, question, question.asks, "any", near.ideas)


def _case_of(name: str, question: Question) -> str:
    """The case a step is about, from what its answers are stored under."""
    return name.removesuffix(question.id).removesuffix(SEPARATOR)


_SEVERAL: Mapping[str, Callable[[str, Question, Near], Iterator[Field]]] = {
    "actions_review": _actions_review,
    "actions": _actions,
    "direct_work": _direct_work,
    "numbered": _numbered,
    "next_session": _next_session,
    "matter": _matter,
    "children": _children,
    "ideas": _ideas,
    "workers": _workers,
}
