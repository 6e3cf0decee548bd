"""What a process sees when it looks at the bot: clocks that beat, what waits too long, what failed."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.desk import Trouble
from bot.pulse import Pulse, name_of
from bot.watch import Watchman
from storage import SINGLE, gauges
from storage.sweep import sweep
from tests.bot.council import NINE
from tests.bot.hall import Hall, minutes


def look(hall: Hall, watchman: Watchman, at: datetime) -> list[str]:
    """The alarms that stand after a look."""
    watchman.look(at)
    return sorted(each.name for each in hall.council.store.alarms.standing())


def test_no_beat_for_fifteen_minutes_is_an_alarm_that_ends_with_the_next(hall: Hall) -> None:
    store, watchman = hall.council.store, Watchman(hall.council.store, "web")
    hall.council.run("DELETE FROM outbox")
    store.heartbeats.beat(name_of("clock"), NINE)
    for minute in range(15):
        assert look(hall, watchman, NINE + minutes(minute)) == []
    assert look(hall, watchman, NINE + minutes(15)) == ["clock_stopped"]
    (alarm,) = store.alarms.standing()
    assert alarm.began_at == NINE, "since the last beat"
    store.heartbeats.beat("clock:another:1", NINE + minutes(40))
    assert look(hall, watchman, NINE + minutes(41)) == []


def test_a_clock_that_never_ran_is_an_alarm_a_quarter_of_an_hour_after_the_first_look(hall: Hall) -> None:
    hall.council.run("DELETE FROM outbox")
    watchman = Watchman(hall.council.store, "web")
    found = [look(hall, watchman, NINE + minutes(minute)) for minute in range(16)]
    assert found == [[]] * 15 + [["clock_stopped"]]


@pytest.mark.parametrize("ahead", [timedelta(hours=3), timedelta(days=365)])
def test_a_clock_that_died_with_a_wrong_time_ahead_hides_no_clock_that_stopped(hall: Hall, ahead: timedelta) -> None:
    hall.council.run("DELETE FROM outbox")
    hall.council.store.heartbeats.beat("clock:host:1", NINE + ahead)
    hall.council.store.heartbeats.beat("clock:host:2", NINE)
    watchman = Watchman(hall.council.store, "web")
    found = [look(hall, watchman, NINE + minutes(minute)) for minute in range(16)]
    assert found == [[]] * 15 + [["clock_stopped"]]


@pytest.mark.parametrize("ahead", [timedelta(minutes=16), timedelta(days=9)])
def test_a_computer_that_slept_is_no_alarm_where_its_clock_beats_on(ahead: timedelta) -> None:
    """After the jump the watch may look first; the clock beats within its minute."""
    pulse = Pulse()
    assert not pulse.has_stopped(NINE, NINE + minutes(1))
    assert not pulse.has_stopped(NINE, NINE + ahead)
    assert not pulse.has_stopped(NINE + ahead + minutes(1), NINE + ahead + minutes(1))


def test_what_waits_half_an_hour_is_an_alarm_until_it_goes(hall: Hall) -> None:
    hall.council.store.heartbeats.beat(name_of("clock"), NINE + minutes(31))
    watchman = Watchman(hall.council.store, "web")
    assert look(hall, watchman, NINE + minutes(30)) == []
    assert look(hall, watchman, NINE + minutes(31)) == ["backlog"]
    (alarm,) = hall.council.store.alarms.standing(SINGLE)
    assert alarm.began_at == NINE
    hall.council.run("UPDATE outbox SET state = 'sent'")
    assert look(hall, watchman, NINE + minutes(32)) == []


REFUSALS: dict[str, dict[str, Any]] = {
    "a fault of its own": {"trouble": Trouble.SERVER_ERROR},
    "too many messages": {"trouble": Trouble.RATE_LIMITED, "seconds": 60},
}


@pytest.mark.parametrize("refusal", [*REFUSALS, "no connection"])
def test_what_is_tried_again_and_again_has_waited_since_it_was_first_to_go(hall: Hall, refusal: str) -> None:
    """Each try is put off by minutes, and is no message that has only just come due."""
    council, watchman = hall.council, Watchman(hall.council.store, "clock")
    if refusal in REFUSALS:
        council.desk.faults.switch_on(methods=["chat.postMessage"], **REFUSALS[refusal])
    sender = council.sender(client=council.client(api="" if refusal in REFUSALS else "http://127.0.0.1:9/api/"))
    found = []
    for minute in range(45):
        council.send(NINE + minutes(minute), sender)
        council.store.heartbeats.beat(name_of("clock"), NINE + minutes(minute))
        found.append("backlog" in look(hall, watchman, NINE + minutes(minute)))
    assert found == [False] * 31 + [True] * 14
    assert gauges.read(council.store, NINE + minutes(44)).oldest_unsent_at == NINE
    assert gauges.oldest_unsent_at(council.store, NINE + minutes(44)) == NINE
    assert {each.due_at for each in council.store.outbox.listing(("pending", "uncertain")) if each.attempts} == {NINE}


def test_what_is_tried_and_put_on_another_morning_waits_from_then_on(hall: Hall) -> None:
    council = hall.council
    council.desk.faults.switch_on(Trouble.RATE_LIMITED, methods=["chat.postMessage"], seconds=60)
    for minute in range(5):
        council.send(NINE + minutes(minute))
    night, tomorrow = NINE + timedelta(hours=12), NINE + timedelta(days=1)
    assert gauges.oldest_unsent_at(council.store, night) == NINE
    sweep(council.store, SINGLE, night)
    assert gauges.oldest_unsent_at(council.store, night) is None
    assert gauges.oldest_unsent_at(council.store, tomorrow + minutes(1)) == tomorrow


def test_what_comes_due_and_is_not_swept_for_half_an_hour_is_an_alarm_until_it_is(hall: Hall) -> None:
    store, watchman = hall.council.store, Watchman(hall.council.store, "clock")
    hall.council.run("UPDATE outbox SET state = 'sent'")
    due_at = NINE + timedelta(days=1)
    sweep(store, SINGLE, due_at - minutes(1))
    hall.council.run("UPDATE outbox SET state = 'sent'")
    assert gauges.read(store, due_at + minutes(1)).sweep_due_at == due_at
    found = []
    for minute in range(40):
        store.heartbeats.beat(name_of("clock"), due_at + minutes(minute))
        found.append(look(hall, watchman, due_at + minutes(minute)))
    assert found == [[]] * 31 + [["sweep"]] * 9
    (alarm,) = store.alarms.standing()
    assert (alarm.workspace, alarm.began_at) == (SINGLE, due_at)
    hall.tell(due_at + minutes(40))
    assert "What has come due is not put into messages" in hall.told()[0].text
    sweep(store, SINGLE, due_at + minutes(41))
    hall.council.run("UPDATE outbox SET state = 'sent'")
    assert look(hall, watchman, due_at + minutes(42)) == []
    hall.tell(due_at + minutes(42))
    assert "put into messages again" in hall.told()[1].text


def test_a_clock_that_starts_again_has_its_time_to_sweep_what_came_due_meanwhile(hall: Hall) -> None:
    """While none runs that is the alarm; nor does a computer that wakes alarm before the sweep has come round."""
    store, watchman = hall.council.store, Watchman(hall.council.store, "web")
    hall.council.run("DELETE FROM outbox")
    late = NINE + timedelta(days=2)
    store.heartbeats.beat("clock:a:1", late - minutes(16))
    assert [look(hall, watchman, late + minutes(minute)) for minute in range(16)][-1] == ["clock_stopped"]
    for minute in range(16, 26):
        store.heartbeats.beat("clock:a:2", late + minutes(minute))
        assert look(hall, watchman, late + minutes(minute)) == []
    store.heartbeats.beat("clock:a:2", late + minutes(26))
    assert look(hall, watchman, late + minutes(26)) == ["sweep"]


def test_what_is_due_tomorrow_is_no_backlog_and_neither_is_an_edit(hall: Hall) -> None:
    hall.council.store.heartbeats.beat(name_of("clock"), NINE + minutes(60))
    hall.council.run("UPDATE outbox SET not_before = '2026-03-03 09:00:00' WHERE id % 2 = 0")
    hall.council.run("UPDATE outbox SET op = 'update' WHERE id % 2 = 1")
    assert look(hall, Watchman(hall.council.store, "web"), NINE + minutes(60)) == []


def test_messages_that_failed_are_one_alarm_and_people_out_of_reach_are_none_of_it(hall: Hall) -> None:
    hall.council.store.heartbeats.beat(name_of("clock"), NINE)
    hall.council.run("UPDATE outbox SET state = 'failed', reason = 'no Slack account'")
    watchman = Watchman(hall.council.store, "web")
    assert look(hall, watchman, NINE + minutes(1)) == []
    hall.council.run("UPDATE outbox SET reason = 'invalid_blocks' WHERE id IN (SELECT min(id) FROM outbox)")
    assert look(hall, watchman, NINE + minutes(2)) == ["failed"]
    hall.tell(NINE + minutes(2))
    assert "One message could not be sent" in hall.told()[0].text
    hall.council.store.heartbeats.beat(name_of("clock"), NINE + timedelta(days=1))
    assert look(hall, watchman, NINE + timedelta(days=1, minutes=3)) == []
