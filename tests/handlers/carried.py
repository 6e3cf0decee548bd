"""What Slack was given besides what people typed: nothing in it may name or identify anybody."""

import json
from collections.abc import Iterator
from typing import Any

from bot.desk import Desk
from scheduling.identifying import Kind, identify

STAFF_ARE_NAMED = frozenset({Kind.NAME, Kind.LINK})
"""Kinds that may stand in a message: staff are named there, and Slack's own links; nowhere else."""
HIDDEN = (
    "private_metadata",
    "value",
    "url",
    "image_url",
    "event_payload",
    "action_id",
    "block_id",
    "callback_id",
    "external_id",
)
WORDS = ("text", "alt_text", "title")
SHOWN = ("message", "window")
"""As the desk shows it, and not as the bot sent it."""
MESSAGES = ("chat.postMessage", "chat.update", "chat.postEphemeral")


def as_given(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the ids that Slack makes for them: letters at random, which may look like anything."""
    return [{key: value for key, value in block.items() if key != "block_id"} for block in blocks]


def carried(desk: Desk) -> list[str]:
    """Each place of a call, a message or an open window that holds one, without the words."""
    found: list[str] = []
    for call in desk.calls():
        found += within(call.method, call.args, may_say=call.method not in MESSAGES)
    world = desk.world
    for member in world.directory.people():
        for message in world.conversations.shown_to(member.id):
            said = {"text": message.text, "blocks": message.blocks, "metadata": message.metadata}
            found += within("message", said, may_say=False)
        for view in world.views.stack(member.id):
            found += within("window", view.content, may_say=True)
    return found


def within(where: str, said: Any, *, may_say: bool) -> Iterator[str]:
    """Within a window people read what they may read, and fields hold what was typed; a message holds neither."""
    if isinstance(said, str) and said[:1] in ("{", "["):
        said = _opened(said)
    if isinstance(said, list):
        for each in said:
            yield from within(where, each, may_say=may_say)
    if not isinstance(said, dict):
        return
    for key, inner in said.items():
        if isinstance(inner, str) and key in HIDDEN:
            if key == "block_id" and where in SHOWN:
                continue  # where the bot gave none it is the desk's own, and letters at random
            if identify(inner.replace("|", " ").replace("_", " ")):
                yield f"{where}: {key}"
        elif isinstance(inner, str) and key in WORDS:
            if not may_say and {each.kind for each in identify(inner)} - STAFF_ARE_NAMED:
                yield f"{where}: {key}"
        elif key not in ("state", "initial_value"):
            yield from within(where, inner, may_say=may_say)


def _opened(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
