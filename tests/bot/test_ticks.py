"""The clock's ticks over many workspaces: what goes wrong in one is told in the log, and the others have their turn."""

from __future__ import annotations

import logging
from datetime import datetime

import pytest
from sqlalchemy import text

from bot.clock import Clock
from bot.ticks import Ticks
from storage import SINGLE
from storage.store import Store
from tests.bot.council import Council, open_store
from tests.storage.council import at, settled
from tests.storage.reading import queued

NOW = at("2026-03-26")


class At(Clock):
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW


@pytest.fixture
def ticks(council: Council) -> Ticks:
    """Beside the sample council two small ones, whose reminders come due on 26 March."""
    for workspace in ("east", "west"):
        settled(council.store, "2026-03-16", workspace)
    return Ticks(council.store, council.sender(), At(), SINGLE)


def _told(store: Store, workspace: str) -> int:
    with store.reading() as session:
        return int(session.execute(text(f"SELECT count(*) FROM notices WHERE workspace = '{workspace}'")).scalar_one())


def test_every_workspace_with_something_due_is_swept(ticks: Ticks) -> None:
    ticks.sweep()
    assert _told(ticks.store, "east") == _told(ticks.store, "west") > 10
    assert sum(queued(ticks.store).values()) > _told(ticks.store, "east") * 2, "the sample council's too"


def test_a_database_that_is_held_is_a_line_and_no_traceback_and_the_next_tick_goes_on(
    ticks: Ticks, council: Council, caplog: pytest.LogCaptureFixture
) -> None:
    other = open_store(council.url)
    with caplog.at_level(logging.WARNING), other.work("east", NOW):
        ticks.sweep()
    other.close()
    said = [record.getMessage() for record in caplog.records]
    assert "tick sweep of east: Busy; it goes on at its next time" in said
    assert [record.exc_info for record in caplog.records] == [None] * len(said)
    ticks.sweep()
    assert _told(ticks.store, "east") == _told(ticks.store, "west") > 10


def test_a_fault_of_one_workspace_does_not_stop_the_others(ticks: Ticks, caplog: pytest.LogCaptureFixture) -> None:
    with ticks.store.work("east", NOW) as work:
        work.settings.put("policy.settings", {"no such reading": 1})
        work.commit()
    with caplog.at_level(logging.ERROR):
        ticks.sweep()
    assert [record.getMessage() for record in caplog.records] == ["tick sweep of east failed; it runs again at its next time"]
    assert (_told(ticks.store, "east"), _told(ticks.store, "west") > 10) == (0, True)
    with ticks.store.work("east", NOW) as work:
        work.settings.put("policy.settings", {})
        work.commit()
    ticks.sweep()
    assert _told(ticks.store, "east") == _told(ticks.store, "west")


def test_every_workspace_has_its_night(ticks: Ticks, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        ticks.nightly()
    nights = [record.getMessage().partition(":")[0] for record in caplog.records if record.name == "bot.ticks"]
    assert nights == [f"nightly of {name}" for name in ticks.store.workspaces()]
