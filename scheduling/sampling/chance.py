"""Chance that anybody can repeat: numbers that follow from a seed, each as likely as any other."""

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

Item = TypeVar("Item")
BYTES = 8
SPAN = 1 << 8 * BYTES


class Chance:
    """The numbers of one seed, in order: SHA-256 of the seed and of how many blocks came before."""

    def __init__(self, seed: str) -> None:
        """The same seed gives the same numbers, on any computer and in any year."""
        self._seed = seed
        self._blocks = 0
        self._left = b""

    def below(self, number: int) -> int:
        """One of 0 … number - 1. What would make the small ones a little likelier is thrown away, not folded back."""
        if number < 1:
            raise ValueError(number)
        fair = SPAN - SPAN % number
        while (found := self._next()) >= fair:
            pass
        return found % number

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """All of them, each order as likely as any other (Fisher and Yates)."""
        mixed = list(items)
        for last in range(len(mixed) - 1, 0, -1):
            other = self.below(last + 1)
            mixed[last], mixed[other] = mixed[other], mixed[last]
        return mixed

    def _next(self) -> int:
        if not self._left:
            self._left = sha256(f"{self._seed}\n{self._blocks}".encode()).digest()
            self._blocks += 1
        taken, self._left = self._left[:BYTES], self._left[BYTES:]
        return int.from_bytes(taken, "big")
