"""Each message is sent once, whoever dies in between."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from storage import SINGLE
from storage.notices.edits import NO_ACCOUNT
from storage.outbox import Claim, Failed, Later, Outcome, Sent
from storage.outbox.steps import REST
from storage.store import Store
from storage.sweep import sweep
from tests.storage.council import at, day, settle, who
from tests.storage.reading import send, states

NOW = at("2026-03-26")
MINUTE = timedelta(minutes=1)
RECIPIENTS = {"ann", "bob", "dan", "sue", "tim", "tom", "zoe"}


@pytest.fixture
def waiting(council: Store) -> Store:
    """Seven morning messages to be sent."""
    sweep(council, SINGLE, NOW)
    return council


def _one(store: Store, now: datetime = NOW) -> Claim:
    (claim,) = store.outbox.claim(now, limit=1)
    return claim


def test_what_one_has_claimed_nobody_else_claims(waiting: Store) -> None:
    first, second = waiting.outbox.claim(NOW, limit=4), waiting.outbox.claim(NOW, limit=100)
    assert (len(first), len(second)) == (4, 3)
    assert {claim.recipient_id for claim in [*first, *second]} == RECIPIENTS
    assert waiting.outbox.claim(NOW) == []


def test_one_message_at_a_time_goes_to_a_recipient(waiting: Store) -> None:
    with waiting.work(SINGLE, NOW) as work:
        work.decisions.log(viewer=who(work, "tom"), ref="M100001", decision="d", rationale="r")
        work.commit()
    claims = waiting.outbox.claim(NOW)
    assert [claim.recipient_id for claim in claims].count("ann") == 1
    assert waiting.outbox.claim(NOW) == []
    for claim in waiting.outbox.sending(claims, NOW):
        waiting.outbox.sent(claim, "D1", "1", NOW)
    assert waiting.outbox.claim(NOW + REST / 2) == [], "Slack takes one message a second a channel"
    assert [claim.recipient_id for claim in waiting.outbox.claim(NOW + REST)] == ["ann"]


def test_a_workspace_can_be_sent_by_itself(waiting: Store) -> None:
    with waiting.work("other", at("2026-03-16")) as work:
        settle(work)
        work.commit()
    sweep(waiting, "other", NOW)
    assert {claim.workspace for claim in waiting.outbox.claim(NOW, workspace="other")} == {"other"}
    assert len(waiting.outbox.claim(NOW)) == 7


def test_a_lease_that_ran_out_before_sending_is_claimed_again(waiting: Store) -> None:
    old = _one(waiting)
    assert waiting.outbox.takeover(NOW + MINUTE / 2) == 0
    assert waiting.outbox.takeover(NOW + MINUTE) == 1
    again = next(claim for claim in waiting.outbox.claim(NOW + MINUTE) if claim.id == old.id)
    assert again.attempts == old.attempts + 1
    assert waiting.outbox.sending([old], NOW + MINUTE) == []
    assert waiting.outbox.sending([again], NOW + MINUTE) == [again]
    assert not waiting.outbox.sent(old, "D1", "1", NOW + MINUTE)
    assert waiting.outbox.sent(again, "D1", "2", NOW + MINUTE)


def test_a_lease_that_ran_out_while_sending_is_looked_up_first(waiting: Store) -> None:
    (claim,) = waiting.outbox.sending([_one(waiting)], NOW)
    waiting.outbox.takeover(NOW + MINUTE)
    assert claim.id not in {each.id for each in waiting.outbox.claim(NOW + MINUTE)}
    assert waiting.outbox.doubtful(NOW + MINUTE, waited=timedelta(seconds=30)) == []
    assert waiting.outbox.doubtful(NOW + 2 * MINUTE, waited=timedelta(seconds=30)) == [claim]
    assert waiting.outbox.absent(claim, NOW + 2 * MINUTE)
    again = _one(waiting, NOW + 2 * MINUTE)
    assert (again.id, again.attempts) == (claim.id, claim.attempts + 1)


def test_a_late_answer_ends_the_doubt(waiting: Store) -> None:
    (claim,) = waiting.outbox.sending([_one(waiting)], NOW)
    assert waiting.outbox.uncertain(claim, NOW)
    assert waiting.outbox.sent(claim, "D1", "1", NOW)
    assert waiting.outbox.doubtful(NOW + MINUTE, waited=timedelta(0)) == []


def test_a_refusal_pauses_the_recipient_until_slack_allows(waiting: Store) -> None:
    with waiting.work(SINGLE, NOW) as work:
        work.decisions.log(viewer=who(work, "tom"), ref="M100001", decision="d", rationale="r")
        work.commit()
    claims = waiting.outbox.sending(waiting.outbox.claim(NOW), NOW)
    ann = next(claim for claim in claims if claim.recipient_id == "ann")
    assert waiting.outbox.refused(ann, NOW + 5 * MINUTE, NOW)
    assert waiting.outbox.claim(NOW + 5 * MINUTE - timedelta(seconds=1)) == []
    assert [claim.recipient_id for claim in waiting.outbox.claim(NOW + 5 * MINUTE)] == ["ann"]


def edited(store: Store, now: datetime) -> set[tuple[str, str, str]]:
    """What goes then: what is done in Slack, to whom, to a message of which kind."""
    return {(call.op, call.to, call.kind) for call in send(store, now)}


@pytest.mark.parametrize("waits", [MINUTE, 16 * 60 * MINUTE])
def test_an_edit_of_a_message_that_is_put_off_keeps_no_other_from_its_recipient(waiting: Store, waits: timedelta) -> None:
    """Whatever holds up the one, a working day or our own mistake, what stands in Slack already says what is done."""
    send(waiting, NOW)
    later = at("2026-04-01")
    sweep(waiting, SINGLE, later)
    (second,) = [claim for claim in waiting.outbox.claim(later) if claim.recipient_id == "ann"]
    with waiting.work(SINGLE, later) as work:
        work.sessions.book(viewer=who(work, "tom"), supervisee_id="ann", planned_on=day("2026-04-15"))
        work.commit()
    assert waiting.outbox.postponed(second, later + waits, later)
    assert ("update", "ann", "morning") in edited(waiting, later)
    with waiting.work(SINGLE, later) as work:
        work.sessions.move(viewer=who(work, "tom"), supervisee_id="ann", to_on=day("2026-04-20"), reason="court")
        work.commit()
    assert ("update", "ann", "morning") in edited(waiting, later)


def test_edits_wait_for_the_post_and_go_with_it_when_it_fails(waiting: Store) -> None:
    claims = waiting.outbox.sending(waiting.outbox.claim(NOW), NOW)
    with waiting.work(SINGLE, NOW) as work:
        work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=day("2026-03-26"), notes="Said.")
        work.commit()
    assert waiting.outbox.claim(NOW) == []
    ann = next(claim for claim in claims if claim.recipient_id == "ann")
    tom = next(claim for claim in claims if claim.recipient_id == "tom")
    assert waiting.outbox.failed(ann, "channel_not_found", NOW)
    assert waiting.outbox.sent(tom, "D1", "1", NOW)
    assert [(claim.op, claim.recipient_id) for claim in waiting.outbox.claim(NOW)] == [("update", "tom")]
    assert states(waiting, "update")["ann morning"] == "cancelled"


def test_an_edit_of_a_post_in_doubt_waits_until_it_is_there(waiting: Store) -> None:
    claims = waiting.outbox.sending(waiting.outbox.claim(NOW), NOW)
    ann = next(claim for claim in claims if claim.recipient_id == "ann")
    assert waiting.outbox.uncertain(ann, NOW)
    with waiting.work(SINGLE, NOW) as work:
        work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=day("2026-03-26"), notes="Said.")
        work.commit()
    assert waiting.outbox.absent(ann, NOW + MINUTE)
    assert [(claim.op, claim.id) for claim in waiting.outbox.claim(NOW + MINUTE)] == [("post", ann.id)]


def after_a_booking(store: Store) -> list[Claim]:
    """What is being sent then: an edit each, as nothing was booked; of the booking itself Ann hears with the next morning."""
    claims = store.outbox.sending(store.outbox.claim(NOW), NOW)
    assert {(claim.op, claim.recipient_id) for claim in claims} == {("update", "ann"), ("update", "tom")}
    return claims


def test_an_edit_refused_gives_way_to_a_newer_one(waiting: Store) -> None:
    send(waiting, NOW)
    with waiting.work(SINGLE, NOW) as work:
        tom = who(work, "tom")
        work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day("2026-03-30"))
        work.commit()
    claims = after_a_booking(waiting)
    with waiting.work(SINGLE, NOW) as work:
        work.sessions.move(viewer=who(work, "tom"), supervisee_id="ann", to_on=day("2026-03-31"), reason="court")
        work.commit()
    for claim in claims:
        assert waiting.outbox.refused(claim, NOW, NOW)
    # An edit each, and to Ann that it was moved.
    assert sorted(call.to for call in send(waiting, NOW)) == ["ann", "ann", "tom"]


def test_an_edit_without_an_answer_is_made_again(waiting: Store) -> None:
    send(waiting, NOW)
    with waiting.work(SINGLE, NOW) as work:
        work.sessions.book(viewer=who(work, "tom"), supervisee_id="ann", planned_on=day("2026-03-30"))
        work.commit()
    claims = [claim for claim in after_a_booking(waiting) if claim.op == "update"]
    assert all(waiting.outbox.uncertain(claim, NOW) for claim in claims)
    assert waiting.outbox.doubtful(NOW + MINUTE, waited=timedelta(0)) == []
    assert {claim.id for claim in waiting.outbox.claim(NOW)} == {claim.id for claim in claims}


@pytest.mark.parametrize(
    ("outcome", "waits"),
    [
        (lambda claim: Later(claim, NOW + 5 * MINUTE, "missing_scope"), True),
        (lambda claim: Later(claim, NOW + 5 * MINUTE, "token_revoked"), False),
        (lambda claim: Later(claim, NOW + timedelta(days=1), "missing_scope"), False),
        (lambda claim: Failed(claim, "missing_scope"), False),
        (lambda claim: Sent(claim, "D1", "1"), False),
    ],
    ids=["tried again", "for another reason", "for a morning", "given up", "sent"],
)
def test_what_is_tried_again_for_a_reason_waits_for_it(
    waiting: Store, outcome: Callable[[Claim], Outcome], *, waits: bool
) -> None:
    claims = waiting.outbox.sending([_one(waiting)], NOW)
    waiting.outbox.settle([outcome(claim) for claim in claims], NOW)
    assert waiting.outbox.waits_for(SINGLE, "missing_scope", NOW) == waits
    assert not waiting.outbox.waits_for("other", "missing_scope", NOW)
    assert not waiting.outbox.waits_for(SINGLE, "missing_scope", NOW, files=True)
    waiting.outbox.claim(NOW + 6 * MINUTE)
    assert waiting.outbox.waits_for(SINGLE, "missing_scope", NOW + 6 * MINUTE) == waits, "while it is in hand too"


def test_what_failed_for_want_of_an_account_goes_out_when_there_is_one(waiting: Store) -> None:
    ann = next(claim for claim in waiting.outbox.claim(NOW) if claim.recipient_id == "ann")
    assert waiting.outbox.failed(ann, NO_ACCOUNT, NOW)
    assert waiting.outbox.claim(NOW + MINUTE) == []
    with waiting.work(SINGLE, NOW + MINUTE) as work:
        work.people.link_slack("ann", "UNEW", "Europe/London")
        work.commit()
    (again,) = waiting.outbox.claim(NOW + MINUTE)
    view = waiting.outbox.message(again, NOW + MINUTE)
    assert view is not None
    assert (view.recipient.slack_id, len(view.items)) == ("UNEW", 2)


def test_the_counts_say_what_waits_and_since_when(waiting: Store) -> None:
    claims = waiting.outbox.sending(waiting.outbox.claim(NOW, limit=3), NOW)
    waiting.outbox.sent(claims[0], "D1", "1", NOW)
    waiting.outbox.failed(claims[1], "user_disabled", NOW)
    counts = waiting.outbox.counts()
    assert counts.by_state == {"pending": 4, "sending": 1, "failed": 1}
    assert counts.oldest_pending_at == NOW


class Slack:
    """Takes posts, sometimes without an answer."""

    def __init__(self) -> None:
        self.posted: list[str] = []


@pytest.mark.parametrize("seed", range(15))
def test_senders_that_die_at_any_step_post_every_message_exactly_once(waiting: Store, seed: int) -> None:
    chance, slack, now = random.Random(seed), Slack(), NOW
    for _ in range(400):
        now += timedelta(seconds=chance.randrange(1, 45))
        waiting.outbox.takeover(now)
        for claim in waiting.outbox.doubtful(now, waited=timedelta(seconds=10)):
            if claim.message_id in slack.posted:
                waiting.outbox.sent(claim, "D1", "1", now)
            else:
                waiting.outbox.absent(claim, now)
        _try(waiting, slack, chance, now)
        if set(states(waiting).values()) == {"sent"}:
            break
    assert set(states(waiting).values()) == {"sent"}
    assert len(slack.posted) == len(set(slack.posted)) == 7


def _try(store: Store, slack: Slack, chance: random.Random, now: datetime) -> None:
    """One sender's round, which may end at any instruction."""
    claims = store.outbox.claim(now, limit=chance.randrange(1, 5))
    if chance.random() < 0.2:
        return
    for claim in store.outbox.sending(claims, now):
        fate = chance.choice(["dies before", "dies after", "refused", "no answer, taken", "no answer, lost", "sent", "sent"])
        if fate == "dies before":
            return
        if fate in ("dies after", "no answer, taken", "sent"):
            slack.posted.append(claim.message_id)
        if fate == "dies after":
            return
        if fate == "refused":
            store.outbox.refused(claim, now + timedelta(seconds=20), now)
        elif fate == "sent":
            store.outbox.sent(claim, "D1", "1", now)
        else:
            store.outbox.uncertain(claim, now)
