"""A manager's month: who is told of it and when, and its figures against planted ones that were counted by hand."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, event, select

from storage import SINGLE
from storage.models import MessageRow, NoticeRow, ObligationRow, PersonRow, RecordRow, new_id
from storage.notices import month
from storage.quiet import MonthView, Waiting
from storage.rederive import nightly
from storage.store import Store
from tests.storage.council import at, begin, day, who

# whose, what, due by, closed on, how, passed up on
PLANTED: list[tuple[str, str, str, str, str, str]] = [
    ("ann", "personal_supervision", "2026-03-10", "2026-03-10", "held", ""),
    ("bob", "personal_supervision", "2026-03-20", "2026-04-01", "held", "2026-03-27"),
    ("dan", "personal_supervision", "2026-03-30", "", "", "2026-03-31"),
    ("ann", "personal_supervision", "2026-04-02", "2026-04-02", "held", ""),
    ("bob", "personal_supervision", "2026-04-02", "", "", "2026-04-24"),
    ("ann", "case_discussion", "2026-04-20", "2026-04-22", "discussed", ""),
    ("ann", "personal_supervision", "2026-04-25", "2026-04-20", "due_changed", ""),
    ("ann", "personal_supervision", "2026-05-01", "", "", "2026-05-02"),
    ("ann", "personal_supervision", "2026-05-04", "", "", "2026-05-26"),
    ("sue", "personal_supervision", "2026-04-03", "", "", ""),
    ("bob", "record_session", "2026-04-08", "", "", ""),
    ("dan", "agreement_signature", "2026-04-14", "", "", ""),
    ("ann", "agreement_review", "2026-04-10", "", "", ""),
    ("bob", "agreement_review", "2026-05-10", "", "", ""),
]
# about whom, in which state, written on
RECORDS = [("bob", "open", "2026-04-02"), ("dan", "open", "2026-03-30"), ("ann", "signed", "2026-03-11")]
APRIL, MARCH = day("2026-04-01"), day("2026-03-01")
NOTHING = Waiting(0, None)
# whose month, which, and what it holds on 1 May
COUNTED: list[tuple[str, MonthView]] = [
    (
        "tom",
        MonthView(
            APRIL, (1, 3), (1, 2), Waiting(1, day("2026-04-02")), Waiting(1, day("2026-04-08")), Waiting(1, day("2026-04-02")),
            agreements_missing=0, agreements_past_review=1, escalated=1, escalated_since=1,
        ),
    ),
    (
        "tim",
        MonthView(
            APRIL, (0, 0), (0, 1), Waiting(1, day("2026-03-30")), NOTHING, Waiting(1, day("2026-03-30")),
            agreements_missing=1, agreements_past_review=0, escalated=1, escalated_since=0,
        ),
    ),
    (
        "sue",
        MonthView(
            APRIL, (1, 3), (1, 3), Waiting(2, day("2026-03-30")), Waiting(1, day("2026-04-08")), Waiting(2, day("2026-03-30")),
            agreements_missing=1, agreements_past_review=1, escalated=2, escalated_since=1,
        ),
    ),
    (
        "zoe",
        MonthView(
            APRIL, (1, 4), (1, 3), Waiting(3, day("2026-03-30")), Waiting(1, day("2026-04-08")), Waiting(2, day("2026-03-30")),
            agreements_missing=1, agreements_past_review=1, escalated=2, escalated_since=1,
        ),
    ),
    (
        "tom",
        MonthView(
            MARCH, (1, 2), (0, 0), Waiting(1, day("2026-04-02")), Waiting(1, day("2026-04-08")), Waiting(1, day("2026-04-02")),
            agreements_missing=0, agreements_past_review=1, escalated=1, escalated_since=1,
        ),
    ),
    ("ann", MonthView(APRIL, (0, 0), (0, 0), NOTHING, NOTHING, NOTHING, 0, 0, 0, 0)),
]  # fmt: skip


def plant(store: Store) -> None:
    """These obligations and records, and no others."""
    with store.work(SINGLE, at("2026-05-01T08:00")) as work:
        work.session.execute(delete(NoticeRow))
        work.session.execute(delete(ObligationRow))
        for person, kind, due, closed, how, up in PLANTED:
            about = {"rule": "r", "kind": kind, "person_id": person, "case_ref": None, "about": "", "source": "", "why": ""}
            row = ObligationRow(workspace=SINGLE, id=new_id(), key=new_id(), due=due, due_on=day(due), suspended=False, **about)
            row.opened_at, row.escalates_on = at("2026-02-01"), day(up) if up else None
            row.closed_at, row.closed_on, row.closed_how = (at(closed), day(closed), how) if closed else (None, None, "")
            work.session.add(row)
        put_off = {
            "rule": "r",
            "kind": "personal_supervision",
            "about": "",
            "source": "",
            "why": "",
            "opened_at": at("2026-02-01"),
        }
        work.session.add(
            ObligationRow(
                workspace=SINGLE, id=new_id(), key=new_id(), person_id="bob", due="2026-04-05", due_on=day("2026-04-05"),
                suspended=True, escalates_on=day("2026-04-06"), **put_off,
            )
        )  # fmt: skip
        for about_id, state, on in RECORDS:
            made = {"form": "session", "title": "Supervision record", "about_id": about_id, "by_id": "tom", "state": state}
            work.session.add(RecordRow(workspace=SINGLE, id=new_id(), made_at=at(on), **made))
        work.commit()


def test_the_figures_of_a_month_are_those_counted_by_hand_of_ones_own_line_in_as_many_statements(council: Store) -> None:
    plant(council)
    asked: list[str] = []
    event.listen(council.engine, "before_cursor_execute", lambda *each: asked.append(each[2]))
    counts = set()
    for manager, expected in COUNTED:
        with council.read(SINGLE, at("2026-05-01")) as work:
            viewer = who(work, manager)
            asked.clear()
            assert month.look(work, viewer, expected.month) == expected, manager
            counts.add((len(asked), manager == "ann"))
            assert expected.is_empty == (manager == "ann")
    assert len(counts) <= 2, "of those with somebody below as many, however many"


# the night of which day, and of which month somebody is told
NIGHTS: list[tuple[str, str]] = [
    ("2026-04-30", ""),
    ("2026-05-01", "month 2026-04"),
    ("2026-05-04", ""),  # a bank holiday, the first Monday
    ("2026-05-05", ""),
    ("2026-08-01", ""),  # a Saturday
    ("2026-08-03", "month 2026-07"),
    ("2027-01-01", ""),  # a bank holiday, a Friday
    ("2027-01-04", "month 2026-12"),
    ("2027-05-01", ""),
    ("2027-05-03", ""),  # a Monday, and a bank holiday
    ("2027-05-04", "month 2027-04"),
    ("2027-06-03", "month 2027-05"),  # Tuesday the 1st was missed
    ("2027-06-04", ""),
    ("2027-07-10", ""),  # a Saturday
    ("2027-07-11", ""),
    ("2027-07-12", ""),  # too long after Thursday the 1st
    ("2027-08-11", "month 2027-07"),  # the last night that makes good Monday the 2nd
]


def test_managers_are_told_on_the_first_working_day_once_and_those_on_leave_when_they_are_back(council: Store) -> None:
    """Zoe and Sue manage supervisors, Tom supervises a team; Tim supervises one, who is no team. Tom leaves in October."""
    with council.work(SINGLE, at("2026-03-25")) as work:
        away = {"from_on": day("2026-07-27"), "until_on": day("2026-08-10")}
        work.absences.record(viewer=who(work, "zoe"), person_id="sue", kind="leave", **away)
        work.session.get_one(PersonRow, (SINGLE, "tom")).left_on = day("2026-10-01")
        work.commit()
    for night, about in NIGHTS:
        here = {"zoe", "sue", "tom"} if night < "2026-10-01" else {"zoe", "sue"}
        for again in (0, 1):
            with council.work(SINGLE, at(f"{night}T02:30")) as work:
                told = month.tell(work)
                assert told == (len(here) if about and not again else 0), night
                known = select(NoticeRow.recipient_id).where(NoticeRow.kind == "month", NoticeRow.subject == about)
                assert set(work.session.scalars(known)) == (here if about else set()), night
                work.commit()
    days = select(NoticeRow.recipient_id, MessageRow.day_on).join(MessageRow, MessageRow.id == NoticeRow.message_id)
    with council.reading() as session:
        came = session.execute(days.where(NoticeRow.subject == "month 2026-07")).all()
    assert {who_: on.isoformat() for who_, on in came} == {"zoe": "2026-08-03", "tom": "2026-08-03", "sue": "2026-08-10"}


@pytest.mark.parametrize(
    ("began", "night", "about"),
    [
        ("2026-04-30T16:00", "2026-05-01", "month 2026-04"),
        ("2026-04-30T16:00", "2026-05-05", "month 2026-04"),
        ("2026-05-01T00:10", "2026-05-01", "month 2026-04"),
        ("2026-05-01T10:00", "2026-05-05", ""),
        ("2026-05-02T10:00", "2026-06-01", "month 2026-05"),
    ],
)
def test_of_a_month_before_it_began_here_nothing_is_made_good(council: Store, began: str, night: str, about: str) -> None:
    begin(council, began)
    with council.work(SINGLE, at(f"{night}T02:30")) as work:
        assert bool(month.tell(work)) == bool(about)
        assert set(work.session.scalars(select(NoticeRow.subject).where(NoticeRow.kind == "month"))) == ({about} - {""})


def test_the_month_is_a_paragraph_of_the_morning_message(council: Store) -> None:
    """The night of Wednesday 1 April: one message to Tom that day, with what is routine in it besides."""
    for _ in range(2):
        nightly(council, SINGLE, at("2026-04-01T02:30"))
    with council.read(SINGLE, at("2026-04-01T09:00")) as work:
        mine = MessageRow.recipient_id == "tom", MessageRow.day_on == day("2026-04-01")
        (row,) = work.session.scalars(select(MessageRow).where(*mine)).all()
        view = council.outbox.read_message(SINGLE, row.id, work.now)
    assert row.kind == "morning"
    (said,) = [each.month for each in view.items if each.notice_kind == "month"]
    assert said
    assert (said.month, said.in_month, said.in_month_before) == (MARCH, (0, 0), (0, 0))
