"""`/supervision calendar` and what is read at the address it gives, over HTTP as an application reads it."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot import feeding
from bot.desk import Trouble
from storage import SINGLE
from storage.models import AllocationRow, CaseRow
from tests.databases import Databases
from tests.handlers.calendars import address_in, address_of, fetch
from tests.handlers.knocking import address_of as database_of
from tests.handlers.office import CASES, LONDON, STAFF, Office, open_office, seen, settle, slack_id, staff_id

ANN = "<@U0ANN|ann>"
DAY = timedelta(days=1)


def on(month: int, day: int) -> date:
    return date(2026, month, day)


# -- the window


def test_the_address_is_shown_once_with_how_to_add_it_and_then_no_more(office: Office) -> None:
    ann = office.person("ann")
    assert ann.command("/supervision", "calendar") == []
    address = address_in(office, "ann")
    assert address.startswith(f"{office.public_url[0]}/feed/")
    assert address.endswith(".ics")
    for word in ("*Outlook:*", "*Google Calendar*", "*Apple Calendar:*", "cannot show it again", "No names"):
        assert word in seen(ann)
    ann.close(everything=True)
    ann.command("/supervision", "calendar")
    assert address_in(office, "ann") == ""
    assert seen(ann).startswith(
        "You have a private calendar address, made on *Tue 24 March*. No calendar has asked for it yet."
    )
    assert fetch(address).status == 200
    ann.close(everything=True)
    ann.command("/supervision", "calendar")
    assert "A calendar last asked for it on *Tue 24 March*." in seen(ann)


def test_new_address_ends_the_old_one_at_once_and_shows_the_new(office: Office) -> None:
    old = address_of(office, "ann")
    ann = office.person("ann")
    ann.command("/supervision", "calendar")
    ann.press(ann.modal, "feed_new")
    new = address_in(office, "ann")
    assert new not in ("", old)
    assert "The address you had before has ended" in seen(ann)
    assert (fetch(old).status, fetch(new).status) == (404, 200)


def test_pressed_again_in_the_window_with_the_new_address_there_is_another(office: Office) -> None:
    first = address_of(office, "ann")
    ann = office.person("ann")
    ann.command("/supervision", "calendar")
    shown = [first]
    for _ in range(3):
        ann.press(ann.modal, "feed_new")
        shown.append(address_in(office, "ann"))
    assert len(set(shown)) == 4
    assert [fetch(each).status for each in shown] == [404, 404, 404, 200]


def test_switch_off_ends_it_and_offers_a_new_one(office: Office) -> None:
    address = address_of(office, "ann")
    ann = office.person("ann")
    ann.command("/supervision", "calendar")
    ann.press(ann.modal, "feed_off")
    assert seen(ann).startswith("Switched off: the address has ended.")
    assert fetch(address).status == 404
    ann.press(ann.modal, "feed_new")
    assert fetch(address_in(office, "ann")).status == 200


def test_an_old_window_ends_no_newer_address_but_switches_it_off(office: Office) -> None:
    address_of(office, "ann")
    ann = office.person("ann")
    ann.command("/supervision", "calendar")
    stale = ann.modal
    assert stale
    with office.store.work(SINGLE, office.now[0]) as work:
        viewer = work.people.must_get(staff_id("ann"))
        known = work.feeds.standing(viewer=viewer)
        assert known
        token = work.feeds.make(viewer=viewer, instead_of=known.id)  # in a window on their phone, say
        work.commit()
    assert token
    address = f"{office.public_url[0]}/feed/{token.text}.ics"
    ann.press(stale, "feed_new")
    assert seen(ann).startswith("A new address has been made since this window was opened, so nothing was changed.")
    assert fetch(address).status == 200
    ann.press(ann.modal, "feed_off")
    assert fetch(address).status == 404


def test_who_books_is_offered_their_calendar_and_told_that_it_is_in_it_once_they_have_one(office: Office) -> None:
    tom, sue = office.person("tom"), office.person("sue")
    sue.command("/supervision", f"book {ANN} 01/04/2026 10:00")
    assert "feed_open" not in str(sue.last().blocks), "it is not in the calendar of somebody above"
    tom.command("/supervision", f"move {ANN} 02/04/2026 10:00 court")
    assert "It is in your calendar." not in tom.last().text
    tom.press(tom.last(), "feed_open")
    address = address_in(office, "tom")
    tom.close(everything=True)
    tom.command("/supervision", f"move {ANN} 07/04/2026 10:00 court")
    assert tom.last().text.endswith("It is in your calendar.")
    assert "feed_open" not in str(tom.last().blocks)
    starts = [each.dtstart for each in fetch(address).events.values() if isinstance(each.dtstart, datetime)]
    assert on(4, 7) in [each.astimezone(LONDON).date() for each in starts]
    assert on(4, 2) not in [each.astimezone(LONDON).date() for each in starts]


def test_without_a_public_address_a_sentence_says_what_the_council_has_to_set(office: Office) -> None:
    address = address_of(office, "ann")
    office.public_url[0] = ""
    [reply] = office.person("tom").command("/supervision", "calendar")
    assert "`CORNERSTONE_PUBLIC_URL`" in reply.text
    assert reply.is_ephemeral
    ann = office.person("ann")
    ann.command("/supervision", "calendar")
    assert "`CORNERSTONE_PUBLIC_URL`" in seen(ann)
    assert "New address" not in str(ann.modal and ann.modal.blocks)
    ann.press(ann.modal, "feed_off")
    assert fetch(address).status == 404


def test_who_tries_another_word_for_it_is_shown_the_way(office: Office) -> None:
    [reply] = office.person("ann").command("/supervision", "outlook")
    assert "Did you mean `calendar`?" in reply.text


def test_a_window_that_does_not_open_leaves_the_address_unsaid(office: Office) -> None:
    ann = office.person("ann")
    office.desk.faults.switch_on(Trouble.SERVER_ERROR, methods=["views.open", "chat.postMessage"], times=1)
    [reply] = ann.command("/supervision", "calendar")
    assert reply.text.startswith("Your calendar address was made, but Slack did not open the window that shows it.")
    assert "feed/" not in f"{reply.text}{reply.blocks}"
    ann.command("/supervision", "calendar")
    ann.press(ann.modal, "feed_new")
    assert fetch(address_in(office, "ann")).status == 200


def test_the_address_is_in_no_message_and_no_button(office: Office) -> None:
    tokens = []
    for key in ("ann", "tom"):
        tokens.append(address_of(office, key).rpartition("/")[2].removesuffix(".ics"))
        somebody = office.person(key)
        somebody.command("/supervision", "calendar")
        somebody.press(somebody.modal, "feed_new")
        tokens.append(address_in(office, key).rpartition("/")[2].removesuffix(".ics"))
        somebody.home()
    calls = [call for call in office.desk.calls() if call.method not in ("views.open", "views.update")]
    shown = [call.args["view"] for method in ("views.open", "views.update") for call in office.desk.calls(method)]
    parts = [json.dumps([block for block in view["blocks"] if block["type"] != "section"]) for view in shown]
    carried = [str(view.get("private_metadata", "")) for view in shown]
    messages = [message.text for key in STAFF for message in office.person(key).messages()]
    said = "\n".join([*map(str, calls), *parts, *carried, *messages])
    assert [token for token in tokens if token in said or token[16:] in said] == []


# -- the calendar


def test_a_supervisee_sees_their_sessions_their_due_dates_and_their_cases(office: Office) -> None:
    office.person("tom").command("/supervision", f"book {ANN} mon 2pm")
    page = fetch(address_of(office, "ann"))
    assert (page.status, page.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert page.lines == [
        (on(2, 2), "Supervision with your supervisor (held)"),
        (on(3, 2), "Supervision due"),
        (datetime(2026, 3, 30, 13, tzinfo=UTC), "Supervision with your supervisor"),
        (on(4, 9), "First case discussion due: M100001"),
        (on(4, 9), "First case discussion due: M100014"),
    ]


def test_a_supervisor_sees_the_sessions_they_hold_and_their_own(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"book {ANN} mon 2pm")
    tom.command("/supervision", "book <@U0PRIYA|priya> 1 april")
    office.person("sue").command("/supervision", "book <@U0TOM|tom> 2 april 9:30")
    assert fetch(address_of(office, "tom")).lines == [
        (on(2, 2), "Supervision with a supervisee (held)"),
        (on(3, 10), "Supervision with a supervisee (held)"),
        (on(3, 16), "Supervision with your supervisor (held)"),
        (datetime(2026, 3, 30, 13, tzinfo=UTC), "Supervision with a supervisee"),
        (on(4, 1), "Supervision with a supervisee"),
        (datetime(2026, 4, 2, 8, 30, tzinfo=UTC), "Supervision with your supervisor"),
        (on(4, 16), "Supervision due"),
    ]


def test_a_day_takes_up_no_time_and_an_hour_does(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"book {ANN} mon 2pm")
    tom.command("/supervision", "book <@U0PRIYA|priya> 1 april")
    events = {each.summary: each for each in fetch(address_of(office, "priya")).events.values()}
    booked = events["Supervision with your supervisor"]
    assert (booked.dtstart, booked.dtend, booked.transparency) == (on(4, 1), on(4, 2), "TRANSPARENT")
    due = events["Supervision due"]
    assert (due.dtstart, due.dtend, due.transparency) == (on(4, 10), on(4, 11), "TRANSPARENT")
    [timed] = [each for each in fetch(address_of(office, "ann")).events.values() if isinstance(each.dtstart, datetime)]
    assert (timed.dtend - timed.dtstart, timed.transparency) == (timedelta(minutes=90), "OPAQUE")


def test_a_session_that_moves_is_the_same_session_later(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"book {ANN} mon 2pm")
    address = address_of(office, "ann")
    before = {each.summary: each for each in fetch(address).events.values()}["Supervision with your supervisor"]
    for hours, to in enumerate(("31/3 10am", "25/3", "26/3 3pm"), 1):
        office.now[0] += timedelta(hours=1)
        tom.command("/supervision", f"move {ANN} {to} because court")
        [after] = [each for each in fetch(address).events.values() if each.uid == before.uid]
        assert (before.sequence, after.sequence) == (0, hours)
        assert after.last_modified == after.dtstamp == office.now[0].astimezone(UTC)
    assert after.dtstart == datetime(2026, 3, 26, 15, tzinfo=UTC)
    assert before.last_modified == datetime(2026, 3, 24, 10, 5, tzinfo=UTC)


def test_a_session_that_was_held_stays_ninety_days_under_its_own_name(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", f"book {ANN} today 2pm")
    address = address_of(office, "ann")
    [booked] = [each for each in fetch(address).events.values() if each.summary == "Supervision with your supervisor"]
    tom.command("/supervision", f"log {ANN} today 75")
    tom.submit(notes="as agreed")
    held = fetch(address).events[booked.uid]
    assert (held.summary, held.dtstart, held.sequence) == ("Supervision with your supervisor (held)", booked.dtstart, 1)
    assert held.dtend - held.dtstart == timedelta(minutes=75)
    office.now[0] += 90 * DAY
    assert booked.uid in fetch(address).events
    office.now[0] += DAY
    assert booked.uid not in fetch(address).events


def test_what_is_no_longer_due_is_gone_and_what_is_due_instead_is_there(office: Office) -> None:
    address = address_of(office, "ann")
    assert (on(3, 2), "Supervision due") in fetch(address).lines
    tom = office.person("tom")
    tom.command("/supervision", f"log {ANN} today 75")
    tom.submit(notes="as agreed")
    due = [line for line in fetch(address).lines if line[1] == "Supervision due"]
    assert due == [(on(4, 24), "Supervision due")]


CLOCKS: dict[str, tuple[date, time, datetime]] = {
    # whose session, when on the wall, and when that is
    "ann": (date(2026, 3, 28), time(14), datetime(2026, 3, 28, 14, tzinfo=UTC)),  # the day before summer time
    "priya": (date(2026, 3, 29), time(0, 30), datetime(2026, 3, 29, 0, 30, tzinfo=UTC)),  # before the clocks go forward
    "omar": (date(2026, 3, 29), time(2), datetime(2026, 3, 29, 1, tzinfo=UTC)),  # as soon as they have
    "ann2": (date(2026, 10, 24), time(14), datetime(2026, 10, 24, 13, tzinfo=UTC)),  # the day before winter time
    "tom": (date(2026, 10, 25), time(0, 30), datetime(2026, 10, 24, 23, 30, tzinfo=UTC)),  # before they go back
    "carol": (date(2026, 10, 25), time(2), datetime(2026, 10, 25, 2, tzinfo=UTC)),  # once they have
    "sue": (date(2028, 2, 29), time(9), datetime(2028, 2, 29, 9, tzinfo=UTC)),  # a leap day
}


def test_the_hour_is_the_hour_on_the_wall_whatever_the_clocks_do(office: Office) -> None:
    with office.store.work(SINGLE, office.now[0]) as work:
        zoe = work.people.must_get(staff_id("zoe"))
        for key, (day, at, _) in CLOCKS.items():
            work.sessions.book(viewer=zoe, supervisee_id=staff_id(key), planned_on=day, planned_at=at)
        work.commit()
    for key, (day, at, instant) in CLOCKS.items():
        events = fetch(address_of(office, key)).events.values()
        [event] = [each for each in events if each.summary == "Supervision with your supervisor"]
        assert event.dtstart == instant
        wall = event.dtstart.astimezone(ZoneInfo("Europe/London"))
        assert (wall.date(), wall.time()) == (day, at)
        assert event.dtend - event.dtstart == timedelta(minutes=90)


def test_a_deadline_in_hours_is_a_moment(office: Office) -> None:
    address = address_of(office, "ann")
    with office.store.work(SINGLE, office.now[0]) as work:
        work.session.execute(
            text("UPDATE obligations SET due = :due WHERE case_ref = 'M100001'"), {"due": "2026-04-09T16:30:00+01:00"}
        )
        work.commit()
    [event] = [each for each in fetch(address).events.values() if "M100001" in str(each.summary)]
    assert event.dtstart == datetime(2026, 4, 9, 15, 30, tzinfo=UTC)


def test_what_is_suspended_is_not_due(office: Office) -> None:
    address = address_of(office, "ann")
    with office.store.work(SINGLE, office.now[0]) as work:
        work.session.execute(text("UPDATE obligations SET suspended = true WHERE kind = 'personal_supervision'"))
        work.commit()
    assert "Supervision due" not in {what for _, what in fetch(address).lines}


CANARIES = ("Wigglesworth", "quillmoss", "larkspur", "fernhollow")


def test_nobodys_name_and_nothing_that_was_written_is_in_it(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/decision", "M100001 move Wigglesworth to a secure unit because quillmoss")
    tom.command("/supervision", f"book {ANN} mon 2pm")
    tom.command("/supervision", f"move {ANN} tue 2pm because larkspur")
    tom.command("/supervision", "log <@U0PRIYA|priya> today 75")
    tom.submit(notes="fernhollow")
    tom.close(everything=True)
    for key in STAFF:
        page = fetch(address_of(office, key))
        told = page.text.replace("\r\n ", "")
        assert [word for word in CANARIES if word in told] == []
        names = [part for name, _, post, _, team in STAFF.values() for part in (*name.split(), name, post, team)]
        names += [part for each in STAFF for part in (staff_id(each), slack_id(each), f"{each}@", "example.org")]
        assert [name for name in names if name in told] == []
        mine = {ref for ref, worker in CASES.items() if worker == key}
        assert {ref for ref in CASES if ref in told} == mine


REFS = ("A,B;C\\D", "Ü" * 38, "🙂" * 30, "M1\r\nATTACH:http://x", 'M"1:2')


def test_whatever_a_reference_holds_it_is_read_as_it_is(office: Office) -> None:
    mine = {"workspace": SINGLE}
    with office.store.work(SINGLE, office.now[0]) as work:
        work.session.add_all(CaseRow(**mine, ref=ref, category="child_protection", opened_on=on(3, 9)) for ref in REFS)
        work.session.flush()
        theirs = {"worker_id": staff_id("ann"), "from_on": on(3, 9)}
        work.session.add_all(AllocationRow(**mine, case_ref=ref, **theirs) for ref in REFS)
        work.session.flush()
        work.index.refresh_all()
        work.commit()
    page = fetch(address_of(office, "ann"))
    # A line ends with CR and LF and has 75 octets at the most; one that has more goes on in the next, after a blank.
    assert page.body.endswith(b"\r\n")
    assert max(map(len, page.body.split(b"\r\n"))) <= 75
    assert page.body.count(b"\n") == page.body.count(b"\r\n")
    read = {what.removeprefix("First case discussion due: ") for _, what in page.lines}
    assert {ref.replace("\r\n", "\n") for ref in REFS} <= read
    assert "ATTACH" not in {line.partition(":")[0] for line in page.text.split("\r\n")}


def test_an_application_is_told_its_name_and_when_to_look_again(office: Office) -> None:
    lines = fetch(address_of(office, "ann")).text.split("\r\n")
    for line in (
        "BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:Supervision", "NAME:Supervision", "X-WR-TIMEZONE:Europe/London",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H",
    ):  # fmt: skip
        assert lines.count(line) == 1
    assert not [line for line in lines if line.startswith(("METHOD", "SOURCE", "URL", "ATTENDEE", "ORGANIZER", "LOCATION"))]


def test_nothing_in_it_yet_is_a_calendar_too(office: Office) -> None:
    address = address_of(office, "zoe")
    office.now[0] += 120 * DAY
    assert (fetch(address).status, fetch(address).events) == (200, {})


# -- the page


def test_what_has_not_changed_is_not_sent_again(office: Office) -> None:
    address = address_of(office, "ann")
    first = fetch(address)
    office.now[0] += timedelta(hours=5)
    assert fetch(address).body == first.body
    for tag in (first.headers["Etag"], f'"another", W/{first.headers["Etag"]}', "*"):
        again = fetch(address, If_None_Match=tag)
        assert (again.status, again.body) == (304, b"")
    office.person("tom").command("/supervision", f"book {ANN} mon 2pm")
    changed = fetch(address, If_None_Match=first.headers["Etag"])
    assert changed.status == 200
    assert changed.headers["Etag"] != first.headers["Etag"]


def test_it_may_be_kept_by_nobody_on_the_way_and_leads_nowhere(office: Office) -> None:
    address = address_of(office, "ann")
    for page in (fetch(address), fetch(address, If_None_Match="*"), fetch(f"{address}x")):
        assert page.headers["Referrer-Policy"] == "no-referrer"
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["X-Robots-Tag"] == "noindex"
        assert page.headers["Cache-Control"] in ("private, no-cache", "no-store")
        assert "Set-Cookie" not in page.headers


def test_it_is_looked_at_and_nothing_else(office: Office) -> None:
    address = address_of(office, "ann")
    whole, head = fetch(address), fetch(address, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert {**head.headers, "Date": ""} == {**whole.headers, "Date": ""}
    assert fetch(f"{address}x", "HEAD").status == 404
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "REPORT", "TRACE"):
        page = fetch(address, method)
        assert page.status == 405
        assert page.headers["Allow"] in ("GET, HEAD", "HEAD, GET")


def test_whatever_is_wrong_with_an_address_the_answer_is_the_same_to_the_letter(office: Office) -> None:
    ended, address = address_of(office, "ann"), address_of(office, "priya")
    ann = office.person("ann")
    ann.command("/supervision", "calendar")
    ann.press(ann.modal, "feed_off")
    left = address_of(office, "omar")
    with office.store.work(SINGLE, office.now[0]) as work:
        work.session.execute(text(f"UPDATE people SET left_on = '2026-03-24' WHERE id = '{staff_id('omar')}'"))
        work.commit()
    base, token = f"{office.public_url[0]}/feed/", address.rpartition("/")[2].removesuffix(".ics")
    other = token[:-1] + ("A" if token[-1] != "A" else "B")
    wrong = [
        ended, left, f"{base}{other}.ics", f"{base}{token[:16]}{ended[-47:]}", f"{base}{'A' * 59}.ics", f"{base}{token}",
        f"{base}{token}.ICS", f"{base}{token}.ics.ics", f"{base}{token}.ics/", f"{base}{token[:16]}.ics", f"{base}.ics", base,
        f"{base}/{token}.ics", f"{base}%00.ics", f"{base}%C3%A9.ics", f"{base}{'A' * 4000}.ics", f"{base}../healthz",
        f"{base}a/b/c", f"{base}{token}%0A.ics", f"{base}'%20OR%201=1--.ics",
    ]  # fmt: skip
    pages = [fetch(each) for each in wrong]
    assert {page.status for page in pages} == {404}
    assert len({(page.body, str(sorted({**page.headers, "Date": ""}.items()))) for page in pages}) == 1
    assert fetch(address).status == 200


def test_a_leavers_calendar_ends_with_the_day_they_leave(office: Office) -> None:
    address = address_of(office, "ann")
    with office.store.work(SINGLE, office.now[0]) as work:
        work.session.execute(text(f"UPDATE people SET left_on = '2026-03-25' WHERE id = '{staff_id('ann')}'"))
        work.commit()
    assert fetch(address).status == 200
    office.now[0] = datetime(2026, 3, 25, 0, 0, tzinfo=LONDON)
    assert fetch(address).status == 404


def test_one_address_asked_for_too_often_is_told_to_wait_and_the_others_are_not(office: Office) -> None:
    ann, tom = address_of(office, "ann"), address_of(office, "tom")
    base = ann.rpartition("/")[0]
    unknown = f"{base}/{'B' * 59}.ics"
    for address, status in ((ann, 200), (unknown, 404)):
        pages = [fetch(address) for _ in range(feeding.MOST)]
        assert {page.status for page in pages} == {status}
        page = fetch(address)
        assert (page.status, page.headers["Retry-After"]) == (429, "600")
    assert fetch(tom).status == 200


def test_after_ten_minutes_it_may_be_asked_for_again() -> None:
    clock = [0.0]
    often = feeding.Often(lambda: clock[0])
    assert [often.is_too_often("a") for _ in range(feeding.MOST + 1)] == [False] * feeding.MOST + [True]
    clock[0] = 599.0
    assert often.is_too_often("a")
    clock[0] = 600.0
    assert not often.is_too_often("a")


def test_of_so_many_names_only_the_latest_are_remembered() -> None:
    often = feeding.Often(lambda: 0.0)
    for _ in range(feeding.MOST):
        often.is_too_often("a")
    for number in range(feeding.REMEMBERED):
        often.is_too_often(str(number))
    assert not often.is_too_often("a")


def test_a_database_that_is_held_for_writing_is_read_all_the_same(office: Office) -> None:
    address = address_of(office, "ann")
    with office.store.work(SINGLE, office.now[0]):
        assert fetch(address).status == 200


def test_a_database_that_is_gone_is_told_of_at_once_and_then_it_is_there_again(databases: Databases) -> None:
    with databases.copy(databases.template("office", settle)) as url, open_office(url) as office:
        address = address_of(office, "ann")
        assert database_of(office)
        office.store.engine.dispose()
        with databases.out_of_reach(url):
            for each in (address, f"{address.rpartition('/')[0]}/{'C' * 59}.ics"):
                page = fetch(each)
                assert (page.status, page.headers["Retry-After"], page.headers["Cache-Control"]) == (503, "600", "no-store")
                assert page.text.startswith("The calendar cannot be read at this moment.")
        assert fetch(address).status == 200


# -- what is logged


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """All that is logged, down to the last."""
    caplog.set_level(0)
    return lambda: "\n".join(f"{each.name} {each.getMessage()} {each.exc_text or ''}" for each in caplog.records)


def test_a_fault_nobody_foresaw_is_logged_without_the_address(office: Office, logged: Callable[[], str]) -> None:
    address = address_of(office, "ann")
    with office.store.work(SINGLE, office.now[0]) as work:
        work.session.execute(text("UPDATE obligations SET due = 'never'"))
        work.commit()
    assert fetch(address).status == 500
    assert "Exception on /feed/… [GET]" in logged()
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert token[16:] not in logged()
    assert token[:16] not in logged()
