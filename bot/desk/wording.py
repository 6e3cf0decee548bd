"""Dates and names in words, for the desk's page."""

from __future__ import annotations

from datetime import date, datetime


def day_words(on: date, *, short: bool = False, year: bool = False) -> str:
    """`24 March`, `24 Mar`, with the year when asked for."""
    month = f"{on:%b}" if short else f"{on:%B}"
    return f"{on.day} {month} {on.year}" if year else f"{on.day} {month}"


def clock_words(at: datetime) -> str:
    """`09:00`."""
    return f"{at:%H:%M}"


def long_day(on: date) -> str:
    """`Tuesday 24 March 2026`."""
    return f"{on:%A} {on.day} {on:%B %Y}"


def short_day(on: date, today: date) -> str:
    """`Tue 24 March`; the year only when it is not this one."""
    return f"{on:%a} {day_words(on, year=on.year != today.year)}"


def kind_words(kind: str) -> str:
    """A notice's kind as a person reads it: `still_late` is `Still late`."""
    return kind.replace("_", " ").strip().capitalize()
