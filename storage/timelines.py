"""A case's categories in time: as rows keep them, and what a newer extract makes of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from storage.extracts.plan import Span
from storage.models import CaseChangeRow

Timeline = tuple[Span, ...]
"""Stretches one after the other; a gap is a case closed and opened again. The first has a start."""
Changes = list[tuple[date, str, object]]
"""From a day, a field has another value: `category`, or `closed_on` as ISO text or None."""


def in_order(row: type[CaseChangeRow]) -> tuple[Any, ...]:
    """How changes are read for `from_rows`: on one day a case is opened again before its category changes."""
    return row.from_on, row.field.desc()


def from_rows(category: str, opened_on: date, closed_on: date | None, changes: Iterable[tuple[date, str, object]]) -> Timeline:
    """What is stored: the first values, and the changes in order of time."""
    found = [Span(category, opened_on, closed_on)]
    for on, name, value in changes:
        last = found[-1]
        if name == "category":
            if last.from_on is not None and on <= last.from_on:
                found[-1] = replace(last, category=str(value))
            elif last.until_on is None or on < last.until_on:
                found[-1:] = [replace(last, until_on=on), Span(str(value), on, last.until_on)]
        elif value is None:
            found.append(Span(last.category, on, None))
        else:
            found[-1] = replace(last, until_on=date.fromisoformat(str(value)))
    return tuple(found)


def to_rows(timeline: Timeline) -> tuple[str, date, date | None, Changes]:
    """The other way: category, opened, closed, changes. The first closing stands in the case itself, later ones are changes."""
    first = timeline[0]
    closed_on: date | None = None
    has_closed = False
    changes: Changes = []
    for last, following in zip(timeline, [*timeline[1:], None], strict=True):
        is_closing = last.until_on is not None and (following is None or following.from_on != last.until_on)
        if is_closing and not has_closed:
            closed_on, has_closed = last.until_on, True
        elif is_closing and last.until_on is not None:
            changes.append((last.until_on, "closed_on", last.until_on.isoformat()))
        if following is not None and following.from_on is not None:
            if is_closing:
                changes.append((following.from_on, "closed_on", None))
            if following.category != last.category:
                changes.append((following.from_on, "category", following.category))
    return first.category, first.from_on or date.min, closed_on, changes


def merged(stored: Timeline, told: Sequence[Span], today: date) -> Timeline:
    """What is stored, brought up to what the extract tells.

    An extract forgets: a plan that ended drops off the lists after six months. Where it reaches back as far as we do and is no
    shorter, it is taken as it is; else only today is compared, and what we know of before stays.
    """
    told = [replace(told[0], from_on=told[0].from_on or stored[0].from_on), *told[1:]]
    if _start(told[0]) <= _start(stored[0]) and len(told) >= len(stored):
        return tuple(told)
    last, now = stored[-1], told[-1]
    if now.until_on is not None:
        ends = max(now.until_on, _start(last))
        return stored if last.until_on is not None else (*stored[:-1], replace(last, until_on=ends))
    if last.until_on is not None:
        begins = max(_start(now) if len(told) > 1 or _start(now) >= last.until_on else today, last.until_on)
        return _joined(stored, Span(now.category, begins, None))
    if last.category == now.category:
        return stored
    begins = _start(now) if _start(now) > _start(last) else today
    if begins <= _start(last):
        return (*stored[:-1], replace(last, category=now.category))
    return (*stored[:-1], replace(last, until_on=begins), Span(now.category, begins, None))


def closed(stored: Timeline, on: date) -> Timeline:
    """The same, closed."""
    return (*stored[:-1], replace(stored[-1], until_on=max(on, _start(stored[-1]))))


def _joined(stored: Timeline, span: Span) -> Timeline:
    last = stored[-1]
    if last.until_on == span.from_on and last.category == span.category:
        return (*stored[:-1], replace(last, until_on=span.until_on))
    return (*stored, span)


def _start(span: Span) -> date:
    return span.from_on or date.min
