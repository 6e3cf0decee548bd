"""What a window of the report is about, as its buttons carry it."""

import json
import re
from dataclasses import dataclass, fields
from datetime import date

from handlers.asking import UnclearRequestError
from scheduling.measures import MEASURES

_CARRIED = re.compile(r"(?P<chosen>\{.*\})(?:,(?P<page>[0-9]{1,4}))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a window is about, as its buttons carry it: names of teams and kinds, never anybody's.

    A team whose name is "" is of those who are in no team; None: all of them.
    """

    scope: str | None = None
    """The team of the report; None: the viewer's whole line."""
    until: str = ""
    """The last month, `2026-03`."""
    measure: str = ""
    month: str = ""
    team: str | None = None
    kind: str | None = None
    category: str | None = None

    def carried(self) -> str:
        """For a button."""
        said = {each.name: getattr(self, each.name) for each in fields(self) if getattr(self, each.name) != each.default}
        return json.dumps(said)

    @property
    def until_on(self) -> date | None:
        """The first day of the last month."""
        return date.fromisoformat(f"{self.until}-01") if self.until else None

    @property
    def month_on(self) -> date | None:
        """The first day of the figure's month."""
        return date.fromisoformat(f"{self.month}-01") if self.month else None


def carried(value: str) -> tuple[Chosen, str]:
    """What a button carried, and the page. Raises UnclearRequestError for what none of our buttons carries."""
    found = _CARRIED.fullmatch(value or "{}")
    try:
        chosen = Chosen(**json.loads(found["chosen"] if found else ""))
        is_ours = chosen.measure in ("", *MEASURES) and (chosen.month_on is chosen.until_on or True)
    except (ValueError, TypeError):
        is_ours = False
    if not found or not is_ours:
        raise UnclearRequestError
    return chosen, found["page"] or ""
