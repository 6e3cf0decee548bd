"""The app manifest asks for what the bot uses, and for nothing else."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.commands import register
from bot.desk.api.methods import METHODS
from bot.installing import ENDED
from bot.manifest import (
    CALLS,
    COMMANDS,
    EVENT_REASONS,
    EVENTS,
    NOT_ASKED_FOR,
    SCOPES,
    SHORTCUTS,
    WITHOUT_SCOPE,
    manifest,
)
from handlers import tables
from tests.bot.council import ROOT

NEEDED_BEYOND_METHODS = {"commands": "slash commands and shortcuts need it, no method does"}


def methods_called() -> set[str]:
    """Every method of the Web API named in the bot's own code: as slack_sdk's function or by its name."""
    sources = [path for room in ("bot", "handlers") for path in (ROOT / room).rglob("*.py") if "desk" not in path.parts]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    return {name for name in METHODS if f".{name.replace('.', '_')}(" in text or f'"{name}"' in text}


def test_every_method_the_bot_calls_is_covered_by_a_scope_and_every_scope_is_used() -> None:
    called = methods_called()
    assert {"chat.postMessage", "chat.update", "conversations.open", "users.list", "views.publish"} <= called
    needed = {scope for name in called for scope in METHODS[name].scopes}
    assert needed <= set(SCOPES)
    # users.list gives the e-mail address only with a scope of its own.
    assert set(SCOPES) == needed | set(NEEDED_BEYOND_METHODS) | {"users:read.email"}


def test_what_is_explained_is_what_is_called() -> None:
    """Each scope with the methods it serves, as Slack's own table has it; and none that is called is left out."""
    for scope, methods in CALLS.items():
        extra = ("users.info", "users.list") if scope == "users:read.email" else ()  # their e-mail addresses
        assert {name for name in methods if scope in METHODS[name].scopes} == set(methods) - set(extra), scope
    assert {name for name in WITHOUT_SCOPE if METHODS[name].scopes} == set()
    assert {name for methods in CALLS.values() for name in methods} | set(WITHOUT_SCOPE) == methods_called()
    assert set(CALLS) == set(SCOPES)
    assert set(EVENT_REASONS) == set(EVENTS)
    assert not set(SCOPES) & {name for names in NOT_ASKED_FOR for name in names.replace(",", "").split()}


def test_the_explanation_names_everything_the_manifest_asks_for() -> None:
    if not app.registered_commands:
        register(app)
    done = CliRunner().invoke(app, ["manifest", "--explain"])
    made = manifest()
    asked = [*made["oauth_config"]["scopes"]["bot"], *made["settings"]["event_subscriptions"]["bot_events"]]
    asked += [each["command"] for each in made["features"]["slash_commands"]]
    asked += [each["name"] for each in made["features"]["shortcuts"]]
    assert [each for each in asked if each not in done.output] == []
    assert [reason for reason in SCOPES.values() if reason not in done.output] == []


@pytest.mark.parametrize("scope", SCOPES)
def test_each_scope_has_its_reason(scope: str) -> None:
    assert len(SCOPES[scope].split()) >= 4


def test_what_the_manifest_offers_is_what_the_handlers_answer() -> None:
    assert {command for command, _, _ in COMMANDS} == set(tables.COMMANDS)
    assert {callback for _, _, callback, _ in SHORTCUTS} == set(tables.SHORTCUTS)
    assert ("app_home_opened", *ENDED) == EVENTS


def printed(*arguments: str) -> dict[str, Any]:
    if not app.registered_commands:
        register(app)
    done = CliRunner().invoke(app, ["manifest", *arguments])
    assert done.exit_code == 0, done.output
    found = json.loads(done.output)
    assert isinstance(found, dict)
    return found


def test_with_an_address_slack_is_told_where_to_post() -> None:
    made = printed("--url", "https://cornerstone.example.gov.uk/")
    address = "https://cornerstone.example.gov.uk/slack/events"
    assert made["settings"]["event_subscriptions"]["request_url"] == address
    assert made["settings"]["interactivity"]["request_url"] == address
    assert {each["url"] for each in made["features"]["slash_commands"]} == {address}
    assert made["settings"]["socket_mode_enabled"] is False


def test_without_an_address_it_is_socket_mode_and_names_none() -> None:
    made = printed()
    assert made["settings"]["socket_mode_enabled"] is True
    assert "url" not in json.dumps(made).replace("usage_hint", "")


def test_slacks_limits_for_a_manifest_are_kept() -> None:
    made = manifest("https://x")
    assert len(made["display_information"]["name"]) <= 35
    assert len(made["display_information"]["description"]) <= 140
    features = made["features"]
    assert all(each["should_escape"] for each in features["slash_commands"]), "@names must come as ids"
    assert all(len(each["description"]) <= 2000 and len(each["usage_hint"]) <= 1000 for each in features["slash_commands"])
    assert all(len(each["name"]) <= 24 and len(each["description"]) <= 150 for each in features["shortcuts"])
