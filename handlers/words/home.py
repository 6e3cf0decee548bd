"""The Home tab of a supervisee and of a supervisor, and the lines it is made of."""

from handlers.words.phrases import count, sentence

FIRST_USE = "*Welcome to Cornerstone.* It keeps supervision on time and records decisions in seconds. What to do next:"
FIRST_RECORD = (
    "Record when you last supervised {them}, or book the next: `/supervision log @{them} yesterday 90`, "
    "`/supervision book @{them} tue 2pm`. You supervise {number}: each has a line below."
)
FIRST_BELOW = "Nothing else for the teams below you: this tab fills as their supervisors record."
FIRST_BOOK = "Book your own supervision with {them}: `/supervision book me tue 2pm`."
FIRST_NOBODY = "Ask your administrator who your supervisor is: nobody is on record."
FIRST_DECISION = "Log a decision when you make one: `/decision M100001 what was decided because why`."
WHOLE = "The whole list"
LISTED = "All of them"
NOTHING_LISTED = "Nothing is on this list any more."
NOTHING = "You are up to date. Nothing is due from you, and nobody you supervise is on record."

OWN = "Your supervision"
TO_DO = "For you to do"
WITH_OTHERS = "With {them}, about you and your cases"
OTHERS = "others"
AUDITS = "Audits to do"

SUPERVISEES = "Your supervisees"
ALSO_WITH_YOU = "Also with you"
CASES = "Cases, in the order they fall due"
NOTHING_DUE = "*{them}* · nothing due"
OVERLOADED = "Too many supervisees"
TO_RECORD = "Sessions to record"
WRITE = "Write the record"
TO_CONFIRM = "Decisions to confirm"
CONFIRM = "Read and confirm"

AWAY = "waiting: away until further notice"
ESCALATED = "*escalated*: was due {on}, {ago}"
LATE = "*late*: was due {on}, {ago}"
LATE_TODAY = "*late*: was due by {at} today"
DUE_TODAY = "*due today*"
BY = " by {at}"
DUE = "due by {on}"
BOOKED = " · booked for {when}"
WAS_BOOKED = " · was booked for {when}, not recorded"
NOT_BOOKED = " · nothing booked"
FAR_OFF = "More than eight weeks off"
NOTHING_NEAR = "Nothing in the next eight weeks. After that"


def too_many(number: int, most: int, source: str) -> str:
    """Under the supervisees of one who has too many."""
    return f"You supervise {number} people; the policy asks for no more than {most} ({source}). Your line manager sees it too."


def too_many_of(them: str, number: int, most: int, source: str) -> str:
    """The same to the managers above."""
    return f"{them} supervises {number} people; the policy asks for no more than {most} ({source})."


def how_to(when: str) -> str:
    """At the end of the tab: `when` the reader is written to."""
    return (
        f"`/decision` logs a decision · `/supervision help` and `/case help` list the rest · reminders come {when}, once a day"
    )


def heading(words: str) -> str:
    """Above a list."""
    return f"*{words}*"


def show_all(number: int) -> str:
    """Behind it is the whole list."""
    return f"Show all {number}"


def first_of(heading: str, shown: int, number: int) -> str:
    """Above a list that goes on behind a button."""
    if not shown:
        return f"*{heading or LISTED}*"
    first = "the first" if shown == 1 else f"the first {shown}"
    return f"*{heading}* · {first} of {number}" if heading else f"{sentence(first)} of {number}"


def whole(heading: str, number: int, page: int, pages: int) -> str:
    """Above the whole of a list."""
    where = f" · page {page} of {pages}" if pages > 1 else ""
    return f"*{heading or LISTED}* · {number}{where}"


def more(number: int) -> str:
    """What is not shown."""
    return f"And {number} more."


def supervision(them: str, held: str) -> str:
    """`Supervision of @Ann, held Tue 24 March`."""
    return f"Supervision of {them}{held}"


def held(on: str) -> str:
    """The day of it."""
    return f", held {on}"


def decision(ref: str, by: str, when: str) -> str:
    """`M100001 · by @Ann · Tue 24 March, 14:05`."""
    return f"*{ref}* · by {by} · {when}"


def audit_of(whose: str) -> str:
    """Whose records are to be looked at."""
    return f"Audit of {whose} supervision records"


def far_off(first: str, line: str, number: int) -> str:
    """One line for what is far off, and how many come after it."""
    others = f" {count(number, 'more', 'more').capitalize()} after it." if number else ""
    return f"{first}: {line}.{others}"
