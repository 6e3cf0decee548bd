"""`/supervision plan`: proposed, changed in place, confirmed by the other, booked; and what became of what was planned."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk import Person, words_of
from scheduling.calendar import Calendar
from storage import SINGLE
from storage.models import AbsenceRow, NoticeRow, PlanRow
from storage.rederive import nightly
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.handlers.calendars import address_of, fetch
from tests.handlers.growing import at, council, press
from tests.handlers.mornings import morning
from tests.handlers.office import LONDON, Office, seen, staff_id

DAY = timedelta(days=1)
LEAVE = (date(2026, 6, 1), date(2026, 6, 15))
"""Priya's: her first day away, and her first day back."""


def _leave(work: UnitOfWork) -> None:
    mine = {"workspace": SINGLE, "person_id": staff_id("priya"), "recorded_on": date(2026, 3, 2)}
    work.session.add(AbsenceRow(**mine, from_on=LEAVE[0], until_on=LEAVE[1]))
    for key in ("ann", "priya", "tom"):
        work.people.link_slack(staff_id(key), f"U0{key.upper()}", "Europe/London")


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    """Manchester's: every four weeks, and Priya's last session was on 10 March."""
    with council(databases, "manchester", _leave) as made:
        yield made


def days_in(person: Person) -> dict[str, str]:
    """The dates in the form, by the field each stands in."""
    assert person.modal
    inputs = [block for block in person.modal.blocks if block["type"] == "input"]
    pickers = [block for block in inputs if block["element"]["type"] == "datepicker"]
    return {block["block_id"]: block["element"].get("initial_date", "") for block in pickers}


def ahead(office: Office, key: str) -> list[tuple[date, time | None]]:
    def ask(work: UnitOfWork) -> Any:
        zoe = work.people.must_get(staff_id("zoe"))
        return [(each.planned_on, each.planned_at) for each in work.sessions.ahead(staff_id(key), viewer=zoe)]

    return list(office.read(ask))


def first_of(office: Office) -> str:
    """The session that comes next."""
    zoe = staff_id("zoe")
    return str(office.read(lambda work: work.sessions.booked(staff_id("priya"), viewer=work.people.must_get(zoe)).id))


def propose(office: Office, by: str, **changed: Any) -> Person:
    person = office.person(by)
    person.command("/supervision", f"plan {at('priya')}" if by == "tom" else "plan")
    assert person.submit(**changed) == {}
    return person


def test_a_year_is_proposed_changed_confirmed_and_in_both_calendars(office: Office) -> None:
    tom, priya = office.person("tom"), office.person("priya")
    assert tom.command("/supervision", f"plan {at('priya')}") == []
    assert "every 4 weeks · until Wed 24 March 2027" in seen(tom)
    found = days_in(tom)
    days = [date.fromisoformat(each) for each in found.values()]
    assert len(days) == 13
    last = date(2026, 3, 10)
    for on in days:
        assert last < on <= last + 28 * DAY, on
        assert Calendar().is_working(on), on
        assert not LEAVE[0] <= on < LEAVE[1], on
        last = on
    # Each day is changed in place; what will not do is said beside it, all at once.
    wrong = {
        "day0.0": ("2026-03-20", "Fri 20 March has passed. Choose another day."),
        "day0.1": ("2026-05-04", "Mon 4 May is a bank holiday. Choose another day."),
        "day0.2": ("2026-06-02", "Tue 2 June falls in the supervisee's leave. Choose another day."),
        "day0.3": ("2026-06-27", "Sat 27 June is at the weekend. Choose another day."),
        "day0.12": ("2027-03-20", "Sat 20 March 2027 is at the weekend. Choose another day."),
    }
    errors = tom.submit(None, {name: on for name, (on, _) in wrong.items()})
    assert errors.items() >= {name: said for name, (_, said) in wrong.items()}.items()
    assert tom.submit(None, {"day0.0": "2026-04-20"}) == {
        "day0.0": "Mon 20 April is too late: this session is due by Tue 7 April. Choose a day up to then."
    }
    twice = tom.submit(None, {"day0.0": "2026-04-02", "day0.1": "2026-04-02"})
    assert twice["day0.1"] == "Thu 2 April is the day of another session. Choose another day."
    # A day that is changed moves those after it that would be late by it: they are shown before anything is proposed.
    assert tom.submit(None, {"day0.0": "2026-04-02", "at0": "14:00"}) == {}
    assert "Those after Thu 2 April are proposed anew, since they would have been late." in seen(tom)
    days = [date.fromisoformat(each) for each in days_in(tom).values()]
    assert [days[0], days[1] - days[0], len(days)] == [date(2026, 4, 2), 28 * DAY, 13]
    assert tom.submit() == {}
    assert "<@U0PRIYA> is asked to confirm" in seen(tom)
    assert ahead(office, "priya") == []
    # Not by who proposed it; and the other is told once, in the morning.
    said = morning(office, "priya", date(2026, 3, 25))
    assert said
    assert "<@U0TOM> proposes 13 supervision sessions for the year, from Thu 2 April to" in said.text
    tom.close(everything=True)
    tom.command("/supervision", f"plan {at('priya')}")
    assert "It waits for <@U0PRIYA> to confirm it." in seen(tom)
    assert not tom.modal or not tom.modal.content.get("submit")
    plan_id = office.read(lambda work: work.session.query(PlanRow.id).filter_by(answer="").one()[0])
    press(office, "priya", "plan_read", plan_id)
    assert "1. Thu 2 April, 14:00" in seen(priya)
    priya.submit()
    assert "Confirmed: 13 sessions booked, from Thu 2 April to" in seen(priya)
    booked = ahead(office, "priya")
    assert [on for on, _ in booked] == days
    assert {when for _, when in booked} == {time(14)}
    said = morning(office, "tom", date(2026, 3, 26))
    assert said
    assert "<@U0PRIYA> has confirmed their own supervision sessions for the year: 13 sessions" in said.text
    # In both calendars, and at the same time on the wall on either side of both clock changes: two libraries read it alike.
    for key in ("priya", "tom"):
        starts = [each.dtstart for each in fetch(address_of(office, key)).events.values() if isinstance(each.dtstart, datetime)]
        local = sorted(each.astimezone(LONDON) for each in starts)
        assert [(each.date(), each.time()) for each in local] == booked
        assert {each.astimezone(UTC).hour for each in starts} == {13, 14}


def test_a_plan_left_half_way_goes_on_where_it_was_left_and_can_be_begun_again(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"plan {at('priya')}")
    first = days_in(tom)
    tom.type(**{"day0.0": "2026-04-01"})
    tom.close()
    assert office.edge
    tom.until(lambda: office.read(lambda work: len(work.drafts.places(work.people.must_get(staff_id("tom")), "plan "))) == 1)
    home = tom.home()
    assert home
    assert "The year's sessions with <@U0PRIYA>: you began to plan them." in words_of(home.blocks)
    tom.press(home, "plan_open", staff_id("priya"))
    assert days_in(tom) == first | {"day0.0": "2026-04-01"}
    assert "It goes on where you left it." in seen(tom)
    tom.press(tom.modal, "plan_weekday", "3")  # Thursdays
    assert {date.fromisoformat(each).weekday() for each in days_in(tom).values()} == {3}
    tom.press(tom.modal, "plan_anew")
    assert list(days_in(tom).values()) == list(first.values())
    assert not office.read(lambda work: work.drafts.places(work.people.must_get(staff_id("tom")), "plan "))


def test_what_the_supervisee_proposes_the_supervisor_confirms_and_another_takes_its_place(office: Office) -> None:
    propose(office, "priya")
    tom = office.person("tom")
    home = tom.home()
    assert home
    assert "*13 sessions* for the year, proposed by <@U0PRIYA>" in words_of(home.blocks)
    tom.press(home, "plan_read")
    old = tom.modal
    tom.press(old, "plan_change")
    name = next(iter(days_in(tom)))
    assert tom.submit(None, {name: "2026-04-01"}) == {}
    assert tom.submit() == {}
    assert "<@U0PRIYA> is asked to confirm" in seen(tom)
    plans = office.read(lambda work: [(row.answer, row.proposed_by_id) for row in work.session.query(PlanRow)])
    assert sorted(plans) == [("", staff_id("tom")), ("replaced", staff_id("priya"))]
    said = morning(office, "tom", date(2026, 3, 25))
    assert said is None or "proposes" not in said.text  # it was answered before it was sent
    priya = office.person("priya")
    priya.command("/supervision", "plan")
    priya.submit()
    assert ahead(office, "priya")[0][0] == date(2026, 4, 1)
    priya.command("/supervision", "plan")
    assert "1 April" in seen(priya)  # planned already: the dates, and what became of those before
    assert not priya.modal or not priya.modal.content.get("submit")


def test_a_session_of_the_year_is_moved_with_its_history_and_what_is_frequent_is_shown_to_both(office: Office) -> None:
    propose(office, "tom")
    priya, tom = office.person("priya"), office.person("tom")
    priya.command("/supervision", "plan")
    priya.submit()
    priya.close(everything=True)
    tom.close(everything=True)
    booked = [on for on, _ in ahead(office, "priya")]
    for number, (to, whose) in enumerate((("2026-04-01", "supervisor"), ("2026-04-02", "supervisee"), ("2026-04-03", ""))):
        tom.command("/supervision", f"plan {at('priya')}")
        tom.press(tom.modal, "session_move", first_of(office))
        if number == 2:  # Good Friday can be chosen for one that is moved: two people may agree on it
            to = "2026-03-31"
        errors = tom.submit(on=to, reason=f"court {number}", whose=whose or None)
        assert errors == {}, errors
        tom.close(everything=True)
    second = [on for on, _ in ahead(office, "priya")][1]
    assert second == booked[1]
    for person in (priya, tom):
        person.command("/supervision", f"history {at('priya')}")
        person.press(person.modal, "plan_history")
        said = seen(person)
        assert "Priya Shah, Social Worker" in said or "<@U0PRIYA>, Social Worker" in said
        assert "moved to 2 April on 24 March by Tom Hale, for Priya Shah: court 1" in said
        assert "on 24 March by Tom Hale: court 2" in said
        assert "Moved, called off or not held in the last twelve months: 3" in said
        assert "are frequent" not in said
        person.close(everything=True)
    tom.command("/supervision", f"plan {at('priya')}")
    for number, to in enumerate(("2026-04-01", "2026-04-02")):
        tom.press(tom.modal, "session_move", first_of(office))
        assert tom.submit(on=to, reason=f"leave {number}", whose="supervisee") == {}
        tom.close(everything=True)
        tom.command("/supervision", f"plan {at('priya')}")
    for person in (priya, tom):
        person.close(everything=True) if person.modal else None
        person.command("/supervision", f"plan {at('priya')}")
        assert "*Three sessions in 90 days moved or called off for <@U0PRIYA>*: 3 or more are frequent." in seen(person)
    tom.press(tom.modal, "session_move", first_of(office))
    assert tom.submit(on=booked[1].isoformat(), reason="court")["on"].startswith("Another session is booked for that day")


def test_where_the_year_is_planned_another_date_is_asked_for_once_none_is_left(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"book {at('priya')} 1/4")
    [reply] = tom.command("/supervision", f"call-off {at('priya')} because court")
    assert "Nothing else is booked. Manchester, 2.1, has another date planned at once." in reply.text
    propose(office, "tom")
    priya = office.person("priya")
    priya.command("/supervision", "plan")
    priya.submit()
    first, second = [on for on, _ in ahead(office, "priya")][:2]
    [reply] = tom.command("/supervision", f"call-off {at('priya')} because court")
    assert f"The next is booked for {second:%a} {second.day} {second:%B}." in reply.text
    assert "planned at once" not in reply.text
    assert next(on for on, _ in ahead(office, "priya")) == second > first


def test_the_session_held_is_the_nearest_one_planned_and_what_was_missed_stays_on_record(office: Office) -> None:
    propose(office, "tom")
    priya, tom = office.person("priya"), office.person("tom")
    priya.command("/supervision", "plan")
    priya.submit()
    booked = [on for on, _ in ahead(office, "priya")]
    steps = (
        # held on, and which are still ahead then: an extra one takes no planned one's place
        (booked[0] - 12 * DAY, booked),
        (booked[0] + 2 * DAY, booked[1:]),
        (booked[2], booked[3:]),  # the one before it was missed
    )
    for held_on, left in steps:
        office.now[0] = datetime.combine(held_on, time(17), LONDON)
        tom.command("/supervision", f"log {at('priya')} today 90")
        assert tom.submit(next_on=left[0].isoformat()) == {}  # the day that is planned may be named again
        assert [on for on, _ in ahead(office, "priya")] == left, held_on
    tom.command("/supervision", f"history {at('priya')}")
    tom.press(tom.modal, "plan_history")
    assert "· not held" in seen(tom)
    assert len(fetch(address_of(office, "priya")).lines) >= len(booked) - 1


CANNOT = [
    # who, what is typed, what the sentence says
    ("zoe", "plan me", "No supervisor is on record"),
    ("ann", f"plan {at('priya')}", "There is no such record here, or it is not one you can see."),
    ("carol", f"agenda {at('priya')}", "There is no such record here, or it is not one you can see."),
]


def test_what_cannot_be_planned_is_said_with_what_to_do(office: Office) -> None:
    for who, typed, said in CANNOT:
        [reply] = office.person(who).command("/supervision", typed)
        assert said in reply.text, reply.text
    with office.store.work(SINGLE, office.now[0]) as work:
        mine = {"workspace": SINGLE, "person_id": staff_id("priya"), "recorded_on": date(2026, 3, 20)}
        work.session.add(AbsenceRow(**mine, from_on=date(2026, 3, 20), until_on=None))
        work.commit()
    [reply] = office.person("tom").command("/supervision", f"plan {at('priya')}")
    assert "away until further notice" in reply.text
    plan_id = propose_ann(office)
    office.now[0] += 400 * DAY
    ann = press(office, "ann", "plan_read", plan_id)
    assert "Every day of this plan has passed" in " ".join(ann.submit().values()) or "has passed" in seen(ann)


def propose_ann(office: Office) -> str:
    tom = office.person("tom")
    tom.command("/supervision", f"plan {at('ann')}")
    assert tom.submit() == {}
    return str(office.read(lambda work: work.session.query(PlanRow.id).filter_by(answer="").one()[0]))


def test_no_date_is_on_a_day_one_of_the_two_does_not_work(office: Office) -> None:
    """Priya works from Monday to Wednesday, Tom from Tuesday to Thursday: they can meet on Tuesdays and Wednesdays."""
    tom, priya = office.person("tom"), office.person("priya")
    for each in (tom, priya):
        each.home()
    priya.command("/supervision", "days mon-wed")
    tom.command("/supervision", "days tue-thu")
    tom.command("/supervision", f"plan {at('priya')}")
    days = [date.fromisoformat(each) for each in days_in(tom).values()]
    assert {on.weekday() for on in days} <= {1, 2}
    assert len(days) == 13
    last = date(2026, 3, 10)
    for on in days:
        assert last < on <= last + 28 * DAY, on
        last = on
    assert tom.modal
    (weekday,) = [each for block in tom.modal.blocks for each in block.get("elements", ()) if each["type"] == "static_select"]
    assert [option["text"]["text"] for option in weekday["options"]] == ["Any weekday", "Tuesdays", "Wednesdays"]
    assert (
        tom.submit(None, {"day0.0": "2026-03-30", "day0.1": "2026-04-30"}).items()
        >= {
            "day0.0": "Mon 30 March is no day on which the supervisor works. Choose another day.",
            "day0.1": "Thu 30 April is no day on which the supervisee works. Choose another day.",
        }.items()
    )
    tom.press(tom.modal, "plan_weekday", "2")  # Wednesdays
    assert {date.fromisoformat(each).weekday() for each in days_in(tom).values()} == {2}
    tom.close(everything=True)
    priya.command("/supervision", "days fri")
    tom.press(tom.home(), "plan_open", staff_id("priya"))
    assert {date.fromisoformat(each).weekday() for each in days_in(tom).values()} == {2}, "it goes on where it was left"
    tom.press(tom.modal, "plan_anew")
    assert "There is no day of the week on which both of them work." in seen(tom)


def test_a_plan_that_waits_for_a_week_is_asked_about_once_more(office: Office) -> None:
    propose(office, "tom")
    mine = NoticeRow.kind == "plan_to_confirm", NoticeRow.recipient_id == staff_id("priya")
    asked: dict[date, list[int]] = {}
    for on in (date(2026, 3, 25), date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 8)):
        nightly(office.store, SINGLE, datetime.combine(on, time(2, 30), LONDON))
        asked[on] = office.read(lambda work: sorted(work.session.scalars(select(NoticeRow.rung).where(*mine))))
        said = morning(office, "priya", on)
        assert said, on
        assert ("It has waited for a week: nothing is booked until you confirm it" in said.text) == (on.day in (31, 8)), on
    assert list(asked.values()) == [[0], [0], [0, 1], [0, 1]]
