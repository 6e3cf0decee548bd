"""How fast a workspace is sent to after what Slack has said."""

from datetime import timedelta

import pytest

from bot.sending.pace import BURST, LONGEST_PAUSE, MOST, PAUSE, TROUBLES, Pace
from bot.slack_calls import Final, Mendable, NotTaken, Refused, Unsure

TOO_MANY = Refused("ratelimited", timedelta(seconds=30))


def test_as_many_go_at_once_as_are_allowed_in_flight() -> None:
    pace = Pace()
    assert [pace.room(0.0, flying) for flying in range(MOST + 2)] == [4, 3, 2, 1, 0, 0]


def test_after_a_burst_so_many_go_each_second_and_no_more() -> None:
    pace, begun = Pace(most=1000, per_second=5.0), 0
    for tenth in range(1000):
        room = pace.room(tenth / 10, 0)
        pace.begun(room)
        begun += room
    assert begun == pytest.approx(BURST + 5 * 99.9, abs=1)
    pace.room(100.0, 0)
    pace.begun(1)
    assert pace.next_at(100.0) - 100.0 == pytest.approx(0.2)


def test_one_429_is_that_of_a_channel_a_second_that_of_the_workspace() -> None:
    pace = Pace()
    pace.refused(TOO_MANY, 100.0)
    assert pace.room(100.0, 0) == 1
    pace.refused(TOO_MANY, 101.0)
    assert (pace.room(101.0, 0), pace.room(130.9, 0), pace.room(131.0, 0)) == (0, 0, 1)
    assert pace.next_at(110.0) == 131.0


def test_each_post_taken_lets_one_more_go_at_a_time() -> None:
    pace = Pace()
    pace.refused(TOO_MANY, 0.0)
    rooms = []
    for _ in range(5):
        pace.taken()
        rooms.append(pace.room(1.0, 0))
    assert rooms == [2, 3, 4, 4, 4]


@pytest.mark.parametrize("silence", [Unsure("TimeoutError"), Refused("ConnectionRefusedError")])
def test_a_slack_that_does_not_answer_is_left_in_peace_longer_each_time(silence: NotTaken) -> None:
    pace, now, pauses = Pace(), 0.0, []
    for _ in range(TROUBLES - 1):
        pace.refused(silence, now)
    assert pace.room(now, 0) == MOST
    for _ in range(12):
        pace.refused(silence, now)
        pauses.append(pace.paused_until - now)
        now = pace.paused_until
    assert pauses[:4] == [PAUSE, 2 * PAUSE, 4 * PAUSE, 8 * PAUSE]
    assert pauses[-1] == LONGEST_PAUSE
    assert pace.room(now, 0) == 1
    pace.taken()
    assert pace.troubles == 0


def test_answers_that_were_under_way_when_the_pause_began_do_not_lengthen_it() -> None:
    pace = Pace()
    for _ in range(TROUBLES + 5):
        pace.refused(Unsure("TimeoutError"), 10.0)
    assert pace.paused_until == 10.0 + PAUSE


@pytest.mark.parametrize("answer", [Final("user_disabled"), Mendable("missing_scope")])
def test_an_answer_is_no_silence(answer: NotTaken) -> None:
    pace = Pace()
    for _ in range(20):
        pace.refused(answer, 0.0)
    assert pace.room(0.0, 0) == MOST
