"""The real servers: a person's wait is counted from when the request came in, and with Slack down they are still answered."""

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from bot.arrivals import ARRIVED
from bot.clock import stopwatch
from bot.demo import Demo
from bot.desk import payloads
from bot.desk.faults import Trouble
from bot.serving import WebServer
from handlers.words.waiting import NOT_BEGUN
from storage.errors import Busy
from tests.bot.processes import Site, free_port
from tests.bot.test_processes import imported, site
from tests.handlers.knocking import PROMISED, SLACK_GIVES_UP, knock_at_once

__all__ = ["imported", "site"]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    with Demo(tmp_path / "demo", 0, ticking=False) as started:
        yield started


@pytest.mark.alone
def test_a_request_that_waits_for_a_thread_has_arrived_before_it_gets_one() -> None:
    waited: dict[str, float] = {}
    is_in, go_on = threading.Event(), threading.Event()

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        waited[environ["PATH_INFO"]] = stopwatch() - environ[ARRIVED]
        if environ["PATH_INFO"] == "/first":
            is_in.set()
            go_on.wait(10)
        start_response("200 OK", [("Content-Length", "0")])
        return [b""]

    server = WebServer(app, host="127.0.0.1", port=0, threads=1)  # type: ignore[arg-type]
    server.start()
    try:
        with ThreadPoolExecutor(2) as pool:
            asked = [pool.submit(urlopen, f"http://127.0.0.1:{server.port}/first")]
            assert is_in.wait(10)
            asked.append(pool.submit(urlopen, f"http://127.0.0.1:{server.port}/second"))
            threading.Event().wait(0.5)
            go_on.set()
            for each in asked:
                each.result().close()
    finally:
        server.stop()
    assert waited["/first"] < 0.4
    assert waited["/second"] > 0.4


@pytest.mark.alone
@pytest.mark.parametrize("trouble", [Trouble.NO_ANSWER, Trouble.SERVER_ERROR])
def test_with_slack_down_from_the_start_who_is_known_is_answered(demo: Demo, trouble: Trouble) -> None:
    demo.desk.faults.switch_on(trouble, seconds=30)
    tom = demo.desk.as_person("UE1003")
    [said] = tom.command("/decision", "M100001 visit weekly because two missed visits")
    assert said.text.startswith("Saved."), said.text
    demo.desk.faults.switch_off()


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.parametrize("process", ["run", "web"])
def test_a_hundred_at_once_at_a_real_server_with_the_database_held_are_answered_and_told_the_truth(
    site: Site,
    process: str,
) -> None:
    port = free_port()
    started = site.start(process, PORT=str(port))
    site.desk.bot_url = f"http://127.0.0.1:{port}/slack/events"
    site.until(lambda: site.ask("/readyz")[0] == 200)
    site.person("E1003").command("/supervision", "next")
    world = site.desk.world
    slash = next(each for each in world.commands if each.command == "/decision")
    members = [member for each in ("UE1002", "UE1003") if (member := world.directory.person(each))]
    asked = [  # more than there are threads, and of each no more than one person may ask
        payloads.slash_command(world, member, slash, f"M100001 plan {number} because two missed visits")
        for number in range(50)
        for member in members
    ]
    assert len(asked) == 100
    with closing(sqlite3.connect(site.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answers = knock_at_once(site.desk.bot_url, asked)
        other.execute("ROLLBACK")
        stored = other.execute("SELECT count(*) FROM discussions WHERE kind = 'ad_hoc'").fetchone()[0]
    assert {answer.status for answer in answers} == {200}
    assert max(answer.seconds for answer in answers) < SLACK_GIVES_UP
    assert sorted(answer.seconds for answer in answers)[len(answers) // 2] < PROMISED
    for answer in answers:
        assert answer.text.startswith((NOT_BEGUN, Busy().sentence)), answer.text
    assert stored == 0
    assert started.end() == 0
    assert "visits" not in started.log
