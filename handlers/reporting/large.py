"""The report of a line so large that its facts cannot be counted while somebody waits: as the stored schedule has it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from slack_sdk.models.blocks import Block

from handlers.paging import Piece
from handlers.reporting.chosen import Chosen
from handlers.reporting.parts import MONTHS, MOST_KINDS, more, name_of, paged
from handlers.request import Request
from handlers.words import kit
from handlers.words import report as words
from handlers.words.phrases import escape
from storage.pictures import QUALITY
from storage.records.kept import KINDS, By, Kept, Late, LateNow, OnTime
from storage.unit import UnitOfWork


def window(request: Request, work: UnitOfWork, chosen: Chosen, page: str) -> dict[str, Any]:
    """By kind, by category of the cases and by team; of one category by kind and team, of one kind by team.

    The schedule says how much there is of each and not of how many people: to performance and audit staff, who are not to see
    what tells who somebody is, it names the teams, of which each is counted from its facts.
    """
    if work.reports.reach_of(request.viewer) == QUALITY:
        return _of_everybody(request, work, chosen, page)
    kept = work.reports.on_time(viewer=request.viewer, months=MONTHS, by_category=True)
    late = work.reports.late_now(viewer=request.viewer)
    if chosen.kind or chosen.category:
        kept = kept.only(kind=chosen.kind or "", category=chosen.category or "")
        late = late.only(kind=chosen.kind or "", category=chosen.category or "")
    pieces, teams = [_late_now(late)], []
    if not chosen.kind and not chosen.category:
        pieces.append(_other_measures(chosen))
    if not chosen.kind:
        pieces += _lines("kind", kept, late, chosen, words.BY_KIND)
    if not chosen.kind and not chosen.category:
        pieces += _lines("category", kept, late, chosen, words.BY_CATEGORY)
        teams = work.reports.teams(request.viewer)
    pieces += _teams(kept, late, chosen, teams)
    head = _trend(kept, request, chosen)
    if chosen.kind and chosen.kind not in KINDS:
        head = [kit.section(f"*{words.of_category(name_of('kind', chosen.kind), _category(chosen))}*"), more(chosen)]
    return paged(words.OPEN, words.TITLE, chosen, head, pieces, page, _foot(work))


def _of_everybody(request: Request, work: UnitOfWork, chosen: Chosen, page: str) -> dict[str, Any]:
    opens = {
        team: kit.button(words.SHOW, words.OPEN, Chosen(team, chosen.until).carried())
        for team in work.reports.teams(request.viewer)
    }
    pieces = [_other_measures(chosen)] + [
        Piece([kit.section(f"*{name_of('team', team)}*", accessory=button)], words.TEAMS) for team, button in opens.items()
    ]
    return paged(words.OPEN, words.TITLE, chosen, [kit.section(words.EVERYBODY), more(chosen)], pieces, page, _foot(work))


def _other_measures(chosen: Chosen) -> Piece:
    return Piece([kit.section(words.OTHER_MEASURES, accessory=kit.button(words.COUNT, words.REST, chosen.carried()))])


def _category(chosen: Chosen) -> str:
    return name_of("category", chosen.category) if chosen.category else ""


def _trend(kept: OnTime, request: Request, chosen: Chosen) -> list[Block]:
    of = words.kept_of(name_of("kind", chosen.kind) if chosen.kind else "", _category(chosen))
    shares = [kept.of_month(month).share for month in kept.months]
    months = [
        f"{words.month(month, request.today)} {words.percent(share)}" for month, share in zip(kept.months, shares, strict=True)
    ]
    last, asked = kept.months[-1], chosen.until_on
    other = words.month(asked, request.today) if asked and asked.replace(day=1) != last else None
    first = words.month(kept.months[0], request.today)
    return [
        kit.section(f"*{of}* `{words.spark(shares)}`\n{words.trend(months)}"),
        kit.context(words.AS_KEPT),
        more(chosen),
        kit.context(words.kept_until(first, words.month(last, request.today), other)),
    ]


def _late_now(late: LateNow) -> Piece:
    kinds = sorted(late.by("kind").items(), key=lambda one: -one[1].number)
    said = [f"{name_of('kind', kind).lower()} {one.number:,}" for kind, one in kinds[:MOST_KINDS]]
    if others := sum(one.number for _, one in kinds[MOST_KINDS:]):
        said.append(f"{words.OTHERS} {others:,}")
    whole = late.whole
    return Piece([kit.section(words.late_now(whole.number, whole.days, said if len(kinds) > 1 else []))])


def _lines(by: By, kept: OnTime, late: LateNow, chosen: Chosen, under: str) -> list[Piece]:
    """What fell due of each, or is late; its button shows the teams of it."""
    one, other = kept.by(by), late.by(by)
    return [
        _line(name_of(by, name), one.get(name), other.get(name), replace(chosen, **{by: name}), under)
        for name in _lowest_first(one, other)
    ]


def _teams(kept: OnTime, late: LateNow, chosen: Chosen, also: Iterable[str]) -> list[Piece]:
    """Its button opens a team, or the list of one kind of its duties. `also` are teams of whom there is nothing to say."""
    one, other, opens = kept.by("team"), late.by("team"), Chosen(until=chosen.until)
    if chosen.kind:
        opens = replace(chosen, measure="on_time")
    return [
        _line(
            name_of("team", team),
            one.get(team),
            other.get(team),
            # What is late longer than the months shown stands in the list of what is late.
            replace(opens, scope=team, measure=opens.measure and ("on_time" if team in one else "late")),
            words.BY_TEAM,
        )
        for team in _lowest_first(one, other, also)
    ]


def _lowest_first(kept: Mapping[str, Kept], *more: Iterable[str]) -> list[str]:
    """By how much was on time; those of whom that cannot be said come last."""
    return sorted({*kept}.union(*more), key=lambda name: (name not in kept, kept[name].share or 0 if name in kept else 0, name))


def _line(name: str, one: Kept | None, late: Late | None, opens: Chosen, under: str) -> Piece:
    said = [words.on_time(one.share, one.in_time, one.out_of)] if one else []
    said += [words.late_too(late.number, late.days)] if late else []
    action = words.LIST if opens.measure else words.OPEN
    label = words.SHOW_LIST if opens.measure else words.SHOW_TEAMS if opens.kind else words.SHOW
    line = f"*{name}* {' · '.join(said) or words.NOTHING_DUE}"
    return Piece([kit.section(line, accessory=kit.button(label, action, opens.carried()))], under)


def _foot(work: UnitOfWork) -> list[Block]:
    end = work.trail.head()
    trail, seq = (end.hash, end.seq) if end else ("", 0)
    policy = work.policy
    return [kit.context(words.foot(escape(policy.title), policy.at(work.today).label, trail, seq))]
