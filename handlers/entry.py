"""What a table of requests says of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from handlers.reply import Reply
from handlers.request import Request
from scheduling.errors import SupervisionError
from storage.unit import UnitOfWork


class Record(StrEnum):
    """What typed words go into, which decides whether a name may stand in them."""

    PERSONAL = "personal"
    """Somebody's record of supervision: the policy says."""
    CASE = "case"
    """The council's record of a case: a name is kept with a reason."""
    NONE = "none"
    """Nothing typed is stored."""


def _all_of_it(text: str) -> str:
    return text


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
    """Of a command: its form with a text typed before, and the draft it is kept in. Of a shortcut: with a message's text."""
    blank: Callable[[str], dict[str, Any]] | None = None
    """Of a command: its form with a text typed, made without storage."""
    has_form: Callable[[str], bool] = bool
    """Of a command: whether there is a form for this text."""
    to_copy: Callable[[str], str] = _nothing
    """Of a command: as much of the text as may stand in a message, so that it can be copied and sent again."""
    record: Record = Record.PERSONAL
    """What is typed goes into it. Everything typed is looked at for names first, unless it is NONE (`handlers.pointing`)."""
    written: Callable[[str], str] = _all_of_it
    """Of a command, or a shortcut on a message: as much of the text as would be stored."""
    apart: tuple[str, ...] = ()
    """Of a form: fields that are not looked at for names, being held to something else or made for one of the profession."""
    faults: tuple[tuple[type[SupervisionError], str], ...] = ()
    """Of a form: beside which field a fault is shown."""
