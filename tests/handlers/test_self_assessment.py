"""Two pieces of one's own work rated by the six golden threads, before they are discussed in supervision (Manchester K)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from bot.desk import words_of
from scheduling.forms import Near, fields_of, steps_of
from storage import packs
from storage.errors import AnsweredAlready, ForTheSupervisedPerson
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.handlers.filling import fill
from tests.handlers.growing import council, ended, owed, press, written
from tests.handlers.office import Office, seen

BOOKED = date(2026, 3, 31)
THREADS = ("oversight", "voice", "parents", "chronology", "quality", "with")
"""The printed grid stops at five; the text of the appendix names six."""
ONE = {"piece_1": "C&F assessment, 3 March", "case_1": "M100001", **{f"{each}_1": "green" for each in THREADS}}
TWO = {"piece_2": "C&F assessment, 9 March", "case_2": "M100014", **{f"{each}_2": "amber" for each in THREADS}}


def _book(work: UnitOfWork) -> None:
    work.people.link_slack("E-ann", "U0ANN", "Europe/London")
    work.sessions.book(viewer=work.people.must_get("E-tom"), supervisee_id="E-ann", planned_on=BOOKED)


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    """Manchester's, with Ann's supervision booked for next Tuesday."""
    with council(databases, "manchester", _book) as made:
        yield made


def test_it_is_due_two_days_before_and_done_by_the_supervisee(office: Office) -> None:
    [waiting] = owed(office, "ann", "self_assessment")
    assert waiting.due_on == date(2026, 3, 29)
    ann = press(office, "ann", "duty_record", waiting.id)
    said = fill(ann, **ONE, **TWO, notes_1="zephyrnotes")
    assert said.startswith("Saved. Your self-assessment for Tue 31 March is there, and signed by you.")
    assert ended(office, waiting.id) == "assessed"
    read = written(office, "ann", "self_assessment")
    assert read.record.state == "signed"
    stored = read.latest.filled.values()
    assert {name: stored[name] for name in (*ONE, *TWO)} == ONE | TWO


def test_the_supervisor_sees_it_before_the_session_and_others_do_not(office: Office) -> None:
    ann, tom, carol = (office.person(each) for each in ("ann", "tom", "carol"))
    assert "Self-assessments to see" not in words_of(tom.home().blocks)  # type: ignore[union-attr]
    ann.command("/supervision", "assess")
    fill(ann, **ONE, **TWO, notes_1="zephyrnotes")
    home = tom.home()
    assert home
    assert "Self-assessments to see before the session" in words_of(home.blocks)
    assert "<@U0ANN> · for Tue 31 March" in words_of(home.blocks)
    assert "zephyrnotes" not in str(home.blocks)
    tom.press(home, "record_read", written(office, "ann", "self_assessment").record.id)
    assert "zephyrnotes" in seen(tom)
    assert "5. Quality of Assessment/Plan" in seen(tom)
    assert "record_correct" not in str(tom.modal.blocks)  # type: ignore[union-attr]
    assert "Self-assessments to see" not in str(carol.home().blocks)  # type: ignore[union-attr]


def test_it_is_not_lost_where_the_session_is_called_off(office: Office) -> None:
    ann, tom = office.person("ann"), office.person("tom")
    ann.command("/supervision", "assess")
    fill(ann, **ONE, **TWO, notes_1="zephyrnotes")
    ann.close(everything=True)
    ann.command("/supervision", "call-off because court")
    home = tom.home()
    assert home
    assert "Self-assessments to see before the session" in words_of(home.blocks)
    assert "<@U0ANN>\n" in words_of(home.blocks)
    assert "for Tue 31 March" not in words_of(home.blocks)
    office.now[0] += timedelta(days=1)
    tom.command("/supervision", "log <@U0ANN> today 90")
    assert tom.submit() == {}
    assert "Self-assessments to see" not in words_of(tom.home().blocks)  # type: ignore[union-attr]
    assert written(office, "ann", "self_assessment").record.state == "signed"


def test_six_threads_are_rated_not_five_and_two_pieces_not_one(office: Office) -> None:
    ann = office.person("ann")
    ann.command("/supervision", "assess")
    for missing in (*(f"{each}_1" for each in THREADS), "piece_1", "case_1"):
        errors = ann.submit(**{name: value for name, value in ONE.items() if name != missing}, **{missing: None})
        assert list(errors) == [missing]
    assert ann.submit(**ONE) == {}
    errors = ann.submit(**{**TWO, "piece_2": ONE["piece_1"], "case_2": "M100001"})
    assert list(errors) == ["piece_2"]
    assert "This is the first piece once more." in errors["piece_2"]
    assert owed(office, "ann", "self_assessment"), "nothing is there until it is saved"


def test_it_is_the_supervisees_own_and_there_once(office: Office) -> None:
    [waiting] = owed(office, "ann", "self_assessment")
    tom = press(office, "tom", "duty_record", waiting.id)
    assert ForTheSupervisedPerson().sentence in tom.last().text
    ann = office.person("ann")
    ann.command("/supervision", "assess")
    fill(ann, **ONE, **TWO)
    ann.close(everything=True)
    ann.command("/supervision", "assess")
    assert AnsweredAlready().sentence in ann.last().text


def test_it_is_for_a_session_that_is_booked(office: Office) -> None:
    priya = office.person("priya")
    priya.command("/supervision", "assess")
    assert "for a session that is booked, and none is" in priya.last().text


def test_a_session_held_without_it_does_not_count_as_assessed(office: Office) -> None:
    [waiting] = owed(office, "ann", "self_assessment")
    tom = office.person("tom")
    tom.command("/supervision", "log <@U0ANN> today 90")
    assert tom.submit() == {}
    assert ended(office, waiting.id) == "no_longer_owed"


def test_it_is_corrected_after_the_session_too(office: Office) -> None:
    ann, tom = office.person("ann"), office.person("tom")
    ann.command("/supervision", "assess")
    fill(ann, **ONE, **TWO)
    ann.close(everything=True)
    tom.command("/supervision", "log <@U0ANN> today 90")
    assert tom.submit() == {}
    ann.command("/supervision", "history")
    ann.press(ann.modal, "record_read", written(office, "ann", "self_assessment").record.id)
    ann.press(ann.modal, "record_correct")
    assert ann.values()["oversight_1"]["value"] == "green"
    fill(ann, oversight_1="red", because="I read the file again.")
    read = written(office, "ann", "self_assessment")
    assert [each.filled.values()["oversight_1"] for each in read.versions] == ["red", "green"]


def test_elsewhere_the_policy_asks_for_none(databases: Databases) -> None:
    with council(databases, "wokingham", _book) as office:
        ann = office.person("ann")
        ann.command("/supervision", "assess")
        assert ann.last().text == "The policy in force asks for no self-assessment of <@U0ANN>, so there is none to record."


def test_manchesters_form_asks_for_each_thread_in_both_pieces() -> None:
    steps = steps_of(packs.load("manchester").form("self_assessment"))
    asked: list[Any] = [each for step in steps for each in fields_of(step, Near(cases={"M1": "M1"}))]
    rated = [each.label for each in asked if each.question.kind == "rating"]
    assert len(steps) == 2
    assert rated[:6] == rated[6:] == [
        "1. Management oversight", "2. Voice of Child", "3. Engaging parents/carers", "4. Impact Chronology",
        "5. Quality of Assessment/Plan", "6. Doing with, not to",
    ]  # fmt: skip
