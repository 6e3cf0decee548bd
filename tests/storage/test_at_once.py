"""Many threads on one database."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import event

from scheduling.policy import Policy
from storage import SINGLE, database
from storage.errors import Busy
from storage.records.decisions import ToLog
from storage.store import Store
from storage.sweep import sweep
from tests.storage.conftest import address_of, opened
from tests.storage.council import at, day, who
from tests.storage.reading import queued

NOW = at("2026-03-24T14:05")


def _log(store: Store, number: int) -> str:
    with store.work(SINGLE, NOW) as work:
        if not work.once(f"request-{number // 2}"):
            return "again"
        logged = work.decisions.log(viewer=who(work, "tom"), ref="M100001", decision=f"{number}", rationale="r")
        work.commit()
        return logged.id


def test_fifty_at_once_are_all_stored_and_a_repeated_request_once(council: Store) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda number: _log(council, number), range(50)))
    assert answers.count("again") == 25
    with council.read(SINGLE, NOW) as work:
        stored = work.decisions.of_case("M100001", viewer=who(work, "tom"), most=100)
    assert {each.id for each in stored} == set(answers) - {"again"}


def _ticked(store: Store, now: datetime) -> int:
    """Notices of a clock that is told it is not its turn, on a busy machine, and goes on with its next tick."""
    for _ in range(10):
        with contextlib.suppress(Busy):
            return sweep(store, SINGLE, now).notices
    raise Busy


def test_two_clocks_never_tell_or_claim_the_same_thing(council: Store) -> None:
    now = at("2026-03-26")
    with ThreadPoolExecutor(4) as pool:
        told = sum(pool.map(lambda _: _ticked(council, now), range(4)))
        assert told == sum(queued(council).values())
        # While one claims, another may be told that there is nothing: it asks again.
        claims = [claim for each in pool.map(lambda _: council.outbox.claim(now, limit=3), range(16)) for claim in each]
    claims += council.outbox.claim(now)
    assert len(claims) == len({claim.id for claim in claims}) == 7


def test_a_reader_does_not_wait_for_a_writer_and_cannot_commit(council: Store) -> None:
    with council.work(SINGLE, NOW) as writer, council.read(SINGLE, NOW) as reader:
        writer.sessions.book(viewer=who(writer, "tom"), supervisee_id="ann", planned_on=day("2026-03-30"))
        assert reader.sessions.booked("ann", viewer=who(reader, "tom")) is None
        writer.commit()
        with pytest.raises(RuntimeError, match=r"Store\.work"):
            reader.commit()


def test_what_is_not_committed_is_not_stored(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        work.sessions.book(viewer=who(work, "tom"), supervisee_id="ann", planned_on=day("2026-03-30"))
    with council.read(SINGLE, NOW) as work:
        assert work.sessions.booked("ann", viewer=who(work, "tom")) is None


def test_a_decision_takes_as_many_statements_whatever_else_is_stored(council: Store) -> None:
    counted: list[str] = []
    event.listen(council.engine, "before_cursor_execute", lambda *call: counted.append(call[2]))

    def log(ref: str, supervisor: str) -> int:
        counted.clear()
        with council.work(SINGLE, NOW) as work:
            work.decisions.log(viewer=who(work, supervisor), ref=ref, decision="d", rationale="r")
            work.commit()
        return len(counted)

    log("M200001", "tim")
    few = log("M200001", "tim")
    for number in range(10):
        _log(council, 100 + 2 * number)
    assert log("M100001", "tom") == few < 33


def test_several_decisions_take_as_many_statements_as_one(council: Store) -> None:
    counted: list[str] = []
    event.listen(council.engine, "before_cursor_execute", lambda *call: counted.append(call[2]))

    def log(*cases: tuple[str, str]) -> int:
        with council.work(SINGLE, NOW) as work:
            wanted = [ToLog(who(work, supervisor), ref, "d", "r") for ref, supervisor in cases]
            counted.clear()
            work.decisions.log_all(wanted)
            work.commit()
        return len(counted)

    log(("M100001", "tom"), ("M100002", "tom"), ("M200001", "tim"), ("M100001", "sue"))
    one = log(("M100001", "tom"))
    assert log(("M100001", "tom"), ("M100002", "tom"), ("M200001", "tim"), *[("M100001", "sue")] * 20) == one


def test_a_database_held_by_another_process_says_so_and_stores_nothing(
    council: Store, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_MS", 50)
    other = opened(address_of(council), policy)
    with council.work(SINGLE, NOW), pytest.raises(Busy, match="Nothing was saved"), other.work(SINGLE, NOW):
        raise AssertionError
    with other.work(SINGLE, NOW) as work:
        assert work.once("after")
    other.close()
