"""The Slack app manifest, with the fewest scopes that serve, each with its reason."""

from typing import Any

SCOPES: dict[str, str] = {
    "chat:write": "send reminders and escalations as direct messages, and edit them when the thing is done",
    "commands": "the slash commands and shortcuts",
    "files:write": "put a manager's report, of the month or asked for, into the thread of the message it belongs to",
    "im:history": "see whether a notice arrived when the answer was lost, before it is sent again (own messages only)",
    "im:write": "open the direct message with a person",
    "users:read": "know a person's time zone, so that nobody is woken",
    "users:read.email": "match people in the council's extract to Slack by e-mail",
}

CALLS: dict[str, tuple[str, ...]] = {
    "chat:write": ("chat.postMessage", "chat.update", "chat.delete"),
    "commands": (),
    "files:write": ("files.getUploadURLExternal", "files.completeUploadExternal"),
    "im:history": ("conversations.history", "conversations.replies"),
    "im:write": ("conversations.open",),
    "users:read": ("users.info", "users.list"),
    "users:read.email": ("users.lookupByEmail", "users.info", "users.list"),
}
"""What each scope is asked for: the methods of Slack's Web API that are called with it. `commands` needs none."""
WITHOUT_SCOPE = ("auth.test", "views.open", "views.push", "views.update", "views.publish")
"""Called as well; Slack asks for no scope."""
NOT_ASKED_FOR: dict[str, str] = {
    "channels:history, groups:history, mpim:history": "no channel and no conversation between people is read: "
    "a message is sent to it by whoever uses the shortcut on it, and is kept only if they save it",
    "channels:read, groups:read": "it does not know which channels there are, or who is in them",
    "files:read": "no file that is in Slack is read",
    "chat:write.public, chat:write.customize": "it posts in its own direct messages only, under its own name",
    "admin.*, users:write, and every user token": "it acts as itself, and administers nothing",
}

COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("/decision", "Log an ad hoc decision on a case", "M100001 move to strategy meeting because two missed visits"),
    ("/supervision", "Log, book, move or look up a supervision", "log @Ann yesterday 90 · book @Ann tue 2pm · next · help"),
    ("/case", "Open, allocate, look at or close a case; flag a change", "show M100001 · flag M100001 what has changed · help"),
)

SHORTCUTS: tuple[tuple[str, str, str, str], ...] = (
    ("Log a decision", "global", "log_decision", "Log an ad hoc decision on a case"),
    ("Log a session", "global", "log_session", "Record a supervision session"),
    ("Log as ad hoc decision", "message", "log_message", "Log what this message says as an ad hoc decision on a case"),
)

EVENT_REASONS: dict[str, str] = {
    "app_home_opened": "draw a person's Home tab when they look at it",
    "app_uninstalled": "delete the workspace's token when the app is removed",
    "tokens_revoked": "delete a token that is worth nothing any more",
}
EVENTS = tuple(EVENT_REASONS)


def explained() -> str:
    """Everything the manifest asks for, with its reason, for whoever approves it."""
    lines = ["Scopes, all of the bot's own token; no user's token is asked for:"]
    for scope, reason in SCOPES.items():
        calls = ", ".join(CALLS[scope]) or "no method: what Slack sends"
        lines += [f"  {scope}", f"      to {reason}", f"      used by {calls}"]
    lines += ["", f"Called without a scope: {', '.join(WITHOUT_SCOPE)}.", "", "Events:"]
    lines += [f"  {event}: to {EVENT_REASONS[event]}" for event in EVENTS]
    lines += ["", "Commands and shortcuts:"]
    lines += [f"  {command}: {what}" for command, what, _ in COMMANDS]
    lines += [f"  {name} ({kind} shortcut): {what}" for name, kind, _, what in SHORTCUTS]
    lines += ["", "Not asked for:"]
    lines += [f"  {scopes}: {reason}" for scopes, reason in NOT_ASKED_FOR.items()]
    return "\n".join(lines)


def manifest(url: str = "", *, many: bool = False) -> dict[str, Any]:
    """The manifest for HTTP at `url`, or for Socket Mode where `url` is empty.

    `many`: any number of workspaces, or a whole organisation, install it by themselves.
    """
    address = {"url": f"{url.rstrip('/')}/slack/events"} if url else {}
    events: dict[str, Any] = {"bot_events": list(EVENTS)}
    interactivity: dict[str, Any] = {"is_enabled": True}
    if url:
        events["request_url"] = interactivity["request_url"] = address["url"]
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": "Cornerstone",
            "description": "Keeps supervision on time, and records decisions in seconds.",
            "background_color": "#1d3a5f",
        },
        "features": {
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "bot_user": {"display_name": "Cornerstone", "always_online": True},
            "slash_commands": [
                {"command": command, "description": what, "usage_hint": hint, "should_escape": True, **address}
                for command, what, hint in COMMANDS
            ],
            "shortcuts": [
                {"name": name, "type": kind, "callback_id": callback, "description": what}
                for name, kind, callback, what in SHORTCUTS
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}}
        | ({"redirect_urls": [f"{url.rstrip('/')}/slack/oauth_redirect"]} if many else {}),
        "settings": {
            "event_subscriptions": events,
            "interactivity": interactivity,
            "org_deploy_enabled": many,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,  # nosec B105 # not a token
        },
    }
