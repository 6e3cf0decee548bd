"""Many workspaces and much that is not due: the sweep costs what is due, and what goes wrong in one stays there."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, text

from storage import SINGLE
from storage.models import NoticeRow, ObligationRow, PersonRow
from storage.rederive import nightly
from storage.store import Store
from storage.sweep import due_workspaces, sweep
from tests.storage.council import at, settled, who
from tests.storage.reading import send

NIGHT = "2026-03-26T02:30"
DAY = "2026-03-26"


@pytest.fixture
def councils(council: Store) -> Store:
    """Three beside the first, each with its night behind it; in `quiet` everything is done."""
    for workspace in ("east", "quiet", "west"):
        settled(council, "2026-03-16", workspace)
    with council.work("quiet", at("2026-03-25T10:00")) as work:
        work.session.execute(text("DELETE FROM allocations WHERE workspace = 'quiet'"))
        work.session.execute(text("UPDATE cases SET closed_on = '2026-03-20' WHERE workspace = 'quiet'"))
        for person in ("ann", "bob", "dan", "tim", "tom", "sue"):
            work.sessions.record(viewer=who(work, "zoe"), supervisee_id=person, held_on=work.today, notes="Said.")
        work.commit()
    for workspace in council.workspaces():
        nightly(council, workspace, at(NIGHT))
    return council


def test_only_those_with_something_due_are_swept(councils: Store) -> None:
    assert due_workspaces(councils, at(DAY) - timedelta(seconds=1)) == []
    assert due_workspaces(councils, at(DAY)) == sorted([SINGLE, "east", "west"])
    for workspace in (SINGLE, "east"):
        sweep(councils, workspace, at(DAY))
    assert due_workspaces(councils, at(DAY)) == ["west"]


def test_one_whose_night_was_missed_has_something_due_and_so_has_one_whose_messages_missed_their_day(councils: Store) -> None:
    assert due_workspaces(councils, at("2026-03-27T05:59")) == sorted([SINGLE, "east", "west"])
    assert due_workspaces(councils, at("2026-03-27T06:00")) == sorted([SINGLE, "east", "quiet", "west"])
    for workspace in councils.workspaces():
        sweep(councils, workspace, at(DAY))
        nightly(councils, workspace, at("2026-03-27T02:30"))
    assert due_workspaces(councils, at("2026-03-27T08:59")) == sorted([SINGLE, "east", "west"]), "unsent since yesterday"
    send(councils, at("2026-03-27T08:59"))
    assert due_workspaces(councils, at("2026-03-27T08:59")) == []


@contextmanager
def _asked(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """Every statement, with its values."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        asked.append((statement, values))

    event.listen(store.engine, "before_cursor_execute", note)
    yield asked
    event.remove(store.engine, "before_cursor_execute", note)


def _fill(store: Store, number: int) -> None:
    """So many obligations that are due another year."""
    with store.writing() as session:
        row = session.scalars(select(ObligationRow).where(ObligationRow.case_ref.is_(None))).first()
        assert row is not None
        names = [each.key for each in ObligationRow.__table__.columns]
        like = {name: getattr(row, name) for name in names} | {"next_at": at("2030-01-01"), "closed_at": None}
        session.execute(
            ObligationRow.__table__.insert(),  # type: ignore[attr-defined]
            [like | {"id": f"idle{n}", "key": f"idle|{n}", "person_id": "zoe", "workspace": SINGLE} for n in range(number)],
        )
        session.commit()


def test_a_sweep_takes_as_many_statements_whatever_else_is_stored(councils: Store) -> None:
    def statements() -> int:
        with _asked(councils) as asked:
            assert due_workspaces(councils, at(DAY)) == sorted([SINGLE, "east", "west"])
            assert sweep(councils, "east", at(DAY)).notices
        return len(asked)

    _fill(councils, 2_000)
    many = statements()
    with councils.writing() as session:
        session.execute(text("DELETE FROM obligations WHERE id LIKE 'idle%'"))
        for table in ("outbox", "notices", "messages"):
            session.execute(text(f"DELETE FROM {table} WHERE workspace = 'east'"))
        session.execute(
            text("UPDATE obligations SET next_at = swept_at, swept_at = NULL WHERE workspace = 'east' AND swept_at > opened_at")
        )
        session.commit()
    assert abs(statements() - many) <= 2


def test_who_is_due_is_found_by_steps_through_the_indexes(councils: Store) -> None:
    """As the database itself says it would look, with 20,000 obligations that are not due."""
    _fill(councils, 20_000)
    with _asked(councils) as asked:
        due_workspaces(councils, at(DAY))
    with councils.writing() as session:
        session.execute(text("ANALYZE"))
        session.commit()
    explain = "EXPLAIN QUERY PLAN" if councils.engine.dialect.name == "sqlite" else "EXPLAIN"
    looked_at = [(statement, values) for statement, values in asked if "obligations" in statement]
    assert looked_at
    with councils.reading() as session:
        for statement, values in looked_at:
            rows = session.connection().exec_driver_sql(f"{explain} {statement}", values)
            plan = "\n".join(str(row[-1]) for row in rows)
            assert "Seq Scan on obligations" not in plan
            assert "SCAN obligations\n" not in plan + "\n"


def test_two_clocks_at_once_tell_everything_once(councils: Store) -> None:
    def tick(_: int) -> int:
        return sum(sweep(councils, workspace, at(DAY)).notices for workspace in due_workspaces(councils, at(DAY)))

    with ThreadPoolExecutor(4) as pool:
        told = sum(pool.map(tick, range(4)))
    with councils.reading() as session:
        names = session.execute(select(NoticeRow.workspace, NoticeRow.subject, NoticeRow.kind, NoticeRow.recipient_id)).all()
    assert told == len(names) == len(set(names))
    assert {row.workspace for row in names} == {SINGLE, "east", "west"}


def test_what_is_due_and_owed_no_more_is_not_looked_at_for_ever(councils: Store) -> None:
    with councils.writing() as session:
        closed = "UPDATE obligations SET closed_at = '2026-03-25 09:00:00', closed_how = 'held' WHERE workspace = 'east'"
        session.execute(text(closed))
        session.execute(text("DELETE FROM people WHERE id = 'nobody'"))
        session.commit()
    with councils.work("east", at(DAY)) as work:
        work.session.execute(text("DELETE FROM allocations WHERE workspace = 'east'"))
        work.session.execute(text("DELETE FROM relationships WHERE workspace = 'east'"))
        work.session.execute(text("UPDATE people SET left_on = '2026-03-20' WHERE workspace = 'east'"))
        work.commit()
    sweep(councils, "east", at(DAY))
    assert "east" not in due_workspaces(councils, at(DAY))
    with councils.reading() as session:
        assert session.scalar(select(PersonRow.id).where(PersonRow.workspace == "east", PersonRow.left_on.is_(None))) is None
