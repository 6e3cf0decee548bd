"""The computer's clock was ahead, and is set back: what it put off goes as if it had been right.

The morning of Thursday 26 March 2026 brings seven people a message.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from storage import SINGLE
from storage.models import MessageRow, OutboxRow
from storage.notices import carrying
from storage.notices.queue import Telling, queue
from storage.outbox import Later
from storage.store import Store
from storage.sweep import sweep
from tests.storage.council import at, settled

NINE = at("2026-03-26")
AHEAD = timedelta(days=2)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def waiting(council: Store) -> Store:
    """Seven morning messages to be sent."""
    sweep(council, SINGLE, NINE)
    return council


def _waits(store: Store) -> list[datetime]:
    """Until when each post waits, soonest first."""
    query = select(OutboxRow.not_before).where(OutboxRow.op == "post", OutboxRow.state == "pending")
    with store.reading() as session:
        return list(session.scalars(query.order_by(OutboxRow.not_before)))


@pytest.mark.parametrize("how", ["refused", "in doubt"])
def test_what_is_to_be_tried_again_waits_as_long_from_now(waiting: Store, how: str) -> None:
    (claim,) = waiting.outbox.claim(NINE, limit=1)
    waiting.outbox.sending([claim], NINE + AHEAD)
    if how == "refused":
        waiting.outbox.refused(claim, NINE + AHEAD + 30 * SECOND, NINE + AHEAD)
    else:
        waiting.outbox.uncertain(claim, NINE + AHEAD)
    assert len(waiting.outbox.claim(NINE, limit=100)) == 6, "everybody else"
    assert waiting.outbox.set_back(NINE) == 1
    assert waiting.outbox.set_back(NINE) == 0
    assert waiting.outbox.claim(NINE + 29 * SECOND) == []
    soon = NINE + 31 * SECOND
    found = waiting.outbox.doubtful(soon, timedelta(0)) if how == "in doubt" else waiting.outbox.claim(soon, lease=AHEAD)
    assert [each.id for each in found] == [claim.id]


RIGHT_AGAIN = [
    # when the clock is right again, and when that morning's message goes
    ("2026-03-26T08:59", "2026-03-26T09:00"),
    ("2026-03-26T09:01", "2026-03-26T09:01"),
    ("2026-03-26T17:30", "2026-03-26T17:30"),
    ("2026-03-26T18:30", "2026-03-27T09:00"),
]


@pytest.mark.parametrize(("right", "goes"), RIGHT_AGAIN)
@pytest.mark.parametrize("ahead", [timedelta(hours=12), timedelta(days=1, hours=12), timedelta(days=30)], ids=str)
def test_a_message_of_this_morning_that_was_put_off_for_a_later_one_comes_this_morning(
    waiting: Store, ahead: timedelta, right: str, goes: str
) -> None:
    """Whoever is told of a thing that is due days later than they were to be told has no time left for it."""
    wrong = NINE + ahead
    claims = waiting.outbox.claim(NINE, limit=100)
    waiting.outbox.settle([Later(each, wrong + timedelta(hours=15)) for each in claims], wrong)
    assert waiting.outbox.set_back(at(right)) == 7
    assert waiting.outbox.set_back(at(right)) == 0
    assert _waits(waiting) == [at(goes)] * 7
    with waiting.reading() as session:
        assert set(session.scalars(select(MessageRow.day_on))) == {at(goes).date()}


def test_what_was_carried_to_another_day_is_of_this_morning_again_and_what_is_meant_for_another_stays(waiting: Store) -> None:
    """The clock shows the evening after: what has waited is to go on Monday then."""
    with waiting.work(SINGLE, NINE) as work:
        queue(work, [Telling("plan_confirmed", "zoe", at("2026-04-01"), about_id="a plan")])
        work.commit()
    wrong = at("2026-03-27T20:00")
    sweep(waiting, SINGLE, wrong)
    monday = [at("2026-03-30")] * 7
    assert _waits(waiting) == [*monday, at("2026-04-01")]
    waiting.outbox.set_back(NINE + MINUTE)
    assert _waits(waiting) == [*[NINE + MINUTE] * 7, at("2026-04-01")]


def test_what_a_clock_put_off_that_is_right_stays_as_it_is(waiting: Store) -> None:
    evening, morning = at("2026-03-26T18:01"), at("2026-03-27")
    first, *others = waiting.outbox.claim(NINE, limit=100)
    waiting.outbox.settle([Later(each, morning) for each in others], evening)
    waiting.outbox.sending([first], evening)
    waiting.outbox.refused(first, evening + 5 * MINUTE, evening)
    assert waiting.outbox.set_back(evening + SECOND) == 0
    assert _waits(waiting) == [evening + 5 * MINUTE, *[morning] * 6]


def test_files_of_a_thread_are_come_to_at_once(waiting: Store) -> None:
    """Whoever comes to them looks at the hours of their reader."""
    (claim,) = waiting.outbox.sending(waiting.outbox.claim(NINE, limit=1), NINE)
    waiting.outbox.sent(claim, "D1", "1", NINE, files=True)
    files = waiting.outbox.claim_files(NINE, MINUTE, SINGLE)
    assert files is not None
    waiting.outbox.postponed(files, NINE + AHEAD + timedelta(hours=15), NINE + AHEAD)
    assert waiting.outbox.set_back(NINE + MINUTE) == 1
    again = waiting.outbox.claim_files(NINE + MINUTE, MINUTE, SINGLE)
    assert again is not None
    assert again.id == files.id


def test_in_every_workspace_and_however_many(waiting: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrying, "BATCH", 3)
    settled(waiting, "2026-03-16", "other")
    sweep(waiting, "other", NINE)
    claims = waiting.outbox.claim(NINE, limit=100)
    waiting.outbox.settle([Later(each, NINE + AHEAD + timedelta(hours=15)) for each in claims], NINE + AHEAD)
    assert waiting.outbox.set_back(NINE) == len(claims) == 14
    assert _waits(waiting) == [NINE] * 14
