"""`/supervision sign`: what waits for the viewer's name, or for their decision."""

from handlers.actions import signing
from handlers.forms import fields
from handlers.homes.lists import laid_out
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.words import commands, kit
from handlers.words import signing as words
from storage.unit import UnitOfWork

MOST = 25
"""Of each list: the rest is behind its button."""


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """A window with a button each."""
    waiting = laid_out(signing.waiting(request, work, MOST))
    return show(fields.window(words.TO_SIGN, waiting or [kit.section(words.NOTHING_TO_SIGN)]))


SUBCOMMAND = Subcommand(word="sign", usage=commands.USAGE["sign"], does=words.DOES, run=run, stores=False)
