"""Samples for audit drawn and stored, once for each auditor and period; and drawn again, to show that nobody chose them.

Everything follows from the register of staff, from what was drawn before, and from a seed that is kept and printed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from secrets import token_hex
from typing import TYPE_CHECKING

from sqlalchemy import select

from scheduling.facts import Facts
from scheduling.index import index
from scheduling.sampling import Drawn, File, Quota, begins_on, draw, files_for, quotas
from scheduling.view import View
from storage.dialects import is_inserted
from storage.importing.turns import in_turn
from storage.index import staff, supervision
from storage.models import AuditDrawRow, AuditSampleRow, RecordRow, new_id

if TYPE_CHECKING:
    from storage.store import Store
    from storage.unit import UnitOfWork

A_TURN = 50
"""So many samples are stored in one transaction."""
RATED = "self_assessment"


@dataclass(frozen=True, slots=True)
class Sample:
    """What is drawn for one quota."""

    quota: Quota
    seed: str
    pool_size: int
    pool_digest: str
    drawn: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """A sample drawn again."""

    auditor_id: str
    rule: str
    begins_on: date
    seed: str
    is_same_pool: bool
    """False: the register has been corrected since, so that it cannot be drawn again."""
    is_same_sample: bool


def new_seed() -> str:
    """Nobody can know it before: whose supervision is looked at is nobody's to choose."""
    return token_hex(8)


def seed_of(seed: str, rule: str, auditor_id: str, begins_on: date) -> str:
    """What one sample is drawn by: the seed of all that were drawn together, and what is its own."""
    return f"{seed} {rule} {auditor_id} {begins_on}"


def draw_samples(store: Store, workspace: str, now: datetime, seed: str = "") -> int:
    """What is due to be drawn by now and is not yet; how many samples. Again: nothing more. Raises Busy, Unavailable.

    Samples are drawn on the first working day of their period; whoever comes to owe one later has theirs the night after.
    """
    with store.read(workspace, now, unhurried=True) as work:
        if not work.policy.at(work.today).audits.sample:
            return 0
        due = [each for each in _made(work, seed or new_seed()) if begins_on(each.quota.period) <= work.today]
    number = 0
    for start in range(0, len(due), A_TURN):
        with in_turn(store, workspace, now) as work:
            number += sum(_keep(work, each) for each in due[start : start + A_TURN])
            work.commit()
    return number


def staff_view(work: UnitOfWork) -> View:
    """Everybody and who answers to whom, as it stood at the work's instant; nothing of what they did."""
    people, absences = staff.people_and_absences(work, None)
    settings, organisation = staff.settings(work)
    facts = Facts(
        policy=work.policy.name,
        people=people,
        relationships=supervision.relationships(work, None, None),
        absences=absences,
        settings=settings,
        organisation=organisation,
    )
    return View(index(facts), work.policy, work.now)


def pool(view: View, quota: Quota, rated: Collection[str]) -> list[File]:
    """The files one sample is drawn from, in an order of their own."""
    found = files_for(view, quota.auditor, quota.terms)
    return [replace(file, rated=file.of in rated) for file in sorted(found, key=lambda file: (file.by, file.of))]


def rated_by(work: UnitOfWork) -> set[str]:
    """Whose self-assessments there are to look at, by the work's instant."""
    row = RecordRow
    query = select(row.about_id).where(row.workspace == work.workspace, row.form == RATED, row.made_at <= work.now)
    return set(work.session.scalars(query.distinct()))


def check(store: Store, workspace: str, now: datetime, on: date) -> list[Checked]:
    """Every sample whose period holds this day, drawn again from its seed and from the register as it was."""
    with store.read(workspace, now, unhurried=True) as work:
        row = AuditDrawRow
        mine = (row.workspace == work.workspace, row.begins_on <= on, row.ends_on >= on)
        kept = list(work.session.scalars(select(row).where(*mine).order_by(row.drawn_at, row.auditor_id, row.rule)))
        files = {each.id: _kept(work, each) for each in kept}
    found = []
    for at in sorted({each.drawn_at for each in kept}):
        with store.read(workspace, at, unhurried=True) as work:
            view, rated = staff_view(work), rated_by(work)
            found += [_again(work, view, rated, each, files[each.id]) for each in kept if each.drawn_at == at]
    return found


def _again(work: UnitOfWork, view: View, rated: set[str], kept: AuditDrawRow, files: Sequence[Drawn]) -> Checked:
    auditor = view.person(kept.auditor_id)
    quota = next((each for each in quotas(view, auditor) if each.terms.rule == kept.rule), None) if auditor else None
    again = _sample(work, view, rated, quota, kept.seed) if quota else None
    is_same_pool = again is not None and again.pool_digest == kept.pool_digest
    is_same = again is not None and list(again.drawn) == list(files)
    return Checked(kept.auditor_id, kept.rule, kept.begins_on, kept.seed, is_same_pool, is_same_pool and is_same)


def _made(work: UnitOfWork, seed: str) -> Iterator[Sample]:
    """Every sample still to be drawn, whoever's."""
    view, rated, there = staff_view(work), rated_by(work), _drawn_already(work)
    for person_id in sorted(view.index.people):
        person = view.person(person_id)
        for quota in quotas(view, person) if person and view.is_here(person_id) else ():
            if (person_id, quota.terms.rule, quota.period.first) not in there:
                yield _sample(work, view, rated, quota, seed)


def _sample(work: UnitOfWork, view: View, rated: set[str], quota: Quota, seed: str) -> Sample:
    files = pool(view, quota, rated)
    turn, seen = seen_in_turn(work, quota.auditor.id, quota.terms.rule, quota.period.first)
    own = seed_of(seed, quota.terms.rule, quota.auditor.id, quota.period.first)
    drawn = draw(own, files, quota.count, seen=seen, turn=turn, rag=quota.rag)
    return Sample(quota, seed, len(files), _digest(files, seen, turn), tuple(drawn))


def seen_in_turn(work: UnitOfWork, auditor_id: str, rule: str, before_on: date) -> tuple[int, set[str]]:
    """Which time round it is for this auditor, and which files have come in it; one that could not be audited has not.

    As it stood at the work's instant.
    """
    row, of = AuditSampleRow, AuditDrawRow
    mine = (of.workspace == work.workspace, of.auditor_id == auditor_id, of.rule == rule, of.begins_on < before_on)
    counts = (row.drawn_at <= work.now, row.replaced_at.is_(None) | (row.replaced_at > work.now))
    found = work.session.execute(select(row.turn, row.of_id).join(of, of.id == row.draw_id).where(*mine, *counts)).all()
    turn = max((each.turn for each in found), default=1)
    return turn, {each.of_id for each in found if each.turn == turn}


def _digest(files: Sequence[File], seen: Collection[str], turn: int) -> str:
    """Of all a sample follows from besides its seed."""
    told = [[file.by, file.of, file.rated] for file in files], sorted(seen), turn
    return sha256(json.dumps(told).encode()).hexdigest()


def _drawn_already(work: UnitOfWork) -> set[tuple[str, str, date]]:
    row = AuditDrawRow
    query = select(row.auditor_id, row.rule, row.begins_on).where(row.workspace == work.workspace, row.ends_on >= work.today)
    return {(each.auditor_id, each.rule, each.begins_on) for each in work.session.execute(query)}


def _keep(work: UnitOfWork, sample: Sample) -> int:
    """Unless another clock has drawn it meanwhile: the first one stands."""
    quota = sample.quota
    draw_row = {
        "id": new_id(),
        "workspace": work.workspace,
        "auditor_id": quota.auditor.id,
        "rule": quota.terms.rule,
        "kind": quota.terms.kinds[0],
        "begins_on": quota.period.first,
        "ends_on": quota.period.last,
        "seed": sample.seed,
        "pool_size": sample.pool_size,
        "pool_digest": sample.pool_digest,
        "drawn_at": work.now,
    }
    if not is_inserted(work.session, AuditDrawRow, draw_row):
        return 0
    for place, each in enumerate(sample.drawn):
        work.session.add(
            AuditSampleRow(
                workspace=work.workspace,
                draw_id=draw_row["id"],
                place=place,
                of_id=each.of,
                by_id=each.by,
                rag=each.rag,
                turn=each.turn,
                drawn_at=work.now,
            )
        )
    work.session.flush()
    return 1


def _kept(work: UnitOfWork, kept: AuditDrawRow) -> list[Drawn]:
    """As it was drawn first, without what took the place of another later."""
    row = AuditSampleRow
    query = select(row).where(row.draw_id == kept.id, row.drawn_at == kept.drawn_at).order_by(row.place)
    return [Drawn(each.of_id, each.by_id, each.turn, each.rag) for each in work.session.scalars(query)]
