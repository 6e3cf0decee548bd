"""Every field of a form filled in one of a few ways, whatever the form asks, and the form sent off at the desk."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.desk import NotTakenError, Person, View

MARK = "quokka"
"""In all that is typed here, and in nothing else: it may come back in the form it was typed in, and nowhere else."""
MOST = 3000
NEW_CASE = "M888888"
"""A reference that is nobody's yet."""
BY_REFERENCE = {"ref": NEW_CASE, "children": NEW_CASE, "sibling": None}
"""Fields in which nothing else is taken, whatever its length."""
STEPS = 40
"""A form in steps has fewer."""
TYPED: dict[str, str] = {
    "empty": "",
    "long": f"{MARK} and all that goes with it, ",
    "signs": f"{MARK} &<>*_`~|\u202e🙂@!",
    "names": f"{MARK} with Jane Smith of RG41 2AB, ",
}
"""What is written in every text field, again and again until Slack takes no more."""


@dataclass(frozen=True, slots=True)
class Step:
    """A form as it stood, and what sending it off led to."""

    callback: str
    has_text: bool
    """Something can be typed in it."""
    errors: Mapping[str, str]
    """Beside its fields."""
    shown: Mapping[str, Any] | None
    """What the window shows then."""
    failure: str = ""
    """Why the desk did not take the answer."""

    @property
    def is_answered(self) -> bool:
        """Sentences beside fields, or a window: the next step, the form again, or what was saved."""
        return not self.failure and (bool(self.errors) or self.shown is not None)


def send_off(person: Person, how: str) -> Iterator[Step]:
    """The form that is open, filled and sent off until it is refused or at its end. Whoever asks may stop at any step."""
    for _ in range(STEPS):
        view = person.modal
        assert view
        callback, before = str(view.content["callback_id"]), json.dumps(view.content)
        has_text = any(block["type"] == "input" and block["element"]["type"] == "plain_text_input" for block in view.blocks)
        if how == "empty":
            _nothing_is_needed(view)
        try:
            errors = person.submit(view, _filled(view, how, person.id))
        except NotTakenError as trouble:
            yield Step(callback, has_text, {}, None, str(trouble))
            return
        shown = person.modal.content if person.modal else None
        yield Step(callback, has_text, errors, shown)
        if errors or shown is None or "submit" not in shown or json.dumps(shown) == before or how == "names":
            return
    raise AssertionError(f"{callback} has no end")


def tells(shown: Mapping[str, Any]) -> bool:
    """Whether a window that is no form says what was typed."""
    return not shown.get("submit") and MARK in json.dumps(shown)


def _nothing_is_needed(view: View) -> None:
    """As if Slack let an empty form through: whoever answers has to be sure of it themselves."""
    for block in view.blocks:
        if block["type"] == "input":
            block["optional"] = True


def _filled(view: View, how: str, by: str) -> dict[str, Any]:
    """By block, what stands in each field."""
    inputs = [(block["block_id"], block["element"]) for block in view.blocks if block["type"] == "input"]
    named = {block_id: {**element, "block_id": block_id} for block_id, element in inputs}
    return {block_id: _ANSWERS[element["type"]](element, how, by) for block_id, element in named.items()}


def _text(element: Mapping[str, Any], how: str, by: str) -> Any:
    most = element.get("max_length", MOST)
    if element["block_id"] in BY_REFERENCE and how != "empty":
        return BY_REFERENCE[element["block_id"]]
    return (TYPED[how] * most)[:most] or None


def _number(element: Mapping[str, Any], how: str, by: str) -> Any:
    return None if how == "empty" else element.get("max_value", "9")


def _one(element: Mapping[str, Any], how: str, by: str) -> Any:
    return None if how == "empty" else (element.get("initial_option") or element["options"][0])["value"]


def _several(element: Mapping[str, Any], how: str, by: str) -> Any:
    return [] if how == "empty" else [option["value"] for option in element["options"]]


def _person(element: Mapping[str, Any], how: str, by: str) -> Any:
    # Where somebody outside may be named instead, either will do, and not both.
    return by if how == "signs" else element.get("initial_user") if how != "empty" else None


def _people(element: Mapping[str, Any], how: str, by: str) -> Any:
    return [] if how == "empty" else [*element.get("initial_users", ()), by]


def _picked(initial: str, usual: str) -> Any:
    return lambda element, how, by: None if how == "empty" else element.get(initial, usual)


_ANSWERS: Mapping[str, Any] = {
    "plain_text_input": _text,
    "number_input": _number,
    "static_select": _one,
    "radio_buttons": _one,
    "multi_static_select": _several,
    "checkboxes": _several,
    "users_select": _person,
    "multi_users_select": _people,
    "datepicker": _picked("initial_date", "2026-04-20"),
    "timepicker": _picked("initial_time", "10:00"),
}
"""By kind of field. A kind that is not here fails: say how it is filled."""
