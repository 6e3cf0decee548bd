"""What managers above do and see: the list behind a team's bar, the audit recorded, the day a session will happen."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk import words_of
from handlers import words
from handlers.words.beside import Beside
from storage import SINGLE
from storage.models import NoticeRow, PersonRow, RelationshipRow
from tests.handlers.filling import fill
from tests.handlers.office import Office, seen, staff_id
from tests.handlers.planted import ANN, SUE, TODAY, TOM, item, message, obligation
from tests.handlers.test_buttons import owed, press, send
from tests.handlers.test_decision import buttons

LATE = obligation(due=date(2026, 3, 2))


def test_one_press_from_a_teams_bar_to_who_is_late_and_since_when(office: Office) -> None:
    sue = office.person("sue")
    home = sue.home()
    assert home
    press_list = [each for each in home.blocks if each.get("accessory", {}).get("action_id") == "team_list"]
    assert press_list[0]["accessory"]["value"] == "North"
    sue.press(home, "team_list", "North")
    said = seen(sue)
    assert "*North*: 4 late, late longest first." in said
    assert "Ann Example with Tom Hale · *escalated*: was due Mon 2 March, 22 days ago · nothing booked" in said


def test_the_list_of_a_team_one_does_not_manage_is_empty(office: Office) -> None:
    sent = send(office, "sue", "escalation", owed(office, "ann", "personal_supervision"))
    blocks = [
        {**block, "elements": [{**block["elements"][0], "action_id": "team_list", "value": "North"}]}
        for block in sent.blocks
        if block["type"] == "actions"
    ]
    client = office.app.client
    channel = client.conversations_open(users="U0CAROL")["channel"]["id"]
    client.chat_postMessage(channel=channel, text="x", blocks=blocks)
    carol = office.person("carol")
    carol.press(carol.last(), "team_list")
    assert seen(carol) == "Nothing is late in this team any more."


def test_an_audit_is_named_for_whom_it_is_of_and_recorded_by_a_button(office: Office) -> None:
    sue = office.person("sue")
    home = sue.home()
    assert home
    assert "*Audits to do*" in words_of(home.blocks)
    assert "Audit of Carol Reed's supervision records · *late*" in words_of(home.blocks)
    audit = owed(office, "sue", "audit_sample")
    whose = office.read(lambda work: work.people.get(audit.about))
    view = message("morning", item("late", audit, person=audit.person), to=audit.person)
    said = words.message(view, Beside(audited={audit.id: whose}))
    assert said.text.startswith(f"The audit of {whose.name}'s supervision records was due")
    sue.press(home, "duty_record", audit.id)
    assert "An audit of" in seen(sue)
    answers = dict.fromkeys(("frequency", "agreement", "records", "quality", "followed_up", "wellbeing"), "yes")
    assert fill(sue, on=TODAY, **answers).startswith(f"Saved, and signed by you. The audit of {whose.name}'s supervision")
    left = office.read(lambda work: work.obligations.of(staff_id("sue"), viewer=work.people.get(staff_id("sue"))))
    assert all(one.due_on > TODAY for one in left if one.kind == "audit_sample" and one.about == audit.about)


@pytest.mark.parametrize(
    ("which", "named"),
    [
        ("dip_sample", "Your dip sample of supervisions was due"),
        ("file_audit", "Your sample of supervision files to audit was due"),
        ("peer", "Your peer audit of a supervision file was due"),
        ("", "Your sample of supervision records to audit was due"),
    ],
)
def test_a_sample_is_named_for_what_it_is_and_opened_from_the_message(which: str, named: str) -> None:
    about = {"about": "MAN-9 2026-01-01", "sample": which}
    sample = obligation("audit_sample", person=SUE, responsible=(SUE,), due=date(2026, 3, 20), **about)
    said = words.message(message("morning", item("late", sample, person=SUE, supervisee=SUE), to=SUE))
    assert said.text.startswith(named)
    assert "Audit it and this goes away." in said.text
    assert "'duty_record'" in str(said.blocks)


def test_who_books_from_above_is_told_that_both_are_told(office: Office) -> None:
    sent = send(office, "sue", "escalation", owed(office, "ann", "personal_supervision"))
    sue = office.person("sue")
    press(office, "sue", sent, "It will happen on…")
    assert "Supervision of Ann Example was due by Mon 2 March." in seen(sue)
    assert sue.submit(on=date(2026, 3, 26)) == {}
    said = seen(sue)
    assert "It stays with the managers above until the session is recorded." in said
    assert said.endswith("Tom Hale and Ann Example are told.")
    told = office.read(
        lambda work: {row.recipient_id for row in work.session.query(NoticeRow).filter_by(kind="session_booked")}
    )
    assert told == {staff_id("tom"), staff_id("ann")}
    press(office, "sue", sent, "It will happen on…")
    assert "Booked for Thu 26 March." in seen(sue)


def test_a_session_booked_ahead_is_said_and_nothing_is_asked_before_it() -> None:
    ahead = replace(LATE, booked_on=date(2026, 3, 30))
    for notice, reader in (("late", TOM), ("still_late", ANN), ("last_day", ANN), ("duty_to_raise", ANN)):
        said = words.message(message("morning", item(notice, ahead), to=reader)).text
        assert "It is booked for Mon 30 March." in said
        assert "If it happened" not in said


def test_nobody_is_said_to_have_a_line_manager_who_has_none() -> None:
    said = words.message(message("morning", item("still_late", LATE, line_manager=None), on=date(2026, 3, 10))).text
    assert "line manager" not in said
    assert said.endswith("From Tue 24 March the policy counts it as escalated.")


def test_how_to_settle_several_things_is_said_once_and_why_is_short() -> None:
    second = obligation("agreement_review", due=date(2026, 3, 3))
    rendered = words.message(message("morning", item("late", LATE), item("still_late", second)))
    assert rendered.text.count("goes away") == 1
    assert "Why?" in str(rendered.blocks)
    assert "Why am I seeing this?" not in str(rendered.blocks)


def test_cases_due_on_one_day_name_the_day_once() -> None:
    items = [item("upcoming", obligation("case_discussion", case_ref=f"M{at}")) for at in range(3)]
    assert words.message(message("morning", *items)).text == (
        "Three of <@UANN>'s cases are due to be discussed by *Tue 31 March*: *M0*, *M1*, *M2*."
    )


def test_a_name_alone_is_asked_what_about_it_and_a_press_answers(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", "next <@U0ANN|ann>")
    [reply] = tom.command("/supervision", "<@U0ANN|ann>")
    assert reply.text.startswith("What about *@ann*?")
    assert buttons(reply) == ["When it is due", "Book a session", "Record a session"]
    tom.press(reply, "choose:0")
    tom.until(lambda: "supervision with" in tom.last().text)
    assert tom.last().text.startswith("<@U0ANN>'s supervision with")


def test_what_stands_with_a_decision_says_whether_it_counts(office: Office) -> None:
    office.person("ann").command("/decision", "M100001 visit daily because risk is up")
    tom = office.person("tom")
    home = tom.home()
    assert home
    tom.press(home, "decision_confirm")
    assert "A draft: it waits for Tom Hale to confirm it." in seen(tom).replace("<@U0TOM>", "Tom Hale")
    tom.submit()
    tom.close(everything=True)
    tom.command("/supervision", "next")
    [draft] = office.decisions("M100001")
    assert draft.confirmed_on == TODAY


def test_too_many_supervisees_stand_on_the_tab_of_the_supervisor_and_of_every_manager_above(office: Office) -> None:
    """Wokingham's Standard 2: from four to six. It is said, and stops nobody."""
    said = "supervises 7 people; the policy asks for no more than 6 (Wokingham, Supervision Standard 2)."

    def tab(key: str) -> str:
        home = office.person(key).home()
        return words_of(home.blocks) if home else ""

    with office.store.work(SINGLE, office.now[0]) as work:
        here = work.session.scalars(
            select(RelationshipRow.supervisee_id).where(RelationshipRow.supervisor_id == staff_id("tom"))
        )
        for number in range(7 - len(set(here))):
            name, person = f"New Person{number}", f"E90{number}"
            more: dict[str, Any] = {
                "name": name,
                "name_key": name.lower(),
                "email": f"{person}@example.org",
                "started_on": TODAY,
            }
            work.session.add(
                PersonRow(
                    workspace=SINGLE, id=person, manager_id=staff_id("tom"), role="case_holder", level="practitioner", **more
                )
            )
            work.session.flush()
            if number:
                pair = {"workspace": SINGLE, "supervisee_id": person, "supervisor_id": staff_id("tom")}
                work.session.add(RelationshipRow(**pair, from_on=TODAY))
        work.session.flush()
        assert work.loads.too_many(work.people.must_get(staff_id("sue"))) == ()
        pair = {"workspace": SINGLE, "supervisee_id": "E900", "supervisor_id": staff_id("tom")}
        work.session.add(RelationshipRow(**pair, from_on=TODAY))
        work.index.refresh_all()
        work.commit()
    assert "You supervise 7 people; the policy asks for no more than 6" in tab("tom")
    assert f"<@U0TOM> {said}" in tab("sue")
    assert f"<@U0TOM> {said}" in tab("zoe")
    assert "no more than 6" not in tab("carol") + tab("ann")
