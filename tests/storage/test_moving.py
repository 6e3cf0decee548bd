"""Everything moved from one database to another arrives, all of it or nothing."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Engine, MetaData, literal_column, select, text

from scheduling.policy import Policy
from storage import SINGLE, migrate, moving
from storage.isolation import see_everything
from storage.models import Base
from storage.moving import SourceChanged, SourceNotCurrent, TargetNotEmpty
from storage.records.grants import Wanted
from storage.rederive import nightly
from storage.store import Store
from storage.sweep import sweep
from storage.trail.verifying import Verified, verify
from tests.databases import Databases
from tests.storage.conftest import KEY, address_of, migrated, opened
from tests.storage.council import at, day, settled, who
from tests.storage.reading import send, states
from tests.storage.rows import fill_the_rest

NOW = at("2026-03-26")


@dataclass
class Two:
    """A council with everything in it, and an empty database."""

    source: Store
    target: Store

    def move(self, **given: Any) -> dict[str, int]:
        return {each.table: each.rows for each in moving.copy(self.source.engine, self.target.engine, **given)}


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest) -> Databases:
    """What is moved to, whatever it is moved from."""
    found: Databases = request.getfixturevalue("sqlite_files" if request.param == "sqlite" else "postgresql")
    return found


@pytest.fixture
def two(databases: Databases, elsewhere: Databases, policy: Policy) -> Iterator[Two]:
    with ExitStack() as stack:
        stores = []
        for place in (databases, elsewhere):
            url = stack.enter_context(place.copy(place.template("storage", lambda url: migrated(url, policy))))
            stores.append(opened(url, policy))
            stack.callback(stores[-1].close)
        fill(stores[0])
        yield Two(*stores)


def fill(store: Store) -> None:
    """Rows in every table, sealed ones and instants among them."""
    settled(store, "2026-03-16")
    sweep(store, SINGLE, NOW)
    send(store, NOW)
    with store.work(SINGLE, NOW) as work:
        tom, sue = who(work, "tom"), who(work, "sue")
        assert work.once("request")
        work.decisions.log(viewer=tom, ref="M100001", decision="décision 🖋", rationale='a "quoted"\treason\\n')
        held = work.sessions.record(viewer=tom, supervisee_id="ann", held_on=day("2026-03-24"), notes="line one\nline two")
        work.matters.write(held.id, "unwell", viewer=tom)
        work.grants.give(Wanted("ann", "inspector", "inspection", day("2026-04-01"), "why", outside="Ivy"), viewer=sue)
        work.sessions.book(viewer=tom, supervisee_id="bob", planned_on=day("2026-03-30"))
        work.sessions.move(viewer=tom, supervisee_id="bob", to_on=day("2026-03-31"), reason="court")
        work.drafts.keep(tom, "decision", {"text": "typed"})
        work.feeds.make(viewer=tom, instead_of=None)
        work.absences.record(viewer=sue, person_id="tim", from_on=day("2026-03-27"), until_on=None)
        work.settings.put("of every kind", ["é", None, 1.5, True, {"b": 1, "a": 2}])
        work.settings.put("nothing", None)
        work.feeds.make(viewer=tom, instead_of=None)
        work.trail.note("recorded", viewer=tom, kind="session", object="an id", about="ann", role="supervisor")
        work.commit()
    store.heartbeats.beat("clock:1", NOW)
    store.alarms.begin(SINGLE, "backlog", now=NOW)
    fill_the_rest(store.engine)


def raw(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table as Python sees it, with sealed text as it lies there."""
    found = {}
    plain = MetaData()
    with engine.connect() as connection:
        see_everything(connection)
        for table in Base.metadata.sorted_tables:
            sealed = {column.name for column in table.columns if type(column.type).__name__ == "SealedText"}
            own = table.to_metadata(plain)
            columns = [literal_column(c.name) if c.name in sealed else c for c in own.columns]
            found[table.name] = sorted(map(tuple, connection.execute(select(*columns).select_from(own))), key=repr)
    return found


def test_every_row_arrives_as_it_was(two: Two) -> None:
    counted = two.move()
    before, after = raw(two.source.engine), raw(two.target.engine)
    assert all(before.values()), "something lies in every table"
    assert after == before
    assert counted == {table: len(rows) for table, rows in before.items()}
    (trail,) = verify(two.target)
    assert trail == Verified(SINGLE, counted["trail"], None)


def test_the_bot_goes_on_where_it_was(two: Two) -> None:
    two.move()
    for store in (two.source, two.target):
        with store.work(SINGLE, NOW) as work:
            assert not work.once("request")
            tom = who(work, "tom")
            assert [each.decision for each in work.decisions.of_case("M100001", viewer=tom)] == ["décision 🖋"]
            assert work.settings.get("of every kind") == ["é", None, 1.5, True, {"b": 1, "a": 2}]
            work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day("2026-04-20"))
            work.commit()
    assert nightly(two.source, SINGLE, NOW).differences == nightly(two.target, SINGLE, NOW).differences
    sent = [
        [(each.op, each.to, each.kind, each.lines) for each in send(store, "2026-03-27")] for store in (two.source, two.target)
    ]
    assert sorted(sent[0]) == sorted(sent[1])
    assert sent[0]
    assert states(two.source) == states(two.target)


def test_a_database_with_anything_in_it_is_left_alone(two: Two) -> None:
    two.target.heartbeats.beat("clock:1", NOW)
    before = raw(two.target.engine)
    with pytest.raises(TargetNotEmpty):
        two.move()
    assert raw(two.target.engine) == before


def test_what_is_broken_off_half_way_leaves_nothing(two: Two) -> None:
    class Stopped(Exception):
        pass

    def stop(table: str, done: int, total: int) -> None:
        if table == "outbox" and done:
            raise Stopped

    with pytest.raises(Stopped):
        two.move(progress=stop)
    assert moving.is_empty(two.target.engine)
    two.move()
    assert raw(two.target.engine) == raw(two.source.engine)


def test_a_database_that_changes_meanwhile_is_not_moved(two: Two, policy: Policy) -> None:
    other = opened(address_of(two.source), policy)

    def write(table: str, done: int, total: int) -> None:
        if table == "people" and done:
            other.heartbeats.beat("clock:1", NOW.replace(second=30))

    with pytest.raises(SourceChanged):
        two.move(progress=write)
    other.close()
    assert moving.is_empty(two.target.engine)


def test_what_is_stored_meanwhile_is_not_in_the_picture(two: Two, policy: Policy) -> None:
    other, before = opened(address_of(two.source), policy), raw(two.source.engine)

    def write(table: str, done: int, total: int) -> None:
        if done == 0:
            other.heartbeats.beat(f"clock:{table}", NOW)

    two.move(progress=write, must_stand_still=False)
    other.close()
    assert raw(two.target.engine) == before != raw(two.source.engine)


def test_a_database_of_another_version_is_not_moved(two: Two, policy: Policy) -> None:
    for revision in ("0001", "9999"):
        with two.source.engine.begin() as connection:
            connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))
        with pytest.raises(SourceNotCurrent):
            two.move()
    assert migrate.revision(two.target.engine) == migrate.head()
    assert moving.is_empty(two.target.engine)


def test_no_key_is_needed_and_none_can_be_told_from_the_copy(two: Two, elsewhere: Databases) -> None:
    two.move()
    two.target.close()
    everything = elsewhere.everything(address_of(two.target))
    for planted in ("décision", "quoted", "line one", "court", "typed", KEY):
        assert planted.encode() not in everything
