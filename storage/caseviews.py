"""A case as `/case show` tells it: who works it, what is due, when it was talked about. No name of a child, no content."""

from dataclasses import dataclass
from datetime import date

from storage.views import CaseView, Person


@dataclass(frozen=True, slots=True)
class WorkerOn:
    """Somebody who works the case today."""

    person: Person
    role: str
    from_on: date


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """An open case that nobody who is here works."""

    ref: str
    leaver: Person
    """Who answered for it."""


@dataclass(frozen=True, slots=True)
class Discussed:
    """One time the case was talked about."""

    id: str
    kind: str
    on: date
    by_id: str
    is_draft: bool
    record_id: str = ""
    """The filled form of it, where the viewer may read one."""
    in_session: bool = False
    """In a supervision session; False: on its own, or in a group."""
    is_decision: bool = False
    """It can be read as a decision or as oversight: what an extract only tells of cannot."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything about a case that is no content."""

    case: CaseView
    workers: tuple[WorkerOn, ...]
    """Whoever answers for it first."""
    discussed: tuple[Discussed, ...]
    """Newest first."""
    joint_from: date | None
    planning_meeting_on: date | None
    children: tuple[str, ...]
    """By reference."""
    siblings: tuple[str, ...]
    """The other cases of its family that the viewer sees."""
