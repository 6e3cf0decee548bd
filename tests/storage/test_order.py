"""What is listed is listed in the same order, whatever language the database's server sorts for."""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import event

from scheduling.policy import Policy
from storage import SINGLE
from storage.models import AllocationRow, CaseRow, PersonRow, RelationshipRow
from storage.store import Store
from tests.databases import Files, Server
from tests.storage.conftest import opened
from tests.storage.council import at, day, person_row, who

NOW = at("2026-03-24")
NAMES = ["de Souza", "Dean", "De Witt", "Ångström", "Angus", "O'Neil", "Onions", "Van-der-Berg", "Van der Aa", "vance"]
ENGLISH = "SELECT collname FROM pg_collation WHERE collprovider = 'c' AND collname ~ '^en_GB.*utf-?8$'"


@pytest.fixture
def each(sqlite_files: Files, postgresql: Server, policy: Policy) -> Iterator[list[Store]]:
    """SQLite, PostgreSQL sorting by code, and PostgreSQL sorting for England where this computer knows how."""
    with ExitStack() as stack:
        copies = [sqlite_files.copy(), postgresql.copy()]
        copies += [postgresql.copy(options=f"LOCALE '{name}'") for (name,) in postgresql.execute(ENGLISH)[:1]]
        stores = [opened(stack.enter_context(copy), policy) for copy in copies]
        for store in stores:
            stack.callback(store.close)
            store.upgrade()
            plant(store)
        yield stores


def plant(store: Store) -> None:
    from storage.names import name_key

    mine = {"workspace": SINGLE}
    with store.work(SINGLE, NOW) as work:
        work.session.add(person_row("tom", None))
        work.session.flush()
        for number, name in enumerate(NAMES):
            row: PersonRow = person_row(f"p{number}", "tom", name=name, name_key=name_key(name))
            work.session.add(row)
            work.session.flush()
            work.session.add(RelationshipRow(**mine, supervisee_id=row.id, supervisor_id="tom", from_on=day("2025-01-01")))
        for ref in ("m-1", "M1", "M-1", "M 2", "a2", "B1"):
            work.session.add(CaseRow(**mine, ref=ref, category="child_protection", opened_on=day("2026-03-02")))
            work.session.flush()
            work.session.add(AllocationRow(**mine, case_ref=ref, worker_id="p0", from_on=day("2026-03-02")))
        work.session.flush()
        work.index.refresh_all()
        work.commit()


def listed(store: Store) -> list[list[str]]:
    with store.read(SINGLE, NOW) as work:
        tom = who(work, "tom")
        return [
            [each.name for each in work.people.everyone()],
            [each.name for each in work.people.supervisees_of("tom")],
            [each.ref for each in work.cases.of_worker("p0", viewer=tom)],
            [f"{each.kind} {each.due}" for each in work.obligations.below(tom)],
        ]


def test_every_list_is_in_the_same_order_on_each(each: list[Store]) -> None:
    first, *others = map(listed, each)
    assert all(first)
    assert all(other == first for other in others)


def test_the_order_is_asked_for_and_not_left_to_the_server(each: list[Store]) -> None:
    asked: list[str] = []
    server = each[1]
    event.listen(server.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    listed(server)
    orders = [order for each in asked for order in re.findall(r"ORDER BY (.*)", each)]
    for column in ("people.name_key", "cases.ref", "obligations.kind"):
        named = [order for order in orders if column in order]
        assert named
        assert all(f'{column} COLLATE "C"' in order for order in named), column


def test_a_name_is_found_on_each(each: list[Store]) -> None:
    for store in each:
        with store.read(SINGLE, NOW) as work:
            for name in NAMES:
                assert [found.name for found in work.people.find(name.upper())] == [name]
