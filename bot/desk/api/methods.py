"""The methods of the Web API, written out: what each needs and how often it may be called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.desk.api import chat, conversations, files, users, views
from bot.desk.api.args import Args
from bot.desk.kinds import Json
from bot.desk.world import World


@dataclass(frozen=True, slots=True)
class Method:
    """What runs, the scopes it needs, and Slack's tier as calls a minute."""

    run: Callable[[World, Args], Json]
    scopes: tuple[str, ...]
    per_minute: int


TIER_2, TIER_3, TIER_4, SEVERAL_HUNDRED = 20, 50, 100, 300

METHODS: dict[str, Method] = {
    "auth.test": Method(users.auth_test, (), SEVERAL_HUNDRED),
    "chat.postMessage": Method(chat.post_message, ("chat:write",), SEVERAL_HUNDRED),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("chat:write",), TIER_4),
    "chat.update": Method(chat.update, ("chat:write",), TIER_3),
    "chat.delete": Method(chat.delete, ("chat:write",), TIER_3),
    "conversations.open": Method(conversations.open_, ("im:write",), TIER_3),
    "conversations.history": Method(conversations.history, ("im:history",), TIER_3),
    "conversations.replies": Method(conversations.replies, ("im:history",), TIER_3),
    "files.completeUploadExternal": Method(files.complete_upload, ("files:write",), TIER_4),
    "files.getUploadURLExternal": Method(files.get_upload_url, ("files:write",), TIER_4),
    "users.info": Method(users.info, ("users:read",), TIER_4),
    "users.list": Method(users.list_, ("users:read",), TIER_2),
    "users.lookupByEmail": Method(users.lookup_by_email, ("users:read.email",), TIER_3),
    "team.info": Method(users.team_info, ("team:read",), TIER_3),
    "views.open": Method(views.open_, (), TIER_4),
    "views.push": Method(views.push, (), TIER_4),
    "views.update": Method(views.update, (), TIER_4),
    "views.publish": Method(views.publish, (), TIER_4),
}
