"""`/supervision report [team] [month]`: how supervision stands below the viewer."""

from datetime import date

from handlers.asking import WordedError
from handlers.reply import Reply, show
from handlers.reporting.chosen import Chosen
from handlers.reporting.window import window
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.words import commands
from handlers.words import report as words
from handlers.words.phrases import quoted
from storage.unit import UnitOfWork

MONTHS = {f"{date(2026, number, 1):%B}".lower(): number for number in range(1, 13)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()}


class NotBelowError(WordedError):
    """No team of that name is below the viewer, or nobody is."""


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Of the whole line, or of one team; up to this month, or to the one named."""
    if not work.sight.below(request.viewer):
        raise NotBelowError(words.NOBODY_BELOW)
    typed, until = _typed(request, rest)
    team = _team(request, work, typed) if typed else None
    return show(window(request, work, Chosen(team, until)))


def _team(request: Request, work: UnitOfWork, typed: str) -> str:
    """The one of that name, or the only one whose name begins so."""
    teams, said = work.reports.teams(request.viewer), typed.casefold()
    found = [name for name in teams if name.casefold() == said] or [name for name in teams if name.casefold().startswith(said)]
    if len(found) != 1:
        raise NotBelowError(words.no_team(quoted(typed), found or teams))
    return found[0]


def _typed(request: Request, rest: str) -> tuple[str | None, str]:
    """The team, and the month: the last of its name that has begun."""
    said = rest.split()
    until = ""
    if said and said[-1].casefold() in MONTHS:
        number = MONTHS[said.pop().casefold()]
        year = request.today.year - (number > request.today.month)
        until = f"{year}-{number:02}"
    return (" ".join(said) or None), until


SUBCOMMAND = Subcommand(word="report", usage=commands.USAGE["report"], does=commands.REPORT, run=run, stores=False)
