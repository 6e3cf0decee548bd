"""Clocks that jump, people who move, changes of the clock, and hosts in other zones: nothing lost, nothing said twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, text

from storage import SINGLE
from storage.models import MessageRow, NoticeRow, ObligationRow, OutboxRow
from storage.rederive import nightly
from storage.store import Store
from storage.sweep import sweep
from tests.storage.conftest import address_of
from tests.storage.council import at, who
from tests.storage.reading import Sent, send

DAY = "2026-03-26"
LATE = "2026-04-07"
DAY_22 = "2026-04-24"
ROOT = Path(__file__).resolve().parents[2]


def _steps(store: Store, first: datetime, last: datetime, step: timedelta) -> Iterator[tuple[datetime, list[Sent]]]:
    """A sweep and everything sent, every so often."""
    now = first
    while now <= last:
        sweep(store, SINGLE, now)
        yield now, send(store, now)
        now += step


def _posts(calls: list[Sent]) -> list[tuple[str, str]]:
    return [(call.to, line) for call in calls if call.op == "post" for line in call.lines]


def _lived(store: Store, moments: list[str]) -> Counter[tuple[str, str]]:
    """The clock shows each of these in turn: what was posted, all told."""
    told: Counter[tuple[str, str]] = Counter()
    for moment in moments:
        sweep(store, SINGLE, at(moment))
        told.update(_posts(send(store, at(moment))))
    return told


STEPS = {
    "back by a second": ["2026-04-07T09:00:00", "2026-04-07T08:59:59", "2026-04-07T09:00:00", "2026-04-07T09:00:01"],
    "the same second twice": ["2026-04-07T09:00:00", "2026-04-07T09:00:00", "2026-04-07T09:00:01"],
    "back by an hour": ["2026-04-07T09:00:00", "2026-04-07T08:00:00", "2026-04-07T08:59:59", "2026-04-07T09:00:00"],
    "back by a day": ["2026-04-07T09:00:00", "2026-04-06T09:00:00", "2026-04-07T08:00:00", "2026-04-07T09:00:01"],
    "on by a day, and back": ["2026-04-06T20:00:00", "2026-04-07T20:00:00", "2026-04-06T20:00:10", "2026-04-08T09:00:00"],
}


@pytest.mark.parametrize("moments", STEPS.values(), ids=STEPS.keys())
def test_a_clock_that_steps_tells_everybody_once(council: Store, moments: list[str]) -> None:
    told = _lived(council, moments)
    assert told[("ann", "late ann")] == told[("tom", "late ann")] == 1
    assert set(told.values()) == {1}
    assert nightly(council, SINGLE, at("2026-04-09T02:30")).repaired == {}


def test_a_clock_that_was_a_week_ahead_silences_nothing_that_comes_after(council: Store) -> None:
    """It tells of what would have come that week; then, with the right day, of everything else on its day."""
    ahead = _lived(council, ["2026-04-01T09:00", "2026-04-16T09:00", "2026-04-02T09:00"])
    assert ahead[("ann", "still_late ann")] == 1
    told = Counter[tuple[str, str]]()
    for _, calls in _steps(council, at("2026-04-03"), at("2026-04-24"), timedelta(days=1)):
        told.update(_posts(calls))
    assert told[("sue", "escalation ann")] == told[("ann", "duty_to_raise ann")] == told[("ann", "last_day ann")] == 1


def test_what_was_seen_to_until_a_day_to_come_is_looked_at_all_the_same(council: Store) -> None:
    with council.work(SINGLE, at("2026-03-24T10:00")) as work:
        work.session.execute(text("UPDATE obligations SET swept_at = '2031-01-01 09:00:00+00:00'"))
        work.session.execute(text("UPDATE relationships SET supervisor_id = 'tim' WHERE supervisee_id = 'ann'"))
        work.index.refresh(people=["ann", "tom", "tim"], cases=["M100001"])
        work.commit()
    with council.reading() as session:
        wakes = select(ObligationRow.next_at).where(
            ObligationRow.person_id == "ann", ObligationRow.kind == "personal_supervision"
        )
        assert session.scalars(wakes).all() == [at(DAY)]


def test_what_ended_before_it_began_by_a_clock_that_was_ahead_stays_ended(council: Store) -> None:
    nightly(council, SINGLE, at("2026-05-20T02:30"))
    with council.work(SINGLE, at("2026-03-24T10:00")) as work:
        work.index.refresh_all()
        work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=work.today, notes="Said.")
        work.commit()
    told = _lived(council, [DAY, "2026-04-01T09:00", LATE])
    assert ("ann", "late bob") not in told
    assert [line for to, line in told if to == "ann" and line.endswith(" ann")] == []


ZONES = ("America/New_York", "America/Los_Angeles", "Atlantic/Azores", "Europe/London", "Europe/Paris", "Asia/Kolkata",
         "Australia/Sydney", "Pacific/Auckland", "Pacific/Kiritimati")  # fmt: skip


def _lives_in(store: Store, person: str, zone: str, now: str) -> None:
    with store.work(SINGLE, at(now)) as work:
        work.people.link_slack(person, f"U{person.upper()}", zone)
        work.commit()


def _arrivals(store: Store, person: str, zone: str, first: str, last: str) -> list[tuple[str, str]]:
    """When, there, each message came that this person got; a look every half hour."""
    there = ZoneInfo(zone)
    found = []
    for now, calls in _steps(store, at(first), at(last), timedelta(minutes=30)):
        local = now.astimezone(there)
        found += [(local.strftime("%a %d %B %H:%M"), call.kind) for call in calls if call.to == person and call.op == "post"]
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_everybody_is_told_at_nine_of_their_own_on_the_day_the_ladder_names(council: Store, zone: str) -> None:
    nightly(council, SINGLE, at("2026-03-25T06:00"))
    _lives_in(council, "ann", zone, "2026-03-25T07:00")
    assert nightly(council, SINGLE, at("2026-03-25T11:00")).repaired == {}, "the ladders wake for them already"
    arrived = _arrivals(council, "ann", zone, "2026-03-25T12:00", "2026-03-27T12:00")
    assert arrived == [("Thu 26 March 09:00", "morning")]


@pytest.mark.parametrize("zone", ZONES)
def test_an_escalation_comes_in_working_hours_and_never_before_the_day_in_england(council: Store, zone: str) -> None:
    sweep(council, SINGLE, at("2026-04-22"))
    send(council, at("2026-04-22T09:01"))
    _lives_in(council, "sue", zone, "2026-04-22T10:00")
    there = ZoneInfo(zone)
    came = [
        now.astimezone(there)
        for now, calls in _steps(council, at("2026-04-22T12:00"), at("2026-04-27T12:00"), timedelta(minutes=30))
        for call in calls
        if call.to == "sue" and call.kind == "escalation"
    ]
    assert len(came) == 6
    assert {at_.date().isoformat() for at_ in came} <= {DAY_22, "2026-04-27"}
    assert all(9 <= at_.hour < 18 for at_ in came)
    assert min(came) >= at(f"{DAY_22}T00:00")
    # Where England's day begins within working hours or before them, it is that Friday.
    if zone not in ("Australia/Sydney", "Pacific/Auckland", "Pacific/Kiritimati"):
        assert {at_.date().isoformat() for at_ in came} == {DAY_22}


CHANGES = {
    # London changes on 29 March, New York had on the 8th; on 25 October, New York on 1 November.
    "London, the Monday after the clocks go forward": ("Europe/London", "2026-03-30T08:00:00+00:00"),
    "New York, the same Monday": ("America/New_York", "2026-03-30T13:00:00+00:00"),
    "London, the Friday before": ("Europe/London", "2026-03-27T09:00:00+00:00"),
    "New York, the Friday before": ("America/New_York", "2026-03-27T13:00:00+00:00"),
    "London, the Monday after they go back": ("Europe/London", "2026-10-26T09:00:00+00:00"),
    "New York, the same Monday, a week before its own": ("America/New_York", "2026-10-26T13:00:00+00:00"),
    "London, the Friday before they go back": ("Europe/London", "2026-10-23T08:00:00+00:00"),
    "New York, that Friday": ("America/New_York", "2026-10-23T13:00:00+00:00"),
    "New York, the Monday after its own": ("America/New_York", "2026-11-02T14:00:00+00:00"),
}


@pytest.mark.parametrize(("zone", "nine"), CHANGES.values(), ids=CHANGES.keys())
def test_nine_is_nine_on_the_wall_before_and_after_the_clocks_change(council: Store, zone: str, nine: str) -> None:
    """Grafana OnCall 3261 and 5247: reminders an hour out after the clocks change."""
    goes_at = datetime.fromisoformat(nine)
    now = (goes_at - timedelta(days=1)).astimezone(UTC)
    with council.work(SINGLE, now) as work:
        work.people.link_slack("ann", "UANN", zone)
        # So that the reminder of the week before comes on that day.
        due_on = goes_at.date() + timedelta(days=7)
        work.session.execute(text("DELETE FROM sessions WHERE supervisee_id = 'ann'"))
        work.commit()
    sweep(council, SINGLE, now)
    with council.work(SINGLE, now) as work:
        held_on = _held_so_that_due(due_on)
        work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=held_on, notes="Said.")
        work.commit()
    came = [
        moment
        for moment, calls in _steps(council, now, goes_at + timedelta(hours=3), timedelta(minutes=30))
        for call in calls
        if call.to == "ann" and call.op == "post" and "upcoming ann" in call.lines
    ]
    assert came == [goes_at]


def _held_so_that_due(due_on: date) -> date:
    """Supervision is monthly here: the same day of the month before."""
    return due_on.replace(month=due_on.month - 1)


MOVES = {
    # queued in London at nine on Thursday; moved then; comes when, there
    "to New York before nine": ("America/New_York", "2026-03-26T08:00", "Thu 26 March 09:00"),
    "to Kolkata the day before": ("Asia/Kolkata", "2026-03-25T20:00", "Thu 26 March 09:00"),
    "to Kolkata in the morning, after nine there": ("Asia/Kolkata", "2026-03-26T07:00", "Thu 26 March 12:30"),
    "to Auckland, where the day is over": ("Pacific/Auckland", "2026-03-26T08:00", "Fri 27 March 09:00"),
}


@pytest.mark.parametrize(("zone", "moved_at", "comes"), MOVES.values(), ids=MOVES.keys())
def test_somebody_who_moves_before_nine_is_told_in_their_hours_there_and_once(
    council: Store, zone: str, moved_at: str, comes: str
) -> None:
    _lives_in(council, "ann", zone, moved_at)
    assert _arrivals(council, "ann", zone, moved_at, "2026-03-27T12:00") == [(comes, "morning")]


@pytest.mark.parametrize(
    ("zone", "comes"),
    [
        ("America/New_York", "Fri 27 March 09:00"),
        ("Asia/Kolkata", "Fri 27 March 09:00"),
        ("Europe/London", "Fri 27 March 09:00"),
    ],
)
def test_a_message_that_waits_when_somebody_moves_goes_in_their_hours_there(council: Store, zone: str, comes: str) -> None:
    """Queued on Thursday evening for Friday at nine in Lisbon; then they move."""
    _lives_in(council, "ann", "Europe/Lisbon", "2026-03-25T07:00")
    sweep(council, SINGLE, at("2026-03-26T20:00"))
    with council.reading() as session:
        waiting = session.scalars(select(OutboxRow.not_before).where(OutboxRow.recipient_id == "ann")).all()
    assert waiting == [at("2026-03-27T09:00")]
    _lives_in(council, "ann", zone, "2026-03-26T20:30")
    assert _arrivals(council, "ann", zone, "2026-03-26T20:30", "2026-03-28T12:00") == [(comes, "morning")]


def test_whoever_moves_after_they_were_told_is_not_told_again(council: Store) -> None:
    sweep(council, SINGLE, at(DAY))
    assert [call for call in send(council, at(DAY)) if call.to == "ann"]
    _lives_in(council, "ann", "America/New_York", f"{DAY}T11:00")
    assert _arrivals(council, "ann", "America/New_York", f"{DAY}T11:00", "2026-03-28T12:00") == []


def test_a_zone_slack_names_and_nobody_knows_is_london(council: Store) -> None:
    _lives_in(council, "ann", "Atlantis/Poseidonis", "2026-03-25T07:00")
    assert _arrivals(council, "ann", "Europe/London", "2026-03-25T12:00", "2026-03-27T12:00") == [
        ("Thu 26 March 09:00", "morning")
    ]


ELSEWHERE = """
import json, sys
from datetime import timedelta
from scheduling.policy import Policy
from storage import SINGLE, packs
from storage.store import Store
from storage.sweep import sweep
from storage.rederive import nightly
from tests.storage.council import at
from tests.storage.reading import send
store = Store(sys.argv[1], keys=[sys.argv[2]], policy=packs.load("wokingham"))
told, now = [], at("2026-03-24T08:00")
while now < at("2026-04-30T12:00"):
    sweep(store, SINGLE, now)
    told += [[now.isoformat(), c.op, c.to, c.kind, sorted(c.lines)] for c in send(store, now)]
    now += timedelta(hours=12)
nightly(store, SINGLE, now)
store.close()
print(json.dumps(sorted(told)))
"""


def _told_on_a_host_in(zone: str, url: str) -> list[object]:
    from tests.storage.conftest import KEY

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ELSEWHERE, url, KEY],
        env=os.environ | {"TZ": zone, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[object] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/Los_Angeles"])
def test_a_host_and_a_database_in_another_zone_tell_the_same_at_the_same_moments(
    council: Store, store: Store, zone: str
) -> None:
    from tests.storage.council import settled

    settled(store, "2026-03-16")
    if council.engine.dialect.name == "postgresql":
        with council.writing() as session:
            name = session.execute(text("SELECT current_database()")).scalar_one()
            session.execute(text(f"ALTER DATABASE \"{name}\" SET timezone TO '{zone}'"))
            session.commit()
        council.engine.dispose()
    here = _told_on_a_host_in("UTC", address_of(store))
    assert len(here) > 40
    assert _told_on_a_host_in(zone, address_of(council)) == here


def test_no_message_and_no_notice_keeps_a_moment_without_its_zone(council: Store) -> None:
    sweep(council, SINGLE, at(DAY))
    send(council, at(DAY))
    with council.reading() as session:
        moments = [*session.scalars(select(NoticeRow.at)), *session.scalars(select(MessageRow.sent_at))]
    assert {moment.utcoffset() for moment in moments if moment is not None} == {timedelta(0)}
