"""Decisions that come at the same time are stored together: each is answered as if it had been alone."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from bot.clock import stopwatch
from handlers.crowd import CROWD
from handlers.deps import Deps
from handlers.entry import Entry
from handlers.patience import Patience, Waiting
from handlers.reply import Reply
from handlers.request import Incoming, Source
from handlers.tables import COMMANDS
from handlers.together import Outcome, Together
from handlers.words.waiting import NOT_BEGUN, SAVING
from storage import SINGLE
from storage.errors import Unavailable
from storage.records.decisions import Decisions
from tests.databases import Databases, Server
from tests.handlers.knocking import (
    MEANWHILE,
    QUICKLY,
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
from tests.handlers.office import TUESDAY, Office, open_office, settle, slack_id
from tests.handlers.proxy import Trouble, proxied
from tests.unhurried import UNHURRIED

pytestmark = pytest.mark.alone
ASKED = (
    ("tom", "M100001 hold the plan because two visits"),
    ("tom", "M100011 step down because the plan is met"),
    ("ann", "M100014 visit daily because risk is up"),  # a draft
    ("tom", "M200001 close because done"),  # another team's
    ("tom", "M300001 close because done"),  # nobody's
    ("tom", "M10001 close because done"),  # mistyped
    ("tom", "m100001 small letters because why"),
    ("tom", f"M100001 {'long ' * 700} because why"),
    ("carol", "M200001 close because done"),  # not met before
    ("stranger", "M100001 close because done"),
)


def together(office: Office, requests: Sequence[dict[str, str]], database: str = "") -> list[Answer]:
    """They come while somebody else writes, so that they wait for the same turn."""
    with ThreadPoolExecutor(1) as pool, ExitStack() as until:
        until.enter_context(held(database or address_of(office)))
        asked = pool.submit(knock_at_once, office.desk.bot_url, requests)
        time.sleep(MEANWHILE)
        until.close()
        return asked.result()


def commits(engine: Engine) -> list[object]:
    """Grows with each COMMIT from now on."""
    counted: list[object] = []
    event.listen(engine, "commit", counted.append)
    return counted


def plans(office: Office, count: int) -> list[dict[str, str]]:
    return [command(office, "/decision", f"M100001 plan {number} because why") for number in range(count)]


def test_a_crowd_is_stored_in_a_few_transactions(databases: Databases) -> None:
    with opened(databases, UNHURRIED, web_threads=32, threads=64) as office:
        stored = commits(office.store.engine)
        answers = together(office, plans(office, 30))
        assert all(answer.is_saved for answer in answers), [answer.text for answer in answers]
        assert sorted(each.decision for each in office.decisions("M100001")) == sorted(f"plan {each}" for each in range(30))
        assert len(stored) < 10


def test_each_is_answered_as_if_it_had_been_alone(databases: Databases) -> None:
    with opened(databases, UNHURRIED, web_threads=32, threads=64) as office:
        alone = [knock(office.desk.bot_url, command(office, "/decision", text, user)) for user, text in ASKED]
        by_itself = Counter((each.decision, each.rationale, each.is_draft) for each in everything(office))
    with opened(databases, UNHURRIED, web_threads=32, threads=64) as office:
        among = together(office, [command(office, "/decision", text, user) for user, text in ASKED])
        by_all = Counter((each.decision, each.rationale, each.is_draft) for each in everything(office))
    assert [answer.text for answer in among] == [answer.text for answer in alone]
    assert by_all == by_itself
    assert sum(by_all.values()) == 5


def everything(office: Office) -> list[object]:
    return [each for ref in ("M100001", "M100011", "M100014", "M200001") for each in office.decisions(ref)]


def test_the_same_request_twice_among_others_is_stored_once(databases: Databases) -> None:
    with opened(databases, UNHURRIED, web_threads=32, threads=64) as office:
        twice = command(office, "/decision", "M100001 twice because why")
        answers = together(office, [twice, *plans(office, 3), twice])
        said = sorted(answer.text.split(".")[0] for answer in (answers[0], answers[-1]))
        assert said == ["Already saved", "Saved"]
        assert len(office.decisions("M100001")) == 4
        again = knock(office.desk.bot_url, twice)
        assert again.text.startswith("Already saved")


def test_a_refusal_among_others_may_be_put_right_and_sent_again(databases: Databases) -> None:
    """Only what is stored is remembered as asked: the button that puts it right carries the same words."""
    with opened(databases, UNHURRIED, web_threads=32, threads=64) as office:
        mistyped = command(office, "/decision", "M10001 hold because why")
        answers = together(office, [mistyped, *plans(office, 3)])
        assert "Did you mean" in answers[0].text
        again = knock(office.desk.bot_url, mistyped)
        assert again.text == answers[0].text
        assert len(office.decisions("M100001")) == 3


def test_one_that_breaks_the_transaction_does_not_take_the_others_with_it(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Decisions.log_all

    def breaks(self: Decisions, wanted: Sequence[object]) -> object:
        if any("plan 2" in each.decision for each in wanted):  # type: ignore[attr-defined]
            raise ZeroDivisionError
        return whole(self, wanted)  # type: ignore[arg-type]

    monkeypatch.setattr(Decisions, "log_all", breaks)
    with opened(databases, UNHURRIED, web_threads=32, threads=64) as office:
        answers = together(office, plans(office, 5))
        assert [answer.is_saved for answer in answers] == [True, True, False, True, True]
        assert answers[2].text.startswith("Something went wrong on our side. What you typed is kept, nothing is lost.")
        assert len(office.decisions("M100001")) == 4


@pytest.mark.parametrize("trouble", [Trouble.COMMIT_LOST, Trouble.ANSWER_LOST])
def test_a_commit_of_several_that_is_cut_is_found_out_for_each(postgresql: Server, trouble: Trouble) -> None:
    with (
        postgresql.copy(postgresql.template("office", settle)) as url,
        proxied(url) as (address, line),
        open_office(address, patience=UNHURRIED, web_threads=32, threads=64) as office,
    ):
        meet(office, "tom")
        requests = plans(office, 8)
        line.switch(trouble, times=1)
        answers = together(office, requests, url)
        line.switch(Trouble.NONE)
        assert line.hits == 1
        assert [answer.text[:6] for answer in answers] == ["Saved."] * 8
        assert len(office.decisions("M100001")) == 8


def test_a_commit_of_several_that_hangs_is_answered_in_time_and_told_when_it_comes_through(postgresql: Server) -> None:
    with (
        postgresql.copy(postgresql.template("office", settle)) as url,
        proxied(url) as (address, line),
        open_office(address, patience=QUICKLY, web_threads=32, threads=64) as office,
    ):
        meet(office, "tom")
        requests = plans(office, 5)
        line.switch(Trouble.COMMIT_HELD)
        answers = together(office, requests, url)
        # On a slow machine one may come too late for the others' transaction: it waits behind them, and is not begun.
        late = sum(answer.text.startswith(NOT_BEGUN) for answer in answers)
        assert sum(answer.text == SAVING for answer in answers) == 5 - late >= 2
        assert max(answer.seconds for answer in answers) < 2.5
        line.switch(Trouble.NONE)
        tom = office.person("tom")
        assert eventually(lambda: sum(message.text.startswith("Saved.") for message in tom.messages()) == 5 - late)
        assert len(office.decisions("M100001")) == 5 - late


def test_those_who_wait_together_for_a_database_that_is_down_are_all_told_in_time(postgresql: Server) -> None:
    with (
        postgresql.copy(postgresql.template("office", settle)) as url,
        proxied(url) as (address, line),
        open_office(address, patience=QUICKLY, web_threads=32, threads=64) as office,
    ):
        meet(office, "tom")
        requests = plans(office, 10)
        line.switch(Trouble.DOWN)
        answers = knock_at_once(office.desk.bot_url, requests)
        line.switch(Trouble.NONE)
        assert all(Unavailable().sentence in answer.text or "window" in answer.text for answer in answers)
        assert max(answer.seconds for answer in answers) < 2.5
        assert office.decisions("M100001") == []


@dataclass
class Waits:
    """One of a crowd, without Slack."""

    incoming: Incoming
    waiting: Waiting
    entry: Entry = COMMANDS["/decision"]
    outcome: Outcome | None = None

    def begin(self, room: timedelta = timedelta(0)) -> bool:
        return True

    def conclude(self, outcome: Outcome, reply: Reply | None = None) -> None:
        self.outcome = outcome


@pytest.mark.parametrize(("left", "transactions"), [(2.0, 1), (0.9, 2)])
def test_after_a_crowd_those_who_come_again_go_in_together(databases: Databases, left: float, transactions: int) -> None:
    """But for whoever has waited long already nobody else is waited for."""
    with databases.copy(databases.template("office", settle)) as url, open_office(url) as office:
        meet(office, "tom")
        deps = Deps(office.store, lambda: TUESDAY, lambda _: office.app.client, stopwatch)
        leaders: list[Callable[[], None]] = []
        coming: list[Waits] = []

        def pause(_: float) -> None:
            if coming:
                together.ask(coming.pop())

        together = Together(deps, leaders.append, pause)

        def asked(number: int, seconds: float = 2.0) -> Waits:
            text = f"M100001 plan {number} because why"
            incoming = Incoming(Source.COMMAND, "/decision", SINGLE, slack_id("tom"), f"r{number}", text=text)
            return Waits(incoming, Waiting(0.0, lambda: 0.0, Patience(work=seconds)))

        crowd = [asked(number) for number in range(CROWD)]
        for each in crowd:
            together.ask(each)
        leaders.pop()()
        stored = commits(office.store.engine)
        again = [asked(100, left), asked(101)]
        together.ask(again[0])
        coming.append(again[1])
        leaders.pop()()
        if transactions == 2:
            together.ask(coming.pop())
            leaders.pop()()
        assert all(isinstance(each.outcome, Reply) and each.outcome.stored for each in (*crowd, *again))
        assert len(stored) == transactions
