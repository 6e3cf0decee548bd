"""Many at once, and the same thing twice: everybody is answered in time and told the truth."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_bolt import BoltRequest
from slack_sdk.signature import Clock, SignatureVerifier

from bot.desk.faults import Trouble
from handlers.patience import Patience
from handlers.words.waiting import NOT_BEGUN, SAVING
from storage.errors import Busy, Crowded
from tests.databases import Databases, Server
from tests.handlers import proxy
from tests.handlers.knocking import (
    MEANWHILE,
    PROMISED,
    QUICKLY,
    SLACK_GIVES_UP,
    WHOLE,
    Answer,
    address_of,
    command,
    eventually,
    held,
    knock,
    knock_at_once,
    meet,
    opened,
)
from tests.handlers.office import SECRET, Office, open_office, settle, slack_id
from tests.storage.readers import LONG, Readers
from tests.unhurried import UNHURRIED

pytestmark = pytest.mark.alone


def crowd(office: Office, count: int) -> list[dict[str, str]]:
    """So many decisions at once, each different."""
    return [command(office, "/decision", f"M100001 plan {number} because two visits") for number in range(count)]


def are_told_truly(office: Office, answers: list[Answer]) -> None:
    """Everybody was answered in time, and what is stored is what was said to be saved."""
    assert {answer.status for answer in answers} == {200}
    assert max(answer.seconds for answer in answers) < SLACK_GIVES_UP
    for answer in answers:
        said = ("Saved.", NOT_BEGUN, Busy().sentence, "Slack did not open")
        assert answer.text.startswith(said), answer.text
    assert len(office.decisions("M100001")) == sum(answer.is_saved for answer in answers)


@pytest.mark.parametrize(("web_threads", "people"), [(8, 40), (32, 40)])
def test_forty_at_once_at_a_held_database_are_all_answered_and_told_the_truth(
    databases: Databases, web_threads: int, people: int
) -> None:
    # Less patient than Slack by as much as a machine with other work may be late; what is promised stays 2.5 seconds.
    with opened(databases, QUICKLY, web_threads=web_threads, threads=64) as office:
        requests = crowd(office, people)
        with held(address_of(office)):
            answers = knock_at_once(office.desk.bot_url, requests)
        are_told_truly(office, answers)
        assert not any(answer.is_saved for answer in answers)
        assert sorted(answer.seconds for answer in answers)[len(answers) * 9 // 10] < PROMISED
        answers = knock_at_once(office.desk.bot_url, crowd(office, people))
        are_told_truly(office, answers)


def test_whoever_waits_is_told_so_before_what_is_promised() -> None:
    usual = Patience()
    assert usual.work < usual.answer < PROMISED < usual.trigger < SLACK_GIVES_UP


@pytest.mark.parametrize("blocked", [8, 31])
def test_with_so_many_threads_blocked_by_a_slow_database_the_rest_still_answer(databases: Databases, blocked: int) -> None:
    with opened(databases, UNHURRIED, web_threads=32, threads=64) as office, ThreadPoolExecutor(blocked) as pool:
        reads = [command(office, "/supervision", text) for text in ("help", "next", "next Ann Example")]
        with held(address_of(office)):
            waiting = [pool.submit(knock, office.desk.bot_url, each) for each in crowd(office, blocked)]
            time.sleep(MEANWHILE)
            answers = knock_at_once(office.desk.bot_url, reads)
            assert not any(each.done() for each in waiting), "the rest are answered while the database is held"
        assert [each.result().is_saved for each in waiting] == [True] * blocked
        for answer in answers:
            assert answer.status == 200
            assert answer.text
            assert "Nothing was saved" not in answer.text


def test_with_every_place_to_look_something_up_taken_who_asks_is_told_in_time_and_who_decides_is_not_kept(
    databases: Databases,
) -> None:
    with opened(databases, QUICKLY, web_threads=8, threads=16) as office:
        readers = Readers(office.store, office.now[0], within=LONG)
        asked = knock(office.desk.bot_url, command(office, "/supervision", "next"))
        (decided,) = knock_at_once(office.desk.bot_url, crowd(office, 1))
        readers.leave()
        again = knock(office.desk.bot_url, command(office, "/supervision", "next"))
    assert asked.text == f"{Crowded().sentence} You typed: `/supervision next`"
    assert asked.seconds < SLACK_GIVES_UP
    assert decided.is_saved
    assert again.text.startswith("Next: supervision with Sue Manager")


def test_what_waited_too_long_for_a_thread_is_not_begun_and_can_be_done_from_its_form(databases: Databases) -> None:
    with opened(databases, web_threads=2, threads=1) as office:
        tom = office.person("tom")
        fault = office.desk.faults.switch_on(Trouble.NO_ANSWER, methods=["views.open"], seconds=3)
        with_form = [command(office, "/decision", "", "ann") for _ in range(2)]
        with ThreadPoolExecutor(2) as pool:
            busy = [pool.submit(knock_at_once, office.desk.bot_url, [each]) for each in with_form]
            tom.until(lambda: fault.hits)
            [said] = tom.command("/decision", WHOLE)
            assert said.text.startswith(NOT_BEGUN)
            assert "What you typed is kept" in said.text
            assert [answer.status for each in busy for answer in each.result()] == [200, 200]
        office.desk.faults.switch_off()
        assert office.decisions("M100001") == []
        tom.press(said, "open_form")
        assert tom.until(lambda: tom.modal), tom.last().text
        assert tom.submit() == {}
        assert len(office.decisions("M100001")) == 1


def test_forty_at_once_at_a_database_that_says_nothing_are_all_answered(postgresql: Server) -> None:
    with (
        postgresql.copy(postgresql.template("office", settle)) as url,
        proxy.proxied(url) as (address, line),
        open_office(address, patience=QUICKLY, web_threads=8) as office,
    ):
        meet(office, "tom")
        requests = crowd(office, 40)
        line.switch(proxy.Trouble.FROZEN)
        answers = knock_at_once(office.desk.bot_url, requests)
        line.switch(proxy.Trouble.NONE)
        assert {answer.status for answer in answers} == {200}
        assert max(answer.seconds for answer in answers) < SLACK_GIVES_UP
        for answer in answers:
            assert answer.text.startswith((SAVING, NOT_BEGUN, Busy().sentence)), answer.text


def test_two_bots_over_one_database_store_the_same_request_once(databases: Databases) -> None:
    """Slack repeats a request while the first is still being answered, and another process gets it."""
    with databases.copy(databases.template("office", settle)) as url, open_office(url) as one, open_office(url) as other:
        meet(one, "tom")
        for number in range(10):
            body = command(one, "/decision", f"M100001 plan {number} because why")
            with ThreadPoolExecutor(4) as pool:
                tries = [pool.submit(knock, office.desk.bot_url, body) for office in (one, other, one, other)]
                said = sorted(each.result().text.split(".")[0] for each in tries)
            assert said == ["Already saved"] * 3 + ["Saved"]
        assert len(one.decisions("M100001")) == 10


def test_a_button_pressed_twice_at_once_does_it_once_and_says_so_twice(office: Office) -> None:
    tom = office.person("tom")
    [saved] = tom.command("/decision", WHOLE)
    with ThreadPoolExecutor(2) as pool:
        for each in [pool.submit(tom.press, saved, "decision_filed") for _ in range(2)]:
            each.result()
    assert eventually(lambda: len([message for message in tom.messages() if message.text.startswith("Filed on")]) == 2)
    [decision] = office.decisions("M100001")
    assert decision.filed_on


def test_an_event_that_comes_again_is_not_drawn_again(office: Office) -> None:
    """Slack sends an event up to four times where it thinks that nobody took it."""
    event = {"type": "app_home_opened", "user": slack_id("tom"), "tab": "home", "channel": "D1"}
    body = json.dumps({"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event})
    for number in range(3):
        stamp = str(int(Clock().now()))
        headers = {
            "content-type": ["application/json"],
            "x-slack-request-timestamp": [stamp],
            "x-slack-signature": [str(SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body))],
            "x-slack-retry-num": [str(number)],
        }
        assert office.app.dispatch(BoltRequest(body=body, headers=headers, mode="http")).status == 200
    assert eventually(lambda: bool(office.desk.calls("views.publish")))
    office.person("tom").command("/supervision", "help")
    assert len(office.desk.calls("views.publish")) == 1
