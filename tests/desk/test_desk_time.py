"""The desk's clock, its time machine, and the port."""

import contextlib
import http.client
import threading
from datetime import datetime
from urllib.request import urlopen

import pytest

from bot.desk import Desk
from bot.desk.timebar import TimeBar
from bot.desk.world import World
from tests.desk.counterpart import ANN, PEOPLE, SCOPES, TOKEN, Clock, client_of, make_desk


class Machine:
    """A time machine that waits to be let go."""

    def __init__(self, clock: Clock, *, finds: bool = True) -> None:
        self.clock, self.finds, self.gate, self.moved = clock, finds, threading.Event(), list[int]()

    def now(self) -> datetime:
        return self.clock()

    def advance(self, days: int) -> None:
        self.gate.wait(5)
        self.moved.append(days)
        self.clock.on(days=days)

    def to_next_notice(self) -> bool:
        self.gate.wait(5)
        return self.finds


def bar(machine: Machine | None, clock: Clock) -> TimeBar:
    return TimeBar(World(people=PEOPLE, bot_token=TOKEN, scopes=SCOPES, clock=clock), machine)


def test_one_journey_at_a_time(clock: Clock) -> None:
    machine = Machine(clock)
    time = bar(machine, clock)
    assert time.start("week")
    assert not time.start("day")
    assert time.journey is not None
    assert (time.journey.words, time.journey.under_way) == ("Moving on a week", True)
    machine.gate.set()
    ended = time.wait(5)
    assert ended is not None
    assert (ended.words, ended.under_way) == ("Nothing was sent on the way.", False)
    assert time.start("day")
    time.wait(5)
    assert machine.moved == [7, 1]


def test_nothing_more_is_planned(clock: Clock) -> None:
    machine = Machine(clock, finds=False)
    machine.gate.set()
    time = bar(machine, clock)
    assert time.start("next")
    ended = time.wait(5)
    assert ended is not None
    assert ended.words == "Nothing more is planned."


def test_without_a_time_machine_time_only_passes(clock: Clock) -> None:
    time = bar(None, clock)
    assert not time.can_move
    assert not time.start("day")


def test_a_port_that_is_taken_is_named(clock: Clock) -> None:
    with make_desk(clock) as desk, make_desk(clock) as other:
        desk.serve(port=0)
        port = int(desk.url.rpartition(":")[2])
        with pytest.raises(OSError, match=f"Port {port} on 127.0.0.1 cannot be used"):
            other.serve(port=port)


def test_a_desk_may_be_opened_again_on_the_same_port(clock: Clock) -> None:
    with make_desk(clock) as desk:
        port = int(desk.serve(port=0).rpartition(":")[2])
        client_of(desk).chat_postMessage(channel=ANN, text="x")
    with make_desk(clock) as desk:
        desk.serve(port=port)
        client_of(desk).chat_postMessage(channel=ANN, text="x")
        assert len(desk.sent()) == 1


def test_a_desk_may_be_closed_while_it_is_asked(clock: Clock) -> None:
    def ask(desk: Desk) -> None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            urlopen(desk.url, timeout=60).close()

    before = set(threading.enumerate())
    for _ in range(15):
        with make_desk(clock) as desk:
            desk.serve(port=0)
            asking = [threading.Thread(target=ask, args=(desk,)) for _ in range(4)]
            for each in asking:
                each.start()
        for each in asking:
            each.join(5)
            assert not each.is_alive()
    left = set(threading.enumerate()) - before
    assert not [each for each in left if each.name.startswith(("desk-server", "waitress"))]
