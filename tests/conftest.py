"""What every test shares: skips that CI refuses, one browser a process, and the databases."""

import gc
import os
from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from storage import database
from tests.chromium import ARGUMENTS, CHROMIUM, PATIENCE
from tests.databases import databases, near_the_root, postgresql, sqlite_files
from tests.statements import compile_once

__all__ = ["databases", "postgresql", "sqlite_files"]

if near := near_the_root():
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", near)  # the demo's database lies in a test's own folder
REQUIRE_ALL = os.environ.get("CORNERSTONE_REQUIRE") == "all"
AS_THE_BOT = {"BUSY_MS": database.BUSY_MS, "CONNECT_SECONDS": database.CONNECT_SECONDS}
# With other tests on every core a turn is long in coming, and so is a server that has to start another process for whoever
# knocks. Those about waiting in vain ask for `as_the_bot_waits`.
database.BUSY_MS, database.CONNECT_SECONDS = 20_000, 20
compile_once()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything is required, a skip is a failure that says why it would have skipped."""
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and here every part is required: {report.longrepr}"
    return report


@pytest.fixture
def as_the_bot_waits(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """For another writer of the database, and for its server, no longer than the bot does."""
    assert request.node.get_closest_marker("alone"), "how long people wait is measured beside other tests"
    for name, value in AS_THE_BOT.items():
        monkeypatch.setattr(database, name, value)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, started once a process: Playwright allows no second one beside it."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: install Debian's package chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.hookimpl(tryfirst=True, specname="pytest_collection_modifyitems")
def pytest_whoever_waits_in_vain_is_alone(items: list[pytest.Item]) -> None:
    """How long somebody waits is asked with no other test beside it, or it would be asked of the machine.

    pytest calls nothing whose name does not begin as its own hooks' names do, and does not say so.
    """
    for each in items:
        if "as_the_bot_waits" in getattr(each, "fixturenames", ()):
            each.add_marker("alone")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What shares a council, a browser or the machine runs in one process: a pytest that hides it from xdist is refused."""
    grouped = [each for each in items if each.get_closest_marker("xdist_group")]
    if getattr(config.option, "loadgroup", False) and any("@" not in each.nodeid for each in grouped):
        raise pytest.UsageError("pytest-xdist does not see which tests belong together; requirements.lock names two that agree")


def pytest_collection_finish() -> None:
    """What is in memory once everything is collected stays: Python's collector need not walk through it again and again."""
    gc.collect()
    gc.freeze()
