"""The kinds of notice, and how each travels."""

MORNING = "morning"
"""The kind of message that gathers a person's routine notices of one day."""

ROUTINE = ("upcoming", "late", "still_late", "last_day", "duty_to_raise")
"""Joined in the morning message."""

IN_HOURS = ("escalation", "escalated_again", "cover_needed")
"""A message each, in the recipient's working hours."""

AT_ONCE = ("at_once", "told_of_access", "logged", "to_confirm", "to_read", "raised")
"""A message each, as soon as it is known."""
