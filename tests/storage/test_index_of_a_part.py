"""What is derived for one person or case is what is derived of everything, and what is told is what would be told."""

import random
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from scheduling.calendar import local_day
from scheduling.chain import chain
from scheduling.engine import notices, of_case, of_person
from scheduling.index import index
from scheduling.view import View
from storage import SINGLE, packs
from storage.index.facts import load
from storage.index.scope import Scope
from storage.models import NoticeRow, ObligationRow, ResponsibleRow
from storage.store import Store
from storage.sweep import sweep
from storage.unit import UnitOfWork
from tests.storage.council import at, day
from tests.storage.invented import invent
from tests.storage.reading import send

NOW = "2026-06-15"


@pytest.mark.parametrize(
    ("policy_name", "seed"),
    [*(("wokingham", seed) for seed in range(3)), *(("manchester", seed) for seed in (0, 1, 3)), ("kent", 4), ("kent", 5)],
)
def test_each_person_and_case_alone_owes_what_they_owe_in_the_whole(store: Store, policy_name: str, seed: int) -> None:
    store.policy = packs.load(policy_name)
    with store.work(SINGLE, at(NOW)) as work:
        people, refs = invent(work, random.Random(seed))
        work.index.refresh_all()
        whole = _stored(work)
        _forget(work)
        for person_id in people:
            work.index.refresh(people=[person_id])
        for ref in refs:
            work.index.refresh(cases=[ref])
        assert len(whole) > 20
        assert _stored(work) == whole


@pytest.mark.parametrize("seed", range(2))
def test_deriving_everything_again_the_same_day_finds_no_difference(store: Store, seed: int) -> None:
    with store.work(SINGLE, at(NOW)) as work:
        invent(work, random.Random(seed))
        assert work.index.refresh_all().opened
        assert work.index.refresh_all().total == 0


@pytest.mark.parametrize("seed", [100, 101, 105])
def test_a_month_of_sweeps_tells_what_the_engine_says_would_be_told(store: Store, seed: int) -> None:
    with store.work(SINGLE, at(NOW)) as work:
        invent(work, random.Random(seed))
        facts = load(work, Scope())
        work.commit()
    first, last = day(NOW) + timedelta(days=1), day(NOW) + timedelta(days=30)
    for number in range(31):
        now = at((day(NOW) + timedelta(days=number)).isoformat())
        sweep(store, SINGLE, now)
        send(store, now)
    foretold = {
        (local_day(each.at), each.to, each.kind, each.obligation.kind, each.obligation.person, each.obligation.case or "")
        for each in notices(facts, store.policy, first, last)
        if each.kind != "cover_needed"
    }
    assert len(foretold) > 50
    owed = ObligationRow
    with store.reading() as session:
        told = session.execute(
            select(NoticeRow.at, NoticeRow.recipient_id, NoticeRow.kind, owed.kind, owed.person_id, owed.case_ref)
            .join(owed, owed.id == NoticeRow.obligation_id)
            # What is late when it comes to be owed, as when a case changes hands, is told at once: the engine has no such day.
            .where(NoticeRow.at >= at(first.isoformat()), NoticeRow.at >= owed.opened_at)
        )
        found = {(local_day(when), *rest, ref or "") for when, *rest, ref in told}
    # Where nobody above was there on its day, the first who is back is told: the engine has no such day either.
    named = {(when, *rest) for when, _, *rest in foretold}
    late = {each for each in found - foretold if each[2] == "escalation" and (each[0], *each[2:]) not in named}
    assert found - late == foretold
    for when, _, _, kind, person, ref in late:
        view = View(index(facts), store.policy, at(when.isoformat()))
        every = of_case(view, ref) if ref else of_person(view, person)
        assert [chain(view, each) for each in every if (each.kind, each.person) == (kind, person)] == [[]]


def _stored(work: UnitOfWork) -> dict[str, Any]:
    named: dict[str, list[str]] = {}
    for row in work.session.scalars(select(ResponsibleRow).order_by(ResponsibleRow.place)):
        named.setdefault(row.obligation_id, []).append(row.person_id)
    return {
        row.key: (row.rule, row.due_on, row.suspended, row.escalates_on, row.source, row.why, row.next_at, named.get(row.id))
        for row in work.session.scalars(select(ObligationRow).execution_options(populate_existing=True))
    }


def _forget(work: UnitOfWork) -> None:
    work.session.execute(delete(ResponsibleRow))
    work.session.execute(delete(ObligationRow))
