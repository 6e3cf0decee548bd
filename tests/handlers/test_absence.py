"""`/supervision absence` from a form and from typed days; raising, escalating and *I have it in hand*, as both see it."""

import re
from datetime import date

from bot.desk import words_of
from handlers import words
from tests.handlers.office import STAFF, Office, seen, slack_id
from tests.handlers.planted import item, message
from tests.handlers.test_buttons import owed, people


def named(text: str) -> str:
    """With names in place of mentions: somebody is mentioned from when they have been met."""
    return re.sub(r"<@U0(\w+)>", lambda found: STAFF[found[1].lower()][0], text)


LATE_LINE = "Supervision, due Mon 2 March"


def test_an_absence_is_typed_recorded_listed_and_ended_early(office: Office) -> None:
    tom, sue = office.person("tom"), office.person("sue")
    tom.command("/supervision", "absence")
    assert "Nothing is recorded" in named(seen(tom))
    tom.press(tom.modal, "absence_record")
    assert list(tom.submit(**{"from": date(2026, 4, 8), "until": date(2026, 4, 8), "kind": "leave"})) == ["until"]
    tom.close(everything=True)
    tom.command("/supervision", "absence wed 8 april until 29 april")
    assert list(tom.submit(kind="sick", cover=slack_id("tom"))) == ["cover"]
    assert tom.submit(kind="sick", cover=slack_id("carol")) == {}
    assert seen(tom).startswith("Saved. You are away from Wed 8 April, back on Wed 29 April.")
    sue.command("/supervision", f"absence <@{slack_id('tom')}>")
    assert "*Sickness* · from Wed 8 April, back on Wed 29 April · Carol Reed covers" in named(seen(sue))
    sue.press(sue.modal, "absence_back")
    assert sue.submit(until=date(2026, 4, 15)) == {}
    assert named(seen(sue)) == "Saved. Tom Hale is back on Wed 15 April."
    (found,) = office.read(lambda work: work.absences.of("E-tom", viewer=work.people.get("E-tom")))
    assert (found.until_on, found.kind) == (date(2026, 4, 15), "sick")
    ann = office.person("ann")
    assert "There is no such record here" in ann.command("/supervision", f"absence <@{slack_id('tom')}>")[0].text
    assert "could be more than one day" in tom.command("/supervision", "absence 21/3 to 4/4")[0].text


def test_what_is_raised_is_seen_by_both_answered_by_a_button_and_can_be_escalated(office: Office) -> None:
    ann, tom, sue = (office.person(each) for each in ("ann", "tom", "sue"))
    assert named(ann.command("/supervision", "raise")[0].text).startswith("Raised. Tom Hale gets a message now")
    again = ann.command("/supervision", "raise")[0]
    assert f"{LATE_LINE}: raised with Tom Hale on Tue 24 March: not answered yet" in named(again.text)
    ann.press(again, "raised_escalate")
    for person, line in (
        (ann, "escalated to Sue Manager on Tue 24 March: not answered yet"),
        (tom, "Ann Example · "),
        (sue, "Ann Example · "),
    ):
        home = person.home()
        assert home
        assert line in named(words_of(home.blocks))
    home = tom.home()
    assert home
    tom.press(home, "raised_answer")
    home = ann.home()
    assert home
    assert "in hand, Tom Hale said on Tue 24 March" in named(words_of(home.blocks))
    for person in (ann, tom):
        person.command("/supervision", f"history <@{slack_id('ann')}>")
        assert "raised with Tom Hale on Tue 24 March: in hand, Tom Hale said on Tue 24 March" in named(seen(person))


def test_a_message_of_what_was_raised_says_how_it_came_and_offers_the_answer_until_it_is_given(office: Office) -> None:
    known, late = people(office), owed(office, "ann", "personal_supervision")
    with office.store.work("council", office.now[0]) as work:
        first = work.raised.raise_(late.id, viewer=known["ann"])
        second = work.raised.escalate(late.id, viewer=known["ann"])
        work.commit()
    for step, said in ((first, "agree a day together"), (second, "They have escalated it to you")):
        told = words.message(message("raised", item("raised", late, person=known["ann"], raised=step), to=step.to))
        assert said in told.text
        assert "raised_answer" in str(told.blocks)
    with office.store.work("council", office.now[0]) as work:
        answered = work.raised.answer(second.id, viewer=known["sue"])
        work.commit()
    told = words.message(message("raised", item("raised", late, person=known["ann"], raised=answered), to=known["sue"]))
    assert "Sue Manager has said that it is in hand" in named(told.text)
    assert "raised_answer" not in str(told.blocks)
