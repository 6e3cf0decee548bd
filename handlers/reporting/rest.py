"""All the other measures of a large line: what the schedule does not keep, counted from all the facts in some seconds.

Nobody waits so long for an answer: a window says that it is being counted, and shows it once it is. What was counted is kept
for some minutes, so that a page is turned, or a measure opened by team, at once; when that was stands above it.
"""

from collections.abc import Hashable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from handlers.forms import fields
from handlers.paging import Piece
from handlers.reply import Reply, show
from handlers.reporting import standing
from handlers.reporting.chosen import Chosen, carried
from handlers.reporting.parts import MONTHS, foot, heading, name_of, paged
from handlers.reporting.window import is_large, window
from handlers.request import Request
from handlers.words import kit
from handlers.words import report as words
from scheduling.measures import MEASURES, Figure
from storage.pictures import Picture
from storage.unit import UnitOfWork

BESIDE = frozenset(("on_time", "late"))
"""What the schedule itself says."""


def run(request: Request, work: UnitOfWork) -> Reply:
    """*All the other measures*: of the whole line, or of one measure by team."""
    return _opened(request, work, *carried(request.value), since=None)


def again(request: Request, work: UnitOfWork) -> Reply:
    """*Count again*: as it stands by now."""
    chosen, page = carried(request.value)
    request.counted.forget(_known_by(request, work, chosen))
    return replace(_opened(request, work, chosen, page, since=request.now), replaces=True)


def _opened(request: Request, work: UnitOfWork, chosen: Chosen, page: str, since: datetime | None) -> Reply:
    if not is_large(request, work, chosen):  # the line has shrunk since the button was drawn
        return show(window(request, work, chosen), replaces=bool(page))
    in_place = bool(page)
    picture: Picture | None = request.counted.of(_known_by(request, work, chosen), request.now)
    if picture is not None:
        work.reports.shown_again(picture, viewer=request.viewer)
        return show(_drawn(picture, request, chosen, page), replaces=in_place)
    waiting = fields.window(words.TITLE, [kit.section(words.counting(work.reports.number_about(request.viewer)))])
    return Reply(modal=waiting, replaces=in_place, later=partial(counted, chosen, page, since))


def counted(chosen: Chosen, page: str, since: datetime | None, request: Request, work: UnitOfWork) -> dict[str, Any]:
    """The same window with the figures in it, as of `since` or later. Raises NotFound where nobody is below by now."""
    known_by = _known_by(request, work, chosen)
    picture: Picture | None = request.counted.of(known_by, request.now)  # two windows may have asked for it
    if picture is None or (since and picture.as_of < since):
        picture = work.reports.picture(viewer=request.viewer, until=chosen.until_on, months=MONTHS, but_on_time=True)
        picture = replace(picture, items=(), people={})  # figures alone are kept: of teams, and of nobody
        request.counted.keep(known_by, request.now, picture)
    else:
        work.reports.shown_again(picture, viewer=request.viewer)
    return _drawn(picture, request, chosen, page)


def _known_by(request: Request, work: UnitOfWork, chosen: Chosen) -> Hashable:
    """Whose it is, of whom and to which month: whoever has other people below since then is not shown it."""
    viewer = request.viewer
    return (request.incoming.workspace, viewer.id, work.reports.reach_of(viewer), work.sight.below(viewer), chosen.until)


def _drawn(picture: Picture, request: Request, chosen: Chosen, page: str) -> dict[str, Any]:
    pieces = _by_team(picture, chosen) if chosen.measure else _measures(picture, chosen)
    anew = kit.actions(kit.button(words.COUNT_AGAIN, words.REST_AGAIN, chosen.carried()))
    head = [*heading(picture, request, chosen), anew]
    return paged(words.REST, words.TITLE, chosen, head, pieces, page, foot(picture))


def _measures(picture: Picture, chosen: Chosen) -> list[Piece]:
    return [
        _piece(standing.line(picture, measure), words.SHOW_TEAMS, words.REST, replace(chosen, measure=measure))
        if picture.figure(measure) or picture.is_hidden(measure)
        else Piece([kit.section(standing.line(picture, measure))])
        for measure in picture.definitions
        if measure not in BESIDE
    ]


def _by_team(picture: Picture, chosen: Chosen) -> list[Piece]:
    """What is least as it should be first. Its button opens the list behind it."""
    measure = MEASURES[chosen.measure]

    def order(figure: Figure) -> tuple[float, str]:
        number = figure.share or 0 if measure.unit != "count" else figure.count
        return (number if measure.more_is_better else -number, figure.team or "")

    found = [one for team in picture.teams if (one := picture.figure(measure.key, team=team))]
    left_out = [kit.context(words.left_out(["teams"]))] if picture.leaves_out(measure.key, "team") else []
    whole = Piece([kit.section(standing.line(picture, measure.key)), *left_out])
    return [whole] + [
        _piece(
            f"*{name_of('team', one.team or '')}* {standing.figured(picture, one)}",
            words.SHOW_LIST,
            words.LIST,
            Chosen(one.team, chosen.until, measure.key),
            words.BY_TEAM_WORST,
        )
        for one in sorted(found, key=order)
    ]


def _piece(said: str, label: str, action: str, opens: Chosen, under: str = "") -> Piece:
    return Piece([kit.section(said, accessory=kit.button(label, action, opens.carried()))], under)
