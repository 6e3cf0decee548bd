"""Everything the desk knows, in one place: the state its doors (Web API, page, client) share."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from bot.desk.changes import Changes
from bot.desk.conversations import Content, Conversations, Message
from bot.desk.desk_time import DeskTime
from bot.desk.directory import SLACKBOT, Directory
from bot.desk.faults import Faults
from bot.desk.files import Files
from bot.desk.kinds import TOKEN_PREFIX, Command, Json, Member, Shortcut, Timing, Workspace
from bot.desk.limits import Buckets
from bot.desk.logs import Log
from bot.desk.tickets import ResponseUrls, Triggers
from bot.desk.views import Views


class World:
    """The workspace with the app installed in it."""

    def __init__(
        self,
        *,
        people: Iterable[Member],
        bot_token: str,
        scopes: Sequence[str],
        clock: Callable[[], datetime],
        commands: Sequence[Command] = (),
        shortcuts: Sequence[Shortcut] = (),
        events: Sequence[str] = (),
        tabs: Sequence[str] = ("home", "messages"),
        workspace: Workspace | None = None,
        timing: Timing | None = None,
    ) -> None:
        if not bot_token.startswith(TOKEN_PREFIX):
            raise ValueError(f"The desk takes only tokens that begin with {TOKEN_PREFIX!r}: it must never hold a real one.")
        if (commands or shortcuts) and "commands" not in scopes:
            raise ValueError("Slash commands and shortcuts need the scope `commands`.")
        self.workspace = workspace or Workspace()
        self.timing = timing or Timing()
        self.bot_token, self.scopes = bot_token, tuple(scopes)
        self.revoked_tokens: set[str] = set()
        self.is_org_install = False
        """Whether the token is for the whole organisation this workspace is part of."""
        self.commands, self.shortcuts, self.events, self.tabs = tuple(commands), tuple(shortcuts), tuple(events), tuple(tabs)
        self.changes = Changes()
        self.time = DeskTime(clock)
        self.directory = Directory(people, self.workspace, self.changes)
        self.conversations = Conversations(self.workspace, self.time, self.changes)
        self.views = Views(self.changes, self._new_id, self._new_hash)
        self.triggers = Triggers(self.time, self.timing)
        self.response_urls = ResponseUrls(self.time, self.timing)
        self.files = Files(self.time, self.changes)
        self.faults = Faults()
        self.buckets = Buckets(self.time)
        self.log = Log(self.changes)
        self.stopping = threading.Event()
        self.url = "http://127.0.0.1:3000"

    def post_as_bot(self, user_id: str, content: Content) -> Message:
        """The app posts into the person's direct messages."""
        return self.conversations.post(user_id, self.workspace.bot_user.id, content)

    def say_only_to(self, user_id: str, content: Content) -> Message:
        """The app answers so that only this person sees it."""
        return self.conversations.post(user_id, self.workspace.bot_user.id, content, only_for=user_id)

    def complain(self, user_id: str, text: str) -> Message:
        """Slackbot tells the person what went wrong."""
        return self.conversations.post(user_id, SLACKBOT.id, Content(text), only_for=user_id)

    def published(self, user_id: str) -> Json | None:
        """The person's Home tab as Slack's payloads show it."""
        view = self.views.home(user_id)
        return view.as_slack(self.workspace) if view else None

    def _new_id(self) -> str:
        return f"V0{secrets.token_hex(5).upper()}"

    def _new_hash(self) -> str:
        return f"{int(self.time.now().timestamp())}.{secrets.token_urlsafe(6)}"
