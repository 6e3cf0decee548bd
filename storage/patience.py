"""How long a unit of work may take before it gives up with nothing stored."""

from datetime import timedelta
from time import monotonic

from storage.errors import Busy


class Patience:
    """A budget that runs from its making. Without one, each wait has its own limit and the whole has none."""

    def __init__(self, within: timedelta | None = None, *, is_unhurried: bool = False) -> None:
        """`within` is for all of it together; who is unhurried may also run statements of minutes, as an import does."""
        self._until = None if within is None else monotonic() + within.total_seconds()
        self.is_unhurried = is_unhurried
        self.is_limited = within is not None
        self.told_ms = 0
        """What the server was last told it may take for a statement."""

    def seconds(self, most: float) -> float:
        """How long to wait now: `most`, or what is left if that is less. Raises Busy when nothing is left."""
        if self._until is None:
            return most
        left = self._until - monotonic()
        if left <= 0:
            raise Busy
        return min(most, left)

    def milliseconds(self, most: int) -> int:
        """The same, one at least: to a database nought means without end."""
        return max(1, int(self.seconds(most / 1000) * 1000))

    def check(self) -> None:
        """Raise Busy when nothing is left."""
        self.seconds(0)
