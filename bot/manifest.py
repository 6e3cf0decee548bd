"""The Slack app manifest, with the fewest scopes that serve, each with its reason."""

from typing import Any

SCOPES: dict[str, str] = {
    "chat:write": "send reminders and escalations as direct messages, and edit them when the thing is done",
    "commands": "the slash commands and shortcuts",
    "im:history": "see whether a notice arrived when the answer was lost, before it is sent again (own messages only)",
    "im:write": "open the direct message with a person",
    "users:read": "know a person's time zone, so that nobody is woken",
    "users:read.email": "match people in the council's extract to Slack by e-mail",
}

COMMANDS: tuple[tuple[str, str, str], ...] = (
    ("/decision", "Log an ad hoc decision on a case", "M100001 move to strategy meeting because two missed visits"),
    ("/supervision", "Log, book, move or look up a supervision", "log @Ann yesterday 90 · book @Ann tue 2pm · next · help"),
)

SHORTCUTS: tuple[tuple[str, str, str, str], ...] = (
    ("Log a decision", "global", "log_decision", "Log an ad hoc decision on a case"),
    ("Log a session", "global", "log_session", "Record a supervision session"),
)

EVENTS = ("app_home_opened", "app_uninstalled", "tokens_revoked")
"""The last two say that a token is worth nothing any more."""


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
            "token_rotation_enabled": False,
        },
    }
