"""The list behind each figure, every row with its record; and what is counted."""

from collections.abc import Collection, Mapping
from typing import Any

from slack_sdk.models.blocks import Block

from handlers.actions import records
from handlers.casework import looking
from handlers.forms import fields
from handlers.paging import Piece
from handlers.reply import Reply, show
from handlers.reporting.chosen import carried
from handlers.reporting.parts import name_of, paged
from handlers.reporting.window import is_large, picture_of, window
from handlers.request import Request
from handlers.words import kit, training
from handlers.words import report as words
from handlers.words.phrases import days_in_words, deadline, escape, plain_day, sentence, who
from scheduling.index import day_of
from scheduling.measures import MEASURES, Item
from storage.pictures import LINE, Picture
from storage.unit import UnitOfWork

REGISTERS: Mapping[str, str] = {"trained": training.OPEN}
"""What the rows of a measure open, where that is no record of supervision."""


def listed(request: Request, work: UnitOfWork) -> Reply:
    """*Show the list*: the rows a figure counts, each with its record; no more of it than the viewer may see."""
    chosen, page = carried(request.value)
    if is_large(request, work, chosen):  # the line has grown since the button was drawn
        return show(window(request, work, chosen))
    picture = picture_of(request, work, chosen)
    of: dict[str, Any] = {"month": chosen.month_on, "team": chosen.team, "kind": chosen.kind, "category": chosen.category}
    figure = picture.figure(chosen.measure, **of)
    rows = picture.behind(figure) if figure else []
    measure = MEASURES[chosen.measure]
    about = [
        name_of(by, name)
        for by, name in (("team", chosen.team), ("kind", chosen.kind), ("category", chosen.category))
        if name is not None
    ]
    head = kit.section(words.list_head(measure.title, ", ".join(about), len(rows)))
    nothing = sentence(words.TELLS_OF_FEW) if picture.is_hidden(chosen.measure, **of) else words.NOTHING
    cases = list({one.case for one in rows if one.case})
    theirs = {ref for ref, case in zip(cases, work.cases.seen([(each, request.viewer) for each in cases]), strict=True) if case}
    pieces = [_row(picture, request, one, theirs) for one in rows] or [
        Piece([kit.section(words.NOT_SHOWN if figure else nothing)])
    ]
    counted = kit.actions(kit.button(words.WHAT_COUNTS, words.COUNTED, chosen.carried()))
    return show(paged(words.LIST, words.LIST_TITLE, chosen, [head], pieces, page, [counted]), replaces=bool(page))


def _row(picture: Picture, request: Request, one: Item, theirs: Collection[str]) -> Piece:
    """`theirs`: the cases the viewer may look at; one that counts here may have passed on to another line since."""
    said = words.row(
        who(picture.people.get(one.person)), name_of("kind", one.kind), escape(one.case or ""), _stands(one, request),
        days_in_words(one.why, request.today),
    )  # fmt: skip
    if one.case and one.case not in theirs:
        return Piece([kit.section(f"{said}\n{words.PASSED_ON}")])
    action, value = (looking.SHOW, one.case) if one.case else (REGISTERS.get(one.measure, records.OPEN), one.person)
    return Piece([kit.section(said, accessory=kit.button(words.READ, action, value))])


def _stands(one: Item, request: Request) -> str:
    if one.measure not in ("on_time", "late") or one.due is None:
        if one.out_of > 1:
            return words.of(one.number, one.out_of)
        return "" if one.days is None else words.so_many_days(one.days)
    due, late = deadline(one.due, request.today), one.days or 0
    if one.done_on:
        return words.done(due, plain_day(one.done_on, request.today), late, in_time=bool(one.number))
    if one.ended_on:
        return words.ended(due, plain_day(one.ended_on, request.today))
    return words.was_due(due, (request.today - day_of(one.due)).days)


def counted(request: Request, work: UnitOfWork) -> Reply:
    """*What is counted?*: the definition with its rule, of one measure or of all."""
    chosen, _ = carried(request.value)
    picture = None if is_large(request, work, chosen) else picture_of(request, work, chosen)
    is_kept = picture is None and chosen.measure in ("", "on_time", "late") and work.reports.reach_of(request.viewer) == LINE
    made: list[Block] = [kit.section(f"*{words.KEPT}*\n{words.AS_KEPT} {words.ASK_A_TEAM}")] if is_kept else []
    known = picture.definitions if picture else work.reports.definitions()
    for measure in [MEASURES[chosen.measure]] if chosen.measure else known.values():
        made.append(kit.section(f"*{measure.title}*\n{measure.definition}"))
        if picture is None:
            continue
        cited = picture.cited(measure.key)
        made.append(kit.context(escape(words.rules(cited)) if cited else words.NO_RULE))
    return show(fields.window(words.COUNTED_TITLE, made))
