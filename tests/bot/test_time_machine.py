"""Time passes in the demo as it would in life, only faster."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.demo import FIRST_DAY, Demo
from bot.desk import Trouble
from tests.unhurried import sample_council

LONDON = ZoneInfo("Europe/London")
AT_ONCE = {"at_once", "to_read", "raised", "told_of_access"}


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """The sample council on its first Monday, 08:55."""
    with sample_council(tmp_path / "demo") as started:
        yield started


def mornings(demo: Demo) -> list[datetime]:
    """When everything was sent that waits for the morning, London time."""
    return [each.sent_at.astimezone(LONDON) for each in demo.desk.sent() if each.kind not in AT_ONCE]


@pytest.mark.slow
@pytest.mark.alone
def test_three_weeks_pass_in_well_under_half_a_minute_and_week_ends_are_quiet(demo: Demo) -> None:
    begun = time.monotonic()
    for _ in range(3):
        demo.machine.advance(7)
    assert time.monotonic() - begun < 30
    assert demo.machine.now().astimezone(LONDON).date() == FIRST_DAY.date() + timedelta(days=21)
    sent = mornings(demo)
    assert len(sent) > 30
    assert {at.weekday() for at in sent} == {0, 1, 2, 3, 4}
    assert {at.hour for at in sent} == {9}
    assert all(at.minute < 2 for at in sent)
    told = Counter((each.user_id, each.sent_at.date()) for each in demo.desk.sent(kind="morning"))
    assert set(told.values()) == {1}, "one morning message a person a day"
    assert set(Counter(str(each.facts["message"]) for each in demo.desk.sent()).values()) == {1}


def test_the_next_notice_is_where_it_stops(demo: Demo) -> None:
    assert demo.machine.to_next_notice()
    first = demo.machine.now()
    assert first.astimezone(LONDON).date() == FIRST_DAY.date()
    assert timedelta(0) <= first - FIRST_DAY.astimezone(UTC) < timedelta(minutes=7)
    seen = len(demo.desk.sent())
    assert seen
    assert demo.machine.to_next_notice()
    assert len(demo.desk.sent()) > seen
    assert demo.machine.now() - first < timedelta(days=4)


CHANGES = [
    # the Friday noon before the clocks change, the Monday after, and when it is nine there by UTC
    (datetime(2026, 3, 27, 12, tzinfo=LONDON), date(2026, 3, 30), 8),
    (datetime(2026, 10, 23, 12, tzinfo=LONDON), date(2026, 10, 26), 9),
]


@pytest.mark.parametrize(("friday", "monday", "hour"), CHANGES)
def test_nine_is_nine_on_the_wall_before_and_after_the_clocks_change(
    demo: Demo, friday: datetime, monday: date, hour: int
) -> None:
    demo.clock.set_to(friday)
    demo.machine.advance(0)
    before = len(demo.desk.sent())
    demo.machine.advance(3)
    sent = [each for each in demo.desk.sent()[before:] if each.kind not in AT_ONCE]
    assert {each.sent_at.astimezone(LONDON).date() for each in sent} == {monday}
    assert {each.sent_at.astimezone(UTC).hour for each in sent} == {hour}
    assert min(each.sent_at.astimezone(LONDON).minute for each in sent) == 0


def test_easter_is_as_quiet_as_a_week_end(demo: Demo) -> None:
    demo.clock.set_to(datetime(2026, 4, 2, 12, tzinfo=LONDON))
    demo.machine.advance(0)
    before = len(mornings(demo))
    demo.machine.advance(5)
    assert {at.date() for at in mornings(demo)[before:]} == {date(2026, 4, 7)}


@pytest.mark.alone
def test_what_waits_for_a_morning_somewhere_does_not_hold_the_time_machine_up(demo: Demo) -> None:
    demo.machine.advance(0)
    demo.clock.set_to(datetime(2026, 3, 3, 18, 30, tzinfo=LONDON))
    demo.machine.advance(0)  # escalations and mornings queued now wait until tomorrow
    assert demo.store.outbox.counts().by_state.get("pending")
    begun, there = time.monotonic(), demo.machine.now()
    demo.machine.advance(0)
    assert demo.machine.now() - there < timedelta(seconds=10)
    assert time.monotonic() - begun < 5


def test_while_slack_says_too_many_requests_time_still_passes_and_everything_comes_once(demo: Demo) -> None:
    demo.desk.faults.switch_on(Trouble.RATE_LIMITED, methods=["chat.postMessage"], times=4, seconds=20)
    demo.machine.advance(1)
    assert set(Counter(str(each.facts["message"]) for each in demo.desk.sent()).values()) == {1}
    assert len(demo.desk.sent(kind="morning")) > 4
    assert not demo.store.outbox.counts().by_state.get("uncertain")


def test_the_demo_goes_through_no_proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "http_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with sample_council(tmp_path / "demo") as demo:
        assert demo.machine.to_next_notice()
        assert demo.desk.as_person("UE1003").command("/supervision", "help")
