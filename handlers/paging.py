"""Something to read, a page at a time: none of it is left out, whatever its length, and every window is within the limits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block, ButtonElement, PlainTextObject, SectionBlock

from handlers.words import kit
from handlers.words import paging as words

MOST_BLOCKS = 72
"""On a page, of the hundred a window holds: the rest is what stands on every page."""
MOST_BYTES = 120_000
"""Of a view Slack takes 250 kB; a letter outside ASCII is six bytes or twelve of it."""
SECTION = 2900
"""Letters of one paragraph."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is not torn apart between two pages."""

    blocks: Sequence[Block]
    under: str = ""
    """The heading above it, said once a page."""


@dataclass(frozen=True, slots=True)
class Page:
    """One of them, counted from 0."""

    blocks: list[Block]
    number: int
    of: int

    @property
    def is_last(self) -> bool:
        """Nothing comes after it."""
        return self.number + 1 >= self.of

    def buttons(self, action: str, carries: str) -> list[ButtonElement]:
        """To the page before and the page after, each carrying `carries` and its number."""
        found = [(words.PREVIOUS, "previous", self.number - 1)] if self.number else []
        found += [] if self.is_last else [(words.NEXT, "more", self.number + 1)]
        return [kit.button(label, f"{action}:{name}", f"{carries},{number}") for label, name, number in found]


def page_of(pieces: Iterable[Piece], number: int) -> Page:
    """The page with this number, the last where there are not so many."""
    pages = paged(pieces)
    number = max(0, min(number, len(pages) - 1))
    return Page(pages[number], number, len(pages))


def paged(pieces: Iterable[Piece], most: int = MOST_BLOCKS) -> list[list[Block]]:
    """As few pages as it takes; one at least. A page has at most `most` blocks, unless one piece alone has more."""
    pages: list[list[Block]] = [[]]
    size, under = 0, ""
    for piece in pieces:
        weight = sum(len(json.dumps(block.to_dict())) for block in piece.blocks)
        heads = bool(piece.under) and piece.under != under
        if pages[-1] and (size + weight > MOST_BYTES or len(pages[-1]) + heads + len(piece.blocks) > most):
            pages.append([])
            size, heads = 0, bool(piece.under)
        pages[-1] += [kit.section(f"*{piece.under}*"), *piece.blocks] if heads else piece.blocks
        size += weight
        under = piece.under
    return pages


def number_in(carried: str) -> int:
    """Which page a button shows."""
    return int(carried) if carried.isascii() and carried.isdigit() and len(carried) < 5 else 0


def paragraphs(text: str) -> list[Block]:
    """Text that is somebody's own words, in as many paragraphs as it takes."""
    parts = [text[at : at + SECTION] for at in range(0, len(text), SECTION)]
    return [SectionBlock(text=PlainTextObject(text=part, emoji=False)) for part in parts]
