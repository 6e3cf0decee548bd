"""What is said when several notices of one ladder have come due at once, because nothing ran when they did."""

from collections.abc import Iterable
from datetime import date

from scheduling.answers import Notice
from scheduling.calendar import local_day
from storage.notices.kinds import ROUTINE

REPEATED = "escalated_again"


def still_worth_saying(due: Iterable[Notice], today: date) -> list[Notice]:
    """Today's, and of those missed what is still worth saying.

    Of missed routine notices that is the latest, a recipient, if it is still true and today brings no other; of the repeated
    escalation the latest rung; and every other.
    """
    every = sorted(due, key=lambda each: each.at)
    said = [notice for notice in every if notice.kind not in ROUTINE or local_day(notice.at) == today]
    told_today = {notice.to for notice in said if notice.kind in ROUTINE}
    missed = {notice.to: notice for notice in every if notice.kind in ROUTINE and _is_true(notice, today)}
    highest = max((notice.rung for notice in every if notice.kind == REPEATED), default=0)
    kept = [notice for notice in said if notice.kind != REPEATED or notice.rung == highest]
    return kept + [notice for to, notice in missed.items() if to not in told_today]


def _is_true(notice: Notice, today: date) -> bool:
    """`upcoming` until the day it is due; `last_day` on that day alone."""
    if notice.kind == "upcoming":
        return today <= notice.obligation.due_on
    return notice.kind != "last_day"
