"""Telling the line manager of somebody away: that cover is needed, or who covers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from scheduling.answers import Obligation, State
from scheduling.calendar import at_nine, days_after
from scheduling.chain import chain
from scheduling.index import index
from scheduling.rules.absence import CoverNeeded, is_covered, needs_cover
from scheduling.view import View
from storage.index.facts import load
from storage.index.scope import Scope
from storage.models import AbsenceRow
from storage.notices.kinds import COVERING
from storage.notices.queue import Telling, queue
from storage.records.supervised import cases_of, supervised_by

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


def tell(work: UnitOfWork) -> int:
    """For each absence that is to be looked at. One of which nobody is told yet is looked at again tomorrow."""
    row = AbsenceRow
    query = select(row.id, row.person_id).where(row.workspace == work.workspace, row.next_at <= work.now)
    away = dict(work.session.execute(query).all())
    if not away:
        return 0
    people = set(away.values()) | supervised_by(work, away.values())
    view = View(index(load(work, Scope.of(people, cases_of(work, people)))), work.policy, work.now)
    needs = [need for person_id in set(away.values()) for need in needs_cover(view, person_id) if need.absence.id in away]
    told = [telling for need in needs for telling in _tellings(work, view, need)]
    _look_again(work, away, {telling.subject for telling in told}, view)
    return queue(work, told)


def _tellings(work: UnitOfWork, view: View, need: CoverNeeded) -> Iterator[Telling]:
    """The line manager hears of it at once: to arrange cover or, where it is arranged, who covers.

    Whoever arranged it knows. A cover who is not there after all is asked about anew.
    """
    row = AbsenceRow
    recorded_by = work.session.scalar(select(row.recorded_by_id).where(row.id == need.absence.id))
    covered = is_covered(view, need.absence)
    for to in _told(view, need):
        if not covered:
            yield Telling("cover_needed", to, work.now, int(need.absence.cover is not None), absence_id=need.absence.id)
        elif to not in (recorded_by, need.absence.cover):
            yield Telling(COVERING, to, work.now, absence_id=need.absence.id)


def _told(view: View, need: CoverNeeded) -> tuple[str, ...]:
    """The first of the line above whoever is away, as if the cover were owed by them."""
    owed = Obligation(
        rule=need.cited.rule,
        kind="cover",
        person=need.absence.person,
        case=None,
        due=need.since,
        state=State.DUE,
        days_late=0,
        responsible=(need.absence.person,),
        escalates_on=None,
        source=view.policy.source(need.cited),
        why=need.text,
    )
    return next(iter(chain(view, owed)), ())


def _look_again(work: UnitOfWork, away: dict[str, str], told: set[str], view: View) -> None:
    """Tomorrow, for those nobody was told of and that last; never, for the others."""
    lasting = {
        absence.id
        for person_id in set(away.values())
        for absence in view.absences(person_id)
        if (absence.until is None or absence.until > work.today) and view.supervisees(person_id)
    }
    row, waiting = AbsenceRow, lasting - told
    mine = row.workspace == work.workspace
    work.session.execute(update(row).where(mine, row.id.in_(away)).values(next_at=None))
    tomorrow = at_nine(days_after(work.today, 1))
    work.session.execute(update(row).where(mine, row.id.in_(waiting & away.keys())).values(next_at=tomorrow))
