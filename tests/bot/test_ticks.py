"""The clock's ticks over many workspaces: what goes wrong in one is told in the log, and the others have their turn."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.clock import Clock, Setbacks
from bot.ticks import Ticks
from storage import rederive
from storage.store import Store
from tests.bot.council import NINE, Council, open_store
from tests.storage.council import at, settled
from tests.storage.reading import queued

NOW = at("2026-03-26")


class Moved(Clock):
    """A clock that is set."""

    def __init__(self, instant: datetime) -> None:
        self.at = instant

    def now(self) -> datetime:
        return self.at


class At(Clock):
    """A clock that stands."""

    def now(self) -> datetime:
        return NOW


@pytest.fixture
def ticks(as_the_bot_waits: None, council: Council) -> Ticks:
    """Beside the sample council two small ones, whose reminders come due on 26 March."""
    for workspace in ("east", "west"):
        settled(council.store, "2026-03-16", workspace)
    return Ticks(council.store, council.sender(), At())


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


@pytest.mark.parametrize("tick", ["sweep", "nightly", "begin"])
def test_told_to_stop_in_the_middle_it_leaves_the_rest_to_whoever_starts_next(
    ticks: Ticks, council: Council, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, tick: str
) -> None:
    monkeypatch.setattr(rederive, "PEOPLE_A_TURN", 10)
    with monkeypatch.context() as told, caplog.at_level(logging.INFO):
        told.setattr(rederive, "sleep", lambda _seconds: ticks.sender.stopping.set())
        getattr(ticks, tick)()
    stopped = [record.getMessage() for record in caplog.records if "told to stop" in record.getMessage()]
    assert len(stopped) >= len(ticks.store.workspaces()), "those that had not begun as well"
    assert (_told(ticks.store, "east"), _told(ticks.store, "west")) == (0, 0)
    assert not [record for record in caplog.records if record.levelno > logging.INFO], "nothing went wrong"
    Ticks(council.store, council.sender(), At()).sweep()
    assert _told(ticks.store, "east") == _told(ticks.store, "west") > 10


@pytest.mark.parametrize(
    ("set_to", "retried"),
    [(timedelta(0), True), (timedelta(hours=1, minutes=1), False), (timedelta(hours=3), False)],
    ids=["set back by an hour", "right all the time", "set forward"],
)
def test_a_clock_that_is_set_back_does_not_let_wait_what_it_put_off(
    council: Council, caplog: pytest.LogCaptureFixture, set_to: timedelta, retried: bool
) -> None:
    clock, steady = Moved(NINE + timedelta(hours=1)), [0.0]
    ticks = Ticks(council.store, council.sender(), clock, setbacks=Setbacks(lambda: steady[0]))
    ticks.heartbeat()
    (claim,) = council.store.outbox.claim(clock.now(), limit=1)
    council.store.outbox.sending([claim], clock.now())
    council.store.outbox.refused(claim, clock.now() + timedelta(minutes=10), clock.now())
    steady[0], clock.at = 60.0, NINE + set_to
    with caplog.at_level(logging.WARNING):
        ticks.heartbeat()
    soon = council.store.outbox.claim(NINE + timedelta(minutes=10), limit=100)
    assert (claim.id in {each.id for each in soon}) == retried
    assert any("was set back by 3660 seconds; 1 waited by it" in record.getMessage() for record in caplog.records) == retried
