"""The windows in which somebody's record is read."""

from handlers.words.phrases import count

TITLE = "Supervision record"
OF_A_SESSION = "Record of a session"
YOURS = "Your supervision record"
READ = "Read"
RECORD = "Record"
NOTHING_WRITTEN = "Nothing has been written yet."
NOT_HELD = "It has not been held yet."
NO_SESSION = "No session is recorded yet. Record one with `/supervision log @name`."
SESSIONS = "sessions"
DECISIONS = "decisions"
DECISIONS_HEAD = "*Ad hoc decisions and oversight*"
OVERSIGHT = " · management oversight"
DRAFT = " · *draft*"
CORRECTED = " · *corrected since*"
A_DAY_TO_COME = "a day to come"
NOT_WRITTEN_UP = " · *not written up yet*"
ONLY_YOU = "Only you see this window; Slack does not keep it."


def theirs(whose: str) -> str:
    """`@Ann's supervision record`."""
    return f"{whose} supervision record"


def session(supervisee: str, supervisor: str, held: str) -> str:
    """`Supervision of @Ann with @Tom, Tue 24 March`."""
    return f"Supervision of {supervisee} with {supervisor}{held}"


def in_a_line(stands: str, supervisor: str) -> str:
    """`Held Tue 24 March · with @Tom`."""
    return f"{stands} · with {supervisor}"


def decision(ref: str, when: str, by: str, draft: str) -> str:
    """`M100001 · Tue 24 March, 14:05 · by @Tom`."""
    return f"*{ref}* · {when} · by {by}{draft}"


def newest(number: int, what: str) -> str:
    """There may be more of them."""
    return f"The newest {number} {what} are shown."


def called_off(planned: str) -> str:
    """It was not to take place."""
    return f"Called off, planned {planned}"


def booked(planned: str) -> str:
    """Not held yet."""
    return f"Booked for {planned}"


def held(on: str, written: str) -> str:
    """It took place."""
    return f"Held {on}{written}"


def minutes(number: int) -> str:
    """How long it was."""
    return f"{number} minutes"


def written_up(on: str) -> str:
    """Its record was written."""
    return f"written up {on}"


def discussed(number: int, refs: str) -> str:
    """`two cases discussed: M100001, M100014`."""
    return f"{count(number, 'case')} discussed: {refs}"


def moved(from_on: str, to_on: str, reason: str) -> str:
    """As plain text: the reason is as somebody typed it. To no day: it was called off."""
    return f"Moved from {from_on} to {to_on}: {reason}" if to_on else f"Called off, planned {from_on}: {reason}"
