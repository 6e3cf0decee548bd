"""The facts on each day of the past, and with one of them taken out: what was owed just before it was done."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any, Final, NamedTuple, TypeVar, cast

from scheduling.answers import Obligation, State
from scheduling.calendar import LONDON
from scheduling.index import Index, day_of
from scheduling.policy import Policy
from scheduling.saying import Cited
from scheduling.staff import CALENDAR
from scheduling.view import View

TAKEN_FROM: Final = ("sessions", "discussions", "agreements", "observations", "probation", "groups_led")
"""The lists of the index a row may be taken out of."""
_LAST: Final = time(23, 59, 59)
Answer = TypeVar("Answer")


class Owed(NamedTuple):
    """What an obligation of the past is told by: all of it but how late it was on the day it was asked about."""

    rule: str
    kind: str
    person: str
    case: str | None
    due: date | datetime
    state: State
    """Suspended, or not."""
    responsible: tuple[str, ...]
    source: str
    why: str
    about: str

    @property
    def due_on(self) -> date:
        """The local (Europe/London) day it is due."""
        return day_of(self.due)


@dataclass(slots=True)
class Past(View):
    """A day gone by: a year of a council asks about hundreds of thousands, and of each only what `Owed` tells."""

    def obligation(
        self,
        cited: Cited,
        kind: str,
        person: str,
        due: date | datetime,
        responsible: tuple[str, ...],
        why: str,
        *,
        case: str | None = None,
        about: str = "",
        suspended: bool = False,
        rule: str = "",
    ) -> Obligation:
        """Something owed then."""
        if self.readings.due_on_non_working_day_moves and not isinstance(due, datetime):
            due = CALENDAR.on_or_before(due)
        state = State.SUSPENDED if suspended else State.UPCOMING
        source = self.policy.source(cited)
        return cast(Obligation, Owed(rule or cited.rule, kind, person, case, due, state, responsible, source, why, about))


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
            self._views[day] = Past(self.index, self.policy, datetime.combine(day, _LAST, LONDON).astimezone(UTC))
        return self._views[day]

    def index_of(self, name: str) -> dict[str, Any]:
        """One list of the index, by owner."""
        table: dict[str, Any] = getattr(self.index, name)
        return table
