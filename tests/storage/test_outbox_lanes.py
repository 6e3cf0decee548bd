"""Which goes first, workspace by workspace; and what an administrator may do to what waits."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from storage import SINGLE
from storage.models import MessageRow, NoticeRow, OutboxRow
from storage.notices.edits import NO_ACCOUNT, edit
from storage.notices.queue import Telling, queue
from storage.outbox import OVERTAKEN, Again, Claim, Failed, Later, Sent, Unsure
from storage.outbox.steps import REST
from storage.store import Store
from storage.sweep import sweep
from tests.storage.council import at, settle, who
from tests.storage.reading import states

NOW = at("2026-03-26")
SECOND = timedelta(seconds=1)


@pytest.fixture
def waiting(council: Store) -> Store:
    """Seven morning messages to be sent."""
    sweep(council, SINGLE, NOW)
    return council


def message(store: Store, number: int, to: str, urgency: int, minutes: int) -> None:
    """One more to be sent."""
    mine = {"workspace": SINGLE, "recipient_id": to}
    with store.writing() as session:
        session.execute(insert(MessageRow).values(id=f"m{number}", kind="escalation", day_on=NOW.date(), **mine))
        posted = {"message_id": f"m{number}", "op": "post", "state": "pending", "attempts": 0, "changed_at": NOW, "reason": ""}
        due = {"urgency": urgency, "not_before": NOW - timedelta(minutes=minutes)}
        session.execute(insert(OutboxRow).values(**mine, **posted, **due))
        session.commit()


def order(claims: Sequence[Claim]) -> list[str]:
    return [claim.message_id for claim in claims if claim.message_id.startswith("m")]


def test_urgent_goes_before_routine_and_older_before_newer(council: Store) -> None:
    for number, (to, urgency, minutes) in enumerate(
        [("ann", 2, 50), ("bob", 0, 1), ("dan", 1, 5), ("tom", 1, 9), ("tim", 0, 2), ("sue", 2, 60)]
    ):
        message(council, number, to, urgency, minutes)
    assert order(council.outbox.claim(NOW)) == ["m4", "m1", "m3", "m2", "m5", "m0"]


def test_somebody_with_a_hundred_waiting_keeps_nobody_else_waiting(council: Store) -> None:
    for number in range(100):
        message(council, number, "ann", 2, 60)
    message(council, 100, "bob", 2, 1)
    assert {claim.recipient_id for claim in council.outbox.claim(NOW, limit=2)} == {"ann", "bob"}


def test_of_several_to_one_person_the_urgent_goes_first_though_it_came_last(council: Store) -> None:
    message(council, 1, "ann", 2, 60)
    message(council, 2, "ann", 0, 0)
    (claim,) = council.outbox.claim(NOW)
    assert claim.message_id == "m2"


def test_what_is_not_due_yet_holds_up_nothing_that_is(council: Store) -> None:
    message(council, 1, "ann", 0, -5)
    message(council, 2, "ann", 2, 5)
    (claim,) = council.outbox.claim(NOW)
    assert claim.message_id == "m2"


def test_each_workspace_with_something_to_do_is_a_lane(waiting: Store) -> None:
    with waiting.work("other", at("2026-03-16")) as work:
        settle(work)
        work.commit()
    assert waiting.outbox.lanes() == [SINGLE]
    sweep(waiting, "other", NOW)
    assert waiting.outbox.lanes() == [SINGLE, "other"]
    claims = waiting.outbox.sending(waiting.outbox.claim(NOW, workspace="other"), NOW)
    assert waiting.outbox.lanes() == [SINGLE, "other"], "what is in flight must be seen to its end"
    waiting.outbox.settle([Sent(claim, "D1", claim.message_id) for claim in claims], NOW)
    assert waiting.outbox.lanes() == [SINGLE]


def test_how_one_batch_ended_and_the_next_begins_is_one_commit(waiting: Store) -> None:
    first, second = waiting.outbox.claim(NOW, limit=3), waiting.outbox.claim(NOW, limit=4)
    waiting.outbox.sending(first, NOW)
    ended = [Sent(first[0], "D1", "1"), Again(first[1], NOW + SECOND), Unsure(first[2], NOW)]
    held, begun = waiting.outbox.settle(ended, NOW, second)
    assert held == {claim.id for claim in first}
    assert begun == second
    by_claim = {entry.id: entry.state for entry in waiting.outbox.listing(("sent", "pending", "uncertain", "sending"))}
    assert [by_claim[claim.id] for claim in [*first, *second]] == ["sent", "pending", "uncertain", *["sending"] * 4]


def test_a_claim_that_was_taken_over_changes_nothing_beside_those_that_hold(waiting: Store) -> None:
    late, good = waiting.outbox.sending(waiting.outbox.claim(NOW, limit=2), NOW)
    with waiting.writing() as session:
        session.execute(update(OutboxRow).where(OutboxRow.id == late.id).values(attempts=late.attempts + 1))
        session.commit()
    held, _ = waiting.outbox.settle([Sent(late, "D1", "1"), Sent(good, "D2", "2")], NOW)
    assert held == {good.id}


def test_after_a_post_the_same_person_rests_a_second_and_nobody_else_does(waiting: Store) -> None:
    message(waiting, 1, "ann", 2, 0)
    claims = waiting.outbox.sending(waiting.outbox.claim(NOW), NOW)
    waiting.outbox.settle([Sent(claim, "D1", claim.message_id) for claim in claims], NOW)
    message(waiting, 2, "bob", 2, 0)
    assert order(waiting.outbox.claim(NOW + REST / 2)) == ["m2"]
    assert order(waiting.outbox.claim(NOW + REST)) == ["m1"]


def test_what_is_put_off_lets_the_next_to_the_same_person_go(waiting: Store) -> None:
    ann = next(claim for claim in waiting.outbox.claim(NOW) if claim.recipient_id == "ann")
    message(waiting, 1, "ann", 2, 0)
    waiting.outbox.settle([Later(ann, NOW + timedelta(hours=1))], NOW)
    assert order(waiting.outbox.claim(NOW)) == ["m1"]


def failed(store: Store) -> list[Claim]:
    claims = store.outbox.sending(store.outbox.claim(NOW, limit=2), NOW)
    store.outbox.settle([Failed(claim, "user_disabled") for claim in claims], NOW)
    return claims


def test_the_list_names_whom_it_was_for_since_when_and_why(waiting: Store) -> None:
    claims = failed(waiting)
    entries = waiting.outbox.listing(("failed",))
    assert {(entry.id, entry.recipient_id) for entry in entries} == {(claim.id, claim.recipient_id) for claim in claims}
    for entry in entries:
        assert entry.recipient_name == f"{entry.recipient_id.title()} Example"
        assert (entry.kind, entry.op, entry.state, entry.reason) == ("morning", "post", "failed", "user_disabled")
        assert entry.changed_at == NOW
    assert waiting.outbox.listing(("failed",), workspace="other") == []
    assert len(waiting.outbox.listing(("failed", "pending"), limit=3)) == 3


def test_what_failed_is_tried_again_and_a_late_word_about_it_no_longer_counts(waiting: Store) -> None:
    claims = failed(waiting)
    ids = [claim.id for claim in claims]
    assert waiting.outbox.retry(ids, NOW) == 2
    assert waiting.outbox.retry(ids, NOW) == 0
    assert not waiting.outbox.sent(claims[0], "D1", "1", NOW)
    assert {claim.id for claim in waiting.outbox.claim(NOW)} >= set(ids)


def test_of_two_failed_edits_of_one_message_one_is_made_again_and_whatever_else_failed(waiting: Store) -> None:
    posts = waiting.outbox.sending(waiting.outbox.claim(NOW), NOW)
    waiting.outbox.settle([Failed(posts[0], "user_disabled"), *(Sent(each, "D1", str(each.id)) for each in posts[1:])], NOW)
    for _ in range(2):
        with waiting.work(SINGLE, NOW) as work:
            edit(work, [posts[-1].message_id])
            work.commit()
        (failing,) = waiting.outbox.sending(waiting.outbox.claim(NOW), NOW)
        assert failing.op == "update"
        assert waiting.outbox.failed(failing, "restricted_action", NOW)
    ids = [each.id for each in waiting.outbox.listing(("failed",))]
    assert len(ids) == 3
    assert waiting.outbox.retry(ids, NOW) == 2
    (dropped,) = waiting.outbox.listing(("cancelled",))
    assert (dropped.op, dropped.reason) == ("update", OVERTAKEN)
    assert sorted(each.op for each in waiting.outbox.listing(("pending",))) == ["post", "update"]


def test_what_waits_can_be_cancelled_and_what_is_being_sent_cannot(waiting: Store) -> None:
    (flying,) = waiting.outbox.sending(waiting.outbox.claim(NOW, limit=1), NOW)
    ids = [entry.id for entry in waiting.outbox.listing(("pending", "sending"))]
    assert waiting.outbox.cancel(ids, NOW, "imported by mistake") == 6
    assert waiting.outbox.sent(flying, "D1", "1", NOW)
    assert sorted(states(waiting).values()) == [*["cancelled"] * 6, "sent"]


def test_an_escalation_that_cannot_be_delivered_goes_to_the_next_above_and_a_reminder_goes_nowhere(council: Store) -> None:
    at_last = at("2026-04-27")
    sweep(council, SINGLE, at_last)
    claims = council.outbox.sending(council.outbox.claim(at_last, limit=100), at_last)
    with council.read(SINGLE, at_last) as work:
        sue = who(work, "sue").id
        kinds = {row.id: row.kind for row in work.session.query(MessageRow)}
    theirs = [claim for claim in claims if claim.recipient_id == sue]
    escalations = [claim for claim in theirs if kinds[claim.message_id] == "escalation"]
    assert escalations
    before = notices(council)
    for claim in theirs:
        assert council.outbox.unreached(claim, "user_disabled", at_last, "USUE")
        assert not council.outbox.unreached(claim, "user_disabled", at_last, "USUE"), "once"
    fresh = notices(council) - before
    assert {(kind, to, instead) for _, kind, to, instead in fresh} == {("escalation", "zoe", "sue")}
    assert len(fresh) == len(escalations)


def notices(store: Store) -> set[tuple[str, str, str, str | None]]:
    with store.reading() as session:
        rows = session.query(NoticeRow.subject, NoticeRow.kind, NoticeRow.recipient_id, NoticeRow.instead_of_id)
        return {tuple(row) for row in rows}  # type: ignore[misc]


def test_what_joins_a_message_that_is_just_being_given_up_is_not_lost_with_it(waiting: Store) -> None:
    """A clock found nothing left to say; before it could note that, there was something again."""
    ann = next(claim for claim in waiting.outbox.claim(NOW) if claim.recipient_id == "ann")
    with waiting.work(SINGLE, NOW) as work:
        told = work.session.query(NoticeRow).filter_by(message_id=ann.message_id).all()
        for notice in told:
            work.session.delete(notice)
        work.commit()
    with waiting.read(SINGLE, NOW) as work:
        assert waiting.outbox.rendered(work, ann) is None
    with waiting.work(SINGLE, NOW) as work:
        queue(work, [Telling(told[0].kind, "ann", NOW, obligation_id=told[0].obligation_id)])
        work.commit()
    waiting.outbox.unsaid([ann], NOW)
    (again,) = [claim for claim in waiting.outbox.claim(NOW) if claim.recipient_id == "ann"]
    assert (again.op, again.message_id) == ("post", ann.message_id)


def test_somebody_who_got_another_account_meanwhile_is_not_given_up(waiting: Store) -> None:
    (ann,) = [claim for claim in waiting.outbox.sending(waiting.outbox.claim(NOW), NOW) if claim.recipient_id == "ann"]
    with waiting.work(SINGLE, NOW) as work:
        work.people.link_slack("ann", "UNEW", "Europe/London")
        work.commit()
    assert waiting.outbox.unreached(ann, NO_ACCOUNT, NOW, account="UANN")
    assert [claim.id for claim in waiting.outbox.claim(NOW)] == [ann.id]
