"""A whole message or view: how many blocks, what must not repeat, what a modal must have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bot.desk.blockkit.blocks import BLOCK
from bot.desk.blockkit.checks import TYPE, Check, anything, boolean, fault, items, shape, string
from bot.desk.blockkit.elements import ACTION_ELEMENTS, INPUT_ELEMENTS
from bot.desk.blockkit.objects import OPTION, OPTION_GROUP, plain_text

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
VIEW_BYTES = 250 * 1000

_VIEW = {"type": TYPE, "blocks": items(BLOCK, VIEW_BLOCKS, least=0)}
_KEPT: dict[str, Check] = {
    "private_metadata": string(3000),
    "callback_id": string(255),
    "external_id": string(255),
    "clear_on_close": boolean,
    "notify_on_close": boolean,
}
MODAL = shape(
    {**_VIEW, "title": plain_text(24)},
    {**_KEPT, "submit": plain_text(24), "close": plain_text(24), "submit_disabled": boolean},
)
# Bolt's examples give a home tab a title, and Slack takes it without showing it.
HOME = shape(_VIEW, {**_KEPT, "title": anything, "submit": anything, "close": anything})


def elements_of(block: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The elements of one block that a person can use, with their place in it."""
    if block.get("type") == "actions":
        yield from ((f"/elements/{index}", each) for index, each in enumerate(block["elements"]))
    elif block.get("type") == "section" and block.get("accessory", {}).get("type") in ACTION_ELEMENTS:
        yield "/accessory", block["accessory"]
    elif block.get("type") == "input" and block["element"].get("type") in INPUT_ELEMENTS:
        yield "/element", block["element"]


def _repeats(blocks: list[dict[str, Any]], at: str) -> Iterator[str]:
    seen: set[str] = set()
    for index, block in enumerate(blocks):
        block_id = block.get("block_id")
        if block_id in seen:
            yield fault(f'`block_id` "{block_id}" already exists', f"{at}/{index}/block_id")
        seen |= {block_id} if block_id else set()
        actions: set[str] = set()
        for place, element in elements_of(block):
            action_id = element.get("action_id")
            if action_id in actions:
                yield fault(f'`action_id` "{action_id}" already exists', f"{at}/{index}{place}/action_id")
            actions |= {action_id} if action_id else set()


def _focus(blocks: list[dict[str, Any]], at: str) -> Iterator[str]:
    focused = [
        f"{at}/{index}{place}/focus_on_load"
        for index, block in enumerate(blocks)
        for place, element in elements_of(block)
        if element.get("focus_on_load")
    ]
    yield from (fault("only one element may be set to focus on load", place) for place in focused[1:])


def check_message_blocks(blocks: Any, at: str = "/blocks") -> list[str]:
    """Every fault of a message's blocks. An empty list of blocks is allowed: it means none."""
    faults = list(items(BLOCK, MESSAGE_BLOCKS, least=0)(blocks, at))
    return faults or [*_repeats(blocks, at), *_focus(blocks, at)]


def _inputs_need_submit(view: dict[str, Any], at: str) -> Iterator[str]:
    for index, block in enumerate(view["blocks"]):
        if block["type"] == "input" and not view.get("submit"):
            yield fault("must define `submit` to use an `input` block in modals", f"{at}/blocks/{index}/input")


def check_view(view: Any, *allowed: str, at: str = "/view") -> list[str]:
    """Every fault of a view that may be of these types ("modal", "home")."""
    if not isinstance(view, dict):
        return [fault("must provide an object", at)]
    if view.get("type") not in allowed:
        return [fault(f"must be one of: {', '.join(allowed)}", f"{at}/type")]
    modal = view["type"] == "modal"
    faults = list((MODAL if modal else HOME)(view, at))
    if faults:
        return faults
    blocks = view["blocks"]
    faults = [*_repeats(blocks, f"{at}/blocks"), *_focus(blocks, f"{at}/blocks")]
    return faults + (list(_inputs_need_submit(view, at)) if modal else [])


def is_too_large(view: Any) -> bool:
    """Slack takes no view of more than 250 kB."""
    return len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES


def check_options_answer(answer: Any) -> list[str]:
    """Every fault of the answer to a block_suggestion."""
    whole = shape({}, {"options": items(OPTION, 100, least=0), "option_groups": items(OPTION_GROUP, 100, least=0)})
    return list(whole(answer, ""))
