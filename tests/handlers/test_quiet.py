"""*Put it off*, one's working days and the hour of one's morning message, from Slack and back."""

from datetime import datetime

from bot.desk import Person, View, words_of
from storage import SINGLE
from storage.sweep import sweep
from tests.handlers.office import LONDON, Office, seen, staff_id
from tests.handlers.test_access import delivered


def _chosen(office: Office, key: str) -> tuple[str, str]:
    person = office.read(lambda work: work.people.must_get(staff_id(key)))
    return person.works_on, person.morning_at


def home_of(person: Person) -> View:
    home = person.home()
    assert home
    return home


def test_days_are_set_by_oneself_or_the_line_and_the_hour_by_oneself(office: Office) -> None:
    ann, tom, priya = (office.person(each) for each in ("ann", "tom", "priya"))
    for each in (ann, tom, priya):
        each.home()
    ann.command("/supervision", "days mon-wed")
    assert "You are written to at 09:00 on Mondays, Tuesdays and Wednesdays. Nothing that is due has moved" in ann.last().text
    assert "; you are still told at once of a deadline counted in hours, and of access to a record." in ann.last().text
    tom.command("/supervision", "days @Ann Example mon, tue, thu")
    assert "<@U0ANN> is written to at 09:00 on Mondays, Tuesdays and Thursdays." in tom.last().text
    assert "; they are still told at once of a deadline counted in hours, and of access" in tom.last().text
    assert _chosen(office, "ann") == ("mon tue thu", "")
    priya.command("/supervision", "days @Ann Example mon")
    assert _chosen(office, "ann") == ("mon tue thu", ""), "a colleague cannot"
    tom.command("/supervision", "days sat")
    assert _chosen(office, "tom") == ("", "")

    ann.press(home_of(ann), "rhythm_open")
    assert "You are written to at 09:00 on Mondays, Tuesdays and Thursdays." in seen(ann)
    ann.submit(days=["0", "1", "2", "3", "4"], at="07:30")
    assert _chosen(office, "ann") == ("", "07:30")
    # What was drawn before this was stored may come after it was.
    assert ann.until(lambda: "reminders come at 07:30 on working days, once a day" in words_of(home_of(ann).blocks))
    ann.press(home_of(ann), "rhythm_open")
    ann.submit(days=[])
    assert ann.modal, "nobody works on no day: the form says so and stays"
    assert _chosen(office, "ann") == ("", "07:30")


def test_a_reminder_is_put_off_with_a_reason_that_stands_in_no_message(office: Office) -> None:
    """Priya's supervision was due on Friday 10 April; on the Monday Tom puts his reminder off."""
    tom = office.person("tom")
    for each in (tom, office.person("priya"), office.person("sue")):
        each.home()
    office.now[0] = datetime(2026, 4, 13, 9, tzinfo=LONDON)
    sweep(office.store, SINGLE, office.now[0])
    delivered(office)
    due_on = office.supervision("priya").due_on
    morning = next(each for each in tom.messages() if "<@U0PRIYA>" in each.text)
    assert "Supervision with <@U0PRIYA> was due on *Fri 10 April*." in morning.text
    owed = office.supervision("priya").id
    tom.press(morning, "duty_snooze", owed)
    assert "only your reminder waits" in seen(tom)
    assert tom.submit(until="2026-04-15", kind="other"), "another reason is to be written"
    tom.submit(until="2026-04-15", kind="other", words="Wigglesworth is at court")
    assert "you are reminded again on *Wed 15 April*" in seen(tom)
    delivered(office)
    edited = next(each for each in tom.messages() if each.ts == morning.ts)
    assert "*Put off until Wed 15 April:* another reason. Supervision with <@U0PRIYA>, due by Fri 10 April." in edited.text
    assert office.supervision("priya").due_on == due_on
    said = [call for method in ("chat.postMessage", "chat.update", "views.publish") for call in office.desk.calls(method)]
    assert said
    assert not any("Wigglesworth" in repr(call) for call in said)

    sue = office.person("sue")
    sue.command("/supervision", "next @Priya Shah")
    office.now[0] = datetime(2026, 4, 15, 9, tzinfo=LONDON)
    sweep(office.store, SINGLE, office.now[0])
    delivered(office)
    (back,) = [each for each in tom.messages() if "You have put this off once: another reason." in each.text]
    assert back.ts != morning.ts
