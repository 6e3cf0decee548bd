"""What a sample is drawn from: the register of staff, the files of each auditor, and which of them have come before."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import select

from scheduling.facts import Facts, Person
from scheduling.index import index
from scheduling.sampling import FIRST, NOW, Drawn, File, Quota, draw, files_for, pressing
from scheduling.view import View
from storage.index import staff, supervision
from storage.models import AuditDrawRow, AuditSampleRow, RecordRow

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

RATED = "self_assessment"


@dataclass(frozen=True, slots=True)
class Sample:
    """What is drawn for one quota."""

    quota: Quota
    seed: str
    pool_size: int
    pool_digest: str
    drawn: tuple[Drawn, ...]

    @property
    def is_short(self) -> bool:
        """Whether there were fewer files than the policy asks for."""
        return len(self.drawn) < self.quota.count or sum(each.rag for each in self.drawn) < self.quota.rag


def seed_of(seed: str, rule: str, auditor_id: str, begins_on: date) -> str:
    """What one sample is drawn by: the seed of all that were drawn together, and what is its own."""
    return f"{seed} {rule} {auditor_id} {begins_on}"


def staff_view(work: UnitOfWork) -> View:
    """Everybody and who answers to whom, as it stood at the work's instant; of what they did, which files they have audited.

    That only of whoever is to see every file within a time, and none of the day itself: it may have been made after the draw.
    """
    people, absences = staff.people_and_absences(work, None)
    terms = work.policy.at(work.today).audits.coverage
    seeing = [each.id for each in people if terms and _levels_of(each) & set(terms.levels)]
    settings, organisation = staff.settings(work)
    facts = Facts(
        policy=work.policy.name,
        people=people,
        relationships=supervision.relationships(work, None, None),
        audits=tuple(each for each in supervision.audits(work, seeing) if each.on < work.today) if seeing else (),
        absences=absences,
        settings=settings,
        organisation=organisation,
    )
    return View(index(facts), work.policy, work.now)


def _levels_of(person: Person) -> set[object]:
    """Those they have or had."""
    return {person.level, *(each.set.get("level") for each in person.changes)}


def pool(view: View, quota: Quota, rated: Collection[str], method: int = NOW) -> list[File]:
    """The files one sample is drawn from, in an order of their own."""
    found = files_for(view, quota.auditor, quota.terms, method)
    if method != FIRST:
        found = pressing(view, quota, found)
    return [replace(file, rated=file.of in rated) for file in sorted(found, key=lambda file: (file.by, file.of))]


def rated_by(work: UnitOfWork) -> set[str]:
    """Whose self-assessments there are to look at, by the work's instant."""
    row = RecordRow
    query = select(row.about_id).where(row.workspace == work.workspace, row.form == RATED, row.made_at <= work.now)
    return set(work.session.scalars(query.distinct()))


def sample_of(work: UnitOfWork, view: View, rated: set[str], quota: Quota, seed: str, method: int) -> Sample:
    """The sample one quota and one seed give, from the view's register, by that method."""
    files = pool(view, quota, rated, method)
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
    told = [_told(file) for file in files], sorted(seen), turn
    return sha256(json.dumps(told).encode()).hexdigest()


def _told(file: File) -> list[object]:
    """A file that does not press is told as it was before any could."""
    return [file.by, file.of, file.rated, *([file.due_on.isoformat()] if file.due_on else [])]
