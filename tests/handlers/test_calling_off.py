"""*Call off*: by either of the two, by button or command; nothing is lost, what is due stays due, calendars hear of it."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.desk import words_of
from handlers.supervision.command import MEANT
from tests.handlers.calendars import address_of, fetch
from tests.handlers.office import Office, seen
from tests.handlers.test_invites import ANN, entry, invited, send, session_of

CALL_OFF = ("duty_call_off", "session_call_off")


def buttons_in(blocks: list[dict[str, Any]]) -> list[str]:
    """What can be pressed, by its action."""
    rows = [each for block in blocks for each in (*block.get("elements", []), block.get("accessory") or {})]
    return [each["action_id"] for each in rows if each.get("type") == "button"]


def due(office: Office) -> date:
    """By when Ann's supervision is due."""
    on: date = office.supervision("ann").due_on
    return on


SAID = [
    # who, what they type, what is asked or said
    (
        "tom",
        f"call-off {ANN} because court",
        "Called off. Supervision of <@U0ANN> on *Mon 30 March, 14:00* does not take place.",
    ),
    ("tom", f"call-off {ANN} court", "Called off. Supervision of <@U0ANN>"),
    ("ann", "call-off because sickness", "Called off. Supervision with <@U0TOM> on *Mon 30 March, 14:00*"),
    ("ann", "call-off I am at court", "Called off. Supervision with <@U0TOM>"),
    ("ann", "call-off", ""),
    ("ann", "call-off mon because sickness", "Called off. Supervision with <@U0TOM>"),
    ("sue", f"call-off {ANN} 30/3 because leave", "<@U0ANN> and <@U0TOM> are told."),
    ("tom", f"call-off {ANN} fri because court", "No session is booked for Fri 27 March."),
    ("tom", f"call-off off {ANN} because court", "Called off. Supervision of <@U0ANN>"),
    ("carol", f"call-off {ANN} because court", "There is no such record here, or it is not one you can see."),
]


def test_it_is_called_off_as_it_is_typed_and_what_is_due_stays_due(office: Office) -> None:
    by = due(office)
    for key, typed, said in SAID:
        if office.supervision("ann").booked_on is None:
            office.person("tom").command("/supervision", f"book {ANN} 30/3 2pm")
        answered = office.person(key).command("/supervision", typed)
        if not said:
            assert "Booked for Mon 30 March, 14:00." in seen(office.person(key))
            office.person(key).close(everything=True)
            continue
        [reply] = answered
        assert said in reply.text, (typed, reply.text)
        if reply.text.startswith("Called off."):
            assert "It was due by Mon 2 March and stays due. Nothing else is booked." in reply.text
            assert "The reason is kept with it." in reply.text
            assert buttons_in(reply.blocks) == ["duty_book"]
            assert office.supervision("ann").booked_on is None
        assert due(office) == by
    assert [each.reason for one in office.sessions("ann") for each in one.moves if each.to_on is None].count(
        "I am at court"
    ) == 1
    assert [MEANT[word] for word in ("cancel", "call")] == ["call-off", "call-off"]


def test_the_form_keeps_what_is_typed_and_counts_for_whom(office: Office) -> None:
    tom, ann = office.person("tom"), office.person("ann")
    tom.command("/supervision", f"book {ANN} 30/3 2pm")
    home = ann.home()
    assert home
    assert "Booked for Mon 30 March, 14:00" in words_of(home.blocks)
    assert [each for each in CALL_OFF if each in buttons_in(home.blocks)] == ["duty_call_off"]
    assert "duty_move" not in buttons_in(home.blocks)
    ann.press(home, "duty_call_off")
    assert "Booked for Mon 30 March, 14:00." in seen(ann)
    assert "Calling it off moves no due date." in seen(ann)
    missing = 'The reason is missing. Say why in a few words, for example "court" or "sickness".'
    assert ann.submit(reason="   ") == {"reason": missing}
    assert ann.submit(reason="a meeting at school", whose="supervisor") == {}
    assert "Called off. Supervision with <@U0TOM>" in seen(ann)
    tom.command("/supervision", f"history {ANN}")
    tom.press(tom.modal, "plan_history")
    assert "*Mon 30 March, 14:00* · called off" in seen(tom)
    assert "Planned 30 March, called off on 24 March by Ann Example, for Tom Hale: a meeting at school" in seen(tom)
    assert "Moved, called off or not held in the last twelve months: 1 (1 for <@U0TOM>)." in seen(tom)
    tom.close(everything=True)
    home = ann.home()
    assert home
    assert "Nothing is booked yet." in words_of(home.blocks)
    assert "duty_book" in buttons_in(home.blocks)
    assert not set(CALL_OFF) & set(buttons_in(home.blocks))


def test_the_other_hears_of_it_once_and_the_message_goes_with_what_follows(office: Office) -> None:
    tom, ann = office.person("tom"), office.person("ann")
    tom.command("/supervision", f"book {ANN} 30/3 2pm")
    send(office, tomorrow=True)
    booked = ann.last()
    tom.command("/supervision", f"call-off {ANN} because her brother is ill")
    send(office)
    said = ann.last()
    assert said.text.startswith("<@U0TOM> has called off your supervision of *Mon 30 March, 14:00*.")
    assert "brother" not in "".join(each.text + str(each.blocks) for each in (*ann.messages(), *tom.messages()))
    assert buttons_in(said.blocks) == ["duty_book", "plan_history"]
    assert next(each for each in ann.messages() if each.ts == booked.ts).text.startswith("*Called off.*")
    ann.press(said, "duty_book")
    assert ann.submit(on=date(2026, 4, 1)) == {}
    send(office)
    after = next(each for each in ann.messages() if each.ts == said.ts)
    assert after.text.startswith("*Done:* booked again for Wed 1 April.")
    assert "duty_book" not in buttons_in(after.blocks)
    assert len([each for each in ann.messages() if "called off your supervision" in each.text]) == 0, "edited in place"
    tom.command("/supervision", f"call-off {ANN} because court")
    send(office)
    said = ann.last()
    assert said.text.startswith("<@U0TOM> has called off your supervision of *Wed 1 April*.")
    tom.command("/supervision", f"log {ANN} today 75")
    assert tom.submit(notes="as agreed") == {}
    send(office)
    after = next(each for each in ann.messages() if each.ts == said.ts)
    assert after.text.startswith("*Done:* held on Wed 25 March.")


def test_one_whose_day_has_gone_by_did_not_take_place(office: Office) -> None:
    office.person("tom").command("/supervision", f"book {ANN} wed 2pm")
    office.now[0] += timedelta(days=2)
    ann = office.person("ann")
    home = ann.home()
    assert home
    assert "session_calendar" not in buttons_in(home.blocks)
    [reply] = ann.command("/supervision", "call-off because sickness")
    assert "Supervision with <@U0TOM> on *Wed 25 March, 14:00* did not take place." in reply.text
    assert office.supervision("ann").booked_on is None


def test_who_was_about_to_move_it_can_call_it_off_instead(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"book {ANN} 30/3 2pm")
    tom.command("/supervision", f"move {ANN}")
    tom.press(tom.modal, "session_call_off")
    assert "For whom it is called off" in seen(tom)
    assert tom.submit(reason="court") == {}
    assert "Called off. Supervision of <@U0ANN> on *Mon 30 March, 14:00*" in seen(tom)
    assert office.supervision("ann").booked_on is None


def test_a_calendar_drops_it_and_the_entry_alone_says_cancelled(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"book {ANN} 30/3 2pm")
    session = session_of(office, "ann")
    feeds = [address_of(office, key) for key in ("ann", "tom")]
    assert all(f"session-{session}@cornerstone" in fetch(each).events for each in feeds)
    tom.command("/supervision", f"call-off {ANN} because court")
    assert not any(f"session-{session}@cornerstone" in fetch(each).events for each in feeds)


def test_one_booking_added_to_a_calendar_is_cancelled_in_it(office: Office) -> None:
    office.person("tom").command("/supervision", f"book {ANN} 30/3 2pm")
    links = {key: invited(office, key) for key in ("ann", "tom")}
    before = {key: entry(fetch(each)) for key, each in links.items()}
    office.person("ann").command("/supervision", "call-off because court")
    for key, link in links.items():
        after = entry(fetch(link))
        assert (after["METHOD"], after["STATUS"], after["TRANSP"]) == ("PUBLISH", "CANCELLED", "TRANSPARENT")
        assert after["UID"] == before[key]["UID"]
        assert int(after["SEQUENCE"]) > int(before[key]["SEQUENCE"])
        assert after["DTSTART"] == before[key]["DTSTART"]
        assert after["SUMMARY"].endswith("(called off)")
    office.now[0] += timedelta(days=14)
    assert {fetch(each).status for each in links.values()} == {404}


@pytest.mark.parametrize("has_feed", [False, True])
def test_ones_own_booking_is_added_to_ones_calendar_from_the_home_tab(office: Office, has_feed: bool) -> None:
    office.person("tom").command("/supervision", f"book {ANN} 30/3 2pm")
    ann = office.person("ann")
    if has_feed:
        address_of(office, "ann")
    home = ann.home()
    [reply] = ann.command("/supervision", "next")
    assert home
    for blocks in (home.blocks, reply.blocks):
        assert ("session_calendar" in buttons_in(blocks)) is not has_feed
    if not has_feed:
        ann.press(home, "session_calendar")
        assert "*Supervision with your supervisor*, Mon 30 March, 14:00" in seen(ann)
    [reply] = office.person("tom").command("/supervision", f"next {ANN}")
    assert "session_calendar" not in buttons_in(reply.blocks)
