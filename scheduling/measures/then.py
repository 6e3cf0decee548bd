"""The facts on each day of the past, and with one of them taken out: what was owed just before it was done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any, Final, TypeVar

from scheduling.calendar import LONDON
from scheduling.index import Index
from scheduling.policy import Policy
from scheduling.view import View

TAKEN_FROM: Final = ("sessions", "discussions", "agreements", "observations", "probation", "groups_led")
"""The lists of the index a row may be taken out of."""
_LAST: Final = time(23, 59, 59)
Answer = TypeVar("Answer")


@dataclass(slots=True)
class Then:
    """Views of the same facts at the end of each London day, no later than `as_of`. Each is made once."""

    index: Index
    policy: Policy
    as_of: datetime
    today: View = field(init=False)
    _views: dict[date, View] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Lists of one's own, so that a row can be taken out of them."""
        taken: dict[str, Any] = {name: dict(getattr(self.index, name)) for name in TAKEN_FROM}
        self.index = replace(self.index, **taken)
        self.today = View(self.index, self.policy, self.as_of)

    def at(self, day: date) -> View:
        """The end of that day; the instant of the report, on its day and after."""
        if day >= self.today.today:
            return self.today
        if day not in self._views:
            self._views[day] = View(self.index, self.policy, datetime.combine(day, _LAST, LONDON).astimezone(UTC))
        return self._views[day]

    def index_of(self, name: str) -> dict[str, Any]:
        """One list of the index, by owner."""
        table: dict[str, Any] = getattr(self.index, name)
        return table

    def asked_without(self, name: str, instead: Mapping[str, Sequence[Any]], ask: Callable[[], Answer]) -> Answer:
        """What is answered while some owners' lists are others. The answer must not be lazy."""
        table = self.index_of(name)
        kept = {owner: table[owner] for owner in instead}
        table.update(instead)
        try:
            return ask()
        finally:
            table.update(kept)
