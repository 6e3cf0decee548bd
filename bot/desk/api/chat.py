"""chat.*: post, change and remove messages."""

from __future__ import annotations

from bot.desk.api.args import Args
from bot.desk.api.content import blocks_of, content_of, metadata_of
from bot.desk.conversations import Content, Message
from bot.desk.kinds import Json
from bot.desk.tickets import RefusedError
from bot.desk.world import World

UPDATE_TEXT = 4_000


def _reader(world: World, channel: str) -> str:
    """Whose direct messages these are. A person's own id will do: Slack opens the channel."""
    user_id = world.conversations.user_of(channel)
    if user_id is None and channel.startswith("U") and world.directory.get(channel):
        user_id = channel
    if user_id is None or user_id in ("USLACKBOT", world.workspace.bot_user.id):
        raise RefusedError("channel_not_found")
    member = world.directory.get(user_id)
    if member is None or member.deleted:
        raise RefusedError("user_not_found")
    if "messages" not in world.tabs:
        raise RefusedError("messages_tab_disabled")
    return user_id


def _slow_down(world: World, user_id: str) -> None:
    wait = world.buckets.wait_for(f"channel {user_id}", holds=1, seconds_each=world.timing.channel_message_seconds)
    if wait:
        raise RefusedError("ratelimited", retry_after=wait)


def post_message(world: World, args: Args) -> Json:
    """chat.postMessage: one a second a channel."""
    user_id = _reader(world, args.required("channel"))
    content = content_of(args)
    _slow_down(world, user_id)
    message = world.post_as_bot(user_id, content)
    world.log.posted(user_id, message)
    shown = message.as_slack(world.workspace, with_metadata=True)
    return {"channel": message.channel, "ts": message.ts, "message": shown}


def post_ephemeral(world: World, args: Args) -> Json:
    """chat.postEphemeral: a message that one person sees."""
    user_id = _reader(world, args.required("channel"))
    if args.required("user") != user_id:
        raise RefusedError("user_not_in_channel")
    return {"message_ts": world.say_only_to(user_id, content_of(args)).ts}


def _own_message(world: World, args: Args, refusal: str) -> Message:
    channel, ts = args.required("channel"), args.required("ts")
    if world.conversations.user_of(channel) is None:
        raise RefusedError("channel_not_found")
    message = world.conversations.find(channel, ts)
    if message is None or message.is_ephemeral:
        raise RefusedError("message_not_found")
    if message.author != world.workspace.bot_user.id:
        raise RefusedError(refusal)
    return message


def update(world: World, args: Args) -> Json:
    """chat.update: new text without blocks takes the blocks away; metadata stays unless given."""
    message = _own_message(world, args, "cant_update_message")
    blocks, text = blocks_of(args), args.text("text")
    if text is not None and len(text) > UPDATE_TEXT:
        raise RefusedError("msg_too_long")
    if not text and not blocks:
        raise RefusedError("no_text")
    kept = message.blocks if text is None else []
    metadata = metadata_of(args) if "metadata" in args.given else message.metadata
    words = message.text if text is None else text
    world.conversations.edit(message, Content(words, kept if blocks is None else blocks, metadata))
    shown = message.as_slack(world.workspace, with_metadata=True)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shown}


def delete(world: World, args: Args) -> Json:
    """chat.delete: only the app's own messages."""
    message = _own_message(world, args, "cant_delete_message")
    world.conversations.remove(message)
    return {"channel": message.channel, "ts": message.ts}
