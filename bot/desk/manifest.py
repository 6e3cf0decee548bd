"""What the desk takes from the app's manifest, as Slack does when an app is installed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.desk.kinds import Command, Shortcut


def from_manifest(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Scopes, commands, shortcuts, events and tabs, as the arguments of a Desk."""
    features = manifest.get("features", {})
    home = features.get("app_home", {})
    return {
        "scopes": tuple(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
        "commands": tuple(
            Command(
                each["command"], each.get("description", ""), each.get("usage_hint", ""), bool(each.get("should_escape", False))
            )
            for each in features.get("slash_commands", ())
        ),
        "shortcuts": tuple(
            Shortcut(each["callback_id"], each["name"], each["type"], each.get("description", ""))
            for each in features.get("shortcuts", ())
        ),
        "events": tuple(manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", ())),
        "tabs": tuple(
            tab for tab, key, usual in (("home", "home_tab_enabled", False), ("messages", "messages_tab_enabled", True))
            if home.get(key, usual)
        ),
    }  # fmt: skip
