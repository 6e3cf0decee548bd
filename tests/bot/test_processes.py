"""The real processes: started as a council starts them, killed, stopped, and left without a database."""

import json
import re
import shutil
import socket
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.desk import Desk, Member, Trouble, words_of
from bot.manifest import manifest
from bot.sample import FOLDER
from storage.sweep import sweep
from tests.bot.council import FEWEST, KEY, NINE, SECRET, TOKEN, members_of, open_store, seconds
from tests.bot.processes import Process, Site, cornerstone, free_port, stopped

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("processes")]

TYPED = "M100001 move to strategy meeting because two missed visits"
SECRETS = (KEY, SECRET, TOKEN)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample council's files, imported by the command."""
    home = tmp_path_factory.mktemp("imported")
    clock = MovableClock(home / "clock.json")
    clock.set_to(NINE - seconds(60))
    given = {"CORNERSTONE_KEYS": KEY, "CORNERSTONE_CLOCK": str(home / "clock.json")}
    done = cornerstone(home, "import", *map(str, FOLDER.glob("*.csv")), "--annex-a", str(FOLDER / "annex-a.xlsx"), **given)
    assert done.returncode == 0, done.stderr
    return home / "cornerstone.db"


@pytest.fixture
def site(imported: Path, tmp_path: Path) -> Iterator[Site]:
    """A computer with the council imported, at nine on its first Monday; nobody has met Slack yet."""
    shutil.copy(imported, tmp_path / "cornerstone.db")
    clock = MovableClock(tmp_path / "clock.json")
    clock.set_to(NINE + seconds(1))
    members, queued = expected(imported, tmp_path / "expected.db")
    desk = Desk.from_manifest(
        manifest("http://127.0.0.1"), people=members, signing_secret=SECRET, bot_token=TOKEN, clock=clock.now
    )
    with desk:
        desk.serve(port=0)
        with stopped(Site(tmp_path, desk, clock, queued)) as opened:
            yield opened


def expected(imported: Path, copy: Path) -> tuple[list[Member], int]:
    """The council as Slack knows it, and how many of it are told something at nine."""
    shutil.copy(imported, copy)
    store = open_store(copy)
    sweep(store, "council", NINE + seconds(1))
    found = members_of(store), store.outbox.counts().by_state["pending"]
    store.close()
    assert found[1] >= FEWEST
    return found


def arrived(site: Site) -> list[int]:
    """How often each notice stands at the desk."""
    found: dict[str, int] = {}
    for each in site.desk.sent():
        found[str(each.facts["message"])] = found.get(str(each.facts["message"]), 0) + 1
    return list(found.values())


def is_clean(process: Process) -> None:
    assert "Traceback" not in process.log, process.log
    for secret in SECRETS:
        assert secret not in process.log + "".join(process.said)


@pytest.mark.alone
def test_from_files_to_messages_a_decision_and_a_clean_end(site: Site) -> None:
    process = site.run()
    site.until(lambda: len(site.desk.sent()) == site.queued)
    assert arrived(site) == [1] * site.queued
    assert site.ask("/healthz") == (200, "alive\n")
    status, ready = site.ask("/readyz")
    assert (status, json.loads(ready)) == (200, {"ready": True, "faults": []})
    (saved,) = site.person("E1003").command("/decision", TYPED)
    assert "Ad hoc decision on *M100001*" in saved.text
    site.until(lambda: site.desk.sent(kind="to_read"))
    assert process.end() == 0
    is_clean(process)
    assert "strategy" not in process.log


@pytest.mark.alone
def test_a_process_told_to_stop_finishes_the_answer_it_is_giving(site: Site) -> None:
    process = site.run()
    site.until(lambda: len(site.desk.sent()) == site.queued)
    site.desk.faults.switch_on(Trouble.SLOW, methods=["views.open"], seconds=0.8)
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(site.person("E1003").command, "/decision", "")
        site.until(lambda: site.desk.faults.on()[Trouble.SLOW].hits)
        assert process.end() == 0
        asked.result()
    assert site.person("E1003").modal is not None
    assert [each.failure for each in site.desk.requests("command")] == [None]
    is_clean(process)


@pytest.mark.parametrize(("trouble", "held"), [(Trouble.NO_ANSWER, 30.0), (Trouble.SLOW, 2.0)])
def test_killed_while_a_post_hangs_every_notice_is_there_once_after_a_restart(
    site: Site, trouble: Trouble, held: float
) -> None:
    """NO_ANSWER: Slack never takes it. SLOW: Slack takes it when the process is dead already."""
    fault = site.desk.faults.switch_on(trouble, methods=["chat.postMessage"], times=1, seconds=held)
    process = site.run(CORNERSTONE_SLACK_TIMEOUT="2")
    site.until(lambda: fault.hits and len(site.desk.sent()) >= site.queued - 1)
    process.kill()
    if trouble is Trouble.SLOW:
        site.until(lambda: len(site.desk.sent()) == site.queued)
    site.desk.faults.switch_off()
    site.at(NINE + timedelta(minutes=3))  # the lease has run out
    again = site.run(CORNERSTONE_SLACK_TIMEOUT="2")
    begun = site.clock.now()

    def is_settled() -> bool:
        site.at(site.clock.now() + seconds(10))
        with closing(sqlite3.connect(site.database)) as database:
            return {row[0] for row in database.execute("SELECT state FROM outbox WHERE op = 'post'")} == {"sent"}

    for _ in range(40):
        if is_settled():
            break
        time.sleep(0.25)
    assert is_settled(), again.log
    assert arrived(site) == [1] * site.queued
    assert site.clock.now() - begun < timedelta(minutes=10)
    is_clean(again)


@pytest.mark.alone
def test_a_calendar_is_read_from_the_web_process_and_its_address_stands_in_no_log_and_no_metric(site: Site) -> None:
    port = free_port()
    web = site.start("web", PORT=str(port), CORNERSTONE_PUBLIC_URL=f"http://127.0.0.1:{port}")
    site.desk.bot_url = f"http://127.0.0.1:{port}/slack/events"
    site.until(lambda: site.ask("/readyz")[0] == 200)
    tom = site.person("E1003")
    assert tom.command("/supervision", "calendar") == []
    found = re.search(r"(/feed/(\S+)\.ics)", words_of(tom.modal.blocks if tom.modal else []))
    assert found
    path, token = found.groups()
    status, calendar = site.ask(path)
    assert (status, calendar.partition("\r\n")[0]) == (200, "BEGIN:VCALENDAR")
    assert site.ask(path.replace(token, "A" * len(token)))[0] == 404
    for nonsense in (f"GET {path}\x01 HTTP/1.1", f"GET {path} HTTP/1.1 x", f"GET  {path}  HTTP/7"):
        with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
            line.sendall(f"{nonsense}\r\nHost: a\r\n\r\n".encode())
            assert b" 400 " in line.recv(1000)
    _, measured = site.ask("/metrics")
    web.end()
    assert "/feed/…" in web.log
    assert token[:16] not in web.log + measured
    assert token[16:] not in web.log + measured


@pytest.mark.alone
def test_web_and_two_clocks_apart_over_one_file_send_everything_once(site: Site) -> None:
    port = free_port()
    web = site.start("web", PORT=str(port))
    clocks = [site.start("clock") for _ in range(2)]
    site.desk.bot_url = f"http://127.0.0.1:{port}/slack/events"
    site.until(lambda: site.ask("/readyz")[0] == 200)
    site.until(lambda: len(site.desk.sent()) == site.queued)
    (saved,) = site.person("E1003").command("/decision", TYPED)
    assert "Ad hoc decision on *M100001*" in saved.text
    site.until(lambda: site.desk.sent(kind="to_read"))
    time.sleep(1.5)  # a tick more of each clock
    assert arrived(site) == [1] * (site.queued + 1)
    for process in (*clocks, web):
        assert process.end() == 0, process.log
        is_clean(process)


def test_two_processes_bring_a_new_database_up_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        given = {"CORNERSTONE_KEYS": KEY}
        done = list(pool.map(lambda _: cornerstone(tmp_path, "db", "upgrade", **given), range(2)))
    assert [each.returncode for each in done] == [0, 0], [each.stderr for each in done]


@pytest.mark.alone
def test_while_another_process_holds_the_database_people_are_answered_and_lose_nothing(site: Site) -> None:
    process = site.run()
    site.until(lambda: len(site.desk.sent()) == site.queued)
    tom = site.person("E1003")
    with closing(sqlite3.connect(site.database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        status, ready = site.ask("/readyz")
        assert status == 503
        assert "held by another process" in json.loads(ready)["faults"][0]
        begun = time.monotonic()
        replies = tom.command("/decision", TYPED)
        assert time.monotonic() - begun < 3.0
        assert [each.failure for each in site.desk.requests("command")] == [None]
        assert replies or tom.modal
        typed = tom.values() if tom.modal else {}
        assert "move to strategy meeting" in str(typed) + str(replies)
        assert "two missed visits" in str(typed) + str(replies)
        other.execute("ROLLBACK")
    site.until(lambda: site.ask("/readyz")[0] == 200)  # what was found holds for a second
    if tom.modal:
        assert tom.submit() == {}
    else:
        tom.command("/decision", TYPED)
    site.until(lambda: site.desk.sent(kind="to_read"))
    assert len(site.desk.sent(kind="to_read")) == 1
    assert process.end() == 0
    for secret in (*SECRETS, "strategy", "missed visits"):
        assert secret not in process.log


@pytest.mark.alone
def test_with_the_database_broken_people_are_answered_and_lose_nothing(site: Site) -> None:
    process = site.run()
    site.until(lambda: len(site.desk.sent()) == site.queued)
    with closing(sqlite3.connect(site.database)) as other:
        other.executescript("PRAGMA foreign_keys = OFF; ALTER TABLE discussions RENAME TO lost; DROP TABLE drafts;")
    tom = site.person("E1003")
    begun = time.monotonic()
    (said,) = tom.command("/decision", TYPED)
    assert time.monotonic() - begun < 3.0
    assert "Something went wrong on our side" in said.text
    assert "move to strategy meeting" in str(tom.values())
    assert "two missed visits" in str(tom.values())
    assert process.end() == 0
    assert "OperationalError" in process.log, "an administrator can see what it was"
    for planted in (*SECRETS, "strategy", "missed visits", "Tilley", "Ashby", "M100001", "UE1003"):
        assert planted not in process.log, process.log


def test_settings_that_are_wrong_are_named_all_at_once_without_a_secret(tmp_path: Path) -> None:
    given = {
        "SLACK_BOT_TOKEN": "xoxp-planted-token",
        "CORNERSTONE_KEYS": "planted-key",
        "CORNERSTONE_TIMEZONE": "Europe/Wokingham",
        "PORT": "three",
        "DATABASE_URL": "mysql://planted:password@host/db",
    }
    done = cornerstone(tmp_path, "run", **given)
    assert done.returncode == 2
    named = {line.partition(":")[0] for line in done.stderr.splitlines()}
    assert named == {*given, "SLACK_SIGNING_SECRET"}
    assert "Traceback" not in done.stderr
    assert "planted" not in done.stderr + done.stdout


@pytest.mark.parametrize(
    ("command", "given", "names"),
    [
        ("web", {"SLACK_APP_TOKEN": "xapp-1"}, "SLACK_APP_TOKEN"),
        ("run", {"PORT": "taken"}, "PORT"),
        ("clock", {"DATABASE_URL": "sqlite:////proc/cornerstone/no.db"}, "DATABASE_URL"),
        ("clock", {"CORNERSTONE_POLICY": "wokingam"}, "wokingam"),
        ("run", {"CORNERSTONE_CLOCK": "clock.json", "SLACK_BOT_TOKEN": "xoxb-1"}, "CORNERSTONE_CLOCK"),
    ],
)
def test_a_process_that_cannot_start_says_what_to_mend(tmp_path: Path, command: str, given: dict[str, str], names: str) -> None:

    right = {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "CORNERSTONE_KEYS": KEY,
        "SLACK_API_URL": "http://127.0.0.1:9",
    }
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = cornerstone(tmp_path, command, **right | {k: port if v == "taken" else v for k, v in given.items()})
    assert done.returncode == 2, done.stderr
    last = done.stderr.splitlines()[-1]
    assert names in last
    assert "Traceback" not in done.stderr
