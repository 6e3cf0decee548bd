"""What if, week by week in a window: how many are late at the end of each, before above after, with the numbers in words."""

from collections.abc import Sequence

from handlers.words.report import spark
from handlers.words.whatif import AS_IT_IS, CHANGED, weeks
from scheduling.whatif import Answer

NEVER_LATE = "Nothing is late at the end of any week."

Week = tuple[str, int]
"""Its last day, and how many are late on it."""


def bars(answer: Answer) -> list[str]:
    """A line before and a line after, the same in words, and what a bar is.

    Both are to one scale, one under the other, so that each week can be held against itself.
    """
    rows = weeks(answer)
    full = max(max(before, after) for _, before, after in rows)
    if not full:
        return [NEVER_LATE]
    before, after = [(ends, old) for ends, old, _ in rows], [(ends, new) for ends, _, new in rows]
    lines = {AS_IT_IS: before, CHANGED: after} if before != after else {f"{AS_IT_IS} and {CHANGED.lower()}": before}
    shown = [f"`{_bars(found, full)}` {named}" for named, found in lines.items()]
    said = " ".join(f"{named}: {_in_words(found)}." for named, found in lines.items())
    first, last = rows[0][0], rows[-1][0]
    return [*shown, said, f"A bar a week, from the week to {first} to the week to {last}. A full bar is {full:,}, a dot none."]


def _bars(found: Sequence[Week], full: int) -> str:
    return spark([number / full if number else None for _, number in found])


def _in_words(found: Sequence[Week]) -> str:
    ends, most = max(found, key=lambda week: week[1])
    if not most:
        return "none late at the end of any week"
    last = found[-1][1]
    return f"{most:,} late at most (week to {ends}), {f'{last:,}' if last else 'none'} at the end"
