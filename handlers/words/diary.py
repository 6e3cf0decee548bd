"""What a private calendar says of each thing in it. It leaves the council's network: references, dates and roles, no names."""

from handlers.words.duties import title
from storage.records.diary import Appointment
from storage.views import ObligationView

NAME = "Supervision"
"""Of the calendar itself, as it is listed beside others."""
ABOUT_SESSION = "Booked in Cornerstone. With whom, and what to prepare: /supervision next in Slack."
ABOUT_HELD = "Recorded in Cornerstone."
ABOUT_OFF = "It takes place no more: it was called off, or another was held in its place. It may be taken out."
ABOUT_DUE = "The last day in time by the council's policy. Why: your Home tab of Cornerstone in Slack."


def session(appointment: Appointment) -> str:
    """`Supervision with your supervisor`; `Supervision with a supervisee (held)`."""
    other = "a supervisee" if appointment.is_supervisor else "your supervisor"
    return f"Supervision with {other}{' (held)' if appointment.is_held else ' (called off)' if appointment.is_off else ''}"


def about(appointment: Appointment) -> str:
    """Under it."""
    return ABOUT_HELD if appointment.is_held else ABOUT_OFF if appointment.is_off else ABOUT_SESSION


def due(owed: ObligationView) -> str:
    """`Supervision due`; `Case discussion due: M100001`."""
    return f"{title(owed)} due: {owed.case_ref}" if owed.case_ref else f"{title(owed)} due"
