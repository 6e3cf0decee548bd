"""Buttons on the messages the bot has sent, and on the Home tab."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.desk import Member, Message, words_of
from handlers import words
from storage import SINGLE
from storage.models import PersonRow
from storage.views import ObligationView, Person
from tests.handlers.carried import as_given
from tests.handlers.office import Office, seen, slack_id, staff_id
from tests.handlers.planted import item, message
from tests.handlers.test_decision import buttons


def owed(office: Office, key: str, kind: str) -> ObligationView:
    found = office.read(lambda work: work.obligations.of(staff_id(key), viewer=work.people.get(staff_id("zoe"))))
    return next(one for one in found if one.kind == kind)


def people(office: Office) -> dict[str, Person]:
    return {
        key: office.read(lambda work, key=key: work.people.get(staff_id(key))) for key in ("ann", "priya", "tom", "sue", "omar")
    }


def send(office: Office, to: str, notice: str, obligation: ObligationView) -> Message:
    """Post a notice as the sender would."""
    known = people(office)
    kind = notice if notice in ("escalation", "raised") else "morning"
    line = item(notice, obligation, person=obligation.person, supervisor=known["tom"], line_manager=known["sue"])
    rendered = words.message(message(kind, line, to=known[to], on=date(2026, 3, 24)))
    client = office.app.client
    channel = client.conversations_open(users=slack_id(to))["channel"]["id"]
    client.chat_postMessage(channel=channel, text=rendered.text, blocks=rendered.blocks)
    return office.person(to).last()


def press(office: Office, key: str, place: Any, label: str) -> Any:
    action = next(
        element
        for block in place.blocks
        for element in block.get("elements", [])
        if element.get("text", {}).get("text") == label
    )
    return office.person(key).press(place, action["action_id"])


def answered(office: Office, key: str, place: Any, label: str) -> Message:
    """Press, and wait for the sentence: it comes after the ack."""
    somebody = office.person(key)
    before = len(somebody.messages())
    press(office, key, place, label)
    somebody.until(lambda: len(somebody.messages()) > before)
    return somebody.last()


def test_held_record_it_opens_the_session_form_and_settles_the_obligation(office: Office) -> None:
    sent = send(office, "tom", "late", owed(office, "ann", "personal_supervision"))
    press(office, "tom", sent, "Held: record it")
    assert office.person("tom").submit(notes="Recorded.") == {}
    assert owed(office, "ann", "personal_supervision").due_on == date(2026, 4, 24)
    said = answered(office, "tom", sent, "Held: record it")
    assert said.is_ephemeral
    assert said.text == "This is no longer open, so there is nothing left to do for it. It was settled on Tue 24 March."


def test_book_and_then_move_by_the_same_button(office: Office) -> None:
    sent = send(office, "tom", "late", owed(office, "ann", "personal_supervision"))
    tom = office.person("tom")
    press(office, "tom", sent, "Book")
    assert "due by Mon 2 March" in seen(tom)
    assert list(tom.submit(on=date(2026, 3, 1))) == ["on"]
    assert tom.submit(on=date(2026, 3, 30)) == {}
    press(office, "tom", sent, "Book")
    assert "Booked for Mon 30 March." in seen(tom)
    assert tom.submit(on=date(2026, 3, 31), reason="court") == {}
    assert office.supervision("ann").booked_on == date(2026, 3, 31)


def test_the_line_manager_says_when_it_will_happen(office: Office) -> None:
    sent = send(office, "sue", "escalation", owed(office, "ann", "personal_supervision"))
    press(office, "sue", sent, "It will happen on…")
    assert office.person("sue").submit(on=date(2026, 3, 26)) == {}
    assert office.supervision("ann").booked_on == date(2026, 3, 26)


def test_the_supervisee_raises_it_by_one_press(office: Office) -> None:
    sent = send(office, "ann", "duty_to_raise", owed(office, "ann", "personal_supervision"))
    said = answered(office, "ann", sent, "Raise with my supervisor")
    assert said.text.startswith("Raised. Tom Hale gets a message now")
    again = answered(office, "ann", sent, "Raise with my supervisor")
    assert again.text.startswith("You have raised this already")


def test_why_names_the_rule_and_the_facts(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", "book Ann Example wed")
    tom.command("/supervision", "move Ann Example thu because her fishtank leaks")
    sent = send(office, "sue", "escalation", owed(office, "ann", "personal_supervision"))
    press(office, "sue", sent, "Why am I seeing this?")
    modal = office.person("sue").modal
    assert modal
    said = words_of(modal.blocks)
    assert "Wokingham, Supervision Standard 16" in said
    assert "Last held 2 February; monthly. So it was due by" in said
    assert "2026-" not in said
    assert "due by *Mon 2 March*" in said
    assert "Moved from 25 March to 26 March: her fishtank leaks" in said
    assert "fishtank" not in words_of(sent.blocks)


def test_a_case_discussed_is_recorded_with_a_session_or_on_its_own(office: Office) -> None:
    first = owed(office, "ann", "first_case_discussion")
    sent = send(office, "tom", "upcoming", first)
    tom = office.person("tom")
    press(office, "tom", sent, "Discussed: record it")
    assert [one["value"] for one in tom.values()["cases"]] == [first.case_ref]
    assert tom.submit(kind="informal", notes="Agreed.") == {}
    assert owed(office, "ann", "personal_supervision").due_on == date(2026, 3, 2)
    discussed = office.read(lambda work: work.cases.find(first.case_ref, viewer=work.people.get(staff_id("tom"))))
    assert "first_case_discussion" not in {one.kind for one in discussed.due}


def test_an_overdue_decision_is_filed_from_the_reminder(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/decision", "M100001 move on because two visits")
    filing = owed(office, "ann", "record_discussion")
    sent = send(office, "tom", "upcoming", filing)
    press(office, "tom", sent, "Record it")
    assert tom.submit() == {}
    assert office.decisions("M100001")[0].filed_on == date(2026, 3, 24)


@pytest.mark.parametrize("label", ["Held: record it", "Book", "Why am I seeing this?"])
def test_a_button_somebody_else_should_never_have_had_tells_them_nothing(office: Office, label: str) -> None:
    sent = send(office, "tom", "late", owed(office, "ann", "personal_supervision"))
    client = office.app.client
    channel = client.conversations_open(users=slack_id("omar"))["channel"]["id"]
    stolen = client.chat_postMessage(channel=channel, text="x", blocks=as_given(sent.blocks))
    assert stolen["ok"]
    said = answered(office, "omar", office.person("omar").last(), label)
    assert said.text.startswith("There is no such record here")
    assert "Ann" not in said.text


def test_a_button_of_an_obligation_that_never_was_says_so(office: Office) -> None:
    gone = replace(owed(office, "ann", "personal_supervision"), id="0" * 32)
    said = answered(office, "tom", send(office, "tom", "late", gone), "Book")
    assert said.text.startswith("There is no such record here")


def test_a_button_no_version_knows_any_more_points_to_the_home_tab(office: Office) -> None:
    client = office.app.client
    channel = client.conversations_open(users=slack_id("tom"))["channel"]["id"]
    old = {"type": "button", "action_id": "of_last_year", "text": {"type": "plain_text", "text": "Old"}, "value": "1"}
    client.chat_postMessage(channel=channel, text="x", blocks=[{"type": "actions", "elements": [old]}])
    said = answered(office, "tom", office.person("tom").last(), "Old")
    assert said.text.startswith("This button is from an older message")


def test_the_home_tab_of_a_supervisee(office: Office) -> None:
    home = office.person("ann").home()
    assert home
    said = words_of(home.blocks)
    assert "Supervision with Tom Hale was due on *Mon 2 March* and has not been recorded." in said
    assert "To prepare: two cases to discuss before the one after: *M100001*" in said
    assert "First case discussion · *M100001, M100014* · due by Thu 9 April" in said
    assert "Your supervisees" not in said
    assert "Your teams" not in said
    own = ["Raise with my supervisor", "Book", "Why am I seeing this?", "What I can do", "When I am written to"]
    assert buttons(home) == own


def test_the_home_tab_of_a_supervisor(office: Office) -> None:
    office.person("ann").home()
    home = office.person("tom").home()
    assert home
    said = words_of(home.blocks)
    assert "*<@U0ANN>* · *escalated*: was due Mon 2 March, 22 days ago · nothing booked" in said
    assert "*Priya Shah* · due by Fri 10 April · nothing booked" in said
    assert "*Cases, in the order they fall due*" in said
    assert "First case discussion · *M100011* · Priya Shah · due by Thu 9 April" in said
    assert "M200001" not in said
    assert "Omar" not in said


def test_the_home_tab_of_a_service_manager(office: Office) -> None:
    home = office.person("sue").home()
    assert home
    said = words_of(home.blocks)
    assert "*North*\n`████████████` *4 late*, of which 1 escalated\n1 supervision and 3 on cases and other duties. " in said
    assert "Late longest: supervision of Ann Example, due Mon 2 March" in said
    assert "*Escalations open: 1*" in said
    assert said.index("Your teams") < said.index("Your supervisees") < said.index("Your supervision")


def test_the_home_tab_is_brought_up_to_date_after_each_write(office: Office) -> None:
    tom = office.person("tom")
    tom.home()
    before = len(office.desk.calls("views.publish"))
    tom.command("/supervision", "book Ann Example wed 2pm")
    tom.until(lambda: len(office.desk.calls("views.publish")) > before)
    home = office.desk.world.views.home(slack_id("tom"))
    assert home
    assert "booked for Wed 25 March, 14:00" in words_of(home.blocks)


def test_somebody_new_is_told_what_to_do_first(office: Office) -> None:
    with office.store.work(SINGLE, office.now[0]) as work:
        work.session.add(
            PersonRow(
                workspace=SINGLE,
                id="E-ida",
                name="Ida New",
                name_key="ida new",
                email="ida@example.org",
                level="practitioner",
                role="case_holder",
                started_on=date(2026, 3, 23),
            )
        )
        work.commit()
    office.desk.add(Member(slack_id("ida"), "ida", "Ida New", "ida@example.org"))
    home = office.person("ida").home()
    assert home
    assert words_of(home.blocks).startswith("*Welcome to Cornerstone.*")
    known = office.person("tom").home()
    assert known
    assert "Welcome to Cornerstone" not in words_of(known.blocks)


def test_a_button_on_the_home_tab_answers_in_a_window(office: Office) -> None:
    ann = office.person("ann")
    home = ann.home()
    assert home
    press(office, "ann", home, "Raise with my supervisor")
    assert seen(ann).startswith("Raised")
