"""The words of when Cornerstone writes to somebody: their days, and the hour of their morning message."""

from collections.abc import Collection, Mapping

from handlers.words.phrases import clock, listed, who
from scheduling.rhythm import EVERY_DAY, days_of, morning_of
from storage.views import Person

OPEN = "rhythm_open"
FORM = "rhythm_form"
LABEL = "When I am written to"
TITLE = "When you are written to"
THEIR_TITLE = "When they are written to"
DAYS = "Working days"
DAYS_HINT = "Reminders come on these days only. What is due, and when it passes on, stays as it is."
MORNING = "Morning message at"
MORNING_HINT = "By your own clock, as Slack knows it."
HOURS: tuple[str, ...] = ("07:00", "07:30", "08:00", "08:30", "09:00", "09:30", "10:00", "10:30", "11:00")
WEEKDAYS: Mapping[str, str] = {"0": "Monday", "1": "Tuesday", "2": "Wednesday", "3": "Thursday", "4": "Friday"}
SAVED = "Saved"
WORD = "days"
USAGE = "days [@name] [mon-wed]"
DOES = "the days somebody works, on which they are written to, for example `days mon-wed` or `days @Ann mon, tue, thu`"


def on_days(days: Collection[int]) -> str:
    """`on working days`, or `on Mondays and Tuesdays`."""
    if frozenset(days) == EVERY_DAY:
        return "on working days"
    return f"on {listed([f'{WEEKDAYS[str(day)]}s' for day in sorted(days)])}"


def how(person: Person) -> str:
    """`at 09:00 on working days`."""
    return f"at {clock(morning_of(person.morning_at))} {on_days(days_of(person.works_on))}"


def saved(person: Person, *, is_own: bool) -> str:
    """What holds now, and what does not follow from it."""
    whose, they = ("You are", "you") if is_own else (f"{who(person)} is", "they")
    return (
        f"Saved. {whose} written to {how(person)}. Nothing that is due has moved; {they} are still told at once of a deadline "
        "counted in hours, and of access to a record."
    )


def stands(person: Person, *, is_own: bool) -> str:
    """Above the form."""
    return f"{'You are' if is_own else f'{who(person)} is'} written to {how(person)}."
