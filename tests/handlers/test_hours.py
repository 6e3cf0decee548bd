"""Where the policy counts hours, what was due this morning is late by now, and everything that shows it says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from bot.desk import Person, words_of
from handlers.words import report as words
from storage import SINGLE
from storage.models import AllocationRow, CaseRow
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.handlers.growing import council
from tests.handlers.office import LONDON, TUESDAY, Office, seen, staff_id

CASE = "M900001"
ALLOCATED = datetime(2026, 3, 23, 9, 0, tzinfo=LONDON)


def allocate(work: UnitOfWork) -> None:
    """To Ann, yesterday at nine: Kent has it discussed within 24 hours, which is an hour ago."""
    mine = {"workspace": SINGLE}
    work.session.add(CaseRow(**mine, ref=CASE, category="child_protection", opened_on=ALLOCATED.date()))
    work.session.flush()
    given = {"from_on": ALLOCATED.date(), "from_at": ALLOCATED}
    work.session.add(AllocationRow(**mine, case_ref=CASE, worker_id=staff_id("ann"), **given))


@pytest.fixture
def kent(databases: Databases) -> Iterator[Office]:
    with council(databases, "kent", allocate) as office:
        yield office


def home(person: Person) -> str:
    """The lines of a Home tab about the case."""
    opened = person.home()
    assert opened
    return "\n".join(line for line in words_of(opened.blocks).splitlines() if CASE in line)


@pytest.mark.parametrize(
    ("ago", "on_the_home_tab"),
    [
        (timedelta(hours=2), "*due today* by 09:00"),
        (timedelta(0), "*late*: was due by 09:00 today"),
        (timedelta(days=-1), "*late*: was due Tue 24 March, one day ago"),
    ],
)
def test_the_home_tab_says_late_once_the_hour_has_passed(kent: Office, ago: timedelta, on_the_home_tab: str) -> None:
    kent.now[0] = TUESDAY - ago
    assert on_the_home_tab in home(kent.person("tom"))


def behind(person: Person, measure: str) -> str:
    """The line about the case in the list behind a figure of the report."""
    person.command("/supervision", "report")
    values = [block.get("accessory", {}).get("value", "") for block in person.modal.blocks]  # type: ignore[union-attr]
    person.press(person.modal, "report_list", next(each for each in values if f'"measure": "{measure}"' in each))
    return next(line for line in seen(person).splitlines() if CASE in line)


def test_the_list_of_the_report_says_late_and_counts_no_day(kent: Office) -> None:
    tom = kent.person("tom")
    assert behind(tom, "late").endswith(" · was due 09:00 on Tue 24 March, late")


def test_what_was_done_after_its_hour_was_not_in_time(kent: Office) -> None:
    """A decision has its hour: it counts as late, and reads so."""
    [answer] = kent.person("tom").command("/decision", f"{CASE} child seen today because the referral says so")
    assert "Saved." in answer.text
    assert behind(kent.person("tom"), "on_time").endswith(" · due 09:00 on Tue 24 March, done 24 March, late")


def test_a_large_line_counts_no_day_either_where_only_an_hour_has_passed() -> None:
    assert (words.late_now(1, 0, []), words.late_too(1, 0)) == ("*Late now:* 1.", "1 late now")


def decided(office: Office) -> None:
    [answer] = office.person("tom").command("/decision", f"{CASE} child seen today because the referral says so")
    assert "Saved." in answer.text


def discussed(office: Office) -> None:
    """In a session of that day, written down after it: when in the day nobody says."""
    with office.store.work(SINGLE, office.now[0]) as work:
        tom, held = work.people.must_get(staff_id("tom")), {"held_on": office.now[0].date(), "kind": "casework"}
        work.sessions.record(viewer=tom, supervisee_id=staff_id("ann"), **held, notes="As agreed.", cases=[CASE])
        work.commit()


@pytest.mark.parametrize(
    ("ago", "act", "in_time"),
    [
        (timedelta(hours=2), decided, 1),
        (timedelta(0), decided, 0),
        (timedelta(hours=2), discussed, 1),
        (timedelta(0), discussed, 1),
    ],
    ids=["decided before the hour", "decided after it", "discussed that day", "discussed, and written later"],
)
def test_the_month_of_the_schedule_has_in_time_what_the_facts_have(
    kent: Office, ago: timedelta, act: Callable[[Office], None], in_time: int
) -> None:
    kent.now[0] = TUESDAY - ago
    act(kent)
    kept = kent.read(lambda work: work.reports.on_time(viewer=work.people.must_get(staff_id("tom")), months=1))
    [of_kind] = [each for cell, each in kept.cells.items() if cell.kind == "first_case_discussion"]
    found = kent.read(lambda work: work.reports.picture(viewer=work.people.must_get(staff_id("tom")), months=1))
    [of_case] = [one for one in found.items if (one.measure, one.case) == ("on_time", CASE)]
    assert (of_kind.in_time, of_kind.out_of, of_case.number) == (in_time, 1, in_time)
