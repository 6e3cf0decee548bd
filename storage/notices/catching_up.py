"""What a ladder has still to say to each person, beside what they have been told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scheduling.answers import Notice
from storage.notices.kinds import AT_ONCE, ROUTINE

ORDER = (*AT_ONCE, *ROUTINE)
"""Of several notices of one moment the later one here says more."""


@dataclass(frozen=True, slots=True)
class Told:
    """A notice that is stored: sent, on its way, or come to nothing."""

    notice_id: str
    message_id: str
    obligation_id: str
    kind: str
    rung: int
    to: str
    instead_of: str | None
    at: datetime
    state: str | None
    """Of the post that carries it; None where there is none."""
    reason: str | None
    goes_at: datetime | None
    """Not before this, in whatever message carries it."""

    def is_of(self, notice: Notice) -> bool:
        """Whether its recipient has heard by it of the same, as a reminder or as what was passed on to them."""
        return self.counts and _is_routine(self.kind) == _is_routine(notice.kind)

    @property
    def counts(self) -> bool:
        """Whether its recipient has heard of it, will, or is not to.

        A message that had nothing left to say told nobody; what somebody cancelled by hand, and what Slack will never
        take, is not queued again behind their back.
        """
        return self.state is not None and (self.state != "cancelled" or self.reason not in NOTHING_SAID)

    @property
    def meant_for(self) -> str:
        """Whom the ladder named."""
        return self.instead_of or self.to


NOTHING_LEFT = "nothing left to say"
"""The reason the outbox gives when everything a message tells of has been done by the time it is to go."""
NOTHING_SAID = ("", NOTHING_LEFT)


def untold(ladder: Iterable[Notice], told: Sequence[Told], goes_on: Callable[[Notice], date]) -> list[Notice]:
    """Of a ladder so far the latest of each kind of telling to each person, unless they have been told as much.

    `goes_on` is the day a message would go. A reminder is true until the day it is due, `last_day` on that day alone: what
    would no longer be true is not said, and the notice before it is, where that still is.
    """
    latest: dict[tuple[str, bool], list[Notice]] = {}
    for notice in sorted(ladder, key=_place):
        if not _is_true(notice, goes_on):
            continue
        strand = (notice.to, _is_routine(notice.kind))
        before = latest.get(strand, [])
        # Of one moment every notice; of several moments the latest.
        latest[strand] = [*before, notice] if before and before[0].at == notice.at else [notice]
    heard = [each for each in told if each.counts]
    return [each for every in latest.values() for each in every if not any(_says_as_much(other, each) for other in heard)]


def _is_true(notice: Notice, goes_on: Callable[[Notice], date]) -> bool:
    if notice.kind == "upcoming":
        return goes_on(notice) <= notice.obligation.due_on
    # The London day it stands for; in Auckland it goes on that day too, though it is the day before in London.
    return notice.kind != "last_day" or goes_on(notice) == notice.at.date()


def _says_as_much(told: Told, notice: Notice) -> bool:
    if told.meant_for != notice.to and told.to != notice.to:
        return False
    if (told.kind, told.rung) == (notice.kind, notice.rung):
        return True
    return _is_routine(told.kind) == _is_routine(notice.kind) and told.at >= notice.at


def _is_routine(kind: str) -> bool:
    return kind in ORDER


def _place(notice: Notice) -> tuple[datetime, int, int]:
    return (notice.at, ORDER.index(notice.kind) if notice.kind in ORDER else len(ORDER), notice.rung)
