"""What Slack writes into blocks by itself: the ids left out, and the defaults of texts."""

from __future__ import annotations

import copy
import hashlib
import json
from typing import Any

from bot.desk.blockkit.surfaces import elements_of


def _with_defaults(value: Any) -> None:
    if isinstance(value, list):
        for each in value:
            _with_defaults(each)
    elif isinstance(value, dict):
        if value.get("type") == "plain_text":
            value.setdefault("emoji", True)
        elif value.get("type") == "mrkdwn":
            value.setdefault("verbatim", False)
        for each in value.values():
            _with_defaults(each)


def _made_up(*parts: object) -> str:
    """An id that looks like Slack's. The same block in the same place has the same one, so that a press still fits
    when the very same view was published again a moment before."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:6]


def with_ids(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A copy of good blocks in which every block has an id and every element an action id."""
    filled = copy.deepcopy(blocks)
    for index, block in enumerate(filled):
        block.setdefault("block_id", _made_up(index, block))
        for place, element in elements_of(block):
            element.setdefault("action_id", _made_up(index, place, element))
        _with_defaults(block)
    return filled
