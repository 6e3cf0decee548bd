"""What is wrong with the answers of a step, field by field: what a question of several parts asks of all of them together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from scheduling.forms.fields import Field, Near
from scheduling.forms.filled import Value
from scheduling.forms.template import SEPARATOR

NUMBER: Final = re.compile(r"[A-Za-z]{0,3}[-/ ]?\d[\d/-]*")
"""How a case is named where no names are kept."""

Answers = Mapping[str, Value | None]
Fault = tuple[str, str]
"""The field, and the name of the fault: its words are the handlers'."""


def faults_of(asked: Sequence[Field], answers: Answers, near: Near) -> Iterator[Fault]:
    """In the order of the fields: what is left empty and is asked for, then what does not go together."""
    for each in asked:
        if each.required and not answers.get(each.name):
            yield each.name, "needed"
        if each.question.kind == "scale" and answers.get(each.name) and answers[each.name] not in each.choices:
            yield each.name, "scale"
    for kind, check in _CHECKS.items():
        mine = [each for each in asked if each.question.kind == kind]
        if mine:
            yield from check(_rows(mine), answers, near)


_Rows = list[dict[str, Field]]


def _rows(asked: Sequence[Field]) -> _Rows:
    """The fields that belong together, by the last word of their name."""
    rows: dict[str, dict[str, Field]] = {}
    for each in asked:
        row, _, last = each.name.rpartition(SEPARATOR)
        rows.setdefault(row, {})[last] = each
    return list(rows.values())


def _reviewed(rows: _Rows, answers: Answers, near: Near) -> Iterator[Fault]:
    """What was not done has its reason."""
    for row in rows:
        if answers.get(row["outcome"].name) == "not_done" and not answers.get(row["why"].name):
            yield row["why"].name, "why_missing"


def _agreed(rows: _Rows, answers: Answers, near: Near) -> Iterator[Fault]:
    """An owner and a day belong to an action."""
    for row in rows:
        told = [answers.get(row[part].name) for part in ("who", "by") if part in row]
        if any(told) and not answers.get(row["what"].name):
            yield row["what"].name, "action_missing"


def _direct_work(rows: _Rows, answers: Answers, near: Near) -> Iterator[Fault]:
    """Each example is of another case, as long as there is another (Manchester 3)."""
    seen: set[Value] = set()
    for row in rows:
        case, what = answers.get(row["case"].name), answers.get(row["what"].name)
        if case and isinstance(case, str):
            if case in seen and len(near.cases) > 1:
                yield row["case"].name, "same_case"
            seen.add(case)
            if not what:
                yield row["what"].name, "example_missing"
        elif what or answers.get(row["state"].name):
            yield row["case"].name, "case_missing"


def _numbered(rows: _Rows, answers: Answers, near: Near) -> Iterator[Fault]:
    """Each by its number and never by a name (Kent 2, Front Door), each once, each with its choice."""
    seen: set[str] = set()
    for row in rows:
        number, which = str(answers.get(row["number"].name) or ""), answers.get(row["which"].name)
        if number and not NUMBER.fullmatch(number):
            yield row["number"].name, "not_a_number"
        elif number and number in seen:
            yield row["number"].name, "same_number"
        elif number and not which:
            yield row["which"].name, "which_missing"
        elif which and not number:
            yield row["number"].name, "number_missing"
        seen.add(number)


_CHECKS: Mapping[str, Callable[[_Rows, Answers, Near], Iterator[Fault]]] = {
    "actions_review": _reviewed,
    "actions": _agreed,
    "direct_work": _direct_work,
    "numbered": _numbered,
}
