"""Something that goes late, and which of it a change is the cause of."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Late:
    """Something that went late."""

    kind: str
    person: str
    case: str | None
    due_on: date
    by: str
    """Whose it was to hold."""
    done_on: date | None
    """None: not by the end."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is, whenever it goes late."""
        return self.kind, self.case or self.person, self.person if self.case is None else ""

    @property
    def lasts(self) -> timedelta:
        """How long it is late; what is not held by the end, for longer than anything that is."""
        return (self.done_on or date.max) - self.due_on


def by_day(row: Late) -> tuple[object, ...]:
    """The order of its day, the same each time."""
    return row.due_on, row.kind, row.person, row.case or ""


def caused(before: Iterable[Late], after: Iterable[Late]) -> tuple[Late, ...]:
    """What of `after` is late because of a change, in the order of its day: what is late sooner, longer or more often.

    The same lateness in both is not. Each of the others is set beside one of `before`, of the same session or case, that was
    due that day or last before it and that no other is set beside; it is of the change where there is none, or where that
    one was not late for as long. So what is late, or under one policy passed on, is never more than before and these together.
    """
    once, then = set(before), set(after)
    known: dict[tuple[str, str, str], list[Late]] = defaultdict(list)
    for row in sorted(once - then, key=lambda row: (row.due_on, row.lasts, row.person)):
        known[row.key].append(row)
    found = []
    for row in sorted(then - once, key=lambda row: (row.due_on, -row.lasts, row.person)):
        of_it = known[row.key]
        due_by_then = bisect_right(of_it, row.due_on, key=lambda other: other.due_on)
        if not due_by_then or of_it.pop(due_by_then - 1).lasts < row.lasts:
            found.append(row)
    return tuple(sorted(found, key=by_day))
