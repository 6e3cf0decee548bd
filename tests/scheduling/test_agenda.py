"""The proposed agenda keeps every case in time whenever any agenda can, and asks for no more than that."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.agenda import Agenda, Due, Sitting, agenda

MONDAY = date(2026, 3, 2)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def due(**days: int) -> list[Due]:
    return [Due(ref, day(number)) for ref, number in days.items()]


def refs(cases: Sequence[Due]) -> str:
    return "".join(case.ref for case in cases)


@pytest.mark.parametrize(
    ("cases", "sittings", "needed", "if_time", "late", "short_by"),
    [
        ({"a": 5, "b": 40, "c": 20}, [(0, 3), (28, 3)], "ac", "b", "", None),
        ({"a": 30, "b": 30, "c": 30}, [(0, 1), (28, 2), (56, 1)], "a", "", "", None),
        ({"a": 30, "b": 30, "c": 30}, [(0, 1), (28, 1), (56, 1)], "a", "", "c", 30),
        ({"a": -3, "b": 5, "c": 6}, [(0, 2), (28, 2)], "ab", "", "ac", -3),
        ({"a": 60, "b": 70}, [(0, 2), (28, 2), (56, 2)], "", "ab", "", None),
        ({"a": -3, "b": 5}, [(0, 3)], "a", "b", "a", -3),
        ({}, [(0, 2)], "", "", "", None),
        ({"a": 0}, [(0, 0), (28, 2)], "", "", "a", 0),
        ({"a": 5}, [], "", "", "", None),
    ],
)
def test_what_cannot_wait_comes_first_and_what_fits_beside_it_next(
    cases: dict[str, int], sittings: list[tuple[int, int]], needed: str, if_time: str, late: str, short_by: int | None
) -> None:
    found = agenda(due(**cases), [Sitting(day(on), room) for on, room in sittings])
    assert (refs(found.needed), refs(found.if_time), refs(found.late)) == (needed, if_time, late)
    assert found.short_by == (None if short_by is None else day(short_by))


def kept(cases: Sequence[Due], sittings: Sequence[Sitting]) -> int:
    """The most cases that can be discussed in time, by matching each to a place: another way than taking them by deadline."""
    places = [sitting.on for sitting in sittings for _ in range(sitting.room)]
    taken: dict[int, int] = {}

    def place(case: int, tried: set[int]) -> bool:
        for at, on in enumerate(places):
            if on <= cases[case].by and at not in tried:
                tried.add(at)
                if at not in taken or place(taken[at], tried):
                    taken[at] = case
                    return True
        return False

    return sum(place(case, set()) for case in range(len(cases)))


CASES = st.lists(st.integers(0, 80), max_size=9).map(lambda days: [Due(f"M{at}", day(on)) for at, on in enumerate(days)])
SITTINGS = st.lists(st.integers(0, 4), min_size=1, max_size=4).map(
    lambda rooms: [Sitting(day(21 * at), room) for at, room in enumerate(rooms)]
)


def _must(cases: Sequence[Due], sittings: Sequence[Sitting]) -> list[Due]:
    """Those whose day comes before the last session is over: a later deadline may be kept by sessions nobody has planned."""
    return [case for case in cases if case.by < sittings[-1].on]


@given(cases=CASES, sittings=SITTINGS)
def test_whenever_any_agenda_keeps_every_case_in_time_this_one_does(cases: list[Due], sittings: list[Sitting]) -> None:
    found = agenda(cases, sittings)
    can_be_kept = kept(_must(cases, sittings), sittings) == len(_must(cases, sittings))
    assert (not found.late) == can_be_kept


@given(cases=CASES, sittings=SITTINGS)
def test_what_is_needed_is_enough_and_no_more(cases: list[Due], sittings: list[Sitting]) -> None:
    found = agenda(cases, sittings)
    if found.late:
        return
    assert _is_enough(cases, found, sittings, len(found.needed))
    assert not found.needed or not _is_enough(cases, found, sittings, len(found.needed) - 1)


def _is_enough(cases: Sequence[Due], found: Agenda, sittings: Sequence[Sitting], number: int) -> bool:
    left = [case for case in _must(cases, sittings) if case not in found.needed[:number]]
    return kept(left, sittings[1:]) == len(left)


@given(cases=CASES, sittings=SITTINGS)
def test_nothing_is_proposed_twice_nor_beyond_the_room(cases: list[Due], sittings: list[Sitting]) -> None:
    found = agenda(cases, sittings)
    proposed = [*found.needed, *found.if_time]
    assert len(proposed) == len(set(proposed)) == min(len(cases), sittings[0].room)
    assert proposed == sorted(proposed, key=lambda case: (case.by, case.ref))
