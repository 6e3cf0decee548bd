"""What is said when several notices of one ladder have come due at once, because nothing ran when they did."""

from collections.abc import Iterable
from datetime import date

from scheduling.answers import Notice, Obligation
from scheduling.calendar import local_day
from storage.notices.kinds import ROUTINE

REPEATED = "escalated_again"


def still_worth_saying(due: Iterable[Notice], today: date) -> list[Notice]:
    """Of routine notices the latest that is true today, a recipient; of the repeated escalation the latest; every other."""
    latest: dict[tuple[str, str], Notice] = {}
    kept: list[Notice] = []
    for notice in sorted(due, key=lambda each: each.at):
        if notice.kind in ROUTINE and _is_true(notice, notice.obligation, today):
            latest["routine", notice.to] = notice
        elif notice.kind == REPEATED:
            latest[REPEATED, ""] = notice
        elif notice.kind not in ROUTINE:
            kept.append(notice)
    return [*kept, *latest.values()]


def _is_true(notice: Notice, obligation: Obligation, today: date) -> bool:
    """`upcoming` until the day it is due, `last_day` on that day alone."""
    if notice.kind == "upcoming":
        return today <= obligation.due_on
    return notice.kind != "last_day" or local_day(notice.at) == today
