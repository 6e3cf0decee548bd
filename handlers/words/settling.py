"""What settles a thing that is owed, said to whoever can do it and to whoever waits for it."""

from collections.abc import Sequence

from handlers.words.buttons import may_record
from handlers.words.duties import AUDITS, CASE_DISCUSSIONS, FEEDBACK, OBSERVATIONS, OVERSIGHT, SUPERVISIONS
from handlers.words.lead import owed
from handlers.words.phrases import who
from storage.views import ItemView, Person

HELD = "If it happened, record it and this goes away."

DO: dict[str, str] = {
    **dict.fromkeys((*SUPERVISIONS, *CASE_DISCUSSIONS, *OBSERVATIONS), HELD),
    **dict.fromkeys(OVERSIGHT, "Record it and this goes away."),
    **dict.fromkeys(AUDITS, "Audit it and this goes away."),
    FEEDBACK: "Give it and this goes away.",
    "record_session": "Write it and this goes away.",
    "record_discussion": "Once it is on file, record it and this goes away.",
    "agreement_signature": "If both have signed, record it and this goes away.",
    "agreement_review": "If it was reviewed, record it and this goes away.",
    **dict.fromkeys(("group_supervision", "good_conversation"), HELD),
    **dict.fromkeys(("asye_group", "asye_training"), "If it was attended, record it and this goes away."),
    "probation_assessment": "If it was assessed, record it and this goes away.",
    "planning_meeting": "If you met, record it and this goes away.",
    "self_assessment": "Rate two pieces of your work and this goes away.",
    "case_summary": "Write it and this goes away.",
}
"""To whoever can settle it, by kind."""

DO_ALL: dict[str, str] = {
    **dict.fromkeys(CASE_DISCUSSIONS, "If they were discussed, record it and this goes away."),
    **dict.fromkeys(OVERSIGHT, "Record it for each and this goes away."),
}
"""The same for several cases at once."""


def settling(items: Sequence[ItemView], reader: Person) -> str:
    """` If it happened, record it and this goes away.`; "" where nothing can be done here."""
    kind = owed(items[0]).kind
    if may_record(owed(items[0]), reader):
        return " " + (DO_ALL.get(kind, DO[kind]) if len(items) > 1 else DO[kind])
    if reader.id != owed(items[0]).person.id or kind not in DO:
        return ""
    supervisor = who(items[0].supervisor)
    if kind in (*SUPERVISIONS, *CASE_DISCUSSIONS):
        them = "they were discussed" if len(items) > 1 else "it happened"
        return f" If {them}, {supervisor} records it and this goes away. If not, agree a day together."
    return f" Once {supervisor} has recorded it, this goes away."
