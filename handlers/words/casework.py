"""`/case`: what its help says, and what is said of cases. Always the reference, never a child."""

from collections.abc import Mapping
from datetime import date

from handlers.words.phrases import day, escape, plain_day, who
from storage.views import CaseView, Person

DOES: Mapping[str, str] = {
    "open": "open a case, or one that was closed, for example `open M100050 child protection @Ann 12 March`",
    "allocate": "give a case to somebody, for example `allocate M100001 @Priya`",
    "category": "change what a case is, for example `category M100001 child in need 12 March`",
    "joint": "two work a case together, the lead first, for example `joint M100001 @Ann @Omar`",
    "planned": "the planning meeting of joint work took place, for example `planned M100001 12 March`",
    "children": "the children of a case by reference, so that a discussion is evidenced for each",
    "oversight": "record management oversight between discussions, `oversight M100001 what, because why`",
    "summary": "write the summary of a case",
    "show": "what a case is, who works it, what is due and when it was discussed",
    "find": "cases you can see whose reference holds these letters or digits",
    "flag": "tell the supervisor at once of a significant change on a case",
    "close": "close a case, for example `close M100001 12 March`",
    "help": "this list",
}
USAGE: Mapping[str, str] = {
    "open": "open reference category @worker [date]",
    "allocate": "allocate reference @worker [date]",
    "category": "category reference category [date]",
    "joint": "joint reference @lead @co-worker [date]",
    "planned": "planned reference [date]",
    "children": "children reference references…",
    "oversight": "oversight reference what because why",
    "summary": "summary reference",
    "show": "show reference",
    "find": "find part of a reference",
    "flag": "flag reference what has changed",
    "close": "close reference [date]",
    "help": "help",
}
NAMES: Mapping[str, str] = {
    "child_protection": "child protection",
    "child_in_care": "child in care",
    "child_in_need": "child in need",
    "early_help": "early help",
    "care_leaver": "care leaver",
    "supervising_social_worker": "fostering",
    "assessment": "assessment",
    "open": "open",
}
"""What each category is called."""
DATES = "Dates as you write them: `12 March`, `12/3`, `yesterday`; without one it is today."
NO_REFERENCE = "Start with the case's reference, for example `/case {word} {example}`."
NO_CATEGORY = (
    "Say what the case is: child protection, child in care, child in need, early help, care leaver, fostering or assessment."
)
NO_WORKER = "Say whose it is with an @mention, for example `@Ann`."
TWO_WORKERS = "Name two people with @mentions: the lead first, then the co-worker."
NOT_READ = "I could not read the rest"
WINDOW = "Case"
FOUND = "Cases found"
NONE_FOUND = "No case you can see holds that in its reference. Check it, or open the case with `/case open`."
MOST_FOUND = "The first {number} are shown: type more of the reference."
FLAG_TITLE = "Significant change"
FLAG_FIELD = "What has changed?"
FLAG_HINT = "With references, never a name. Your supervisor is told at once that there is something to read."
FLAG_SUBMIT = "Send"
NONE_TITLE = "No discussion"
NONE_FIELD = "Why does it need no discussion?"
NONE_HINT = "Whoever flagged it can read this. It stays with the case."
OVERSIGHT = "Management oversight"
OVERSIGHT_WHAT = "What was looked at, and what follows"
OVERSIGHT_HINT = "Clear and specific: between discussions in supervision. References, never a name."
OVERSIGHT_WHY = "Rationale"
SHOW = "Show"
FLAG = "Flag a change"
DECIDE = "Log a decision"
DISCUSS = "Record a discussion"
SUMMARY = "Write the summary"
SAVED = "Saved"
NOBODY = "nobody"
FLAGGED = "Significant changes"
WAITS = "*not answered yet*"
ANSWERED = "answered"
DISCUSSED = "Discussions and decisions"
NOTHING_DUE = "Nothing is due on it."
READ = "Read"


def opened(ref: str, category: str, worker: Person | None, on: date, today: date) -> str:
    """After opening."""
    return f"Saved. *{escape(ref)}* is open since {day(on, today)}: {NAMES[category]}, with {who(worker)}."


def allocated(ref: str, worker: Person | None, on: date, today: date) -> str:
    """After it was given to somebody."""
    return f"Saved. *{escape(ref)}* is with {who(worker)} from {day(on, today)}."


def categorised(ref: str, category: str, on: date, today: date) -> str:
    """After its category changed."""
    return f"Saved. *{escape(ref)}* is {NAMES[category]} from {day(on, today)}."


def joined(ref: str, lead: Person | None, other: Person | None, on: date, today: date) -> str:
    """After joint work began."""
    return f"Saved. {who(lead)} leads and {who(other)} works with them on *{escape(ref)}* from {day(on, today)}."


def planned(ref: str, on: date, today: date) -> str:
    """After the planning meeting."""
    return f"Saved. The planning meeting on *{escape(ref)}* took place on {day(on, today)}."


def closed(ref: str, on: date, today: date) -> str:
    """After closing."""
    return f"Saved. *{escape(ref)}* is closed from {day(on, today)}. Nothing more is due on it."


def children(ref: str, number: int) -> str:
    """After its children were named."""
    return f"Saved. A discussion of *{escape(ref)}* is evidenced for each of {number} children."


def overseen(ref: str) -> str:
    """After oversight was recorded."""
    return f"Saved. Management oversight on *{escape(ref)}*, by you, today."


def flagged(ref: str) -> str:
    """After a change was flagged."""
    return f"Saved. The supervisor has been told at once that there is a significant change on *{escape(ref)}*."


def needs_none(ref: str) -> str:
    """After it was said to need no discussion."""
    return f"Saved. The change on *{escape(ref)}* needs no discussion, and why stays with the case."


def head(case: CaseView, today: date) -> str:
    """What it is, since when, with whom."""
    stands = f"closed {plain_day(case.closed_on, today)}" if case.closed_on and case.closed_on <= today else "open"
    worker = who(case.worker) if case.worker else NOBODY
    return (
        f"*{escape(case.ref)}* · {NAMES[case.category]} · {stands} · since {plain_day(case.opened_on, today)} · with {worker}"
    )


def due(kind: str, on: date, today: date) -> str:
    """A line of what is due."""
    return f"{kind}, by {day(on, today)}"
