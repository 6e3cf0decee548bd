"""*Why am I seeing this?*: the rule, the facts, and to whom it passes."""

TITLE = "Why am I seeing this?"
NONE_HELD = "None held yet"
NOTHING_BOOKED = "Nothing booked"
FACTS = "*The facts*"
SETTLED = "This has been settled."
NOBODY = "nobody on record"
WRONG = "Anything wrong in the facts? Tell your administrator: the date follows from them."
YOU = "you"
SINCE = "Since"
FROM = "From"


def more(number: int) -> str:
    """Of the same kind."""
    return f"And {number} more of the same kind."


def rule(source: str, words: str) -> str:
    """The rule, and what it asks for."""
    return f"*The rule*\n{source}: {words}"


def follows(facts: str, due: str, *, is_past: bool) -> str:
    """What the date follows from."""
    return f"*What it follows from*\n{facts}. So it {'was' if is_past else 'is'} due by *{due}*."


def last_held(on: str) -> str:
    """The session before."""
    return f"Last held: {on}"


def booked(on: str) -> str:
    """The session that is booked."""
    return f"Booked for: {on}"


def moved(from_on: str, to_on: str, reason: str) -> str:
    """A session that was moved or, to no day, called off; and why."""
    return f"Moved from {from_on} to {to_on}: {reason}" if to_on else f"Called off, planned {from_on}: {reason}"


def raised(on: str) -> str:
    """The supervisee has said so."""
    return f"Raised with the supervisor on {on}"


def told(person: str, on: str) -> str:
    """Who was told of it, and when."""
    return f"{person} on {on}"


def passed_on(told: str) -> str:
    """All who were."""
    return f"Passed on to {told}"


def why_passed_on(source: str, late: int) -> str:
    """The rule by which it was."""
    return f"*Why it was passed on*\n{source}: what is not recorded {late} days after it was due goes to a manager above."


def holders(people: str, passes: str) -> str:
    """Whom it is with now."""
    return f"With {people}.{passes} {WRONG}"


def counts_as_escalated(on: str, *, already: bool) -> str:
    """There is no manager above to pass it to."""
    return f" {SINCE if already else FROM} {on} it counts as escalated."


def passes(on: str, manager: str, *, already: bool) -> str:
    """When it passes, or passed, to a manager above."""
    return (
        f" {SINCE} {on} with {manager} as well, as line manager."
        if already
        else f" {FROM} {on} it passes to {manager}, as line manager."
    )
