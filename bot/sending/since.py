"""Since when this process has known of what another may have in hand: by a clock that nobody can set."""

from collections.abc import Iterable

from storage.outbox import Claim

FORGOTTEN = 86_400.0
"""Seconds after which something not met again is no longer kept in mind; met again, it is merely waited for again."""


class Since:
    """Which of some claims have stood for long enough, in steady seconds (`bot.clock.stopwatch`).

    The times in the database were written by whichever computer, before or after a step of its clock; how long something has
    been seen to stand unchanged depends on nobody's.
    """

    def __init__(self, patience: float) -> None:
        """`patience` in seconds."""
        self._patience = patience
        self._known: dict[tuple[int, int], float] = {}

    def known(self, claim: Claim, now: float) -> None:
        """It stands from now on: this process made it so itself."""
        self._known[(claim.id, claim.attempts)] = now

    def ripe(self, claims: Iterable[Claim], now: float) -> list[Claim]:
        """Of these, those known for as long as the patience."""
        current = {(each.id, each.attempts): each for each in claims}
        self._known = {token: at for token, at in self._known.items() if token in current or now - at < FORGOTTEN}
        for token in current:
            self._known.setdefault(token, now)
        return [each for token, each in current.items() if now - self._known[token] >= self._patience]
