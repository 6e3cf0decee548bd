"""Fields of a form, within Slack's limits. A block's id is the name its answer is read by."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    DatePickerElement,
    InputBlock,
    InputInteractiveElement,
    NumberInputElement,
    Option,
    OptionGroup,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
    StaticMultiSelectElement,
    StaticSelectElement,
    TimePickerElement,
    UserMultiSelectElement,
    UserSelectElement,
)
from slack_sdk.models.views import View

from handlers.words import fields as words
from handlers.words import kit
from handlers.words.phrases import clip, escape

LONGEST = 3000
"""Characters in one answer: Slack's limit, and storage's."""
LARGEST = 600
"""What a number may be: minutes, of the longest session there is."""
OPTIONS = 100
TOLD = "told"
"""The block above a form that is shown again."""


def form(
    title: str,
    callback: str,
    blocks: Sequence[Block],
    *,
    submit: str = words.SAVE,
    close: str = words.CANCEL,
    meta: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """A form; `meta` carries ids, never text."""
    return kit.view(
        View(
            type="modal",
            callback_id=callback,
            title=clip(title, 24),
            submit=submit,
            close=close,
            blocks=list(blocks),
            private_metadata=json.dumps(dict(meta or {})),
        )
    )


def window(title: str, blocks: Sequence[Block]) -> dict[str, Any]:
    """Something to read, with nothing to save."""
    return kit.view(View(type="modal", callback_id="window", title=clip(title, 24), close=words.CLOSE, blocks=list(blocks)))


def _field(block: str, label: str, element: InputInteractiveElement, *, optional: bool = False, hint: str = "") -> Block:
    return InputBlock(
        block_id=block,
        label=PlainTextObject(text=label),
        element=element,
        optional=optional,
        hint=PlainTextObject(text=clip(hint, 2000)) if hint else None,
    )


def day_field(block: str, label: str, initial: date | None = None, *, optional: bool = False, hint: str = "") -> Block:
    """A date picker."""
    element = DatePickerElement(action_id=block, initial_date=initial.isoformat() if initial else None)
    return _field(block, label, element, optional=optional, hint=hint)


def time_field(block: str, label: str, initial: time | None = None) -> Block:
    """A time picker: always optional."""
    element = TimePickerElement(action_id=block, initial_time=f"{initial:%H:%M}" if initial else None)
    return _field(block, label, element, optional=True)


def number_field(block: str, label: str, initial: int | None, *, hint: str = "") -> Block:
    """A whole number from 1 to 600: optional. Slack opens no form with a number in it that it would not take."""
    element = NumberInputElement(
        action_id=block,
        is_decimal_allowed=False,
        initial_value=str(initial) if initial is not None and 1 <= initial <= LARGEST else None,
        min_value="1",
        max_value=str(LARGEST),
    )
    return _field(block, label, element, optional=True, hint=hint)


def text_field(
    block: str,
    label: str,
    initial: str = "",
    *,
    lines: bool = True,
    optional: bool = False,
    hint: str = "",
    placeholder: str = "",
    most: int = LONGEST,
) -> Block:
    """Text, one line or several, as long as fits."""
    element = PlainTextInputElement(
        action_id=block,
        multiline=lines,
        max_length=most,
        initial_value=initial[:most] or None,
        placeholder=PlainTextObject(text=clip(placeholder, 150)) if placeholder else None,
    )
    return _field(block, label, element, optional=optional, hint=hint)


def options(choices: Mapping[str, str]) -> list[Option]:
    """What can be chosen: value to label."""
    return [Option(value=value, text=PlainTextObject(text=clip(label, 75))) for value, label in choices.items()]


def _offered(choices: Mapping[str, str]) -> dict[str, Any]:
    """As many as Slack shows in one list; more of them in groups, each called by its first and its last."""
    made, labels = options(choices), [clip(label, 35) for label in choices.values()]
    if len(made) <= OPTIONS:
        return {"options": made}
    groups = [(labels[at : at + OPTIONS], made[at : at + OPTIONS]) for at in range(0, len(made), OPTIONS)]
    named = [(PlainTextObject(text=f"{names[0]} – {names[-1]}"), group) for names, group in groups]
    return {"option_groups": [OptionGroup(label=label, options=group) for label, group in named]}


def select_field(
    block: str, label: str, choices: Mapping[str, str], initial: str = "", *, optional: bool = False, hint: str = ""
) -> Block:
    """One of several."""
    made = options(choices)
    element = StaticSelectElement(
        action_id=block,
        **_offered(choices),
        initial_option=next((option for option in made if option.value == initial), None),
        placeholder=PlainTextObject(text=words.CHOOSE),
    )
    return _field(block, label, element, optional=optional, hint=hint)


def person_field(block: str, label: str, initial: str = "", *, optional: bool = True, hint: str = "") -> Block:
    """Somebody in Slack. The answer is their Slack id."""
    element = UserSelectElement(action_id=block, initial_user=initial or None, placeholder=PlainTextObject(text=words.CHOOSE))
    return _field(block, label, element, optional=optional, hint=hint)


def people_field(block: str, label: str, initial: Sequence[str] = (), *, optional: bool = True, hint: str = "") -> Block:
    """Several people in Slack. The answers are their Slack ids."""
    element = UserMultiSelectElement(
        action_id=block, initial_users=list(initial) or None, placeholder=PlainTextObject(text=words.CHOOSE)
    )
    return _field(block, label, element, optional=optional, hint=hint)


def many_field(block: str, label: str, choices: Mapping[str, str], initial: Sequence[str] = (), *, hint: str = "") -> Block:
    """Any of several: optional."""
    made = options(choices)
    element = StaticMultiSelectElement(
        action_id=block,
        **_offered(choices),
        initial_options=[option for option in made if option.value in initial] or None,
        placeholder=PlainTextObject(text=words.CHOOSE),
    )
    return _field(block, label, element, optional=True, hint=hint)


def in_full(label: str, text: str) -> list[Block]:
    """Text too long for a field, shown whole so that none of it is lost."""
    parts = [text[at : at + 2900] for at in range(0, len(text), 2900)]
    return [kit.section(f"*{label}*"), *(SectionBlock(text=PlainTextObject(text=part, emoji=False)) for part in parts[:20])]


def choice(action: str, placeholder: str, choices: Mapping[str, str]) -> StaticSelectElement:
    """One of several outside a form: choosing is answered at once."""
    return StaticSelectElement(action_id=action, **_offered(choices), placeholder=PlainTextObject(text=placeholder))


def window_of(title: str, blocks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A reply shown as a window."""
    return {
        "type": "modal",
        "callback_id": "window",
        "title": {"type": "plain_text", "text": clip(title, 24)},
        "close": {"type": "plain_text", "text": words.CLOSE},
        "blocks": [dict(block) for block in blocks],
    }


SHOWN = ("type", "title", "submit", "close", "callback_id", "private_metadata", "clear_on_close", "notify_on_close")
"""Of a view as Slack hands it back: what it takes again."""
ENTERED = {
    "value": "initial_value",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_option": "initial_option",
    "selected_options": "initial_options",
}
"""What was entered, and how a field is told to begin with it."""


def refilled(view: Mapping[str, Any], said: str, carried: Mapping[str, str]) -> dict[str, Any]:
    """A form as it was sent off, with everything in it, a sentence above it, and what it carries along beside its own."""
    values = (view.get("state") or {}).get("values") or {}
    told = kit.section(escape(said)).to_dict() | {"block_id": TOLD}
    blocks = [_with(block, values.get(block.get("block_id"))) for block in view["blocks"] if block.get("block_id") != TOLD]
    made = {name: view[name] for name in SHOWN if view.get(name)}
    meta = json.loads(view.get("private_metadata") or "{}") | dict(carried)
    return made | {"blocks": [told, *blocks], "private_metadata": json.dumps(meta)}


def carried_by(view: Mapping[str, Any]) -> dict[str, str]:
    """The ids a form of ours carries."""
    return {str(name): str(value) for name, value in json.loads(view.get("private_metadata") or "{}").items()}


def _with(block: Mapping[str, Any], entered: Mapping[str, Any] | None) -> dict[str, Any]:
    """The block with what was entered in it."""
    made = dict(block)
    if block["type"] == "input" and entered:
        (answer,) = entered.values()
        element = {name: given for name, given in block["element"].items() if not name.startswith("initial_")}
        element |= {initial: answer[name] for name, initial in ENTERED.items() if answer.get(name)}
        made["element"] = element
    return made
