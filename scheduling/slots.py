"""Dates that each ask for one entry: oversight in the months between, summaries every quarter, probation at its months."""

from collections.abc import Iterable, Sequence
from datetime import date


def open_slot(slots: Sequence[date], entries: Iterable[date]) -> date | None:
    """The earliest slot without an entry, or None.

    An entry is for what was missed before it, all at once (R-17: one open obligation, no back-log); where nothing was
    missed it is for the next slot, if it was made after the slot before that.
    """
    filled = 0
    for entry in sorted(entries):
        missed = filled
        while missed < len(slots) and slots[missed] < entry:
            missed += 1
        if missed > filled:
            filled = missed
        elif filled < len(slots) and (not filled or entry > slots[filled - 1]):
            filled += 1
    return slots[filled] if filled < len(slots) else None
