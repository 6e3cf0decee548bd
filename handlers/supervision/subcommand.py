"""What a subcommand is."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.reply import Reply
from handlers.request import Request
from storage.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class Subcommand:
    """One word after `/supervision`."""

    word: str
    usage: str
    does: str
    run: Callable[[Request, UnitOfWork, str], Reply]
    """Given what follows the word."""
    refill: Callable[[Request, UnitOfWork, str, str], Reply] | None = None
    """Its form with what was typed, and the draft that keeps it."""
    stores: bool = True
    """False: it answers or opens a form, and writes nothing itself."""
    has_content: bool = False
    """A reason may stand in it: that is nobody else's to read, and stands in no message."""
