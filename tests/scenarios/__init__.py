"""Worked scenarios of the five policies, and how an answer is matched with what is expected."""
