"""How supervision stands, in a window: every figure with the list behind it, and the whole of it as a file."""

from dataclasses import replace
from typing import Any

from handlers.paging import Piece
from handlers.reply import Reply, show
from handlers.reporting import large, standing
from handlers.reporting.chosen import Chosen, carried
from handlers.reporting.parts import MONTHS, foot, heading, name_of, paged
from handlers.request import Request
from handlers.words import kit
from handlers.words import report as words
from scheduling.measures import Figure
from storage.pictures import SPOTS, By, Picture
from storage.unit import UnitOfWork

LARGE = 120
"""People: of more, counting from all the facts takes longer than Slack waits, so the report opens by team."""


def run(request: Request, work: UnitOfWork) -> Reply:
    """*Open the report*."""
    chosen, page = carried(request.value)
    return show(window(request, work, chosen, page), replaces=bool(page) or bool(chosen.scope is not None and request.value))


def window(request: Request, work: UnitOfWork, chosen: Chosen, page: str = "") -> dict[str, Any]:
    """The report; by team first where it would take too long. Raises NotFound where nobody is below."""
    if is_large(request, work, chosen):
        return large.window(request, work, chosen, page)
    picture = picture_of(request, work, chosen)
    pieces = [*_on_time(picture, request, chosen), *_standing(picture, chosen)]
    return paged(words.OPEN, words.TITLE, chosen, heading(picture, request, chosen), pieces, page, foot(picture))


def is_large(request: Request, work: UnitOfWork, chosen: Chosen) -> bool:
    """Whether it is about more people than can be counted while somebody waits."""
    return chosen.scope is None and work.reports.number_about(request.viewer) > LARGE


def picture_of(request: Request, work: UnitOfWork, chosen: Chosen) -> Picture:
    """All its figures. Raises NotFound for a team nobody below is in."""
    return work.reports.picture(viewer=request.viewer, team=chosen.scope, until=chosen.until_on, months=MONTHS)


# ---- the figures


def _on_time(picture: Picture, request: Request, chosen: Chosen) -> list[Piece]:
    whole, by_team = picture.figure("on_time"), len(picture.teams) > 1
    left_out = [words.BY[by] for by in SPOTS if (by_team or by != "team") and picture.leaves_out("on_time", by)]
    first = _piece(_by_month(picture, request), whole, chosen)
    if left_out:
        first = replace(first, blocks=[*first.blocks, kit.context(words.left_out(left_out))])
    made = [first, *(_lines(picture, chosen, "team", words.BY_TEAM) if by_team else [])]
    return made + _lines(picture, chosen, "kind", words.BY_KIND) + _lines(picture, chosen, "category", words.BY_CATEGORY)


def _by_month(picture: Picture, request: Request) -> str:
    """What was on time, month by month; a month that would tell of few people does not look like one nothing fell due in."""
    trend = picture.trend("on_time")
    veiled = {spot for spot, month in enumerate(picture.months) if picture.is_hidden("on_time", month=month)}
    if not any(trend) and not veiled:
        return f"*{words.ON_TIME}*\n{words.NOTHING}"
    shares = [one.share if one else None for one in trend]
    months = [
        f"{words.month(month, request.today)} {words.LEFT_OUT if spot in veiled else words.percent(shares[spot])}"
        for spot, month in enumerate(picture.months)
    ]
    few = f": {words.TELLS_OF_FEW}" if picture.is_hidden("on_time") else ""
    return f"*{words.ON_TIME}*{few} `{words.spark(shares, veiled)}`\n{words.trend(months)}"


def _lines(picture: Picture, chosen: Chosen, by: By, under: str) -> list[Piece]:
    names = picture.teams if by == "team" else picture.kinds("on_time") if by == "kind" else picture.categories("on_time")
    found = [one for name in names if (one := picture.figure("on_time", **{by: name}))]  # type: ignore[arg-type]
    found.sort(key=lambda one: (one.share or 0, str(getattr(one, by))))
    return [
        _piece(words.team_line(name_of(by, getattr(one, by)), one.share, one.count, one.out_of), one, chosen, under)
        for one in found
    ]


def _standing(picture: Picture, chosen: Chosen) -> list[Piece]:
    """A line for each of the others that the policy asks for, in the order of the definitions."""
    return [
        _piece(standing.line(picture, measure), picture.figure(measure), chosen)
        for measure in picture.definitions
        if measure != "on_time"
    ]


def _piece(said: str, figure: Figure | None, chosen: Chosen, under: str = "") -> Piece:
    if figure is None:
        return Piece([kit.section(said)], under)
    month = f"{figure.month:%Y-%m}" if figure.month else ""
    of = Chosen(chosen.scope, chosen.until, figure.measure, month, figure.team, figure.kind, figure.category)
    return Piece([kit.section(said, accessory=kit.button(words.SHOW_LIST, words.LIST, of.carried()))], under)
