"""Whatever is done to the audit trail by somebody without the key is found, and the first wrong event is named."""

from collections import Counter

import pytest
from sqlalchemy import text

from scheduling.policy import Policy
from storage import SINGLE, sealed
from storage.lifecycle.forgetting import erase
from storage.lifecycle.schedule import Schedule
from storage.models import PersonRow, TrailRow
from storage.rotation import Rotation
from storage.store import Store
from storage.trail import chain
from storage.trail.chain import Event, Head
from storage.trail.exported import heads, kept, line_of
from storage.trail.verifying import Verified, verify, verify_end
from tests.storage.conftest import KEY, address_of, opened
from tests.storage.council import at, day, settled, who
from tests.storage.edits import EDITS, missed, tampered
from tests.storage.tampering import TRIGGERS, Rows, in_hand, lay_a_trail, put

NOW = at("2026-03-24")


@pytest.fixture
def older(council: Store) -> Rows:
    """The heads there were while forty events, at least, came to be in each of two workspaces."""
    settled(council, "2026-03-16", "other")
    return lay_a_trail(council)


@pytest.fixture
def laid(council: Store, older: Rows) -> Store:
    """Those events, and nothing done to them."""
    return council


def first_wrong(store: Store) -> tuple[int, str]:
    (found,) = (each.wrong for each in verify(store) if each.wrong)
    return found.seq, found.what


def do(store: Store, *statements: str) -> None:
    """As somebody who owns the database."""
    with store.engine.begin() as connection:
        for statement in (*TRIGGERS[store.engine.dialect.name], *statements):
            connection.exec_driver_sql(statement)


def test_what_nobody_has_touched_is_whole(laid: Store) -> None:
    told: list[tuple[str, int, int]] = []
    whole = verify(laid, progress=lambda *step: told.append(step))
    assert whole == [Verified(SINGLE, whole[0].events, None), Verified("other", 40, None)]
    assert whole[0].events >= 40
    assert told[-1] == ("other", 40, 40)
    assert verify(laid, "other") == [Verified("other", 40, None)]


def test_random_single_edits_are_each_found_and_named(laid: Store, older: Rows) -> None:
    done: Counter[str] = Counter()
    faults = []
    for edit, found in tampered(laid, in_hand(laid, older), edits=6 * len(EDITS), seed=20260324):
        done[edit.name] += 1
        faults += [missed(edit, found)]
    assert [each for each in faults if each] == []
    assert sum(done.values()) == len(faults) == 144


def test_nothing_of_an_event_is_outside_its_hash() -> None:
    assert {column.name for column in TrailRow.__table__.columns} == {*Event._fields, "hash", "mark"}


@pytest.mark.parametrize(
    "change",
    [
        "at = '2026-03-24 09:00:00'",
        "at = '2026-03-24T09:00:00.000000'",
        "at = 'yesterday'",
        "at = 1774342800",
        "act = CAST(act AS BLOB)",
        "object = CAST(x'ff00ff' AS TEXT)",
        "object = object || char(0)",
        "purpose = 0",
        "about = 7",
        "hash = CAST(hash AS BLOB)",
        "mark = x''",
    ],
)
def test_sqlite_where_a_column_holds_anything(file_store: Store, change: str) -> None:
    settled(file_store, "2026-03-16")
    settled(file_store, "2026-03-16", "other")
    lay_a_trail(file_store)
    do(file_store, f"UPDATE trail SET {change} WHERE seq = 7 AND workspace = 'other'")
    seq, what = first_wrong(file_store)
    assert (seq, what) == (7, "rewritten" if change.startswith("mark") else "changed")


@pytest.mark.parametrize("number", ["'seven'", "7.5", "x'07'"])
def test_sqlite_where_a_number_is_none(file_store: Store, number: str) -> None:
    settled(file_store, "2026-03-16")
    settled(file_store, "2026-03-16", "other")
    lay_a_trail(file_store)
    do(file_store, f"UPDATE trail SET seq = {number} WHERE seq = 7 AND workspace = 'other'")
    assert first_wrong(file_store) == (7, "out_of_order")


@pytest.mark.parametrize("instant", ["infinity", "-infinity", "2026-03-24 09:00:00 BC", "12026-03-24 09:00:00"])
def test_postgresql_where_an_instant_is_beyond_any_calendar(server_store: Store, instant: str) -> None:
    settled(server_store, "2026-03-16")
    settled(server_store, "2026-03-16", "other")
    lay_a_trail(server_store)
    do(server_store, f"UPDATE trail SET at = '{instant}' WHERE seq = 7 AND workspace = 'other'")
    assert first_wrong(server_store) == (7, "changed")


def test_whoever_has_the_key_is_found_by_a_head_kept_elsewhere(laid: Store, older: Rows) -> None:
    """They can write everything anew, marks and head and all; not what others hold."""
    exported = kept(line_of(head, NOW) for head in heads(laid).values() if head)
    ledger = in_hand(laid, older)
    before = heads(laid, "other")["other"]
    assert before
    rows, hashed = [row for row in ledger.trail if row["workspace"] == "other"], chain.BEGINNING
    rows[11]["object"] = "another"
    for row in rows:
        hashed = row["hash"] = chain.digest(hashed, Event(**{name: row[name] for name in Event._fields}))
        row["mark"] = chain.mark(before.secret, row["seq"], hashed)
    ledger.heads = [row for row in ledger.heads if row["workspace"] != "other"]
    put(laid, ledger)
    with laid.engine.begin() as connection:
        token = sealed.SealedOwn().process_bind_param(Head("other", 40, hashed, before.secret).sealed(), connection.dialect)
        connection.execute(text("INSERT INTO trail_heads (workspace, seq, head) VALUES ('other', 40, :head)"), {"head": token})
    assert [each.wrong for each in verify(laid)] == [None, None]
    (wrong,) = (each.wrong for each in verify(laid, exported=exported) if each.wrong)
    assert (wrong.seq, wrong.what) == (1, "not_as_exported")
    exported["other"] |= {11: rows[10]["hash"]}
    (wrong,) = (each.wrong for each in verify(laid, exported=exported) if each.wrong)
    assert (wrong.seq, wrong.what) == (12, "not_as_exported")


def test_a_workspace_whose_trail_is_gone_altogether_is_found_by_a_head_kept_elsewhere(laid: Store) -> None:
    exported = kept(line_of(head, NOW) for head in heads(laid).values() if head)
    do(laid, "DELETE FROM trail WHERE workspace = 'other'", "DELETE FROM trail_heads WHERE workspace = 'other'")
    assert [each.workspace for each in verify(laid)] == [SINGLE]
    (wrong,) = (each.wrong for each in verify(laid, exported=exported) if each.wrong)
    assert (wrong.workspace, wrong.seq, wrong.what) == ("other", 1, "cut_off")


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        pytest.param((sealed.new_key(), KEY), "", id="a newer key in front"),
        pytest.param((sealed.new_key(),), "head_replaced", id="the key lost"),
    ],
)
def test_a_head_opens_with_any_key_of_the_ring(laid: Store, policy: Policy, keys: tuple[str, ...], what: str) -> None:
    other = opened(address_of(laid), policy, *keys)
    assert {each.wrong.what if each.wrong else "" for each in verify(other)} == {what}
    assert all(bool(head) is not bool(what) for head in heads(other).values())
    other.close()


@pytest.mark.parametrize(("seq", "is_found"), [(40, True), (31, True), (30, False), (1, False)])
def test_the_end_alone_is_verified_where_that_is_asked(laid: Store, seq: int, is_found: bool) -> None:
    assert verify_end(laid, "other", 10) == Verified("other", 10, None)
    assert verify_end(laid, "other", 100) == Verified("other", 40, None)
    do(laid, f"UPDATE trail SET object = 'another' WHERE seq = {seq} AND workspace = 'other'")
    found = verify_end(laid, "other", 10)
    assert (found.wrong is not None) is is_found
    assert verify_end(laid, "nowhere", 10) == Verified("nowhere", 0, None)


def test_a_trail_is_whole_after_somebody_it_speaks_of_was_erased(laid: Store) -> None:
    before = verify(laid, SINGLE)[0].events
    with laid.work(SINGLE, NOW) as work:
        work.session.get_one(PersonRow, (SINGLE, "bob")).left_on = day("2026-03-20")
        work.session.flush()
        erase(work, "bob", by=who(work, "zoe"), reason="Request 12", schedule=Schedule(), early=True)
        work.commit()
    (whole,) = verify(laid, SINGLE)
    assert whole.wrong is None
    assert whole.events > before


def test_keys_rotated_and_the_old_one_thrown_away_leave_the_trail_whole_and_going_on(laid: Store, policy: Policy) -> None:
    new = sealed.new_key()
    both = opened(address_of(laid), policy, new, KEY)
    Rotation(both, (new, KEY)).rotate()
    both.close()
    alone = opened(address_of(laid), policy, new)
    with alone.read("other", NOW) as work:
        work.trail.note("read", viewer=who(work, "tom"), kind="session", object="one more", about="ann")
    assert [(each.events, each.wrong) for each in verify(alone, "other")] == [(41, None)]
    alone.close()
