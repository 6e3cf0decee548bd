"""What a table of requests says of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.reply import Reply
from handlers.request import Request
from scheduling.errors import SupervisionError
from storage.unit import UnitOfWork


def _nothing(text: str) -> str:
    return ""


def _never(text: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a table of requests."""

    run: Callable[[Request, UnitOfWork], Reply]
    stores: bool = True
    """False: it only reads, and waits for no writer."""
    stores_for: Callable[[str], bool] = bool
    """Of a command that stores: whether it may for this text."""
    together: Callable[[Sequence[Request], UnitOfWork], Sequence[Reply | SupervisionError]] | None = None
    """Of a command that stores: several at once, each with its own answer or refusal."""
    joins: Callable[[str], bool] = _never
    """Of such a command: whether this text may be answered together with others'."""
    refill: Callable[[Request, UnitOfWork, str, str], Reply] | None = None
    """Of a command: its form with a text typed before, and the draft it is kept in."""
    blank: Callable[[str], dict[str, Any]] | None = None
    """Of a command: its form with a text typed, made without storage."""
    has_form: Callable[[str], bool] = bool
    """Of a command: whether there is a form for this text."""
    to_copy: Callable[[str], str] = _nothing
    """Of a command: as much of the text as may stand in a message, so that it can be copied and sent again."""
    faults: tuple[tuple[type[SupervisionError], str], ...] = ()
    """Of a form: beside which field a fault is shown."""
