"""A step as Slack shows it, and what was answered in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any

from slack_sdk.models.blocks import Block

from handlers.asking import FieldError
from handlers.forms import fields
from handlers.request import Request
from handlers.words import filling as words
from handlers.words import kit
from handlers.words.phrases import clip, escape
from scheduling.forms import Field, Near, Value, faults_of

LABEL = 150
NOWHERE = Near()
SEVERAL = ("any", "people")
AGAIN = ":again"
"""After a field's action id, every other time it is emptied."""
TYPED = "fill_typed"
"""What a field tells of while it is being filled (`handlers.typing`)."""


def of_step(asked: Sequence[Field], answers: Mapping[str, Value], *, under: str = "") -> list[Block]:
    """A block for each field, a heading above a question that has several, unless it is the one they stand `under`."""
    made: list[Block] = []
    for each in asked:
        has_heading = each.label != each.question.asks and each.question.asks.casefold() != under.casefold()
        if each.is_first and has_heading:
            made.append(kit.section(f"*{escape(each.question.asks)}*"))
        made.append(_SHOWN[each.kind](each, answers.get(each.name, "")))
    return made


def telling(block: Mapping[str, Any], action: str) -> dict[str, Any]:
    """The block, telling of each letter and choice as it is made, if it is one that is filled in."""
    if block["type"] != "input":
        return dict(block)
    element = {**block["element"], "action_id": f"{action}:{block['block_id']}"}
    if element["type"] in ("plain_text_input", "number_input"):
        element["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    return {**block, "element": element, "dispatch_action": True}


def emptied(blocks: Sequence[Mapping[str, Any]], before: Mapping[str, Any]) -> list[dict[str, Any]]:
    """In place of the window `before`: Slack leaves standing what is in a field whose block and action have the same names."""
    names = [str(each["element"]["action_id"]) for each in before.get("blocks") or () if each.get("type") == "input"]
    return [_named(each, is_again=not any(name.endswith(AGAIN) for name in names)) for each in blocks]


def _named(block: Mapping[str, Any], *, is_again: bool) -> dict[str, Any]:
    if block.get("type") != "input":
        return dict(block)
    name = str(block["element"]["action_id"]).removesuffix(AGAIN)
    return {**block, "element": {**block["element"], "action_id": name + AGAIN if is_again else name}}


def answers_in(request: Request, asked: Sequence[Field]) -> dict[str, Value | None]:
    """What was answered, None where a field was left empty."""
    return {
        each.name: (request.chosen(each.name) if each.kind in SEVERAL else request.typed(each.name)) or None for each in asked
    }


def must_be_whole(asked: Sequence[Field], answers: Mapping[str, Value | None], near: Near = NOWHERE) -> None:
    """FieldError beside the first field that has to be filled and is not, or does not go with the others."""
    for name, fault in faults_of(asked, answers, near):
        question = next(each.question for each in asked if each.name == name)
        raise FieldError(name, words.FAULTS[fault] if fault in words.FAULTS else words.needed(question.asks))


def _label(each: Field) -> str:
    return clip(words.LABELS.get(each.label, each.label), LABEL)


def _hint(each: Field) -> str:
    return each.question.hint if each.is_first else ""


def _text(each: Field, value: Value) -> Block:
    return fields.text_field(each.name, _label(each), _one(value), optional=not each.required, hint=_hint(each))


def _line(each: Field, value: Value) -> Block:
    return fields.text_field(
        each.name, _label(each), _one(value), lines=False, optional=not each.required, hint=_hint(each), most=1000
    )


def _number(each: Field, value: Value) -> Block:
    typed = _one(value)
    return fields.number_field(each.name, _label(each), int(typed) if typed.isdigit() else None, hint=_hint(each))


def _day(each: Field, value: Value) -> Block:
    typed = _one(value)
    initial = date.fromisoformat(typed) if typed else None
    return fields.day_field(each.name, _label(each), initial, optional=not each.required, hint=_hint(each))


def _time(each: Field, value: Value) -> Block:
    typed = _one(value)
    return fields.time_field(each.name, _label(each), time.fromisoformat(typed) if typed else None)


def _one_of(each: Field, value: Value) -> Block:
    choices = {known: words.VALUES.get(label, label) for known, label in each.choices.items()}
    return fields.select_field(each.name, _label(each), choices, _one(value), optional=not each.required, hint=_hint(each))


def _any_of(each: Field, value: Value) -> Block:
    chosen = value if isinstance(value, list) else [value] if value else []
    return fields.many_field(each.name, _label(each), each.choices, chosen, hint=_hint(each))


def _colleague(each: Field, value: Value) -> Block:
    return fields.person_field(each.name, _label(each), _one(value), optional=not each.required, hint=_hint(each))


def _people(each: Field, value: Value) -> Block:
    chosen = value if isinstance(value, list) else []
    return fields.people_field(each.name, _label(each), chosen, optional=not each.required, hint=_hint(each))


def _clause(each: Field, value: Value) -> Block:
    return kit.section(f"*{escape(each.question.asks)}*\n{escape(each.question.states)}")


def _one(value: Value) -> str:
    return value if isinstance(value, str) else ""


_SHOWN: Mapping[str, Callable[[Field, Value], Block]] = {
    "text": _text,
    "line": _line,
    "number": _number,
    "day": _day,
    "time": _time,
    "one": _one_of,
    "any": _any_of,
    "colleague": _colleague,
    "people": _people,
    "clause": _clause,
}
