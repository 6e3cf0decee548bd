"""A form shown again with everything in it, and what has to be put right above it and beside the fields."""

from collections.abc import Mapping
from typing import Any

from handlers.forms.fields import TOLD, refilled
from handlers.reply import Again
from handlers.words import kit

BESIDE = f"{TOLD}_"
"""How the ids begin of the lines under its fields."""


def shown_again(view: Mapping[str, Any], again: Again) -> dict[str, Any]:
    """The view as it was sent off, or as it would be opened; what was pointed out before gives way."""
    after = {str(block["block_id"]) for block in again.more}
    kept = [block for block in view["blocks"] if not _is_ours(block, after)]
    made = refilled({**view, "blocks": kept}, again.said, again.carried)
    blocks: list[dict[str, Any]] = []
    for block in made["blocks"]:
        blocks.append(block)
        if words := again.beside.get(block.get("block_id", "")):
            blocks.append(kit.context(words).to_dict() | {"block_id": f"{BESIDE}{block['block_id']}"})
    return made | {"blocks": [*blocks, *(dict(block) for block in again.more)]}


def _is_ours(block: Mapping[str, Any], after: set[str]) -> bool:
    block_id = str(block.get("block_id", ""))
    return block_id.startswith(BESIDE) or block_id in after
