"""What a form of the policy does besides asking: who may fill it, what it begins with, and what saving it changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from handlers.filling.sheet import Sheet
from handlers.reply import Reply
from handlers.request import Request
from scheduling.forms import Filled, Near, Step, Value, filled
from storage.unit import UnitOfWork
from storage.written import RecordView

Answers = Mapping[str, Value | None]
"""The answers of a step by name, None where a field was left empty."""


@dataclass(frozen=True, slots=True)
class Done:
    """A form filled to its end."""

    steps: tuple[Step, ...]
    answers: Mapping[str, Value]
    near: Near

    @property
    def filled(self) -> Filled:
        """As it is stored."""
        return filled(self.steps, self.answers, self.near)

    def text(self, name: str) -> str:
        """One answer; "" where it was left empty."""
        value = self.answers.get(name)
        return value if isinstance(value, str) else ""

    def several(self, name: str) -> list[str]:
        """One answer of several values."""
        value = self.answers.get(name)
        return list(value) if isinstance(value, list) else []


def nothing(request: Request, work: UnitOfWork, sheet: Sheet) -> dict[str, Value]:
    """A form that begins empty."""
    return {}


def nothing_shown(request: Request, work: UnitOfWork, sheet: Sheet, step: Step) -> Sequence[str]:
    """A step with nothing to show above its questions."""
    return ()


def all_well(request: Request, work: UnitOfWork, sheet: Sheet, answered: Mapping[str, Value | None]) -> None:
    """A form that asks nothing more of its answers than the policy's file says."""


def nothing_more(request: Request, work: UnitOfWork, record: RecordView, done: Done) -> None:
    """A form of which nothing is kept besides its record."""


@dataclass(frozen=True, slots=True)
class Filling:
    """One line of the table of forms."""

    near: Callable[[Request, UnitOfWork, Sheet], Near]
    """What it chooses from. Raises NotFound or ForTheSupervisor where the viewer may not fill it: asked at every step."""
    head: Callable[[Request, UnitOfWork, Sheet], str]
    """Above every step: `Supervision of @Ann, Tue 24 March.`"""
    save: Callable[[Request, UnitOfWork, Sheet, Done], Reply]
    """Store it; `Reply.about` is the id of the record."""
    begin: Callable[[Request, UnitOfWork, Sheet], Mapping[str, Value]] = nothing
    """What stands in it before anybody has written."""
    shown: Callable[[Request, UnitOfWork, Sheet, Step], Sequence[str]] = nothing_shown
    """What helps to fill a step, above its questions: a line each, as mrkdwn."""
    check: Callable[[Request, UnitOfWork, Sheet, Mapping[str, Value | None]], None] = all_well
    """What else is asked of the answers of a step. Raises FieldError beside the field."""
    adds: Callable[[Request, UnitOfWork, Sheet, RecordView, Done], Reply] | None = None
    """Of a form that passes from hand to hand: another's part is added to the record, which is no correction."""
    corrected: Callable[[Request, UnitOfWork, RecordView, Done], None] = nothing_more
    """What a correction of the record changes besides."""
