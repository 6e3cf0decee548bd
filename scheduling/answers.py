"""The four answers: what is owed, what is planned, what would be sent, what is wrong (`contract.md`, Answers)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class State(StrEnum):
    """How an obligation stands on a day."""

    UPCOMING = "upcoming"
    DUE = "due"
    OVERDUE = "overdue"
    ESCALATED = "escalated"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Obligation:
    """One thing owed, with the rule it comes from and the facts it follows from."""

    rule: str
    kind: str
    person: str
    """The supervisee or worker it is about or, for duties of a manager, that manager."""
    case: str | None
    due: date | datetime
    """A local date, or an aware instant where the policy counts hours."""
    state: State
    days_late: int
    responsible: tuple[str, ...]
    escalates_on: date | None
    source: str
    """Policy and section, as a person would cite it."""
    why: str
    """The facts it follows from, in one line of dates and references: never a name or content."""
    about: str = ""
    """Tells apart several of one kind for one person and case (the id of the session or discussion to record)."""

    @property
    def due_on(self) -> date:
        """The local (Europe/London) day it is due."""
        if isinstance(self.due, datetime):
            from scheduling.calendar import LONDON

            return self.due.astimezone(LONDON).date()
        return self.due

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What makes it the same obligation when everything is derived again."""
        return (self.kind, self.person, self.case or "", self.about, self.due.isoformat())


@dataclass(frozen=True, slots=True)
class Planned:
    """A due date ahead, each held on its due date, and the working day to remind."""

    due: date
    remind_on: date
    rule: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One telling: at an instant, to one person, about one obligation."""

    at: datetime
    to: str
    kind: str
    obligation: Obligation
    rung: int = 0
    """How many of this kind came before it on the ladder: with kind and recipient it names the notice for good."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A warning: never blocking, always with its rule."""

    code: str
    rule: str
    person: str | None
    case: str | None
    text: str
