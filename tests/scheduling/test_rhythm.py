"""When somebody is written to, and how long a reminder may be put off: days and hours in, an instant out."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.calendar import LONDON, Calendar
from scheduling.rhythm import (
    EVENING,
    EVERY_DAY,
    LATEST,
    NoSuchDays,
    NotInTheMorning,
    Rhythm,
    chosen_morning,
    days_of,
    kept_as,
    morning_of,
    read_days,
)
from scheduling.snoozing import days_open

NEW_YORK = ZoneInfo("America/New_York")
MON_WED = Rhythm(days=frozenset({0, 1, 2}))
EARLY, LATE = Rhythm(morning_at=time(7, 30)), Rhythm(morning_at=time(11))
AWAY = Rhythm(away=((date(2026, 3, 23), date(2026, 4, 7)),))


def at(text: str, zone: ZoneInfo = LONDON) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


# whose rhythm, the day the ladder names, when we come to it, when the morning message goes
MORNINGS = [
    (Rhythm(), "2026-03-26T09:00", "2026-03-26T02:30", "2026-03-26T09:00"),
    (Rhythm(), "2026-03-26T09:00", "2026-03-26T14:05", "2026-03-26T14:05"),
    (Rhythm(), "2026-03-26T09:00", "2026-03-26T18:00", "2026-03-27T09:00"),
    (Rhythm(), "2026-03-27T09:00", "2026-03-27T18:30", "2026-03-30T09:00"),  # the clock goes on between
    (Rhythm(), "2026-04-03T09:00", "2026-04-03T09:00", "2026-04-07T09:00"),  # Easter
    (MON_WED, "2026-03-26T09:00", "2026-03-26T09:00", "2026-03-30T09:00"),
    (MON_WED, "2026-03-25T09:00", "2026-03-25T17:59", "2026-03-25T17:59"),
    (MON_WED, "2026-04-03T09:00", "2026-04-03T09:00", "2026-04-07T09:00"),
    (EARLY, "2026-03-26T09:00", "2026-03-26T07:00", "2026-03-26T07:30"),
    (LATE, "2026-03-26T09:00", "2026-03-26T09:00", "2026-03-26T11:00"),
    (AWAY, "2026-03-26T09:00", "2026-03-26T09:00", "2026-04-07T09:00"),
    (Rhythm(zone=NEW_YORK), "2026-03-26T09:00", "2026-03-26T09:00", "2026-03-26T13:00"),
    (Rhythm(away=((date(2026, 3, 1), date(2030, 1, 1)),)), "2026-03-26T09:00", "2026-03-26T09:00", "2026-03-26T09:00"),
]


@pytest.mark.parametrize(("rhythm", "named", "now", "goes"), MORNINGS)
def test_routine_waits_for_the_next_morning_they_work(rhythm: Rhythm, named: str, now: str, goes: str) -> None:
    assert rhythm.routine_at(at(named), at(now)) == at(goes)


def test_an_escalation_waits_for_a_day_they_work_and_not_for_the_end_of_their_leave() -> None:
    assert AWAY.in_hours_at(at("2026-03-26T09:00"), at("2026-03-26T09:00")) == at("2026-03-26T09:00")
    assert MON_WED.in_hours_at(at("2026-03-26T09:00"), at("2026-03-26T09:00")) == at("2026-03-30T09:00")
    assert LATE.in_hours_at(at("2026-03-26T09:00"), at("2026-03-26T09:00")) == at("2026-03-26T09:00")


@pytest.mark.parametrize(
    ("rhythm", "now", "goes"),
    [
        (Rhythm(), "2026-03-26T08:55", "2026-03-26T08:55"),
        (Rhythm(), "2026-03-26T20:30", "2026-03-27T08:00"),
        (EARLY, "2026-03-26T20:30", "2026-03-27T07:30"),
        (LATE, "2026-03-26T20:30", "2026-03-27T08:00"),
        (MON_WED, "2026-03-25T18:10", "2026-03-30T08:00"),
    ],
)
def test_what_is_told_as_soon_as_it_is_known_waits_for_their_hours(rhythm: Rhythm, now: str, goes: str) -> None:
    assert rhythm.prompt_at(at(now), counts_leave=True) == at(goes)


@given(
    days=st.frozensets(st.integers(0, 4), min_size=1),
    hour=st.times(time(7), LATEST),
    number=st.integers(0, 24 * 60 * 1000),
    away=st.integers(0, 60),
)
def test_nothing_routine_goes_outside_their_days_and_hours(days: frozenset[int], hour: time, number: int, away: int) -> None:
    now = at("2026-01-01T00:00") + timedelta(minutes=number)
    first = now.date()
    rhythm = Rhythm(days=days, morning_at=hour, away=((first, date.fromordinal(first.toordinal() + away)),))
    goes = rhythm.routine_at(now, now).astimezone(LONDON)
    assert goes >= now
    assert hour <= goes.time() < EVENING
    assert goes.weekday() in days
    assert Calendar().is_working(goes.date())
    assert goes.date() >= date.fromordinal(first.toordinal() + away)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mon-wed", "mon tue wed"),
        ("Mon, Tue and Thursday", "mon tue thu"),
        ("monday to wednesday", "mon tue wed"),
        ("weds fri", "wed fri"),
        ("tues thurs", "tue thu"),
        ("mon-fri", ""),
        ("every day", ""),
    ],
)
def test_days_are_read_as_people_type_them(typed: str, kept: str) -> None:
    assert kept_as(read_days(typed)) == kept
    assert days_of(kept) == read_days(typed)


@pytest.mark.parametrize("typed", ["", "sat", "wed-mon", "mo", "never", "mon-sun", "tomorrow"])
def test_days_that_are_none_are_not_guessed(typed: str) -> None:
    with pytest.raises(NoSuchDays):
        read_days(typed)


def test_a_person_chooses_the_hour_and_not_whether() -> None:
    assert [chosen_morning(each) for each in (time(7), time(9), time(11))] == ["07:00", "", "11:00"]
    assert [morning_of(each) for each in ("07:00", "", "11:00")] == [time(7), time(9), time(11)]
    for each in (time(6, 59), time(11, 1), time(18)):
        with pytest.raises(NotInTheMorning):
            chosen_morning(each)
    with pytest.raises(NoSuchDays):
        kept_as(())
    assert days_of("") == EVERY_DAY


# today, the day it passes on, whose rhythm, the days a reminder may come back on
OPEN = [
    ("2026-03-24", None, Rhythm(), ["2026-03-25", "2026-03-26", "2026-03-27"]),
    ("2026-03-26", None, Rhythm(), ["2026-03-27", "2026-03-30", "2026-03-31"]),
    ("2026-04-02", None, Rhythm(), ["2026-04-07", "2026-04-08", "2026-04-09"]),
    ("2026-03-24", "2026-03-27", Rhythm(), ["2026-03-25", "2026-03-26"]),
    ("2026-03-24", "2026-03-25", Rhythm(), []),
    ("2026-03-24", "2026-03-02", Rhythm(), []),
    ("2026-03-25", None, MON_WED, ["2026-03-30"]),
    ("2026-03-20", None, AWAY, []),
]


@pytest.mark.parametrize(("today", "passes_on", "rhythm", "days"), OPEN)
def test_a_reminder_is_put_off_three_working_days_at_most_and_never_to_the_day_it_passes_on(
    today: str, passes_on: str | None, rhythm: Rhythm, days: list[str]
) -> None:
    escalates_on = date.fromisoformat(passes_on) if passes_on else None
    assert [day.isoformat() for day in days_open(date.fromisoformat(today), escalates_on, rhythm)] == days
