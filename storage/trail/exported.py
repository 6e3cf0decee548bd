"""Heads kept elsewhere: what an older head put back, and the tail cut with it, is found by; and one with the key at work."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from scheduling.errors import SupervisionError
from storage.trail.chain import Head
from storage.trail.verifying import as_it_lies, end_of, workspaces

if TYPE_CHECKING:
    from datetime import datetime

    from storage.store import Store

Kept = dict[str, dict[int, str]]
"""By workspace, the hash of each number kept."""


class NoHeads(SupervisionError):
    """That is not a file of heads."""

    def __init__(self, line: int, why: str) -> None:
        """`line` counts from 1."""
        super().__init__(f"Line {line} {why}. Give a file that `cornerstone audit heads --to FILE` wrote, as it wrote it.")


def heads(store: Store, workspace: str | None = None) -> dict[str, Head | None]:
    """Where each chain ends; None where the head is not sealed with the store's keys. Raises what reading raises."""
    with as_it_lies(store) as connection:
        names = workspaces(connection) if workspace is None else {workspace}
        ends = {name: end_of(connection, name) for name in sorted(names, key=str)}
    return {name: end.head if end.agrees else None for name, end in ends.items()}


def line_of(head: Head, at: datetime) -> str:
    """A head as it is kept, exported `at` that instant: JSON in a line."""
    return json.dumps({"workspace": head.workspace, "seq": head.seq, "hash": head.hash, "at": at.isoformat(timespec="seconds")})


def kept(lines: Iterable[str]) -> Kept:
    """Back from lines, empty ones left out. Raises NoHeads."""
    found: Kept = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        workspace, seq, hashed = _fields(line, number)
        if found.setdefault(workspace, {}).setdefault(seq, hashed) != hashed:
            raise NoHeads(number, f"and one before it differ on event {seq} of {workspace}: one of them has been changed")
    return found


def _fields(line: str, number: int) -> tuple[str, int, str]:
    try:
        read: Any = json.loads(line)
        fields = read["workspace"], read["seq"], read["hash"]
    except (ValueError, TypeError, KeyError):
        raise NoHeads(number, "is no head") from None
    if [type(each) for each in fields] != [str, int, str] or fields[1] < 1:
        raise NoHeads(number, "is no head")
    return fields
