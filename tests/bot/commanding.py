"""Commands of `cornerstone` run in this process, against a council of a test."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app
from bot.clock import MovableClock
from bot.commands import register
from bot.settings import Settings
from scheduling.errors import SupervisionError
from tests.bot.council import KEY, NINE, SECRET, TOKEN, Council

Run = Callable[..., Result]


def settle(monkeypatch: pytest.MonkeyPatch, council: Council, **given: str) -> None:
    """The environment of a council, and nothing else of this computer's."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    clock = council.folder / "clock.json"
    usual = {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": council.desk.api_url,
        "CORNERSTONE_KEYS": KEY,
        "CORNERSTONE_CLOCK": str(clock),
        "DATABASE_URL": council.url,
    }
    MovableClock(clock).set_to(NINE)
    monkeypatch.chdir(council.folder)
    for name, value in (usual | given).items():
        monkeypatch.setenv(name, value)


def run(*arguments: str) -> Result:
    """What the command prints, and how it ends; a refusal is what a person reads."""
    if not app.registered_commands:
        register(app)
    done = CliRunner().invoke(app, list(arguments))
    if isinstance(done.exception, SupervisionError):
        raise done.exception
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def at(council: Council, instant: datetime) -> None:
    """The commands' clock and the desk's."""
    council.now[0] = instant
    MovableClock(Path(council.folder) / "clock.json").set_to(instant.astimezone(UTC))
