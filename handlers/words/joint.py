"""Cases worked jointly, their planning meeting, and cases of one family: forms, and what is said once it is done."""

from collections.abc import Sequence

from handlers.words.phrases import escape, listed, several

TITLE = "Work a case jointly"
SUBMIT = "Save"
LEAD = "Lead"
LEAD_HINT = "Has overall responsibility for the case. Exactly one."
WITH = "Who works it with them"
FROM_ON = "From"
SAVED = "Saved"
ENDED = "Ended"
PLAN = "Record the planning meeting"
READ_PLAN = "Read the planning meeting"
FAMILY_TITLE = "Family and children"
SIBLING = "Another case of the same family"
SIBLING_HINT = "The reference of a brother's or sister's case. Empty: none."
CHILDREN = "Children on whose files it shows"
CHILDREN_HINT = "Each child's number as the case system has it, one a line. A name can never stand here."
ENDS = ("end", "ends", "ended", "over", "stop", "stops")
"""`joint M100001 ends`: the lead goes on alone."""
NO_FAMILY = ("none", "alone", "nobody")
"""`family M100001 none`: it is in no family with another case."""


def begun(ref: str, lead: str, others: Sequence[str], on: str) -> str:
    """`Saved. *M100001* is worked jointly from Tue 24 March: @Ann leads, with @Priya.`"""
    return f"Saved. *{escape(ref)}* is worked jointly from {on}: {lead} leads, with {listed(others)}."


def supervised(manager: str) -> str:
    """Where the policy says who supervises them."""
    return f" On this case {manager}, as the lead's line manager, supervises them all."


def to_meet(by: str) -> str:
    """Where the policy asks for a planning meeting."""
    return f" The policy asks for a planning meeting by {by}."


def ended(ref: str, lead: str, on: str) -> str:
    """The lead goes on alone."""
    return f"Ended. *{escape(ref)}* is no longer worked jointly from {on}; {lead} goes on with it."


def head(ref: str, lead: str, others: Sequence[str], since: str) -> str:
    """Above the form."""
    jointly = f", worked jointly from {since}" if since else ""
    beside = f", with {listed(others)}" if others else ""
    return f"*{escape(ref)}*{jointly}: {lead} leads{beside}."


def met(ref: str, on: str) -> str:
    """The meeting is recorded."""
    return f"Saved. The planning meeting for *{escape(ref)}* on {on} is recorded; everybody who works on the case can read it."


def other_lead(lead: str, ref: str) -> str:
    """Beside a lead who is not the one on record."""
    return f"On record {lead} leads. If somebody else is to lead, change that first with `/case joint {ref} @lead @co-worker`."


SAVED_FIRST = "Saved. "
"""How each of these begins: said once where two are said."""


def children_saved(ref: str, number: int) -> str:
    """Its children are named by reference."""
    if not number:
        return f"Saved. No children of *{escape(ref)}* are named: a discussion of it is evidenced once."
    files = "one child" if number == 1 else f"each of {number} children"
    return f"Saved. A discussion of *{escape(ref)}* is evidenced for {files}."


def family_saved(ref: str, siblings: Sequence[str], *, counts: bool) -> str:
    """Which family it is of now, and what follows where a discussion of one case counts for all."""
    if not siblings:
        return f"Saved. *{escape(ref)}* is in no family with another case."
    said = f"Saved. *{escape(ref)}* is of one family with {listed([escape(each) for each in siblings])}."
    return said + (" A discussion of one of them counts for all." if counts else "")


def children_named(children: Sequence[str]) -> str:
    """In the window of a case."""
    return f"Evidenced for each child: {several(children)}"


def family_of(siblings: Sequence[str]) -> str:
    """The same."""
    return f"Of one family with {several(siblings)}"
