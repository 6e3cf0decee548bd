"""How access to somebody's record is spoken of: who, for what, until when."""

from datetime import date

from handlers.words.phrases import day, escape, possessive, quoted, sentence, who
from storage.views import GrantView

READERS: dict[str, str] = {
    "senior_manager": "a senior manager",
    "performance": "performance staff",
    "court": "the Family Proceedings Court",
    "inspector": "an inspector",
    "investigator": "an investigating officer",
}
PURPOSES: dict[str, str] = {
    "case_progression": "case progression",
    "quality_assurance": "quality assurance",
    "audit": "audit",
    "family_proceedings": "decisions made in supervision",
    "inspection": "inspection",
    "disciplinary": "disciplinary proceedings",
    "legal": "legal proceedings",
}
TITLE = "Access"
OWN_HEAD = "*Who else may read your supervision record*"
OWN_READERS = "You, your supervisor and the managers above them may."
NOBODY_ELSE = " Nobody else."
OPENED_HEAD = "*Records opened to you*"
READ = "Read"
NOTED = "Each time somebody reads a record it is noted, and the note cannot be changed."
GIVE = "Give access"
GIVEN_BY = "Access is given by a senior manager above the supervisor."
TAKE_BACK = "Take back"
TAKEN_BACK = "Taken back"
TOLD = "Told"
WHO = "Who, if they work here"
WHO_ELSE = "Who, if not: their name"
OUTSIDE = "An inspector or a court. Nothing is opened in Slack: you show or hand over what they need."
PURPOSE = "As what, and for what"
UNTIL = "Until"
WHY = "Why they need to read it"
PERSONAL_MATTERS = "Personal matters"
PERSONAL_HINT = "For a court, disciplinary or legal only."
PERSONAL: dict[str, str] = {"no": "Not part of it", "yes": "Part of it"}
TELL_THEM = "Tell them"
TELL: dict[str, str] = {"now": "At once", "time": "Later: a time constraint", "legal": "Later: a legal constraint"}
IF_LATER_BECAUSE = "If later: the constraint"
IF_LATER_ALLOWED = "If later: who allowed it"
IF_LATER_ON = "If later: tell them on"
CONSTRAINTS: dict[str, str] = {"time": "a time constraint", "legal": "a legal constraint"}


def reader(grant: GrantView) -> str:
    """`@Priya (performance staff)`; somebody outside by what they are, since a message holds no name of theirs."""
    what = READERS[grant.category]
    return f"{who(grant.reader)} ({what})" if grant.reader else f"{what} outside Cornerstone"


def for_what(grant: GrantView, today: date) -> str:
    """`for audit, until Tue 14 April`."""
    return f"for {PURPOSES[grant.purpose]}, until {day(grant.last_on, today)}"


def in_full(grant: GrantView, today: date) -> str:
    """Everything about a grant, for a window: the reason too."""
    named = f" {quoted(grant.outside, 100)}" if grant.outside else ""
    given = f"given by {who(grant.granted_by)} on {day(grant.granted_at.date(), today)}"
    stands = "" if grant.is_in_force else " · *over*"
    lines = [f"*{reader(grant)}*{named} · {for_what(grant, today)} · {given}{stands}", f"Why: {escape(grant.reason)}"]
    if grant.covers_personal:
        lines.append("Personal matters are part of it.")
    if grant.untold:
        lines.append(untold(grant, today))
    return "\n".join(lines)


def untold(grant: GrantView, today: date) -> str:
    """Why the supervisee was not told at once, who allowed it, and when they are told."""
    why = f"{CONSTRAINTS[grant.untold]} that {who(grant.allowed_by)} allowed"
    if grant.tell_on is None:
        return f"Not told yet, because of {why}."
    told = "Told on" if grant.tell_on <= today else "To be told on"
    return f"{told} {day(grant.tell_on, today)}, not at once, because of {why}."


def head(whose: str) -> str:
    """Above the window of somebody below."""
    return f"*Who else may read {whose} supervision record*"


def nobody_but(person: str) -> str:
    """Nobody has been given access."""
    return f"Nobody but {person}, their supervisor and the managers above."


def opened(whose: str, what_for: str) -> str:
    """A record opened to the viewer."""
    return f"{whose} record, {what_for}."


def form_head(person: str) -> str:
    """Above the form that gives access."""
    return f"Access to {possessive(person)} supervision record. {person} is told at once and can read why."


def days_at_most(number: int) -> str:
    """How long it may be given for."""
    return f"{number} days at most."


def given(grant: GrantView, today: date) -> str:
    """Once it is given: to whom, for what, whether they have been told, and what is left to do."""
    about = who(grant.about)
    told = f"{about} has been told." if not grant.untold else f"{about} has not been told yet."
    how = "" if grant.reader else " Show or hand over what they need: nothing is opened in Slack."
    return f"Saved. {sentence(reader(grant))} may read {possessive(about)} record, {for_what(grant, today)}. {told}{how}"


def taken_back(to: str, whose: str) -> str:
    """It has ended."""
    return f"Taken back. {to} can no longer read {whose} record."


def being_told(person: str) -> str:
    """The constraint is over."""
    return f"{person} is being told now."


def tell_now(name: str) -> str:
    """The button for it."""
    return f"Tell {name} now"
