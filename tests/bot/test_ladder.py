"""Three weeks and a day: the whole ladder, through the bot, the database and the desk.

Ffion Frost (E1010) is supervised by Tom Tilley (E1003), he by Sue Sandford (E1002), she by Grace Garland (E1001), a senior
manager. Ffion's supervision was due on Monday 23 February 2026: day 21 is Monday 16 March, day 22 Tuesday 17 March.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from bot.demo import Demo
from bot.desk import words_of
from bot.desk.logs import Sent
from storage import SINGLE
from storage.rederive import nightly
from tests.unhurried import sample_council

LONDON = ZoneInfo("Europe/London")
FFION, TOM, SUE, GRACE, CAROL = "UE1010", "UE1003", "UE1002", "UE1001", "UE1004"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """The sample council on its first Monday, 08:55."""
    with sample_council(tmp_path / "demo") as started:
        yield started


def go_to(demo: Demo, on: date, hour: int = 12) -> None:
    """Let time pass until this day at noon, stopping at every morning on the way."""
    meant = datetime(on.year, on.month, on.day, hour, tzinfo=LONDON)
    if (left := (meant - demo.clock.now()).days) > 0:
        demo.machine.advance(left)
    demo.clock.set_to(meant)
    demo.machine.advance(0)


def sleep_until(demo: Demo, on: date) -> None:
    """Nothing runs until then: the computer was off."""
    demo.clock.set_to(datetime(on.year, on.month, on.day, 8, 55, tzinfo=LONDON))
    demo.machine.advance(0)


def change(demo: Demo, *statements: str) -> None:
    """Other facts, as another import would bring them."""
    with demo.store.writing() as session:
        for statement in statements:
            session.execute(text(statement))
        session.commit()
    nightly(demo.store, SINGLE, demo.clock.now())


def escalations(demo: Demo, about: str = FFION) -> list[tuple[date, str, str]]:
    """When, to whom and what, of everything above the supervisor that concerns this person's supervision."""
    kinds, words = ("escalation", "escalated_again"), f"<@{about}>'s supervision"
    sent = [each for each in demo.desk.sent() if each.kind in kinds and words in each.text]
    return [(each.sent_at.astimezone(LONDON).date(), each.user_id, each.kind) for each in sent]


def escalation(demo: Demo) -> Sent:
    [found] = [each for each in demo.desk.sent(kind="escalation") if f"<@{FFION}>'s supervision" in each.text]
    return found


def record(demo: Demo, held_on: date) -> None:
    """Tom records Ffion's supervision at the desk, by command and modal."""
    tom = demo.desk.as_person(TOM)
    tom.command("/supervision", f"log @Ffion Frost {held_on:%d/%m/%Y} 90")
    assert tom.modal is not None
    notes = next(name for name in tom.values() if "notes" in name or "record" in name)
    assert tom.submit(values={notes: "Reflected on workload."}) == {}
    demo.machine.advance(0)


def test_nothing_is_escalated_on_day_21_and_once_on_day_22_and_upwards_each_week(demo: Demo) -> None:
    sleep_until(demo, date(2026, 3, 13))
    go_to(demo, date(2026, 3, 16))
    assert escalations(demo) == []
    go_to(demo, date(2026, 3, 17))
    assert escalations(demo) == [(date(2026, 3, 17), SUE, "escalation")]
    told = [each for each in demo.desk.sent(to=FFION, kind="morning") if each.sent_at.date() == date(2026, 3, 17)]
    assert "raise it" in told[0].text, "the supervisee is told that it is theirs to raise"
    go_to(demo, date(2026, 4, 8))
    assert escalations(demo) == [
        (date(2026, 3, 17), SUE, "escalation"),
        (date(2026, 3, 24), GRACE, "escalated_again"),  # a senior manager: there it ends
    ]


def test_held_on_day_21_nothing_is_escalated_even_when_it_is_recorded_a_day_later(demo: Demo) -> None:
    sleep_until(demo, date(2026, 3, 13))
    go_to(demo, date(2026, 3, 16))
    record(demo, date(2026, 3, 16))
    go_to(demo, date(2026, 4, 1))
    assert escalations(demo) == []


ABOVE = [
    ("the named manager", "UPDATE agreements SET named_manager_id = 'E1004' WHERE supervisee_id = 'E1010'", {CAROL}),
    ("the senior managers", "UPDATE agreements SET named_manager_id = NULL WHERE supervisee_id = 'E1010'", {GRACE}),
    (
        "the senior managers, and not back to the supervisor",
        "UPDATE agreements SET named_manager_id = 'E1003' WHERE supervisee_id = 'E1010'",
        {GRACE},
    ),
]


@pytest.mark.parametrize(("statement", "told"), [row[1:] for row in ABOVE], ids=[row[0] for row in ABOVE])
def test_without_a_line_manager_above_the_supervisor_it_goes_to(demo: Demo, statement: str, told: set[str]) -> None:
    change(
        demo,
        "UPDATE people SET manager_id = NULL WHERE id = 'E1003'",
        "DELETE FROM relationships WHERE supervisee_id = 'E1003'",
        statement,
    )
    sleep_until(demo, date(2026, 3, 13))
    go_to(demo, date(2026, 3, 17))
    found = escalations(demo)
    assert {to for on, to, kind in found if kind == "escalation"} == told
    go_to(demo, date(2026, 4, 1))
    assert TOM not in {to for _, to, _ in escalations(demo)}


def test_a_booked_and_then_postponed_session_moves_no_due_date_and_the_notice_quotes_the_booked_one(demo: Demo) -> None:
    demo.machine.advance(0)
    tom = demo.desk.as_person(TOM)
    tom.command("/supervision", "book @Ffion Frost 09/03/2026 14:00")
    tom.command("/supervision", "move @Ffion Frost 30/03/2026 court")
    sleep_until(demo, date(2026, 3, 13))
    go_to(demo, date(2026, 3, 17))
    assert [each[:2] for each in escalations(demo)] == [(date(2026, 3, 17), SUE)]
    said = escalation(demo).text
    assert "Mon 23 February" in said, "the due date stands"
    assert "booked for 30 March" in said, "and the booked one is quoted"
    assert "moved once" in said


def test_recording_ends_it_and_edits_what_was_sent_the_escalation_too(demo: Demo) -> None:
    sleep_until(demo, date(2026, 3, 13))
    go_to(demo, date(2026, 3, 18))
    notice = escalation(demo)
    sent_before = len(demo.desk.sent())
    assert "has not been recorded" in notice.message.text
    record(demo, date(2026, 3, 18))
    assert notice.message.edits == 1
    assert "Wed 18 March" in notice.message.text
    assert "has not been recorded" not in words_of(notice.message.blocks)
    assert not [block for block in notice.message.blocks if block["type"] == "actions"]
    mornings = [each for each in demo.desk.sent(to=FFION, kind="morning") if each.sent_at.date() == date(2026, 3, 17)]
    assert mornings[0].message.edits >= 1
    assert len(demo.desk.sent()) == sent_before, "edits tell nobody anew"
    go_to(demo, date(2026, 4, 10))
    assert escalations(demo)[1:] == [], "and no week after brings it up again"


def test_one_morning_message_a_person_a_day_and_none_at_the_week_end(demo: Demo) -> None:
    go_to(demo, date(2026, 3, 31))
    mornings = [each for each in demo.desk.sent() if each.kind == "morning"]
    days = Counter((each.user_id, each.sent_at.astimezone(LONDON).date()) for each in mornings)
    assert set(days.values()) == {1}
    assert {on.weekday() for _, on in days} <= {0, 1, 2, 3, 4}


@pytest.mark.parametrize("zone", ["America/New_York", "Atlantic/Azores", "Europe/London"])
def test_somebody_in_another_time_zone_is_told_at_nine_of_theirs(demo: Demo, zone: str) -> None:
    with demo.store.work(SINGLE, demo.clock.now()) as work:
        work.people.link_slack("E1005", "UE1005", zone)
        work.commit()
    demo.machine.advance(8)
    there = [each.sent_at.astimezone(ZoneInfo(zone)) for each in demo.desk.sent(to="UE1005", kind="morning")]
    assert len(there) >= 2
    assert {(at.hour, at.minute) for at in there} == {(9, 0)}
