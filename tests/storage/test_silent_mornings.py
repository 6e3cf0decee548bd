"""A morning message that failed, or that an administrator gave up, takes nothing with it that came after it.

Ann is supervised by Tom. The morning of Thursday 26 March 2026 brings him a message; at ten she logs one for him to confirm.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from storage import SINGLE
from storage.models import MessageRow, OutboxRow
from storage.notices.edits import NO_ACCOUNT
from storage.outbox import Claim
from storage.rederive import nightly
from storage.store import Store
from storage.sweep import sweep
from tests.storage.council import at, day, who
from tests.storage.reading import send, states
from tests.storage.test_quiet import arrivals, log

MORNING, TEN, NIGHT, NEXT = "2026-03-26T09:00", "2026-03-26T10:00", "2026-03-27T02:30", "2026-03-27T09:00"
ASKED = "to_confirm M100001"
Ends = Callable[[Store, Claim], None]


def toms(store: Store) -> Claim:
    """His morning message, about to be sent; the others are sent."""
    sweep(store, SINGLE, at(MORNING))
    claims = store.outbox.sending(store.outbox.claim(at(MORNING), limit=100), at(MORNING))
    (his,) = [claim for claim in claims if claim.recipient_id == "tom"]
    for claim in claims:
        if claim != his:
            store.outbox.sent(claim, "D", claim.message_id, at(MORNING))
    return his


def fails(store: Store, claim: Claim) -> None:
    assert store.outbox.failed(claim, "msg_too_long", at(MORNING))


def is_given_up(store: Store, claim: Claim) -> None:
    assert store.outbox.postponed(claim, at(MORNING), at(MORNING))
    assert store.outbox.cancel([claim.id], at(MORNING), "imported by mistake") == 1


def is_deleted(store: Store, claim: Claim) -> None:
    assert store.outbox.sent(claim, "D", claim.message_id, at(MORNING))
    assert store.outbox.cancel([claim.id], at(MORNING), "imported by mistake") == 1
    assert "delete" in [call.op for call in send(store, MORNING)]


@pytest.mark.parametrize("ends", [fails, is_given_up, is_deleted])
def test_what_is_asked_after_a_message_that_tells_nobody_comes_once_with_the_next_morning(council: Store, ends: Ends) -> None:
    ends(council, toms(council))
    before = states(council)["tom morning"]
    log(council, TEN, "ann")
    assert [call for call in send(council, "2026-03-26T10:05") if call.to == "tom"] == []
    with council.reading() as session:
        thursday = select(MessageRow.id).where(MessageRow.recipient_id == "tom", MessageRow.day_on == day(MORNING[:10]))
        post = select(OutboxRow.state).where(OutboxRow.message_id.in_(thursday), OutboxRow.op == "post")
        assert session.scalars(post).all() == [before], "what failed or was given up stays so"
    assert nightly(council, SINGLE, at(NIGHT)).repaired == {}
    came = arrivals(council, "tom", "2026-03-27T08:30", NEXT)
    assert [(moment, lines) for moment, _, lines in came] == [(NEXT, (ASKED,))], "and nothing of what was given up"
    nightly(council, SINGLE, at("2026-03-28T02:30"))
    later = arrivals(council, "tom", "2026-03-30T09:00", "2026-03-31T09:00")
    assert ASKED not in {line for _, _, lines in later for line in lines}, "told once"


def test_a_next_morning_that_was_given_up_too_is_passed_over(council: Store) -> None:
    fails(council, toms(council))
    log(council, TEN, "ann")
    (waits,) = [each for each in council.outbox.listing(("pending",)) if each.recipient_id == "tom"]
    assert council.outbox.cancel([waits.id], at(TEN), "by mistake") == 1
    log(council, "2026-03-26T11:00", "bob", "M100002")
    came = arrivals(council, "tom", NEXT, "2026-03-30T09:00")
    assert [(moment, "to_confirm M100002" in lines, ASKED in lines) for moment, _, lines in came] == [
        ("2026-03-30T09:00", True, False)
    ]


def test_what_joins_a_message_that_waits_for_an_account_goes_with_it(council: Store) -> None:
    assert council.outbox.unreached(toms(council), NO_ACCOUNT, at(MORNING), "UTOM")
    log(council, TEN, "ann")
    with council.work(SINGLE, at("2026-03-26T11:00")) as work:
        work.people.link_slack("tom", "UNEW", "Europe/London")
        work.commit()
    (came,) = arrivals(council, "tom", "2026-03-26T11:00")
    assert ASKED in came[2]
    assert len(came[2]) > 1, "with what it told already"


def test_what_waited_past_its_day_is_not_put_into_a_morning_that_was_given_up(council: Store) -> None:
    """Sending stood still from Thursday on; Friday's message, already made, was given up."""
    log(council, TEN, "ann")
    with council.work(SINGLE, at(TEN)) as work:
        theirs = {"recipient_id": "tom", "kind": "morning", "day_on": day("2026-03-27")}
        work.session.add(MessageRow(workspace=SINGLE, id="friday", **theirs))
        work.session.flush()
        fixed = {"op": "post", "state": "cancelled", "reason": "by mistake", "not_before": at(NEXT), "changed_at": at(TEN)}
        work.session.add(OutboxRow(workspace=SINGLE, message_id="friday", recipient_id="tom", **fixed))
        work.commit()
    came = arrivals(council, "tom", "2026-03-27T09:30", "2026-03-30T09:00")
    assert [(moment, ASKED in lines) for moment, _, lines in came] == [("2026-03-30T09:00", True)]


def test_what_is_to_be_read_after_such_a_message_failed_comes_in_another_that_day(council: Store) -> None:
    def decide(now: str, decision: str) -> None:
        with council.work(SINGLE, at(now)) as work:
            work.decisions.log(viewer=who(work, "tom"), ref="M100001", decision=decision, rationale="Sooner.")
            work.commit()

    decide(TEN, "A visit.")
    (claim,) = council.outbox.sending(council.outbox.claim(at(TEN)), at(TEN))
    assert council.outbox.failed(claim, "msg_too_long", at(TEN))
    decide("2026-03-26T11:00", "Another.")
    decide("2026-03-26T11:01", "A third.")
    came = [call for call in send(council, "2026-03-26T11:05") if call.kind == "to_read"]
    assert [(call.op, call.to, len(call.lines)) for call in came] == [("post", "ann", 2)]
