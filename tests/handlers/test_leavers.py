"""People who have left: what they leave behind stays in reach of those above them, and nothing untrue is said of them."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.desk import words_of
from storage import SINGLE
from storage.models import NoticeRow, PersonRow
from storage.notices.week import look
from storage.rederive import nightly
from tests.handlers.office import LONDON, Office, seen, staff_id

LEFT = date(2026, 3, 25)


def leaves(office: Office, *keys: str, on: date = LEFT) -> None:
    """The people list has it, and the night after has come."""
    with office.store.writing() as session:
        session.execute(update(PersonRow).where(PersonRow.id.in_(staff_id(key) for key in keys)).values(left_on=on))
        session.commit()
    office.now[0] = datetime(on.year, on.month, on.day, 10, 5, tzinfo=LONDON)
    nightly(office.store, SINGLE, office.now[0])


def shown(office: Office, key: str, typed: str) -> str:
    """The window of `/case`, put away again."""
    person = office.person(key)
    person.command("/case", typed)
    said = seen(person)
    person.close(everything=True)
    return said


def test_an_open_case_of_a_leaver_says_that_nobody_works_it_and_is_allocated_from_there(office: Office) -> None:
    leaves(office, "ann")
    said = shown(office, "tom", "show M100001")
    gone = "Ann Example left on Wed 25 March: nobody works this case, and nothing is counted on it until it is allocated."
    assert gone in said
    assert "Nothing is due on it." not in said
    assert "with Ann Example, who left on 25 March" in shown(office, "tom", "find M10000")
    tom = office.person("tom")
    tom.command("/case", "show M100001")
    tom.press(tom.modal, "case_do:allocate")
    assert "Ann Example" not in words_of(tom.modal.blocks) + str(tom.modal.blocks), "a case goes to nobody who has left"
    tom.submit(worker="Priya Shah")
    tom.close(everything=True)
    said = shown(office, "tom", "show M100001")
    assert "nobody works this case" not in said
    assert ", by " in said


@pytest.mark.parametrize("how", ["works on", "closed"])
def test_a_case_somebody_works_or_that_is_closed_does_not_say_that_nobody_does(office: Office, how: str) -> None:
    typed = "allocate M100001 <@U0PRIYA|priya> co-worker" if how == "works on" else "close M100001 24/3"
    assert office.person("tom").command("/case", typed)[0].text.startswith("Saved.")
    leaves(office, "ann")
    assert "nobody works this case" not in shown(office, "tom", "show M100001")


def at_home(office: Office, key: str) -> str:
    return words_of(office.person(key).home().blocks)


@pytest.mark.parametrize(
    ("gone", "who"),
    [
        (("ann",), "tom"),  # who supervised them
        (("ann", "tom"), "sue"),  # who has left too: their manager
        (("ann", "priya"), "tom"),  # who supervises nobody any more
    ],
)
def test_open_cases_of_leavers_wait_on_the_home_tab_of_whoever_supervised_them_until_they_are_allocated(
    office: Office, gone: tuple[str, ...], who: str
) -> None:
    assert office.person("tom").command("/case", "close M100014 24/3")[0].text.startswith("Saved.")
    assert "nobody works now" not in at_home(office, who)
    leaves(office, *gone)
    told = {key: at_home(office, key) for key in ("zoe", "sue", "tom", "carol", "omar") if key not in gone}
    assert [key for key, said in told.items() if "M100001* is still with Ann Example, who left on 25 March" in said] == [who]
    assert not any("M100014* is still" in said for said in told.values()), "it is closed"
    answers = office.person(who)
    answers.press(answers.home(), "case_do:allocate", "allocate|M100001")
    nobody_below = "priya" in gone
    assert ("so there is nobody to give a case to" in seen(answers)) == nobody_below
    assert nobody_below or answers.values()["ref"]["value"] == "M100001"
    answers.close(everything=True)
    assert office.person("sue").command("/case", "allocate M100001 <@U0OMAR|omar>")[0].text.startswith("Saved.")
    assert "M100001* is still" not in at_home(office, who)


def test_what_a_leaver_decided_last_still_waits_to_be_confirmed_by_whoever_supervised_them(office: Office) -> None:
    assert office.person("ann").command("/decision", "M100001 visit daily because risk is up")[0].text.startswith("Saved as")
    leaves(office, "ann", "priya")
    tom = office.person("tom")
    tom.press(tom.home(), "decision_confirm")
    tom.submit()
    assert [each.is_draft for each in office.decisions("M100001")] == [False]


def test_a_line_managers_week_begins_with_the_cases_that_leavers_left_to_them(office: Office) -> None:
    leaves(office, "ann", "tom")
    week = office.read(lambda work: look(work, work.people.must_get(staff_id("sue"))))
    assert week.to_allocate == 2
    assert not week.is_clear


def told(office: Office, key: str) -> list[str]:
    """The kinds of what has been queued for somebody."""
    with office.store.reading() as session:
        return list(session.scalars(select(NoticeRow.kind).where(NoticeRow.recipient_id == staff_id(key))))


def test_a_decision_on_a_case_of_a_leaver_is_told_nobody_who_has_left_nor_said_to_be(office: Office) -> None:
    assert office.person("ann").command("/decision", "M100014 visit daily because risk is up")[0].text.startswith("Saved as")
    leaves(office, "ann")
    before = told(office, "ann")
    said = office.person("tom").command("/decision", "M100001 reallocate because the worker has gone")[0].text
    assert "Ann Example left on Wed 25 March and is not told." in said
    assert "will be told" not in said
    assert "has been told" not in said
    assert (
        "Ann Example left on Wed 25 March and is not told."
        in office.person("sue").command("/decision", "M100014 reallocate because the worker has gone")[0].text
    )
    tom = office.person("tom")
    tom.press(tom.home(), "decision_confirm")
    tom.submit()
    assert told(office, "ann") == before
    assert "to_read" in told(office, "tom"), "what Sue decided is there for him to read"


def answered(office: Office, key: str, typed: str) -> str:
    """The words of the window of `/supervision`, or of the reply."""
    person = office.person(key)
    replies = person.command("/supervision", typed)
    if not person.modal:
        return replies[0].text
    said = seen(person)
    person.close(everything=True)
    return said


@pytest.mark.parametrize("name", ["Ann Example", "<@U0ANN|ann>", "ann@example.org"])
def test_the_history_of_a_leaver_is_read_by_those_above_and_others_read_when_they_left(office: Office, name: str) -> None:
    office.person("ann").command("/supervision", "help")
    leaves(office, "ann")
    for who in ("tom", "sue"):
        assert "2 February" in answered(office, who, f"history {name}")
    for who, typed in (("carol", "history"), ("priya", "history"), ("carol", "log"), ("tom", "book"), ("tom", "next")):
        assert "Ann Example left on 25 March." in answered(office, who, f"{typed} {name}"), (who, typed)


def test_a_session_with_a_leaver_is_recorded_up_to_their_last_day(office: Office) -> None:
    office.person("ann").command("/supervision", "help")
    leaves(office, "ann")
    office.now[0] += timedelta(days=2)
    tom = office.person("tom")
    tom.command("/supervision", "log <@U0ANN|ann> 26/3 90")
    assert "had left by that day" in tom.submit()["held_on"]
    assert tom.submit(held_on="2026-03-25") == {}
    assert "25 March" in answered(office, "tom", "history Ann Example")
