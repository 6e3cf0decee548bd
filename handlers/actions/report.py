"""How supervision stands, in a window: every figure with its list, every row with its record, and what is counted."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from slack_sdk.models.blocks import Block

from handlers import paging
from handlers.actions import records
from handlers.asking import UnclearRequestError
from handlers.casework import looking
from handlers.forms import fields
from handlers.paging import Piece
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.words import kit
from handlers.words import report as words
from handlers.words.duties import TITLES
from handlers.words.phrases import days_in_words, deadline, escape, plain_day, who
from scheduling.index import day_of
from scheduling.measures import MEASURES, Figure, Item
from storage.pictures import Picture
from storage.unit import UnitOfWork

MONTHS = 6
LARGE = 120
"""People below: of more, counting from all the facts takes longer than Slack waits, so the report opens by team."""
TEAMS = 30
_CARRIED = re.compile(r"(?P<chosen>\{.*\})(?:,(?P<page>[0-9]{1,4}))?", re.DOTALL)
STANDING = (
    "late",
    "moved",
    "absent",
    "recording",
    "signing",
    "agreements",
    "observations",
    "supervisors_over",
    "trained",
    "never_discussed",
    "drift",
    "carried_over",
    "audits",
    "cp_audited",
    "team_groups",
    "attendance",
    "same_supervisor",
    "same_profession",
    "year_ahead",
    "conversations",
    "observing",
    "asye_caseload",
    "tools",
)
"""One line each, under what was on time; of these, those the policy asks for."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a window is about, as its buttons carry it: names of teams and kinds, never anybody's."""

    scope: str | None = None
    """The team of the report; None: the viewer's whole line."""
    until: str = ""
    """The last month, `2026-03`."""
    measure: str = ""
    month: str = ""
    team: str | None = None
    kind: str | None = None
    category: str | None = None

    def carried(self) -> str:
        """For a button."""
        return json.dumps({name: value for name, value in asdict(self).items() if value not in (None, "")})

    @property
    def until_on(self) -> date | None:
        """The first day of the last month."""
        return date.fromisoformat(f"{self.until}-01") if self.until else None

    @property
    def month_on(self) -> date | None:
        """The first day of the figure's month."""
        return date.fromisoformat(f"{self.month}-01") if self.month else None


def carried(value: str) -> tuple[Chosen, str]:
    """What a button carried, and the page. Raises UnclearRequestError for what none of our buttons carries."""
    found = _CARRIED.fullmatch(value or "{}")
    try:
        chosen = Chosen(**json.loads(found["chosen"] if found else ""))
        is_ours = chosen.measure in ("", *MEASURES) and (chosen.month_on is chosen.until_on or True)
    except (ValueError, TypeError):
        is_ours = False
    if not found or not is_ours:
        raise UnclearRequestError
    return chosen, found["page"] or ""


def run(request: Request, work: UnitOfWork) -> Reply:
    """*Open the report*."""
    chosen, page = carried(request.value)
    return show(window(request, work, chosen, page), replaces=bool(page) or bool(chosen.scope is not None and request.value))


def window(request: Request, work: UnitOfWork, chosen: Chosen, page: str = "") -> dict[str, Any]:
    """The report; by team first where it would take too long. Raises NotFound where nobody is below."""
    if _is_large(request, work, chosen):
        return _by_team_first(request, work, chosen, page)
    picture = _picture(request, work, chosen)
    pieces = [*_on_time(picture, request, chosen), *_standing(picture, chosen)]
    return _paged(words.OPEN, words.TITLE, chosen, _heading(picture, request, chosen), pieces, page, _foot(picture, chosen))


def _is_large(request: Request, work: UnitOfWork, chosen: Chosen) -> bool:
    return chosen.scope is None and work.reports.number_below(request.viewer) > LARGE


def _picture(request: Request, work: UnitOfWork, chosen: Chosen) -> Picture:
    return work.reports.picture(viewer=request.viewer, team=chosen.scope, until=chosen.until_on, months=MONTHS)


def _heading(picture: Picture, request: Request, chosen: Chosen) -> list[Block]:
    heading: list[Block] = [kit.section(_head(picture, request, chosen))]
    if picture.reaches_back and picture.begun_on:
        heading.append(kit.context(words.before(picture.begun_on, request.today)))
    return heading


def _head(picture: Picture, request: Request, chosen: Chosen) -> str:
    whose = picture.service or words.YOUR_LINE if chosen.scope is None else picture.team or words.NO_TEAM
    first, last = (words.month(month, request.today) for month in (picture.months[0], picture.months[-1]))
    return words.head(escape(whose), first, last, picture.as_of, request.today)


def _foot(picture: Picture, chosen: Chosen) -> list[Block]:
    counted = kit.button(words.WHAT_COUNTS, words.COUNTED, chosen.carried())
    return [
        kit.actions(counted),
        kit.context(words.foot(escape(picture.policy), picture.version, picture.trail_head, picture.trail_seq)),
    ]


def _paged(
    action: str, title: str, chosen: Chosen, head: Sequence[Block], pieces: Sequence[Piece], page: str, foot: Sequence[Block]
) -> dict[str, Any]:
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
        _piece(words.team_line(_name(by, getattr(one, by)), one.share, one.count, one.out_of), one, chosen, under)
        for one in found
    ]


def _name(by: str, name: str) -> str:
    return (escape(name) or words.NO_TEAM) if by == "team" else TITLES.get(name) or words.kind(name)


def _standing(picture: Picture, chosen: Chosen) -> list[Piece]:
    made = []
    for measure in (each for each in STANDING if each in picture.definitions):
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
    parts = [
        f"{figure.count:,}" if unit == "count" else f"{words.percent(figure.share)}, {words.of(figure.count, figure.out_of)}"
    ]
    if figure.measure == "trained":
        found = [one for name in picture.kinds("trained") if (one := picture.figure("trained", kind=name))]
        parts += [f"{_name('kind', one.kind or '').lower()} {words.of(one.count, one.out_of)}" for one in found]
    if figure.measure in ("late", "moved"):
        kinds = [
            (name, one.count) for name in picture.kinds(figure.measure) if (one := picture.figure(figure.measure, kind=name))
        ]
        parts += [f"{_name('kind', name).lower()} {number:,}" for name, number in sorted(kinds, key=lambda each: -each[1])[:5]]
    return ", ".join(parts)


def _piece(said: str, figure: Figure | None, chosen: Chosen, under: str = "") -> Piece:
    if figure is None:
        return Piece([kit.section(said)], under)
    month = f"{figure.month:%Y-%m}" if figure.month else ""
    of = Chosen(chosen.scope, chosen.until, figure.measure, month, figure.team, figure.kind, figure.category)
    return Piece([kit.section(said, accessory=kit.button(words.SHOW_LIST, words.LIST, of.carried()))], under)


def _by_team_first(request: Request, work: UnitOfWork, chosen: Chosen, page: str) -> dict[str, Any]:
    kept = work.reports.on_time(viewer=request.viewer, months=MONTHS)
    teams = sorted(kept.by_team, key=lambda name: (kept.of_team(name).share or 0, name))
    pieces = []
    for name in teams:
        one = kept.of_team(name)
        said = words.team_line(escape(name) or words.NO_TEAM, one.share, one.in_time, one.out_of)
        button = kit.button(words.SHOW_TEAM, words.OPEN, Chosen(name, chosen.until).carried())
        pieces.append(Piece([kit.section(said, accessory=button)], words.BY_TEAM))
    shares = [kept.of_month(month).share for month in kept.months]
    months = [
        f"{words.month(month, request.today)} {words.percent(share)}" for month, share in zip(kept.months, shares, strict=True)
    ]
    head = [kit.section(f"*{words.KEPT}* `{words.spark(shares)}`\n{words.trend(months)}"), kit.context(words.AS_KEPT)]
    last, asked = kept.months[-1], chosen.until_on
    other = words.month(asked, request.today) if asked and asked.replace(day=1) != last else None
    first = words.month(kept.months[0], request.today)
    head.append(kit.context(words.kept_until(first, words.month(last, request.today), other)))
    return _paged(words.OPEN, words.TITLE, chosen, head, pieces, page, _foot_as_kept(work, chosen))


def _foot_as_kept(work: UnitOfWork, chosen: Chosen) -> list[Block]:
    end = work.trail.head()
    trail, seq = (end.hash, end.seq) if end else ("", 0)
    policy = work.policy
    said = words.foot(escape(policy.title), policy.at(work.today).label, trail, seq)
    return [kit.actions(kit.button(words.WHAT_COUNTS, words.COUNTED, chosen.carried())), kit.context(said)]


# ---- the list behind a figure


def listed(request: Request, work: UnitOfWork) -> Reply:
    """*Show the list*: the rows a figure counts, each with its record; no more of it than the viewer may see."""
    chosen, page = carried(request.value)
    picture = _picture(request, work, chosen)
    figure = picture.figure(chosen.measure, month=chosen.month_on, team=chosen.team, kind=chosen.kind, category=chosen.category)
    rows = picture.behind(figure) if figure else []
    measure = MEASURES[chosen.measure]
    about = [
        _name(by, name) for by, name in (("team", chosen.team), ("kind", chosen.kind), ("category", chosen.category)) if name
    ]
    head = kit.section(words.list_head(measure.title, ", ".join(about), len(rows)))
    pieces = [_row(picture, request, one) for one in rows] or [
        Piece([kit.section(words.NOT_SHOWN if figure else words.NOTHING)])
    ]
    counted = kit.actions(kit.button(words.WHAT_COUNTS, words.COUNTED, chosen.carried()))
    return show(_paged(words.LIST, words.LIST_TITLE, chosen, [head], pieces, page, [counted]), replaces=bool(page))


def _row(picture: Picture, request: Request, one: Item) -> Piece:
    said = words.row(
        who(picture.people.get(one.person)), _name("kind", one.kind), escape(one.case or ""), _stands(one, request),
        days_in_words(one.why, request.today),
    )  # fmt: skip
    action, value = (looking.SHOW, one.case) if one.case else (records.OPEN, one.person)
    return Piece([kit.section(said, accessory=kit.button(words.READ, action, value))])


def _stands(one: Item, request: Request) -> str:
    if one.measure not in ("on_time", "late") or one.due is None:
        if one.out_of > 1:
            return words.of(one.number, one.out_of)
        return "" if one.days is None else words.so_many_days(one.days)
    due, late = deadline(one.due, request.today), one.days or 0
    if one.done_on:
        return words.done(due, plain_day(one.done_on, request.today), late)
    if one.ended_on:
        return words.ended(due, plain_day(one.ended_on, request.today))
    return words.was_due(due, (request.today - day_of(one.due)).days)


# ---- what is counted


def counted(request: Request, work: UnitOfWork) -> Reply:
    """*What is counted?*: the definition with its rule, of one measure or of all."""
    chosen, _ = carried(request.value)
    picture = None if _is_large(request, work, chosen) else _picture(request, work, chosen)
    made: list[Block] = [] if picture else [kit.section(f"*{words.KEPT}*\n{words.AS_KEPT} {words.ASK_A_TEAM}")]
    known = picture.definitions if picture else work.reports.definitions()
    for measure in [MEASURES[chosen.measure]] if chosen.measure else known.values():
        made.append(kit.section(f"*{measure.title}*\n{measure.definition}"))
        if picture is None:
            continue
        cited = picture.cited(measure.key)
        made.append(kit.context(escape(words.rules(cited)) if cited else words.NO_RULE))
    return show(fields.window(words.COUNTED_TITLE, made))
