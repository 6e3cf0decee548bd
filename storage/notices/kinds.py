"""The kinds of notice, and how each travels."""

MORNING = "morning"
"""The kind of message that gathers a person's routine notices of one day."""

ACTION_DUE = "action_due"
"""About an action agreed in supervision, whose id is its subject: rung 0 before its day, rung 1 after it."""
FEEDBACK = "feedback_asked"
"""About a session that was recorded, whose id is its subject: what did the supervisee think of it?"""

TO_SIGN, DISPUTED, SETTLED = "to_sign", "disputed", "settled"
"""About a filled form, whose id is the subject of the first; the dispute's is that of the others."""
STILL_TO_SIGN = "still_to_sign"
"""About a filled form that still waits for a name; its rung tells the version and which reminder (`notices.unsigned`)."""

SESSION_AHEAD = "session_ahead"
"""About a session booked for the next working day, whose id is its subject; its rung is how often it was moved before."""
TO_CONFIRM_PLAN, PLAN_CONFIRMED = "plan_to_confirm", "plan_confirmed"
"""About the dates of a year, whose id is their subject: put to one of two people; confirmed, for who proposed them."""
OF_PLANS = (TO_CONFIRM_PLAN, PLAN_CONFIRMED)
AGAIN = "again"
"""A reminder that was put off, on the day it comes back; its rung counts how often that was."""

WEEK = "week"
"""A line manager's week: who is late, who will be, what waits for them alone. Its subject is the week's Monday."""

MONTH = "month"
"""A manager's month, on the first working day of the next: figures of the schedule. Its subject is the month it is about."""

GATHERED = ("to_confirm", TO_SIGN, "logged")
"""What others ask somebody to confirm or sign, or have confirmed: in the morning message of the day, and edited into it where
that has gone (`notices.gathered`)."""

TO_FILE = "to_file"
"""About the record of a session or of a case discussion, whose id is its subject: it is to be put where the policy keeps it."""
GROUP_AHEAD = "group_ahead"
"""About a case brought to group supervision on the next working day: the id of that plan is its subject."""
MORE_OFTEN = "more_often"
"""About a case its worker asked to be discussed more often: the id of that wish is its subject."""
MOVED = "booking_moved"
"""About a session that was moved or called off, whose id is its subject; its rung is how often that was, 0 where one has just
been booked for today or the next working day: to the other of the two, at once in their working hours, since whoever needs a
change gives as much notice as they can (MAN-D-5)."""
BOOKED = "session_booked"
"""The same of a session just booked for a later day: with the other's next morning message, since nothing hurries."""
OF_BOOKINGS = (MOVED, BOOKED)

ROUTINE = (
    "upcoming",
    BOOKED,
    SESSION_AHEAD,
    GROUP_AHEAD,
    "late",
    "still_late",
    AGAIN,
    "last_day",
    "duty_to_raise",
    ACTION_DUE,
    FEEDBACK,
    STILL_TO_SIGN,
    *OF_PLANS,
    MORE_OFTEN,
    TO_FILE,
    *GATHERED,
    WEEK,
    MONTH,
)
"""Joined in the morning message."""

COVERING = "covering"
"""About an absence: to whoever covers, and to the line manager of a supervisor who is away long or breaks the frequency."""
RAISED = "raised"
"""About what a supervisee raised; its rung is the step (`storage.records.raised`)."""

IN_HOURS = ("escalation", "escalated_again", "cover_needed", COVERING)
"""A message each, in the recipient's working hours."""

PAPER = "paper"
"""A report as a file, which its recipient asked for; what and of which month is its subject (`storage.papers`)."""
AT_ONCE = ("at_once", "told_of_access", "access_given", "significant_change", PAPER)
"""A message each, as soon as it is known, whatever the hour: an hours deadline, a right to read, a significant change; and what
its recipient has asked for just now."""

PROMPT = ("to_agree", "to_read", "sent_back", RAISED, "disputed", "settled")
"""A message each, as soon as it is known in the recipient's working hours."""

JOINED = (MORNING, "to_read")
"""Kinds of message of which a person gets one a day: what comes later that day is edited into it, and disturbs nobody. Those
besides the morning ask for nothing but to be read: what was decided on one's case is told of as soon as it is."""

ON_LEAVE_TOO = (RAISED, "disputed")
"""Prompt ones that ask somebody to act for another: leave does not keep them back."""

OF_ACCESS = ("told_of_access", "access_given")
"""Those about a grant, whose id is their subject."""
CHANGED = "significant_change"
"""About a change flagged on a case, whose id is its subject."""
TO_AGREE = "to_agree"
"""About a personal matter, whose id is its subject."""

EVERY = frozenset((*ROUTINE, MOVED, *IN_HOURS, *AT_ONCE, *PROMPT))
"""Those this version knows. While a new one takes an old one's place there may be others, which are for the new one to tell."""

EDIT_URGENCY = 3
FILES_URGENCY = 4
"""Files for the thread of a message: drawn and sent apart (`bot.sending.papers`), so that no message waits for them."""


def urgency_of(kind: str) -> int:
    """Of a kind of message: 0 goes first, 1 an escalation, 2 routine. Edits come after all of them."""
    if kind in AT_ONCE or kind in PROMPT:
        return 0
    return 1 if kind in (*IN_HOURS, MOVED) else 2
