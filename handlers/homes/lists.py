"""Lists of the Home tab: the first few of each there, and all of it a page at a time behind *Show all*."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import Block

from handlers.paging import Piece
from handlers.words import home as words
from handlers.words import kit

WHOLE = "home_list"
A_SECTION = 10
"""Lines in one paragraph, at most."""
LETTERS = 2800
"""Of one paragraph: what is longer would be cut off."""
FEWER = (8, 5, 3, 2, 1)
"""Entries of each list where all of them together are too many for a tab."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of any length. An entry is its blocks, or a line of text, which shares a paragraph with its neighbours."""

    name: str
    """What its button carries."""
    heading: str
    entries: Sequence[Sequence[Block] | str]
    most: int
    """Entries on the Home tab, at most."""
    after: Sequence[Block] = ()
    """Under the first few."""
    told: int = 0
    """Of how many more entries `after` tells."""

    def short(self, most: int) -> list[Block]:
        """As it stands on the Home tab."""
        if not self.entries:
            return []
        shown = self.entries[: min(most, self.most)]
        hidden = len(self.entries) - len(shown)
        if hidden <= self.told:
            head = [kit.section(words.heading(self.heading))] if self.heading else []
            return [*head, *_blocks(shown), *self.after]
        button = kit.button(words.show_all(len(self.entries)), WHOLE, self.name)
        if not shown and self.after:  # what it leads to is less than what is said first: that there is nothing near
            return [kit.section(words.heading(self.heading or words.LISTED)), *self.after, kit.actions(button)]
        head = [kit.section(words.first_of(self.heading, len(shown), len(self.entries)), accessory=button)]
        return [*head, *_blocks(shown), *self.after]

    def pieces(self) -> Iterator[Piece]:
        """All of it, to be paged."""
        yield from (Piece(part) for part in _paragraphs(self.entries))


Part = Block | Listed


def laid_out(parts: Sequence[Part], limit: int = kit.VIEW_BLOCKS) -> list[Block]:
    """Blocks of a view: where they would be too many, every list shows fewer, and its button leads to the rest."""
    made = _laid_out(parts, limit)
    for fewer in FEWER:
        if len(made) <= limit:
            break
        made = _laid_out(parts, fewer)
    return made


def named(parts: Iterable[Part], name: str) -> Listed | None:
    """The list a button means; None where nothing is on it any more."""
    return next((one for one in parts if isinstance(one, Listed) and one.name == name and one.entries), None)


def _laid_out(parts: Sequence[Part], most: int) -> list[Block]:
    made: list[Block] = []
    for part in parts:
        made += part.short(most) if isinstance(part, Listed) else [part]
    return made


def _blocks(entries: Sequence[Sequence[Block] | str]) -> list[Block]:
    return [block for part in _paragraphs(entries) for block in part]


def _paragraphs(entries: Sequence[Sequence[Block] | str]) -> Iterator[Sequence[Block]]:
    """Lines that follow one another share a paragraph, as far as Slack takes it."""
    lines: list[str] = []
    for entry in entries:
        is_line = isinstance(entry, str)
        if lines and (not is_line or len(lines) == A_SECTION or len("\n".join(lines)) + len(entry) > LETTERS):
            yield [kit.section("\n".join(lines))]
            lines = []
        if isinstance(entry, str):
            lines.append(f"• {entry}")
        else:
            yield entry
    if lines:
        yield [kit.section("\n".join(lines))]
