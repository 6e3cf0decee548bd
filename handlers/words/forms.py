"""How a filled form is called: its title, whose it is, and the case it is about; never what it says."""

from datetime import date

from handlers.words.phrases import day, escape, sentence, who
from scheduling.calendar import local_day
from storage.views import Person
from storage.written import RecordView

WRITTEN = "written"
OF_AN_AUDITOR = ("supervision_audit", "audit_feedback")
"""What somebody else has written for whoever's file it stands in: not theirs in words, as their own record is."""


def named(record: RecordView, about: Person | None, reader: Person) -> str:
    """`the supervision record of @Ann`, `your supervision record`, `the case discussion on M100001`."""
    title = escape(inside(record.title))
    if record.case_ref:
        return f"the {title} on *{escape(record.case_ref)}*"
    if record.form in OF_AN_AUDITOR:
        return f"the {title} for you" if reader.id == record.about_id else f"the {title} for {who(about)}"
    return f"your {title}" if reader.id == record.about_id else f"the {title} of {who(about)}"


def inside(title: str) -> str:
    """As it stands inside a sentence: `supervision record`; a name of the policy's own stays one: `Good Conversation`."""
    is_a_name = title[1:] != title[1:].lower()
    return title if is_a_name else title[:1].lower() + title[1:]


def line(record: RecordView, about: Person | None, reader: Person) -> str:
    """The same at the beginning of a line."""
    return sentence(named(record, about, reader))


def dated(record: RecordView, today: date) -> str:
    """`written Wed 11 March`: the day it was first written, which may be days after what it is about."""
    return f"{WRITTEN} {day(local_day(record.made_at), today)}"
