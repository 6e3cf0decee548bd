"""While a new version takes an old one's place: what only the new one can say waits for it, and nobody waits for that.

The new one's kind of notice is `late`. Tom is told of somebody late and of something that comes; four are told of that alone.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.desk import Trouble
from handlers.words import messages, morning
from storage import SINGLE
from storage.models import MessageRow, NoticeRow, ObligationRow, OutboxRow
from storage.notices import rendering
from storage.notices.kinds import EVERY
from storage.notices.queue import Telling, queue
from storage.rederive import nightly
from storage.sweep import sweep
from tests.bot.council import NINE, Council, seconds

TOM, BOTH, NEW_ALONE, OLD_ALONE = "E1003", 1, 4, 1
NEXT = "kind_of_the_next_version"
WAITS = "cannot be put into words: LookupError"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The old version, until it is undone."""
    with monkeypatch.context() as patched:
        patched.setattr(rendering, "EVERY", EVERY - {"late"})
        yield patched


def is_told_of_lateness(council: Council) -> bool:
    with council.store.reading() as session:
        late = select(ObligationRow.person_id).join(NoticeRow, NoticeRow.obligation_id == ObligationRow.id)
        who = set(session.scalars(late.where(NoticeRow.kind == "late", NoticeRow.recipient_id == TOM)))
    (posted,) = council.desk.sent(to=f"U{TOM}")
    named = {each for each in who if f"<@U{each}>" in str(posted.message.blocks)}
    assert not named or named == who
    return bool(named)


def test_an_old_clock_leaves_what_it_does_not_know_to_the_new_one(council: Council, old: pytest.MonkeyPatch) -> None:
    council.send_until(NINE + 6 * MINUTE, since=NINE, each=2 * MINUTE)
    assert council.states() == {"sent": BOTH + OLD_ALONE, "pending": NEW_ALONE}
    assert council.reasons("pending") == [WAITS] * NEW_ALONE
    assert not is_told_of_lateness(council)
    assert council.rows("update") == [("pending", WAITS)], "what Tom's message lacks is to be edited into it"
    old.undo()
    council.send_until(NINE + 20 * MINUTE, since=NINE + 12 * MINUTE, each=4 * MINUTE)
    assert council.states() == {"sent": council.queued}
    assert council.states("update") == {"sent": 1}
    assert is_told_of_lateness(council)
    assert set(council.posted().values()) == {1}


def test_what_is_left_to_the_new_one_outlives_a_refusal_and_a_night(council: Council, old: pytest.MonkeyPatch) -> None:
    council.desk.faults.switch_on(Trouble.RATE_LIMITED, methods=["chat.postMessage"], seconds=30)
    council.send(NINE + timedelta(hours=8, minutes=59, seconds=40))
    council.desk.faults.switch_off()
    assert council.states() == {"pending": council.queued}
    tuesday = NINE + timedelta(days=1)
    council.send_until(tuesday + 2 * MINUTE, since=tuesday, each=seconds(30))
    assert council.states() == {"sent": BOTH + OLD_ALONE, "pending": NEW_ALONE}
    old.undo()
    council.send_until(tuesday + 20 * MINUTE, since=tuesday + 12 * MINUTE, each=4 * MINUTE)
    assert council.states() == {"sent": council.queued}
    assert set(council.states("update")) == {"sent"}
    assert is_told_of_lateness(council)


def test_what_is_about_something_the_old_version_has_no_table_for_is_not_given_up(council: Council) -> None:
    council.send(NINE)
    at = NINE + timedelta(hours=1)
    with council.store.work(SINGLE, at) as work:
        queue(work, [Telling(NEXT, TOM, at, about_id="in a table of its own")])
        work.commit()
    council.send_until(at + 12 * MINUTE, since=at, each=4 * MINUTE)
    assert council.rows()[-1] == ("pending", WAITS)


def queued_by_the_new_one(council: Council, at: datetime, obligation_id: str) -> list[tuple[str, datetime]]:
    """A notice it has about what is owed, to go at once; what is left of it: the state of its post, and until when it waits."""
    with council.store.work(SINGLE, at) as work:
        queue(work, [Telling(NEXT, TOM, at, obligation_id=obligation_id)])
        theirs = select(NoticeRow.message_id).where(NoticeRow.kind == NEXT)
        work.session.execute(update(OutboxRow).where(OutboxRow.message_id.in_(theirs)).values(not_before=at))
        work.session.execute(update(MessageRow).where(MessageRow.id.in_(theirs)).values(day_on=at.date()))
        work.commit()
    return left(council)


def left(council: Council) -> list[tuple[str, datetime]]:
    with council.store.reading() as session:
        post = select(OutboxRow.state, OutboxRow.not_before).join(NoticeRow, NoticeRow.message_id == OutboxRow.message_id)
        return [(state, until) for state, until in session.execute(post.where(NoticeRow.kind == NEXT))]


MEANWHILE: dict[str, Callable[[Council, datetime], object]] = {
    "a sweep": lambda council, at: sweep(council.store, SINGLE, at),
    "a night": lambda council, at: nightly(council.store, SINGLE, at),
}


@pytest.mark.parametrize("has_changed", [True, False])
@pytest.mark.parametrize("meanwhile", MEANWHILE)
def test_what_the_new_one_has_queued_an_old_one_does_not_take_back(
    council: Council, meanwhile: str, *, has_changed: bool
) -> None:
    council.send(NINE)
    evening = NINE + timedelta(hours=11)
    with council.store.reading() as session:
        owed = select(NoticeRow.obligation_id).where(NoticeRow.recipient_id == TOM, NoticeRow.kind == "late")
        obligation_id = str(session.scalars(owed).first())
    before = queued_by_the_new_one(council, evening, obligation_id)
    assert before == [("pending", evening)]
    if has_changed:
        council.run("UPDATE obligations SET rule = 'another', next_at = :at WHERE id = :id", at=str(evening), id=obligation_id)
    MEANWHILE[meanwhile](council, evening + seconds(1))
    assert [state for state, _ in left(council)] == ["pending"]


def test_every_kind_this_version_has_words_for_is_one_it_knows() -> None:
    assert set(morning.ROUTINE) | set(messages.ALONE) == EVERY
