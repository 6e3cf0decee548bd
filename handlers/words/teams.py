"""Teams by lateness: on the Home tab of whoever manages supervisors, and the list behind each."""

HEAD = "Your teams"
NO_TEAM = "No team"
NOTHING_LATE = "Nothing is late in any of your teams."
SHOW_LIST = "Show the list"
NO_ESCALATION = "No escalation is open."
LIST = "What is late"
MOST_LATE_FIRST = "Most late first. A team that is not named here has nothing late."
NOTHING_LATE_ANY_MORE = "Nothing is late in this team any more."
SUPERVISION = "Supervision"
OTHER_DUTIES = "Cases and other duties"


def escalated(number: int) -> str:
    """Of those late."""
    return f", of which {number} escalated"


def supervisions(number: int) -> str:
    """Sessions that are late."""
    return f"{number} supervision{'' if number == 1 else 's'}"


def others(number: int) -> str:
    """What else is late."""
    return f"{number} on cases and other duties"


def team(name: str, bar: str, late: int, passed: str) -> str:
    """A team's first two lines."""
    return f"*{name}*\n`{bar}` *{late} late*{passed}"


def longest(parts: list[str], what: str, of: str, due: str) -> str:
    """Its third: what it consists of, and what has been late longest."""
    return f"{' and '.join(parts)}. Late longest: {what} of {of}, due {due}"


def escalations(number: int) -> str:
    """Above them."""
    return f"*Escalations open: {number}*"


def list_of(name: str, late: int) -> str:
    """Above the list of one team."""
    return f"*{name}*: {late} late, late longest first."


def part(heading: str, number: int) -> str:
    """`Supervision: 3`."""
    return f"{heading}: {number}"


def holder(person: str) -> str:
    """Whom it is with."""
    return f" with {person}"
