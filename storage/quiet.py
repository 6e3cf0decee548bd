"""What quiet needs read: reminders put off, and a line manager's week. Frozen answers, as `storage.views`."""

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

    @property
    def is_clear(self) -> bool:
        """Nothing to say."""
        return not (self.late or self.will_be or self.is_theirs)

    @property
    def is_theirs(self) -> bool:
        """Something waits for them alone."""
        return bool(self.without_cover or self.to_confirm or self.to_sign or self.to_decide or self.raised)
