"""A case discussed more often than the policy asks: asked for, found necessary, ended again."""

from collections.abc import Mapping
from datetime import date

from handlers.words.phrases import day, escape, who
from scheduling.calendar import Interval
from storage.views import Person

SHOW = "case_show"
SEE = "See the case"
TITLE = "Discuss it more often"
OFTEN = "Discuss more often"
EVERY = "Once every"
WEEKS: Mapping[str, str] = {"1": "week", **{str(number): f"{number} weeks" for number in (2, 3, 4, 5, 6, 8)}}
HOW = "Who asks for it"
ASKED: Mapping[str, str] = {
    "supervisor": "whoever supervises it",
    "supervisee": "whoever works it",
    "review": "the manager's review found the need",
}
WHY = "Why"
WHY_WORDS = "Why, in words"
WHY_HINT = "References, never a name. It stands with the case."
FROM_ON = "From"
SUBMIT = "Save"
ENDS = ("ends", "end", "over", "none", "usual", "stop")
"""What people type to have it as the policy asks again."""
ENDED = "As often as the policy asks"


def saved(ref: str, every: Interval, from_on: str) -> str:
    """After it was kept."""
    return f"Saved. *{escape(ref)}* is discussed {every.words} from {from_on}."


def ended(ref: str) -> str:
    """After it was ended."""
    return f"Saved. *{escape(ref)}* is again discussed as often as the policy asks."


def stands(every: Interval, how: str, by: Person | None, from_on: str) -> str:
    """In the window of the case."""
    asked = {"supervisee": f"{who(by)} asked for it", "review": f"{who(by)}'s review of the case found the need"}
    return f"Discussed {every.words} since {from_on}: {asked.get(how, f'{who(by)} asked for it')}."


def asked(ref: str, by: Person, every: Interval | None, from_on: date | None, today: date) -> str:
    """To whoever supervises it."""
    how = every.words if every else "more often"
    since = f", from {day(from_on, today)}" if from_on else ""
    return (
        f"{who(by)} has asked that *{escape(ref)}* be discussed {how}{since}. Why stands with the case; you can end it there."
    )
