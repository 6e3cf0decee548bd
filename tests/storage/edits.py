"""What may be done to the audit trail without the key: one thing at a time, at random, and what has to be found of it."""

import copy
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from storage import SINGLE
from storage.store import Store
from storage.trail import chain
from storage.trail.chain import Event
from storage.trail.verifying import verify
from storage.trail.walk import Wrong
from tests.storage.tampering import Ledger, Rows, put


@dataclass(frozen=True)
class Edit:
    """What was done, and what has to be found."""

    name: str
    seq: int
    what: frozenset[str]


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
