"""The words of the monthly report: its sheets, its headings, its sentences."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.words.casework import NAMES as CATEGORIES
from handlers.words.duties import TITLES
from handlers.words.phrases import listed
from handlers.words.report import KINDS, percent

TITLE = "Supervision report"
MARKING = "OFFICIAL-SENSITIVE"
DUTIES = "duties"
ALL_TEAMS, ALL_DUTIES, NO_TEAM = "All teams", "All duties", "In no team"
NOT_SHOWN = "not shown: few people"
NONE_YET = "nothing to count"
SUMMARY, LATE, ON_TIME, AGREEMENTS, RECORDING, OBSERVATIONS, LOAD, TRAINING, CASES, MOVED, DEFINITIONS = (
    "Summary",
    "Late",
    "On time by month",
    "Agreements",
    "Recording and signing",
    "Observations",
    "Load and absence",
    "Training to supervise",
    "Never discussed",
    "Sessions moved",
    "Definitions",
)
"""The sheets, in order."""
AUDITS, GROUPS, BY_WHOM, GROWING, DRIFT, MONTHLY = (
    "Audits",
    "Groups",
    "Who supervises",
    "Planning and growing in post",
    "Drift",
    "By month and team",
)
"""Those that depend on what the policy asks for."""
SHARED: Mapping[str, str] = {
    "measure": "Measure",
    "count": "Number",
    "out_of": "Out of",
    "share": "Share",
    "median": "Median days",
    "longest": "Longest days",
    "before": "Month before",
    "change": "Change, points",
    "month": "Month",
    "team": "Team",
    "kind": "Duty",
    "category": "Case category",
    "person": "About",
    "responsible": "Responsible",
    "case": "Case",
    "due": "Due",
    "day": "Day",
    "days": "Days late",
    "open": "Days open",
    "why": "Why",
    "rule": "Rule",
    "source": "Where it is written",
    "state": "Stands",
    "since": "Since",
    "note": "Note",
    "reason": "Sort of reason",
    "party": "For whom",
    "number": "Times",
    "supervisees": "Supervisees",
    "asked": "Asked for",
    "on": "On",
    "definition": "What is counted",
    "rules": "Rules it follows",
}
"""Headings of columns."""
STATES: Mapping[str, str] = {
    "missing": "none on file",
    "unsigned": "not signed by both",
    "past_review": "past its review",
    "in_order": "in order",
    "lacking": "lacking",
    "over": "over the number",
    "within": "within the number",
    "covered": "away, covered or no cover asked for",
    "no_cover": "away, nobody named to cover",
    "not_said": "not said",
}
REPORT_HEAD: Mapping[str, str] = {
    "of": "Council",
    "month": "Month",
    "as_of": "As things stood",
    "begun": "In use here since",
    "policy": "Policy",
    "team": "About",
    "reach": "Made for",
    "trail": "Audit trail",
    "again": "To make it again",
}
REACHES: Mapping[str, str] = {
    "line": "a manager, of the people below them",
    "quality": "performance and audit: figures about fewer than five people are not shown",
    "operator": "the council",
}
FIGURES_HEAD, CHART_HEAD, CHART_TEXT = "Figures of the month", "On time, month by month", "The chart in words"
TEAMS_HEAD, DUTIES_HEAD = "On time by team", "On time by duty"
NOTHING_LATE = "Nothing is late."
IN_ORDER = "Nothing to list."
ALL_IN_ORDER = "Nothing to list"
NOT_LISTED = "Not listed here"
LISTS_CLOSED = "In a report for performance and audit a list names only people below its reader. None of them is in:"
NO_MONTHS = "Nothing has fallen due in these months."
FEW_IN_MONTHS = "Not shown: each month would tell of few people."
LATER = "Made again later"
SINCE = "What has been entered or corrected since about that day or one before it counts then too, so that figures may differ."
HOW = (
    f"Every figure can be made again from the facts Cornerstone keeps: run the command below with the same day. {SINCE} "
    "Everybody counts in the team they were in that day; a manager's paper is about the people below them when it is made. The "
    "audit trail's head was printed when this was made; cornerstone audit verify holds the trail against it."
)
ON_TIME_NOTE = "Rows that say All contain the others: choose one or the other before adding up."


def label(kind: str) -> str:
    """A duty, a form, a state, a category or a reason, as people say it; a duty as the windows name it, done or not."""
    said = STATES.get(kind) or TITLES.get(kind) or KINDS.get(kind) or CATEGORIES.get(kind)
    return said or kind.replace("_", " ").capitalize()


def about(name: str | None, above: str) -> str:
    """Above a report: the team; without one the people below its reader, or everybody."""
    return f"The people below {above}" if name is None and above else team(name)


def team(name: str | None) -> str:
    """A team's name; all of them; or of those in none."""
    return ALL_TEAMS if name is None else name or NO_TEAM


def month(first: date) -> str:
    """`October 2026`."""
    return f"{first:%B %Y}"


def out_of(count: int, whole: int) -> str:
    """`193 of 272, 71%`."""
    return f"{count:,} of {whole:,}, {percent(count / whole)}" if whole else NONE_YET


def title(first: date) -> str:
    """Above the report and in the file's properties."""
    return f"{TITLE}, {month(first)}"


def headline(on_time: str, late: str) -> str:
    """The first sentence a board reads."""
    return f"On time this month: {on_time}. {late}"


def late_now(number: int, people: int, longest: int) -> str:
    """Behind it."""
    if not number:
        return NOTHING_LATE
    things = "thing is" if number == 1 else "things are"
    whom = "one person" if people == 1 else f"{people:,} people"
    by = f"; the longest by {longest:,} {'day' if longest == 1 else 'days'}" if longest else ""
    return f"{number:,} {things} late now, about {whom}{by}."


def of_month(first: date, said: str) -> str:
    """One month of the chart in words."""
    return f"{first:%b %Y}: {said}"


def more(number: int) -> str:
    """Under a table of a paper."""
    return f"and {number:,} more: the workbook has all."


def begun(on: date | None, *, reaches_back: bool) -> str:
    """The day; and what that means for the months before it, where such are shown."""
    said = "nothing noted yet" if on is None else f"{on.day} {on:%B %Y}"
    return (
        f"{said}; of the time before only what was imported is known, and what is missing shows as late"
        if reaches_back
        else said
    )


def nothing_of(measures: Sequence[str]) -> str:
    """Under the figures, of those there are none of."""
    return f"Nothing to count: {listed(measures)}."


def few_in(measures: Sequence[str]) -> str:
    """Under the figures, of those that are not the reader's to see."""
    return f"Not shown, they would tell of fewer than five people: {listed(measures)}."


def chart_title(first: date) -> str:
    """Before the chart in words, and above it in Slack."""
    return f"Supervision on time, month by month to {month(first)}"
