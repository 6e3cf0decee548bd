"""Told to stop between any two transactions of what takes long: what was done stands, and the next does the rest, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime
from itertools import count, repeat

import pytest

import storage.sweep
from scheduling.policy import Policy
from storage import SINGLE, drawing, rederive
from storage.rederive import make_good, nightly
from storage.stopping import Stopped, Told
from storage.store import Store
from storage.sweep import sweep
from tests.databases import Databases
from tests.storage.conftest import opened, settled_url
from tests.storage.council import at
from tests.storage.reading import queued

NOW = at("2026-04-24")
"""Reminders, and the first escalations; all of it in one go, as after weeks in which nothing ran."""


@pytest.fixture
def in_small_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A council of a dozen, gone through in as many transactions as one of thousands."""
    monkeypatch.setattr(rederive, "PEOPLE_A_TURN", 2)
    monkeypatch.setattr(rederive, "CASES_A_TURN", 1)
    monkeypatch.setattr(rederive, "A_PAUSE", 0)
    monkeypatch.setattr(drawing, "A_TURN", 1)
    monkeypatch.setattr(storage.sweep, "BATCH", 2)


def told_at(place: int) -> Told:
    """From the time on that it is asked for the so-manieth time."""
    asked = count(1)
    return lambda: next(asked) >= place


def until_done(work: Callable[[Told], object], places: Iterable[int]) -> int:
    """Begun again and again, each time stopped at the next of these places; how often until it was done."""
    for stops, place in enumerate(places):
        try:
            work(told_at(place))
        except Stopped:
            continue
        return stops
    raise AssertionError


@pytest.mark.usefixtures("in_small_turns")
@pytest.mark.parametrize("now", [at("2026-03-26"), NOW], ids=["reminders", "escalations"])
def test_a_sweep_stopped_at_every_place_tells_what_one_that_went_through_tells(
    council: Store, databases: Databases, policy: Policy, now: datetime
) -> None:
    with databases.copy(settled_url(databases, policy)) as url, closing(opened(url, policy)) as unbroken:
        sweep(unbroken, SINGLE, now)
        expected = queued(unbroken)
    assert until_done(lambda told: make_good(council, SINGLE, now, told), count(1)) > 7, "four turns of people, three of cases"
    assert until_done(lambda told: sweep(council, SINGLE, now, told), repeat(2)) > 4, "a batch is stored each time"
    assert queued(council) == expected
    assert expected.total() > 10


@pytest.mark.usefixtures("in_small_turns")
def test_a_night_that_was_stopped_is_gone_through_again_until_it_is_done(council: Store) -> None:
    with pytest.raises(Stopped):
        nightly(council, SINGLE, NOW, told_at(4))
    assert make_good(council, SINGLE, NOW) is not None, "the day is noted when everybody has had their turn"
    assert make_good(council, SINGLE, NOW) is None


def test_who_is_told_before_beginning_touches_nothing(council: Store) -> None:
    for work in (sweep, nightly, make_good):
        with pytest.raises(Stopped):
            work(council, SINGLE, NOW, lambda: True)
    assert queued(council).total() == 0
