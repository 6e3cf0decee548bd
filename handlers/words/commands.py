"""`/supervision`: what its help says of each word, and what an unknown word gets."""

from collections.abc import Mapping

ABSENCE = "when you, or somebody below you, are away, and who covers, for example `absence mon to 14/5`"
ACCESS = "who else may read a record, and why; give access"
AUDIT = (
    "supervision files drawn for you to audit; `audit @name` for the records of one supervisor, `audit findings` for what "
    "audits found"
)
BOOK = "book the next session, for example `book @Ann tue 2pm`"
CALENDAR = "your sessions and due dates in Outlook, Google or Apple Calendar, at an address only you have"
CALL_OFF = "call off the booked session, for example `call-off @Ann because court`: what is due stays due"
ASSESS = "rate two pieces of your own work before your supervision"
CONVERSATION = "record a Good Conversation, to plan or to review"
GROUP = "record a group supervision: who took part, which cases, what came of it"
HELP = "this list"
HISTORY = "the record: sessions, decisions and what was written"
LOG = "record a session held, for example `log @Ann yesterday 90`"
MOVE = "move the booked session, for example `move @Ann fri 10am because court`"
PROBATION = "record an assessment of progress in probation"
NEXT = "when the next session is, and what to prepare"
REPORT = "how supervision stands below you, for example `report North` or `report march`"
RAISE = "tell your supervisor that your supervision has been missed, and go further up if nobody answers"
USAGE: Mapping[str, str] = {
    "absence": "absence [@name] [first day to first day back]",
    "access": "access [@name]",
    "agenda": "agenda [@name]",
    "agreement": "agreement @name [on paper]",
    "assess": "assess",
    "audit": "audit [@name] [findings [quarter]]",
    "book": "book @name date [time]",
    "calendar": "calendar",
    "call-off": "call-off [@name] because reason",
    "checklist": "checklist @name",
    "conversation": "conversation @name",
    "group": "group",
    "help": "help",
    "history": "history [@name]",
    "log": "log @name [date] [minutes]",
    "move": "move @name date because reason",
    "next": "next [@name]",
    "observe": "observe @name [supervision] [plan]",
    "plan": "plan [@name]",
    "probation": "probation @name",
    "raise": "raise",
    "report": "report [team] [month]",
    "sign": "sign",
}
"""What is typed: the words themselves are the same in every language, what stands for the rest is not."""
EXAMPLE = "/supervision next @name"
WHEN_DUE = "When it is due"
BOOK_ONE = "Book a session"
RECORD_ONE = "Record a session"
OR = "or"


def does(said: str) -> str:
    """What a word does, as a line of its own."""
    return f"{said[:1].upper()}{said[1:]}"


def policy(title: str, version: str) -> str:
    """At the end of the help."""
    return f"The policy in force: {title}, version {version}."


def unnamed(name: str, example: str) -> str:
    """A name and nothing to do with it."""
    return f"What about *{name}*? Start with what to do, for example `{example}`."


def unknown(command: str, word: str, ask: str) -> str:
    """A word that is not there."""
    return f"There is no `{command} {word}`.{ask} `{command} help` lists what there is."


def did_you_mean(words: list[str]) -> str:
    """Those it may have been."""
    return f" Did you mean {f' {OR} '.join(f'`{one}`' for one in words)}?"
