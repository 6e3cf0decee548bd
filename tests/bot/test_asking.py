"""Looking up accounts and posts in doubt: Slack is not asked on once it has had enough or is silent, and nobody waits."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.desk import Trouble
from bot.sending import AGAIN, BATCH, looking
from bot.sending.asking import Asking
from bot.sending.pace import MOST, Pace
from bot.slack_calls import Final, Mendable, NotTaken, Refused
from storage.errors import Busy, InDoubt, Unavailable
from storage.models import Base, MessageRow, NoticeRow, OutboxRow, PersonRow
from storage.records.people import People
from tests.bot.council import NINE, Council, seconds

POST, ACCOUNT, HISTORY = ("chat.postMessage",), "users.lookupByEmail", "conversations.history"
MINUTE = timedelta(minutes=1)
SICK: dict[str, dict[str, Any]] = {
    "429": {"trouble": Trouble.RATE_LIMITED, "seconds": 60},
    "too many, in an answer of 200": {"trouble": Trouble.REFUSED, "code": "rate_limited", "seconds": 60},
    "nothing, past the client's time-out": {"trouble": Trouble.NO_ANSWER, "seconds": 2.5},
}


def strangers(council: Council, known: str = "") -> None:
    """Nobody's account is known but this one's, whose message is the last to go."""
    council.run("UPDATE people SET slack_id = NULL WHERE id <> :known", known=known)
    council.run("UPDATE outbox SET id = id + 1000 WHERE recipient_id = :known", known=known)


@pytest.mark.parametrize("how", SICK)
def test_after_the_first_look_up_that_is_refused_the_others_wait_and_whoever_is_known_is_told(
    council: Council, how: str
) -> None:
    strangers(council, known="E1010")
    fault = council.desk.faults.switch_on(methods=[ACCOUNT], **SICK[how])
    sender = council.sender(at_once=1)
    assert council.send(NINE, sender) == 1
    assert fault.hits == 1
    assert council.states() == {"sent": 1, "pending": council.queued - 1}
    council.desk.faults.switch_off()
    council.send(NINE + MINUTE + seconds(1), sender)
    council.send(NINE + MINUTE + seconds(2), sender)
    assert council.states() == {"sent": council.queued}
    assert set(council.posted().values()) == {1}


def crowd(council: Council, number: int) -> None:
    """So many more people whose account is not known, each with a message due before everybody else's."""
    with council.store.writing() as session:
        for table, new in COPIES.items():
            one = dict(session.execute(select(table.__table__).limit(1)).mappings().one())
            if table is OutboxRow:
                one = {name: value for name, value in one.items() if name != "id"} | {"not_before": NINE - MINUTE}
            copies = [{name: value and value.format(n) for name, value in new.items()} for n in range(number)]
            session.connection().execute(insert(table), [one | copy for copy in copies])
        session.commit()


COPIES: dict[type[Base], dict[str, str | None]] = {
    PersonRow: {"id": "X{}", "email": "x{}@x.example", "slack_id": None},
    MessageRow: {"id": "m{}", "recipient_id": "X{}"},
    NoticeRow: {"id": "n{}", "message_id": "m{}", "recipient_id": "X{}"},
    OutboxRow: {"message_id": "m{}", "recipient_id": "X{}"},
}


def test_for_as_long_as_slack_asks_no_later_batch_is_looked_up_either(council: Council) -> None:
    crowd(council, 2 * BATCH + 10)
    council.desk.faults.switch_on(Trouble.RATE_LIMITED, methods=[ACCOUNT], seconds=60)
    council.send_until(NINE + seconds(59), since=NINE, each=seconds(1))
    assert len(council.desk.calls(ACCOUNT)) <= MOST, "those under way when the first was refused"
    assert set(council.posted().values()) == {1}
    assert len(council.posted()) == council.queued, "whoever is known has not waited"
    council.send(NINE + seconds(61))
    assert len(council.desk.calls(ACCOUNT)) <= 2 * MOST


@pytest.mark.parametrize("trouble", [Busy, Unavailable, InDoubt])
def test_an_account_that_could_not_be_kept_is_asked_for_again_and_the_rest_of_the_batch_does_not_wait_out_its_lease(
    council: Council, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    strangers(council)
    kept, troubles = People.link_slack, [trouble()]

    def keep(people: People, *given: str) -> None:
        kept(people, *given)
        if troubles:
            raise troubles.pop()  # as the end of the transaction would

    monkeypatch.setattr(People, "link_slack", keep)
    council.send(NINE, council.sender(at_once=1))
    assert council.states()["leased"] == 0
    council.send_until(NINE + MINUTE, since=NINE + AGAIN, each=seconds(11))
    assert council.states() == {"sent": council.queued}


@pytest.mark.parametrize("how", SICK)
def test_posts_in_doubt_are_not_looked_for_one_after_the_other_while_slack_does_not_answer(council: Council, how: str) -> None:
    council.desk.faults.switch_on(Trouble.ANSWER_LOST, methods=POST)
    sender = council.sender(at_once=1)
    council.send(NINE, sender)
    doubtful = council.states()["uncertain"]
    assert doubtful > 1
    council.desk.faults.switch_off()
    fault = council.desk.faults.switch_on(methods=[HISTORY], **SICK[how])
    council.send(NINE + seconds(4), sender)
    assert fault.hits == 1
    council.desk.faults.switch_off()
    council.send_until(NINE + 3 * MINUTE, since=NINE + MINUTE + seconds(5), each=seconds(5))
    assert council.states() == {"sent": council.queued}
    assert set(council.posted().values()) == {1}


UNTOLD = "UPDATE notices SET kind = 'told_of_access', obligation_id = NULL WHERE message_id = :message"
"""Of a right to read that nobody has: such a line cannot be put into words."""


def one_in_doubt(council: Council, trouble: Trouble) -> str:
    """The message without an answer; what the others were told is to be told them once more."""
    council.desk.faults.switch_on(trouble, methods=POST, times=1, seconds=0)
    council.send(NINE, council.sender(at_once=1))
    (entry,) = council.store.outbox.listing(("uncertain",))
    council.run("UPDATE outbox SET state = 'pending' WHERE state = 'sent'")
    return entry.message_id


@pytest.mark.parametrize(
    ("trouble", "becomes"), [(Trouble.ANSWER_LOST, {"sent": 6}), (Trouble.NO_ANSWER, {"sent": 5, "pending": 1})]
)
def test_a_post_in_doubt_that_cannot_be_put_into_words_is_looked_for_all_the_same_and_holds_up_nobody(
    council: Council, trouble: Trouble, becomes: dict[str, int]
) -> None:
    message = one_in_doubt(council, trouble)
    council.run(UNTOLD, message=message)
    council.send_until(NINE + 2 * MINUTE, since=NINE + seconds(10), each=seconds(20))
    assert council.queued == 6
    assert council.states() == becomes
    assert council.posted()[message] == (trouble is Trouble.ANSWER_LOST)
    assert sorted(council.posted()[each] for each in council.posted() if each != message) == [2] * 5


def test_a_mistake_of_ours_in_looking_for_one_post_holds_up_nobody(
    council: Council, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    message = one_in_doubt(council, Trouble.ANSWER_LOST)
    with monkeypatch.context() as mistaken:
        mistaken.setattr(looking, "find", lambda *_: {}["channel"])
        council.send_until(NINE + 2 * MINUTE, since=NINE + seconds(10), each=seconds(20))
    assert council.states() == {"sent": 5, "uncertain": 1}
    said = [record.getMessage() for record in caplog.records if record.exc_info]
    assert said == [f"message {message} cannot be looked for"], "once in five minutes"
    council.send_until(NINE + 7 * MINUTE, since=NINE + 6 * MINUTE, each=MINUTE)
    assert council.states() == {"sent": 6}
    assert council.posted()[message] == 1


def test_the_first_refusal_tells_the_pace_and_what_was_under_way_with_it_does_not() -> None:
    now, pace = [0.0], Pace()
    asking = Asking(pace, lambda: now[0])
    for _ in range(MOST):
        asking.refused(Refused("ratelimited", MINUTE), MINUTE)
    assert (pace.limited, pace.room(0.0, 0)) == (1, 1), "posts go on, one at a time"
    assert asking.pause() == MINUTE
    now[0] = 61.0
    assert not asking.pause()
    asking.refused(Refused("ratelimited", MINUTE), MINUTE)
    assert pace.room(61.0, 0) == 0, "the second in a row is the workspace's"


@pytest.mark.parametrize("answer", [Final("users_not_found"), Mendable("missing_scope")])
def test_a_plain_no_is_an_answer_and_the_next_is_asked(answer: NotTaken) -> None:
    asking = Asking(Pace(), lambda: 0.0)
    asking.refused(answer, MINUTE)
    assert not asking.pause()
