"""What two had agreed on a day: an agreement signed or reviewed anew takes the place of the one before from its day on."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from scheduling.facts import Agreement


def as_it_stood(rows: Iterable[Agreement], supervisor: str, on: date) -> list[Agreement]:
    """With this supervisor, as it stood that day: neither what had been replaced by then nor what replaced it later."""
    theirs = [row for row in rows if row.supervisor == supervisor]
    until = min((row.until for row in theirs if row.until and row.until > on), default=None)
    return [row for row in theirs if row.until == until]


def interval_on(rows: Iterable[Agreement], supervisor: str, on: date) -> Agreement | None:
    """What says how often these two meet that day: until a newly agreed interval begins, the one that held before it does."""
    theirs = [row for row in rows if row.supervisor == supervisor]
    replaced = sorted((row for row in theirs if row.until and row.until <= on), key=lambda row: row.until or on, reverse=True)
    for stood in (as_it_stood(theirs, supervisor, on), *([row] for row in replaced)):
        agreed = [row for row in stood if row.every]
        begun = [row for row in agreed if _has_begun(row, on)]
        if begun or not agreed:  # where they agreed on none, what the policy asks holds at once
            return max(begun, key=effective_from, default=None)
    return None


def _has_begun(row: Agreement, on: date) -> bool:
    """By that day; or, where it was replaced by then, before it was."""
    since = effective_from(row)
    return since <= on and (row.until is None or row.until > since)


def signed_on(row: Agreement) -> date | None:
    """The day the later of both signatures was made; None while either is missing."""
    if row.signed_by_supervisee_on is None or row.signed_by_supervisor_on is None:
        return None
    return max(row.signed_by_supervisee_on, row.signed_by_supervisor_on)


def is_on_file(row: Agreement, on: date) -> bool:
    """Whether there was one that day, signed or not."""
    return row.begun_on is None or row.begun_on <= on


def effective_from(row: Agreement) -> date:
    """The day an agreed interval begins to hold: the day it names, else that of the later signature."""
    signed = [day for day in (row.signed_by_supervisee_on, row.signed_by_supervisor_on) if day]
    return row.from_on or max(signed, default=date.min)


def changes(rows: Sequence[Agreement]) -> Iterator[date]:
    """The days on which another interval may have begun to hold. A review that left it as it was is none."""
    yield from (effective_from(row) for row in rows if row.every)
    if any(row.until for row in rows):
        for supervisor in {row.supervisor for row in rows}:
            yield from _replaced([row for row in rows if row.supervisor == supervisor])


def _replaced(theirs: list[Agreement]) -> Iterator[date]:
    for before, after in pairwise(sorted(theirs, key=lambda row: row.until or date.max)):
        if before.until and (before.every, before.from_on) != (after.every, after.from_on):
            yield before.until
