"""`/supervision` and its subcommands."""

from datetime import date, time

import pytest

from bot.desk import words_of
from handlers.supervision.command import SUBCOMMANDS
from storage import SINGLE
from storage.errors import NotFound
from tests.handlers.filling import fill
from tests.handlers.office import Office, seen, staff_id
from tests.handlers.test_decision import buttons
from tests.handlers.test_moved_since import moved

ANN = "<@U0ANN|ann>"


def test_a_session_held_is_recorded(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"log {ANN} yesterday 90")
    filled = tom.values()
    assert (filled["held_on"], filled["minutes"]) == ("2026-03-23", "90")
    assert tom.modal
    assert "M100001 · due" in str(tom.modal.blocks)
    assert "M100011" not in str(tom.modal.blocks)
    assert tom.submit(cases=["M100001"], notes="Workload agreed.", next_on=date(2026, 4, 21), next_at=time(14)) == {}
    assert tom.modal
    said = words_of(tom.modal.blocks)
    assert said.startswith("Saved. Supervision of <@U0ANN>, Mon 23 March, 90 minutes. One case discussed: M100001.")
    assert "Next: due by Thu 23 April, booked for Tue 21 April, 14:00." in said
    held = next(one for one in office.sessions("ann") if one.held_on)
    assert (held.held_on, held.minutes, held.cases, held.recorded_on) == (
        date(2026, 3, 23), 90, ("M100001",), date(2026, 3, 24),
    )  # fmt: skip


def test_a_record_left_for_later_is_asked_for_and_written_by_a_button(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"log {ANN} today")
    tom.submit()
    assert "The record is to be written by Sun 29 March." in seen(tom)
    tom.press(tom.modal, "session_notes")
    fill(tom, management="All well.", support="All well.")
    assert office.sessions("ann")[0].recorded_on == date(2026, 3, 24)


@pytest.mark.parametrize("typed", ["tomorrow", "in 3 weeks", "25/12/2026"])
def test_a_session_in_the_future_cannot_have_been_held_and_the_text_is_kept(office: Office, typed: str) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/supervision", f"log {ANN} {typed} 60")
    assert "That date has not come yet." in reply.text
    assert reply.text.endswith("What you typed is kept, nothing is lost.")
    tom.press(reply, "open_form")
    assert tom.values()["minutes"] == "60"
    errors = tom.submit(held_on=date(2026, 12, 25))
    assert list(errors) == ["held_on"]
    assert all(one.held_on != date(2026, 12, 25) for one in office.sessions("ann"))


def test_an_ambiguous_date_is_asked_about_with_a_button_each(office: Office) -> None:
    office.now[0] = office.now[0].replace(day=23)  # a Monday
    tom = office.person("tom")
    [reply] = tom.command("/supervision", f"book {ANN} next tue 2pm")
    assert reply.text.startswith("*next tue 2pm* could be more than one day. Which did you mean?")
    assert buttons(reply) == ["Tue 24 March, 14:00", "Tue 31 March, 14:00", "Open the form"]
    assert office.supervision("ann").booked_on is None
    tom.press(reply, "choose:1")
    assert (office.supervision("ann").booked_on, office.supervision("ann").booked_at) == (date(2026, 3, 31), time(14))


def test_two_people_of_one_name_are_asked_about(office: Office) -> None:
    sue = office.person("sue")
    [reply] = sue.command("/supervision", "next ann")
    assert reply.text.startswith("There is more than one person called *ann*. Which one?")
    assert buttons(reply) == ["Ann Example, Social Worker", "Ann Other, Social Worker"]
    sue.press(reply, "choose:1")
    sue.until(lambda: "Ann Other's supervision with" in sue.last().text)
    assert "Ann Other's supervision with" in sue.last().text


def test_the_namesake_in_ones_own_team_is_meant(office: Office) -> None:
    [reply] = office.person("tom").command("/supervision", "next ann")
    assert "Ann Example's supervision with" in reply.text


@pytest.mark.parametrize("named", [ANN, "<@U0ANN>", "@Ann Example", "Ann Example", "ann@example.org", "Ann Example's"])
def test_people_are_named_as_people_name_them(office: Office, named: str) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/supervision", f"book {named} wed 2pm")
    assert reply.text.startswith("Booked. Supervision of ")
    assert office.supervision("ann").booked_on == date(2026, 3, 25)


def test_booking_does_not_move_the_due_date(office: Office) -> None:
    [reply] = office.person("tom").command("/supervision", f"book {ANN} in 2 weeks")
    assert "It stays due by Mon 2 March: booking does not move the due date." in reply.text
    assert office.supervision("ann").due_on == date(2026, 3, 2)


def test_moving_asks_for_a_reason_and_then_moves(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"book {ANN} wed 2pm")
    tom.command("/supervision", f"move {ANN} fri 10am")
    filled = tom.values()
    assert (filled["on"], filled["at"], filled["reason"]) == ("2026-03-27", "10:00", None)
    assert list(tom.submit(reason="  ")) == ["reason"]
    assert tom.submit(reason="court") == {}
    assert office.supervision("ann").booked_on == date(2026, 3, 27)
    [reply] = tom.command("/supervision", f"move {ANN} mon 2pm because sickness")
    assert reply.text.startswith("Moved. Supervision of")
    assert [one.reason for one in office.sessions("ann")[0].moves] == ["court", "sickness"]


def test_what_is_booked_for_that_already_is_not_moved_and_counts_as_no_postponement(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"book {ANN} wed 2pm")
    tom.command("/supervision", f"move {ANN} fri 10am because court")
    [reply] = tom.command("/supervision", f"move {ANN} fri 10am because court")
    assert "It is booked for that day and time already, so nothing has changed." in reply.text
    assert [one.reason for one in office.sessions("ann")[0].moves] == ["court"]


def test_a_form_left_open_moves_the_session_it_shows_and_no_other(office: Office) -> None:
    tom, ann = office.person("tom"), office.person("ann")
    tom.command("/supervision", f"book {ANN} thu 2pm")
    tom.command("/supervision", f"move {ANN} fri 10am")
    ann.command("/supervision", "call-off because sick")
    ann.command("/supervision", "book mon 3pm")
    assert tom.submit(reason="court")["on"].startswith("That session has been held or called off meanwhile.")
    assert [(one.planned_on, [move.reason for move in one.moves]) for one in office.sessions("ann") if one.is_booked] == [
        (date(2026, 3, 30), [])
    ]


@pytest.mark.parametrize("length", ["0", "700", "12 hours"])
def test_a_length_no_session_has_is_refused_in_a_sentence_and_the_form_opens_without_it(office: Office, length: str) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/supervision", f"log {ANN} yesterday {length}")
    assert "The length must be between 1 and 600 minutes." in reply.text
    tom.press(reply, "open_form")
    filled = tom.values()
    assert (filled["held_on"], filled["minutes"]) == ("2026-03-23", None)


def test_nothing_booked_cannot_be_moved(office: Office) -> None:
    [reply] = office.person("tom").command("/supervision", f"move {ANN} fri because court")
    assert "No session is booked, so there is nothing to move or call off." in reply.text


def test_next_says_when_and_what_to_prepare(office: Office) -> None:
    [reply] = office.person("priya").command("/supervision", "next")
    assert reply.text == (
        "You are up to date. Next: supervision with Tom Hale is due by *Fri 10 April*. Nothing is booked yet.\n"
        "To prepare: one case to discuss before the one after: *M100011* (Thu 9 April)."
    )


def test_a_missed_supervision_is_raised_with_the_supervisor(office: Office) -> None:
    [reply] = office.person("ann").command("/supervision", "raise")
    assert reply.text.startswith("Raised. Tom Hale gets a message now")
    [again] = office.person("ann").command("/supervision", "raise")
    assert again.text.startswith("You have raised this already")
    [early] = office.person("priya").command("/supervision", "raise")
    assert early.text == "Your supervision is not late, so there is nothing to raise. It is due by Fri 10 April."


def test_what_was_raised_is_answered_by_whoever_supervises_and_by_nobody_who_did(office: Office) -> None:
    office.person("ann").command("/supervision", "raise")

    def waits(who: str) -> list[str]:
        return office.read(lambda work: [each.id for each in work.raised.to_answer(work.people.get(staff_id(who)), 9)])

    (raised,) = waits("tom")
    with office.store.work(SINGLE, office.now[0]) as work:
        moved(work)
        work.session.flush()
        work.commit()
    assert waits("tom") == []
    with office.store.work(SINGLE, office.now[0]) as work:
        with pytest.raises(NotFound):
            work.raised.answer(raised, viewer=work.people.must_get(staff_id("tom")))
        assert work.raised.answer(raised, viewer=work.people.must_get(staff_id("carol"))).seen_by


@pytest.mark.parametrize(("who", "there"), [("ann", set()), ("tom", {"log", "move", "agreement", "group", "probation"})])
def test_help_lists_what_the_asker_can_do(office: Office, who: str, there: set[str]) -> None:
    [reply] = office.person(who).command("/supervision", "")
    said = words_of(reply.blocks)
    listed = {word for word in SUBCOMMANDS if f"`/supervision {word}" in said}
    assert listed >= {"book", "next", "raise", "sign", "calendar", "history", "access"} | there
    assert there or not listed & {"log", "move", "agreement", "group", "probation"}


def test_a_mistyped_word_is_put_right_by_a_press_and_the_rest_is_kept(office: Office) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/supervision", "bok Ann Example wed 2pm")
    assert reply.text == "There is no `/supervision bok`. Did you mean `book`? `/supervision help` lists what there is."
    tom.press(reply, "choose:0")
    assert office.supervision("ann").booked_on == date(2026, 3, 25)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("frobnicate", "There is no `/supervision frobnicate`."),
        ("book Nobody Known tue", "I do not know anybody called *Nobody* here."),
        (f"book {ANN} blursday", "I could not read *blursday* as a date."),
        (f"book {ANN} 31/4", "There is no 31 April."),
        (f"book {ANN} yesterday", "That date has passed."),
        ("book <@U0OMAR|omar> wed", "There is no such record here"),
        ("next <@U0OMAR|omar>", "There is no such record here"),
        ("log <@U0OMAR|omar> today", "There is no such record here"),
        ("log <@U0TOM|tom> today", "Only the supervisor, or a manager above them, can record this."),
        ("next <@U0STRANGER|sam>", "Cornerstone does not know <@U0STRANGER> yet."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(office: Office, typed: str, said: str) -> None:
    [reply] = office.person("tom").command("/supervision", typed)
    assert said in reply.text
    assert reply.is_ephemeral


def test_an_agreement_is_signed_and_reviewed(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"agreement {ANN} on paper")
    assert tom.modal
    assert tom.submit() == {}
    assert seen(tom).startswith("Saved. The supervision agreement of")


def test_nobody_named_is_asked_for(office: Office) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/supervision", "book wed 2pm")
    assert reply.text.startswith("Whose supervision?")
    assert buttons(reply) == ["Ann Example", "Priya Shah", "My own"]
    tom.press(reply, "choose:1")
    assert office.supervision("priya").booked_on == date(2026, 3, 25)


def test_the_session_form_asks_whose_it_was_first(office: Office) -> None:
    tom = office.person("tom")
    tom.shortcut("log_session")
    assert tom.modal
    tom.press(tom.modal, "session_person", "E-ann")
    assert tom.modal
    assert "held_on" in str(tom.modal.blocks)
    assert tom.submit() == {}
    assert office.sessions("ann")[0].held_on == date(2026, 3, 24)


SAID_BACK = {
    # what is typed after the name: what is said back, in words
    "wed 2pm": "Wed 25 March, 14:00",
    "in 3 weeks": "Tue 14 April*",
    "14/5 9.30am": "Thu 14 May, 09:30",
    "1/4 noon": "Wed 1 April, 12:00",
    "mon next week 10-11am": "Mon 30 March, 10:00",
    "a week on thurs at 1430": "Thu 2 April, 14:30",
    "the 31st half past 2pm": "Tue 31 March, 14:30",
    "2pm tmrw": "Wed 25 March, 14:00",
    "7/9": "Mon 7 September*",
}
ASKED_BACK = {
    # what is typed after the name: the buttons it is asked about with
    "next friday": ["Fri 27 March", "Fri 3 April"],
    "tue 2pm": ["Tue 24 March, 14:00", "Tue 31 March, 14:00"],
    "wed at 2": ["Wed 25 March, 02:00", "Wed 25 March, 14:00"],
    "1/2": ["Sun 1 February", "Mon 1 February 2027"],
}


def test_a_day_typed_is_said_back_in_words_and_what_may_be_two_is_asked_about(office: Office) -> None:
    tom = office.person("tom")
    for at, (typed, said) in enumerate(SAID_BACK.items()):
        word = "move" if at else "book"
        [reply] = tom.command("/supervision", f"{word} Ann Example {typed}{' because court' if at else ''}")
        assert f"on *{said}" in reply.text, (typed, reply.text)
    for typed, choices in ASKED_BACK.items():
        [reply] = tom.command("/supervision", f"move Ann Example {typed} because court")
        assert "could be more than one day. Which did you mean?" in reply.text, (typed, reply.text)
        assert buttons(reply)[: len(choices)] == choices, typed
    for minute in (0, 59):
        office.now[0] = office.now[0].replace(hour=23, minute=minute)
        tom.command("/supervision", "move Ann Example 9/4 because court")
        [reply] = tom.command("/supervision", "move Ann Example tomorrow because court")
        assert "on *Wed 25 March*" in reply.text
    office.now[0] = office.now[0].replace(day=27, hour=9)
    [reply] = tom.command("/supervision", "move Ann Example next friday because court")
    assert "on *Fri 3 April*" in reply.text
