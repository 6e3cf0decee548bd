"""`/case`: what its help says, and what is said of cases. Always the reference, never a child."""

from collections.abc import Iterable, Mapping
from datetime import date

from handlers.words.phrases import day, escape, listed, plain_day, who
from storage.views import CaseView, Person

DOES: Mapping[str, str] = {
    "open": "open a case, or one that was closed, for example `open M100050 child protection @Ann 12 March`",
    "allocate": "give a case to somebody, or let them join it: `allocate M100001 @Priya`, `allocate M100001 @Omar co-worker`",
    "category": "change what a case is, for example `category M100001 child in need 12 March`",
    "joint": "several work a case together, the lead first, for example `joint M100001 @Ann @Omar`; `joint M100001 ends`",
    "planned": "record the planning meeting of joint work, for example `planned M100001 12 March`",
    "children": "the children of a case by reference, so that a discussion is evidenced for each",
    "family": "another case of the same family, for example `family M100001 M100014`; `family M100001 none`",
    "often": "discuss a case more often than the policy asks, `often M100001 4 weeks because …`; `often M100001 ends`",
    "group": "bring a case to group supervision, for example `group M100001 @Tom 12 May`; without a name, your supervisor's",
    "review": "the day of a decision or review point, for which oversight is asked, for example `review M100001 12 May`",
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
    "allocate": "allocate reference @worker [role] [from date]",
    "category": "category reference category [date]",
    "joint": "joint reference @lead @co-worker [date]",
    "planned": "planned reference [date]",
    "children": "children reference references…",
    "family": "family reference reference",
    "often": "often reference weeks because why",
    "group": "group reference [@facilitator] date",
    "review": "review reference date",
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
TYPED_CATEGORIES: Mapping[str, str] = {
    **dict.fromkeys(("in care", "children looked after", "placed"), "child_in_care"),
    **dict.fromkeys(("protection", "on a plan"), "child_protection"),
    **dict.fromkeys(("in need", "need"), "child_in_need"),
    **dict.fromkeys(("leaving care", "care leavers"), "care_leaver"),
    **dict.fromkeys(("assess", "single assessment"), "assessment"),
    **dict.fromkeys(("supervising social worker", "foster care"), "supervising_social_worker"),
}
"""What people type besides what an extract may say."""
ROLES: Mapping[str, str] = {
    "key_worker": "key worker",
    "lead": "lead",
    "co_worker": "co-worker",
    "supporting": "supporting worker",
    "duty": "duty worker",
}
KINDS: Mapping[str, str] = {
    "supervision": "Case supervision",
    "ad_hoc": "Ad hoc decision",
    "oversight": "Management oversight",
    "group": "Group supervision",
    "summary": "Case summary",
}
IN_SESSION = "in a session"
ON_ITS_OWN = "on its own"
EXAMPLE = "/case show M100001"
NO_REFERENCE = "Start with the case's reference, for example `/case {word} {example}`."
NOT_READ = "I could not read the rest"
REF = "Case"
REF_NEW = "Case reference"
CATEGORY_LABEL = "Category"
WORKER = "Worker"
ROLE = "Role"
OPENED_ON = "Opened on"
FROM_ON = "From"
CLOSED_ON = "Closed on"
CHOOSE = "Choose one of the list."
OPEN_TITLE = "Open a case"
OPEN_SUBMIT = "Open"
ALLOCATE_TITLE = "Allocate a case"
ALLOCATE_SUBMIT = "Allocate"
CATEGORY_TITLE = "Change the category"
REVIEW_TITLE = "Review point"
REVIEW_ON = "Decided on, or reviewed, on"
CHOOSE_DAY = "Choose the day."
CLOSE_TITLE = "Close a case"
CLOSE_SUBMIT = "Close"
NO_WORKERS = "You supervise nobody, so there is nobody to give a case to. Ask the manager above the worker."
DO: Mapping[str, str] = {
    "oversight": "Record oversight",
    "category": "Change category",
    "allocate": "Allocate",
    "often": "Discuss more often",
    "group": "Bring it to a group",
    "review": "Set a review point",
    "joint": "Work it jointly",
    "family": "Family and children",
    "close": "Close the case",
}
REOPEN = "Open it again"
DRAFT = "a draft"
UNWORKED = "Nobody works it now: allocate it."
WINDOW = "Case"
FOUND = "Cases found"
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
LEFT_BEHIND = "Open cases that nobody works now"
NOTHING_DUE = "Nothing is due on it."
READ = "Read"


def opened(ref: str, category: str, worker: Person | None, on: date, today: date) -> str:
    """After opening."""
    return f"Saved. *{escape(ref)}* has been open since {day(on, today)}: {NAMES[category]}, with {who(worker)}."


def allocated(ref: str, worker: Person | None, on: date, today: date) -> str:
    """After it was given to somebody."""
    return f"Saved. *{escape(ref)}* is with {who(worker)} from {day(on, today)}."


def categorised(ref: str, category: str, on: date, today: date) -> str:
    """After its category changed."""
    return f"Saved. *{escape(ref)}* is {NAMES[category]} from {day(on, today)}."


def closed(ref: str, on: date, today: date) -> str:
    """After closing."""
    return f"Saved. *{escape(ref)}* is closed from {day(on, today)}. Nothing more is due on it."


def pointed(ref: str, on: date, today: date) -> str:
    """After a decision or review point was set."""
    return f"Saved. Management oversight of *{escape(ref)}* is asked for at its review point, {day(on, today)}."


def points(days: list[date], today: date) -> str:
    """Those to come, in the window of the case."""
    return f"To be decided on or reviewed: {', '.join(plain_day(each, today) for each in days)}."


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
    if case.worker and case.worker.has_left(today):
        worker = leaver(case.worker, today)
    return (
        f"*{escape(case.ref)}* · {NAMES[case.category]} · {stands} · since {plain_day(case.opened_on, today)} · with {worker}"
    )


def leaver(person: Person, today: date) -> str:
    """By name: Slack has closed their account, or will."""
    return f"{escape(person.name)}, who left on {plain_day(person.left_on or today, today)}"


def left_unworked(workers: Iterable[Person], today: date) -> str:
    """Of an open case whose every worker has left: nothing being due on it is no good news."""
    gone = listed(f"{escape(each.name)} left on {day(each.left_on or today, today)}" for each in workers)
    return f"{gone}: nobody works this case, and nothing is counted on it until it is allocated."


def left_behind(ref: str, person: Person, today: date) -> str:
    """One of them on the Home tab."""
    return f"*{escape(ref)}* is still with {leaver(person, today)}"


def due(kind: str, on: date, today: date) -> str:
    """A line of what is due."""
    return f"{kind}, by {day(on, today)}"


def hint(example: str) -> str:
    """Under the field of a new reference."""
    return f"As the case system has it, for example {example}. A name can never stand here."


def joins(ref: str, worker: Person | None, role: str, on: date, today: date) -> str:
    """After somebody joined who does not answer for it."""
    return f"Saved. {who(worker)} is {role} on *{escape(ref)}* from {day(on, today)}."


def next_due(what: str, on: str) -> str:
    """What is due first on it now."""
    return f" Next: {what}, by {on}."


def worker(person: Person, role: str, since: date, today: date) -> str:
    """One of those who work it."""
    return f"{who(person)}, {ROLES[role]} since {plain_day(since, today)}"


def joint(since: date, met: date | None, today: date) -> str:
    """Since when it is worked jointly."""
    held = f"planning meeting on {plain_day(met, today)}" if met else "no planning meeting recorded yet"
    return f"Worked jointly from {plain_day(since, today)}; {held}."


def discussed(kind: str, on: date, today: date, by: Person | None, *, is_draft: bool, in_session: bool) -> str:
    """One time it was talked about."""
    how = f"{KINDS[kind]}, {IN_SESSION if in_session else ON_ITS_OWN}" if kind == "supervision" else KINDS[kind]
    return f"{how} · {plain_day(on, today)} · {who(by)}" + (f" · {DRAFT}" if is_draft else "")


def none_found(typed: str) -> str:
    """No case has it in its reference."""
    what = f"*{typed}*" if typed else "that"
    return f"No case you can see holds {what} in its reference. Check it, or open the case with `/case open`."
