"""files.*: put files into a conversation in three steps, of which only the last can be seen."""

from __future__ import annotations

from typing import Any

from bot.desk.api.args import Args, invalid
from bot.desk.conversations import Content
from bot.desk.files import File
from bot.desk.kinds import Json
from bot.desk.tickets import RefusedError
from bot.desk.world import World

ALT_TEXT = 1_000
MOST = 10
LARGEST = 1_000_000_000
"""Slack's limit of one file: 1 GB."""
# Slack takes these; the desk would have to pretend.
NOT_SHOWN = ("channels", "initial_comment", "blocks", "username", "icon_url", "icon_emoji")


def get_upload_url(world: World, args: Args) -> Json:
    """files.getUploadURLExternal: where the bytes go, and the id the file will have."""
    name, length = args.required("filename"), args.whole("length", 0, "invalid_arguments")
    if length < 1:
        raise RefusedError("missing_argument")
    if length > LARGEST:
        raise RefusedError("file_upload_size_restricted")
    alt_txt = args.text("alt_txt") or ""
    if len(alt_txt) > ALT_TEXT:
        raise RefusedError("alt_txt_too_large")
    file = world.files.announce(name, length, alt_txt)
    return {"upload_url": f"{world.url}/upload/v1/{file.ticket}", "file_id": file.id}


def complete_upload(world: World, args: Args) -> Json:
    """files.completeUploadExternal: all of them in one message, into the thread of another."""
    named = _named(args)
    strange = [name for name in NOT_SHOWN if args.given.get(name)]
    if strange:
        raise invalid([f"the desk does not show this: {name} [json-pointer:/{name}]" for name in strange])
    channel, thread_ts = args.text("channel_id"), args.text("thread_ts")
    user_id = world.conversations.user_of(channel) if channel else None
    if user_id is None:  # without a channel a file stays private: nobody would ever see it here
        raise RefusedError("channel_not_found")
    parent = world.conversations.find(channel or "", thread_ts) if thread_ts else None
    if thread_ts and (parent is None or parent.is_ephemeral or parent.is_reply):
        raise RefusedError("thread_not_found")
    files = world.files.waiting([each["id"] for each in named])
    if len(files) != len(named):
        raise RefusedError("file_not_found")
    for file, said in zip(files, named, strict=True):
        file.title, file.is_shared = str(said.get("title") or file.name), True
    world.conversations.post(user_id, world.workspace.bot_user.id, Content("", files=tuple(files), thread_ts=thread_ts))
    return {"files": [_shown(world, each) for each in files]}


def _named(args: Args) -> list[dict[str, Any]]:
    named = args.structure("files", "invalid_arguments")
    if not isinstance(named, list) or not 1 <= len(named) <= MOST:
        raise invalid(["must be an array of 1 to 10 items [json-pointer:/files]"])
    for place, each in enumerate(named):
        if not isinstance(each, dict) or not isinstance(each.get("id"), str) or set(each) - {"id", "title", "highlight_type"}:
            raise invalid([f"must be an object with an id and perhaps a title [json-pointer:/files/{place}]"])
    if len({each["id"] for each in named}) < len(named):
        raise invalid(["must have unique items [json-pointer:/files]"])
    return named


def _shown(world: World, file: File) -> Json:
    return file.as_slack(world.workspace.bot_user.id, world.url)
