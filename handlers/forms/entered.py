"""What a field begins with, and how it is told to begin with another answer: each kind of field has a name for it."""

from collections.abc import Mapping
from typing import Any

from handlers.forms import fields

BEGINS = {
    "plain_text_input": "initial_value",
    "number_input": "initial_value",
    "datepicker": "initial_date",
    "timepicker": "initial_time",
    "users_select": "initial_user",
    "multi_users_select": "initial_users",
    "static_select": "initial_option",
    "multi_static_select": "initial_options",
}
"""How a field is told to begin with an answer, by its kind."""


def begun(view: Mapping[str, Any]) -> dict[str, str | list[str] | None]:
    """What its fields begin with, by block id, as their answers are read; None where one begins empty."""
    asked = [block for block in view.get("blocks") or () if block.get("type") == "input" and block.get("element")]
    return {str(block.get("block_id")): _begins_with(block["element"]) for block in asked}


def _begins_with(element: Mapping[str, Any]) -> str | list[str] | None:
    found = next((element[name] for name in fields.ENTERED.values() if element.get(name)), None)
    if isinstance(found, list):
        return [str(each["value"]) if isinstance(each, Mapping) else str(each) for each in found]
    return str(found["value"] if isinstance(found, Mapping) else found) if found else None


def _is_a_number(answer: str | list[str] | None) -> bool:
    return isinstance(answer, str) and answer.isascii() and answer.isdigit()


def with_answer(block: Mapping[str, Any], answer: str | list[str] | None) -> dict[str, Any]:
    """The field with that in it; as it is, where it asks for one of several and offers that no more."""
    element = {name: given for name, given in block["element"].items() if not name.startswith("initial_")}
    name = BEGINS[element["type"]]
    offered = [*element.get("options", ()), *(each for group in element.get("option_groups", ()) for each in group["options"])]
    options = {each["value"]: each for each in offered}
    if name == "initial_option" and answer:
        return {**block, "element": element | {name: options[answer]}} if answer in options else dict(block)
    if element["type"] == "number_input" and not _is_a_number(answer):
        answer = None  # what somebody had begun to type there: Slack takes a number or nothing
    if name == "initial_options":
        answer = [options[each] for each in answer or () if each in options] or None
    return {**block, "element": element | ({name: answer} if answer else {})}
