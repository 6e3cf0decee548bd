"""On PostgreSQL a clock claims while people store: nobody is told of what has just changed, and no edit is lost.

Each test stops one side in the middle of its transaction, which on SQLite cannot be: it has one writer.
"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from storage import SINGLE
from storage.notices.edits import NO_ACCOUNT
from storage.notices.withdrawing import withdraw
from storage.outbox import OVERTAKEN, Again, Claim, Outcome, claims
from storage.outbox import Sent as Answered
from storage.outbox.claims import LEASE
from storage.outbox.steps import Cancelled, Failed, apply
from storage.store import Store
from storage.sweep import sweep
from storage.unit import UnitOfWork
from tests.storage.council import at, day, settled, who
from tests.storage.reading import Sent, send, states

NOW = at("2026-03-26")


@pytest.fixture
def waiting(server_store: Store) -> Store:
    """Seven morning messages to be sent."""
    settled(server_store, "2026-03-16")
    sweep(server_store, SINGLE, NOW)
    assert set(states(server_store).values()) == {"pending"}
    return server_store


def recorded(work: UnitOfWork, on: str = "2026-03-25") -> None:
    """Ann's session was held, so her morning message and Tom's no longer say that it comes."""
    work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=day(on), notes="Said.")


def of_ann(calls: list[Sent]) -> list[Sent]:
    return [call for call in calls if call.to == "ann"]


def test_what_is_being_changed_is_claimed_when_the_change_is_there_to_be_seen(waiting: Store) -> None:
    with waiting.work(SINGLE, NOW) as work:
        recorded(work)
        taken = {claim.recipient_id for claim in waiting.outbox.claim(NOW)}
        assert taken == {"bob", "dan", "sue", "tim", "zoe"}, "neither Ann's nor Tom's"
        work.commit()
    assert {claim.recipient_id for claim in waiting.outbox.claim(NOW)} == {"ann", "tom"}
    assert states(waiting, "update") == {}, "what is rendered after the change needs no edit"


def test_what_is_being_claimed_while_it_changes_is_edited_afterwards(waiting: Store) -> None:
    with waiting.writing() as session, ThreadPoolExecutor(1) as pool:
        claimed = claims.claim(session, SINGLE, NOW, 50, LEASE)
        assert "ann" in {claim.recipient_id for claim in claimed}
        changed = pool.submit(change, waiting)
        assert not is_over(changed.done), "it waits for the claim"
        session.commit()
        changed.result()
    sent = []
    for claim in waiting.outbox.sending(claimed, NOW):
        waiting.outbox.sent(claim, "D1", f"{claim.id}", NOW)
        sent.append(claim.recipient_id)
    assert "ann" in sent
    assert [call.op for call in of_ann(send(waiting, at("2026-03-26T10:00")))] == ["update"]


def test_what_is_being_withdrawn_is_not_claimed(waiting: Store) -> None:
    with waiting.work(SINGLE, NOW) as work:
        owed = [each.id for each in work.obligations.of("ann", viewer=who(work, "ann"))]
        assert withdraw(work, owed, lambda *_: False)
        assert {claim.recipient_id for claim in waiting.outbox.claim(NOW)}.isdisjoint({"ann", "tom"})
        work.commit()
    assert {claim.recipient_id for claim in waiting.outbox.claim(NOW)} == {"ann", "tom"}


def change(store: Store) -> None:
    with store.work(SINGLE, NOW) as work:
        recorded(work)
        work.commit()


def is_over(done: object) -> bool:
    """Whether it is done although it should wait; a third of a second is plenty for that."""
    for _ in range(30):
        threading.Event().wait(0.01)
        if done():  # type: ignore[operator]
            return True
    return False


def test_an_edit_that_waits_is_not_claimed_while_there_is_more_to_say(waiting: Store) -> None:
    send(waiting, NOW)
    change(waiting)
    later = at("2026-03-26T10:00")
    with waiting.work(SINGLE, later) as work:
        work.sessions.book(viewer=who(work, "tom"), supervisee_id="ann", planned_on=day("2026-04-20"))
        assert "ann" not in {claim.recipient_id for claim in waiting.outbox.claim(later)}
        work.commit()
    assert sorted(call.op for call in of_ann(send(waiting, later))) == ["update"], (
        "one edit; of the booking she is told with the next morning"
    )


def test_an_edit_that_is_being_claimed_is_followed_by_another(waiting: Store) -> None:
    send(waiting, NOW)
    change(waiting)
    later = at("2026-03-26T10:00")
    with waiting.writing() as session, ThreadPoolExecutor(1) as pool:
        claimed = claims.claim(session, SINGLE, later, 50, LEASE)
        assert "ann" in {claim.recipient_id for claim in claimed}
        booked = pool.submit(book, waiting)
        assert not is_over(booked.done), "it waits for the claim"
        session.commit()
        booked.result()
    for claim in waiting.outbox.sending(claimed, later):
        waiting.outbox.sent(claim, "D1", f"{claim.id}", later)
    assert sorted(call.op for call in of_ann(send(waiting, later))) == ["update"], (
        "one edit; of the booking she is told with the next morning"
    )


def test_an_edit_that_waits_again_gives_way_to_one_that_is_just_being_queued_and_loses_nobody_elses_answer(
    waiting: Store,
) -> None:
    """Its refusal is noted in one commit with what became of others' posts: Slack's word about those must not be lost."""
    posts = waiting.outbox.sending(waiting.outbox.claim(NOW), NOW)
    (late,) = [claim for claim in posts if claim.recipient_id == "zoe"]
    waiting.outbox.settle([Answered(claim, "D1", claim.message_id) for claim in posts if claim is not late], NOW)
    change(waiting)
    later = at("2026-03-26T10:00")
    edits = waiting.outbox.sending(waiting.outbox.claim(later), later)
    assert {(claim.op, claim.recipient_id) for claim in edits} >= {("update", "ann"), ("update", "tom")}
    answers: list[Outcome] = [Answered(late, "D1", "zoe's"), *(Again(claim, later) for claim in edits)]
    with waiting.work(SINGLE, later) as work, ThreadPoolExecutor(1) as pool:
        work.sessions.book(viewer=who(work, "tom"), supervisee_id="ann", planned_on=day("2026-04-20"))
        settled_by = pool.submit(waiting.outbox.settle, answers, later)
        assert not is_over(settled_by.done), "it waits for whoever is queueing the newer edit"
        work.commit()
        held, _ = settled_by.result()
    assert held == {late.id, *(claim.id for claim in edits)}
    assert states(waiting)["zoe morning"] == "sent"
    dropped = {each.id for each in waiting.outbox.listing(("cancelled",)) if each.reason == OVERTAKEN}
    assert dropped == {claim.id for claim in edits if claim.recipient_id in ("ann", "tom")}
    assert [call.op for call in of_ann(send(waiting, later))] == ["update"], "the newer one"


def book(store: Store) -> None:
    with store.work(SINGLE, at("2026-03-26T10:00")) as work:
        work.sessions.book(viewer=who(work, "tom"), supervisee_id="ann", planned_on=day("2026-04-20"))
        work.commit()


@pytest.fixture
def begun(waiting: Store) -> tuple[Store, Claim]:
    """Ann's message is about to be sent."""
    begun = waiting.outbox.sending(waiting.outbox.claim(NOW), NOW)
    return waiting, next(claim for claim in begun if claim.recipient_id == "ann")


def test_whoever_gets_an_account_while_a_sender_gives_them_up_is_sent_to(begun: tuple[Store, Claim]) -> None:
    store, claim = begun
    with store.writing() as session, ThreadPoolExecutor(1) as pool:
        assert apply(session, [Failed(claim, NO_ACCOUNT)], NOW)
        linked = pool.submit(link, store)
        assert not is_over(linked.done), "it waits for the sender"
        session.commit()
        linked.result()
    assert states(store)["ann morning"] == "pending"


def link(store: Store) -> None:
    with store.work(SINGLE, NOW) as work:
        work.people.link_slack("ann", "UNEW", "Europe/London")
        work.commit()


def test_what_joins_a_message_that_is_being_cancelled_brings_it_back(begun: tuple[Store, Claim]) -> None:
    store, claim = begun
    with store.writing() as session, ThreadPoolExecutor(1) as pool:
        assert apply(session, [Cancelled(claim, "nothing left to say")], NOW)
        joined = pool.submit(join, store)
        assert not is_over(joined.done), "it waits for the sender"
        session.commit()
        joined.result()
    assert states(store)["ann morning"] == "pending"


def join(store: Store) -> None:
    """Something more for Ann's morning message."""
    from storage.notices.queue import Telling, queue

    with store.work(SINGLE, NOW) as work:
        owed = next(each for each in work.obligations.of("ann", viewer=who(work, "ann")))
        assert queue(work, [Telling("late", "ann", NOW, obligation_id=owed.id)])
        work.commit()
