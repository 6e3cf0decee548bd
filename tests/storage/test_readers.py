"""Of those for whom somebody waits a few look something up at once; the others have a place when one of these goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest

from storage import SINGLE
from storage.errors import Crowded
from storage.store import READERS, Store
from tests.storage.council import at
from tests.storage.readers import LONG, Readers

NOW = at("2026-03-24")
SOON = timedelta(seconds=0.05)
"""For those who shall not get it: whoever shall has all the time the machine may need."""


@pytest.fixture
def busy(council: Store) -> Iterator[Store]:
    """Every place is taken."""
    readers = Readers(council, NOW, within=LONG)
    yield council
    readers.leave()


def names(store: Store, **how: Any) -> int:
    with store.read(SINGLE, NOW, **how) as work:
        return len(work.people.everyone())


def test_whoever_finds_no_place_in_their_time_is_told_so_and_has_one_once_somebody_goes(council: Store) -> None:
    readers = Readers(council, NOW, within=LONG)
    with pytest.raises(Crowded):
        names(council, within=SOON)
    answers: list[int] = []
    waits = Thread(target=lambda: answers.append(names(council, within=LONG)))
    waits.start()
    readers.leave()
    waits.join()
    assert answers == [names(council, within=LONG)]


@pytest.mark.parametrize("how", [{}, {"unhurried": True}], ids=["the sender's", "a report's"])
def test_where_nobody_waits_no_place_is_needed_and_none_is_taken(council: Store, how: dict[str, Any]) -> None:
    readers = Readers(council, NOW, **how)
    assert names(council, within=LONG) == names(council, **how) > 1
    readers.leave()


def test_whoever_writes_needs_none(busy: Store) -> None:
    with busy.work(SINGLE, NOW, within=LONG) as work:
        assert len(work.people.everyone()) > 1
        assert names(busy, within=LONG) > 1, "nor to look something up meanwhile"


def test_whoever_has_one_needs_no_second(council: Store) -> None:
    with ExitStack() as others:
        for _ in range(READERS + 1):
            others.enter_context(council.read(SINGLE, NOW, within=LONG))
    assert names(council, within=LONG) > 1


def test_a_place_is_given_back_whatever_happens(council: Store) -> None:
    for _ in range(READERS + 1):
        with pytest.raises(ZeroDivisionError), council.read(SINGLE, NOW, within=LONG):
            raise ZeroDivisionError
    assert names(council, within=LONG) > 1
