"""The words of blocks without their formatting: for summaries, screen readers and tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.desk.kinds import Json


def text_of(text: Json | None) -> str:
    """The words of a text object."""
    return str(text["text"]) if text else ""


def words_of(blocks: list[Json]) -> str:
    """Every text of the blocks, a line each, in the order they stand."""
    return "\n".join(_texts(blocks))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for key, each in value.items():
            if key not in ("metadata", "value"):
                yield from _texts(each)
