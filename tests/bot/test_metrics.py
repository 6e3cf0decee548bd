"""What Prometheus may ask: how much waits and since when, what Slack answers, how long people wait."""

import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.bounded import Bounded, NoAnswer
from bot.desk import Trouble
from bot.metrics import Exposition
from bot.pulse import name_of
from bot.slack_calls import NotTaken, call
from bot.web import build_monitoring, kind_of
from storage import SINGLE
from storage.store import Store
from tests.bot.council import KEY, NINE, POLICY, Council

LINE = re.compile(r"^(\w+)(?:\{(.*)\})? ([-+\d.einfa]+)$")


def read(text: str) -> dict[tuple[str, ...], float]:
    """Each figure by its name and the values of its labels."""
    found: dict[tuple[str, ...], float] = {}
    for line in text.splitlines():
        if match := LINE.match(line):
            labels = re.findall(r'\w+="([^"]*)"', match[2] or "")
            found[(match[1], *labels)] = float(match[3])
    return found


def measured(council: Council, seconds: float = 2.0) -> dict[tuple[str, ...], float]:
    return read(Exposition(council.store, lambda: council.now[0], seconds)().decode())


def test_what_waits_and_since_when(council: Council) -> None:
    council.now[0] = NINE + timedelta(minutes=5)
    found = measured(council)
    assert found["cornerstone_database_up",] == 1
    assert found["cornerstone_outbox_messages", "pending"] == council.queued
    assert found["cornerstone_outbox_messages", "failed"] == 0
    assert found["cornerstone_oldest_unsent_seconds",] == 300
    council.run("UPDATE outbox SET state = 'failed' WHERE id IN (SELECT min(id) FROM outbox)")
    assert measured(council)["cornerstone_outbox_messages", "failed"] == 1
    council.run("UPDATE outbox SET state = 'sent'")
    found = measured(council)
    assert found["cornerstone_oldest_unsent_seconds",] == 0
    assert ("cornerstone_outbox_messages", "sent") not in found, "what was ever sent is never counted"


def test_what_is_due_later_is_not_late(council: Council) -> None:
    council.now[0] = NINE - timedelta(minutes=5)
    assert measured(council)["cornerstone_oldest_unsent_seconds",] == 0


def test_how_far_the_sweep_lags(council: Council) -> None:
    council.run("UPDATE obligations SET next_at = NULL")
    council.run("UPDATE absences SET next_at = NULL")
    assert measured(council)["cornerstone_sweep_lag_seconds",] == 0
    council.run("UPDATE obligations SET next_at = '2026-03-02 08:50:00+00' WHERE id IN (SELECT min(id) FROM obligations)")
    if council.url.startswith("sqlite"):
        council.run("UPDATE obligations SET next_at = '2026-03-02 08:50:00' WHERE next_at IS NOT NULL")
    assert measured(council)["cornerstone_sweep_lag_seconds",] == 600


def test_when_a_clock_was_last_alive_and_nothing_where_none_was(council: Council) -> None:
    assert ("cornerstone_clock_beat_age_seconds",) not in measured(council)
    council.store.heartbeats.beat(name_of("clock"), NINE - timedelta(seconds=90))
    council.store.heartbeats.beat(name_of("watch-web"), NINE)
    assert measured(council)["cornerstone_clock_beat_age_seconds",] == 90


def test_alarms_that_stand_by_name(council: Council) -> None:
    for person in ("E1003", "E1005"):
        council.store.alarms.begin(SINGLE, "unreachable", person, now=NINE)
    council.store.alarms.begin(SINGLE, "backlog", now=NINE)
    council.store.alarms.end(SINGLE, "backlog", now=NINE)
    found = measured(council)
    assert found["cornerstone_alarms", "unreachable"] == 2
    assert ("cornerstone_alarms", "backlog") not in found


def test_every_answer_of_slack_is_counted_by_its_code(council: Council) -> None:
    client = council.client()

    def answers(method: str, code: str) -> float:
        return measured(council).get(("cornerstone_slack_answers_total", code, method), 0)

    before = {(method, code): answers(method, code) for method, code in ASKED}
    call(client, "users.lookupByEmail", email=council.desk.world.directory.people()[0].email)
    for trouble, method in ((None, "chat.postMessage"), (Trouble.RATE_LIMITED, "chat.update")):
        if trouble:
            council.desk.faults.switch_on(trouble)
        with pytest.raises(NotTaken):
            call(client, method, channel="D0NOBODY", ts="1.0", text="x")
    assert {each: answers(*each) - before[each] for each in ASKED} == dict.fromkeys(ASKED, 1)


ASKED = [("users.lookupByEmail", "ok"), ("chat.postMessage", "channel_not_found"), ("chat.update", "ratelimited")]


def test_figures_hold_ids_at_the_most(council: Council) -> None:
    council.store.alarms.begin(SINGLE, "unreachable", "E1003", now=NINE)
    text = Exposition(council.store, lambda: NINE)().decode()
    people = [part for each in council.desk.world.directory.people() for part in (each.real_name, each.email, each.id)]
    assert [word for word in (*people, "E1003", "M1000") if word in text] == []


def test_what_runs_here_is_told(council: Council) -> None:
    assert any(name[0] == "cornerstone_build_info" for name in measured(council))


# ---- a database that is dead


class Hanging(Store):
    """A database that takes the question and never answers, until it is let go."""

    let_go = threading.Event()

    def reading(self) -> object:  # type: ignore[override]
        self.let_go.wait(20)
        return super().reading()


@pytest.fixture
def hanging(council: Council) -> Iterator[Hanging]:
    store = Hanging(council.url, keys=[KEY], policy=POLICY)
    store.let_go.clear()
    yield store
    store.let_go.set()
    store.close()


def test_a_database_that_hangs_costs_its_figures_and_no_more(council: Council, hanging: Hanging) -> None:
    exposition = Exposition(hanging, lambda: NINE, 0.2)
    for _ in range(3):
        found = read(exposition().decode())
        assert found["cornerstone_database_up",] == 0
        assert ("cornerstone_oldest_unsent_seconds",) not in found
        assert any(name[0] == "cornerstone_build_info" for name in found)
    assert sum(thread.name == "asking" for thread in threading.enumerate()) == 1, "what hangs leaves one thread, not three"
    hanging.let_go.set()
    assert council.desk.until(lambda: read(exposition().decode())["cornerstone_database_up",] == 1, 30)


def test_several_who_ask_at_once_are_all_answered(council: Council) -> None:
    exposition = Exposition(council.store, lambda: NINE)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: read(exposition().decode())["cornerstone_database_up",], range(24)))
    assert found == [1] * 24


def test_a_database_that_refuses_is_down(council: Council) -> None:
    council.run("ALTER TABLE outbox RENAME TO lost")
    assert measured(council)["cornerstone_database_up",] == 0


def test_what_is_asked_answers_or_raises_as_it_would(council: Council) -> None:
    assert Bounded(lambda: 7, 5.0).answer() == 7
    with pytest.raises(ZeroDivisionError):
        Bounded(lambda: 1 // 0, 5.0).answer()
    gate = threading.Event()
    asking = Bounded(lambda: gate.wait(10), 0.05)
    for _ in range(2):
        with pytest.raises(NoAnswer):
            asking.answer()
    gate.set()
    assert council.desk.until(lambda: _answers(asking), 30)


def _answers(asking: Bounded[bool]) -> bool:
    try:
        return asking.answer()
    except NoAnswer:
        return False


# ---- over HTTP


def test_a_clock_answers_for_its_metrics_and_its_life_and_for_nothing_else(council: Council) -> None:
    client = build_monitoring(Exposition(council.store, lambda: NINE)).test_client()
    metrics = client.get("/metrics")
    assert metrics.status_code == 200
    assert metrics.content_type.startswith("text/plain")
    assert "cornerstone_outbox_messages" in metrics.text
    assert client.get("/healthz").text == "alive\n"
    assert client.post("/slack/events").status_code == 404


KINDS: list[tuple[object, str]] = [
    ({"command": "/decision"}, "command"),
    ({"type": "block_actions"}, "block_actions"),
    ({"type": "view_submission"}, "view_submission"),
    ({"type": "event_callback", "event": {"type": "app_home_opened"}}, "event"),
    ({"type": "planted"}, "other"),
    ({"type": ["planted"]}, "other"),
    ({}, "other"),
    ([], "other"),
    (None, "other"),
]


@pytest.mark.parametrize(("body", "kind"), KINDS)
def test_whatever_anybody_sends_the_kinds_stay_few(body: object, kind: str) -> None:
    assert kind_of(body) == kind
