"""Posts that tell nobody any more: what would join one goes elsewhere, so that it is not lost with it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from scheduling.calendar import at_nine, days_after
from storage.notices.catching_up import NOTHING_SAID
from storage.notices.edits import NO_ACCOUNT

if TYPE_CHECKING:
    from datetime import date

    from scheduling.rhythm import Rhythm

CARRIED = "carried over to a later message"
"""The reason of a post whose notices travel in another."""
EMPTY = (*NOTHING_SAID, CARRIED)
"""Reasons of a cancelled post that had nothing to say: it speaks again once something joins it."""
OF_A_DAY = ("upcoming", "last_day")
"""True until a day, or on it alone: not said on a later one. The ladder says what is true then."""


def is_silent(state: str | None, reason: str | None) -> bool:
    """Whether it failed or was cancelled by hand: neither is said again behind an administrator's back.

    What only waits for its recipient to have an account is not: it goes out then, with whatever joined it.
    """
    return (state == "failed" and reason != NO_ACCOUNT) or (state == "cancelled" and reason not in EMPTY)


def morning_after(on: date, now: datetime, rhythm: Rhythm) -> datetime:
    """When the morning message goes that comes after that day's."""
    return rhythm.routine_at(at_nine(days_after(on, 1)), now)
