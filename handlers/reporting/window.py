"""How supervision stands, in a window: every figure with the list behind it, and the whole of it as a file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from handlers import paging
from handlers.forms import fields
from handlers.paging import Piece
from handlers.reply import Reply, show
from handlers.reporting.chosen import Chosen, carried
from handlers.request import Request
from handlers.words import kit
from handlers.words import report as words
from handlers.words.duties import TITLES
from handlers.words.phrases import escape
from scheduling.measures import MEASURES, Figure
from storage.pictures import Picture
from storage.records.kept import KINDS, Kept, Late, LateNow, OnTime
from storage.unit import UnitOfWork

MONTHS = 6
LARGE = 120
"""People below: of more, counting from all the facts takes longer than Slack waits, so the report opens by team."""
MOST_KINDS = 5
"""Named beside a number."""


def run(request: Request, work: UnitOfWork) -> Reply:
    """*Open the report*."""
    chosen, page = carried(request.value)
    return show(window(request, work, chosen, page), replaces=bool(page) or bool(chosen.scope is not None and request.value))


def window(request: Request, work: UnitOfWork, chosen: Chosen, page: str = "") -> dict[str, Any]:
    """The report; by team first where it would take too long. Raises NotFound where nobody is below."""
    if is_large(request, work, chosen):
        return _by_team_first(request, work, chosen, page)
    picture = picture_of(request, work, chosen)
    pieces = [*_on_time(picture, request, chosen), *_standing(picture, chosen)]
    return paged(words.OPEN, words.TITLE, chosen, _heading(picture, request, chosen), pieces, page, _foot(picture))


def is_large(request: Request, work: UnitOfWork, chosen: Chosen) -> bool:
    """Whether it is about more people than can be counted while somebody waits."""
    return chosen.scope is None and work.reports.number_below(request.viewer) > LARGE


def picture_of(request: Request, work: UnitOfWork, chosen: Chosen) -> Picture:
    """All its figures. Raises NotFound for a team nobody below is in."""
    return work.reports.picture(viewer=request.viewer, team=chosen.scope, until=chosen.until_on, months=MONTHS)


def _heading(picture: Picture, request: Request, chosen: Chosen) -> list[Block]:
    heading: list[Block] = [kit.section(_head(picture, request, chosen)), _more(chosen)]
    if picture.reaches_back and picture.begun_on:
        heading.append(kit.context(words.before(picture.begun_on, request.today)))
    return heading


def _head(picture: Picture, request: Request, chosen: Chosen) -> str:
    whose = picture.service or words.YOUR_LINE if chosen.scope is None else picture.team or words.NO_TEAM
    first, last = (words.month(month, request.today) for month in (picture.months[0], picture.months[-1]))
    return words.head(escape(whose), first, last, picture.as_of, request.today)


def _more(chosen: Chosen) -> Block:
    buttons = ((words.SEND_ME, words.SEND), (words.AS_A_PDF, words.SEND_PDF), (words.WHAT_COUNTS, words.COUNTED))
    return kit.actions(*(kit.button(label, action, chosen.carried()) for label, action in buttons))


def _foot(picture: Picture) -> list[Block]:
    return [kit.context(words.foot(escape(picture.policy), picture.version, picture.trail_head, picture.trail_seq))]


def paged(
    action: str, title: str, chosen: Chosen, head: Sequence[Block], pieces: Sequence[Piece], page: str, foot: Sequence[Block]
) -> dict[str, Any]:
    """A window whose pieces are turned by pages, under the same head."""
    here = paging.page_of(pieces, paging.number_in(page))
    turns = here.buttons(action, chosen.carried())
    return fields.window(title, [*head, *here.blocks, *([kit.actions(*turns)] if turns else []), *foot])


# ---- the figures


def _on_time(picture: Picture, request: Request, chosen: Chosen) -> list[Piece]:
    months = [
        f"{words.month(month, request.today)} {words.percent(one.share if one else None)}"
        for month, one in zip(picture.months, picture.trend("on_time"), strict=True)
    ]
    shares = [one.share if one else None for one in picture.trend("on_time")]
    whole = picture.figure("on_time")
    said = f"*{words.ON_TIME}* `{words.spark(shares)}`\n{words.trend(months)}"
    made = [_piece(said if whole else f"*{words.ON_TIME}*\n{words.NOTHING}", whole, chosen)]
    made += _lines(picture, chosen, "team", words.BY_TEAM) if len(picture.teams) > 1 else []
    return made + _lines(picture, chosen, "kind", words.BY_KIND) + _lines(picture, chosen, "category", words.BY_CATEGORY)


def _lines(picture: Picture, chosen: Chosen, by: str, under: str) -> list[Piece]:
    names = picture.teams if by == "team" else picture.kinds("on_time") if by == "kind" else picture.categories("on_time")
    found = [one for name in names if (one := picture.figure("on_time", **{by: name}))]  # type: ignore[arg-type]
    found.sort(key=lambda one: (one.share or 0, str(getattr(one, by))))
    return [
        _piece(words.team_line(name_of(by, getattr(one, by)), one.share, one.count, one.out_of), one, chosen, under)
        for one in found
    ]


def name_of(by: str, name: str) -> str:
    """Of a `team`, a `kind` or a `category`, as Slack shows it."""
    return (escape(name) or words.NO_TEAM) if by == "team" else TITLES.get(name) or words.kind(name)


def _standing(picture: Picture, chosen: Chosen) -> list[Piece]:
    """A line for each of the others that the policy asks for, in the order of the definitions."""
    made = []
    for measure in (each for each in picture.definitions if each != "on_time"):
        figure, title = picture.figure(measure), MEASURES[measure].title
        made.append(_piece(f"*{title}*: {_said(picture, figure)}" if figure else f"*{title}*: {words.NOTHING}", figure, chosen))
    return made


def _said(picture: Picture, figure: Figure) -> str:
    unit = MEASURES[figure.measure].unit
    if unit == "days":
        said = (
            words.days(figure.median_days, figure.longest_days or 0) if figure.median_days is not None else words.percent(None)
        )
        return f"{said}; {words.within(figure.count, figure.out_of)}"
    whole = (
        f"{figure.count:,}" if unit == "count" else f"{words.percent(figure.share)}, {words.of(figure.count, figure.out_of)}"
    )
    kinds = [one for name in picture.kinds(figure.measure) if (one := picture.figure(figure.measure, kind=name))]
    return ", ".join([whole, *BY_KIND.get(figure.measure, _not_at_all)(kinds)])


def _numbers(kinds: list[Figure]) -> list[str]:
    most = sorted(kinds, key=lambda one: -one.count)[:MOST_KINDS]
    return [f"{name_of('kind', one.kind or '').lower()} {one.count:,}" for one in most]


def _shares(kinds: list[Figure]) -> list[str]:
    if len(kinds) == 1:
        return []  # it says the same again
    return [f"{name_of('kind', one.kind or '').lower()} {words.of(one.count, one.out_of)}" for one in kinds]


def _not_at_all(kinds: list[Figure]) -> list[str]:
    return []


BY_KIND: Mapping[str, Callable[[list[Figure]], list[str]]] = {"late": _numbers, "moved": _numbers, "trained": _shares}
"""Measures whose line goes on with what they are made up of."""


def _piece(said: str, figure: Figure | None, chosen: Chosen, under: str = "") -> Piece:
    if figure is None:
        return Piece([kit.section(said)], under)
    month = f"{figure.month:%Y-%m}" if figure.month else ""
    of = Chosen(chosen.scope, chosen.until, figure.measure, month, figure.team, figure.kind, figure.category)
    return Piece([kit.section(said, accessory=kit.button(words.SHOW_LIST, words.LIST, of.carried()))], under)


# ---- of a line so large that its facts cannot be counted while somebody waits


def _by_team_first(request: Request, work: UnitOfWork, chosen: Chosen, page: str) -> dict[str, Any]:
    """As the schedule has it; of one kind, where one was chosen."""
    kept = work.reports.on_time(viewer=request.viewer, months=MONTHS)
    late = work.reports.late_now(viewer=request.viewer)
    if chosen.kind:
        kept, late = kept.only(chosen.kind), late.only(chosen.kind)
        pieces = [_late_now(late), *_teams_kept(kept, late, chosen)]
    else:
        teams = work.reports.teams(request.viewer)
        pieces = [_late_now(late), *_kinds_kept(kept, late, chosen), *_teams_kept(kept, late, chosen, teams)]
    name = name_of("kind", chosen.kind) if chosen.kind else ""
    head = (
        [kit.section(f"*{name}*"), _more(chosen)]
        if chosen.kind and chosen.kind not in KINDS
        else _trend_kept(kept, request, chosen, name)
    )
    return paged(words.OPEN, words.TITLE, chosen, head, pieces, page, _foot_as_kept(work))


def _trend_kept(kept: OnTime, request: Request, chosen: Chosen, kind: str) -> list[Block]:
    shares = [kept.of_month(month).share for month in kept.months]
    months = [
        f"{words.month(month, request.today)} {words.percent(share)}" for month, share in zip(kept.months, shares, strict=True)
    ]
    last, asked = kept.months[-1], chosen.until_on
    other = words.month(asked, request.today) if asked and asked.replace(day=1) != last else None
    first = words.month(kept.months[0], request.today)
    return [
        kit.section(f"*{words.kept_of(kind)}* `{words.spark(shares)}`\n{words.trend(months)}"),
        kit.context(words.AS_KEPT),
        _more(chosen),
        kit.context(words.kept_until(first, words.month(last, request.today), other)),
    ]


def _late_now(late: LateNow) -> Piece:
    kinds = sorted(late.by_kind.items(), key=lambda one: -one[1].number)
    said = [f"{name_of('kind', kind).lower()} {one.number:,}" for kind, one in kinds[:MOST_KINDS]]
    if others := sum(one.number for _, one in kinds[MOST_KINDS:]):
        said.append(f"{words.OTHERS} {others:,}")
    whole = late.whole
    return Piece([kit.section(words.late_now(whole.number, whole.days, said if len(kinds) > 1 else []))])


def _kinds_kept(kept: OnTime, late: LateNow, chosen: Chosen) -> list[Piece]:
    """What fell due of each kind, or is late; its button shows the teams of it."""
    one, other = kept.by_kind, late.by_kind
    return [
        _kept_line(name_of("kind", kind), one.get(kind), other.get(kind), Chosen(until=chosen.until, kind=kind), words.BY_KIND)
        for kind in _lowest_first(one, other)
    ]


def _teams_kept(kept: OnTime, late: LateNow, chosen: Chosen, also: Iterable[str] = ()) -> list[Piece]:
    """Its button opens a team, or the list of one kind of its duties. `also` are teams of whom there is nothing to say."""
    one, other = kept.by_team, late.by_team
    measure = "" if not chosen.kind else "on_time" if chosen.kind in KINDS else "late"
    return [
        _kept_line(
            name_of("team", team),
            one.get(team),
            other.get(team),
            Chosen(team, chosen.until, measure, kind=chosen.kind),
            words.BY_TEAM,
        )
        for team in _lowest_first(one, other, also)
    ]


def _lowest_first(kept: Mapping[str, Kept], *more: Iterable[str]) -> list[str]:
    """By how much was on time; those of whom that cannot be said come last."""
    return sorted({*kept}.union(*more), key=lambda name: (name not in kept, kept[name].share or 0 if name in kept else 0, name))


def _kept_line(name: str, one: Kept | None, late: Late | None, opens: Chosen, under: str) -> Piece:
    said = [words.on_time(one.share, one.in_time, one.out_of)] if one else []
    said += [words.late_too(late.number, late.days)] if late else []
    action = words.LIST if opens.measure else words.OPEN
    label = words.SHOW_LIST if opens.measure else words.SHOW_TEAM if opens.scope is not None else words.SHOW_TEAMS
    line = f"*{name}* {' · '.join(said) or words.NOTHING_DUE}"
    return Piece([kit.section(line, accessory=kit.button(label, action, opens.carried()))], under)


def _foot_as_kept(work: UnitOfWork) -> list[Block]:
    end = work.trail.head()
    trail, seq = (end.hash, end.seq) if end else ("", 0)
    policy = work.policy
    return [kit.context(words.foot(escape(policy.title), policy.at(work.today).label, trail, seq))]
