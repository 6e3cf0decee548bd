"""The same through the command a council starts: two of them over one database."""

import signal
import sys
import time
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from bot.clock import MovableClock
from bot.desk import Trouble
from tests.bot.council import KEY, NINE, SECRET, TOKEN, Council, make_template, open_council, seconds
from tests.bot.processes import RUN, Process, environment
from tests.databases import Databases

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("processes")]


def _clock(council: Council) -> Process:
    settings = {
        "DATABASE_URL": council.url,
        "CORNERSTONE_KEYS": KEY,
        "CORNERSTONE_CLOCK": str(council.folder / "clock.json"),
        "CORNERSTONE_SLACK_TIMEOUT": "1",
        "SLACK_API_URL": council.desk.api_url,
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
    }
    home = council.folder
    return Process(Popen([*RUN, "clock"], cwd=home, env=environment(home, **settings), stdout=PIPE, stderr=PIPE, text=True))


def _until_sent(council: Council, clock: MovableClock, within: float) -> None:
    """Time passes ten times as fast as ours, so that what is to be tried again need not be waited for."""
    end = time.monotonic() + within
    while set(council.states()) != {"sent"} and time.monotonic() < end:
        time.sleep(0.5)
        clock.set_to(clock.now() + seconds(5))
    assert set(council.states()) == {"sent"}


@pytest.mark.skipif(sys.platform == "win32", reason="stops a process by a signal")
def test_two_clocks_one_killed_and_one_stopped_past_its_lease_send_everything_once(
    databases: Databases, tmp_path: Path
) -> None:
    with databases.copy(databases.template("bot", make_template)) as url, open_council(url, tmp_path) as council:
        clock = MovableClock(tmp_path / "clock.json")
        clock.set_to(NINE + seconds(1))
        fault = council.desk.faults.switch_on(Trouble.ANSWER_LOST, methods=["chat.postMessage"], times=2)
        started = [_clock(council), _clock(council)]
        try:
            assert council.desk.until(lambda: fault.hits, 90), [each.log for each in started]
            started[0].popen.send_signal(signal.SIGSTOP)
            started[1].popen.send_signal(signal.SIGKILL)
            time.sleep(4)  # the lease is three seconds
            started.append(_clock(council))
            started[0].popen.send_signal(signal.SIGCONT)
            _until_sent(council, clock, 60)
            time.sleep(1)  # who woke up late may still do harm
            assert list(council.posted().values()) == [1] * council.queued
        finally:
            for each in started:
                each.kill()
        assert not any("Traceback" in each.log for each in started)
