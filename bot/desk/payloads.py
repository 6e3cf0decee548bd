"""The shapes Slack sends to an app."""

from __future__ import annotations

import secrets

from bot.desk.conversations import Message
from bot.desk.kinds import Command, Json, Member
from bot.desk.views import View
from bot.desk.world import World

VERIFICATION_TOKEN = "desk-verification"  # noqa: S105 # nosec B105 # Slack's old token; nobody reads it


def _base(world: World, kind: str, user: Member) -> Json:
    place = world.workspace
    return {
        "type": kind,
        "token": VERIFICATION_TOKEN,
        "team": {"id": place.team_id, "domain": place.team_domain},
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": place.team_id},
        "api_app_id": place.app_id,
        "enterprise": {"id": place.enterprise_id, "name": place.enterprise_name} if place.enterprise_id else None,
        "is_enterprise_install": world.is_org_install,
    }


def _action_ts(world: World) -> str:
    return world.time.next_ts()


def response_url(world: World, place: str, key: str) -> str:
    """Where the app may answer."""
    return f"{world.url}/{place}/{world.workspace.team_id}/{key}"


def slash_command(world: World, user: Member, command: Command, text: str) -> dict[str, str]:
    """The form of a slash command."""
    place = world.workspace
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": place.team_id,
        "team_domain": place.team_domain,
        "channel_id": world.conversations.open(user.id),
        "channel_name": "directmessage",
        "user_id": user.id,
        "user_name": user.name,
        "command": command.command,
        "text": text,
        "api_app_id": place.app_id,
        "is_enterprise_install": str(world.is_org_install).lower(),
        **({"enterprise_id": place.enterprise_id, "enterprise_name": place.enterprise_name} if place.enterprise_id else {}),
        "response_url": response_url(world, "commands", world.response_urls.give(user.id)),
        "trigger_id": world.triggers.give(user.id),
    }


def _in_message(message: Message) -> Json:
    return {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.is_ephemeral,
    }


def action_in_message(world: World, user: Member, message: Message, action: Json, values: Json) -> Json:
    """block_actions from a message. Of an ephemeral one Slack sends no content."""
    found = _base(world, "block_actions", user) | {
        "container": _in_message(message),
        "trigger_id": world.triggers.give(user.id),
        "channel": {"id": message.channel, "name": "directmessage"},
        "state": {"values": values},
        "response_url": response_url(world, "actions", world.response_urls.give(user.id, message.ts)),
        "actions": [{**action, "action_ts": _action_ts(world)}],
    }
    if not message.is_ephemeral:
        found["message"] = message.as_slack(world.workspace)
    return found


def action_in_view(world: World, user: Member, view: View, action: Json, values: Json) -> Json:
    """block_actions from a modal or a Home tab."""
    return _base(world, "block_actions", user) | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": world.triggers.give(user.id),
        "view": view.as_slack(world.workspace, values),
        "actions": [{**action, "action_ts": _action_ts(world)}],
    }


def view_submission(world: World, user: Member, view: View, values: Json) -> Json:
    """A modal was submitted."""
    return _base(world, "view_submission", user) | {
        "trigger_id": world.triggers.give(user.id),
        "view": view.as_slack(world.workspace, values),
        "response_urls": [],
    }


def view_closed(world: World, user: Member, view: View, *, is_cleared: bool) -> Json:
    """A modal was closed."""
    return _base(world, "view_closed", user) | {"view": view.as_slack(world.workspace), "is_cleared": is_cleared}


def global_shortcut(world: World, user: Member, callback_id: str) -> Json:
    """A shortcut from the menu."""
    return _base(world, "shortcut", user) | {
        "action_ts": _action_ts(world),
        "callback_id": callback_id,
        "trigger_id": world.triggers.give(user.id),
    }


def message_shortcut(world: World, user: Member, callback_id: str, message: Message) -> Json:
    """A shortcut on a message."""
    return _base(world, "message_action", user) | {
        "action_ts": _action_ts(world),
        "callback_id": callback_id,
        "trigger_id": world.triggers.give(user.id),
        "response_url": response_url(world, "app", world.response_urls.give(user.id)),
        "message_ts": message.ts,
        "channel": {"id": message.channel, "name": "directmessage"},
        "message": message.as_slack(world.workspace),
    }


def suggestion(world: World, user: Member, place: Message | View, element: Json, block_id: str, typed: str) -> Json:
    """What was typed into a menu whose options the app knows."""
    found = _base(world, "block_suggestion", user) | {
        "action_id": element["action_id"],
        "block_id": block_id,
        "value": typed,
    }
    if isinstance(place, View):
        return found | {"container": {"type": "view", "view_id": place.id}, "view": place.as_slack(world.workspace)}
    return found | {
        "container": _in_message(place),
        "channel": {"id": place.channel, "name": "directmessage"},
        "message": place.as_slack(world.workspace),
    }


def event(world: World, content: Json) -> Json:
    """An event in its envelope. A retry carries the same event_id."""
    place = world.workspace
    if content["type"] in ("app_uninstalled", "tokens_revoked"):
        return _of_nobody(world, content)
    seconds = int(world.time.now().timestamp())
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": place.team_id,
        **({"enterprise_id": place.enterprise_id} if place.enterprise_id else {}),
        "api_app_id": place.app_id,
        "type": "event_callback",
        "event": {**content, "event_ts": _action_ts(world)},
        "event_id": "Ev0" + secrets.token_hex(5).upper(),
        "event_time": seconds,
        "authorizations": [
            {
                "enterprise_id": place.enterprise_id or None,
                "team_id": place.team_id,
                "user_id": place.bot_user.id,
                "is_bot": True,
                "is_enterprise_install": world.is_org_install,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": secrets.token_hex(12),
    }


def _of_nobody(world: World, content: Json) -> Json:
    """The end of an installation: nobody has authorised the app any more. Of an organisation's the team is not named."""
    place = world.workspace
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": None if world.is_org_install else place.team_id,
        "enterprise_id": place.enterprise_id or None,
        "is_enterprise_install": world.is_org_install,
        "api_app_id": place.app_id,
        "type": "event_callback",
        "event": content,
        "event_id": "Ev0" + secrets.token_hex(5).upper(),
        "event_time": int(world.time.now().timestamp()),
    }
