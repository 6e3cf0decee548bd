"""Block elements: what each may hold, and the rules between its properties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.desk.blockkit.checks import (
    ACTION_ID,
    TYPE,
    URL,
    Check,
    anything,
    boolean,
    fault,
    integer,
    items,
    one_of,
    pattern,
    shape,
    string,
)
from bot.desk.blockkit.objects import (
    CONFIRM,
    DISPATCH,
    FILTER,
    FORMATTED_OPTION,
    OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    PLACEHOLDER,
    plain_text,
)

DATE = pattern(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "must be a date in the format YYYY-MM-DD")
TIME = pattern(r"([01]\d|2[0-3]):[0-5]\d", "must be a time in the format HH:mm")
NUMBER = pattern(r"-?\d+(\.\d+)?", "must be a number written as a string")
SECONDS = integer(1_000_000_000, 9_999_999_999)
FOCUS: Mapping[str, Check] = {"action_id": ACTION_ID, "focus_on_load": boolean}
PICKED: Mapping[str, Check] = {**FOCUS, "confirm": CONFIRM, "placeholder": PLACEHOLDER}


def _offered(value: dict[str, Any]) -> list[Any]:
    groups = value.get("option_groups") or []
    return list(value.get("options") or []) + [option for group in groups for option in group["options"]]


def _options_or_groups(value: dict[str, Any], at: str) -> Iterator[str]:
    if ("options" in value) == ("option_groups" in value):
        yield fault("must provide either `options` or `option_groups`", at)


def _initial_is_offered(value: dict[str, Any], at: str) -> Iterator[str]:
    chosen = [value["initial_option"]] if value.get("initial_option") else value.get("initial_options", [])
    for option in chosen:
        if option not in _offered(value):
            yield fault("must match one of the options exactly", f"{at}/initial_option{'s' * ('initial_options' in value)}")


def _values_differ(value: dict[str, Any], at: str) -> Iterator[str]:
    values = [option["value"] for option in _offered(value)]
    for index, each in enumerate(values):
        if each in values[:index]:
            yield fault(f"duplicate option value `{each}`", f"{at}/options")


def _lengths_in_order(value: dict[str, Any], at: str) -> Iterator[str]:
    most, least = value.get("max_length", 3000), value.get("min_length", 0)
    if least > most:
        yield fault("min_length must be less than max_length", f"{at}/min_length")
    if len(value.get("initial_value", "")) > most:
        yield fault(f"must be less than {most + 1} characters", f"{at}/initial_value")


def _numbers_in_order(value: dict[str, Any], at: str) -> Iterator[str]:
    least, most = float(value.get("min_value", "-inf")), float(value.get("max_value", "inf"))
    if least > most:
        yield fault("min_value must be less than max_value", f"{at}/min_value")
    if "initial_value" in value and not least <= float(value["initial_value"]) <= most:
        yield fault("must be between min_value and max_value", f"{at}/initial_value")


def _one_source(value: dict[str, Any], at: str) -> Iterator[str]:
    if ("image_url" in value) == ("slack_file" in value):
        yield fault("must provide either `image_url` or `slack_file`", at)


def element(required: Mapping[str, Check], optional: Mapping[str, Check], *rules: Check) -> Check:
    """An element: its type, and the rest."""
    return shape({"type": TYPE, **required}, optional, *rules)


def _select(single: Mapping[str, Check], many: Mapping[str, Check], kind: str, *rules: Check) -> dict[str, Check]:
    """A menu in its two forms, for one choice and for several."""
    return {
        f"{kind}_select": element({}, {**PICKED, **single}, *rules),
        f"multi_{kind}_select": element({}, {**PICKED, **many, "max_selected_items": integer(1, 100)}, *rules),
    }


_LISTED = {"options": items(OPTION, 100), "option_groups": items(OPTION_GROUP, 100)}
_PEOPLE, _SOME = string(255, 1), items(string(255, 1), 100)

MENUS: dict[str, Check] = {
    **_select(
        {**_LISTED, "initial_option": OPTION},
        {**_LISTED, "initial_options": items(OPTION, 100)},
        "static", _options_or_groups, _initial_is_offered, _values_differ,
    ),
    **_select(
        {"initial_option": OPTION, "min_query_length": integer(0, 100)},
        {"initial_options": items(OPTION, 100), "min_query_length": integer(0, 100)},
        "external",
    ),
    **_select({"initial_user": _PEOPLE}, {"initial_users": _SOME}, "users"),
    **_select(
        {"initial_conversation": _PEOPLE, "default_to_current_conversation": boolean,
         "response_url_enabled": boolean, "filter": FILTER},
        {"initial_conversations": _SOME, "default_to_current_conversation": boolean, "filter": FILTER},
        "conversations",
    ),
    **_select({"initial_channel": _PEOPLE, "response_url_enabled": boolean}, {"initial_channels": _SOME}, "channels"),
}  # fmt: skip

BUTTON = element(
    {"text": plain_text(75)},
    {"action_id": ACTION_ID, "url": URL, "value": string(2000), "style": one_of("primary", "danger"),
     "confirm": CONFIRM, "accessibility_label": string(75)},
)  # fmt: skip
OVERFLOW = element({"options": items(OVERFLOW_OPTION, 5)}, {"action_id": ACTION_ID, "confirm": CONFIRM}, _values_differ)
CHECKBOXES = element(
    {"options": items(FORMATTED_OPTION, 10)},
    {**FOCUS, "confirm": CONFIRM, "initial_options": items(FORMATTED_OPTION, 10)},
    _initial_is_offered, _values_differ,
)  # fmt: skip
RADIO = element(
    {"options": items(FORMATTED_OPTION, 10)},
    {**FOCUS, "confirm": CONFIRM, "initial_option": FORMATTED_OPTION},
    _initial_is_offered, _values_differ,
)  # fmt: skip
IMAGE = element({"alt_text": string(2000)}, {"image_url": URL, "slack_file": anything}, _one_source)

PICKERS: dict[str, Check] = {
    "datepicker": element({}, {**PICKED, "initial_date": DATE}),
    "timepicker": element({}, {**PICKED, "initial_time": TIME, "timezone": string(100, 1)}),
    "datetimepicker": element({}, {**FOCUS, "confirm": CONFIRM, "initial_date_time": SECONDS}),
    "checkboxes": CHECKBOXES,
    "radio_buttons": RADIO,
}

_TYPED: Mapping[str, Check] = {**FOCUS, "placeholder": PLACEHOLDER, "dispatch_action_config": DISPATCH}
INPUTS: dict[str, Check] = {
    "plain_text_input": element(
        {},
        {**_TYPED, "initial_value": string(3000), "multiline": boolean,
         "min_length": integer(0, 3000), "max_length": integer(1, 3000)},
        _lengths_in_order,
    ),
    "number_input": element(
        {"is_decimal_allowed": boolean},
        {**_TYPED, "initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER},
        _numbers_in_order,
    ),
    "email_text_input": element({}, {**_TYPED, "initial_value": string(3000)}),
    "url_text_input": element({}, {**_TYPED, "initial_value": string(3000)}),
}  # fmt: skip

ACTION_ELEMENTS: dict[str, Check] = {"button": BUTTON, "overflow": OVERFLOW, **PICKERS, **MENUS}
ACCESSORIES: dict[str, Check] = {**ACTION_ELEMENTS, "image": IMAGE}
INPUT_ELEMENTS: dict[str, Check] = {**PICKERS, **MENUS, **INPUTS}
