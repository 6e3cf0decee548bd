"""`/supervision report [team] [month]`: how supervision stands below the viewer."""

import re
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
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
_YEAR, _NUMBERED = re.compile(r"20\d\d"), re.compile(r"(20\d\d)-(0?[1-9]|1[0-2])")


class NotBelowError(WordedError):
    """No team of that name is below the viewer, or nobody is."""


class NoSuchMonthError(WordedError):
    """That month has not come."""


def run(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Of the whole line, or of one team; up to this month, or to the one named."""
    if not work.reports.number_about(request.viewer):
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
    """The team, and the month, named last: `March`, the last that has begun, `March 2025` or `2025-03`.

    Raises NoSuchMonthError.
    """
    said = rest.split()
    *before, last = [each.casefold() for each in said] or [""]
    number, year, words_of_it = MONTHS.get(last, 0), request.today.year, 1
    if number:
        year -= number > request.today.month
    elif found := _NUMBERED.fullmatch(last):
        year, number = int(found[1]), int(found[2])
    elif _YEAR.fullmatch(last) and before and before[-1] in MONTHS:
        year, number, words_of_it = int(last), MONTHS[before[-1]], 2
    if not number:
        return (" ".join(said) or None), ""
    if (year, number) > (request.today.year, request.today.month):
        raise NoSuchMonthError(words.NOT_YET)
    return (" ".join(said[:-words_of_it]) or None), f"{year}-{number:02}"


SUBCOMMAND = Subcommand(word="report", usage=commands.USAGE["report"], does=commands.REPORT, run=run, stores=False)
