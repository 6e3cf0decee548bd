"""Sessions booked, moved, held and recorded."""

from datetime import date, time
from typing import Any

import pytest

from scheduling.errors import SupervisionError
from storage import SINGLE, errors
from storage.index import supervision
from storage.models import AllocationRow, CaseRow
from storage.store import Store
from storage.unit import UnitOfWork
from tests.storage.council import at, day, who

NOW = at("2026-03-24T15:00")
TODAY = day("2026-03-24")


def _owed(work: UnitOfWork, person_id: str) -> dict[str, date]:
    found = work.obligations.of(person_id, viewer=who(work, person_id))
    return {f"{each.kind} {each.case_ref or ''}".strip(): each.due_on for each in found}


def test_a_session_held_moves_the_due_date_to_a_month_later(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        assert _owed(work, "ann")["personal_supervision"] == day("2026-04-02")
        session = work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=TODAY, minutes=90, notes="Said.")
        assert (session.held_on, session.recorded_on, session.supervisor_id) == (TODAY, TODAY, "tom")
        assert _owed(work, "ann")["personal_supervision"] == day("2026-04-24")
        assert "record_session" not in _owed(work, "ann")
        assert work.sessions.notes(session.id, viewer=who(work, "ann")) == "Said."


@pytest.mark.parametrize("notes", [None, "", "  \n"])
def test_without_notes_the_record_is_still_owed_until_it_is_written(council: Store, notes: str | None) -> None:
    with council.work(SINGLE, NOW) as work:
        tom = who(work, "tom")
        session = work.sessions.record(viewer=tom, supervisee_id="ann", held_on=TODAY, notes=notes)
        assert session.recorded_on is None
        assert _owed(work, "ann")["record_session"] == day("2026-03-29")
        assert [each.id for each in work.sessions.to_record(tom)] == [session.id]
        (owed,) = [each for each in work.obligations.held_by(tom) if each.kind == "record_session"]
        assert owed.about == session.id
        work.sessions.record_notes(viewer=tom, session_id=session.id, notes="Said.")
        assert "record_session" not in _owed(work, "ann")
        assert work.sessions.to_record(tom) == []
        closed = work.obligations.get(owed.id, viewer=tom)
        assert (closed.closed_how, closed.closed_on) == ("recorded", TODAY)


def test_the_booked_session_is_the_one_that_was_held(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        tom = who(work, "tom")
        ann = who(work, "ann")
        booked = work.sessions.book(viewer=ann, supervisee_id="ann", planned_on=day("2026-03-30"), planned_at=time(14))
        assert work.sessions.booked("ann", viewer=tom) == booked
        held = work.sessions.record(viewer=tom, supervisee_id="ann", held_on=TODAY)
        assert (held.id, held.planned_on, held.planned_at) == (booked.id, day("2026-03-30"), time(14))
        assert work.sessions.booked("ann", viewer=tom) is None
        assert work.sessions.last_held("ann", viewer=tom) == held
        assert [each.held_on for each in work.sessions.of("ann", viewer=tom)] == [TODAY, day("2026-03-02")]


def test_an_informal_talk_counts_for_nothing(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        tom = who(work, "tom")
        booked = work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day("2026-03-30"))
        work.sessions.record(viewer=tom, supervisee_id="ann", held_on=TODAY, kind="informal", notes="Said.")
        assert work.sessions.booked("ann", viewer=tom) == booked
        assert _owed(work, "ann")["personal_supervision"] == day("2026-04-02")
        last = work.sessions.last_held("ann", viewer=tom)
        assert last is not None
        assert last.held_on == day("2026-03-02")


def test_cases_discussed_have_been_supervised(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        tom = who(work, "tom")
        assert _owed(work, "ann")["first_case_discussion M100001"] == day("2026-04-02")
        held = work.sessions.record(viewer=tom, supervisee_id="ann", held_on=TODAY, notes="Said.", cases=["m100001", "M100001"])
        assert held.cases == ("M100001",)
        assert _owed(work, "ann")["case_discussion M100001"] == day("2026-05-24")


def test_cases_discussed_are_on_record_once_each_is_filed_on_the_case_system(council: Store) -> None:
    """Standard 11: each child discussed has a record in the case file; what the session's own record says is not that."""
    with council.work(SINGLE, NOW) as work:
        tom = who(work, "tom")
        held = work.sessions.record(viewer=tom, supervisee_id="ann", held_on=TODAY, cases=["M100001"])
        assert _owed(work, "ann")["record_discussion M100001"] == day("2026-03-29")
        work.sessions.record_notes(viewer=tom, session_id=held.id, notes="Said.")
        assert _owed(work, "ann")["record_discussion M100001"] == day("2026-03-29")
        (discussed,) = work.case_notes.of_session(held.id, viewer=tom)
        assert (discussed.ref, discussed.file_by_on) == ("M100001", day("2026-03-29"))
        work.case_notes.mark_filed(discussed.id, viewer=tom)
        assert "record_discussion M100001" not in _owed(work, "ann")


def test_moving_a_session_moves_no_due_date_and_keeps_its_reason(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        tom = who(work, "tom")
        work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day("2026-03-30"))
        due = _owed(work, "ann")
        work.sessions.move(viewer=tom, supervisee_id="ann", to_on=day("2026-04-07"), to_at=time(10), reason=" court ")
        moved = work.sessions.move(viewer=tom, supervisee_id="ann", to_on=day("2026-04-08"), reason="sickness")
        assert [(move.from_on, move.to_on, move.reason, move.moved_on) for move in moved.moves] == [
            (day("2026-03-30"), day("2026-04-07"), "court", TODAY),
            (day("2026-04-07"), day("2026-04-08"), "sickness", TODAY),
        ]
        assert (moved.planned_on, moved.planned_at) == (day("2026-04-08"), None)
        assert _owed(work, "ann") == due
        (supervision,) = [each for each in work.obligations.of("ann", viewer=tom) if each.kind == "personal_supervision"]
        assert supervision.booked_on == day("2026-04-08")
        assert [move.reason for move in work.history(supervision.id, tom).moves] == ["court", "sickness"]


RECORD: dict[str, Any] = {"supervisee_id": "ann", "held_on": TODAY}


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        pytest.param({"held_on": day("2026-03-25")}, errors.InTheFuture, id="tomorrow"),
        pytest.param({"held_on": day("2020-01-05")}, errors.BeforeTheStart, id="the day before they started"),
        pytest.param({"held_on": day("2026-03-02")}, errors.SameDay, id="a day that is recorded already"),
        pytest.param({"minutes": 0}, errors.LengthImpossible, id="no minutes"),
        pytest.param({"minutes": 601}, errors.LengthImpossible, id="more than ten hours"),
        pytest.param({"minutes": -90}, errors.LengthImpossible, id="minus ninety"),
        pytest.param({"notes": "x" * 3001}, errors.TooLong, id="notes longer than fit"),
        pytest.param({"cases": ["M999999"]}, errors.NotFound, id="a case that does not exist"),
        pytest.param({"cases": ["M200001"]}, errors.NotFound, id="another team's case"),
        pytest.param({"cases": ["M100002"]}, errors.NotTheirCase, id="a colleague's case"),
        pytest.param({"cases": ["M100003"]}, errors.CaseClosed, id="a closed case"),
        pytest.param({"cases": ["M100001"], "held_on": day("2026-03-01")}, errors.BeforeTheCaseOpened, id="before the case"),
        pytest.param({"supervisee_id": "nobody"}, errors.NotFound, id="nobody"),
    ],
)
def test_what_cannot_be_stores_nothing(council: Store, values: dict[str, Any], refused: type[SupervisionError]) -> None:
    with council.work(SINGLE, NOW) as work:
        closed = {"category": "child_in_need", "opened_on": day("2025-01-01"), "closed_on": day("2026-01-01")}
        work.session.add(CaseRow(workspace=SINGLE, ref="M100003", **closed))
        work.session.flush()
        work.session.add(AllocationRow(workspace=SINGLE, case_ref="M100003", worker_id="ann", from_on=day("2025-01-01")))
        work.commit()
    with council.work(SINGLE, NOW) as work:
        before = work.sessions.of("ann", viewer=who(work, "tom")), _owed(work, "ann")
        with pytest.raises(refused):
            work.sessions.record(viewer=who(work, "tom"), **RECORD | values)
        assert (work.sessions.of("ann", viewer=who(work, "tom")), _owed(work, "ann")) == before


@pytest.mark.parametrize("values", [{"minutes": 1}, {"minutes": 600}, {"notes": "🙂" * 3000}, {"held_on": day("2020-01-06")}])
def test_the_edges_of_what_can_be(council: Store, values: dict[str, Any]) -> None:
    with council.work(SINGLE, NOW) as work:
        assert work.sessions.record(viewer=who(work, "tom"), **RECORD | values).held_on


MOVE: dict[str, Any] = {"supervisee_id": "ann", "to_on": TODAY, "reason": "court"}
OFF: dict[str, Any] = {"supervisee_id": "ann", "reason": "court"}
BOOK: dict[str, Any] = {"supervisee_id": "ann", "planned_on": TODAY}


@pytest.mark.parametrize(
    ("booked", "values", "refused"),
    [
        pytest.param(None, MOVE, errors.NothingBooked, id="nothing to move"),
        pytest.param("2026-03-30", MOVE | {"reason": " "}, errors.ReasonMissing, id="no reason"),
        pytest.param("2026-03-30", MOVE | {"reason": "x" * 3001}, errors.TooLong, id="too long a reason"),
        pytest.param("2026-03-30", MOVE | {"to_on": day("2026-03-23")}, errors.InThePast, id="moved back"),
        pytest.param("2026-03-30", BOOK, errors.AlreadyBooked, id="booked twice"),
        pytest.param(None, OFF, errors.NothingBooked, id="nothing to call off"),
        pytest.param("2026-03-30", OFF | {"reason": " "}, errors.ReasonMissing, id="called off for no reason"),
        pytest.param("2026-03-30", OFF | {"reason": "x" * 3001}, errors.TooLong, id="called off for too long a reason"),
        pytest.param("2026-03-30", OFF | {"session_id": "another"}, errors.BookedOtherwise, id="not that one"),
        pytest.param(None, BOOK | {"planned_on": day("2026-03-23")}, errors.InThePast, id="booked for yesterday"),
        pytest.param(None, BOOK | {"supervisee_id": "zoe"}, errors.NoSupervisor, id="nobody above"),
    ],
)
def test_a_booking_that_cannot_be(
    council: Store, booked: str | None, values: dict[str, Any], refused: type[SupervisionError]
) -> None:
    with council.work(SINGLE, NOW) as work:
        zoe = who(work, "zoe")
        if booked:
            work.sessions.book(viewer=zoe, supervisee_id="ann", planned_on=day(booked))
        moves = work.sessions.move if "to_on" in values else work.sessions.call_off
        with pytest.raises(refused):
            (moves if "reason" in values else work.sessions.book)(viewer=zoe, **values)


CALLING_OFF = [
    # who calls it off, for whom, whom that is
    ("tom", "supervisee", "ann"),
    ("ann", "supervisor", "tom"),
    ("zoe", "", ""),
]


def test_a_booking_called_off_by_either_moves_no_due_date_and_stays_on_record_with_its_reason(council: Store) -> None:
    for number, (by, whose, whom) in enumerate(CALLING_OFF):
        with council.work(SINGLE, NOW) as work:  # and not committed
            viewer, tom = who(work, by), who(work, "tom")
            due = _owed(work, "ann")
            first = work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day("2026-03-30"), planned_at=time(14))
            off = work.sessions.call_off(viewer=viewer, supervisee_id="ann", reason="court", whose=whose)
            assert (off.id, off.planned_on, off.called_off_on, off.is_booked) == (first.id, day("2026-03-30"), TODAY, False)
            (move,) = off.moves
            assert (move.from_on, move.to_on, move.reason, move.by_id, move.for_id) == (
                day("2026-03-30"), None, "court", by, whom,
            )  # fmt: skip
            assert _owed(work, "ann") == due
            assert [each.planned_on for each in supervision.sessions(work, ["ann"]) if each.held_on is None] == []
            (owed,) = [each for each in work.obligations.of("ann", viewer=tom) if each.kind == "personal_supervision"]
            assert (owed.booked_on, owed.booked_id) == (None, None)
            assert [each.is_off for each in work.diary.sessions(viewer=who(work, "ann"), since_on=day("2026-03-20"))] == []
            with pytest.raises(errors.NothingBooked):
                work.sessions.move(viewer=tom, supervisee_id="ann", to_on=day("2026-03-31"), reason="court", session_id=off.id)
            with pytest.raises(errors.NotFound):
                work.sessions.ahead_of(off.id, viewer=tom)
            gone = work.plans.planner("ann", viewer=tom)
            assert [each.id for each in gone if each.called_off_on] == [off.id], number
            again = work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day("2026-03-30"))
            (owed,) = [each for each in work.obligations.of("ann", viewer=tom) if each.kind == "personal_supervision"]
            assert (owed.booked_on, owed.booked_id) == (day("2026-03-30"), again.id)
            held = work.sessions.record(viewer=tom, supervisee_id="ann", held_on=TODAY)
            assert held.id == again.id


def test_who_is_above_sees_what_was_called_off_since_supervision_was_held(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        tom = who(work, "tom")
        (owed,) = [each for each in work.obligations.of("ann", viewer=tom) if each.kind == "personal_supervision"]
        for on, reason in (("2026-03-30", "court"), ("2026-03-31", "sickness")):
            work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day(on))
            work.sessions.call_off(viewer=tom, supervisee_id="ann", reason=reason, whose="supervisee")
        work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day("2026-04-01"))
        work.sessions.move(viewer=tom, supervisee_id="ann", to_on=day("2026-04-02"), reason="leave", whose="supervisee")
        moves = work.obligations.history(owed.id, viewer=tom).moves
        assert [(each.from_on, each.to_on, each.reason) for each in moves] == [
            (day("2026-03-30"), None, "court"),
            (day("2026-03-31"), None, "sickness"),
            (day("2026-04-01"), day("2026-04-02"), "leave"),
        ]
        (ann,) = [each for each in work.plans.changes("ann", viewer=tom) if each.who == "ann"]
        assert (ann.in_the_year, ann.in_the_window, ann.is_frequent) == (3, 3, True), "Kent 2, reading R-25"
        work.sessions.record(viewer=tom, supervisee_id="ann", held_on=TODAY)
        (owed,) = [each for each in work.obligations.of("ann", viewer=tom) if each.kind == "personal_supervision"]
        assert work.obligations.history(owed.id, viewer=tom).moves == ()


def test_whoever_stands_in_for_an_absent_supervisor_held_the_session(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        sue = who(work, "sue")
        assert work.sessions.record(viewer=sue, supervisee_id="ann", held_on=TODAY).supervisor_id == "tom"
        work.absences.record(viewer=sue, person_id="tom", from_on=day("2026-03-20"))
        assert work.sessions.record(viewer=sue, supervisee_id="bob", held_on=TODAY).supervisor_id == "sue"


def test_notes_cannot_be_nothing_or_too_long(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        tom = who(work, "tom")
        session = work.sessions.record(viewer=tom, supervisee_id="ann", held_on=TODAY)
        with pytest.raises(errors.NotesMissing):
            work.sessions.record_notes(viewer=tom, session_id=session.id, notes=" ")
        with pytest.raises(errors.TooLong):
            work.sessions.record_notes(viewer=tom, session_id=session.id, notes="x" * 3001)
        with pytest.raises(errors.NotFound):
            work.sessions.record_notes(viewer=tom, session_id="nothing", notes="x")
