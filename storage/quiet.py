"""What quiet needs read: reminders put off, a line manager's week, a manager's month. Frozen answers, as `storage.views`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.views import Person


@dataclass(frozen=True, slots=True)
class SnoozeView:
    """A reminder somebody put off; what they wrote besides is in no message (`work.snoozes.words`)."""

    by: Person
    on: date
    until_on: date
    kind: str
    """A word of `storage.records.snoozes.KINDS`."""


@dataclass(frozen=True, slots=True)
class Unbooked:
    """A supervision that falls due this week with nothing booked by then."""

    person: Person
    due_on: date


@dataclass(frozen=True, slots=True)
class WeekView:
    """What a line manager's week begins with."""

    late: tuple[tuple[Person, int], ...]
    """Supervisors below, each with how many supervisions are late; the most first."""
    will_be: tuple[Unbooked, ...]
    """Soonest first."""
    without_cover: tuple[Person, ...]
    """Away, with people they supervise and nobody named for them."""
    to_confirm: int
    """Drafts of decisions."""
    to_sign: int
    """Records and agreements that wait for the manager's own name."""
    to_decide: int
    """Disputes."""
    raised: tuple[Person, ...]
    """Whose supervision was raised as missed and is still open."""
    to_allocate: int = 0
    """Open cases that nobody who is here works, left by those for whom the manager answers."""

    @property
    def is_clear(self) -> bool:
        """Nothing to say."""
        return not (self.late or self.will_be or self.is_theirs)

    @property
    def is_theirs(self) -> bool:
        """Something waits for them alone."""
        return bool(self.without_cover or self.to_allocate or self.to_confirm or self.to_sign or self.to_decide or self.raised)


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many, and since when the longest has waited."""

    number: int
    since_on: date | None
    """Its due date; of what is to be signed the day it was written. None of nothing."""


@dataclass(frozen=True, slots=True)
class MonthView:
    """How a month went below a manager, as the schedule kept it, and how things stand: numbers and days, of nobody by name."""

    month: date
    """Its first day."""
    in_month: tuple[int, int]
    """Supervisions and case discussions in time, of those that fell due that month."""
    in_month_before: tuple[int, int]
    late: Waiting
    """Of the same kinds."""
    to_record: Waiting
    """Sessions and discussions whose record is past its time."""
    to_sign: Waiting
    """Records a signature is missing under."""
    agreements_missing: int
    """Not signed by their day."""
    agreements_past_review: int
    escalated: int
    """Passed to the line above by the policy, and open still."""
    escalated_since: int
    """Of these, how many since that month began."""
    begun_on: date | None = None
    """The day Cornerstone began here, where nothing is known of some day of these two months; else None."""

    @property
    def is_empty(self) -> bool:
        """Nothing fell due in a month of which every day is known, and nothing waits."""
        waits = self.late.number, self.to_record.number, self.to_sign.number
        is_known = self.begun_on is None or self.begun_on <= self.month
        return is_known and not any(
            (self.in_month[1], *waits, self.agreements_missing, self.agreements_past_review, self.escalated)
        )
