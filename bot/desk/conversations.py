"""Direct messages between the app and each person: what stands in them, and what has been read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.changes import Changes
from bot.desk.desk_time import DeskTime
from bot.desk.directory import SLACKBOT
from bot.desk.files import File
from bot.desk.kinds import Json, Workspace


@dataclass(slots=True)
class Message:
    """A message as it stands now. `only_for` names the one person who sees an ephemeral one."""

    ts: str
    channel: str
    author: str
    text: str
    blocks: list[Json]
    posted_at: datetime
    metadata: Json | None = None
    only_for: str | None = None
    edited_at: datetime | None = None
    edited_ts: str | None = None
    edits: int = 0
    revision: int = 0
    thread_ts: str | None = None
    """Of a reply: the `ts` of the message whose thread it stands in."""
    files: tuple[File, ...] = ()
    replies: list[Message] = field(default_factory=list)
    """Its thread, oldest first."""

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread; Slack's history of the conversation leaves it out."""
        return self.thread_ts is not None

    @property
    def is_ephemeral(self) -> bool:
        """Whether only one person sees it, and Slack keeps no history of it."""
        return self.only_for is not None

    def as_slack(self, workspace: Workspace, *, with_metadata: bool = False) -> Json:
        """The message object Slack gives in answers and payloads."""
        found: Json = {"type": "message", "user": self.author, "ts": self.ts, "text": self.text, "team": workspace.team_id}
        if self.author == workspace.bot_user.id:
            found |= {"bot_id": workspace.bot_id, "app_id": workspace.app_id}
        if self.blocks:
            found["blocks"] = self.blocks
        if self.edited_ts:
            found["edited"] = {"user": workspace.bot_id, "ts": self.edited_ts}
        if with_metadata and self.metadata:
            found["metadata"] = self.metadata
        if self.files:
            found["files"] = [each.as_slack(self.author, "") for each in self.files]
        if self.thread_ts or self.replies:
            found["thread_ts"] = self.thread_ts or self.ts
        if self.replies:
            found |= {"reply_count": len(self.replies), "latest_reply": self.replies[-1].ts}
        return found


@dataclass(slots=True)
class Content:
    """What a message says."""

    text: str
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    files: tuple[File, ...] = ()
    thread_ts: str | None = None


class Conversations:
    """The direct message channel of each person, opened when first needed."""

    def __init__(self, workspace: Workspace, time: DeskTime, changes: Changes) -> None:
        self._workspace, self._time, self._changes = workspace, time, changes
        self._channels: dict[str, str] = {}
        self._users: dict[str, str] = {}
        self._messages: dict[str, list[Message]] = {}
        self._read_ts: dict[str, str] = {}

    def open(self, user_id: str) -> str:
        """The channel of this person, opened if it was not."""
        with self._changes.lock:
            channel = self._channels.setdefault(user_id, "D" + user_id.removeprefix("U"))
            self._messages.setdefault(channel, [])
            self._users[channel] = user_id
            return channel

    def is_open(self, user_id: str) -> bool:
        """Whether the person's channel was opened before."""
        return user_id in self._channels

    def user_of(self, channel: str) -> str | None:
        """Whose channel this is, if it was opened."""
        return self._users.get(channel)

    def post(self, user_id: str, author: str, content: Content, *, only_for: str | None = None) -> Message:
        """Put a message into the person's channel."""
        with self._changes.lock:
            channel = self.open(user_id)
            now, ts = self._time.now(), self._time.next_ts()
            message = Message(ts, channel, author, content.text, content.blocks, now, content.metadata, only_for)
            message.files, message.thread_ts = content.files, content.thread_ts
            parent = self.find(channel, content.thread_ts) if content.thread_ts else None
            (parent.replies if parent else self._messages[channel]).append(message)
            message.revision = self._changes.mark(f"messages:{user_id}", "people")
            if parent:
                parent.revision = message.revision  # its thread is drawn with it
            return message

    def edit(self, message: Message, content: Content) -> None:
        """Replace what a message says."""
        with self._changes.lock:
            message.text, message.blocks, message.metadata = content.text, content.blocks, content.metadata
            message.edits += 1
            message.edited_at, message.edited_ts = self._time.now(), self._time.next_ts()
            message.revision = self._changes.mark(f"messages:{self.user_of(message.channel)}", "sent")

    def remove(self, message: Message) -> None:
        """Take a message away."""
        with self._changes.lock:
            self._messages[message.channel].remove(message)
            self._changes.mark(f"messages:{self.user_of(message.channel)}", "people")

    def find(self, channel: str, ts: str) -> Message | None:
        """The message in this channel with this time stamp, ephemeral ones too."""
        with self._changes.lock:
            return next((each for each in self._messages.get(channel, []) if each.ts == ts), None)

    def kept(self, channel: str) -> list[Message]:
        """What Slack's history holds, oldest first: nothing ephemeral."""
        with self._changes.lock:
            return [each for each in self._messages.get(channel, []) if not each.is_ephemeral]

    def shown_to(self, user_id: str) -> list[Message]:
        """What the person sees, oldest first."""
        with self._changes.lock:
            return list(self._messages.get(self._channels.get(user_id, ""), []))

    def unread(self, user_id: str) -> int:
        """How many messages of the app the person has not looked at."""
        with self._changes.lock:
            read_ts = self._read_ts.get(user_id, "0")
            kept = self.kept(self._channels.get(user_id, ""))
            return sum(each.ts > read_ts and each.author in (self._workspace.bot_user.id, SLACKBOT.id) for each in kept)

    def seen(self, user_id: str) -> None:
        """The person has looked at their messages."""
        with self._changes.lock:
            if self.unread(user_id):
                self._read_ts[user_id] = self.kept(self._channels[user_id])[-1].ts
                self._changes.mark("people")
