"""What a message may hold, checked the same way wherever a message comes in."""

from __future__ import annotations

import json

from bot.desk.api.args import Args, invalid
from bot.desk.blockkit import check_message_blocks, with_ids
from bot.desk.conversations import Content
from bot.desk.kinds import Json
from bot.desk.tickets import RefusedError

CUT_AT = 40_000
# Slack takes these; the desk would have to pretend.
NOT_SHOWN = ("attachments", "markdown_text", "thread_ts", "username", "icon_url", "icon_emoji")
METADATA_BYTES = 8_000


def blocks_of(args: Args) -> list[Json] | None:
    """The checked blocks, every id filled in; None when the call names none."""
    blocks = args.structure("blocks", "invalid_blocks_format")
    if blocks is None:
        return None
    if not isinstance(blocks, list):
        raise RefusedError("invalid_blocks_format")
    faults = check_message_blocks(blocks)
    if faults:
        raise invalid(faults, "invalid_blocks")
    return with_ids(blocks)


def metadata_of(args: Args) -> Json | None:
    """The checked metadata; an empty object takes it away."""
    metadata = args.structure("metadata", "invalid_metadata_format")
    if not metadata:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str) or not metadata["event_type"]:
        raise RefusedError("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict) or set(metadata) - {"event_type", "event_payload", "entities"}:
        raise RefusedError("invalid_metadata_format")
    if len(json.dumps(metadata)) > METADATA_BYTES:
        raise RefusedError("metadata_too_large")
    return metadata


def content_of(args: Args) -> Content:
    """A new message: text or blocks, perhaps metadata. Text past 40,000 characters is cut, as Slack does."""
    blocks = blocks_of(args)
    text = args.text("text") or ""
    strange = [name for name in NOT_SHOWN if args.given.get(name)]
    if strange:
        raise invalid([f"the desk does not show this: {name} [json-pointer:/{name}]" for name in strange])
    if not text.strip() and not blocks:
        raise RefusedError("no_text")
    return Content(text[:CUT_AT], blocks or [], metadata_of(args))
