"""Reminders and escalations as the days pass. Everything was last held on 2 March, so it is due on Thursday 2 April."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from storage import SINGLE
from storage.models import AbsenceRow, AllocationRow, CaseRow, PersonRow, RelationshipRow, SessionRow
from storage.rederive import nightly
from storage.store import Store
from storage.sweep import next_wake, sweep
from tests.storage.council import at, day, person_row, who
from tests.storage.reading import Sent, queued, send, states

WEEK_BEFORE = "2026-03-26"
DAY_BEFORE = "2026-04-01"
DAY_21 = "2026-04-23"
DAY_22 = "2026-04-24"


def _day(store: Store, on: str) -> list[Sent]:
    """A night, a sweep at nine and everything sent."""
    nightly(store, SINGLE, at(f"{on}T02:00"))
    sweep(store, SINGLE, at(on))
    return send(store, f"{on}T09:01")


def _days(store: Store, first: str, last: str) -> dict[str, list[Sent]]:
    on, found = day(first), {}
    while on <= day(last):
        found[on.isoformat()] = _day(store, on.isoformat())
        on += timedelta(days=1)
    return found


def _to(calls: list[Sent], person: str) -> list[Sent]:
    return [call for call in calls if call.to == person]


def _lines(calls: list[Sent], *, to: str = "", kinds: str = "") -> list[str]:
    """The lines of the posts to somebody, or to anybody, whose kind of message holds that word."""
    posts = [call for call in calls if call.op == "post" and to in ("", call.to) and kinds in call.kind]
    return sorted(line for call in posts for line in call.lines)


def _record(store: Store, person: str, held_on: str, now: str) -> None:
    with store.work(SINGLE, at(now)) as work:
        work.sessions.record(viewer=who(work, "sue"), supervisee_id=person, held_on=day(held_on), notes="Said.")
        work.commit()


def test_a_week_before_everybody_gets_one_morning_message(council: Store) -> None:
    assert next_wake(council, SINGLE) == at(WEEK_BEFORE)
    assert sweep(council, SINGLE, at(WEEK_BEFORE) - timedelta(seconds=1)).notices == 0
    report = sweep(council, SINGLE, at(WEEK_BEFORE))
    assert report.notices == sum(queued(council).values()) > 10
    calls = send(council, f"{WEEK_BEFORE}T09:01")
    assert sorted(call.to for call in calls) == ["ann", "bob", "dan", "sue", "tim", "tom", "zoe"]
    (ann,), (tom,) = _to(calls, "ann"), _to(calls, "tom")
    assert (ann.op, ann.kind, sorted(ann.lines)) == ("post", "morning", ["upcoming M100001", "upcoming ann"])
    assert sorted(tom.lines) == ["upcoming M100001", "upcoming M100002", "upcoming ann", "upcoming bob", "upcoming tom"]


def test_a_notice_is_sent_once_however_often_one_looks(council: Store) -> None:
    assert _day(council, WEEK_BEFORE)
    for minute in ("09:02", "12:00", "17:59"):
        assert sweep(council, SINGLE, at(f"{WEEK_BEFORE}T{minute}")).notices == 0
        assert send(council, f"{WEEK_BEFORE}T{minute}") == []
    assert _day(council, "2026-03-27") == []


def test_what_is_recorded_is_edited_in_the_messages_sent(council: Store) -> None:
    _day(council, WEEK_BEFORE)
    _record(council, "ann", WEEK_BEFORE, f"{WEEK_BEFORE}T15:00")
    calls = send(council, f"{WEEK_BEFORE}T15:00")
    assert [(call.op, call.to) for call in calls] == [("update", "ann"), ("update", "tom")]
    assert calls[0].lines == ("upcoming M100001", "upcoming ann held")
    assert "upcoming bob" in calls[1].lines
    assert _to(_day(council, DAY_BEFORE), "ann")[0].lines == ("upcoming M100001",)


def test_several_changes_before_the_sender_comes_are_one_edit(council: Store) -> None:
    _day(council, WEEK_BEFORE)
    for person in ("ann", "bob"):
        _record(council, person, WEEK_BEFORE, f"{WEEK_BEFORE}T15:00")
    assert [call.to for call in send(council, f"{WEEK_BEFORE}T15:00")].count("tom") == 1


def test_a_message_of_long_ago_is_left_as_it_is(council: Store) -> None:
    _day(council, WEEK_BEFORE)
    _record(council, "ann", "2026-05-26", "2026-05-26")
    assert [call.op for call in send(council, "2026-05-26")] == []


def test_booking_edits_the_message_that_says_nothing_is_booked(council: Store) -> None:
    _day(council, WEEK_BEFORE)
    with council.work(SINGLE, at(f"{WEEK_BEFORE}T10:00")) as work:
        work.sessions.book(viewer=who(work, "ann"), supervisee_id="ann", planned_on=day("2026-04-01"))
        work.commit()
    sent = sorted((call.op, call.to) for call in send(council, f"{WEEK_BEFORE}T10:00"))
    assert sent == [("update", "ann"), ("update", "tom")]
    told = [call.lines for call in send(council, "2026-03-27T09:05") if (call.op, call.to) == ("post", "tom")]
    assert ["session_booked ann" in lines for lines in told] == [True], "and Tom, who did not book it, is told"


def test_nothing_recorded_goes_up_the_line_from_day_22_and_not_before(council: Store) -> None:
    sent = _days(council, WEEK_BEFORE, "2026-05-15")
    team = ["M100001", "M100002", "M200001", "ann", "bob", "dan"]
    sue = {on: told for on, calls in sent.items() if (told := _lines(calls, to="sue", kinds="escal"))}
    assert sue == {DAY_22: [f"escalation {about}" for about in team]}
    zoe = {on: told for on, calls in sent.items() if (told := _lines(calls, to="zoe", kinds="escal"))}
    assert zoe == {
        DAY_22: ["escalation tim", "escalation tom"],
        "2026-05-01": [f"escalated_again {about}" for about in team],
    }


def test_the_supervisee_is_told_on_day_22_that_it_is_theirs_to_raise(council: Store) -> None:
    sent = _days(council, WEEK_BEFORE, DAY_22)
    assert [call.lines for call in _to(sent[DAY_21], "ann")] == [("last_day ann", "last_day M100001")]
    assert [call.lines for call in _to(sent[DAY_22], "ann")] == [("duty_to_raise ann", "duty_to_raise M100001")]
    told = [line for calls in sent.values() for line in _lines(calls, to="tom") if not line.endswith(" tom")]
    assert {line.split()[0] for line in told} == {"upcoming", "late", "still_late", "last_day"}


def test_held_on_day_21_nothing_is_escalated(council: Store) -> None:
    _days(council, WEEK_BEFORE, DAY_21)
    _record(council, "ann", DAY_21, f"{DAY_21}T17:00")
    told = [line for calls in _days(council, DAY_22, "2026-05-08").values() for line in _lines(calls, kinds="escal")]
    assert "escalation bob" in told
    assert [line for line in told if line.endswith(" ann")] == []


def test_nobody_is_told_twice_a_day(council: Store) -> None:
    sent = _days(council, WEEK_BEFORE, "2026-05-15")
    for on, calls in sent.items():
        mornings = [call.to for call in calls if call.kind == "morning" and call.op == "post"]
        assert len(mornings) == len(set(mornings)), on
        if day(on).weekday() > 4 or on in ("2026-04-03", "2026-04-06", "2026-05-04"):
            assert calls == [], on


def test_after_three_weeks_of_silence_each_hears_only_what_is_true_now(council: Store) -> None:
    nightly(council, SINGLE, at("2026-05-06T08:00"))
    sweep(council, SINGLE, at("2026-05-06T08:30"))
    calls = send(council, "2026-05-06T09:00")
    assert [call.lines for call in _to(calls, "ann")] == [("duty_to_raise ann", "duty_to_raise M100001")]
    assert sorted(line for call in _to(calls, "sue") for line in call.lines if "ann" in line) == ["escalation ann"]
    assert sorted(line for call in _to(calls, "zoe") for line in call.lines if "ann" in line) == ["escalated_again ann"]
    assert sorted(line for call in _to(calls, "tom") for line in call.lines if "ann" in line) == ["still_late ann"]


def test_a_reminder_missed_until_the_day_has_passed_is_not_given(council: Store) -> None:
    assert sweep(council, SINGLE, at("2026-04-04")).notices == 0
    assert _lines(_day(council, "2026-04-07"), to="ann") == ["late M100001", "late ann"]


def test_where_the_line_breaks_off_the_senior_managers_are_told(council: Store) -> None:
    with council.work(SINGLE, at("2026-03-16")) as work:
        work.session.get_one(PersonRow, (SINGLE, "sue")).manager_id = None
        work.session.add(person_row("max", None, level="senior_manager"))
        work.commit()
    sent = _days(council, "2026-04-20", "2026-05-02")
    for senior in ("zoe", "max"):
        assert "escalated_again ann" in _lines(sent["2026-05-01"], to=senior)


def test_what_has_been_said_is_not_looked_at_again_when_the_supervisor_changes(council: Store) -> None:
    _day(council, WEEK_BEFORE)
    with council.work(SINGLE, at(f"{WEEK_BEFORE}T12:00")) as work:
        work.session.query(RelationshipRow).filter_by(supervisee_id="ann").one().supervisor_id = "tim"
        work.session.flush()
        work.index.refresh(people=["ann", "tom", "tim"], cases=["M100001"])
        work.commit()
    assert "upcoming ann" not in _lines(_day(council, "2026-03-27"), to="tim")
    assert "upcoming ann" in _lines(_day(council, DAY_BEFORE), to="tim")


@pytest.mark.parametrize(
    ("looked_at", "goes_at"),
    [
        pytest.param("2026-03-26T09:00", "2026-03-26T09:00", id="on time"),
        pytest.param("2026-03-26T17:59", "2026-03-26T17:59", id="late in the day"),
        pytest.param("2026-03-26T18:00", "2026-03-27T09:00", id="in the evening"),
        pytest.param("2026-03-28T12:00", "2026-03-30T09:00", id="on a Saturday"),
    ],
)
def test_what_comes_late_waits_for_working_hours(council: Store, looked_at: str, goes_at: str) -> None:
    sweep(council, SINGLE, at(looked_at))
    assert send(council, at(goes_at) - timedelta(seconds=1)) == []
    assert next_wake(council, SINGLE) == at(goes_at)
    assert send(council, goes_at)


@pytest.mark.parametrize(
    ("zone", "goes_at"),
    [("Europe/Dublin", "09:00"), ("Atlantic/Azores", "10:00"), ("Nowhere/Atall", "09:00"), ("America/New_York", "13:00")],
)
def test_nine_in_the_morning_is_nine_where_the_person_is(council: Store, zone: str, goes_at: str) -> None:
    with council.work(SINGLE, at("2026-03-16")) as work:
        work.session.get_one(PersonRow, (SINGLE, "ann")).zone = zone
        work.commit()
    sweep(council, SINGLE, at(WEEK_BEFORE))
    due = at(f"{WEEK_BEFORE}T{goes_at}")
    assert _to(send(council, due - timedelta(seconds=1)), "ann") == []
    assert len(_to(send(council, due), "ann")) == 1


def test_a_message_with_nothing_left_to_say_is_not_sent(council: Store) -> None:
    sweep(council, SINGLE, at(f"{WEEK_BEFORE}T20:00"))
    _record(council, "dan", WEEK_BEFORE, f"{WEEK_BEFORE}T20:30")
    with council.work(SINGLE, at(f"{WEEK_BEFORE}T20:31")) as work:
        work.sessions.record(
            viewer=who(work, "tim"), supervisee_id="dan", held_on=day("2026-03-25"), notes="Said.", cases=["M200001"]
        )
        work.commit()
    assert _to(send(council, "2026-03-27"), "dan") == []
    assert states(council)["dan morning"] == "cancelled"


def test_a_message_cancelled_in_the_morning_speaks_again_when_something_joins_it(council: Store) -> None:
    with council.work(SINGLE, at("2026-03-16")) as work:
        opened = {"category": "child_in_need", "opened_on": day("2026-03-03")}
        work.session.add(CaseRow(workspace=SINGLE, ref="M200002", **opened))
        work.session.flush()
        work.session.add(AllocationRow(workspace=SINGLE, case_ref="M200002", worker_id="dan", from_on=day("2026-03-03")))
        work.session.flush()
        work.index.refresh(cases=["M200002"])
        work.commit()
    test_a_message_with_nothing_left_to_say_is_not_sent(council)
    sweep(council, SINGLE, at("2026-03-27"))
    assert [call.lines for call in _to(send(council, "2026-03-27T09:01"), "dan")] == [("upcoming M200002",)]


def test_what_comes_to_be_owed_later_in_the_day_joins_the_message_already_sent(council: Store) -> None:
    _day(council, WEEK_BEFORE)
    with council.work(SINGLE, at(f"{WEEK_BEFORE}T11:00")) as work:
        work.session.add(CaseRow(workspace=SINGLE, ref="M200002", category="child_in_need", opened_on=day("2026-02-20")))
        work.session.flush()
        work.session.add(AllocationRow(workspace=SINGLE, case_ref="M200002", worker_id="dan", from_on=day("2026-02-20")))
        work.session.flush()
        work.index.refresh(cases=["M200002"])
        work.commit()
    sweep(council, SINGLE, at(f"{WEEK_BEFORE}T11:00"))
    calls = send(council, f"{WEEK_BEFORE}T11:00")
    assert [(call.op, call.kind, call.to) for call in calls] == [("update", "morning", "dan"), ("update", "morning", "tim")]
    assert calls[0].lines == ("late M200002", "upcoming dan", "upcoming M200001")


def test_a_fact_that_came_another_way_is_seen_before_anything_is_said(council: Store) -> None:
    with council.work(SINGLE, at(WEEK_BEFORE)) as work:
        pair = {"supervisee_id": "ann", "supervisor_id": "tom"}
        work.session.add(SessionRow(workspace=SINGLE, **pair, held_on=day("2026-03-25"), recorded_on=day("2026-03-25")))
        work.commit()
    sweep(council, SINGLE, at(WEEK_BEFORE))
    assert _to(send(council, WEEK_BEFORE), "ann")[0].lines == ("upcoming M100001",)


def test_an_unsent_notice_follows_the_supervisee_to_another_supervisor(council: Store) -> None:
    sweep(council, SINGLE, at(f"{WEEK_BEFORE}T20:00"))
    with council.work(SINGLE, at(f"{WEEK_BEFORE}T21:00")) as work:
        row = work.session.query(RelationshipRow).filter_by(supervisee_id="ann").one()
        row.until_on = day(WEEK_BEFORE)
        pair = {"supervisee_id": "ann", "supervisor_id": "tim"}
        work.session.add(RelationshipRow(workspace=SINGLE, **pair, from_on=day(WEEK_BEFORE)))
        work.session.flush()
        work.index.refresh(people=["ann", "tom", "tim"], cases=["M100001"])
        work.commit()
    calls = send(council, "2026-03-27")
    assert [line for line in _to(calls, "tom")[0].lines if "ann" in line or "M100001" in line] == []
    assert len(_to(calls, "ann")) == 1


def test_a_batch_that_dies_is_done_again(council: Store) -> None:
    with council.work(SINGLE, at(WEEK_BEFORE)) as work:
        from storage.sweep import _due, _tell

        assert _tell(work, _due(work))
    assert queued(council) == {}
    assert sweep(council, SINGLE, at(WEEK_BEFORE)).notices


@pytest.mark.parametrize(
    ("index", "asked"),
    [
        ("ix_obligations_workspace_next_at", "obligations WHERE workspace = 'x' AND next_at <= '2026-03-26' ORDER BY next_at"),
        (
            "ix_messages_workspace_recipient_id_day_on",
            "messages WHERE workspace = 'x' AND recipient_id = 'ann' AND day_on BETWEEN '2026-03-25' AND '2026-03-26'",
        ),
    ],
    ids=["what is due", "the message it goes into"],
)
def test_what_every_tick_and_every_decision_ask_for_is_looked_up_by_its_index(council: Store, index: str, asked: str) -> None:
    with council.reading() as session:
        if council.engine.dialect.name == "postgresql":  # which for so few rows would rather read them all
            for way in ("enable_seqscan", "enable_bitmapscan"):
                session.execute(text(f"SELECT set_config('{way}', 'off', true)"))
            plan = str(session.execute(text(f"EXPLAIN SELECT * FROM {asked}")).all())
        else:
            plan = str(session.execute(text(f"EXPLAIN QUERY PLAN SELECT * FROM {asked}")).all())
    assert index in plan
    assert [word for word in ("SCAN", "TEMP B-TREE", "Seq Scan", "Sort") if word in plan] == []


def test_while_somebody_is_away_their_own_supervision_waits(council: Store) -> None:
    with council.work(SINGLE, at("2026-03-30")) as work:
        sue = who(work, "sue")
        work.absences.record(viewer=sue, person_id="ann", from_on=day("2026-03-30"), until_on=day("2026-05-11"))
        work.commit()
    sent = _days(council, "2026-03-31", "2026-05-08")
    told = {line for calls in sent.values() for line in _lines(calls)}
    assert [line for line in sorted(told) if line.endswith(" ann")] == []
    assert "escalation M100001" in told
    back = _days(council, "2026-05-09", "2026-05-12")
    assert [line for calls in back.values() for call in _to(calls, "ann") for line in call.lines if line.endswith("ann")] != []


@pytest.mark.parametrize(
    ("until_on", "told_on"),
    [
        pytest.param("2026-04-20", "2026-03-27", id="so long that a due date falls in it"),
        pytest.param("2026-03-31", None, id="so short that none does"),
        pytest.param(None, "2026-04-02", id="with no day of return: when a due date has come"),
    ],
)
def test_the_line_manager_of_an_absent_supervisor_is_told_once(
    council: Store, until_on: str | None, told_on: str | None
) -> None:
    with council.work(SINGLE, at("2026-03-27T08:00")) as work:
        until = day(until_on) if until_on else None
        work.absences.record(viewer=who(work, "sue"), person_id="tim", from_on=day("2026-03-27"), until_on=until)
        work.commit()
    sent = _days(council, "2026-03-27", "2026-04-10")
    told = {on: lines for on, calls in sent.items() if (lines := _lines(calls, to="sue", kinds="cover_needed"))}
    assert told == ({told_on: ["cover_needed tim"]} if told_on else {})
    assert [line for calls in sent.values() for line in _lines(calls, kinds="cover_needed")] == ["cover_needed tim"] * len(told)
    with council.read(SINGLE, at("2026-04-10")) as work:
        assert work.session.query(AbsenceRow).one().next_at is None


def test_naming_cover_edits_the_notice_and_hands_the_duties_over(council: Store) -> None:
    with council.work(SINGLE, at("2026-03-27T08:00")) as work:
        record: dict[str, Any] = {"person_id": "tim", "from_on": day("2026-03-27"), "until_on": day("2026-04-20")}
        work.absences.record(viewer=who(work, "sue"), **record)
        work.commit()
    _day(council, "2026-03-27")
    with council.work(SINGLE, at("2026-03-27T11:00")) as work:
        work.absences.record(viewer=who(work, "sue"), **record, cover_id="tom")
        work.commit()
        assert work.session.query(AbsenceRow).count() == 1
    calls = send(council, "2026-03-27T11:00")
    assert ("update", "sue", ("cover_needed tim covered",)) in [(call.op, call.to, call.lines) for call in calls]
    assert "upcoming dan" in _to(_day(council, DAY_BEFORE), "tom")[0].lines


@pytest.mark.parametrize(("now", "is_made_good"), [("2026-03-26T05:59", False), ("2026-03-26T06:00", True)])
def test_a_night_that_was_missed_is_made_good_before_the_day_begins(council: Store, now: str, is_made_good: bool) -> None:
    with council.work(SINGLE, at("2026-03-25")) as work:
        work.session.execute(text("UPDATE obligations SET closed_at = '2026-03-25 09:00:00.000000', next_at = NULL"))
        work.commit()
    sweep(council, SINGLE, at(now))
    with council.read(SINGLE, at(now)) as work:
        assert bool(work.obligations.of("ann", viewer=who(work, "ann"))) is is_made_good
