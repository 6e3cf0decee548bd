"""The form of an audit, and what is said once it is recorded."""

TITLE = "Audit"
ON = "Audited on"
HINT = "What you found goes in the staff file, not here."


def head(whose: str) -> str:
    """Above the form."""
    return f"An audit of {whose} supervision records, by you."


def saved(whose: str, on: str) -> str:
    """Once it is recorded."""
    return f"Saved. The audit of {whose} supervision records on {on} is recorded."
