"""After a stop: what was missed is told once, as it is true now; what fell in the gap and was put right is not."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from handlers.words import message
from scheduling.answers import Notice, State
from scheduling.engine import derive, notices
from scheduling.facts import Facts
from storage import SINGLE
from storage.index.facts import load
from storage.index.scope import Scope
from storage.index.stored import key_of
from storage.models import MessageRow, NoticeRow, ObligationRow, PersonRow
from storage.rederive import nightly
from storage.store import Store
from storage.sweep import sweep
from tests.storage.council import at, day, person_row, who
from tests.storage.reading import Sent, send, states

ESCALATING = ("escalation", "escalated_again")

STOPS = {
    # from, until: when nothing ran
    "an hour over nine o'clock": ("2026-03-26T08:30", "2026-03-26T09:30"),
    "an hour on the day it is late": ("2026-04-07T08:30", "2026-04-07T09:30"),
    "a long week-end": ("2026-04-24T08:00", "2026-04-27T08:59"),
    "Easter, over the due date": ("2026-04-01T12:00", "2026-04-07T10:00"),
    "a fortnight to the last day in time": ("2026-04-08T12:00", "2026-04-23T10:00"),
    "a fortnight over the escalation": ("2026-04-15T12:00", "2026-04-29T10:00"),
    "a month": ("2026-04-01T12:00", "2026-05-01T10:00"),
    "from before the first reminder to after the second escalation": ("2026-03-20T12:00", "2026-05-06T10:00"),
    "three months": ("2026-03-26T12:00", "2026-06-26T10:00"),
}


def _lived(store: Store, until: str) -> None:
    """Each day a sweep at nine and everything sent, until then."""
    now = at("2026-03-17")
    while now < at(until):
        sweep(store, SINGLE, now)
        send(store, now + timedelta(minutes=1))
        now += timedelta(days=1)
        now = at(now.date().isoformat())


def _facts(store: Store, now: datetime) -> Facts:
    with store.read(SINGLE, now) as work:
        return load(work, Scope())


def _is_still_said(notice: Notice, today: datetime) -> bool:
    """Of the days of the gap: what would still be true if it were said today."""
    if notice.kind == "upcoming":
        return today.date() <= notice.obligation.due_on
    return notice.kind != "last_day" or notice.at.date() == today.date()


def _foretold(store: Store, stopped: datetime, back: datetime) -> dict[tuple[str, str, bool], str]:
    """By obligation, recipient, and whether it escalates: the latest kind of notice the engine would have sent in the gap."""
    facts = _facts(store, back)
    owed = {key_of(each) for each in derive(facts, store.policy, back) if each.state is not State.SUSPENDED}
    missed = [
        each
        for each in notices(facts, store.policy, stopped.date(), back.date())
        if stopped < each.at <= back and each.kind != "cover_needed"
    ]
    found = {}
    for notice in sorted(missed, key=lambda each: each.at):
        if key_of(notice.obligation) in owed and _is_still_said(notice, back):
            found[(key_of(notice.obligation), notice.to, notice.kind in ESCALATING)] = notice.kind
    return found


def _told(store: Store, before: set[str]) -> Counter[tuple[str, str, bool, str]]:
    with store.reading() as session:
        query = select(NoticeRow.id, ObligationRow.key, NoticeRow.recipient_id, NoticeRow.kind).join(
            ObligationRow, ObligationRow.id == NoticeRow.obligation_id
        )
        return Counter(
            (key, to, kind in ESCALATING, kind)
            for notice_id, key, to, kind in session.execute(query)
            if notice_id not in before
        )


def _notices(store: Store) -> set[str]:
    with store.reading() as session:
        return set(session.scalars(select(NoticeRow.id)))


@pytest.mark.parametrize(("stopped", "back"), STOPS.values(), ids=STOPS.keys())
@pytest.mark.parametrize("fixed", [False, True], ids=["nothing done meanwhile", "some of it done meanwhile"])
def test_each_hears_once_the_latest_of_what_they_missed(council: Store, stopped: str, back: str, fixed: bool) -> None:
    _lived(council, stopped)
    before = _notices(council)
    if fixed:
        with council.work(SINGLE, at(back) - timedelta(minutes=20)) as work:
            for person in ("ann", "tim"):
                held_on = (at(back) - timedelta(days=1)).date()
                work.sessions.record(viewer=who(work, "zoe"), supervisee_id=person, held_on=held_on, notes="Said.")
            work.commit()
    sweep(council, SINGLE, at(back))
    told = _told(council, before)
    foretold = _foretold(council, at(stopped), at(back))
    assert foretold, "something fell in the gap"
    assert told == Counter((*about, kind) for about, kind in foretold.items())
    calls = send(council, at(back) + timedelta(minutes=1))
    assert max(Counter(call.to for call in calls if call.op == "post" and call.kind == "morning").values(), default=0) <= 1
    assert sweep(council, SINGLE, at(back) + timedelta(minutes=2)).notices == 0
    assert nightly(council, SINGLE, at(back) + timedelta(hours=17)).repaired == {}


def test_nobody_on_a_long_line_is_left_out_and_nobody_hears_of_it_twice(council: Store) -> None:
    """Five rungs fall in the gap: each of the five above hears once, of the step that was theirs."""
    with council.work(SINGLE, at("2026-03-16")) as work:
        for person, manager in (("pip", None), ("max", "pip"), ("kit", "max")):
            work.session.add(person_row(person, manager, level="senior_manager" if manager is None else "service_manager"))
            work.session.flush()
        work.session.get_one(PersonRow, (SINGLE, "zoe")).manager_id = "kit"
        work.session.get_one(PersonRow, (SINGLE, "zoe")).level = "service_manager"
        work.session.flush()
        work.index.refresh_all()
        work.commit()
    sweep(council, SINGLE, at("2026-06-05T10:00"))
    calls = send(council, "2026-06-05T10:01")
    about_ann = [(call.to, line) for call in calls if call.kind in ESCALATING for line in call.lines if line.endswith(" ann")]
    assert sorted(about_ann) == [
        ("kit", "escalated_again ann"),
        ("max", "escalated_again ann"),
        ("pip", "escalated_again ann"),
        ("sue", "escalation ann"),
        ("zoe", "escalated_again ann"),
    ]


def _said(store: Store, to: str, kind: str, about: str, now: datetime) -> str:
    with store.reading() as session:
        query = select(MessageRow.id).join(NoticeRow, NoticeRow.message_id == MessageRow.id)
        owed = query.join(ObligationRow, ObligationRow.id == NoticeRow.obligation_id)
        where = (MessageRow.recipient_id == to, MessageRow.kind == kind, ObligationRow.person_id == about)
        message_id = session.scalars(owed.where(*where, ObligationRow.case_ref.is_(None))).one()
    return message(store.outbox.read_message(SINGLE, message_id, now)).text


def test_an_escalation_that_fell_in_the_gap_says_since_when_it_is_late_and_when_it_was_to_come(council: Store) -> None:
    sweep(council, SINGLE, at("2026-04-29T10:00"))
    said = _said(council, "sue", "escalation", "ann", at("2026-04-29T10:01"))
    assert "was due on *Thu 2 April*" in said
    assert "more than three weeks" in said
    assert "By the policy it was to come to you on *Fri 24 April*." in said


def test_an_escalation_of_its_day_says_nothing_of_days(council: Store) -> None:
    sweep(council, SINGLE, at("2026-04-24"))
    assert "was to come" not in _said(council, "sue", "escalation", "ann", at("2026-04-24T09:01"))


def _mornings(calls: list[Sent]) -> dict[str, tuple[str, ...]]:
    return {call.to: call.lines for call in calls if call.op == "post" and call.kind == "morning"}


def test_after_a_night_without_a_sender_there_is_one_morning_message_and_not_two(council: Store) -> None:
    """The reminders of Thursday could not go; on Friday everybody gets one message, and Thursday's is not sent."""
    sweep(council, SINGLE, at("2026-04-01"))
    before = states(council)
    assert before["ann morning"] == "pending"
    sweep(council, SINGLE, at("2026-04-07"))
    calls = send(council, "2026-04-07T09:01")
    posts = Counter(call.to for call in calls if call.op == "post" and call.kind == "morning")
    assert set(posts.values()) == {1}
    assert _mornings(calls)["ann"] == ("late ann", "late M100001")


def test_what_could_not_go_yesterday_goes_today_as_of_today(council: Store) -> None:
    sweep(council, SINGLE, at("2026-03-26"))
    sweep(council, SINGLE, at("2026-03-27"))
    (call,) = [each for each in send(council, "2026-03-27T09:01") if each.to == "ann"]
    assert sorted(call.lines) == ["upcoming M100001", "upcoming ann"]
    with council.reading() as session:
        assert session.scalars(select(MessageRow.day_on).where(MessageRow.recipient_id == "ann")).all() == [day("2026-03-27")]


def test_what_could_not_go_before_its_day_had_passed_is_not_said(council: Store) -> None:
    """The reminder of the day before the due date waits over Easter: then it is late, and no reminder is sent."""
    with council.work(SINGLE, at("2026-04-01T08:00")) as work:
        work.sessions.record(viewer=who(work, "zoe"), supervisee_id="bob", held_on=day("2026-03-31"), notes="Said.")
        work.commit()
    sweep(council, SINGLE, at("2026-04-01"))
    sweep(council, SINGLE, at("2026-04-07"))
    lines = {line for call in send(council, "2026-04-07T09:01") for line in call.lines}
    assert {line.split()[0] for line in lines} == {"late", "week", "month"}, (
        "a manager's week begins, and their month is not lost"
    )


def test_the_last_day_in_time_is_not_announced_the_day_after(council: Store) -> None:
    _lived(council, "2026-04-23T08:00")
    sweep(council, SINGLE, at("2026-04-23"))
    sweep(council, SINGLE, at("2026-04-24"))
    posts = [call for call in send(council, "2026-04-24T09:01") if call.op == "post"]
    assert {line.split()[0] for call in posts for line in call.lines if line.endswith(" ann")} == {
        "duty_to_raise",
        "escalation",
    }


def test_an_escalation_that_waited_over_the_week_end_is_dated_the_day_it_goes(council: Store) -> None:
    sweep(council, SINGLE, at("2026-04-24"))
    sweep(council, SINGLE, at("2026-04-27"))
    said = _said(council, "sue", "escalation", "ann", at("2026-04-27T09:01"))
    assert "By the policy it was to come to you on *Fri 24 April*." in said
    calls = [call for call in send(council, "2026-04-27T09:01") if call.to == "sue" and call.kind == "escalation"]
    assert sorted(line for call in calls for line in call.lines) == [
        f"escalation {about}" for about in ("M100001", "M100002", "M200001", "ann", "bob", "dan")
    ]


def test_a_message_somebody_has_in_hand_is_left_to_them(council: Store) -> None:
    """Claimed in the last second of yesterday: it is on its way, and today's is another."""
    sweep(council, SINGLE, at("2026-03-26"))
    claims = [claim for claim in council.outbox.claim(at("2026-03-26T17:59")) if claim.recipient_id == "ann"]
    assert claims
    sweep(council, SINGLE, at("2026-03-27"))
    assert council.outbox.sending(claims, at("2026-03-27T09:00"))


@pytest.mark.parametrize("kind", ["to_confirm", "to_read"])
def test_what_is_told_at_once_goes_after_a_stop_too_in_working_hours_and_what_is_asked_in_the_morning(
    council: Store, kind: str
) -> None:
    with council.work(SINGLE, at("2026-03-20T17:00")) as work:
        viewer = who(work, "ann" if kind == "to_confirm" else "zoe")
        work.decisions.log(viewer=viewer, ref="M100001", decision="A visit.", rationale="Sooner.")
        work.commit()
    sweep(council, SINGLE, at("2026-04-01T03:00"))
    assert send(council, "2026-04-01T03:01") == []
    sweep(council, SINGLE, at("2026-04-01T08:00"))
    at_eight = {call.kind for call in send(council, "2026-04-01T08:01")}
    assert at_eight == ({"to_read"} if kind == "to_read" else set())
    sweep(council, SINGLE, at("2026-04-01T09:00"))
    told = [
        line for call in send(council, "2026-04-01T09:01") if (call.to, call.kind) == ("tom", "morning") for line in call.lines
    ]
    assert ("to_confirm M100001" in told) == (kind == "to_confirm")


@pytest.mark.parametrize("late_by", [timedelta(seconds=7), timedelta(minutes=59), timedelta(hours=8, minutes=59)])
def test_late_by_seconds_or_by_hours_is_not_lost(council: Store, late_by: timedelta) -> None:
    """matrix-reminder-bot 89: a reminder whose second had passed when the clock came to it was never sent."""
    sweep(council, SINGLE, at("2026-03-26") - timedelta(seconds=1))
    sweep(council, SINGLE, at("2026-03-26") + late_by)
    assert "upcoming ann" in _mornings(send(council, at("2026-03-26") + late_by))["ann"]


def test_nothing_goes_on_a_bank_holiday_and_all_of_it_on_the_day_after(council: Store) -> None:
    """Grafana OnCall 558 and 4752. Easter 2026: Good Friday on 3 April, Easter Monday on the 6th; all is due on Thursday."""
    for on in ("2026-04-03", "2026-04-04", "2026-04-05", "2026-04-06"):
        for hour in ("08:00", "09:00", "12:00", "17:59"):
            sweep(council, SINGLE, at(f"{on}T{hour}"))
            assert send(council, f"{on}T{hour}") == []
    sweep(council, SINGLE, at("2026-04-07"))
    assert "late ann" in _mornings(send(council, "2026-04-07"))["ann"]


def test_an_escalation_that_falls_in_leave_is_made_the_day_after_the_return(council: Store) -> None:
    """Grafana OnCall 1206: an escalation that was paused never went on."""
    _lived(council, "2026-04-20")
    with council.work(SINGLE, at("2026-04-20T10:00")) as work:
        record = {"person_id": "ann", "from_on": day("2026-04-20"), "until_on": day("2026-04-28")}
        work.absences.record(viewer=who(work, "sue"), **record)  # type: ignore[arg-type]
        work.commit()
    told = {}
    for on in ("2026-04-21", "2026-04-24", "2026-04-27", "2026-04-28", "2026-04-29"):
        sweep(council, SINGLE, at(on))
        told[on] = [line for call in send(council, on) if call.to == "sue" for line in call.lines if line.endswith(" ann")]
    assert {on: lines for on, lines in told.items() if lines} == {"2026-04-29": ["escalation ann"]}


def test_an_escalation_goes_no_further_once_it_has_been_recorded(council: Store) -> None:
    """Grafana OnCall 3111 and 4654: it went on climbing after it had been acknowledged."""
    _lived(council, "2026-04-25")
    with council.work(SINGLE, at("2026-04-27T10:00")) as work:
        work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=day("2026-04-24"), notes="Said.")
        work.commit()
    send(council, "2026-04-27T10:01")
    sweep(council, SINGLE, at("2026-05-01"))
    lines = [line for call in send(council, "2026-05-01") if call.to == "zoe" for line in call.lines]
    assert "escalated_again bob" in lines
    assert "escalated_again ann" not in lines
