"""Blocks: the table of every type the desk shows. Any other type is refused, as Slack refuses one it does not know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.desk.blockkit.checks import BLOCK_ID, TYPE, URL, Check, anything, boolean, fault, items, shape, string, typed
from bot.desk.blockkit.elements import ACCESSORIES, ACTION_ELEMENTS, IMAGE, INPUT_ELEMENTS
from bot.desk.blockkit.objects import any_text, mrkdwn, plain_text
from bot.desk.blockkit.rich_text import RICH_TEXT


def _text_or_fields(value: dict[str, Any], at: str) -> Iterator[str]:
    if "text" not in value and "fields" not in value:
        yield fault("must provide either `text` or `fields`", at)


def _one_source(value: dict[str, Any], at: str) -> Iterator[str]:
    if ("image_url" in value) == ("slack_file" in value):
        yield fault("must provide either `image_url` or `slack_file`", at)


def block(required: Mapping[str, Check], optional: Mapping[str, Check], *rules: Check) -> Check:
    """A block: its type, perhaps its id, and the rest."""
    return shape({"type": TYPE, **required}, {"block_id": BLOCK_ID, **optional}, *rules)


CONTEXT_ELEMENTS: dict[str, Check] = {"image": IMAGE, "plain_text": plain_text(3000), "mrkdwn": mrkdwn(3000)}

BLOCKS: dict[str, Check] = {
    "section": block(
        {},
        {
            "text": any_text(3000),
            "fields": items(any_text(2000), 10),
            "accessory": typed(ACCESSORIES),
            "expand": boolean,
        },
        _text_or_fields,
    ),
    "header": block({"text": plain_text(150)}, {}),
    "divider": block({}, {}),
    "actions": block({"elements": items(typed(ACTION_ELEMENTS), 25)}, {}),
    "context": block({"elements": items(typed(CONTEXT_ELEMENTS), 10)}, {}),
    "input": block(
        {"label": plain_text(2000), "element": typed(INPUT_ELEMENTS)},
        {"hint": plain_text(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": block(
        {"alt_text": string(2000, 1)},
        {"image_url": URL, "slack_file": anything, "title": plain_text(2000)},
        _one_source,
    ),
    "rich_text": RICH_TEXT,
}
BLOCK = typed(BLOCKS)
