"""Dates, and which of them look like a birthday."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from scheduling.identifying.found import Kind, Span
from scheduling.identifying.plain import Tokens
from scheduling.identifying.relations import PEOPLE

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL: Final = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
                "december", "sept")  # fmt: skip
ENDINGS: Final = ("st", "nd", "rd", "th")
AFTER_LABEL: Final = 5
BEFORE_LABEL: Final = 3
YOUNGEST: Final = 730
OLDEST: Final = 7305
"""Days: of a date that stands beside a child and nothing else, those from two to twenty years back may be its birthday."""


@dataclass(frozen=True, slots=True)
class Written:
    """A date as it stands in the text."""

    first: int
    last: int
    on: date | None
    """None where the year is left out, or the day."""


def dates(tokens: Tokens) -> list[Written]:
    """Every date, in order."""
    found: list[Written] = []
    place = 0
    while place < len(tokens):
        here = _at(tokens, place)
        if here:
            found.append(here)
            place = here.last
        else:
            place += 1
    return found


def births(tokens: Tokens, written: list[Written], today: date | None) -> Iterator[Span]:
    """Those beside a word of birth, and those beside a child that are the age of one. Without `today`, of any age."""
    labels = _labels(tokens)
    by_first = {each.first: each for each in written}
    by_last = {each.last: each for each in written}
    said: set[int] = set()
    for first, last in labels:
        here = next((by_first[at] for at in range(last, last + AFTER_LABEL) if at in by_first), None)
        here = here or next((by_last[at] for at in range(first, first - BEFORE_LABEL, -1) if at in by_last), None)
        here = here or _compact(tokens, last)
        if here and here.first not in said:
            said.add(here.first)
            yield Span(Kind.DATE_OF_BIRTH, here.first, here.last)
    for here in written:
        if here.first not in said and _is_a_childs(tokens, here, today):
            yield Span(Kind.DATE_OF_BIRTH, here.first, here.last)


def _is_a_childs(tokens: Tokens, here: Written, today: date | None) -> bool:
    if here.on is None or (today is not None and not YOUNGEST <= (today - here.on).days < OLDEST):
        return False
    before = here.first - 1
    while here.first - before <= 2 and tokens.at(before).text in ("(", ",", ":", "-"):
        before -= 1
    return tokens.at(before).low in PEOPLE


def _labels(tokens: Tokens) -> list[tuple[int, int]]:
    """Where a birth is spoken of: the first place and the one after the last."""
    found: list[tuple[int, int]] = []
    for place in range(len(tokens)):
        low = tokens.at(place).low
        if low in ("dob", "born", "birthday", "birthdate", "bday"):
            found.append((place, place + 1))
        elif low == "birth" and tokens.at(place - 1).low == "of" and tokens.at(place - 2).low == "date":
            found.append((place - 2, place + 1))
        elif low == "d":
            spelled = [at for at in range(place, place + 6) if tokens.at(at).kind == "w"][:3]
            if "".join(tokens.at(at).low for at in spelled) == "dob" and all(len(tokens.at(at).low) == 1 for at in spelled):
                found.append((place, spelled[-1] + 1))
    return found


def _compact(tokens: Tokens, place: int) -> Written | None:
    """`12052014` or `120514`, after a word of birth."""
    for at in range(place, place + BEFORE_LABEL):
        text = tokens.at(at).text
        if tokens.at(at).kind == "d" and len(text) in (6, 8) and _real(text[:2], text[2:4], text[4:]):
            return Written(at, at + 1, None)
    return None


def _at(tokens: Tokens, place: int) -> Written | None:
    here = tokens.at(place)
    if here.kind == "d" and len(here.text) <= 4 and not (tokens.at(place - 1).kind in "wd" and not here.gap):
        return _in_numbers(tokens, place) or _day_first(tokens, place)
    if here.kind == "w" and _month(here.low):
        return _month_first(tokens, place)
    return None


def _in_numbers(tokens: Tokens, place: int) -> Written | None:
    """`12/05/2014`, `12.5.14`, `2014-05-12`, `12 05 2014`."""
    sign = tokens.at(place + 1).text
    if sign in ("/", ".", "-"):
        parts = (place, place + 2, place + 4)
        if tokens.at(place + 3).text != sign:
            return None
    else:
        parts = (place, place + 1, place + 2)
    if any(tokens.at(each).kind != "d" for each in parts):
        return None
    first, second, third = (tokens.at(each).text for each in parts)
    if sign not in ("/", ".", "-") and len(third) != 4:
        return None
    on = _real(third, second, first) if len(first) == 4 else _real(first, second, third) if len(third) in (2, 4) else None
    return Written(place, parts[2] + 1, on) if on else None


def _day_first(tokens: Tokens, place: int) -> Written | None:
    """`12 May`, `12th of May 2014`."""
    at = place + 1
    at += tokens.at(at).low in ENDINGS
    at += tokens.at(at).low == "of"
    at += tokens.at(at).text in ("-", "/")
    month = _month(tokens.at(at).low)
    if not month or len(tokens.at(place).text) > 2 or not 1 <= int(tokens.at(place).text) <= 31:
        return None
    return _with_year(tokens, place, at + 1, month, tokens.at(place).text)


def _month_first(tokens: Tokens, place: int) -> Written | None:
    """`May 12th, 2014`; `May 2014` has no day."""
    month, day = _month(tokens.at(place).low), tokens.at(place + 1)
    if day.kind != "d":
        return None
    if len(day.text) == 4:
        return Written(place, place + 2, None)
    at = place + 2
    at += tokens.at(at).low in ENDINGS
    return _with_year(tokens, place, at, month, day.text) if len(day.text) <= 2 and 1 <= int(day.text) <= 31 else None


def _with_year(tokens: Tokens, first: int, at: int, month: int, day: str) -> Written:
    year = at + (tokens.at(at).text in (",", ".", "-", "/"))
    text = tokens.at(year).text
    if tokens.at(year).kind == "d" and len(text) == 4 and (on := _real(day, str(month), text)):
        return Written(first, year + 1, on)
    return Written(first, at, None)


def _month(low: str) -> int:
    if low not in MONTHS and low not in _FULL:
        return 0
    return MONTHS.index(low[:3]) + 1


def _real(day: str, month: str, year: str) -> date | None:
    full = int(year) if len(year) == 4 else 2000 + int(year) if len(year) == 2 else 0
    if not 1900 <= full <= 2100:
        return None
    try:
        return date(full, int(month), int(day))
    except ValueError:
        return None
