"""Whatever is slow, everybody is answered before Slack gives up, told whether it was saved, and loses nothing typed."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from bot.desk import NotTakenError, words_of
from bot.desk.faults import Trouble
from handlers.patience import Patience
from handlers.words.waiting import READING, SAVING, SAVING_FORM, STILL_HERE
from storage.errors import Busy
from tests.databases import Databases
from tests.handlers.knocking import WHOLE, address_of, at_the_form, eventually, held, opened, shown_later
from tests.handlers.office import Office

pytestmark = pytest.mark.alone


@pytest.fixture
def hurried(databases: Databases, as_the_bot_waits: None) -> Iterator[Office]:
    """The office, with less patience."""
    with opened(databases) as office:
        yield office


def test_while_the_database_is_held_a_decision_goes_into_the_form(hurried: Office) -> None:
    tom = hurried.person("tom")
    with held(address_of(hurried)):
        [said] = tom.command("/decision", WHOLE)
        assert said.text.startswith(Busy().sentence)
        assert "What you typed is in the form." in said.text
        assert (tom.values()["ref"], tom.values()["decision"]) == ("M100001", "hold the plan")
    assert hurried.decisions("M100001") == []
    assert tom.submit() == {}
    assert len(hurried.decisions("M100001")) == 1


@pytest.mark.parametrize("typed", ["book @ann tue 2pm", "log @ann yesterday 90", "agreement @ann", "raise"])
def test_while_the_database_is_held_a_supervision_command_is_given_back_to_copy(hurried: Office, typed: str) -> None:
    tom, ann = hurried.person("tom"), hurried.person("ann")
    with held(address_of(hurried)):
        tom.command("/supervision", typed.replace("@ann", "@Ann Example"))
        answered = tom.last().text if tom.modal is None else ""
    assert tom.outcome.ok
    if tom.modal is None:
        assert answered.startswith(Busy().sentence), answered
        assert f"`/supervision {typed}`" in answered
    assert ann.outcome.ok


def test_a_reason_is_given_back_in_the_form_and_stands_in_no_message(hurried: Office) -> None:
    tom = hurried.person("tom")
    tom.command("/supervision", "book @Ann Example thu 2pm")
    with held(address_of(hurried)):
        [said] = tom.command("/supervision", "move @Ann Example fri 10am because Wigglesworth")
        assert said.text.startswith(Busy().sentence)
        assert "What you typed is kept" in said.text
        assert "Wigglesworth" not in str(said)
    tom.press(said, "open_form")
    assert tom.until(lambda: tom.modal), tom.last().text
    assert tom.values()["reason"] == "Wigglesworth"
    assert tom.submit() == {}
    assert hurried.supervision("ann").booked_on == date(2026, 3, 27)


def test_while_the_database_is_held_a_form_stays_open_with_everything_in_it(hurried: Office) -> None:
    tom = at_the_form(hurried, "tom")
    with held(address_of(hurried)):
        errors = tom.submit(ref="M100001", decision="hold", rationale="two visits")
        assert errors["ref"].startswith(Busy().sentence)
        assert STILL_HERE in errors["ref"]
    assert tom.submit(ref="M100001", decision="hold", rationale="two visits") == {}
    assert len(hurried.decisions("M100001")) == 1


def test_while_the_database_is_held_a_button_says_so(hurried: Office) -> None:
    tom = hurried.person("tom")
    [saved] = tom.command("/decision", WHOLE)
    with held(address_of(hurried)):
        [said] = tom.press(saved, "decision_filed")
        assert said.text == Busy().sentence
    assert eventually(lambda: [said.text[:5] for said in tom.press(saved, "decision_filed")] == ["Filed"])


def test_where_slack_opens_no_form_the_person_is_told_and_nothing_typed_is_lost(hurried: Office) -> None:
    tom = hurried.person("tom")
    hurried.desk.faults.switch_on(Trouble.NO_ANSWER, methods=["views.open"], seconds=5)
    with held(address_of(hurried)):
        tom.command("/decision", WHOLE)
        assert tom.outcome.ok
        said = shown_later(hurried, "tom", Busy().sentence)
        assert "What you typed is kept" in said.text
        assert "two visits" not in str(said)
    hurried.desk.faults.switch_off()
    tom.press(said, "open_form")
    assert tom.until(lambda: tom.modal), tom.last().text
    assert (tom.values()["decision"], tom.values()["rationale"]) == ("hold the plan", "two visits")


def test_what_takes_longer_is_answered_in_time_and_again_when_it_is_known(hurried: Office) -> None:
    tom = hurried.person("tom")
    hurried.desk.faults.switch_on(Trouble.NO_ANSWER, methods=["views.open"], seconds=5)
    [interim] = tom.command("/decision", "M100001 hold")
    assert interim.text == SAVING
    told = shown_later(hurried, "tom", "Slack did not open the form in time.")
    hurried.desk.faults.switch_off()
    tom.press(told, "open_form")
    assert tom.until(lambda: tom.modal), tom.last().text
    assert tom.values()["decision"] == "hold"


def test_who_only_asks_is_told_where_the_answer_comes(hurried: Office) -> None:
    tom = hurried.person("tom")
    hurried.desk.faults.switch_on(Trouble.NO_ANSWER, methods=["views.open"], seconds=5)
    [interim] = tom.command("/supervision", "log @Ann Example yesterday")
    assert interim.text == READING
    shown_later(hurried, "tom", "`/supervision log @ann yesterday`")
    hurried.desk.faults.switch_off()


@pytest.mark.parametrize("trouble", [Trouble.NO_ANSWER, Trouble.SERVER_ERROR, Trouble.RATE_LIMITED, Trouble.SLOW])
def test_with_slack_in_trouble_whoever_is_not_known_yet_is_told_to_try_again(hurried: Office, trouble: Trouble) -> None:
    sue = hurried.person("sue")
    hurried.desk.faults.switch_on(trouble, methods=["users.info"], seconds=3)
    sue.command("/supervision", "next")
    assert sue.outcome.ok
    assert "Slack does not answer at this moment" in shown_later(hurried, "sue", "Nothing was saved").text
    hurried.desk.faults.switch_off()
    [said] = sue.command("/supervision", "next")
    assert "Slack" not in said.text


@pytest.mark.parametrize("trouble", [Trouble.NO_ANSWER, Trouble.SERVER_ERROR])
def test_a_window_slack_does_not_open_is_made_good_by_a_message(hurried: Office, trouble: Trouble) -> None:
    tom = hurried.person("tom")
    hurried.desk.faults.switch_on(trouble, methods=["views.open"], seconds=5)
    tom.shortcut("log_decision", patience=0)
    assert tom.outcome.ok
    shown_later(hurried, "tom", "Slack did not open the window in time.")
    hurried.desk.faults.switch_off()


def test_a_home_tab_slack_does_not_take_delays_nobody(hurried: Office) -> None:
    tom = hurried.person("tom")
    tom.home()
    hurried.desk.faults.switch_on(Trouble.NO_ANSWER, methods=["views.publish"], seconds=5)
    for number in range(20):
        [said] = tom.command("/decision", f"{WHOLE} {number}")
        assert said.text.startswith("Saved."), said.text
    hurried.desk.faults.switch_off()


def test_what_nobody_answered_while_slack_waited_is_in_the_log(databases: Databases, caplog: pytest.LogCaptureFixture) -> None:
    with opened(databases, Patience(work=1.5, answer=2.0, trigger=2.7, given_up=0.3)) as office:
        tom = at_the_form(office, "tom")
        with held(address_of(office)), pytest.raises(NotTakenError, match=r"The bot answered 500 after"):
            tom.submit(ref="M100001", decision="hold", rationale="two visits")
        assert re.search(r"decision_form had no answer after \d\.\d seconds", caplog.text)


def test_a_form_that_takes_longer_stays_open_and_shows_when_it_is_saved(databases: Databases) -> None:
    with opened(databases, Patience(work=1.5, answer=0.2, trigger=2.7)) as office:
        tom = at_the_form(office, "tom")
        with held(address_of(office)):
            errors = tom.submit(ref="M100001", decision="hold", rationale="two visits")
            assert errors == {"ref": SAVING_FORM}
        assert tom.until(lambda: "Saved." in words_of(tom.modal.blocks if tom.modal else [])), tom.modal
        assert len(office.decisions("M100001")) == 1


def test_a_form_that_takes_longer_and_fails_shows_why_with_everything_in_it(databases: Databases) -> None:
    with opened(databases, Patience(work=1.5, answer=0.2, trigger=2.7)) as office:
        tom = at_the_form(office, "tom")
        with held(address_of(office)):
            assert tom.submit(ref="M100001", decision="hold", rationale="two visits") == {"ref": SAVING_FORM}
            assert tom.until(lambda: "Too much is being stored" in words_of(tom.modal.blocks if tom.modal else []))
        assert (tom.values()["decision"], tom.values()["rationale"]) == ("hold", "two visits")
        assert tom.submit() in ({}, {"ref": SAVING_FORM})
        assert tom.until(lambda: "Saved." in words_of(tom.modal.blocks if tom.modal else []))
        assert len(office.decisions("M100001")) == 1


def test_who_closed_the_form_meanwhile_is_told_by_a_message(databases: Databases) -> None:
    with opened(databases, Patience(work=1.5, answer=0.2, trigger=2.7)) as office:
        tom = at_the_form(office, "tom")
        with held(address_of(office)):
            assert tom.submit(ref="M100001", decision="hold", rationale="two visits") == {"ref": SAVING_FORM}
            tom.close()
        assert "M100001" in shown_later(office, "tom", "Saved.").text
