"""Block Kit's composition objects: texts, options, the confirmation dialogue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.desk.blockkit.checks import TYPE, URL, Check, boolean, fault, items, one_of, shape, string, typed


def plain_text(most: int) -> Check:
    """Text without formatting."""
    whole = shape({"type": TYPE, "text": string(most, 1)}, {"emoji": boolean})

    def check(value: Any, at: str) -> Iterator[str]:
        if isinstance(value, dict) and value.get("type") == "mrkdwn":
            yield fault("must be of type: plain_text", f"{at}/type")
        else:
            yield from typed({"plain_text": whole})(value, at)

    return check


def mrkdwn(most: int) -> Check:
    """Text with Slack's formatting."""
    return shape({"type": TYPE, "text": string(most, 1)}, {"verbatim": boolean})


def any_text(most: int) -> Check:
    """Either kind of text."""
    return typed({"plain_text": plain_text(most), "mrkdwn": mrkdwn(most)})


OPTION_TEXT, OPTION_VALUE = 75, 150

OPTION = shape({"text": plain_text(OPTION_TEXT), "value": string(OPTION_VALUE, 1)}, {"description": plain_text(OPTION_TEXT)})
FORMATTED_OPTION = shape(
    {"text": any_text(OPTION_TEXT), "value": string(OPTION_VALUE, 1)}, {"description": any_text(OPTION_TEXT)}
)
OVERFLOW_OPTION = shape(
    {"text": plain_text(OPTION_TEXT), "value": string(OPTION_VALUE, 1)},
    {"description": plain_text(OPTION_TEXT), "url": URL},
)
OPTION_GROUP = shape({"label": plain_text(75), "options": items(OPTION, 100)}, {})

CONFIRM = shape(
    {"title": plain_text(100), "text": any_text(300), "confirm": plain_text(30), "deny": plain_text(30)},
    {"style": one_of("primary", "danger")},
)
PLACEHOLDER = plain_text(150)
DISPATCH = shape({}, {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)})
FILTER = shape(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
