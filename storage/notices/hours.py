"""When a message may go: in the recipient's working hours, unless it cannot wait."""

from datetime import datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scheduling.calendar import Calendar, at_nine, local_day
from storage.notices.kinds import AT_ONCE

EVENING = time(18)
"""What has not gone by then goes on the next working morning."""


def zone_of(name: str, otherwise: ZoneInfo) -> ZoneInfo:
    """A person's zone as Slack names it, or ours where that name is unknown here."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return otherwise


def sends_at(kind: str, at: datetime, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment to send what the ladder names for `at`: nine o'clock there, or when we come to it later in the day."""
    if kind in AT_ONCE:
        return now
    moment = max(now, at_nine(local_day(at), zone))
    local = moment.astimezone(zone)
    day = Calendar().on_or_after(local.date())
    if day == local.date() and local.time() < EVENING:
        return max(moment, at_nine(day, zone))
    return at_nine(day if day > local.date() else Calendar().after(day), zone)
