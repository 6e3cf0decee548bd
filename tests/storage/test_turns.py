"""Turns are taken in the order people came for them."""

from threading import Event, Thread

from storage.turns import Turns


def test_whoever_came_first_has_the_next_turn() -> None:
    turns, served, came = Turns(), [], []
    assert turns.take(1)
    threads = []
    for number in range(10):
        waiting = Event()

        def wait(number: int = number, waiting: Event = waiting) -> None:
            came.append(number)
            waiting.set()
            assert turns.take(5)
            served.append(number)
            turns.give()

        threads.append(Thread(target=wait))
        threads[-1].start()
        assert waiting.wait(5)
        while len(turns._waiting) <= number:
            pass
    turns.give()
    for thread in threads:
        thread.join(5)
    assert served == came == list(range(10))
    assert turns.take(0)


def test_whoever_waited_in_vain_leaves_the_queue() -> None:
    turns = Turns()
    assert turns.take(0)
    assert not turns.take(0.01)
    turns.give()
    assert turns.take(0)


def test_where_there_are_several_places_so_many_have_a_turn_at_once() -> None:
    turns = Turns(2)
    assert [turns.take(0), turns.take(0), turns.take(0)] == [True, True, False]
    turns.give()
    assert [turns.take(0), turns.take(0)] == [True, False]
    turns.give()
    turns.give()
    assert [turns.take(0), turns.take(0), turns.take(0)] == [True, True, False]
