"""How access to somebody's record is spoken of: who, for what, until when."""

from datetime import date

from handlers.words.phrases import day, escape, quoted, who
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
