"""A calendar application: it knows somebody's address, and asks for what is there."""

import http.client
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from bot.desk import words_of
from tests.handlers.office import Office

ADDRESS = re.compile(r"```(\S+)```")


@dataclass(frozen=True, slots=True)
class Page:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def events(self) -> dict[str, Any]:
        """By UID, as the library that did not write it reads them, and only if both read the same."""
        theirs = {each.uid: each for each in IcsCalendarStream.calendar_from_ics(self.text).events}
        ours = {str(each["UID"]): each for each in Calendar.from_ical(self.body).walk("VEVENT")}
        assert {uid: (each["SUMMARY"], each.decoded("DTSTART")) for uid, each in ours.items()} == {
            uid: (each.summary, each.dtstart) for uid, each in theirs.items()
        }
        return theirs

    @property
    def lines(self) -> list[tuple[date | datetime, str]]:
        """When, and what, in order."""
        return sorted(
            ((each.dtstart, str(each.summary)) for each in self.events.values()), key=lambda each: (str(each[0]), each[1])
        )


def fetch(address: str, method: str = "GET", **headers: str) -> Page:
    """As an application asks for it."""
    parts = urlsplit(address)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port or 0, timeout=60)
    try:
        line.request(method, parts.path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = line.getresponse()
        return Page(answer.status, {name.title(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        line.close()


def address_in(office: Office, key: str) -> str:
    """The address in the window somebody has open; "" where none is."""
    modal = office.person(key).modal
    assert modal, f"{key} has no window open"
    found = ADDRESS.search(words_of(modal.blocks))
    return found[1] if found else ""


def address_of(office: Office, key: str) -> str:
    """The address somebody is given who asks for the first time."""
    somebody = office.person(key)
    assert somebody.command("/supervision", "calendar") == []
    address = address_in(office, key)
    somebody.close(everything=True)
    assert address
    return address
