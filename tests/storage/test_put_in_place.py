"""What is told besides what is owed: where a record goes, a booking moved, a case its worker wants discussed more often."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from scheduling.calendar import Interval
from scheduling.policy import Policy
from storage import SINGLE, errors, packs
from storage.models import MessageRow, NoticeRow
from storage.notices.rendering import render
from storage.rederive import nightly
from storage.store import Store
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.storage.conftest import opened, settled_url
from tests.storage.council import at, day, who

NOW = "2026-03-24T15:00"
SHAREPOINT = "uploaded to SharePoint, in the supervisee's folder"
FILE = "saved under the child's system file"


@contextmanager
def council_of(databases: Databases, policy: str, pack: Policy | None = None) -> Iterator[Store]:
    """The council, under another policy from today."""
    with databases.copy(settled_url(databases, packs.load("wokingham"))) as url:
        store = opened(url, pack or packs.load(policy))
        yield store
        store.close()


def told(store: Store, kind: str, now: str = "2026-04-02") -> list[Any]:
    """Every line of that kind, by the day its message goes, whoever it is to."""
    with store.read(SINGLE, at(now)) as work:
        rows = work.session.query(MessageRow).join(NoticeRow, NoticeRow.message_id == MessageRow.id)
        ids = [row.id for row in rows.filter(NoticeRow.kind == kind).order_by(MessageRow.day_on, MessageRow.recipient_id)]
        views = [render(work, each, is_posted=True) for each in dict.fromkeys(ids)]
        return [
            (view.recipient.id, f"{view.on:%m-%d}", item) for view in views for item in view.items if item.notice_kind == kind
        ]


def hold(work: UnitOfWork, cases: Sequence[str] = (), kind: str = "personal", notes: str = "Said.") -> str:
    """Tom's session with Ann, today, written down."""
    tom, held_on = who(work, "tom"), work.today
    made = work.sessions.record(viewer=tom, supervisee_id="ann", held_on=held_on, notes=notes, cases=cases, kind=kind)
    return made.id


PLACES = [
    # policy, kind of session, and where each record goes: of the session, of the case
    ("kent", "professional_support", SHAREPOINT, FILE),
    ("kent", "casework", "", FILE),
    ("manchester", "personal", "noted on SAP with its date, where you have access", ""),
    ("wokingham", "personal", "", ""),
    ("plymouth", "personal", "", ""),
]


@pytest.mark.parametrize(("policy", "kind", "session", "case"), PLACES)
def test_what_a_policy_gives_no_day_for_is_said_twice_and_gently(
    databases: Databases, policy: str, kind: str, session: str, case: str
) -> None:
    with council_of(databases, policy) as store:
        with store.work(SINGLE, at(NOW)) as work:
            held = hold(work, ["M100001"], kind)
            work.commit()
        found = [(to, on, item.case_ref, item.to_file) for to, on, item in told(store, "to_file")]
        days = ("03-25", "03-31")  # the working day after, and a week later
        wanted = [("tom", on, ref, says) for on in days for ref, says in ((None, session), ("M100001", case)) if says]
        assert sorted(found, key=str) == sorted(wanted, key=str)
        with store.work(SINGLE, at("2026-03-26T10:00")) as work:
            tom, ann = who(work, "tom"), who(work, "ann")
            with pytest.raises(errors.ForTheSupervisor):
                work.sessions.mark_filed(held, viewer=ann)
            assert work.sessions.mark_filed(held, viewer=tom).filed_on == day("2026-03-26")
            for note in work.case_notes.of_session(held, viewer=tom):
                work.case_notes.mark_filed(note.id, viewer=tom)
            work.commit()
        assert {(item.closed_how, item.closed_on) for _, _, item in told(store, "to_file")} <= {("filed", day("2026-03-26"))}


def test_a_council_says_when_it_asks(databases: Databases) -> None:
    pack = packs.load("kent")
    ours = replace(pack, readings=replace(pack.readings, filing_reminded_days=(3,)))
    with council_of(databases, "kent", ours) as store:
        with store.work(SINGLE, at(NOW)) as work:
            hold(work)
            work.commit()
        assert [on for _, on, _ in told(store, "to_file")] == ["03-27"]


def test_a_group_in_kent_has_its_record_put_under_each_childs_file(databases: Databases) -> None:
    with council_of(databases, "kent") as store:
        with store.work(SINGLE, at(NOW)) as work:
            people = {"ann": "", "bob": ""}
            tom, on = who(work, "tom"), day("2026-03-24")
            work.groups.hold(viewer=tom, facilitator_id="tom", on=on, attendees=people, cases=["M100001", "M100002"])
            work.commit()
        found = {(to, item.case_ref, item.to_file) for to, _, item in told(store, "to_file")}
        assert found == {("tom", ref, "saved under each child's file") for ref in ("M100001", "M100002")}


MOVERS = [
    # who moved it, and who is told of it
    ("tom", ["ann"]),
    ("sue", ["ann", "tom"]),
]


def test_whoever_did_not_move_a_booking_is_told_at_once_and_no_more_once_it_moves_again(council: Store) -> None:
    with council.work(SINGLE, at(NOW)) as work:
        work.sessions.book(viewer=who(work, "tom"), supervisee_id="ann", planned_on=day("2026-03-31"))
        for spot, (mover, _) in enumerate(MOVERS):
            to_on = day(f"2026-04-0{spot + 1}")
            work.sessions.move(viewer=who(work, mover), supervisee_id="ann", to_on=to_on, reason="court of quokkas")
        work.commit()
    found = told(council, "booking_moved", NOW)
    booked = told(council, "session_booked", NOW)
    said = [(item.rung, to, item.person.id, item.moves[0].from_on, item.is_done) for to, _, item in found]
    assert [(to, on, item.is_done) for to, on, item in booked] == [("ann", "03-25", True)], "and then it was moved"
    assert sorted(said, key=str) == [
        (1, "ann", "tom", day("2026-03-31"), True),
        (2, "ann", "sue", day("2026-04-01"), False),
        (2, "tom", "sue", day("2026-04-01"), False),
    ]
    assert [to for rung, to, *_ in sorted(said, key=str)] == [who for _, those in MOVERS for who in those]
    assert {on for _, on, _ in found} == {"03-24"}
    assert "quokka" not in repr(found)


OFF = [
    # who calls it off, who is told of it
    ("tom", ["ann"]),
    ("ann", ["tom"]),
    ("sue", ["ann", "tom"]),
]


def test_whoever_did_not_call_a_booking_off_is_told_once_until_another_is_booked_or_supervision_held(council: Store) -> None:
    for by, others in OFF:
        with council.work(SINGLE, at(NOW)) as work:
            tom = who(work, "tom")
            made = work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day("2026-03-31"))
            work.sessions.call_off(viewer=who(work, by), supervisee_id="ann", reason="court of quokkas")
            (owed,) = [each for each in work.obligations.of("ann", viewer=tom) if each.kind == "personal_supervision"]
            work.commit()
        every = [*told(council, "booking_moved", NOW), *told(council, "session_booked", NOW)]
        found = {(to, item.rung): item for to, _, item in every if item.session_id == made.id}
        off = {to: item for (to, rung), item in found.items() if rung == 1}
        assert sorted(off) == others
        assert {(item.person.id, item.is_done, item.obligation and item.obligation.id) for item in off.values()} == {
            (by, False, owed.id)
        }
        assert (found["ann", 0].closed_how, found["ann", 0].closed_on) == ("called_off", day("2026-03-24"))
        with council.work(SINGLE, at(NOW)) as work:
            again = work.sessions.book(viewer=who(work, "tom"), supervisee_id="ann", planned_on=day("2026-04-01"))
            work.commit()
        after = [item for _, _, item in told(council, "booking_moved", NOW) if (item.session_id, item.rung) == (made.id, 1)]
        assert {(item.closed_how, item.closed_on) for item in after} == {("booked_again", day("2026-04-01"))}
        with council.work(SINGLE, at(NOW)) as work:
            work.sessions.call_off(viewer=who(work, "tom"), supervisee_id="ann", reason="leave", session_id=again.id)
            work.commit()
        assert "quokka" not in repr(told(council, "booking_moved", NOW))
    with council.work(SINGLE, at(NOW)) as work:
        work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=work.today)
        work.commit()
    ends = [item.closed_how for _, _, item in told(council, "booking_moved", NOW) if item.rung == 1]
    assert set(ends) == {"held"}


def test_of_a_session_called_off_nobody_is_told_the_day_before(council: Store) -> None:
    with council.work(SINGLE, at(NOW)) as work:
        for person in ("ann", "bob"):
            work.sessions.book(viewer=who(work, "zoe"), supervisee_id=person, planned_on=day("2026-03-26"))
        work.sessions.call_off(viewer=who(work, "ann"), supervisee_id="ann", reason="court")
        work.commit()
    nightly(council, SINGLE, at("2026-03-25T02:30"))
    said = [(to, item.supervisee.id, item.closed_how) for to, _, item in told(council, "session_ahead", "2026-03-25T09:00")]
    assert {person for _, person, _ in said} == {"bob"}
    with council.work(SINGLE, at("2026-03-25T10:00")) as work:
        work.sessions.call_off(viewer=who(work, "zoe"), supervisee_id="bob", reason="court")
        work.commit()
    said = [(item.supervisee.id, item.closed_how) for _, _, item in told(council, "session_ahead", "2026-03-25T11:00")]
    assert set(said) == {("bob", "called_off")}


HURRIES = [
    # booked for, told by which kind of notice, on which day
    ("2026-03-24", "booking_moved", "03-24"),
    ("2026-03-25", "booking_moved", "03-24"),
    ("2026-03-26", "session_booked", "03-25"),
]


@pytest.mark.parametrize(("on", "kind", "told_on"), HURRIES)
def test_a_booking_is_told_of_with_the_next_morning_unless_it_is_before_that(
    council: Store, on: str, kind: str, told_on: str
) -> None:
    with council.work(SINGLE, at(NOW)) as work:
        work.sessions.book(viewer=who(work, "tom"), supervisee_id="ann", planned_on=day(on))
        work.commit()
    found = {kind: [(to, day_on) for to, day_on, _ in told(council, kind, NOW)] for kind in ("booking_moved", "session_booked")}
    assert found.pop(kind) == [("ann", told_on)]
    assert list(found.values()) == [[]]


def test_the_supervisor_hears_the_next_morning_that_a_case_is_to_be_discussed_more_often(council: Store) -> None:
    for viewer, weeks in (("ann", 2), ("tom", 3)):
        with council.work(SINGLE, at(NOW.replace("15:00", f"15:{weeks:02}"))) as work:
            every = Interval(weeks, "weeks")
            given = {"viewer": who(work, viewer), "how": "supervisor", "on": work.today}
            made = work.intervals.agree("M100001", every, "risk of quokkas", **given)
            assert made.how == ("supervisee" if viewer == "ann" else "supervisor")
            work.commit()
    ((to, on, item),) = told(council, "more_often", NOW)
    assert (to, on, item.person.id, item.every) == ("tom", "03-25", "ann", Interval(2, "weeks"))
    assert item.is_done, "Tom has agreed on another since"
    assert "quokka" not in repr(item)
