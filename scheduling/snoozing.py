"""How long a reminder may be put off. It moves no due date, and never hides what passes to the next rung."""

from datetime import date
from typing import Final

from scheduling.calendar import Calendar, days_after
from scheduling.rhythm import Rhythm

WORKING_DAYS: Final = 3
"""No policy has a figure: ours. At most so many working days at once,"""
TIMES: Final = 2
"""and so often one thing by one person."""
_CALENDAR: Final = Calendar()


def days_open(today: date, escalates_on: date | None, rhythm: Rhythm) -> tuple[date, ...]:
    """The days a reminder may come back on: days its reader works, within the cap, all before what is late passes on."""
    last = _CALENDAR.after(today, WORKING_DAYS)
    if escalates_on is not None:
        last = min(last, days_after(escalates_on, -1))
    return tuple(day for number in range(1, (last - today).days + 1) if rhythm.is_at_work(day := days_after(today, number)))
