"""Good Conversations, probation, self-assessments; what is brought to a session, and what shows on each child's file."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from scheduling.errors import SupervisionError
from scheduling.forms import Answer, Filled, FilledPart
from storage import SINGLE, errors, packs
from storage.index.facts import load
from storage.index.scope import Scope
from storage.lifecycle import running
from storage.lifecycle.schedule import parse
from storage.models import CaseChildRow, DiscussionRow, PersonRow, TrailRow
from storage.records.booking import book_all
from storage.rederive import nightly
from storage.store import Store
from storage.unit import UnitOfWork
from tests.storage.council import at, day, who

NOW = at("2026-03-24T15:00")
TODAY = day("2026-03-24")
RATED = Filled((FilledPart("Piece 1", "personal", "", (Answer("rating", "Voice of Child", "", "rating", "amber"),)),))
REF, BOBS, DANS = "M100001", "M100002", "M200001"
ROWS = parse("[personal_supervision]\nkeep = { years = 6 }\nthen = 'row'")


def owed(work: UnitOfWork, kind: str) -> list[date]:
    """When Ann's are due."""
    return [each.due_on for each in work.obligations.of("ann", viewer=who(work, "ann")) if each.kind == kind]


def start(work: UnitOfWork, policy: str, on: str = "2026-01-05") -> None:
    """Ann started that day, under this policy."""
    work.policy = packs.load(policy)
    work.session.get_one(PersonRow, (SINGLE, "ann")).started_on = day(on)
    work.session.flush()
    work.index.refresh_all()


def test_a_conversation_to_plan_and_then_one_to_review_is_all_a_year_asks(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        start(work, "kent")
        tom = who(work, "tom")
        assert owed(work, "good_conversation") == [day("2027-01-04")]
        first = work.growing.converse(viewer=tom, person_id="ann", on=day("2026-03-02"), kind="plan")
        assert owed(work, "good_conversation") == [day("2027-01-04")]
        second = work.growing.converse(viewer=tom, person_id="ann", on=TODAY, kind="review")
        assert owed(work, "good_conversation") == []
        held = work.growing.conversations_of("ann", viewer=who(work, "ann"))
        assert [(each.id, each.kind, each.on, each.by_id) for each in held] == [
            (second, "review", TODAY, "tom"),
            (first, "plan", day("2026-03-02"), "tom"),
        ]


def test_probation_asks_for_the_next_of_its_months_until_each_is_assessed(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        start(work, "kent")
        sue = who(work, "sue")
        assert owed(work, "probation_assessment") == [day("2026-02-05")]
        made = work.growing.assess(viewer=sue, person_id="ann", on=day("2026-03-20"))
        assert owed(work, "probation_assessment") == [day("2026-05-05")]
        (shown,) = work.growing.assessments_of("ann", viewer=who(work, "tom"))
        assert (shown.id, shown.on, shown.by_id, shown.kind) == (made, day("2026-03-20"), "sue", "")


def test_a_self_assessment_is_asked_for_two_days_before_the_session_booked_and_is_ones_own(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        start(work, "manchester")
        ann, tom = who(work, "ann"), who(work, "tom")
        booked = work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day("2026-03-30"))
        assert owed(work, "self_assessment") == [day("2026-03-28")]
        for viewer in ("tom", "bob"):
            with pytest.raises(errors.NotFound):
                work.growing.assess_oneself(booked.id, viewer=who(work, viewer))
        assert work.growing.assess_oneself(booked.id, viewer=ann) == day("2026-03-30")
        assert owed(work, "self_assessment") == []
        found = work.sessions.booked("ann", viewer=tom)
        assert found is not None
        assert found.assessed_on == TODAY
        work.sessions.record(viewer=tom, supervisee_id="ann", held_on=TODAY, notes="Said.")
        with pytest.raises(errors.NotFound):  # held meanwhile
            work.growing.assess_oneself(booked.id, viewer=ann)
        later = work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day("2026-04-20"))
        assert owed(work, "self_assessment") == [day("2026-04-18")]
        assert later.assessed_on is None


@pytest.mark.parametrize("when_off", ["nothing booked", "another booked already"])
def test_what_was_assessed_for_a_session_that_is_called_off_is_for_the_next(council: Store, when_off: str) -> None:
    with council.work(SINGLE, NOW) as work:
        start(work, "manchester")
        ann, tom = who(work, "ann"), who(work, "tom")
        off = work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day("2026-03-30"))
        record = work.written.write("self_assessment", RATED, viewer=ann, about_id="ann", session_id=off.id)
        work.growing.assess_oneself(off.id, viewer=ann)
        if when_off == "another booked already":
            book_all(work, "ann", [day("2026-04-13")], None)
            assert owed(work, "self_assessment") == []
        work.sessions.call_off(viewer=tom, supervisee_id="ann", reason="court")
        if when_off == "nothing booked":
            work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day("2026-04-13"))
        following = work.sessions.booked("ann", viewer=tom)
        assert following is not None
        assert (following.planned_on, following.assessed_on) == (day("2026-04-13"), TODAY)
        assert owed(work, "self_assessment") == []
        assert [each.id for each in work.written.of_session(following.id, viewer=tom)] == [record.id]
        listed = work.written.before_sessions("self_assessment", ["ann"], viewer=tom)
        assert [(each.id, on) for each, on in listed] == [(record.id, day("2026-04-13"))]


SAID: dict[str, dict[str, Any]] = {"converse": {"kind": "plan"}, "assess": {}}
REFUSED: dict[str, tuple[type[SupervisionError], dict[str, Any]]] = {
    "by oneself": (errors.ForTheSupervisor, {"viewer": "ann"}),
    "by another team's supervisor": (errors.NotFound, {"viewer": "tim"}),
    "with somebody nobody knows": (errors.NotFound, {"person_id": "eve"}),
    "tomorrow": (errors.InTheFuture, {"on": day("2026-03-25")}),
    "before they started": (errors.BeforeTheStart, {"on": day("2026-01-04")}),
}


@pytest.mark.parametrize("method", SAID)
@pytest.mark.parametrize("what", REFUSED)
def test_only_the_line_above_records_what_has_been(council: Store, method: str, what: str) -> None:
    refusal, said = REFUSED[what]
    with council.work(SINGLE, NOW) as work:
        start(work, "kent")
        told: dict[str, Any] = {"viewer": "tom", "person_id": "ann", "on": TODAY} | SAID[method] | said
        with pytest.raises(refusal) as refused:
            getattr(work.growing, method)(**told | {"viewer": who(work, told["viewer"])})
        assert type(refused.value) is refusal


@pytest.mark.parametrize("method", ["conversations_of", "assessments_of"])
def test_to_whoever_may_not_see_them_they_read_as_if_nobody_were_there(council: Store, method: str) -> None:
    with council.work(SINGLE, NOW) as work:
        start(work, "kent")
        work.growing.converse(viewer=who(work, "tom"), person_id="ann", on=TODAY, kind="plan")
        work.growing.assess(viewer=who(work, "tom"), person_id="ann", on=TODAY)
        said = set[str]()
        for person in ("ann", "eve"):
            with pytest.raises(errors.NotFound) as refused:
                getattr(work.growing, method)(person, viewer=who(work, "tim"))
            said.add(refused.value.sentence)
        assert len(said) == 1


# ---- brought to a session


def test_what_was_brought_to_a_session_is_shown_with_it_and_known_to_the_policy(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        tom = who(work, "tom")
        told: dict[str, Any] = {"viewer": tom, "supervisee_id": "ann", "held_on": TODAY}
        brought = {
            "direct_work": [(BOBS, "planned"), (REF.lower(), "completed")],
            "front_door_cases": [("100200", 1), ("100300", 4)],
        }
        held = work.sessions.record(**told, **brought)
        assert [(each.case, each.state) for each in held.direct_work] == [(REF, "completed"), (BOBS, "planned")]
        assert [(each.id, each.criterion) for each in held.front_door_cases] == [("100200", 1), ("100300", 4)]
        for scope in (Scope(), Scope.of(["ann"])):
            (fact,) = [each for each in load(work, scope).sessions if each.id == held.id]
            assert (fact.direct_work, fact.front_door_cases) == (held.direct_work, held.front_door_cases)
        (before,) = [each for each in load(work, Scope.of(["ann"])).sessions if each.id != held.id]
        assert (before.direct_work, before.front_door_cases) == (None, None)
        again = work.sessions.record_written(held.id, viewer=tom, front_door_cases=[("100200", 2)])
        assert [(each.id, each.criterion) for each in again.front_door_cases] == [("100200", 2)]
        assert again.direct_work == held.direct_work


BROUGHT: dict[str, tuple[type[SupervisionError], dict[str, Any]]] = {
    "a case of another team": (errors.NotFound, {"direct_work": [(DANS, "planned")]}),
    "a case nobody knows": (errors.NotFound, {"direct_work": [("M999999", "planned")]}),
    "a name for a number": (errors.NotByNumber, {"front_door_cases": [("Amara", 1)]}),
    "a date of birth for a number": (errors.NotByNumber, {"front_door_cases": [("12/03/2019", 1)]}),
}


@pytest.mark.parametrize("what", BROUGHT)
def test_nothing_is_brought_that_may_not_be_seen_or_could_be_a_name(council: Store, what: str) -> None:
    refusal, brought = BROUGHT[what]
    with council.work(SINGLE, NOW) as work, pytest.raises(refusal):
        work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=TODAY, **brought)


# ---- on each child's file


def _discussed(work: UnitOfWork) -> str:
    held = work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=TODAY, notes="Said.", cases=[REF])
    return work.session.scalars(select(DiscussionRow.id).where(DiscussionRow.session_id == held.id)).one()


def test_a_discussion_shows_on_each_childs_file_one_by_one(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        tom, discussion = who(work, "tom"), _discussed(work)
        assert work.evidence.show(discussion, ["C2", " C1 ", ""], viewer=tom) == 2
        assert work.evidence.show(discussion, ["C2", "C3"], viewer=who(work, "sue")) == 1
        assert work.evidence.of(discussion, viewer=who(work, "ann")) == ["C1", "C2", "C3"]
        (fact,) = [each for each in load(work, Scope.of(cases=[REF])).discussions if each.id == discussion]
        assert fact.evidenced_for == ("C1", "C2", "C3")


def test_it_is_owed_until_it_shows_on_the_file_of_every_child(council: Store) -> None:
    def evidence() -> list[date]:
        found = work.obligations.of("ann", viewer=who(work, "tom"))
        return [each.due_on for each in found if each.kind == "evidence_child_file"]

    with council.work(SINGLE, NOW) as work:
        start(work, "kent", "2020-01-06")
        work.session.add_all(CaseChildRow(workspace=SINGLE, case_ref=REF, child_ref=child) for child in ("C1", "C2"))
        work.session.flush()
        discussion = _discussed(work)
        for children, owed_on in ((["C1"], [TODAY]), (["C3"], [TODAY]), (["C2"], [])):
            work.evidence.show(discussion, children, viewer=who(work, "tom"))
            assert evidence() == owed_on


SHOWN: dict[str, tuple[type[SupervisionError], str, str]] = {
    "by the worker": (errors.ForTheSupervisor, "ann", "C1"),
    "by another team's supervisor": (errors.NotFound, "tim", "C1"),
    "on a file with a name": (errors.NotByNumber, "tom", "Amara"),
}


@pytest.mark.parametrize("what", SHOWN)
def test_only_the_line_above_says_on_which_files_it_is_and_never_by_name(council: Store, what: str) -> None:
    refusal, viewer, child = SHOWN[what]
    with council.work(SINGLE, NOW) as work:
        discussion = _discussed(work)
        with pytest.raises(refusal) as refused:
            work.evidence.show(discussion, [child], viewer=who(work, viewer))
        assert type(refused.value) is refusal
        assert work.evidence.of(discussion, viewer=who(work, "tom")) == []
        for asked in (discussion, "no such discussion"):
            with pytest.raises(errors.NotFound):
                work.evidence.of(asked, viewer=who(work, "tim"))


# ---- how long it is kept, and what the trail says


def test_they_go_when_the_time_of_a_leavers_record_has_passed(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        tom, zoe = who(work, "tom"), who(work, "zoe")
        brought: dict[str, Any] = {"direct_work": [(REF, "planned")], "front_door_cases": [("100200", 1)]}
        work.sessions.record(viewer=tom, supervisee_id="ann", held_on=TODAY, **brought)
        work.growing.converse(viewer=tom, person_id="ann", on=TODAY, kind="plan")
        work.growing.assess(viewer=tom, person_id="ann", on=TODAY)
        for kept in ("ann", "bob"):
            work.growing.converse(viewer=tom, person_id=kept, on=TODAY, kind="review")
        work.session.get_one(PersonRow, (SINGLE, "ann")).left_on = TODAY
        work.session.flush()
        work.index.refresh_all()
        work.commit()
    now = at("2032-03-24")
    nightly(council, SINGLE, now)
    with council.read(SINGLE, now) as work:
        items = running.plan(work, ROWS).items
    assert [each.table for each in items].count("conversations") == 2
    running.run(council, SINGLE, now, ROWS, [each.key for each in items], by=zoe)
    with council.read(SINGLE, now) as work:
        assert work.growing.conversations_of("ann", viewer=zoe) == work.growing.assessments_of("ann", viewer=zoe) == []
        assert len(work.growing.conversations_of("bob", viewer=zoe)) == 1
        assert [each.direct_work for each in load(work, Scope()).sessions if each.direct_work] == []
    found = nightly(council, SINGLE, now)
    assert (found.differences.total, found.repaired) == (0, {})


def test_what_was_held_assessed_and_filed_is_on_the_trail(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        tom = who(work, "tom")
        discussion = _discussed(work)
        work.growing.converse(viewer=tom, person_id="ann", on=TODAY, kind="plan")
        work.growing.assess(viewer=tom, person_id="ann", on=TODAY)
        work.growing.conversations_of("ann", viewer=tom)
        work.evidence.show(discussion, ["C1"], viewer=tom)
        work.commit()
    with council.reading() as session:
        rows = session.execute(select(TrailRow.act, TrailRow.kind, TrailRow.role).order_by(TrailRow.seq)).all()
    assert [tuple(row) for row in rows[1:]] == [
        ("recorded", "conversation", "supervisor"),
        ("recorded", "probation", "supervisor"),
        ("listed", "conversation", "supervisor"),
        ("filed", "discussion", "supervisor"),
    ]
