"""Many workspaces, each at its own pace; what is urgent first; and whom Slack cannot reach."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.desk import Desk, Trouble
from bot.guarded import GuardedClient
from bot.manifest import SCOPES, manifest
from bot.sample import load_sample
from bot.sending import AGAIN_AT_MOST
from bot.sending.looking import MISSED
from scheduling.calendar import at_nine
from storage import SINGLE
from storage.notices.edits import NO_ACCOUNT
from storage.sweep import sweep
from tests.bot.council import NINE, SECRET, TOKEN, Council, members_of, seconds

POST = ("chat.postMessage",)
HISTORY = "im:history"
OTHER = "other"
Meanwhile = Callable[[], None]
HEAD, SERVICE, TEAM, FFION = "UE1001", "UE1002", "UE1003", "UE1010"


@contextmanager
def second_workspace(council: Council) -> Iterator[Desk]:
    """The same people in a workspace of their own, with a Slack of its own."""
    load_sample(council.store, OTHER, NINE)
    with council.store.work(OTHER, NINE) as work:
        for person in work.people.everyone():
            work.people.link_slack(person.id, f"U{person.id}", "Europe/London")
        work.commit()
    sweep(council.store, OTHER, NINE)
    given: dict[str, Any] = {"people": members_of(council.store), "signing_secret": SECRET, "bot_token": TOKEN}
    with Desk.from_manifest(manifest("http://127.0.0.1"), clock=lambda: council.now[0], **given) as desk:
        desk.serve(port=0)
        yield desk


def clients(council: Council, other: Desk) -> dict[str, GuardedClient]:
    return {SINGLE: council.client(), OTHER: council.client(api=other.api_url)}


SICK: dict[str, dict[str, Any]] = {
    "hangs": {"trouble": Trouble.NO_ANSWER, "seconds": 30},
    "is broken": {"trouble": Trouble.SERVER_ERROR},
    "has had too many": {"trouble": Trouble.RATE_LIMITED, "seconds": 300},
}


@pytest.mark.parametrize("how", SICK)
def test_a_workspace_whose_slack_is_sick_never_delays_another(council: Council, how: str) -> None:
    with second_workspace(council) as other:
        known = clients(council, other)
        sender = council.sender()
        sender.client = {SINGLE: known[SINGLE], OTHER: council.client(api=other.api_url, timeout=20)}.__getitem__
        fault = other.faults.switch_on(**SICK[how])
        sender.tick(NINE)
        assert council.desk.until(lambda: len(council.desk.sent()) == council.queued, 45)
        assert council.desk.until(lambda: fault.hits, 45)
        other.faults.switch_off()
        council.now[0] = NINE + timedelta(minutes=20)
        sender.close()
        well = council.sender()
        well.client = known.__getitem__
        for minute in (20, 21, 22):
            council.send(NINE + timedelta(minutes=minute), well)
        assert len(other.sent()) == council.queued
        assert len({each.facts["message"] for each in other.sent()}) == council.queued
        well.close()


def test_a_lane_that_is_still_at_work_is_not_begun_twice(council: Council) -> None:
    sender = council.sender()
    council.desk.faults.switch_on(Trouble.SLOW, methods=POST, seconds=0.2)
    for _ in range(20):
        sender.tick(NINE)
    council.desk.until(lambda: len(council.desk.sent()) == council.queued)
    sender.close()
    assert set(council.posted().values()) == {1}
    assert council.states() == {"sent": council.queued}


def test_after_too_many_requests_one_goes_at_a_time_and_then_more_again(council: Council) -> None:
    """Slow start: how many calls are under way at once, before and after a 429."""
    council.desk.faults.switch_on(Trouble.RATE_LIMITED, methods=POST, seconds=20)
    council.send(NINE)
    asked = council.posts()
    assert asked <= council.clock.at_once, "at the second refusal in a row the workspace waits"
    council.send(NINE + seconds(19))
    assert council.posts() == asked
    council.desk.faults.switch_off()
    council.send_until(NINE + seconds(60), since=NINE + seconds(21), each=seconds(2))
    assert set(council.posted().values()) == {1}
    assert council.states() == {"sent": council.queued}


def test_what_is_urgent_overtakes_a_morning_of_routine(council: Council) -> None:
    with council.store.work(SINGLE, NINE) as work:
        tom = work.people.must_get("E1003")
        work.decisions.log(viewer=tom, ref="M100001", decision="visit", rationale="absence")
        work.commit()
    claims = council.store.outbox.claim(NINE, limit=1)
    assert council.store.outbox.read_message(SINGLE, claims[0].message_id, NINE).kind == "to_read"


class Interrupted(GuardedClient):
    """A client whose process is paused, once, right before a post goes out or right after Slack took it."""

    def __init__(self, council: Council, before: Meanwhile | None = None, after: Meanwhile | None = None) -> None:
        super().__init__(token=TOKEN, base_url=council.desk.api_url, timeout=20, retry_handlers=[])
        self._before, self._after = before, after

    def _perform_urllib_http_request_internal(self, url: str, req: Any) -> Any:
        before, after = self._before, self._after
        self._before = self._after = None
        if before:
            before()
        answer = super()._perform_urllib_http_request_internal(url, req)
        if after:
            after()
        return answer


def test_a_process_that_wakes_up_after_its_lease_hands_slack_nothing(council: Council) -> None:
    """Paused between writing down that it sends and sending: another has looked, found nothing and posted meanwhile."""

    def asleep() -> None:
        others = threading.Thread(
            target=council.send_until, args=(NINE + seconds(30),), kwargs={"since": NINE, "each": seconds(2)}
        )
        others.start()
        others.join()
        assert council.posted().total() == council.queued

    sleeper = council.sender(client=Interrupted(council, before=asleep), at_once=1)
    sleeper.send(NINE)
    assert council.posts() == council.queued
    council.send_until(NINE + seconds(90), since=NINE + seconds(31), each=seconds(10))
    assert set(council.posted().values()) == {1}
    assert council.states() == {"sent": council.queued}


@pytest.mark.parametrize(("unsure", "copies"), [("repeat", 2), ("miss", 1)])
def test_where_history_cannot_be_read_the_council_chooses_between_twice_and_perhaps_never(
    council: Council, unsure: str, copies: int
) -> None:
    council.desk.world.scopes = tuple(scope for scope in SCOPES if scope != HISTORY)
    sender = council.sender(unsure=unsure)
    council.desk.faults.switch_on(Trouble.ANSWER_LOST, methods=POST, times=1)
    for second in range(0, 60, 5):
        council.send(NINE + seconds(second), sender)
    assert sorted(council.posted().values()) == [1] * (council.queued - 1) + [copies]
    if unsure == "miss":
        assert council.reasons() == [MISSED]


def escalated(council: Council) -> Any:
    """Three weeks and a day after Ffion's supervision was due: nine o'clock on the morning it goes to Sue."""
    with council.store.read(SINGLE, NINE) as work:
        viewer = work.people.must_get("E1001")
        owed = next(one for one in work.obligations.of("E1010", viewer=viewer) if one.kind == "personal_supervision")
    assert owed.escalates_on
    at = at_nine(owed.escalates_on)
    council.send(NINE)
    sweep(council.store, SINGLE, at)
    return at


def escalations(council: Council, slack_id: str) -> list[str]:
    return [each.message.text for each in council.desk.sent(to=slack_id) if each.kind == "escalation"]


def test_an_escalation_to_somebody_whose_account_is_closed_climbs_to_the_next_above_and_says_so(council: Council) -> None:
    at = escalated(council)
    council.desk.deactivate(SERVICE)
    for second in range(0, 20, 2):
        council.send(at + seconds(second))
    told = escalations(council, HEAD)
    assert told
    assert all("cannot be reached in Slack, so this has come to you." in text for text in told)
    assert not escalations(council, SERVICE)
    (alarm,) = [each for each in council.store.alarms.standing(SINGLE) if each.about == "E1002"]
    assert (alarm.name, alarm.detail) == ("unreachable", NO_ACCOUNT)


def test_where_nobody_above_can_be_reached_it_is_not_tried_for_ever(council: Council) -> None:
    at = escalated(council)
    council.desk.deactivate(SERVICE)
    council.desk.deactivate(HEAD)
    for second in range(0, 60, 2):
        council.send(at + seconds(second))
    asked = council.posts()
    council.send_until(at + timedelta(hours=3), since=at + timedelta(minutes=2), each=timedelta(minutes=10))
    assert council.posts() == asked
    assert {each.about for each in council.store.alarms.standing(SINGLE)} >= {"E1001", "E1002"}


def test_a_revoked_token_is_an_alarm_until_slack_takes_something_again(council: Council) -> None:
    revoked = council.sender(client=council.client("xoxb-desk-revoked"))
    for second in range(3):
        council.send(NINE + seconds(second), revoked)
    (alarm,) = council.store.alarms.standing(SINGLE)
    assert (alarm.name, alarm.detail) == ("slack_refuses", "invalid_auth")
    council.send(NINE + AGAIN_AT_MOST + seconds(10))
    assert council.store.alarms.standing(SINGLE) == []
    assert set(council.posted().values()) == {1}


def test_a_post_that_is_cancelled_after_it_was_sent_is_deleted_in_slack(council: Council) -> None:
    council.send(NINE)
    (entry,) = [each for each in council.store.outbox.listing(("sent",)) if each.recipient_id == "E1010"]
    assert council.store.outbox.cancel([entry.id], NINE, "sent by mistake") == 1
    assert council.store.outbox.cancel([entry.id], NINE, "sent by mistake") == 0, "once is enough"
    council.send(NINE + seconds(5))
    assert not council.desk.as_person(FFION).messages()
    assert council.states("delete") == {"sent": 1}
    assert ("cancelled", "deleted in Slack") in council.rows()
    with council.store.work(SINGLE, NINE + seconds(6)) as work:
        tom = work.people.must_get("E1003")
        work.sessions.record(viewer=tom, supervisee_id="E1010", held_on=NINE.date(), minutes=90, notes="n", cases=[])
        work.commit()
    council.send_until(NINE + seconds(60), since=NINE + seconds(7), each=seconds(5))
    assert not council.desk.as_person(FFION).messages(), "what was deleted is not edited, and not posted again"


@pytest.mark.parametrize("trouble", [Trouble.ANSWER_LOST, Trouble.SERVER_ERROR])
def test_a_deletion_without_an_answer_is_made_again(council: Council, trouble: Trouble) -> None:
    council.send(NINE)
    (entry,) = [each for each in council.store.outbox.listing(("sent",)) if each.recipient_id == "E1010"]
    council.store.outbox.cancel([entry.id], NINE, "sent by mistake")
    council.desk.faults.switch_on(trouble, methods=["chat.delete"], times=1)
    council.send_until(NINE + seconds(60), since=NINE + seconds(1), each=seconds(4))
    assert not council.desk.as_person(FFION).messages()
    assert council.states("delete") == {"sent": 1}


def test_a_doubt_is_waited_out_on_a_clock_that_nobody_sets(council: Council) -> None:
    """The computer's clock jumps an hour ahead while a post may still be on its way."""
    steady = [0.0]
    sender = council.sender(steady=lambda: steady[0])
    council.desk.faults.switch_on(Trouble.ANSWER_LOST, methods=POST, times=1)
    council.send(NINE, sender)
    council.send(NINE + timedelta(hours=1), sender)
    assert not council.desk.calls("conversations.history")
    steady[0] = 60.0
    council.send(NINE + timedelta(hours=1, seconds=1), sender)
    assert council.desk.calls("conversations.history")
    assert set(council.posted().values()) == {1}


def test_a_step_of_the_clock_backwards_delays_and_repeats_nothing(council: Council) -> None:
    council.desk.faults.switch_on(Trouble.ANSWER_LOST, methods=POST, times=1)
    council.send(NINE)
    for second in range(0, 40, 4):
        council.now[0] = NINE - timedelta(hours=1) + seconds(second)
        council.clock.send(council.now[0])
    council.send_until(NINE + seconds(60), since=NINE, each=seconds(5))
    assert set(council.posted().values()) == {1}
    assert council.states() == {"sent": council.queued}


def test_a_database_that_is_held_after_a_post_is_waited_for_and_the_post_noted(council: Council) -> None:
    """Slack has it; that must not be forgotten because somebody else writes for a second or two."""
    holding: list[threading.Timer] = []

    def hold() -> None:
        connection = council.store.engine.connect()
        if connection.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE outbox IN EXCLUSIVE MODE"))
        else:
            connection.execute(text("SELECT 1"))
        holding.append(threading.Timer(2.0, connection.close))
        holding[0].start()

    council.send(NINE, council.sender(client=Interrupted(council, after=hold), at_once=1))
    holding[0].join()
    assert council.states() == {"sent": council.queued}
    assert set(council.posted().values()) == {1}
    assert not council.desk.calls("conversations.history")


def test_a_lease_that_a_wrong_clock_made_long_is_over_all_the_same(council: Council) -> None:
    """A computer whose clock was a day ahead claimed everything, and was switched off."""
    assert council.store.outbox.claim(NINE + timedelta(days=1))
    council.send_until(NINE + seconds(30), since=NINE, each=seconds(2))
    assert council.states() == {"sent": council.queued}
    assert set(council.posted().values()) == {1}


def test_after_a_night_without_a_database_the_sender_says_what_is_true_today_and_not_what_was_yesterday(
    council: Council,
) -> None:
    """It may come to yesterday's message before the sweep does."""
    day_after = NINE + timedelta(days=1)
    council.send(day_after)
    with council.store.reading() as session:
        days = set(session.execute(text("SELECT day_on FROM messages JOIN outbox ON message_id = messages.id")).scalars())
    assert {str(each) for each in days} == {str(day_after.date())}
    assert set(council.posted().values()) == {1}


def test_a_notice_to_somebody_who_may_no_longer_see_whom_it_is_about_stops_nobody_else(council: Council) -> None:
    """Their line changed between queueing and sending."""
    with council.store.reading() as session:
        queued = "SELECT id FROM notices WHERE recipient_id = 'E1010' ORDER BY id LIMIT 1"
        notice = session.execute(text(queued)).scalar_one()
    council.run(
        "UPDATE notices SET obligation_id = (SELECT id FROM obligations WHERE person_id = 'E1004' "
        "AND kind = 'personal_supervision' AND closed_at IS NULL), kind = 'upcoming' WHERE id = :id",
        id=notice,
    )
    council.send(NINE)
    assert council.states() == {"sent": council.queued - 1, "pending": 1}
    assert council.reasons("pending") == ["cannot be put into words: NotFound"]
