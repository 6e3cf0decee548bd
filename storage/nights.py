"""Whether the night's work has been done today."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

DERIVED_ON = "index.derived_on"
"""The setting that keeps the day everything was last derived."""
NIGHT_ENDS = time(6)
"""A night still missing by then is made good before the first notices of the day."""


def is_missed(derived_on: object, now: datetime, zone: str) -> bool:
    """Whether the night is over and `derived_on`, the day everything was last derived, is not today."""
    local = now.astimezone(ZoneInfo(zone))
    return local.time() >= NIGHT_ENDS and derived_on != local.date().isoformat()
