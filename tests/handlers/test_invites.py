"""*Add to my calendar*: one booking's own entry, for one of the two, read as an application reads it."""

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar
from sqlalchemy import text

from bot.desk import Trouble
from bot.sending.sender import Sender
from storage import SINGLE, tokens
from storage.records import invites
from tests.databases import Databases
from tests.handlers.calendars import Page, address_of, fetch
from tests.handlers.knocking import address_of as database_of
from tests.handlers.office import CASES, STAFF, Office, slack_id, staff_id
from tests.handlers.test_calendar import CANARIES, CLOCKS

ANN = "<@U0ANN|ann>"
BUTTON = "session_calendar"
LINK = re.compile(r"<(http[^|>]+/feed/one/[^|>]+)\|")


def send(office: Office, *, has_calendars: bool = True, tomorrow: bool = False) -> None:
    """What waits, sent; tomorrow, with the morning messages."""
    office.now[0] += timedelta(days=tomorrow)
    clock = {"steady": lambda: office.now[0].timestamp()}
    sender = Sender(office.store, lambda _: office.app.client, has_calendars=has_calendars, **clock)
    for _ in range(4):  # a message a second in a channel
        sender.send(office.now[0])
        office.now[0] += timedelta(seconds=2)
    sender.close()


def session_of(office: Office, key: str) -> str:
    """The next session somebody has booked."""
    return str(office.read(lambda work: work.sessions.booked(staff_id(key), viewer=work.people.get(staff_id("zoe")))).id)


def link_in(office: Office, key: str) -> str:
    """The address in the window somebody has open, which is closed."""
    somebody = office.person(key)
    assert somebody.modal
    found = LINK.search(json.dumps(somebody.modal.blocks))
    somebody.close(everything=True)
    return found[1] if found else ""


def invited(office: Office, key: str, whose: str = "ann") -> str:
    """The address somebody is given who presses the button of that session, among its dates."""
    somebody = office.person(key)
    somebody.command("/supervision", f"history <@{slack_id(whose)}>")
    somebody.press(somebody.modal, "plan_history")
    somebody.press(somebody.modal, BUTTON, session_of(office, whose))
    return link_in(office, key)


def entry(page: Page) -> dict[str, str]:
    """The lines of the one event in it, as they are written."""
    lines = page.text.replace("\r\n ", "").split("\r\n")
    assert lines.count("BEGIN:VEVENT") == 1
    return dict(line.split(":", 1) for line in lines if ":" in line)


def test_who_books_and_the_other_are_both_offered_it_and_it_is_the_feeds_own_event(office: Office) -> None:
    tom, ann = office.person("tom"), office.person("ann")
    tom.command("/supervision", f"book {ANN} mon 2pm")
    tom.press(tom.last(), BUTTON)
    shown = json.dumps(tom.modal and tom.modal.blocks)
    assert "*Supervision with a supervisee*, Mon 30 March, 14:00" in shown
    assert "reads from Cornerstone already" not in shown
    toms = link_in(office, "tom")
    send(office, tomorrow=True)
    told = ann.last()
    assert told.text.startswith("Your supervision with <@U0TOM> is booked for *Mon 30 March, 14:00*.")
    ann.press(told, BUTTON)
    anns = link_in(office, "ann")
    assert len({toms, anns}) == 2
    written = {key: entry(fetch(address)) for key, address in (("ann", anns), ("tom", toms))}
    assert {key: (each["METHOD"], each["STATUS"], each["SEQUENCE"], each["DTSTART"]) for key, each in written.items()} == (
        dict.fromkeys(("ann", "tom"), ("PUBLISH", "CONFIRMED", "0", "20260330T130000Z"))
    )
    assert not [name for each in written.values() for name in each if name.startswith(("ORGANIZER", "ATTENDEE", "LOCATION"))]
    for key, address in (("ann", anns), ("tom", toms)):
        ((uid, alone),) = fetch(address).events.items()
        whole = fetch(address_of(office, key)).events[uid]
        assert alone == whole, "where somebody has both, it is the same event"
    tom.command("/supervision", f"move {ANN} 31/3 3pm because court")
    assert BUTTON not in str(tom.last().blocks), "it is in the calendar they have"
    send(office)
    ann.press(ann.last(), BUTTON)
    assert "reads from Cornerstone already" in json.dumps(ann.modal and ann.modal.blocks)
    moved = entry(fetch(link_in(office, "ann")))
    assert (moved["UID"], moved["SEQUENCE"], moved["DTSTART"]) == (written["ann"]["UID"], "1", "20260331T140000Z")
    assert entry(fetch(anns)) == moved, "the address from before knows too"
    assert fetch(anns).body == fetch(anns).body, "the same bytes while nothing has changed"


def test_an_entry_ends_with_the_booking_and_says_where_it_was_called_off(office: Office) -> None:
    with office.store.work(SINGLE, office.now[0]) as work:
        zoe = work.people.must_get(staff_id("zoe"))
        for key in ("ann", "priya"):
            work.sessions.book(viewer=zoe, supervisee_id=staff_id(key), planned_on=date(2026, 3, 26), planned_at=time(14))
        work.commit()
    ann, priya, tom = invited(office, "ann"), invited(office, "priya", "priya"), invited(office, "tom", "priya")
    with office.store.work(SINGLE, office.now[0]) as work:
        work.session.execute(
            text("UPDATE sessions SET passed_on = '2026-03-25' WHERE id = :id"), {"id": session_of(office, "priya")}
        )
        work.commit()
    off = entry(fetch(priya))
    assert (off["STATUS"], off["SEQUENCE"], off["TRANSP"]) == ("CANCELLED", "1", "TRANSPARENT")
    assert off["SUMMARY"] == "Supervision with your supervisor (called off)"
    assert entry(fetch(tom))["SUMMARY"] == "Supervision with a supervisee (called off)"
    [event] = IcsCalendarStream.calendar_from_ics(fetch(priya).text).events
    [theirs] = Calendar.from_ical(fetch(priya).body).walk("VEVENT")
    assert (event.status, str(theirs["STATUS"])) == ("CANCELLED", "CANCELLED")
    office.now[0] = datetime(2026, 4, 2, 12, tzinfo=UTC)
    assert [fetch(each).status for each in (ann, priya)] == [200, 200], "it may still be recorded, or moved"
    office.person("tom").command("/supervision", f"log {ANN} 26/3 75")
    office.person("tom").submit(notes="as agreed")
    assert fetch(ann).status == 404
    office.now[0] += timedelta(days=1)
    assert fetch(priya).status == 404
    with office.store.work(SINGLE, office.now[0]) as work:
        assert (work.invites.let_go(), work.invites.let_go()) == (3, 0)


def test_it_is_for_the_two_of_them_and_ends_with_what_they_have_and_may_see(office: Office) -> None:
    office.person("sue").command("/supervision", f"book {ANN} mon 2pm")
    sue = office.person("sue")
    assert BUTTON not in str(sue.last().blocks)
    sue.command("/supervision", f"history {ANN}")
    sue.press(sue.modal, "plan_history")
    assert BUTTON not in str(sue.modal and sue.modal.blocks)
    ann, tom = invited(office, "ann"), invited(office, "tom")
    again = invited(office, "ann")
    feed = address_of(office, "ann")
    assert {fetch(each).status for each in (ann, again, feed, tom)} == {200}, "what is made besides ends nothing"
    base = f"{office.public_url[0]}/feed/"
    names = [each.rpartition("/")[2] for each in (ann, feed)]
    wrong = [f"{base}one/{names[1]}", f"{base}{names[0]}", f"{base}one/", f"{base}one/{names[0]}/", f"{base}one//{names[0]}",
             f"{base}two/{names[0]}", f"{ann[:-5]}A.ics" if ann[-5] != "A" else f"{ann[:-5]}B.ics", ann.removesuffix(".ics"),
             f"{base}one/{'A' * 59}.ics", f"{base}one/{'A' * 4000}.ics"]  # fmt: skip
    window = office.person("ann")
    window.command("/supervision", "calendar")
    window.press(window.modal, "feed_off")
    window.close(everything=True)
    with office.store.work(SINGLE, office.now[0]) as work:
        work.session.execute(text("UPDATE relationships SET until_on = '2026-03-24' WHERE supervisee_id = 'E-ann'"))
        work.session.execute(text("UPDATE people SET manager_id = 'E-carol' WHERE id = 'E-ann'"))
        work.commit()
    pages = [fetch(each) for each in (*wrong, ann, again, feed, tom)]
    assert {page.status for page in pages} == {404}
    assert len({(page.body, str(sorted({**page.headers, "Date": ""}.items()))) for page in pages}) == 1


def test_an_administrator_ends_it_with_the_address_of_the_calendar(office: Office) -> None:
    office.person("tom").command("/supervision", f"book {ANN} mon 2pm")
    kept, ended = invited(office, "tom"), invited(office, "ann")
    with office.store.work(SINGLE, office.now[0]) as work:
        assert not work.feeds.revoke_for(staff_id("ann")), "she had no calendar's"
        work.commit()
    assert [fetch(each).status for each in (kept, ended)] == [200, 404]
    with office.store.work(SINGLE, office.now[0]) as work:
        work.feeds.revoke_all()
        work.commit()
    assert fetch(kept).status == 404


def test_it_is_as_many_hours_from_midnight_as_on_the_wall_over_both_clock_changes(office: Office) -> None:
    with office.store.work(SINGLE, office.now[0]) as work:
        zoe = work.people.must_get(staff_id("zoe"))
        for key, (day, at, _) in CLOCKS.items():
            work.sessions.book(viewer=zoe, supervisee_id=staff_id(key), planned_on=day, planned_at=at)
        work.commit()
    for key, (day, at, instant) in CLOCKS.items():
        [event] = fetch(invited(office, key, key)).events.values()
        wall = event.dtstart.astimezone(ZoneInfo("Europe/London"))
        assert (event.dtstart, wall.date(), wall.time()) == (instant, day, at)
        assert event.dtend - event.dtstart == timedelta(minutes=90)


def test_nothing_of_anybody_stands_in_it_and_its_address_in_no_message(office: Office, databases: Databases) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"book {ANN} mon 2pm")
    tom.command("/supervision", f"move {ANN} tue 2pm because {CANARIES[2]}")
    addresses = [invited(office, key) for key in ("ann", "tom")]
    send(office)
    told = "".join(fetch(each).text.replace("\r\n ", "") for each in addresses)
    names = [part for name, _, post, _, team in STAFF.values() for part in (*name.split(), name, post, team)]
    names += [part for each in STAFF for part in (staff_id(each), slack_id(each), f"{each}@", "example.org")]
    assert [each for each in (*names, *CASES, *CANARIES) if each in told] == []
    found = [tokens.read(each.rpartition("/")[2].removesuffix(".ics")) for each in addresses]
    calls = [call for call in office.desk.calls() if call.method not in ("views.open", "views.update", "views.push")]
    said = "\n".join([*map(str, calls), *(str(each.text) for key in STAFF for each in office.person(key).messages())])
    assert [each for each in found if each.verifier in said] == []
    raw = databases.everything(database_of(office))
    assert [each for each in found if each.verifier.encode() in raw] == []
    assert all(each.digest.encode() in raw for each in found), "it is looked for in the right place"
    with office.store.reading() as session:
        view = invites.who(session, found[0])
    assert view
    assert (view.workspace, view.person_id) == (SINGLE, staff_id("ann"))


def test_where_calendars_cannot_reach_the_bot_nobody_is_offered_it(office: Office) -> None:
    office.public_url[0] = ""
    tom, ann = office.person("tom"), office.person("ann")
    tom.command("/supervision", f"book {ANN} mon 2pm")
    send(office, has_calendars=False, tomorrow=True)
    assert ann.last().text.startswith("Your supervision with")
    assert BUTTON not in f"{tom.last().blocks}{ann.last().blocks}"
    ann.command("/supervision", f"history {ANN}")
    ann.press(ann.modal, "plan_history")
    assert BUTTON not in str(ann.modal and ann.modal.blocks)


def test_a_message_from_before_says_what_the_council_has_to_set(office: Office) -> None:
    office.person("tom").command("/supervision", f"book {ANN} mon 2pm")
    send(office, tomorrow=True)
    office.public_url[0] = ""
    ann = office.person("ann")
    ann.press(ann.last(), BUTTON)
    assert "`CORNERSTONE_PUBLIC_URL`" in f"{ann.modal.blocks if ann.modal else ann.last().text}"


def test_a_window_that_does_not_open_leaves_the_address_unsaid(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"book {ANN} mon 2pm")
    booked = tom.last()
    office.desk.faults.switch_on(Trouble.SERVER_ERROR, methods=["views.open"], times=1)
    tom.press(booked, BUTTON)
    said = f"{tom.last().text}{tom.last().blocks}"
    assert "Press *Add to my calendar* again." in said
    assert "feed/" not in said
