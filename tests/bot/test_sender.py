"""Whatever Slack does, every notice arrives once or has failed with a reason, and nobody waits for anybody else's trouble."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from bot.acquaintance import match_people
from bot.clock import SystemClock
from bot.desk import Member, Trouble
from bot.manifest import SCOPES
from bot.sending import AGAIN, AGAIN_AT_MOST, MENDED_WITHIN, pace
from bot.settings import Settings
from bot.wiring import build_deps
from scheduling.calendar import LONDON
from storage import SINGLE
from storage.notices.edits import NO_ACCOUNT
from tests.bot.council import NINE, Council, open_store, seconds

POST = ("chat.postMessage",)
GONE = "UE1005"  # Ann Ashby


def once_each(council: Council) -> bool:
    """Every notice stands at the desk, none twice."""
    return set(council.posted().values()) == {1} and council.posted().total() == council.queued


def test_a_quiet_morning_takes_one_call_a_message(council: Council) -> None:
    assert council.send(NINE) == council.queued
    assert once_each(council)
    assert {call.method for call in council.desk.calls()} == {"chat.postMessage"}
    assert council.posts() == council.queued
    assert council.send(NINE + seconds(1)) == 0


TROUBLES: dict[str, tuple[dict[str, Any], int]] = {
    # what goes wrong with one post, and how many notices are not at the desk right after
    "429": ({"trouble": Trouble.RATE_LIMITED, "seconds": 30}, 1),
    "too many, in an answer of 200": ({"trouble": Trouble.REFUSED, "code": "rate_limited", "seconds": 30}, 1),
    "500": ({"trouble": Trouble.SERVER_ERROR}, 1),
    "nothing, past the client's time-out": ({"trouble": Trouble.NO_ANSWER, "seconds": 2.5}, 1),
    "connection reset": ({"trouble": Trouble.NO_ANSWER, "seconds": 0}, 1),
    "answer lost after the post": ({"trouble": Trouble.ANSWER_LOST}, 0),
}


@pytest.mark.parametrize("name", TROUBLES)
def test_trouble_with_one_post_delays_that_one_only_and_it_arrives_once(council: Council, name: str) -> None:
    fault, missing = TROUBLES[name]
    council.desk.faults.switch_on(methods=POST, times=1, **fault)
    council.send(NINE)
    assert council.posted().total() == council.queued - missing
    assert council.states()["sent"] == council.queued - 1
    council.send_until(NINE + seconds(40), since=NINE + seconds(4), each=seconds(4))
    assert once_each(council)
    assert council.states() == {"sent": council.queued}


def test_a_slack_that_is_down_is_asked_less_and_less_and_then_everything_arrives(council: Council) -> None:
    council.desk.faults.switch_on(Trouble.SERVER_ERROR)
    council.send_until(NINE + timedelta(minutes=20), since=NINE, each=seconds(20))
    assert not council.posted()
    assert council.posts() <= council.queued * 8
    council.desk.faults.switch_off()
    council.send_until(NINE + timedelta(minutes=30), since=NINE + timedelta(minutes=20), each=seconds(60))
    assert once_each(council)


def test_retry_after_is_obeyed_to_the_second(council: Council) -> None:
    council.desk.faults.switch_on(Trouble.RATE_LIMITED, methods=POST, times=1, seconds=30)
    council.send(NINE)
    before = council.posts()
    council.send_until(NINE + seconds(29), since=NINE + seconds(1), each=seconds(4))
    assert council.posts() == before
    council.send(NINE + seconds(40))
    assert council.posts() == before + 1
    assert once_each(council)


def test_retry_after_is_obeyed_by_a_look_up_too(council: Council) -> None:
    council.desk.faults.switch_on(Trouble.ANSWER_LOST, methods=POST, times=1)
    council.send(NINE)
    council.desk.faults.switch_on(Trouble.RATE_LIMITED, methods=["conversations.history"], times=1, seconds=60)
    council.send_until(NINE + seconds(60), since=NINE + seconds(4), each=seconds(4))
    assert len(council.desk.calls("conversations.history")) == 1
    council.send(NINE + seconds(70))
    assert len(council.desk.calls("conversations.history")) == 2
    assert once_each(council)
    assert council.states() == {"sent": council.queued}


def test_a_post_in_doubt_is_found_again_after_a_fortnight_of_downtime(council: Council) -> None:
    council.desk.faults.switch_on(Trouble.ANSWER_LOST, methods=POST, times=1)
    council.send(NINE)
    council.send(NINE + timedelta(days=14))
    assert once_each(council)
    assert council.states() == {"sent": council.queued}


@pytest.mark.parametrize("is_set_right", [False, True])
@pytest.mark.parametrize("ahead", [timedelta(days=2), timedelta(days=365)])
def test_a_post_in_doubt_is_found_again_though_a_clock_that_was_ahead_gave_it_a_day_to_come(
    council: Council, ahead: timedelta, *, is_set_right: bool
) -> None:
    council.desk.faults.switch_on(Trouble.ANSWER_LOST, methods=POST, times=1)
    council.clock.send(NINE + ahead)
    council.clock.send(NINE + ahead)
    assert council.states()["uncertain"] == 1
    if is_set_right:
        council.store.outbox.set_back(NINE)
    for minute in range(1, 4):
        council.now[0] = NINE + timedelta(minutes=minute)
        council.clock.send(council.now[0] + (timedelta(0) if is_set_right else ahead))
    assert not council.states()["uncertain"]
    assert set(council.posted().values()) == {1}


def test_while_slack_hangs_for_one_person_the_others_are_not_kept_waiting(council: Council) -> None:
    council.desk.faults.switch_on(Trouble.NO_ANSWER, methods=POST, times=1, seconds=30)
    patient = council.sender(client=council.client(timeout=10))
    sending = threading.Thread(target=council.send, args=(NINE, patient))
    sending.start()
    arrived = council.desk.until(lambda: len(council.desk.sent()) == council.queued - 1, 8)
    assert sending.is_alive(), "the others waited for the one that hangs"
    council.desk.faults.switch_off()
    sending.join()
    assert arrived


def test_nobody_listening_is_a_refusal_that_needs_no_look_up(council: Council) -> None:
    nowhere = council.client(api="http://127.0.0.1:9/api/")
    council.send(NINE, council.sender(client=nowhere))
    assert council.states() == {"pending": council.queued}
    council.send(NINE + AGAIN + seconds(10))
    assert once_each(council)
    assert not council.desk.calls("conversations.history")


def test_somebody_whose_account_is_closed_is_told_once_they_have_one_again(council: Council) -> None:
    council.desk.deactivate(GONE)
    council.send(NINE)
    assert council.states() == {"sent": council.queued - 1, "failed": 1}
    assert council.reasons() == [NO_ACCOUNT]
    council.send_until(NINE + timedelta(hours=2), since=NINE + seconds(5), each=timedelta(minutes=10))
    assert council.posts() == council.queued
    council.desk.add(Member("UNEW", "ann.ashby", "Ann Ashby", "ann.ashby@example.org"))
    match_people(council.store, council.client(), SINGLE, NINE + timedelta(hours=2))
    council.send(NINE + timedelta(hours=2, seconds=1))
    assert once_each(council)
    assert len(council.desk.sent(to="UNEW")) == 1


def test_an_e_mail_address_slack_does_not_know_fails_with_that_reason_and_everybody_else_is_found(council: Council) -> None:
    council.run("UPDATE people SET slack_id = NULL")
    council.run("UPDATE people SET email = 'ann@nowhere.example' WHERE id = 'E1005'")
    council.send(NINE)
    assert council.states() == {"sent": council.queued - 1, "failed": 1}
    assert council.reasons() == [NO_ACCOUNT]
    assert len(council.desk.calls("users.lookupByEmail")) == council.queued
    council.run("UPDATE people SET email = 'ann.ashby@example.org' WHERE id = 'E1005'")
    match_people(council.store, council.client(), SINGLE, NINE + seconds(60))
    council.send(NINE + seconds(60))
    assert once_each(council)


@pytest.mark.parametrize(
    ("trouble", "said"),
    [("token revoked", "invalid_auth"), ("scope missing", "missing_scope"), ("tab off", "messages_tab_disabled")],
)
def test_trouble_with_the_app_itself_waits_for_an_administrator_and_then_what_is_still_true_goes(
    council: Council, trouble: str, said: str
) -> None:
    sender = council.sender()
    if trouble == "token revoked":
        sender = council.sender(client=council.client("xoxb-desk-revoked"))
    elif trouble == "scope missing":
        council.desk.world.scopes = tuple(scope for scope in SCOPES if scope != "chat:write")
    else:
        council.desk.world.tabs = ("home",)
    council.send(NINE, sender)
    council.send(NINE + seconds(100), sender)
    assert council.states() == {"pending": council.queued}
    assert council.posts() == council.queued, "it is not asked again within minutes"
    council.desk.world.scopes, council.desk.world.tabs = tuple(SCOPES), ("home", "messages")
    if trouble == "tab off":
        council.send(NINE + AGAIN_AT_MOST + seconds(60))
        assert once_each(council)
        return
    council.desk.world.scopes = ()
    council.send(NINE + MENDED_WITHIN, sender)
    assert council.states() == {"pending": council.queued}
    assert set(council.reasons("pending")) == {said}
    council.desk.world.scopes = tuple(SCOPES)
    council.send(NINE + MENDED_WITHIN + timedelta(hours=1))
    assert once_each(council)


def test_an_edit_of_a_message_that_was_deleted_fails_and_the_other_edits_are_made(council: Council) -> None:
    council.send(NINE)
    tom = council.desk.as_person("UE1003")
    reminder = council.desk.sent(to="UE1005")[0]
    council.desk.world.conversations.remove(reminder.message)
    at = NINE + timedelta(hours=1)
    with council.store.work(SINGLE, at) as work:
        viewer = work.people.must_get("E1003")
        work.sessions.record(viewer=viewer, supervisee_id="E1005", held_on=at.date(), minutes=90, notes="n", cases=[])
        work.sessions.record(viewer=viewer, supervisee_id="E1010", held_on=at.date(), minutes=90, notes="n", cases=[])
        work.commit()
    council.send_until(at + timedelta(hours=3), since=at, each=timedelta(minutes=5))
    updates = council.rows("update")
    assert ("failed", "message_not_found") in updates
    assert {state for state, _ in updates} == {"sent", "failed"}
    assert [error.error for error in council.desk.calls("chat.update")].count("message_not_found") == 1
    assert council.desk.sent(to="UE1010")[0].message.edits == 1
    assert tom.messages()[0].edits == 1


def test_an_edit_slack_does_not_take_is_made_again_later_and_not_every_second(council: Council) -> None:
    council.send(NINE)
    at = NINE + timedelta(hours=1)
    with council.store.work(SINGLE, at) as work:
        tom = work.people.must_get("E1003")
        work.sessions.record(viewer=tom, supervisee_id="E1005", held_on=at.date(), minutes=90, notes="n", cases=[])
        work.commit()
    waiting = council.states("update")["pending"]
    assert waiting
    council.desk.faults.switch_on(Trouble.SERVER_ERROR, methods=["chat.update"])
    council.send_until(at + seconds(60), since=at, each=seconds(1))
    assert len(council.desk.calls("chat.update")) <= 5 * waiting
    council.desk.faults.switch_off()
    council.send(at + timedelta(minutes=10))
    assert council.states("update") == {"sent": waiting}


def test_a_message_that_cannot_be_put_into_words_holds_up_nobody_and_says_why_it_waits(council: Council) -> None:
    council.run("UPDATE messages SET kind = 'nonsense' WHERE recipient_id = 'E1005'")
    council.send(NINE)
    assert council.states() == {"sent": council.queued - 1, "pending": 1}
    council.send_until(NINE + MENDED_WITHIN, since=NINE + timedelta(hours=4), each=timedelta(hours=4))
    assert council.states() == {"sent": council.queued - 1, "pending": 1}
    assert "cannot be put into words" in council.reasons("pending")[0]


def test_a_page_of_a_proxy_is_no_word_of_slacks(council: Council) -> None:
    page = council.client(api=f"{council.desk.url}/no-such-page/")  # the desk's own 404, in HTML
    council.send(NINE, council.sender(client=page))
    assert council.states()["uncertain"] >= pace.TROUBLES
    assert set(council.states()) <= {"uncertain", "pending"}, "a Slack that is sick is not asked for everybody"
    council.send_until(NINE + seconds(30), since=NINE + seconds(2), each=seconds(7))
    assert once_each(council)


def london(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LONDON)


HELD_UP = [
    # when Slack is back, and when the message goes
    (london(3, 6, 18, 1), london(3, 9, 9)),  # Friday evening
    (london(3, 4, 3), london(3, 4, 9)),  # at night
    (london(4, 3, 10), london(4, 7, 9)),  # Good Friday
    (london(3, 3, 13), london(3, 3, 13)),  # in time
]


@pytest.mark.parametrize(("back", "goes"), HELD_UP)
def test_a_message_held_up_by_slack_still_comes_in_working_hours(council: Council, back: datetime, goes: datetime) -> None:
    council.send(back)
    if goes != back:
        assert not council.posted()
        council.send(goes - seconds(1))
        assert not council.posted()
        council.send(goes + seconds(1))
    assert set(council.posted().values()) == {1}
    assert set(council.states()) <= {"sent", "cancelled"}, "what is no longer true a month later is dropped"


def test_what_cannot_wait_goes_at_night_past_messages_that_wait_for_the_morning(council: Council) -> None:
    at = NINE + timedelta(hours=17)
    council.send(at)
    with council.store.work(SINGLE, at) as work:
        tom, ann = (work.people.must_get(each) for each in ("E1003", "E1005"))
        work.decisions.log(viewer=tom, ref="M100001", decision="visit", rationale="absence")
        work.flags.raise_("M100004", "A move.", viewer=ann)
        work.commit()
    council.send(at + seconds(1))
    assert [(each.user_id, each.kind) for each in council.desk.sent()] == [("UE1003", "significant_change")]


def test_two_senders_at_once_send_everything_once_and_never_two_posts_to_one_person(council: Council) -> None:
    """Each person has a second message, which waits until the first has its answer."""
    council.run(
        "INSERT INTO messages (id, workspace, recipient_id, kind, day_on) "
        "SELECT id || 'b', workspace, recipient_id, 'escalation', day_on FROM messages"
    )
    council.run(
        "INSERT INTO notices (id, workspace, message_id, subject, obligation_id, kind, rung, recipient_id, at) "
        "SELECT id || 'b', workspace, message_id || 'b', subject, obligation_id, 'escalation', 9, recipient_id, at FROM notices"
    )
    council.run(
        "INSERT INTO outbox (workspace, message_id, recipient_id, op, state, attempts, not_before, changed_at, reason) "
        "SELECT workspace, message_id || 'b', recipient_id, op, state, 0, not_before, changed_at, '' FROM outbox"
    )
    council.desk.faults.switch_on(Trouble.SLOW, methods=POST, seconds=0.05)
    stores = [open_store(council.url) for _ in range(2)]
    crowded: list[Any] = []
    done = threading.Event()

    def watch() -> None:
        crowd = (
            "SELECT recipient_id FROM outbox WHERE state IN ('leased', 'sending', 'uncertain') GROUP BY 1 HAVING count(*) > 1"
        )
        while not done.is_set():
            with council.store.reading() as session:
                crowded.extend(session.execute(text(crowd)))

    def ticks(number: int) -> None:
        sender = council.sender(stores[number])
        for turn in range(12):
            sender.send(NINE + seconds(turn * 2))

    threads = [threading.Thread(target=watch), *(threading.Thread(target=ticks, args=(number,)) for number in range(2))]
    for thread in threads:
        thread.start()
    for thread in threads[1:]:
        thread.join()
    done.set()
    threads[0].join()
    for store in stores:
        store.close()
    council.send_until(NINE + seconds(120), since=NINE + seconds(30), each=seconds(10))
    assert not crowded
    assert council.posted().total() == 2 * council.queued
    assert set(council.posted().values()) == {1}


def test_a_sender_told_to_stop_gives_back_what_is_not_in_flight(council: Council) -> None:
    sender = council.sender()
    sender.stopping.set()
    assert council.send(NINE, sender) == 0
    assert council.states() == {"pending": council.queued}
    council.send(NINE + seconds(1))
    assert once_each(council)


def test_slack_has_less_time_to_answer_us_than_it_gives_us(council: Council) -> None:
    deps = build_deps(Settings(slack_bot_token="xoxb-1"), council.store, SystemClock())  # type: ignore[call-arg]
    assert 0 < deps.client(SINGLE).timeout < 3
