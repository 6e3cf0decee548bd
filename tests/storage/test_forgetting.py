"""Erasure of somebody who left: nothing says any more who it was, and everything else is as true as before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlalchemy import func, select

from scheduling.policy import Policy
from storage import SINGLE
from storage.lifecycle import forgetting, holds, running
from storage.lifecycle.forgetting import ErasedAlready, StillHere, StillKept, UnderHold
from storage.lifecycle.schedule import Schedule, ours, parse
from storage.lifecycle.scrubbing import scrub
from storage.models import (
    AlarmRow,
    Base,
    CaseRow,
    DiscussionRow,
    ErasureRow,
    FormerTeamRow,
    GrantRow,
    NoticeRow,
    ObligationRow,
    OutboxRow,
    PersonRow,
    RelationshipRow,
    SessionRow,
    TrailNameRow,
    TrailRow,
    TrainingRow,
    WorkerNameRow,
)
from storage.models.installations import InstallationRow
from storage.names import name_key
from storage.records.grants import Wanted
from storage.rederive import nightly
from storage.store import Store
from storage.sweep import sweep
from tests.databases import Databases
from tests.storage.conftest import address_of, opened
from tests.storage.council import at, day, settle, who
from tests.storage.reading import send

NOW, LEFT, LATER = at("2026-03-24T14:05"), day("2026-05-01"), at("2033-06-01")
EMAIL = "zebedee.quokka@council.example"
"""Ann without a staff number: her address is her id as well."""
SIX = parse("[personal_supervision]\nkeep = { years = 6 }\n[staff]\nkeep = { years = 6 }")
SECRETS = (b"zebedee", b"quokka", b"UZEBEDEE")
NOTES = "What Zebedee said"


def _become(store: Store) -> None:
    """Everybody called ann is Zebedee Quokka by her e-mail address from now on, in every table that says so."""
    with store.work(SINGLE, at("2026-03-16")) as work:
        settle(work)
        forgetting._rename(work, "ann", EMAIL, "Zebedee Quokka")
        row = work.session.get_one(PersonRow, (SINGLE, EMAIL))
        row.email, row.slack_id, row.post, row.team = EMAIL, "UZEBEDEE", "Quokka Worker", "Quokkas"
        work.session.add(WorkerNameRow(workspace=SINGLE, name_key=name_key("Zebedee Quokka"), person_id=EMAIL))
        work.session.add(FormerTeamRow(workspace=SINGLE, person_id=EMAIL, until_on=day("2026-03-16"), team="Old Quokkas"))
        slack = {"client_id": "1.2", "app_id": "A1", "team_id": SINGLE, "bot_token": "xoxb", "user_id": "UZEBEDEE"}
        work.session.add(InstallationRow(workspace=SINGLE, **slack))
        work.settings.put("organisation.senior_managers", ["zoe", EMAIL])
        work.index.refresh_all()
        work.commit()


def _leave(store: Store) -> None:
    with store.work(SINGLE, NOW) as work:
        tom, zebedee = who(work, "tom"), who(work, EMAIL)
        held = {"supervisee_id": EMAIL, "held_on": day("2026-03-24"), "notes": NOTES, "minutes": 60}
        work.sessions.record(viewer=tom, **held, cases=["M100001"])
        work.decisions.log(viewer=tom, ref="M100001", decision="To conference", rationale="Two visits missed")
        work.drafts.keep(zebedee, "decision", {"text": "Zebedee"})
        work.absences.record(viewer=tom, person_id=EMAIL, from_on=day("2026-03-02"), until_on=day("2026-03-09"))
        work.feeds.make(viewer=zebedee, instead_of=None)
        work.api_tokens.issue(zebedee.id, viewer=zebedee, reach="line", ahead_days=9)
        work.audits.record(viewer=who(work, "sue"), of_id="tom", on=day("2026-03-20"))
        given = {"category": "inspector", "purpose": "inspection", "until_on": day("2026-04-07"), "outside": "Ofsted"}
        work.trainings.note(viewer=zebedee, person_id=EMAIL, kind="other", on=day("2026-03-20"), title="Zebedee learnt")
        work.grants.give(Wanted(about_id=EMAIL, reason="About Zebedee", **given), viewer=who(work, "zoe"))
        work.commit()
    sweep(store, SINGLE, NOW)
    send(store, NOW)
    store.alarms.begin(SINGLE, "unreachable", about=EMAIL, now=NOW)
    with store.work(SINGLE, at("2026-05-01")) as work:
        work.session.get_one(PersonRow, (SINGLE, EMAIL)).left_on = LEFT
        work.session.flush()
        work.index.refresh_all()
        work.commit()


@pytest.fixture
def left(databases: Databases, policy: Policy) -> Iterator[Store]:
    """The council, which Zebedee Quokka left on 1 May 2026."""

    def make(url: str) -> None:
        with closing(opened(url, policy)) as store:
            store.upgrade()
            _become(store)
            _leave(store)

    with databases.copy(databases.template("left", make)) as url, closing(opened(url, policy)) as store:
        yield store


def _erase(store: Store, now: Any = LATER, schedule: Schedule = SIX, person: str = EMAIL, **how: bool) -> forgetting.Erased:
    with store.work(SINGLE, now) as work:
        done = forgetting.erase(work, person, by=who(work, "zoe"), reason="Request 12", schedule=schedule, **how)
        work.commit()
        return done


def _shape(store: Store) -> dict[str, int]:
    with store.reading() as session:
        return {
            name: session.scalar(select(func.count()).select_from(table)) or 0 for name, table in Base.metadata.tables.items()
        }


def test_afterwards_nothing_in_the_whole_database_says_who_it_was(left: Store, databases: Databases) -> None:
    before = databases.everything(address_of(left)).lower()
    assert all(secret.lower() in before for secret in SECRETS)
    assert _erase(left).name == "Erased person 1"
    assert scrub(left.engine)
    after = databases.everything(address_of(left)).lower()
    assert [secret for secret in SECRETS if secret.lower() in after] == []


def test_dates_stay_so_that_what_others_did_and_what_is_counted_stays_true(left: Store) -> None:
    before = _shape(left)
    done = _erase(left)
    after = _shape(left)
    gone = Counter(before) - Counter(after)
    words = {"former_teams": 1, "worker_names": 1, "trail_names": 1}
    assert gone == {"api_tokens": 1, "drafts": 1, "feeds": 1, **words}
    assert Counter(after) - Counter(before) == {"erasures": 1, "trail": 2}  # of her session's notes, and of her name
    with left.reading() as session:
        rows = list(session.scalars(select(SessionRow).where(SessionRow.supervisee_id == done.person_id)))
        assert {(row.held_on, row.supervisor_id, row.notes) for row in rows} == {
            (day("2026-03-02"), "tom", None),
            (day("2026-03-24"), "tom", None),
        }
        row = session.get_one(PersonRow, (SINGLE, "erased-1"))
        assert (row.name, row.email, row.slack_id, row.post, row.team) == (
            "Erased person 1", "erased-1@erased.invalid", None, "", "",
        )  # fmt: skip
        assert (row.level, row.started_on, row.left_on) == ("practitioner", day("2020-01-06"), LEFT)


def test_what_is_owed_is_as_it_was_and_the_night_finds_nothing(left: Store) -> None:
    nightly(left, SINGLE, LATER)
    with left.reading() as session:
        before = Counter(
            session.execute(select(ObligationRow.kind, ObligationRow.due, ObligationRow.closed_at.is_(None))).all()
        )
    _erase(left)
    found = nightly(left, SINGLE, LATER)
    assert (found.differences.total, found.repaired, found.withdrawn) == (0, {}, 0)
    with left.reading() as session:
        after = Counter(session.execute(select(ObligationRow.kind, ObligationRow.due, ObligationRow.closed_at.is_(None))).all())
    assert after == before


def test_an_erasure_the_day_after_they_left_leaves_the_index_right_too(left: Store) -> None:
    soon = at("2026-05-04")
    nightly(left, SINGLE, soon)
    _erase(left, soon, ours(), early=True)
    sweep(left, SINGLE, soon)
    found = nightly(left, SINGLE, soon)
    assert (found.differences.total, found.repaired, found.withdrawn) == (0, {}, 0)
    send(left, soon)
    with left.reading() as session:
        waiting = session.scalars(select(OutboxRow.state).where(OutboxRow.recipient_id == "erased-1"))
        assert set(waiting) <= {"sent", "cancelled"}
        assert set(session.scalars(select(AlarmRow.about).where(AlarmRow.name == "unreachable"))) == {"erased-1"}


def test_what_changes_afterwards_edits_no_message_of_theirs(left: Store) -> None:
    """Where they were posted is forgotten, so an edit would wait for ever."""
    soon = at("2026-05-04")
    _erase(left, soon, ours(), early=True)
    with left.work(SINGLE, soon) as work:
        decision = work.session.scalars(select(DiscussionRow.id).where(DiscussionRow.kind == "ad_hoc")).one()
        told = select(NoticeRow.recipient_id).where(NoticeRow.subject == decision)
        assert set(work.session.scalars(told)) == {"erased-1"}
        work.decisions.mark_filed(decision, viewer=who(work, "tom"))
        work.commit()
    with left.reading() as session:
        assert session.scalars(select(OutboxRow.id).where(OutboxRow.state == "pending")).all() == []


def test_what_was_written_of_them_elsewhere_goes_too(left: Store) -> None:
    done = _erase(left)
    with left.reading() as session:
        row = session.scalars(select(GrantRow)).one()
        assert (row.about_id, row.reason, row.outside, row.until_on) == (done.person_id, "", None, day("2026-04-08"))
        (taught,) = session.scalars(select(TrainingRow))
        assert (taught.person_id, taught.by_id, taught.title) == (done.person_id, done.person_id, None)


def test_the_trail_holds_and_says_only_that_somebody_was_erased(left: Store) -> None:
    with left.reading() as session:
        before = session.execute(select(TrailRow).order_by(TrailRow.seq)).scalars().all()
        token = session.scalars(select(TrailNameRow.token).where(TrailNameRow.person_id == EMAIL)).one()
    _erase(left)
    with left.reading() as session:
        after = session.execute(select(TrailRow).order_by(TrailRow.seq)).scalars().all()
        assert [row.hash for row in after[: len(before)]] == [row.hash for row in before]
        assert [(row.act, row.kind, row.about) for row in after[len(before) :]] == [
            ("erased", "session", token),
            ("erased", "person", token),
        ]
        assert session.scalar(select(TrailNameRow.token).where(TrailNameRow.token == token)) is None


def test_a_second_leaver_is_another_number(left: Store) -> None:
    _erase(left)
    with left.work(SINGLE, LATER) as work:
        work.session.get_one(PersonRow, (SINGLE, "dan")).left_on = LEFT
        work.commit()
    assert _erase(left, person="dan").person_id == "erased-2"
    with left.reading() as session:
        erasures = list(session.scalars(select(ErasureRow).order_by(ErasureRow.number)))
        assert [(row.person_id, row.by_id, row.reason, row.was_early) for row in erasures] == [
            ("erased-1", "zoe", "Request 12", False),
            ("erased-2", "zoe", "Request 12", False),
        ]


@pytest.mark.parametrize(
    ("person", "now", "schedule", "error"),
    [
        ("bob", LATER, SIX, StillHere),
        (EMAIL, at("2026-04-30"), SIX, StillHere),
        (EMAIL, at("2032-04-30"), SIX, StillKept),
        (EMAIL, LATER, ours(), StillKept),
        (EMAIL, LATER, parse("[staff]\nkeep = { years = 1 }\n[personal_supervision]\nkeep = { years = 35 }"), StillKept),
        (EMAIL, LATER, parse("[staff]\nkeep = { years = 1 }"), StillKept),
    ],
)
def test_it_is_refused_while_they_work_here_or_their_records_are_kept(
    left: Store, person: str, now: Any, schedule: Schedule, error: type[Exception]
) -> None:
    with pytest.raises(error):
        _erase(left, now, schedule, person)


def test_it_may_be_early_where_somebody_has_decided_so(left: Store) -> None:
    done = _erase(left, at("2026-06-01"), ours(), early=True)
    assert done.records == 1
    with left.reading() as session:
        assert session.scalars(select(ErasureRow.was_early)).one() is True


@pytest.mark.parametrize("held", [{"person_id": EMAIL}, {"person_id": "tom"}, {"case_ref": "M100001"}])
@pytest.mark.parametrize("early", [False, True])
def test_under_a_hold_nobody_is_erased_early_or_not(left: Store, held: dict[str, str], early: bool) -> None:
    with left.work(SINGLE, LATER) as work:
        hold = holds.place(work, by=who(work, "zoe"), reason="Inquiry", **held)
        work.commit()
    with pytest.raises(UnderHold):
        _erase(left, early=early)
    with left.work(SINGLE, LATER) as work:
        holds.release(work, hold.id, by=who(work, "zoe"), reason="Over")
        work.commit()
    _erase(left, early=early)


def test_a_second_time_there_is_nothing_to_erase(left: Store) -> None:
    done = _erase(left)
    with pytest.raises(ErasedAlready):
        _erase(left, person=done.person_id)


def test_the_schedule_erases_a_leaver_as_the_command_does(left: Store, databases: Databases) -> None:
    with left.read(SINGLE, LATER) as work:
        zoe, planned = who(work, "zoe"), running.plan(work, SIX)
    assert ("details", "people", EMAIL) in [item.key for item in planned.items]
    running.run(left, SINGLE, LATER, SIX, [item.key for item in planned.items], by=zoe)
    assert scrub(left.engine)
    after = databases.everything(address_of(left)).lower()
    assert [secret for secret in SECRETS if secret.lower() in after] == []


def test_whoever_they_supervised_has_the_same_line_as_before(left: Store) -> None:
    with left.work(SINGLE, LATER) as work:
        work.session.get_one(PersonRow, (SINGLE, "bob")).manager_id = EMAIL
        work.session.add(RelationshipRow(workspace=SINGLE, supervisee_id="dan", supervisor_id=EMAIL, from_on=LEFT))
        work.session.get_one(CaseRow, (SINGLE, "M100001")).closed_on = LEFT
        work.commit()
    _erase(left)
    with left.reading() as session:
        assert session.get_one(PersonRow, (SINGLE, "bob")).manager_id == "erased-1"
        assert "erased-1" in set(session.scalars(select(RelationshipRow.supervisor_id)))
