"""The year's dates: never on a day off, never later than allowed, and no plan with fewer moved."""

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.calendar import Interval
from scheduling.year import MOST_EARLIER, past_gaps, year_ahead

TUESDAY = date(2026, 3, 3)
DAY = timedelta(days=1)


def in_weeks(weeks: int):  # type: ignore[no-untyped-def]
    return lambda day: Interval(weeks, "weeks").after(day)


def never_off(day: date) -> bool:
    return True


def test_four_weekly_for_a_year_is_thirteen_dates_on_the_same_weekday() -> None:
    found = year_ahead(TUESDAY, TUESDAY + DAY * 364, in_weeks(4), never_off)
    assert len(found.dates) == 13
    assert {each.on.weekday() for each in found.dates} == {1}
    assert (found.moved, found.gap) == (0, None)


def test_a_bank_holiday_moves_one_date_before_it_and_the_rest_keep_the_new_rhythm() -> None:
    off = TUESDAY + DAY * 56
    found = year_ahead(TUESDAY, TUESDAY + DAY * 168, in_weeks(4), lambda day: day != off)
    assert [each.on for each in found.dates if each.is_moved] == [off - DAY]
    assert all(each.on.weekday() == 0 for each in found.dates[2:])


def test_the_day_is_taken_after_which_the_rest_need_not_move_again() -> None:
    """A day earlier would do for this one, but lands the next on a day off; two days earlier moves one alone."""
    off = {TUESDAY + DAY * 28, TUESDAY + DAY * 55}
    found = year_ahead(TUESDAY, TUESDAY + DAY * 100, in_weeks(4), lambda day: day not in off)
    assert found.moved == 1
    assert found.dates[0].on == TUESDAY + DAY * 26


def test_where_everybody_is_away_for_longer_than_the_interval_the_gap_is_said() -> None:
    away = (TUESDAY + DAY * 30, TUESDAY + DAY * 70)
    found = year_ahead(TUESDAY, TUESDAY + DAY * 364, in_weeks(4), lambda day: not away[0] <= day < away[1])
    assert found.gap is not None
    assert away[0] <= found.gap < away[1]
    assert all(each.on < away[0] for each in found.dates)


@pytest.mark.parametrize(
    ("interval", "number"), [(Interval(1, "months"), 12), (Interval(2, "weeks"), 26), (Interval(12, "weeks"), 4)]
)
def test_whatever_the_interval_the_year_is_filled(interval: Interval, number: int) -> None:
    found = year_ahead(TUESDAY, date(2027, 3, 3), interval.after, lambda day: day.weekday() < 5)
    assert len(found.dates) >= number
    assert found.gap is None


OFF = st.sets(st.integers(1, 80), max_size=40)


@settings(max_examples=60)
@given(off=OFF, every=st.integers(5, 14), length=st.integers(20, 70))
def test_no_date_is_on_a_day_off_or_late_and_no_other_plan_moves_fewer(off: set[int], every: int, length: int) -> None:
    until = TUESDAY + DAY * length
    free = lambda day: (day - TUESDAY).days not in off  # noqa: E731 # read as one thing
    found = year_ahead(TUESDAY, until, lambda day: day + DAY * every, free)
    before = TUESDAY
    for each in found.dates:
        assert free(each.on)
        assert before < each.on <= each.due == before + DAY * every
        before = each.on
    best = _fewest(frozenset(off), every, length)
    assert (found.gap is None) == (best is not None)
    if best is not None:
        assert found.moved == best


@settings(max_examples=60)
@given(off=OFF, every=st.integers(5, 14), length=st.integers(20, 70))
def test_past_a_gap_the_plan_goes_on_and_is_late_only_where_nobody_could_meet(off: set[int], every: int, length: int) -> None:
    until = TUESDAY + DAY * length
    free = lambda day: (day - TUESDAY).days not in off  # noqa: E731 # read as one thing
    last = TUESDAY
    for each in past_gaps(TUESDAY, until, lambda day: day + DAY * every, free):
        assert free(each.on)
        between = [last + DAY * number for number in range(1, (each.on - last).days)]
        assert last < each.on <= until
        if each.is_late:
            since = max(last + DAY, each.due - DAY * MOST_EARLIER)
            assert not any(free(day) for day in between if day >= since)
        last = each.on
    rest = [last + DAY * number for number in range(1, (until - last).days + 1)]
    assert last + DAY * every > until or not any(free(day) for day in rest)


def _fewest(off: frozenset[int], every: int, length: int) -> int | None:
    """The fewest moved of every plan there is, tried one after the other; None where none goes through."""

    @cache
    def from_day(day: int) -> int | None:
        if day + every > length:
            return 0
        found = [
            rest + (step != every)
            for step in range(max(1, every - MOST_EARLIER), every + 1)
            if day + step not in off and (rest := from_day(day + step)) is not None
        ]
        return min(found, default=None)

    return from_day(0)
