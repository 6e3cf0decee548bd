"""SQLite finds rows by their ids from the first day on: nothing that is asked about a few walks through a whole workspace."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, text

from scheduling.policy import Policy
from storage import SINGLE, estimates
from storage.outbox import Sent
from storage.store import Store
from storage.sweep import sweep
from tests.databases import Files
from tests.storage.conftest import opened, settled_url
from tests.storage.council import at, day, who

NOW = at("2026-03-24T15:00")
GROWS = {
    "absences", "allocations", "cases", "discussion_workers", "discussions", "messages", "notices", "obligations", "outbox",
    "people", "record_versions", "records", "relationships", "responsible", "sessions", "signatures", "trail",
}  # fmt: skip
"""Tables in which a council has thousands of rows."""
WALKS = re.compile(r"^(?:SCAN (\w+)|BLOOM FILTER ON (\w+)|SEARCH (\w+) USING (?:COVERING )?INDEX \S+ \(workspace=\?\))")


def decide(store: Store) -> None:
    with store.work(SINGLE, NOW) as work:
        work.decisions.log(viewer=who(work, "tom"), ref="M100001", decision="d", rationale="r")
        work.commit()


def book(store: Store, whom: str = "ann") -> None:
    with store.work(SINGLE, NOW) as work:
        work.sessions.book(viewer=who(work, "tom"), supervisee_id=whom, planned_on=day("2026-03-30"))
        work.commit()


def look(store: Store) -> None:
    with store.read(SINGLE, NOW) as work:
        ann, tom = who(work, "ann"), who(work, "tom")
        owed = work.obligations.of("ann", viewer=ann)
        work.history(owed[0].id, viewer=ann)
        work.sessions.of("ann", viewer=tom)
        work.decisions.to_confirm(tom)
        work.written.of("ann", viewer=tom)
        assert work.sight.below(tom) >= {"ann", "bob"}


def read_messages(store: Store) -> None:
    with store.reading() as session:
        ids = list(session.scalars(text("SELECT id FROM messages LIMIT 20")))
    assert len(ids) > 3
    for message_id in ids:
        store.outbox.read_message(SINGLE, message_id, NOW)


def send(store: Store) -> None:
    later = at("2026-03-27T10:00")
    for workspace in store.outbox.lanes():
        store.outbox.takeover(later, workspace)
        claims = store.outbox.claim(later, workspace=workspace)
        assert claims
        _, flying = store.outbox.settle([], later, claims)
        assert flying
        store.outbox.settle([Sent(each, "D1", f"1.{each.id}") for each in flying], later, [])


@pytest.fixture
def council(sqlite_files: Files, policy: Policy) -> Iterator[Store]:
    with sqlite_files.copy(settled_url(sqlite_files, policy)) as url:
        store = opened(url, policy)
        sweep(store, SINGLE, at("2026-03-26"))
        yield store
        store.close()


def explained(store: Store, does: Callable[[Store], None]) -> list[tuple[str, str]]:
    """Each step of each plan, with the statement it is of."""
    asked: list[tuple[str, Any]] = []
    event.listen(store.engine, "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))
    does(store)
    found = []
    with store.engine.connect() as connection:
        for statement, values in list(asked):
            if statement.lstrip().startswith(("SELECT", "WITH", "UPDATE", "DELETE")) and "LIMIT 20" not in statement:
                first = values[0] if isinstance(values, list) else values
                rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", first).all()
                found += [(row[3], " ".join(statement.split())[:1500]) for row in rows]
    assert len(found) > 10
    return found


def walked(store: Store, does: Callable[[Store], None]) -> list[tuple[str, str]]:
    """What was gone through from end to end, with what asked for it."""
    found = []
    for step, statement in explained(store, does):
        match = WALKS.match(step)
        table = re.sub(r"_\d+$", "", next(filter(None, match.groups()))) if match else ""
        if table in GROWS:
            found.append((step, statement))
    return found


def test_what_is_due_is_found_among_all_that_was_ever_sent(council: Store) -> None:
    found = [row for row, _ in explained(council, send) if " outbox" in row]
    assert len(found) > 5
    assert [row for row in found if "USING" not in row] == []


@pytest.mark.parametrize("does", [decide, book, look, read_messages])
def test_what_is_about_a_few_is_found_by_their_ids(council: Store, does: Callable[[Store], None]) -> None:
    assert walked(council, does) == []


MORE = """
    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 5000)
    INSERT INTO obligations (id, key, rule, kind, person_id, case_ref, about, due, due_on, suspended, source, why, opened_at,
        closed_how, workspace, next_at)
    SELECT 'more' || n, 'more' || n, rule, kind, 'dan', NULL, '', due, due_on, suspended, source, why, opened_at,
        '', workspace, '2027-01-01 00:00:00.000000'
    FROM numbers, (SELECT * FROM obligations WHERE person_id = 'dan' LIMIT 1)
"""
"""What others owe, about no case."""
STEPS = 100


def taken(store: Store, does: Callable[[Store], None]) -> int:
    """Hundreds of steps of SQLite's own machine."""
    ticks = []

    def watch(connection: Any, *_entry: Any) -> None:
        connection.set_progress_handler(lambda: ticks.append(1), STEPS)

    store.engine.dispose()
    event.listen(store.engine, "connect", watch)
    try:
        does(store)
    finally:
        event.remove(store.engine, "connect", watch)
        store.engine.dispose()
    return len(ticks)


@pytest.mark.parametrize(
    ("first", "does"), [(decide, decide), (book, partial(book, whom="bob")), (look, look), (read_messages, read_messages)]
)
def test_what_others_owe_makes_no_work(council: Store, first: Callable[[Store], None], does: Callable[[Store], None]) -> None:
    before = taken(council, first)
    with council.engine.begin() as connection:
        connection.exec_driver_sql(MORE)
        assert connection.exec_driver_sql("SELECT count(*) FROM obligations WHERE id LIKE 'more%'").scalar() == 5000
    assert taken(council, does) < before + 5000 // STEPS


def test_without_the_estimates_a_decision_walks_through_everything(council: Store) -> None:
    with council.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    council.engine.dispose()
    assert len(walked(council, decide)) > 2


def test_a_database_that_has_none_is_given_them_when_the_bot_starts_and_keeps_them(council: Store) -> None:
    with council.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE sqlite_stat1")
    council.upgrade()
    kept = "SELECT tbl, idx, stat, rowid FROM sqlite_stat1 ORDER BY rowid"
    with council.engine.begin() as connection:
        first = connection.exec_driver_sql(kept).all()
        estimates.write(connection)
        assert connection.exec_driver_sql(kept).all() == first
    assert len(first) > 100
