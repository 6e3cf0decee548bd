"""What somebody who can write the database, and has no key, may do to the audit trail: one thing at a time, at random.

The triggers are gone: who owns the database drops them. Everything else about the schema stands.
"""

import copy
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from storage import SINGLE
from storage.store import Store
from storage.trail import chain
from storage.trail.chain import Event
from storage.trail.verifying import verify
from storage.trail.walk import Wrong
from tests.storage.council import at, day, who

Rows = list[dict[str, Any]]
TABLES = ("trail", "trail_heads", "trail_names")
TRIGGERS = {
    "sqlite": (
        "DROP TRIGGER trail_not_changed",
        "DROP TRIGGER trail_not_deleted",
        "DROP TRIGGER trail_not_replaced",
        "DROP TRIGGER trail_heads_forward",
        "DROP TRIGGER trail_heads_not_deleted",
        "DROP TRIGGER trail_heads_not_replaced",
    ),
    "postgresql": ("ALTER TABLE trail DISABLE TRIGGER ALL", "ALTER TABLE trail_heads DISABLE TRIGGER ALL"),
}
AT = {"sqlite": "at", "postgresql": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS at"}


@dataclass
class Ledger:
    """The three tables, as whoever tampers has them in hand."""

    trail: Rows
    heads: Rows
    names: Rows
    older: Rows = field(default_factory=list)
    """Heads as they once were."""
    sealed: str = ""
    """Something else the bot has sealed."""
    kind: str = "sqlite"

    @property
    def mine(self) -> Rows:
        """The events of the workspace that is tampered with, as they stand in it."""
        return [row for row in self.trail if row["workspace"] == SINGLE]

    @property
    def head(self) -> dict[str, Any]:
        return next(row for row in self.heads if row["workspace"] == SINGLE)


@dataclass(frozen=True)
class Edit:
    """What was done, and what has to be found."""

    name: str
    seq: int
    what: frozenset[str]


def lay_a_trail(store: Store, events: int = 40) -> Rows:
    """Events of several people in two workspaces; the heads there were on the way."""
    older: Rows = []
    with store.work(SINGLE, at("2026-03-24")) as work:
        work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=day("2026-03-24"), notes="notes")
        work.commit()
    for number in range(1, events + 1, 4):
        for workspace in (SINGLE, "other"):
            with store.work(workspace, at("2026-03-24")) as work:
                for each in range(number, number + 4):
                    act, about = ("read", "recorded", "changed")[each % 3], ("ann", "bob", "dan")[each % 3]
                    viewer = who(work, ("tom", "sue")[each % 2])
                    seen = {
                        "kind": "session",
                        "object": f"session {each}",
                        "about": about,
                        "role": ("line", "supervisor")[each % 2],
                    }
                    work.trail.note(act, viewer=viewer, purpose="inspection" if each % 5 == 0 else "", **seen)
                work.commit()
        with store.engine.connect() as connection:
            older += _rows(connection, "trail_heads", f"WHERE workspace = '{SINGLE}'")
    return older[:-1]


def in_hand(store: Store, older: Rows) -> Ledger:
    """Everything, with the triggers gone."""
    kind = store.engine.dialect.name
    with store.engine.begin() as connection:
        for statement in TRIGGERS[kind]:
            connection.exec_driver_sql(statement)
        found = [_rows(connection, table) for table in TABLES]
        sealed = connection.execute(text("SELECT notes FROM sessions WHERE notes IS NOT NULL")).scalar_one()
    return Ledger(*found, older=older, sealed=sealed, kind=kind)


def put(store: Store, ledger: Ledger) -> None:
    """Make the database what it is in hand."""
    with store.engine.begin() as connection:
        for table, rows in zip(TABLES, (ledger.trail, ledger.heads, ledger.names), strict=True):
            connection.exec_driver_sql(f"DELETE FROM {table}")
            if rows:
                values = ", ".join(_value(ledger.kind, name) for name in rows[0])
                connection.execute(text(f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES ({values})"), rows)


def tampered(store: Store, ledger: Ledger, edits: int, seed: int) -> Iterator[tuple[Edit, list[Wrong]]]:
    """One edit after another, each from what was there at first, with everything found to be wrong after it."""
    chance = random.Random(seed)
    for number in range(edits):
        edited = copy.deepcopy(ledger)
        edit = EDITS[number % len(EDITS)](edited, chance)
        assert (edited.trail, edited.heads, edited.names) != (ledger.trail, ledger.heads, ledger.names), edit
        put(store, edited)
        yield edit, [each.wrong for each in verify(store) if each.wrong]


def missed(edit: Edit, found: list[Wrong]) -> str:
    """Empty where it was found for what it is, and where it is."""
    ours = [each for each in found if each.workspace == SINGLE]
    if ours and ours[0].seq == edit.seq and ours[0].what in edit.what:
        return ""
    return f"{edit.name} of event {edit.seq}: {ours or 'nothing found'}"


def _rows(connection: Connection, table: str, where: str = "") -> Rows:
    columns = AT[connection.dialect.name] + ", " if table == "trail" else ""
    names = {
        "trail": "workspace, seq, actor, role, purpose, act, kind, object, about, hash, mark",
        "trail_heads": "workspace, seq, head",
        "trail_names": "workspace, token, person_id, salt",
    }[table]
    found = connection.exec_driver_sql(f"SELECT {columns}{names} FROM {table} {where} ORDER BY 1, 2").mappings()
    rows = [dict(row) for row in found]
    return sorted(rows, key=lambda row: (row["workspace"], row["seq"])) if table == "trail" else rows


def _value(kind: str, name: str) -> str:
    return "CAST(:at || '+00' AS timestamptz)" if name == "at" and kind == "postgresql" else f":{name}"


def _edit(name: str, seq: int, *what: str) -> Edit:
    return Edit(name, seq, frozenset(what))


def _other(chance: random.Random, name: str, was: Any, rows: Rows) -> Any:
    """Another value of this column: of another event, or nearly the same."""
    if name in ("hash", "mark"):
        spot = chance.randrange(len(was))
        return was[:spot] + chance.choice([c for c in "0123456789abcdef" if c != was[spot]]) + was[spot + 1 :]
    if name == "at":
        return was[:-6] + chance.choice([f"{n:06}" for n in range(1, 9)])
    nearly = [was + " ", was.upper(), "", "system"] if was is not None else [""]
    others = [each for each in {*(row[name] for row in rows), *nearly} if each != was]
    return (
        chance.choice(sorted(others, key=repr))
        if name == "about"
        else chance.choice(sorted(e for e in others if e is not None))
    )


def _recompute(rows: Rows, start: int) -> None:
    """Every hash from here on, as one can without a key; the marks stay as they are."""
    before = rows[start - 1]["hash"] if start else chain.BEGINNING
    for row in rows[start:]:
        before = row["hash"] = chain.digest(before, Event(**{name: row[name] for name in Event._fields}))


def change(column: str) -> Callable[[Ledger, random.Random], Edit]:
    """A value of one event."""

    def edit(ledger: Ledger, chance: random.Random) -> Edit:
        rows = ledger.mine
        row = chance.choice(rows)
        row[column] = _other(chance, column, row[column], rows)
        return _edit(f"{column} changed", row["seq"], "rewritten" if column == "mark" else "changed")

    return edit


def renumber(ledger: Ledger, chance: random.Random) -> Edit:
    """One event under another number."""
    rows = ledger.mine
    row = chance.choice(rows)
    seq, row["seq"] = row["seq"], chance.choice([0, -1, -(10**9), len(rows) + 1, len(rows) + 7, 10**12])
    if row["seq"] < 1:  # it comes before the first, and its own place is empty
        return _edit("renumbered", 1, "out_of_order" if seq == 1 else "inserted")
    return _edit("renumbered", seq, "out_of_order")


def elsewhere(ledger: Ledger, chance: random.Random) -> Edit:
    """One event in another workspace."""
    row = chance.choice(ledger.mine)
    row["workspace"] = "nowhere"
    last = row["seq"] == len(ledger.mine) + 1
    return _edit("moved to another workspace", row["seq"], "cut_off" if last else "missing")


def delete(which: Callable[[random.Random, int], int]) -> Callable[[Ledger, random.Random], Edit]:
    """One event."""

    def edit(ledger: Ledger, chance: random.Random) -> Edit:
        rows = ledger.mine
        row = rows[which(chance, len(rows))]
        ledger.trail.remove(row)
        return _edit("deleted", row["seq"], "cut_off" if row is rows[-1] else "missing")

    return edit


def delete_and_close_up(ledger: Ledger, chance: random.Random) -> Edit:
    """One event, those after it renumbered, and perhaps hashed anew."""
    rows = ledger.mine
    spot = chance.randrange(len(rows) - 1)
    ledger.trail.remove(rows.pop(spot))
    for row in rows[spot:]:
        row["seq"] -= 1
    if chance.random() < 0.5:
        _recompute(rows, spot)
        return _edit("deleted, the rest renumbered and hashed anew", spot + 1, "rewritten")
    return _edit("deleted, the rest renumbered", spot + 1, "missing")


def insert(ledger: Ledger, chance: random.Random) -> Edit:
    """An event nobody noted, those after it renumbered; hashed not at all, itself, or everything from it on."""
    rows = ledger.mine
    spot = chance.randrange(len(rows))
    for row in rows[spot:]:
        row["seq"] += 1
    new = chance.choice(rows) | {"seq": spot + 1, "object": "session of nobody"}
    ledger.trail.append(new)
    rows.insert(spot, new)
    how = chance.choice(["as it was", "itself", "everything"])
    if how == "itself":
        _recompute(rows[: spot + 1], spot)
    elif how == "everything":
        _recompute(rows, spot)
    return _edit(f"inserted, hashed: {how}", spot + 1, "inserted")


def append(ledger: Ledger, chance: random.Random) -> Edit:
    """An event nobody noted, at the end or beyond it, with a hash that is right; perhaps with the head's number after it."""
    rows = ledger.mine
    new = rows[-1] | {"seq": rows[-1]["seq"] + chance.choice([1, 1, 5]), "object": "session of nobody"}
    ledger.trail.append(new)
    _recompute([*rows, new], len(rows))
    if chance.random() < 0.5:
        ledger.head["seq"] = new["seq"]
    return _edit("appended", rows[-1]["seq"] + 1, "inserted")


def swap(ledger: Ledger, chance: random.Random) -> Edit:
    """Two events change places: neighbours or not, with their hashes or without."""
    rows = ledger.mine
    first = chance.randrange(len(rows) - 1)
    second = first + 1 if chance.random() < 0.5 else chance.randrange(first + 1, len(rows))
    kept = ("seq", "hash", "mark") if chance.random() < 0.5 else ("seq",)
    for name in [name for name in rows[first] if name not in kept]:
        rows[first][name], rows[second][name] = rows[second][name], rows[first][name]
    return _edit(f"swapped but for {kept}", first + 1, "out_of_order")


def cut(ledger: Ledger, chance: random.Random) -> Edit:
    """The tail, or everything; perhaps with the number beside the head."""
    rows = ledger.mine
    left = chance.randrange(len(rows))
    ledger.trail = [row for row in ledger.trail if row not in rows[left:]]
    if left and chance.random() < 0.5:
        ledger.head["seq"] = left
    return _edit("cut off", left + 1, "cut_off")


def head_replaced(ledger: Ledger, chance: random.Random) -> Edit:
    """By nonsense, another workspace's, something else the bot sealed, an older one, or one with another number beside it."""
    head, last = ledger.head, len(ledger.mine)
    how = chance.choice(["nonsense", "another's", "other text", "one letter", "older", "number"])
    if how == "older":
        head |= chance.choice(ledger.older)
    elif how == "number":
        head["seq"] += chance.choice([-1, 1, 10**9])
    else:
        other = next(row["head"] for row in ledger.heads if row["workspace"] == "other")
        spot = chance.randrange(40, 90)
        letter = head["head"][:spot] + ("A" if head["head"][spot] != "A" else "B") + head["head"][spot + 1 :]
        head["head"] = {"nonsense": "x", "another's": other, "other text": ledger.sealed, "one letter": letter}[how]
    return _edit(f"head replaced: {how}", last, "head_replaced")


def head_deleted(ledger: Ledger, chance: random.Random) -> Edit:
    """Or said to be another workspace's."""
    last, head = len(ledger.mine), ledger.head
    if chance.random() < 0.5:
        ledger.heads.remove(head)
    else:
        head["workspace"] = "nowhere"
    return _edit("head gone", last, "head_missing")


def rewrite(ledger: Ledger, chance: random.Random) -> Edit:
    """One event changed, and everything hashed anew from there on: all that can be done without the key."""
    rows = ledger.mine
    spot = chance.randrange(len(rows))
    column = chance.choice(["actor", "role", "act", "object", "about", "at"])
    rows[spot][column] = _other(chance, column, rows[spot][column], rows)
    _recompute(rows, spot)
    return _edit(f"{column} rewritten", spot + 1, "rewritten")


def rename(ledger: Ledger, chance: random.Random) -> Edit:
    """A token said to be another person's, or nobody's."""
    mine = [row for row in ledger.names if row["workspace"] == SINGLE]
    row = chance.choice(mine)
    seq = next(each["seq"] for each in ledger.mine if row["token"] in (each["actor"], each["about"]))
    if chance.random() < 0.5:
        ledger.names.remove(row)
        return _edit("name deleted", seq, "name_missing")
    row["person_id"] = "tim"
    return _edit("name changed", seq, "name_changed")


EDITS: tuple[Callable[[Ledger, random.Random], Edit], ...] = (
    *map(change, ("at", "actor", "role", "purpose", "act", "kind", "object", "about", "hash", "mark")),
    renumber,
    elsewhere,
    delete(lambda _chance, _count: 0),
    delete(lambda _chance, count: count - 1),
    delete(lambda chance, count: chance.randrange(count)),
    delete_and_close_up,
    insert,
    append,
    swap,
    cut,
    head_replaced,
    head_deleted,
    rewrite,
    rename,
)
"""Each in turn."""
