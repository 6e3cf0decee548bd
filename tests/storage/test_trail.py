"""Whoever is shown a record, or writes one, leaves a trace; and the trail is only ever added to."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError

from scheduling.policy import Policy
from storage import SINGLE, database
from storage.errors import Busy, CannotUnseal, NotFound, TrailBroken
from storage.models import TrailNameRow, TrailRow
from storage.store import Store
from storage.trail.verifying import Verified, verify
from storage.unit import UnitOfWork
from tests.storage.conftest import address_of, opened
from tests.storage.council import at, day, settled, who
from tests.storage.tampering import TRIGGERS

NOW = at("2026-03-24")
Opens = Callable[..., AbstractContextManager[UnitOfWork]]
COLUMNS = "at, actor, role, purpose, act, kind, object, about, hash, mark, workspace"


def note(work: UnitOfWork, number: int = 1, act: str = "read", viewer: str = "tom") -> None:
    """Tom was shown a session of Ann's."""
    seen = {"kind": "session", "object": f"session {number}", "about": "ann", "role": "supervisor"}
    work.trail.note(act, viewer=who(work, viewer), **seen)


def trail(store: Store, workspace: str = SINGLE) -> list[str]:
    """Each event in a few words, people by their ids."""
    with store.reading() as session:
        names = {row.token: row.person_id for row in session.scalars(select(TrailNameRow))}
        rows = session.scalars(select(TrailRow).where(TrailRow.workspace == workspace).order_by(TrailRow.seq))
        return [
            f"{row.seq} {names.get(row.actor, row.actor)} {row.act} {row.object} of {names.get(row.about or '', row.about)}"
            for row in rows
        ]


def test_events_follow_each_other_through_units_of_work_and_workspaces_do_not_mix(council: Store) -> None:
    settled(council, "2026-03-16", "other")
    for workspace, numbers in ((SINGLE, (1, 2)), ("other", (7,)), (SINGLE, (3,))):
        with council.work(workspace, NOW) as work:
            for number in numbers:
                note(work, number, "recorded")
            work.commit()
    assert trail(council) == [f"{n} tom recorded session {n} of ann" for n in (1, 2, 3)]
    assert trail(council, "other") == ["1 tom recorded session 7 of ann"]


def test_what_was_read_is_in_the_trail_before_the_reading_is_over(council: Store) -> None:
    with council.read(SINGLE, NOW) as work:
        note(work)
        note(work)
        note(work, 2)
    assert trail(council) == ["1 tom read session 1 of ann", "2 tom read session 2 of ann"]


def test_an_import_or_the_command_line_acts_under_its_own_word(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        work.trail.note("imported", viewer=None, by="import", kind="import", object="7")
        work.trail.note("changed", viewer=who(work, "sue"), kind="person", object="ann")
        work.commit()
    assert trail(council)[0] == "1 import imported 7 of None"
    with council.reading() as session:
        changed = session.scalars(select(TrailRow).where(TrailRow.seq == 2)).one()
        assert changed.object == session.scalar(select(TrailNameRow.token).where(TrailNameRow.person_id == "ann"))


def test_nobody_is_named_in_the_trail_itself(council: Store) -> None:
    with council.read(SINGLE, NOW) as work:
        note(work)
    with council.reading() as session:
        (row,) = session.execute(text("SELECT * FROM trail")).mappings()
    assert {"tom", "ann"} & {str(value) for value in row.values()} == set()


def test_what_is_rolled_back_leaves_no_trace_but_of_what_was_shown(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        note(work, 1, "recorded")
        note(work, 2, "read")
        work.sessions.book(viewer=who(work, "tom"), supervisee_id="ann", planned_on=day("2026-03-30"))
    assert trail(council) == ["1 tom read session 2 of ann"]
    with council.read(SINGLE, NOW) as work:
        assert work.sessions.booked("ann", viewer=who(work, "tom")) is None


@pytest.mark.parametrize("opens", [Store.work, Store.read])
def test_who_is_refused_leaves_no_trace(council: Store, opens: Opens) -> None:
    def ask() -> None:
        with opens(council, SINGLE, NOW) as work:
            note(work)
            work.people.must_get("nobody")

    with pytest.raises(NotFound):
        ask()
    assert trail(council) == []


def test_what_is_shown_after_a_commit_is_stored_too(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        note(work, 1, "recorded")
        work.commit()
        note(work, 2)
    assert trail(council) == ["1 tom recorded session 1 of ann", "2 tom read session 2 of ann"]


def test_words_that_are_not_known_are_no_event(council: Store) -> None:
    good = {"act": "read", "kind": "session", "object": "an id", "role": "supervisor", "by": "system"}
    with council.read(SINGLE, NOW) as work:
        for wrong in ({"act": "peeped"}, {"kind": "gossip"}, {"role": "friend"}, {"by": "tom"}, {"object": "x" * 201}):
            with pytest.raises(ValueError, match="no event"):
                work.trail.note(viewer=None, **good | wrong)
    assert trail(council) == []


def test_a_record_is_not_shown_while_its_trace_cannot_be_stored(
    council: Store, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_MS", 50)
    other = opened(address_of(council), policy)
    with council.work(SINGLE, NOW), pytest.raises(Busy), other.read(SINGLE, NOW) as work:
        note(work)
    with council.work(SINGLE, NOW), pytest.raises(Busy), other.read(SINGLE, NOW, within=timedelta(seconds=0.02)) as work:
        note(work)
    assert trail(council) == []
    other.close()


@pytest.mark.parametrize("ends", [True, False])
def test_a_thread_that_reads_within_its_own_writing_does_not_wait_for_itself(council: Store, ends: bool) -> None:
    def work_and_read() -> None:
        with council.work(SINGLE, NOW) as work:
            with council.read(SINGLE, NOW) as reader:
                note(reader, 2)
            assert trail(council) == []
            note(work, 1, "recorded")
            work.commit()
            if not ends:
                raise NotFound

    if ends:
        work_and_read()
    else:
        with pytest.raises(NotFound):
            work_and_read()
    assert trail(council) == ["1 tom recorded session 1 of ann", "2 tom read session 2 of ann"]


def test_the_number_of_statements_does_not_grow_with_the_events_and_is_nought_for_none(council: Store) -> None:
    counted: list[str] = []
    event.listen(council.engine, "before_cursor_execute", lambda *call: counted.append(call[2]))

    def cost(events: int) -> int:
        with council.work(SINGLE, NOW) as work:
            tom = who(work, "tom")
            for number in range(events):
                about = ("ann", "bob", "dan")[number % 3]
                work.trail.note("read", viewer=tom, kind="session", object=f"{number}", about=about)
            counted.clear()
            work.commit()
        return len(counted)

    cost(3)  # a chain begun and four people named
    assert [cost(0), cost(1), cost(30)] == [0, 3, 3]


SQL = {
    "changed": "UPDATE trail SET act = 'listed' WHERE seq = 2",
    "deleted": "DELETE FROM trail WHERE seq = 2",
    "emptied": "DELETE FROM trail",
    "head set back": "UPDATE trail_heads SET seq = seq - 1",
    "head of another": "UPDATE trail_heads SET workspace = 'other'",
    "head deleted": "DELETE FROM trail_heads",
}
OF_SQLITE = {
    "put over another": f"INSERT OR REPLACE INTO trail (seq, {COLUMNS}) SELECT 1, {COLUMNS} FROM trail WHERE seq = 2",
    "head put over": "INSERT OR REPLACE INTO trail_heads SELECT workspace, 1, head FROM trail_heads",
}
OF_POSTGRESQL = {
    "truncated": "TRUNCATE trail",
    "heads truncated": "TRUNCATE trail_heads",
    "with triggers switched off": "SET session_replication_role = replica; UPDATE trail SET act = 'listed' WHERE seq = 2",
    "head set back with triggers switched off": "SET session_replication_role = replica; UPDATE trail_heads SET seq = 1",
    "put over another": "INSERT INTO trail SELECT * FROM trail WHERE seq = 2"
    " ON CONFLICT (workspace, seq) DO UPDATE SET act = 'listed'",
}


def refused(store: Store, statements: dict[str, str]) -> list[str]:
    """What the database does not do."""
    with store.work(SINGLE, NOW) as work:
        for number in (1, 2, 3):
            note(work, number)
        work.commit()
    before, kept = trail(store), []
    for name, statement in statements.items():
        with pytest.raises(DBAPIError, match=r"only ever added to|only moves forward"), store.engine.begin() as connection:
            connection.exec_driver_sql(statement)
        if trail(store) == before:
            kept.append(name)
    return kept


def test_the_database_refuses_to_change_shorten_or_rewind(council: Store) -> None:
    assert refused(council, SQL) == [*SQL]


def test_sqlite_does_not_replace(file_store: Store) -> None:
    settled(file_store, "2026-03-16")
    assert refused(file_store, OF_SQLITE) == [*OF_SQLITE]


def test_postgresql_does_not_truncate_and_has_no_switch(server_store: Store) -> None:
    settled(server_store, "2026-03-16")
    assert refused(server_store, OF_POSTGRESQL) == [*OF_POSTGRESQL]


def test_those_who_write_at_once_make_one_chain(council: Store, policy: Policy) -> None:
    """Two processes, each with several threads: some read, some write, all at once, none after another's head."""
    other = opened(address_of(council), policy)

    def act(number: int) -> None:
        store = (council, other)[number % 2]
        while True:
            try:
                if number % 3:
                    with store.work(SINGLE, NOW) as work:
                        note(work, number, "recorded")
                        work.commit()
                else:
                    with store.read(SINGLE, NOW) as work:
                        note(work, number)
            except Busy:
                continue
            return

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(40)))
    other.close()
    assert sorted(int(line.split()[4]) for line in trail(council)) == list(range(40))
    assert [int(line.split()[0]) for line in trail(council)] == list(range(1, 41))
    assert verify(council) == [Verified(SINGLE, 40, None)]


def test_a_head_the_bot_did_not_seal_is_not_followed(council: Store) -> None:
    """Whoever can write the database, and has the bot seal a decision of theirs, has no head of theirs all the same."""
    with council.read(SINGLE, NOW) as work:
        note(work)
    forged = '["cornerstone trail 1", "council", 1, "a", "b"]'
    with council.work(SINGLE, NOW) as work:
        for typed in (forged, f"\0{forged}"):
            work.decisions.log(viewer=who(work, "tom"), ref="M100001", decision=typed, rationale="r")
        work.commit()
    with council.engine.connect() as connection:
        sealed = connection.execute(text("SELECT decision FROM discussions WHERE kind = 'ad_hoc'")).scalars().all()
    before = trail(council)
    for each in sealed:
        with council.engine.begin() as connection:
            connection.execute(text("UPDATE trail_heads SET head = :head"), {"head": each})
        with pytest.raises(CannotUnseal), council.read(SINGLE, NOW) as work:
            note(work)
    assert len(sealed) == 2
    assert trail(council) == before


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE trail_heads SET seq = seq + 1",
        "DELETE FROM trail_heads",
        f"INSERT INTO trail (seq, {COLUMNS}) SELECT seq + 1, {COLUMNS} FROM trail",
    ],
)
def test_nothing_is_stored_after_an_end_that_is_not_the_heads(council: Store, damage: str) -> None:
    with council.read(SINGLE, NOW) as work:
        note(work)
    with council.engine.begin() as connection:
        for statement in (*TRIGGERS[council.engine.dialect.name], damage):
            connection.exec_driver_sql(statement)
    with council.work(SINGLE, NOW) as work:
        work.settings.put("stored with it", True)
        note(work, 2, "recorded")
        with pytest.raises(TrailBroken, match="audit verify"):
            work.commit()
    with council.read(SINGLE, NOW) as work:
        assert not work.settings.get("stored with it")


def test_a_person_who_is_forgotten_is_no_longer_named_and_the_chain_goes_on(council: Store) -> None:
    with council.read(SINGLE, NOW) as work:
        note(work)
        note(work, 2, viewer="sue")
    with council.work(SINGLE, NOW) as work:
        token = work.trail.tokens_of(["ann"])["ann"]
        work.trail.forget("ann", viewer=who(work, "sue"))
        work.trail.forget("nobody")
        note(work, 3, "erased", viewer="sue")
        work.commit()
    with council.read(SINGLE, NOW) as work:
        assert work.trail.tokens_of(["ann", "tom"]).keys() == {"tom"}
        assert set(work.trail.people_of([token, *work.trail.tokens_of(["tom", "sue"]).values()]).values()) == {"tom", "sue"}
    assert verify(council) == [Verified(SINGLE, 4, None)]
    assert trail(council)[2:] == [f"3 sue erased {token} of {token}", f"4 sue erased session 3 of {token}"]
