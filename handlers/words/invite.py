"""The window with one booking's own calendar entry. Its address is shown here and in no message."""

from datetime import date

from slack_sdk.models.blocks import Block, ButtonElement

from handlers.words import kit
from handlers.words.phrases import day_and_time
from storage.records.diary import Appointment

ADD = "session_calendar"
LABEL = "Add to my calendar"
TITLE = "Add to my calendar"
UNSHOWN = "Slack did not open the window with the entry for your calendar. Press *Add to my calendar* again."
_OPEN = "Open it"
_HOW = (
    "*Outlook, Apple Calendar, a phone:* open it and save.\n"
    "*Google Calendar*, on a computer: _Settings_, _Import & export_, and choose the file that was downloaded."
)
_AGAIN = (
    "If the session moves, press *Add to my calendar* again: the new entry replaces this one, where your calendar allows it."
)
_OFF = "It takes place no more. Opened once more, the entry says so; or take it out of your calendar yourself."
_HOLDS = (
    "It holds the day, the time and your role: no names, and no case. The link is yours alone, and ends a week after the day."
)
_HAS_ALL = (
    "Your calendar reads from Cornerstone already, and shows this session by itself within a few hours. Added besides, it may "
    "be shown twice."
)


def button(session_id: str) -> ButtonElement:
    """Beside what says that a session is booked, or moved."""
    return kit.button(LABEL, ADD, session_id)


def made(booked: Appointment, address: str, today: date, *, has_all: bool) -> list[Block]:
    """Which session, the link, and how each application takes it. `has_all`: they have the address of a whole calendar too."""
    other = "a supervisee" if booked.is_supervisor else "your supervisor"
    which = f"*Supervision with {other}*, {day_and_time(booked.on, booked.at, today)}"
    return [
        kit.section(f"{which}\n<{address}|{_OPEN}>"),
        *([kit.section(_HAS_ALL)] if has_all else []),
        kit.section(_OFF if booked.is_off else f"{_HOW}\n{_AGAIN}"),
        kit.context(_HOLDS),
    ]
