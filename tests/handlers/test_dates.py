"""Dates as people type them."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.dates import Ambiguous, Day, NotADate, Reading, Toward, parse

TUESDAY = date(2026, 3, 24)
MONDAY = date(2026, 3, 23)
PAST, FUTURE = Toward.PAST, Toward.FUTURE


def on(year: int, month: int, day: int, hour: int | None = None, minute: int = 0) -> Day:
    return Day(date(year, month, day), None if hour is None else time(hour, minute))


AHEAD: list[tuple[str, date, Reading]] = [
    ("today", TUESDAY, on(2026, 3, 24)),
    ("Today", TUESDAY, on(2026, 3, 24)),
    ("tomorrow", TUESDAY, on(2026, 3, 25)),
    ("yesterday", TUESDAY, on(2026, 3, 23)),
    ("day after tomorrow", TUESDAY, on(2026, 3, 26)),
    ("wed", TUESDAY, on(2026, 3, 25)),
    ("weds", TUESDAY, on(2026, 3, 25)),
    ("wed 2pm", TUESDAY, on(2026, 3, 25, 14)),
    ("2pm wed", TUESDAY, on(2026, 3, 25, 14)),
    ("on wed at 2.30pm", TUESDAY, on(2026, 3, 25, 14, 30)),
    ("wednesday, 14:00", TUESDAY, on(2026, 3, 25, 14)),
    ("wed 14.30", TUESDAY, on(2026, 3, 25, 14, 30)),
    ("wed noon", TUESDAY, on(2026, 3, 25, 12)),
    ("wed 12am", TUESDAY, on(2026, 3, 25, 0)),
    ("this wed", TUESDAY, on(2026, 3, 25)),
    ("this tue", TUESDAY, on(2026, 3, 24)),
    ("next tue", TUESDAY, on(2026, 3, 31)),
    ("next tue", date(2026, 3, 20), on(2026, 3, 24)),
    ("next mon", date(2026, 3, 29), on(2026, 3, 30)),
    ("tuesday week", MONDAY, on(2026, 3, 31)),
    ("a week on tuesday", MONDAY, on(2026, 3, 31)),
    ("a week today", TUESDAY, on(2026, 3, 31)),
    ("a fortnight tomorrow", TUESDAY, on(2026, 4, 8)),
    ("in 3 weeks", TUESDAY, on(2026, 4, 14)),
    ("in three weeks", TUESDAY, on(2026, 4, 14)),
    ("in 3 weeks' time", TUESDAY, on(2026, 4, 14)),
    ("in a fortnight", TUESDAY, on(2026, 4, 7)),
    ("in 1 month", date(2026, 1, 31), on(2026, 2, 28)),
    ("in a year", date(2028, 2, 29), on(2029, 2, 28)),
    ("14/5", TUESDAY, on(2026, 5, 14)),
    ("14-5", TUESDAY, on(2026, 5, 14)),
    ("14/05/2026", TUESDAY, on(2026, 5, 14)),
    ("14/5/26", TUESDAY, on(2026, 5, 14)),
    ("14.5.2026", TUESDAY, on(2026, 5, 14)),
    ("2026-05-14", TUESDAY, on(2026, 5, 14)),
    ("14 May", TUESDAY, on(2026, 5, 14)),
    ("14th of May", TUESDAY, on(2026, 5, 14)),
    ("the 14th of may 2026", TUESDAY, on(2026, 5, 14)),
    ("May 14", TUESDAY, on(2026, 5, 14)),
    ("14may", TUESDAY, on(2026, 5, 14)),
    ("Thu 14 May", TUESDAY, on(2026, 5, 14)),
    ("Thu 14/5 10am", TUESDAY, on(2026, 5, 14, 10)),
    ("3 sept", TUESDAY, on(2026, 9, 3)),
    ("the 14th", TUESDAY, on(2026, 4, 14)),
    ("31st", date(2026, 4, 1), on(2026, 5, 31)),
    ("1/6/2026 14:00", TUESDAY, on(2026, 6, 1, 14)),
    ("1/2", date(2026, 1, 20), on(2026, 2, 1)),
    ("29/2/2028", TUESDAY, on(2028, 2, 29)),
    ("2pm", TUESDAY, on(2026, 3, 24, 14)),
    ("next friday", date(2026, 3, 27), on(2026, 4, 3)),
    ("nxt fri", date(2026, 3, 27), on(2026, 4, 3)),
    ("friday next", date(2026, 3, 27), on(2026, 4, 3)),
    ("coming thurs", TUESDAY, on(2026, 3, 26)),
    ("tmrw", TUESDAY, on(2026, 3, 25)),
    ("tomoz 9am", TUESDAY, on(2026, 3, 25, 9)),
    ("tommorow", TUESDAY, on(2026, 3, 25)),
    ("tomorrow at 23:59", TUESDAY, on(2026, 3, 25, 23, 59)),
    ("wed 1400", TUESDAY, on(2026, 3, 25, 14)),
    ("wednesday 1430hrs", TUESDAY, on(2026, 3, 25, 14, 30)),
    ("wed at 0930", TUESDAY, on(2026, 3, 25, 9, 30)),
    ("wed 2-3pm", TUESDAY, on(2026, 3, 25, 14)),
    ("wed 11-1pm", TUESDAY, on(2026, 3, 25, 11)),
    ("wed 9am-10am", TUESDAY, on(2026, 3, 25, 9)),
    ("wed 2pm to 3pm", TUESDAY, on(2026, 3, 25, 14)),
    ("wed 14:00-15:30", TUESDAY, on(2026, 3, 25, 14)),
    ("wed half past 2pm", TUESDAY, on(2026, 3, 25, 14, 30)),
    ("wed quarter to 3 in the afternoon", TUESDAY, on(2026, 3, 25, 14, 45)),
    ("wed 2 o’clock in the afternoon", TUESDAY, on(2026, 3, 25, 14)),
    ("thu 14 may @ 2pm", TUESDAY, on(2026, 5, 14, 14)),
    ("in 3 wks", TUESDAY, on(2026, 4, 14)),
    ("in 3w", TUESDAY, on(2026, 4, 14)),
    ("3 weeks today", TUESDAY, on(2026, 4, 14)),
    ("3 weeks’ time", TUESDAY, on(2026, 4, 14)),
    ("in ten days", TUESDAY, on(2026, 4, 3)),
    ("3 weeks tomorrow", TUESDAY, on(2026, 4, 15)),
    ("tomorrow week", TUESDAY, on(2026, 4, 1)),
    ("3 weeks on thursday", TUESDAY, on(2026, 4, 16)),
    ("a fortnight on thurs", TUESDAY, on(2026, 4, 9)),
    ("monday next week", TUESDAY, on(2026, 3, 30)),
    ("next week on fri 3pm", TUESDAY, on(2026, 4, 3, 15)),
    ("fri this week", TUESDAY, on(2026, 3, 27)),
    ("first monday of april", TUESDAY, on(2026, 4, 6)),
    ("last friday in feb", TUESDAY, on(2027, 2, 26)),
    ("third thu of next month", TUESDAY, on(2026, 4, 16)),
    ("14th of next month", TUESDAY, on(2026, 4, 14)),
    ("the first of june", TUESDAY, on(2026, 6, 1)),
    ("wed 25th", TUESDAY, on(2026, 3, 25)),
    ("tues the 31st", TUESDAY, on(2026, 3, 31)),
    ("tue 31", TUESDAY, on(2026, 3, 31)),
    ("may 14th", TUESDAY, on(2026, 5, 14)),
    ("thu may 14", TUESDAY, on(2026, 5, 14)),
    ("14-may", TUESDAY, on(2026, 5, 14)),
    ("14-May-2026", TUESDAY, on(2026, 5, 14)),
    ("14 may 26", TUESDAY, on(2026, 5, 14)),
    ("14 may '28", TUESDAY, on(2028, 5, 14)),
    ("14 05 2026", TUESDAY, on(2026, 5, 14)),
    ("2026/05/14", TUESDAY, on(2026, 5, 14)),
    ("2026-05-14T14:00", TUESDAY, on(2026, 5, 14, 14)),
    ("1/1", date(2026, 12, 31), on(2027, 1, 1)),
    ("tomorrow", date(2027, 12, 31), on(2028, 1, 1)),
    ("29/2", date(2028, 2, 1), on(2028, 2, 29)),
]

BEHIND: list[tuple[str, date, Reading]] = [
    ("wed", TUESDAY, on(2026, 3, 18)),
    ("mon", TUESDAY, on(2026, 3, 23)),
    ("3 weeks ago", TUESDAY, on(2026, 3, 3)),
    ("a week ago", TUESDAY, on(2026, 3, 17)),
    ("week ago", TUESDAY, on(2026, 3, 17)),
    ("last fri", TUESDAY, on(2026, 3, 20)),
    ("the 14th", TUESDAY, on(2026, 3, 14)),
    ("1/2", TUESDAY, on(2026, 2, 1)),
    ("14 Nov", TUESDAY, on(2025, 11, 14)),
    ("24/3", TUESDAY, on(2026, 3, 24)),
    ("31/12", date(2026, 1, 2), on(2025, 12, 31)),
    ("y'day", TUESDAY, on(2026, 3, 23)),
    ("earlier today", TUESDAY, on(2026, 3, 24)),
    ("this morning", TUESDAY, on(2026, 3, 24)),
    ("yesterday afternoon", TUESDAY, on(2026, 3, 23)),
    ("yesterday at 2", TUESDAY, on(2026, 3, 23)),
    ("fri just gone", TUESDAY, on(2026, 3, 20)),
    ("tue last week", TUESDAY, on(2026, 3, 17)),
    ("thu 19th", TUESDAY, on(2026, 3, 19)),
    ("14th of last month", TUESDAY, on(2026, 2, 14)),
]


@pytest.mark.parametrize(("typed", "today", "meant"), AHEAD)
def test_a_date_to_come_is_read_as_people_type_it(typed: str, today: date, meant: Reading) -> None:
    assert parse(typed, today, FUTURE) == meant


@pytest.mark.parametrize(("typed", "today", "meant"), BEHIND)
def test_a_date_gone_by_is_read_as_people_type_it(typed: str, today: date, meant: Reading) -> None:
    assert parse(typed, today, PAST) == meant


@pytest.mark.parametrize(
    ("typed", "today", "toward", "options"),
    [
        ("next tue", MONDAY, FUTURE, [on(2026, 3, 24), on(2026, 3, 31)]),
        ("next friday", TUESDAY, FUTURE, [on(2026, 3, 27), on(2026, 4, 3)]),
        ("next friday 9am", TUESDAY, FUTURE, [on(2026, 3, 27, 9), on(2026, 4, 3, 9)]),
        ("tue", TUESDAY, FUTURE, [on(2026, 3, 24), on(2026, 3, 31)]),
        ("tue", TUESDAY, PAST, [on(2026, 3, 17), on(2026, 3, 24)]),
        ("last mon", TUESDAY, PAST, [on(2026, 3, 16), on(2026, 3, 23)]),
        ("14/5", TUESDAY, PAST, [on(2025, 5, 14), on(2026, 5, 14)]),
        ("1/2", TUESDAY, FUTURE, [on(2026, 2, 1), on(2027, 2, 1)]),
        ("wed at 2", TUESDAY, FUTURE, [on(2026, 3, 25, 2), on(2026, 3, 25, 14)]),
        ("wed half two", TUESDAY, FUTURE, [on(2026, 3, 25, 2, 30), on(2026, 3, 25, 14, 30)]),
        ("wed at 2 o'clock", TUESDAY, FUTURE, [on(2026, 3, 25, 2), on(2026, 3, 25, 14)]),
        ("wed quarter past three", TUESDAY, FUTURE, [on(2026, 3, 25, 3, 15), on(2026, 3, 25, 15, 15)]),
        ("thu 9", TUESDAY, FUTURE, [on(2026, 3, 26, 9), on(2026, 3, 26, 21), on(2026, 4, 9)]),
        ("wed 14", TUESDAY, FUTURE, [on(2026, 3, 25, 14), on(2026, 10, 14)]),
        ("tuesday week", TUESDAY, FUTURE, [on(2026, 3, 31), on(2026, 4, 7)]),
        ("3 weeks on tue", TUESDAY, FUTURE, [on(2026, 4, 14), on(2026, 4, 21)]),
        ("14.05", TUESDAY, FUTURE, [on(2026, 3, 24, 14, 5), on(2026, 5, 14)]),
    ],
)
def test_what_could_be_two_days_is_asked_about(typed: str, today: date, toward: Toward, options: list[Day]) -> None:
    assert parse(typed, today, toward) == Ambiguous(tuple(options))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", ""),
        ("banana", ""),
        ("may", ""),
        ("90", ""),
        ("mon tue", ""),
        ("31/4", "There is no 31 April."),
        ("29/2", "There is no 29 February this year."),
        ("29/2/2027", "There is no day 29/2/2027."),
        ("the 32nd", "No month has a day 32."),
        ("5/14", "There is no month 14. Write the day first: 14/5."),
        ("5/14/2026", "There is no day 5/14/2026. Write the day first: 14/5/2026."),
        ("fri 14 may", "14 May 2026 is a Thursday."),
        ("wed 25:00", "There is no time 25:00."),
        ("wed 13pm", "There is no time 13pm."),
        ("wed at 27", "There is no time 27."),
        ("wed half 25", "There is no time half 25."),
        ("tomorrow morning", "At what time? In place of *morning* write the hour, for example 10am."),
        ("fri pm", "At what time? In place of *pm* write the hour, for example 2pm."),
        ("thu 9-10", "Is 9-10 a day or a time? Write 9/10 for the day, 9:00 for the time."),
        ("3 weeks", "From when? Write `in 3 weeks` to count from today, or give the day."),
        ("fortnight", "From when? Write `in a fortnight` to count from today, or give the day."),
        ("next week", "That is more than one day. Add which, for example `mon next week` or `30 April`."),
        ("w/c 6 april", "That is more than one day. Add which, for example `mon next week` or `30 April`."),
        ("end of april", "That is more than one day. Add which, for example `mon next week` or `30 April`."),
        ("thu 14th", "14 April 2026 is a Tuesday."),
        ("asap", ""),
        ("140526", ""),
        ("in 9999 years", "That is further away than I can count."),
    ],
)
def test_what_is_no_date_is_refused_and_says_why(typed: str, why: str) -> None:
    assert parse(typed, TUESDAY, FUTURE) == NotADate(why)


@given(st.text(max_size=40), st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(Toward))
def test_any_text_gets_one_of_three_answers(typed: str, today: date, toward: Toward) -> None:
    reading = parse(typed, today, toward)
    assert isinstance(reading, Day | Ambiguous | NotADate)
    if isinstance(reading, Ambiguous):
        assert len(set(reading.options)) > 1


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.sampled_from(Toward))
def test_a_date_written_in_full_is_that_date_whatever_the_day(meant: date, today: date, toward: Toward) -> None:
    for typed in (
        meant.isoformat(),
        f"{meant.day}/{meant.month}/{meant.year}",
        f"{meant:%a} {meant.day} {meant:%B} {meant.year}",
    ):
        assert parse(typed, today, toward) == Day(meant)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 28), st.integers(1, 12))
def test_a_date_without_a_year_is_never_guessed_more_than_half_a_year_off(today: date, day: int, month: int) -> None:
    for toward in Toward:
        reading = parse(f"{day}/{month}", today, toward)
        if isinstance(reading, Day):
            assert abs((reading.on - today).days) <= 183
            assert (reading.on <= today) if toward is PAST else (reading.on >= today)
