"""conversations.*: open a person's direct messages and read what stands there."""

from __future__ import annotations

import base64
import binascii

from bot.desk.api.args import Args
from bot.desk.conversations import Message
from bot.desk.kinds import Json
from bot.desk.tickets import RefusedError
from bot.desk.world import World

MOST = 999


def open_(world: World, args: Args) -> Json:
    """conversations.open: one person's direct messages with the app."""
    users = [each.strip() for each in args.required("users").split(",") if each.strip()]
    if len(users) != 1:
        raise RefusedError("missing_scope", needed="mpim:write", provided=",".join(world.scopes))
    member = world.directory.get(users[0])
    if member is None:
        raise RefusedError("user_not_found")
    if member.deleted:
        raise RefusedError("user_disabled")
    if member.is_bot or member.id == "USLACKBOT":
        raise RefusedError("cannot_dm_bot")
    already = world.conversations.is_open(member.id)
    channel: Json = {"id": world.conversations.open(member.id)}
    if args.flag("return_im"):
        channel |= {"is_im": True, "is_org_shared": False, "user": member.id, "is_open": True, "priority": 0}
    return {"channel": channel, **({"no_op": True, "already_open": True} if already else {})}


def replies(world: World, args: Args) -> Json:
    """conversations.replies: a message and its thread, oldest first."""
    channel, ts = args.required("channel"), args.required("ts")
    if world.conversations.user_of(channel) is None:
        raise RefusedError("channel_not_found")
    limit = args.whole("limit", 100, "invalid_limit")
    if not 1 <= limit <= MOST:
        raise RefusedError("invalid_limit")
    parent = world.conversations.find(channel, ts)
    if parent is None or parent.is_ephemeral:
        raise RefusedError("thread_not_found")
    cursor = args.text("cursor")
    start = _read_cursor(cursor) if cursor else 0.0
    found = [each for each in [parent, *parent.replies] if float(each.ts) >= start]
    page, rest = found[:limit], found[limit:]
    more: Json = {"response_metadata": {"next_cursor": _cursor(rest[0])}} if rest else {}
    with_metadata = args.flag("include_all_metadata")
    shown = [each.as_slack(world.workspace, with_metadata=with_metadata) for each in page]
    return {"messages": shown, "has_more": bool(rest)} | more


def history(world: World, args: Args) -> Json:
    """conversations.history: newest first, metadata only when asked for."""
    channel = args.required("channel")
    if world.conversations.user_of(channel) is None:
        raise RefusedError("channel_not_found")
    limit = args.whole("limit", 100, "invalid_limit")
    if not 1 <= limit <= MOST:
        raise RefusedError("invalid_limit")
    found = _between(world.conversations.kept(channel)[::-1], args)
    page, rest = found[:limit], found[limit:]
    answer: Json = {
        "messages": [each.as_slack(world.workspace, with_metadata=args.flag("include_all_metadata")) for each in page],
        "has_more": bool(rest),
        "pin_count": 0,
    }
    if rest:
        answer["response_metadata"] = {"next_cursor": _cursor(rest[0])}
    return answer


def _between(messages: list[Message], args: Args) -> list[Message]:
    inclusive = args.flag("inclusive")
    oldest, latest, cursor = _seconds(args, "oldest"), _seconds(args, "latest"), args.text("cursor")
    if cursor:
        start = _read_cursor(cursor)
        messages = [each for each in messages if float(each.ts) <= start]

    def within(message: Message) -> bool:
        at = float(message.ts)
        after = oldest is None or at > oldest or (inclusive and at == oldest)
        return after and (latest is None or at < latest or (inclusive and at == latest))

    return [each for each in messages if within(each)]


def _seconds(args: Args, name: str) -> float | None:
    value = args.text(name)
    if not value:
        return None
    try:
        return float(value)
    except ValueError:
        raise RefusedError(f"invalid_ts_{name}") from None


def _cursor(message: Message) -> str:
    return base64.b64encode(f"next_ts:{message.ts}".encode()).decode()


def _read_cursor(cursor: str) -> float:
    try:
        return float(base64.b64decode(cursor, validate=True).decode().removeprefix("next_ts:"))
    except (ValueError, binascii.Error):
        raise RefusedError("invalid_cursor") from None
