"""A database that cannot be used is told without it: once for all processes, and once that it is over."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.administrators import Administrators
from bot.desk import Member, Trouble
from bot.outage import Outage
from bot.pulse import name_of
from bot.watch import Watching, Watchman
from storage.alarms import EVERYWHERE
from storage.errors import Unavailable
from tests.bot.council import NINE
from tests.bot.hall import ADMIN, FAR, LONDON, Hall, minutes


@dataclass
class Down:
    """Several processes that see the database go and come."""

    hall: Hall
    outages: list[Outage]

    def see(self, is_up: bool, at: datetime) -> None:
        self.hall.council.now[0] = at
        for outage in self.outages:
            (outage.is_up if is_up else outage.is_down)(at)

    def said(self, to: Member = ADMIN) -> list[str]:
        return [str(each.facts["state"]) for each in self.hall.told(to)]


@pytest.fixture
def down(hall: Hall) -> Down:
    return Down(hall, [Outage(hall.administrators(), LONDON) for _ in range(3)])


def test_an_outage_of_two_minutes_is_told_once_by_all_processes_and_so_is_its_end(down: Down) -> None:
    for minute in range(60):
        down.see(False, NINE + minutes(minute))
        assert down.said() == (["standing"] if minute >= 2 else [])
    (sent,) = down.hall.told()
    assert "The database cannot be used" in sent.text
    assert "since 09:00 today" in sent.text
    for minute in range(60, 63):
        down.see(True, NINE + minutes(minute))
    assert down.said() == ["standing", "mended"]
    assert "10:00 today" in down.hall.told()[1].text


def test_a_restart_of_the_database_is_told_to_nobody(down: Down) -> None:
    down.see(False, NINE)
    down.see(False, NINE + minutes(1))
    down.see(True, NINE + minutes(1.9))
    down.see(False, NINE + minutes(3))
    assert down.said() == []


def test_a_database_that_comes_and_goes_is_told_of_once_an_hour(down: Down) -> None:
    for minute in range(60):
        down.see(is_up=minute % 5 == 4, at=NINE + minutes(minute))
    assert down.said() == ["standing", "mended"]


def test_whoever_is_where_slack_refuses_the_app_costs_the_others_no_word_and_no_repeat(hall: Hall) -> None:
    hall.addresses = (FAR.email, ADMIN.email)
    with hall.beside_another(FAR) as other:
        other.world.scopes = tuple(each for each in other.world.scopes if each != "chat:write")
        down = Down(hall, [Outage(hall.administrators(), LONDON)])
        for minute in range(200):
            down.see(is_up=minute > 180, at=NINE + minutes(minute))
        assert down.said() == ["standing", "mended"]
        for minute in range(300, 303):
            down.see(is_up=minute != 301, at=NINE + minutes(minute))
    assert down.said() == ["standing", "mended"], "a restart, told to nobody"


def test_processes_that_look_at_the_very_same_moment_leave_one_message(hall: Hall) -> None:
    """Each finds nothing, both post; whoever was later takes its own away."""
    together, one_by_one = threading.Barrier(2, timeout=60), threading.Lock()

    class Together(Administrators):
        looked = 0

        def told(self, channel: str, since: datetime) -> object:  # type: ignore[override]
            found = super().told(channel, since)
            if not found and not self.looked:
                self.looked = 1
                together.wait()
            return found

        def tell(self, channel: str, *given: object) -> str:
            with one_by_one:  # Slack takes one message a second
                hall.council.now[0] += timedelta(seconds=2)
                return super().tell(channel, *given)  # type: ignore[arg-type]

    client = hall.council.client()
    outages = [Outage(Together(lambda: [client], hall.addresses), LONDON) for _ in range(2)]
    for outage in outages:
        outage.is_down(NINE)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda outage: outage.is_down(NINE + minutes(2)), outages))
    assert [each.error for each in hall.council.desk.calls("chat.postMessage")] == [None, None]
    assert [each.error for each in hall.council.desk.calls("chat.delete")] == [None]
    assert [each.facts["state"] for each in hall.told()] == ["standing"]


def test_an_outage_is_told_though_history_cannot_be_read(down: Down) -> None:
    world = down.hall.council.desk.world
    world.scopes = tuple(each for each in world.scopes if each != "im:history")
    del down.outages[1:]
    for minute in range(10):
        down.see(False, NINE + minutes(minute))
    for minute in range(10, 13):
        down.see(True, NINE + minutes(minute))
    assert down.said() == ["standing", "mended"]


def test_while_slack_does_not_answer_either_it_is_told_later(down: Down) -> None:
    del down.outages[1:]
    down.hall.council.desk.faults.switch_on(Trouble.SERVER_ERROR)
    for minute in range(5):
        down.see(False, NINE + minutes(minute))
    assert down.said() == []
    down.hall.council.desk.faults.switch_off()
    down.see(False, NINE + minutes(5))
    assert down.said() == ["standing"]


def test_a_database_that_hangs_or_fails_is_an_outage_and_slack_that_fails_is_none(hall: Hall) -> None:
    class Broken(Watchman):
        trouble: Callable[[], None] | None = None

        def look(self, now: datetime) -> None:
            if self.trouble:
                self.trouble()
            super().look(now)

    def unavailable() -> None:
        raise Unavailable

    watchman, outage = Broken(hall.council.store, "web"), Outage(hall.administrators(), LONDON)
    watching = Watching(watchman, hall.teller(), outage, _Still(hall))
    hall.council.desk.faults.switch_on(Trouble.SERVER_ERROR)
    hall.begin("backlog")
    for minute in range(4):
        hall.council.now[0] = NINE + minutes(minute)
        watching.look(NINE + minutes(minute))
    hall.council.desk.faults.switch_off()
    watchman.trouble = unavailable
    for minute in range(4, 8):
        hall.council.now[0] = NINE + minutes(minute)
        watching.look(NINE + minutes(minute))
    (sent,) = hall.told()
    assert "since 09:04 today" in sent.text
    watchman.trouble = None
    hall.council.now[0] = NINE + minutes(8)
    watching.look(NINE + minutes(8))
    assert [each.facts.get("state") for each in hall.told()][:2] == ["standing", "mended"]


@dataclass
class _Still:
    """The council's clock."""

    hall: Hall

    def now(self) -> datetime:
        return self.hall.council.now[0]


def test_the_watch_starts_looks_and_stops(hall: Hall) -> None:
    hall.begin("clock_stopped", workspace=EVERYWHERE)
    hall.council.store.heartbeats.beat(name_of("clock"), NINE + minutes(61))
    watching = Watching(Watchman(hall.council.store, "web"), hall.teller(), Outage(hall.administrators(), LONDON), _Still(hall))
    with watching:
        hall.council.now[0] = NINE + minutes(62)
        assert hall.council.desk.until(lambda: hall.council.store.heartbeats.latest("watch-web"), 45)
        assert hall.council.desk.until(lambda: not hall.council.store.alarms.standing(EVERYWHERE), 45)
