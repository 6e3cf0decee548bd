"""One person may not ask without end; nobody else is any the worse for it."""

import json

import pytest

from handlers.pace import USUAL_A_MINUTE, Pace, Turn
from tests.databases import Databases
from tests.handlers.ledger import Ledger
from tests.handlers.office import Office, open_office, settle, slack_id
from tests.handlers.test_trouble import command, signed

G, R, A = Turn.GRANTED, Turn.REFUSED, Turn.REFUSED_AGAIN
TOLD = "That is more than 3 requests in a minute"


@pytest.mark.parametrize(
    ("asked_at", "turns"),
    [
        ([0, 0, 0, 0, 0], [G, G, G, R, A]),
        ([0, 0, 0, 0, 20, 20, 20], [G, G, G, R, G, R, A]),  # a third of a minute later there is room for one
        ([0, 0, 0, 60, 60, 60, 60], [G, G, G, G, G, G, R]),
        ([0, 20, 40, 60, 80, 100], [G, G, G, G, G, G]),
        ([0, 0, 0, 0, 19.9, 1000, 1000, 1000, 1000], [G, G, G, R, A, G, G, G, R]),  # a long rest makes nobody faster
    ],
)
def test_three_a_minute(asked_at: list[float], turns: list[Turn]) -> None:
    now = [0.0]
    pace = Pace(3, lambda: now[0])
    found = []
    for at in asked_at:
        now[0] = at
        found.append(pace.turn("council", "U1"))
    assert found == turns


def test_each_person_has_their_own_and_so_has_each_workspace() -> None:
    pace = Pace(1, lambda: 0.0)
    assert [pace.turn(*who) for who in (("a", "U1"), ("a", "U2"), ("b", "U1"), ("a", "U1"))] == [G, G, G, R]


def test_who_has_asked_nothing_for_longest_is_forgotten_first_and_memory_does_not_grow() -> None:
    pace = Pace(1, lambda: 0.0, people=2)
    assert [pace.turn("a", who) for who in ("U1", "U2", "U1", "U3", "U1", "U2")] == [G, G, R, G, A, G]


def test_a_manager_who_confirms_twenty_drafts_in_a_minute_is_never_told_to_wait() -> None:
    now = [0.0]
    pace = Pace(USUAL_A_MINUTE, lambda: now[0])
    for press in range(60):  # read, confirm, send off
        now[0] = press * 1.0
        assert pace.turn("council", "U1") is G


def test_who_asks_too_often_is_told_so_and_nothing_of_it_is_stored(databases: Databases) -> None:
    with databases.copy(databases.template("office", settle)) as url, open_office(url, a_minute=3) as office:
        for number in range(3):
            said = office.app.dispatch(signed(command(f"M100001 visit {number} because why", f"1.{number}"))).body
            assert json.loads(said)["text"].startswith("Saved.")
        first = json.loads(office.app.dispatch(signed(command("M100001 one more because why", "2.0"))).body)
        assert TOLD in first["text"]
        assert "open_form" in json.dumps(first), "the first time it may be somebody: what they typed is kept"
        assert office.desk.until(lambda: "drafts" in Ledger.tables_with_rows(office.store.engine, ("drafts",)))
        ledger = Ledger(office.store.engine)
        for number in range(20):
            again = json.loads(office.app.dispatch(signed(command("M100001 one more because why", f"3.{number}"))).body)
            assert TOLD in again["text"]
            assert "open_form" not in json.dumps(again)
        assert not ledger.changes()
        other = office.app.dispatch(signed(command("next", "4.0", "sue") | {"command": "/supervision"}))
        assert TOLD not in other.body
        assert len(office.decisions("M100001")) == 3


def test_a_form_sent_off_too_often_stays_open_with_everything_in_it(databases: Databases) -> None:
    with databases.copy(databases.template("office", settle)) as url, open_office(url, a_minute=3) as office:
        tom = office.person("tom")
        tom.command("/decision", "M100001 hold")
        for _ in range(2):
            office.app.dispatch(signed(command("help", "9.9") | {"command": "/supervision"}))
        errors = tom.submit(rationale="two visits")
        assert TOLD in next(iter(errors.values()))
        assert "What you wrote is still here" in next(iter(errors.values()))
        assert tom.modal
        assert office.decisions("M100001") == []


def test_a_button_pressed_too_often_is_answered_once_and_costs_no_call_after_that(databases: Databases) -> None:
    with databases.copy(databases.template("office", settle)) as url, open_office(url, a_minute=3) as office:
        tom = office.person("tom")
        [reply] = tom.command("/supervision", "next ann")
        for _ in range(2):
            tom.press(reply, "duty_why")
        answered = len(office.desk.calls("response_url"))
        for _ in range(5):
            tom.press(reply, "duty_why", patience=0.05)
        assert office.desk.until(lambda: TOLD in tom.last().text)
        assert len(office.desk.calls("response_url")) == answered + 1


def test_a_home_tab_opened_too_often_is_left_as_it_is(databases: Databases) -> None:
    with databases.copy(databases.template("office", settle)) as url, open_office(url, a_minute=3) as office:
        tom = office.person("tom")
        for _ in range(3):
            tom.home()
        drawn = len(office.desk.calls("views.publish"))
        assert drawn == 3
        for _ in range(4):
            tom.home(patience=0.05)
        tom.command("/supervision", "next")
        assert len(office.desk.calls("views.publish")) == drawn
        assert not office.desk.log.calls("views.open")
        assert slack_id("tom") in {call.args.get("user_id") for call in office.desk.calls("views.publish")}


def test_it_is_the_same_for_everybody_in_the_office(office: Office) -> None:
    """What tests and the bot share: a limit that nobody meets by working."""
    assert USUAL_A_MINUTE == 60
    tom = office.person("tom")
    assert not [
        reply for _ in range(30) for reply in tom.command("/supervision", "help") if "requests in a minute" in reply.text
    ]
