"""`/supervision agenda` and the message of the day before: which cases, so that none goes late, and what to bring."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, update

from bot.desk import words_of
from storage import SINGLE
from storage.models import AgreementRow, AllocationRow, CaseRow, RelationshipRow, SessionRow
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.handlers.growing import at, council, set_of
from tests.handlers.mornings import morning
from tests.handlers.office import Office, open_office, seen, settle, staff_id

BOOKED = date(2026, 3, 31)


def _book(work: UnitOfWork) -> None:
    for key in ("ann", "priya", "tom"):
        work.people.link_slack(staff_id(key), f"U0{key.upper()}", "Europe/London")
    tom = work.people.must_get(staff_id("tom"))
    session = work.sessions.book(viewer=tom, supervisee_id=staff_id("ann"), planned_on=BOOKED)
    work.actions.agree("quokka", viewer=tom, supervisee_id=staff_id("ann"), owner_id=staff_id("ann"), session_id=session.id)


def _more_cases(number: int, on: date) -> Any:
    def change(work: UnitOfWork) -> None:
        _book(work)
        mine = {"workspace": SINGLE}
        for at_ in range(number):
            ref = f"M4{at_:05}"
            work.session.add(CaseRow(**mine, ref=ref, category="child_protection", opened_on=on))
            work.session.flush()
            work.session.add(AllocationRow(**mine, case_ref=ref, worker_id=staff_id("ann"), from_on=on))

    return change


def asked(office: Office, by: str, whose: str = "ann") -> str:
    [reply] = office.person(by).command("/supervision", f"agenda {at(whose)}")
    return str(reply.text)


def test_the_cases_that_cannot_wait_come_first_and_what_to_bring_is_named(databases: Databases) -> None:
    with council(databases, "manchester", _book) as office:
        for by in ("tom", "ann"):
            said = asked(office, by)
            other = "<@U0TOM>" if by == "ann" else "<@U0ANN>"
            assert said.startswith(f"*Agenda: supervision with {other}, Tue 31 March*"), said
            assert "M100001 (by " in said
            assert "M100014 (by " in said
            assert "120 minutes have time for nine cases, at 10 minutes each." in said
            assert "*To bring:* two examples of direct work, on different cases; two pieces of work rated red, " in said
            assert "(`/supervision assess`); what became of one action agreed before." in said
            assert "quokka" not in said
        # In the morning message of both on the working day before, once, and in place of the reminder that it is due.
        for key, other in (("ann", "<@U0TOM>"), ("tom", "<@U0ANN>")):
            told = morning(office, key, date(2026, 3, 30))
            assert told
            assert told.text.count(f"Supervision with {other} is on *Tue 31 March*.") == 1, told.text
            assert "*To bring:* two examples of direct work" in told.text
            assert "quokka" not in told.text
        tom = office.person("tom")
        home = tom.home()
        assert home
        assert "*Agenda: supervision with <@U0ANN>, Tue 31 March*" in words_of(home.blocks)
        tom.press(home, "agenda_open", staff_id("priya"))
        assert "M100011 (by " in seen(tom)
        tom.close(everything=True)
        # Moved, the message says so, and the day before the new day it is told again.
        tom.command("/supervision", f"move {at('ann')} 2/4 because court")
        told = morning(office, "ann", date(2026, 3, 31))
        assert told is None or "Supervision with <@U0TOM> is on" not in told.text
        told = morning(office, "ann", date(2026, 4, 1))
        assert told
        assert "Supervision with <@U0TOM> is on *Thu 2 April*." in told.text


def test_it_says_when_it_cannot_be_done_and_what_would_help(databases: Databases) -> None:
    with council(databases, "manchester", _more_cases(30, date(2026, 3, 9))) as office:
        said = asked(office, "tom")
        assert "*Not all of them can be in time:*" in said, said
        assert "more minutes, one more session by " in said
        assert len(said) < 3000


FRONT = {"role": "front_door"}
CASES = [
    # policy, what Ann is, and what is said
    ("kent", FRONT, ["*To discuss:* 3 or 4 cases by number, of at least 3 of these: strategy discussion, "]),
    ("kent", {}, ["90 minutes have time for six cases"]),
    ("wokingham", {}, ["90 minutes have time for six cases", "M100001 (by Thu 9 April)"]),
]


@pytest.mark.parametrize(("policy", "values", "said"), CASES)
def test_each_policy_says_how_many_and_of_what(
    databases: Databases, policy: str, values: dict[str, Any], said: list[str]
) -> None:
    def change(work: UnitOfWork) -> None:
        set_of("ann", **values)(work)
        _book(work)

    with council(databases, policy, change) as office:
        found = asked(office, "ann")
        for each in said:
            assert each in found, found
        assert "direct work" not in found


PREPARED = [
    # policy, how Ann's is to be prepared for, by her and by Tom
    ("manchester", ("your CPD log, up to date", "in advance, with the documents for it"), ("looked at on the case system",)),
    (
        "lscb",
        ("your own points for the agenda", "the notes of the session before, read again"),
        ("your own points for the agenda", "an allegation against a colleague: which additional support"),
    ),
    ("wokingham", ("your own points for the agenda", "read in advance"), ("your own points for the agenda", "read in advance")),
    ("kent", (), ("cases of somebody who found it hard to take part in a group",)),
]


@pytest.mark.parametrize(("policy", "anns", "toms"), PREPARED)
def test_it_says_what_the_policy_has_each_of_them_prepare(
    databases: Databases, policy: str, anns: tuple[str, ...], toms: tuple[str, ...]
) -> None:
    def monthly(work: UnitOfWork) -> None:
        """Where the policy names no interval the two have agreed on one."""
        work.session.execute(update(AgreementRow).values(every_count=1, every_unit="months"))
        _book(work)

    with council(databases, policy, monthly if policy == "lscb" else _book) as office:
        for by, mine, others in (("ann", anns, toms), ("tom", toms, anns)):
            said = asked(office, by).partition("*To prepare:*")[2]
            assert all(each in said for each in mine), said
            assert not [each for each in others if each in said and each not in mine], said
            assert "supervision agreement" not in said, "they have met before"


def test_the_agreement_is_begun_in_the_first_session(databases: Databases) -> None:
    def never_met(work: UnitOfWork) -> None:
        work.session.execute(delete(SessionRow).where(SessionRow.supervisee_id == staff_id("ann")))

    with council(databases, "wokingham", never_met) as office:
        assert "your supervision agreement, which you begin in the first session" in asked(office, "ann")


FIRST = [
    # policy, and what is said before somebody's very first session, to Ann and to Tom
    (
        "manchester",
        ("worker's details",),
        ("the supervision file, there for the first session", "worker's details", "archived"),
    ),
    ("wokingham", ("read as part of your induction",), ()),
    ("lscb", (), ("mandatory induction was given, with child protection responsibilities",)),
]


def test_the_first_session_has_the_file_and_the_induction_prepared(databases: Databases) -> None:
    def never_met(work: UnitOfWork) -> None:
        work.session.execute(delete(SessionRow).where(SessionRow.supervisee_id == staff_id("ann")))
        work.session.execute(update(AgreementRow).values(every_count=1, every_unit="months"))

    for policy, anns, toms in FIRST:
        with council(databases, policy, never_met) as office:
            for by, mine in (("ann", anns), ("tom", toms)):
                said = asked(office, by).partition("*To prepare:*")[2]
                assert all(each in said for each in mine), (policy, by, said)


def test_a_new_supervisor_has_the_file_handed_over_before_they_first_meet(databases: Databases) -> None:
    def moved(work: UnitOfWork) -> None:
        tie = update(RelationshipRow).where(RelationshipRow.supervisee_id == staff_id("ann"))
        work.session.execute(tie.values(from_on=date(2026, 3, 23)))

    with council(databases, "manchester", moved) as office:
        said = asked(office, "tom").partition("*To prepare:*")[2]
        assert "from whoever supervised them before, transferred to you, or archived" in said
        assert "there for the first session" not in said, "Ann has been here for years"


def test_kent_has_it_talked_about_where_sessions_move_often(databases: Databases) -> None:
    with council(databases, "kent", _book) as office:
        for number in range(3):
            assert "moved or were missed" not in asked(office, "ann"), number
            with office.store.work(SINGLE, office.now[0]) as work:
                tom = work.people.must_get(staff_id("tom"))
                to_on = date(2026, 4, 7 + number)
                work.sessions.move(viewer=tom, supervisee_id=staff_id("ann"), to_on=to_on, reason="court", whose="supervisor")
                work.commit()
        assert "written in the professional support record" in asked(office, "ann")


def test_without_a_booking_it_is_for_the_last_day_in_time(databases: Databases) -> None:
    with databases.copy(databases.template("office", settle)) as url, open_office(url) as office:
        said = asked(office, "tom", "priya")
        assert said.startswith("*Agenda: supervision with <@U0PRIYA>, by Fri 10 April, nothing booked yet*"), said
