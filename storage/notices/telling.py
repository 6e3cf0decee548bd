"""What the ladders of some obligations have still to say: asked by the sweep when one comes due, and each night of all."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, literal_column, select

from scheduling.answers import Notice, Obligation
from scheduling.view import View
from storage.asking import WORKSPACE, among
from storage.index.climbing import Due, Named, come_due
from storage.index.then import Then
from storage.models import NoticeRow, OutboxRow
from storage.notices.catching_up import Told, untold
from storage.notices.hours import IN_LONDON, Mornings, mornings, sends_at
from storage.notices.kinds import ROUTINE
from storage.notices.queue import Telling, queue
from storage.notices.withdrawing import forget

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

CHUNK = 500
_TOLD = (
    select(
        NoticeRow.id,
        NoticeRow.message_id,
        NoticeRow.obligation_id,
        NoticeRow.kind,
        NoticeRow.rung,
        NoticeRow.recipient_id,
        NoticeRow.instead_of_id,
        NoticeRow.at,
        OutboxRow.state,
        OutboxRow.reason,
        OutboxRow.not_before,
    )
    .outerjoin(OutboxRow, and_(OutboxRow.message_id == NoticeRow.message_id, OutboxRow.op == literal_column("'post'")))
    .where(NoticeRow.workspace == WORKSPACE, among(NoticeRow.obligation_id), NoticeRow.kind != "raised")
)


@dataclass(frozen=True, slots=True)
class Unsaid:
    """What is to be told of one obligation, and the notices that stand in its way: they were never said."""

    obligation_id: str
    notices: tuple[Notice, ...]
    dead: tuple[str, ...]
    waited: tuple[Notice, ...] = ()
    """Of these notices, those nobody was there to be told when we came to them: they are late, and nothing had gone wrong."""


def told_of(work: UnitOfWork, obligation_ids: Collection[str]) -> dict[str, list[Told]]:
    """What has been told, or is queued, of each."""
    ids, found = list(obligation_ids), dict[str, list[Told]]()
    for start in range(0, len(ids), CHUNK):
        for row in work.ask(_TOLD, ids=ids[start : start + CHUNK]):
            found.setdefault(row.obligation_id, []).append(Told(*row))
    return found


def unsaid(
    work: UnitOfWork,
    view: View,
    owed: Mapping[str, tuple[Obligation, datetime | None]],
    told: Mapping[str, list[Told]] | None = None,
) -> Iterator[Unsaid]:
    """Of obligations by id, each with the moment its ladder has been seen to.

    What came due since is told to whoever is to be told as things stand now. What was seen to and is not there is told too,
    if by the facts of its day as well as by those of today this person was to be told, and nobody was told in their place:
    what has been said is not said again because the line has changed. `told` is what has been told of them, where known.
    """
    hours, named = mornings(work), Named(view)
    ladders = {row_id: list(come_due(view, obligation, named, hours)) for row_id, (obligation, _) in owed.items()}
    begun = {row_id: ladder for row_id, ladder in ladders.items() if ladder}
    if begun:
        is_one_place = hours is IN_LONDON
        hours = mornings(work, {due.notice.to for ladder in ladders.values() for due in ladder})
        begun = begun if is_one_place else {row_id: list(come_due(view, owed[row_id][0], named, hours)) for row_id in begun}
    told, then = told_of(work, begun) if told is None else told, Then(view)
    for row_id, ladder in begun.items():
        seen_to = owed[row_id][1]
        said = _unsaid(work, then, ladder, told.get(row_id, []), seen_to, hours)
        if said:
            names = {(each.kind, each.rung, each.to) for each in said}
            dead = [t.notice_id for t in told.get(row_id, ()) if (t.kind, t.rung, t.to) in names]
            waited = [each for each in said if seen_to is not None and each.at <= seen_to and _waited(then, each, seen_to)]
            yield Unsaid(row_id, tuple(said), tuple(dead), tuple(waited))


def tell(work: UnitOfWork, every: Collection[Unsaid]) -> int:
    """Queue it. Answers how many notices are new."""
    forget(work, [notice_id for each in every for notice_id in each.dead])
    return queue(
        work,
        [Telling(n.kind, n.to, n.at, n.rung, obligation_id=each.obligation_id) for each in every for n in each.notices],
    )


def _unsaid(
    work: UnitOfWork, then: Then, ladder: list[Due], told: list[Told], seen_to: datetime | None, hours: Mornings
) -> list[Notice]:
    def goes_on(notice: Notice) -> date:
        rhythm = hours.rhythm(notice.to).usual  # what waits for them longer is put in words as things stand then
        return rhythm.today(sends_at(notice.kind, notice.at, work.now, rhythm))

    missing = untold((due.notice for due in ladder), told, goes_on)
    if not missing or seen_to is None:
        return missing
    seen = {id(due.notice) for due in ladder if due.moment <= seen_to}
    if not any(id(notice) in seen for notice in missing):
        return missing
    kept = [due.notice for due in ladder if id(due.notice) not in seen or _was_left_out(then, due.notice, told)]
    return untold(kept, told, goes_on)


def _waited(then: Then, notice: Notice, seen_to: datetime) -> bool:
    """Nobody was there on its day; or whoever came to it later, after a stop, found somebody else in their place."""
    return then.had_nobody(notice) or notice.to not in then.named(notice, seen_to)


def _was_left_out(then: Then, notice: Notice, told: list[Told]) -> bool:
    named = then.named(notice)
    # After a stop what is said is the latest, to whoever is named when we come to it: they have heard, or whoever stood in.
    since = {each.to for each in told if each.is_of(notice) and each.goes_at and each.goes_at >= notice.at}
    if notice.to in since or (notice.kind in ROUTINE and since - named):
        return False
    step = (notice.kind, notice.rung)
    others = {each.meant_for for each in told if each.counts and (each.kind, each.rung) == step}
    # What nobody was there to be told goes to whoever is back first.
    return (notice.to in named) and others <= named
