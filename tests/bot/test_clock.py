"""The clock, and the few jobs that tick by it."""

import logging
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from bot.clock import MovableClock, Stopwatch, SystemClock
from bot.sending import HTTP_TIMEOUT, Sender
from bot.ticks import Ticks, build_scheduler, logged
from tests.bot.council import NINE, Council

LONDON = ZoneInfo("Europe/London")
MARCH = datetime(2026, 3, 2, 9, 0, tzinfo=LONDON)
A_MOMENT = timedelta(minutes=1)
"""However slow the machine."""


def is_about(found: datetime, meant: datetime) -> bool:
    return abs(found - meant) < A_MOMENT


def test_the_systems_clock_tells_an_aware_instant() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_a_clock_that_was_never_moved_is_the_systems(tmp_path: Path) -> None:
    assert is_about(MovableClock(tmp_path / "clock.json").now(), SystemClock().now())


def test_every_move_counts_however_fast_they_follow_each_other(tmp_path: Path) -> None:
    clock, other = MovableClock(tmp_path / "clock.json"), MovableClock(tmp_path / "clock.json")
    for day in range(50):
        clock.set_to(MARCH + timedelta(days=day))
        assert is_about(clock.now(), MARCH + timedelta(days=day))
        assert is_about(other.now(), MARCH + timedelta(days=day))


def test_another_process_sees_the_same_time(tmp_path: Path) -> None:
    path = tmp_path / "clock.json"
    MovableClock(path).set_to(MARCH)
    ask = f"import bot.clock, pathlib; print(bot.clock.MovableClock(pathlib.Path({str(path)!r})).now().isoformat())"
    told = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert is_about(datetime.fromisoformat(told.stdout.strip()), MARCH)


def test_a_stopwatch_carries_an_instant_on() -> None:
    watch = Stopwatch(MARCH)
    time.sleep(0.02)
    assert timedelta(seconds=0.02) <= watch.now() - MARCH < A_MOMENT


@pytest.fixture
def scheduler(council: Council) -> BackgroundScheduler:
    """Built and not started: what would run when."""
    ticks = Ticks(council.store, council.sender(), SystemClock())
    return build_scheduler(ticks, LONDON)


CLOCK_CHANGES = [
    # the evening before, and how far the next nine o'clock is from the one before
    (datetime(2026, 3, 28, 9, 0, 1, tzinfo=LONDON), timedelta(hours=23)),
    (datetime(2026, 10, 24, 9, 0, 1, tzinfo=LONDON), timedelta(hours=25)),
    (datetime(2026, 6, 1, 9, 0, 1, tzinfo=LONDON), timedelta(hours=24)),
]


@pytest.mark.parametrize(("after", "length"), CLOCK_CHANGES)
def test_nine_in_the_morning_is_nine_on_the_wall_whatever_the_clocks_do(
    scheduler: BackgroundScheduler, after: datetime, length: timedelta
) -> None:
    (morning,) = [job.trigger for job in scheduler.get_jobs() if job.id == "morning"]
    first = morning.get_next_fire_time(None, after)
    assert (first.astimezone(LONDON).hour, first.astimezone(LONDON).minute) == (9, 0)
    assert first.astimezone(UTC) - after.replace(second=0).astimezone(UTC) == length
    second = morning.get_next_fire_time(first, first + timedelta(seconds=1))
    assert second.astimezone(LONDON).date() == first.astimezone(LONDON).date() + timedelta(days=1), "once a day"


@pytest.mark.parametrize("on", [datetime(2026, 3, 29, tzinfo=LONDON), datetime(2026, 10, 25, tzinfo=LONDON)])
def test_the_night_is_not_left_out_when_the_clocks_change(scheduler: BackgroundScheduler, on: datetime) -> None:
    (nightly,) = [job.trigger for job in scheduler.get_jobs() if job.id == "nightly"]
    assert nightly.get_next_fire_time(None, on).astimezone(LONDON).date() == on.date()


def test_a_tick_that_comes_late_is_not_dropped_and_never_runs_beside_itself(scheduler: BackgroundScheduler) -> None:
    jobs = scheduler.get_jobs()
    assert {job.id for job in jobs} == {"sweep", "morning", "send", "files", "acquaint", "heartbeat", "nightly"}
    scheduler.start(paused=True)
    try:
        assert {(job.misfire_grace_time, job.coalesce, job.max_instances) for job in scheduler.get_jobs()} == {(None, True, 1)}
        assert [type(store).__name__ for store in scheduler._jobstores.values()] == ["MemoryJobStore"]
    finally:
        scheduler.shutdown()


def test_a_tick_that_fails_says_so_and_the_next_runs(caplog: pytest.LogCaptureFixture) -> None:
    runs: list[int] = []

    def fails_once() -> None:
        runs.append(1)
        if len(runs) == 1:
            raise OSError("the disk is full")

    tick = logged("sweep", fails_once)
    with caplog.at_level(logging.ERROR):
        tick()
        tick()
    assert len(runs) == 2
    assert [record.message for record in caplog.records] == ["tick sweep failed; it runs again at its next time"]


def test_a_start_makes_good_what_came_due_and_meets_everybody_even_if_slack_does_not_answer(council: Council) -> None:
    council.send(NINE)
    clock = MovableClock(council.folder / "clock.json")
    clock.set_to(NINE + timedelta(days=7, seconds=1))
    nowhere = council.client(api="http://127.0.0.1:9/api/")
    Ticks(council.store, Sender(council.store, lambda _: nowhere, HTTP_TIMEOUT), clock).begin()
    assert council.store.outbox.counts().by_state["pending"] > 0
    assert council.store.heartbeats.latest() is not None
