"""Days, month ends, bank holidays, clock changes."""

from datetime import UTC, date, datetime

import pytest

from scheduling.calendar import LONDON, BeyondCalendar, Calendar, Interval, at_nine, hours_after, local_day

CALENDAR = Calendar()


@pytest.mark.parametrize(
    ("start", "count", "unit", "times", "due"),
    [
        ("2026-01-31", 1, "months", 1, "2026-02-28"),
        ("2026-01-31", 1, "months", 2, "2026-03-31"),  # from the anchor, not from 28 February
        ("2027-11-30", 3, "months", 1, "2028-02-29"),
        ("2028-02-29", 1, "years", 1, "2029-02-28"),
        ("2028-02-29", 1, "years", 4, "2032-02-29"),
        ("2026-12-15", 1, "months", 1, "2027-01-15"),
        ("2026-03-28", 4, "weeks", 1, "2026-04-25"),
        ("2027-12-01", 90, "days", 1, "2028-02-29"),
        ("2026-05-22", 24, "hours", 1, "2026-05-23"),
        ("9999-12-15", 1, "months", 1, "9999-12-31"),
        ("9999-12-15", 60, "days", 1, "9999-12-31"),
    ],
)
def test_an_interval_ends_on_a_day_that_exists(start: str, count: int, unit: str, times: int, due: str) -> None:
    assert Interval(count, unit).after(date.fromisoformat(start), times) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("count", "unit", "words"),
    [(1, "months", "monthly"), (2, "weeks", "fortnightly"), (2, "months", "every 2 months"), (90, "days", "every 90 days")],
)
def test_an_interval_reads_as_a_person_says_it(count: int, unit: str, words: str) -> None:
    assert Interval(count, unit).words == words


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("2026-04-05", "2026-04-02", "2026-04-07"),  # Easter Sunday
        ("2026-12-25", "2026-12-24", "2026-12-29"),  # Christmas on a Friday, Boxing Day's Monday
        ("2027-12-27", "2027-12-24", "2027-12-29"),
        ("2026-08-31", "2026-08-28", "2026-09-01"),  # England's August holiday
        ("2023-05-08", "2023-05-05", "2023-05-09"),  # the Coronation
        ("2026-06-10", "2026-06-10", "2026-06-10"),
        ("2030-01-01", "2029-12-31", "2030-01-02"),  # across the tables of two decades
    ],
)
def test_the_working_days_around_a_day(day: str, before: str, after: str) -> None:
    on = date.fromisoformat(day)
    assert CALENDAR.on_or_before(on) == date.fromisoformat(before)
    assert CALENDAR.on_or_after(on) == date.fromisoformat(after)
    assert CALENDAR.is_working(on) == (day == before)


def test_five_working_days_over_easter() -> None:
    assert CALENDAR.after(date(2026, 4, 2), 5) == date(2026, 4, 13)


def test_years_whose_bank_holidays_are_not_known_are_refused_aloud() -> None:
    with pytest.raises(BeyondCalendar, match="2100"):
        CALENDAR.on_or_after(date(2100, 1, 1))


@pytest.mark.parametrize(("day", "utc_hour"), [("2026-03-27", 9), ("2026-03-30", 8), ("2026-10-23", 8), ("2026-10-26", 9)])
def test_nine_o_clock_is_londons(day: str, utc_hour: int) -> None:
    assert at_nine(date.fromisoformat(day)).hour == utc_hour


def test_twenty_four_hours_are_elapsed_hours_when_the_clocks_change() -> None:
    began = datetime(2026, 3, 28, 16, 30, tzinfo=LONDON)
    assert hours_after(began, 24).astimezone(LONDON).isoformat() == "2026-03-29T17:30:00+01:00"


def test_the_day_is_londons_day() -> None:
    assert local_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)
