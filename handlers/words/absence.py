"""Absences: the window that lists them, the form that records one, and when somebody is back."""

from datetime import date

from handlers.words.phrases import day, possessive, who
from storage.views import AbsenceView

TITLE = "Absence"
RECORD = "Record an absence"
BACK = "Back"
BACK_TITLE = "Back at work"
FROM = "First day away"
UNTIL = "First day back"
UNTIL_HINT = "Leave it empty while nobody knows."
KIND = "What it is"
KIND_HINT = "No more is kept: write no reason, and nothing about anybody's health."
KINDS = {"leave": "Leave", "sick": "Sickness", "other": "Something else"}
COVER = "Who covers"
COVER_HINT = "They get the reminders, and what is passed up, while this lasts. Left empty, the line manager is asked for cover."
BACK_ON = "First day back"
BACK_HINT = "Sooner, later, or known at last. The first day away itself calls the absence off."
YOURS = "*Your absences*"
NONE = "Nothing is recorded in the last three months or to come."
CLOCKS = "While somebody is away their own supervision waits for the return; what is due on their cases does not."
WHO_MAY = "Seen by you, your supervisor and the managers above. Others learn the days and who covers, never what it is."
NOW = "now"
OVER = "over"
SAVED = "Saved"


def theirs(whose: str) -> str:
    """Above the list of somebody below."""
    return f"*{possessive(whose)} absences*"


def form_head(person: str, *, own: bool) -> str:
    """Above the form."""
    return "When you are away, and who covers." if own else f"When {person} is away, and who covers."


def span(absence: AbsenceView, today: date) -> str:
    """`from Mon 6 July, back on Mon 27 July`."""
    back = f"back on {day(absence.until_on, today)}" if absence.until_on else "no date of return yet"
    return f"from {day(absence.from_on, today)}, {back}"


def line(absence: AbsenceView, today: date) -> str:
    """`*Leave* · from Mon 6 July, back on Mon 27 July · @Tim covers · now`."""
    parts = [f"*{KINDS.get(absence.kind, KINDS['other'])}*", span(absence, today)]
    parts += [f"{who(absence.cover)} covers"] if absence.cover else []
    if absence.until_on is not None and absence.until_on <= today:
        parts.append(OVER)
    elif absence.from_on <= today:
        parts.append(NOW)
    return " · ".join(parts)


def recorded(absence: AbsenceView, today: date, *, own: bool) -> str:
    """`Saved. @Tom is away from …. @Tim covers and is told.`"""
    away = "You are" if own else f"{who(absence.person)} is"
    said = f"Saved. {away} away {span(absence, today)}."
    if absence.cover is None:
        return f"{said} Nobody covers: where that breaks the frequency of supervision, or lasts, the line manager is told."
    return f"{said} {who(absence.cover)} covers."


def back(absence: AbsenceView, today: date) -> str:
    """`Saved. @Tom is back on Mon 27 July.`"""
    if absence.until_on == absence.from_on:
        return f"Saved. The absence from {day(absence.from_on, today)} is called off."
    return f"Saved. {who(absence.person)} is back on {day(absence.until_on or absence.from_on, today)}."


def on_home(absence: AbsenceView, today: date) -> str:
    """On one's own Home tab, while it lasts."""
    covers = f" {who(absence.cover)} covers." if absence.cover else " Nobody covers."
    back_on = f"You are away until {day(absence.until_on, today)}." if absence.until_on else "You are away."
    return f"{back_on}{covers} Your own supervision waits for your return; what is due on your cases does not."
