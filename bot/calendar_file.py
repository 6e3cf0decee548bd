"""A calendar as RFC 5545 writes it, by the library icalendar: the same bytes for as long as nothing in it has changed."""

from collections.abc import Sequence
from datetime import timedelta

from icalendar import Calendar, Event, vDuration
from icalendar.enums import CLASS, STATUS, TRANSP

from handlers.diary import Entry
from handlers.words.diary import NAME

MAKER = "-//Cornerstone//Supervision//EN"
AGAIN = timedelta(hours=1)
"""How often an application is asked to look again (RFC 7986, and as Outlook calls it)."""


def written(name: str, entries: Sequence[Entry], zone: str) -> bytes:
    """One event an entry, under a `name` that is this calendar's own, not its address.

    `zone` is what an application shows its instants in, where it does not go by its own. No METHOD: it is a picture of how
    things stand, in which what is over is no more; and without one DTSTAMP says when an event last changed, not when somebody
    looked.
    """
    calendar = Calendar.new(prodid=MAKER, uid=f"calendar-{name}@cornerstone", name=NAME)
    calendar.add("REFRESH-INTERVAL", AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(AGAIN))
    calendar.add("X-WR-TIMEZONE", zone)
    for one in entries:
        calendar.add_component(_event(one))
    return bytes(calendar.to_ical())


def alone(one: Entry, zone: str) -> bytes:
    """One event, to be put into a calendar once, in place of what stands there under its UID.

    METHOD is PUBLISH, with which Outlook opens it as an appointment to save, and Google and Apple import it. REQUEST would ask
    for an answer to an organizer, by e-mail: it needs both their addresses, and nobody's is to be in it. So none is named.
    """
    calendar = Calendar.new(prodid=MAKER, uid=f"entry-{one.uid}", method="PUBLISH")
    calendar.add("X-WR-TIMEZONE", zone)
    calendar.add_component(_event(one))
    return bytes(calendar.to_ical())


def _event(one: Entry) -> Event:
    event = Event.new(
        uid=one.uid,
        summary=one.summary,
        description=one.about,
        start=one.begins,
        end=one.ends,
        stamp=one.changed_at,
        last_modified=one.changed_at,
        sequence=one.sequence,
        status=STATUS.CANCELLED if one.is_off else STATUS.CONFIRMED,
        classification=CLASS.PRIVATE,
        transparency=TRANSP.OPAQUE if one.is_busy else TRANSP.TRANSPARENT,
    )
    event.add("X-MICROSOFT-CDO-BUSYSTATUS", "BUSY" if one.is_busy else "FREE")
    return event
