"""Rotating keys: everything sealed anew while others write, nothing lost, and whatever is declared sealed is among it."""

import threading
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, String, Table, insert, select, text

from scheduling.forms import Answer, Filled, FilledPart
from scheduling.policy import Policy
from storage import SINGLE, rotation, sealed
from storage.models import Base, DiscussionRow, SessionRow
from storage.records.decisions import ToLog
from storage.records.grants import Delay, Wanted
from storage.rotation import Rotation
from storage.sealed import SealedText
from storage.store import Store
from tests.storage.conftest import KEY, address_of, opened
from tests.storage.council import at, day, who
from tests.storage.rows import fill_the_rest

NOW = at("2026-03-24")
NEW = sealed.new_key()
RING = (NEW, KEY)


@pytest.fixture
def with_content(council: Store) -> Store:
    """Something in every sealed column, sealed with KEY."""
    with council.work(SINGLE, NOW) as work:
        tom = who(work, "tom")
        answer = Answer("child_view", "The child's view", "", "text", "views")
        more = Filled((FilledPart("Views", "case", "", (answer,)),))
        work.decisions.put(ToLog(tom, "M100001", "decided", "because", more=more))
        held = work.sessions.record(viewer=tom, supervisee_id="ann", held_on=day("2026-03-24"), notes="notes")
        work.matters.write(held.id, "unwell", viewer=tom)
        work.sessions.book(viewer=tom, supervisee_id="bob", planned_on=day("2026-03-30"))
        work.sessions.move(viewer=tom, supervisee_id="bob", to_on=day("2026-03-31"), reason="court")
        work.drafts.keep(tom, "decision", {"text": "typed"})
        sue, delay = who(work, "sue"), Delay("legal", "an order", "zoe", day("2026-03-31"))
        work.grants.give(
            Wanted("ann", "inspector", "inspection", day("2026-04-01"), "asked for", outside="Ivy Inspector", delay=delay),
            viewer=sue,
        )
        work.commit()
    fill_the_rest(council.engine)
    return council


@pytest.fixture
def rotating(with_content: Store, policy: Policy) -> Iterator[Store]:
    """The same, in another process so to speak, which knows the new key."""
    store = opened(address_of(with_content), policy, *RING)
    yield store
    store.close()


def raw(engine: Engine) -> dict[tuple[str, str], list[str]]:
    """What lies in each sealed column."""
    with engine.connect() as connection:
        return {
            (table, column): sorted(connection.scalars(text(f'SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL')))
            for table, columns in sealed.sealed_columns(Base.metadata).items()
            for column in columns
        }


def how_many(engine: Engine) -> dict[str, int]:
    """Values sealed, by table."""
    found: dict[str, int] = {}
    for (table, _), tokens in raw(engine).items():
        found[table] = found.get(table, 0) + len(tokens)
    return found


def readable(url: str, policy: Policy, *keys: str) -> set[str | None]:
    """What these keys open of the decisions and sessions."""
    store = opened(url, policy, *keys)
    with store.reading() as session:
        found = {part for row in session.execute(select(DiscussionRow.decision, DiscussionRow.rationale)) for part in row}
        found |= set(session.scalars(select(SessionRow.notes)))
    store.close()
    return found


def test_everything_sealed_is_sealed_anew_and_the_old_key_can_go(with_content: Store, rotating: Store, policy: Policy) -> None:
    before, values = raw(with_content.engine), how_many(with_content.engine)
    assert all(before.values()), "something lies in every sealed column"
    told: list[tuple[str, int, int]] = []
    assert Rotation(rotating, RING).check().by_key == [0, sum(values.values())]
    assert raw(with_content.engine) == before, "looking changes nothing"
    found = Rotation(rotating, RING).rotate(lambda *each: told.append(each))
    assert (found.by_key, found.unread) == ([sum(values.values()), 0], {})
    assert {table: (done, total) for table, done, total in told} == {table: (n, n) for table, n in values.items()}
    after = raw(with_content.engine)
    assert all(not set(after[place]) & set(before[place]) for place in before)
    assert {"decided", "because", "notes"} <= readable(address_of(rotating), policy, NEW)


def test_what_is_sealed_with_the_newest_key_is_left_as_it_is(rotating: Store) -> None:
    Rotation(rotating, RING).rotate()
    before = raw(rotating.engine)
    Rotation(rotating, RING).rotate()
    assert raw(rotating.engine) == before


def test_a_column_declared_sealed_is_rotated_with_nothing_more_to_be_said(rotating: Store) -> None:
    """Whatever its table's key is, and whether it has a workspace or not."""
    metadata = MetaData()
    table = Table(
        "later", metadata, Column("team", String, primary_key=True), Column("number", Integer, primary_key=True),
        Column("token", SealedText), Column("plain", String),
    )  # fmt: skip
    metadata.create_all(rotating.engine)
    other = opened(address_of(rotating), rotating.policy, KEY)
    rows = [{"team": f"T{n % 7}", "number": n, "token": f"secret {n}" if n % 3 else None, "plain": "p"} for n in range(1200)]
    with other.engine.begin() as connection:
        connection.execute(insert(table), rows)
    other.close()
    assert Rotation(rotating, RING, metadata).rotate().by_key == [800, 0]
    with rotating.engine.connect() as connection:
        found = connection.execute(select(table).order_by(table.c.number)).mappings().all()
    assert [dict(row) for row in found] == rows
    assert sealed.sealed_columns(metadata) == {"later": ["token"]}


def test_what_no_key_opens_is_counted_and_left(with_content: Store, rotating: Store) -> None:
    lost = Rotation(rotating, (NEW, sealed.new_key())).rotate()
    assert lost.by_key == [0, 0]
    assert lost.unread == {f"{table}.{column}": len(found) for (table, column), found in raw(rotating.engine).items()}
    assert Rotation(rotating, RING).rotate().by_key == [sum(lost.unread.values()), 0]


def changed_meanwhile(monkeypatch: pytest.MonkeyPatch, change: Callable[[], None]) -> None:
    """Between the reading of the values and the writing of the first, somebody makes a change."""
    write, todo = Rotation._write, [change]

    def after_the_change(self: Rotation, *given: object) -> tuple[int, float]:
        if todo:
            todo.pop()()
        return write(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(rotation.Rotation, "_write", after_the_change)


@pytest.mark.parametrize("keys", [RING, (KEY,)], ids=["by a process with the new key", "by one with the old"])
def test_a_change_made_meanwhile_stays(
    rotating: Store, policy: Policy, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    other = opened(address_of(rotating), policy, *keys)

    def change() -> None:
        with other.writing() as session:
            for row in session.scalars(select(DiscussionRow).where(DiscussionRow.decision.is_not(None))):
                row.decision = "changed meanwhile"
            session.commit()

    changed_meanwhile(monkeypatch, change)
    found = Rotation(rotating, RING).rotate()
    other.close()
    assert (found.older, found.unread) == (0, {})
    assert "changed meanwhile" in readable(address_of(rotating), policy, NEW)
    assert "decided" not in readable(address_of(rotating), policy, NEW)


def test_whoever_holds_a_row_is_not_waited_for_with_a_lock_in_hand(server_store: Store, policy: Policy) -> None:
    """On PostgreSQL: somebody holds the first row for long; the others are sealed meanwhile, and it is when it is free."""
    metadata = MetaData()
    table = Table("held", metadata, Column("id", Integer, primary_key=True), Column("token", SealedText))
    metadata.create_all(server_store.engine)
    with server_store.engine.begin() as connection:
        connection.execute(insert(table), [{"id": n, "token": f"secret {n}"} for n in range(120)])
    store = opened(address_of(server_store), policy, *RING)
    rotating, looked = Rotation(store, RING, metadata), list[list[int]]()
    with server_store.engine.connect() as other:
        other.exec_driver_sql("SELECT 1 FROM held WHERE id = 0 FOR UPDATE")
        rotating._round(lambda *_: None, rotating._seal_anew)
        looked.append(rotating.check().by_key)
        other.rollback()
    looked.append(rotating.rotate().by_key)
    store.close()
    assert looked == [[119, 1], [120, 0]]


def test_processes_that_seal_with_another_key_are_counted(rotating: Store, with_content: Store) -> None:
    rotating.heartbeats.beat(f"watch-web:here:1:{rotating.key_mark}", NOW)
    rotating.heartbeats.beat("clock:here:2", NOW)
    assert rotating.heartbeats.sealing_otherwise(at("2026-03-23")) == 0
    with_content.heartbeats.beat(f"watch-web:here:2:{with_content.key_mark}", NOW)
    with_content.heartbeats.beat("watch-clock:here:3", NOW)
    assert rotating.heartbeats.sealing_otherwise(at("2026-03-23")) == 2, "one with the old key, one of a version before"
    assert rotating.heartbeats.sealing_otherwise(at("2026-03-25")) == 0, "long dead"
    assert KEY[:8] not in with_content.key_mark


def test_a_writer_waits_for_a_rotation_no_longer_than_a_moment(rotating: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two of its transactions everything is free: a writer that takes its turn there finds nobody."""
    pauses: list[float] = []
    done = threading.Event()

    def during_a_pause(seconds: float) -> None:
        pauses.append(seconds)
        with rotating.work(SINGLE, NOW) as work:
            work.settings.put("written", len(pauses))
            work.commit()
        done.set()

    monkeypatch.setattr(rotation, "sleep", during_a_pause)
    monkeypatch.setattr(rotation, "WRITTEN_AT_ONCE", 1)
    Rotation(rotating, RING).rotate()
    assert done.is_set()
    assert len(pauses) == sum(how_many(rotating.engine).values()), "one after each transaction"
