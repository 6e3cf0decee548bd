"""What a person entered into the elements of a view or message, in the shape of Slack's `state.values`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.blockkit.surfaces import elements_of
from bot.desk.kinds import Json

PICKER_ZONE = ZoneInfo("Europe/London")
Raw = str | list[str] | None
RawValues = Mapping[str, Mapping[str, Raw]]
"""block_id, then action_id, then what the form holds: a string, or the values ticked."""

ONE_OPTION = ("static_select", "external_select", "radio_buttons", "overflow")
MANY_OPTIONS = ("multi_static_select", "multi_external_select", "checkboxes")
PLAIN = {
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "plain_text_input": "value",
    "number_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
}
LISTS = {
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}
INITIAL = {
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "value": "initial_value",
}


class NoSuchChoiceError(ValueError):
    """The element does not offer that."""


def holds_state(element: Json) -> bool:
    """Whether the element keeps what was entered: buttons and overflow menus do not."""
    return element["type"] not in ("button", "overflow", "image")


def options_of(element: Json) -> list[Json]:
    """The options an element offers, of all groups."""
    groups = element.get("option_groups") or []
    return list(element.get("options") or []) + [option for group in groups for option in group["options"]]


def _option(element: Json, wanted: str) -> Json:
    if element["type"].endswith("external_select"):
        return dict(json.loads(wanted))
    offered = options_of(element)
    by_value = [each for each in offered if each["value"] == wanted]
    for each in by_value or [each for each in offered if each["text"]["text"] == wanted]:
        return {"text": each["text"], "value": each["value"]}
    raise NoSuchChoiceError(f"{element['action_id']} offers {[each['value'] for each in offered]}, not {wanted!r}.")


def key_of(element: Json) -> str:
    """The property under which Slack gives this element's value."""
    kind = element["type"]
    if kind in ONE_OPTION:
        return "selected_option"
    if kind in MANY_OPTIONS:
        return "selected_options"
    return "selected_date_time" if kind == "datetimepicker" else PLAIN.get(kind) or LISTS[kind]


def entry_of(element: Json, raw: Raw) -> Json:
    """One element's value as Slack gives it."""
    kind, key = element["type"], key_of(element)
    if kind in MANY_OPTIONS or kind in LISTS:
        several = [raw] if isinstance(raw, str) and raw else list(raw or [])
        return {"type": kind, key: [_option(element, each) for each in several] if kind in MANY_OPTIONS else several}
    single = raw[0] if isinstance(raw, list) and raw else raw or None
    if not isinstance(single, str):
        return {"type": kind, key: None}
    if kind in ONE_OPTION:
        return {"type": kind, key: _option(element, single)}
    if kind == "datetimepicker":
        at = datetime.fromisoformat(single)
        return {"type": kind, key: int((at if at.tzinfo else at.replace(tzinfo=PICKER_ZONE)).timestamp())}
    return {"type": kind, key: single}


def initial_of(element: Json) -> Json:
    """The value an element starts with."""
    key = key_of(element)
    empty: object = [] if key.endswith("s") and key != "selected_date_time" else None
    found = element.get(INITIAL[key], empty)
    if key == "selected_option" and found:
        found = {"text": found["text"], "value": found["value"]}
    if key == "selected_options":
        found = [{"text": each["text"], "value": each["value"]} for each in found]
    return {"type": element["type"], key: found}


def stateful(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every block with an element that keeps its state."""
    for block in blocks:
        for _, element in elements_of(block):
            if holds_state(element):
                yield block, element


def values_of(blocks: list[Json], raw: RawValues) -> Json:
    """`state.values`: what was entered, or else what each element started with."""
    values: Json = {}
    for block, element in stateful(blocks):
        entered = raw.get(block["block_id"], {})
        action_id = element["action_id"]
        entry = entry_of(element, entered[action_id]) if action_id in entered else initial_of(element)
        values.setdefault(block["block_id"], {})[action_id] = entry
    return values


def faults_of(blocks: list[Json], values: Json) -> dict[str, str]:
    """What Slack's own client refuses to submit, by block: these never reach the app."""
    found: dict[str, str] = {}
    for block, element in stateful(blocks):
        if block["type"] != "input":
            continue
        value = values[block["block_id"]][element["action_id"]][key_of(element)]
        if value in (None, "", []):
            words = None if block.get("optional") else "Please complete this required field."
        else:
            words = _wrong(element, value)
        if words:
            found[block["block_id"]] = words
    return found


def _wrong(element: Json, value: object) -> str | None:
    if element["type"] == "number_input":
        return _wrong_number(element, str(value))
    if element["type"] == "plain_text_input":
        length, least, most = len(str(value)), element.get("min_length", 0), element.get("max_length", 3000)
        if length < least:
            return f"Please use at least {least} characters. You have used {length}."
        return f"Please use at most {most} characters. You have used {length}." if length > most else None
    if element["type"] == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", str(value)):
        return "Please enter a valid e-mail address."
    if element["type"] == "url_text_input" and not re.match(r"https?://\S+$", str(value)):
        return "Please enter a valid link."
    if isinstance(value, list) and len(value) > element.get("max_selected_items", 100):
        return f"Please choose at most {element['max_selected_items']}."
    return None


def _wrong_number(element: Json, value: str) -> str | None:
    form = r"-?\d+(\.\d+)?" if element["is_decimal_allowed"] else r"-?\d+"
    if not re.fullmatch(form, value):
        return "Please enter a number." if element["is_decimal_allowed"] else "Please enter a whole number."
    if float(value) < float(element.get("min_value", "-inf")):
        return f"Please enter {element['min_value']} or more."
    if float(value) > float(element.get("max_value", "inf")):
        return f"Please enter {element['max_value']} or less."
    return None
