"""Alarms: begun once, told once, over once, whoever says so and however many say it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from storage import SINGLE
from storage.alarms import EVERYWHERE, KEPT, Alarm
from storage.store import Store
from tests.storage.council import at

NOW = at("2026-03-24T09:00")
LATER = at("2026-03-24T10:00")


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def names(alarms: list[Alarm]) -> list[tuple[str, str]]:
    return [(each.name, each.about) for each in alarms]


def tell(store: Store, now: datetime) -> list[tuple[str, str]]:
    """Tell all there is; which of them is over is marked."""
    claimed = store.alarms.claim_untold(now)
    for each in claimed:
        store.alarms.told(each, now)
    return [(each.name, "over" if each.ended_at else "standing") for each in claimed]


def test_what_stands_already_does_not_begin_again(store: Store) -> None:
    assert store.alarms.begin(SINGLE, "slack_refuses", detail="token_revoked", now=NOW)
    assert not store.alarms.begin(SINGLE, "slack_refuses", detail="missing_scope", now=LATER)
    (alarm,) = store.alarms.standing()
    assert (alarm.workspace, alarm.name, alarm.about, alarm.detail) == (SINGLE, "slack_refuses", "", "token_revoked")
    assert (alarm.began_at, alarm.told_at, alarm.ended_at) == (NOW, None, None)


def test_alarms_differ_by_workspace_name_and_whom_they_are_about(store: Store) -> None:
    for workspace, name, about in (
        (SINGLE, "unreachable", "E1"),
        (SINGLE, "unreachable", "E2"),
        ("other", "unreachable", "E1"),
        (SINGLE, "backlog", ""),
    ):
        assert store.alarms.begin(workspace, name, about, now=NOW)
    assert len(store.alarms.standing()) == 4
    assert names(store.alarms.standing("other")) == [("unreachable", "E1")]
    assert store.alarms.end(SINGLE, "unreachable", "E1", now=LATER)
    assert set(names(store.alarms.standing(SINGLE))) == {("unreachable", "E2"), ("backlog", "")}


def test_what_does_not_stand_does_not_end(store: Store) -> None:
    assert not store.alarms.end(EVERYWHERE, "clock_stopped", now=NOW)
    store.alarms.begin(EVERYWHERE, "clock_stopped", now=NOW)
    assert store.alarms.end(EVERYWHERE, "clock_stopped", now=LATER)
    assert not store.alarms.end(EVERYWHERE, "clock_stopped", now=LATER)
    assert store.alarms.standing() == []


@pytest.mark.parametrize(
    ("began_at", "ends"),
    [
        (NOW - minutes(1), True),
        (NOW, False),
        (NOW + minutes(30), False),
        (LATER + minutes(50), False),
        (LATER + timedelta(days=30), True),
    ],
    ids=["before", "at that moment", "after it", "by a clock that is ahead", "before the clock was set back"],
)
def test_what_began_since_a_moment_does_not_end(store: Store, began_at: datetime, ends: bool) -> None:
    store.alarms.begin(SINGLE, "nightly", now=began_at)
    assert store.alarms.end(SINGLE, "nightly", now=LATER, began_before=NOW) is ends
    assert bool(store.alarms.standing()) is not ends


def test_eight_that_begin_it_anew_at_once_begin_one_and_none_ends_that(store: Store) -> None:
    store.alarms.begin(SINGLE, "nightly", now=NOW)
    tell(store, NOW)

    def begin_anew(number: int) -> bool:
        store.alarms.end(SINGLE, "nightly", now=LATER, began_before=LATER)
        return number % 2 == 0 and store.alarms.begin(SINGLE, "nightly", now=LATER)

    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(begin_anew, range(8)))
    assert begun.count(True) == 1
    assert sorted(tell(store, LATER)) == [("nightly", "over"), ("nightly", "standing")]


def test_what_ended_may_begin_anew_and_is_another_alarm(store: Store) -> None:
    store.alarms.begin(EVERYWHERE, "clock_stopped", now=NOW)
    assert tell(store, NOW) == [("clock_stopped", "standing")]
    store.alarms.end(EVERYWHERE, "clock_stopped", now=LATER)
    assert store.alarms.begin(EVERYWHERE, "clock_stopped", now=LATER)
    assert sorted(tell(store, LATER)) == [("clock_stopped", "over"), ("clock_stopped", "standing")]
    assert tell(store, LATER) == []


def test_an_alarm_is_told_once_and_its_end_once(store: Store) -> None:
    store.alarms.begin(SINGLE, "backlog", now=NOW)
    assert tell(store, NOW) == [("backlog", "standing")]
    assert tell(store, LATER) == []
    store.alarms.end(SINGLE, "backlog", now=LATER)
    assert tell(store, LATER) == [("backlog", "over")]
    assert tell(store, LATER + minutes(5)) == []


def test_a_blink_that_nobody_tried_to_tell_is_told_to_nobody(store: Store) -> None:
    store.alarms.begin(SINGLE, "backlog", now=NOW)
    store.alarms.end(SINGLE, "backlog", now=LATER)
    assert tell(store, LATER) == []


def test_what_could_not_be_told_while_it_stood_is_told_as_over(store: Store) -> None:
    store.alarms.begin(SINGLE, "slack_refuses", detail="token_revoked", now=NOW)
    store.alarms.put_back(store.alarms.claim_untold(NOW), NOW)
    store.alarms.end(SINGLE, "slack_refuses", now=LATER)
    assert tell(store, LATER) == [("slack_refuses", "over")]
    assert tell(store, LATER + minutes(5)) == []


def test_what_ends_while_it_is_being_told_is_told_as_over_next(store: Store) -> None:
    store.alarms.begin(SINGLE, "backlog", now=NOW)
    (claimed,) = store.alarms.claim_untold(NOW)
    store.alarms.end(SINGLE, "backlog", now=NOW + minutes(0.2))
    store.alarms.told(claimed, NOW + minutes(0.5))
    assert tell(store, NOW + minutes(0.5)) == [("backlog", "over")]


TOLD_BEFORE: dict[str, tuple[str, ...]] = {
    "nobody tried": (),
    "it could not be told": ("claim", "put back"),
    "it was told": ("claim", "told"),
    "it is being told": ("claim",),
}


@pytest.mark.parametrize("steps", TOLD_BEFORE.values(), ids=TOLD_BEFORE.keys())
def test_what_is_withdrawn_is_told_to_nobody_as_mended_and_may_begin_anew(store: Store, steps: tuple[str, ...]) -> None:
    store.alarms.begin(SINGLE, "unreachable", "E1", now=NOW)
    claimed = store.alarms.claim_untold(NOW) if steps else []
    if "put back" in steps:
        store.alarms.put_back(claimed, NOW)
    if "told" in steps:
        store.alarms.told(claimed[0], NOW)
    (alarm,) = store.alarms.standing()
    store.alarms.withdraw(alarm, NOW + minutes(1))
    if steps == ("claim",):
        store.alarms.told(claimed[0], NOW + minutes(2))
    assert (store.alarms.standing(), tell(store, LATER)) == ([], [])
    assert store.alarms.begin(SINGLE, "unreachable", "E1", now=LATER)
    store.alarms.withdraw(alarm, LATER)
    assert tell(store, LATER) == [("unreachable", "standing")], "another than the one withdrawn"


def test_while_one_tells_no_other_does_until_the_lease_is_out(store: Store) -> None:
    store.alarms.begin(SINGLE, "backlog", now=NOW)
    assert names(store.alarms.claim_untold(NOW)) == [("backlog", "")]
    assert store.alarms.claim_untold(NOW + minutes(0.9)) == []
    assert names(store.alarms.untold()) == [("backlog", "")]
    assert names(store.alarms.claim_untold(NOW + minutes(1))) == [("backlog", "")]


def test_what_was_put_back_may_be_told_at_once(store: Store) -> None:
    store.alarms.begin(SINGLE, "backlog", now=NOW)
    store.alarms.put_back(store.alarms.claim_untold(NOW), NOW)
    assert names(store.alarms.claim_untold(NOW)) == [("backlog", "")]


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=400)])
def test_a_clock_set_back_holds_up_nothing(store: Store, back: timedelta) -> None:
    store.alarms.begin(SINGLE, "backlog", now=NOW)
    store.alarms.claim_untold(NOW)
    assert tell(store, NOW - back) == [("backlog", "standing")]
    store.alarms.end(SINGLE, "backlog", now=NOW - 2 * back)
    assert tell(store, NOW - 2 * back) == [("backlog", "over")]
    assert tell(store, NOW - 2 * back) == []


def test_eight_that_see_it_at_once_begin_it_once_and_one_of_them_tells_it(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        begun = list(pool.map(lambda _: store.alarms.begin(SINGLE, "backlog", now=NOW), range(8)))
        claimed = list(pool.map(lambda _: store.alarms.claim_untold(NOW), range(8)))
        ended = list(pool.map(lambda _: store.alarms.end(SINGLE, "backlog", now=LATER), range(8)))
    assert sorted(begun) == [False] * 7 + [True]
    assert sorted(map(len, claimed)) == [0] * 7 + [1]
    assert True in ended
    assert store.alarms.standing() == []


def test_alarms_long_over_are_forgotten(store: Store) -> None:
    store.alarms.begin(SINGLE, "backlog", now=NOW)
    tell(store, NOW)
    store.alarms.end(SINGLE, "backlog", now=LATER)
    tell(store, LATER)
    after = LATER + KEPT + minutes(1)
    store.alarms.begin(SINGLE, "failed", now=after)
    tell(store, after)
    with store.reading() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM alarms").scalar() == 1


def test_one_row_a_process_and_those_gone_for_a_day_are_forgotten(store: Store) -> None:
    store.heartbeats.beat("clock:a:1", NOW - timedelta(days=2))
    store.heartbeats.beat("clock:a:2", NOW - minutes(5))
    store.heartbeats.beat("web:a:3", NOW)
    assert store.heartbeats.latest() == NOW - minutes(5)
    assert store.heartbeats.latest("web") == NOW
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM heartbeats").scalar() == 2


def test_a_process_whose_time_was_wrong_is_not_taken_for_alive(store: Store) -> None:
    store.heartbeats.beat("clock:a:1", NOW)
    store.heartbeats.beat("clock:a:2", NOW + timedelta(days=400))
    store.heartbeats.beat("watch-web:a:3:another key", NOW + timedelta(days=400))
    store.heartbeats.beat("clock:a:4", NOW + minutes(10))
    assert store.heartbeats.latest(now=NOW) == NOW + minutes(10), "clocks of two computers are never quite alike"
    assert store.heartbeats.sealing_otherwise(NOW) == 0, "forgotten by the first whose time is right"
