"""`/supervision`: the table of its subcommands, help, and what an unknown word gets."""

from handlers.asking import Choice
from handlers.reply import Reply
from handlers.request import Request
from handlers.supervision import (
    absence,
    access,
    agenda,
    agreement,
    assess,
    audit,
    book,
    calendar,
    call_off,
    checklist,
    conversation,
    days,
    group,
    history,
    log,
    move,
    next,
    observe,
    plan,
    probation,
    raise_missed,
    report,
    sign,
    training,
)
from handlers.supervision.subcommand import Subcommand
from handlers.words import commands as words
from handlers.wordtable import WordTable
from storage.unit import UnitOfWork


def _help(request: Request, work: UnitOfWork, rest: str) -> Reply:
    return TABLE.help(request, work)


HELP = Subcommand(word="help", usage=words.USAGE["help"], does=words.HELP, run=_help, stores=False)

MEANT: dict[str, str] = {
    **dict.fromkeys(("record", "held", "write", "session", "notes"), "log"),
    **dict.fromkeys(("schedule", "arrange"), "book"),
    **dict.fromkeys(("postpone", "reschedule", "rearrange", "change"), "move"),
    **dict.fromkeys(("cancel", "call", "calloff", "cancelled", "drop"), "call-off"),
    **dict.fromkeys(("when", "due", "status", "show", "team"), "next"),
    **dict.fromkeys(("year", "planner", "dates", "diary"), "plan"),
    **dict.fromkeys(("prepare", "bring", "discuss"), "agenda"),
    **dict.fromkeys(("missed", "escalate", "complain"), "raise"),
    **dict.fromkeys(("ics", "feed", "outlook", "subscribe", "ical"), "calendar"),
    **dict.fromkeys(("read", "records", "past", "sessions"), "history"),
    **dict.fromkeys(("grant", "permission", "permissions", "who"), "access"),
    **dict.fromkeys(("signed", "review", "contract"), "agreement"),
    **dict.fromkeys(("groups",), "group"),
    **dict.fromkeys(("trained", "objectives", "courses", "course", "register"), "training"),
    **dict.fromkeys(("conversations", "good"), "conversation"),
    **dict.fromkeys(("self-assessment", "rag", "rate"), "assess"),
    **dict.fromkeys(("absent", "away", "leave", "sick", "holiday", "cover", "back"), "absence"),
    **dict.fromkeys(("audits", "sample", "samples", "findings"), "audit"),
    **dict.fromkeys(("figures", "dashboard", "picture", "stats"), "report"),
    **dict.fromkeys(("hours", "quiet", "part-time", "digest", "mornings"), "days"),
    **dict.fromkeys(("dispute", "confirm", "signature"), "sign"),
}
"""Words people try, and what they are called here."""

SUBCOMMANDS: dict[str, Subcommand] = {
    one.word: one
    for one in (
        log.SUBCOMMAND,
        book.SUBCOMMAND,
        move.SUBCOMMAND,
        call_off.SUBCOMMAND,
        next.SUBCOMMAND,
        plan.SUBCOMMAND,
        agenda.SUBCOMMAND,
        raise_missed.SUBCOMMAND,
        sign.SUBCOMMAND,
        agreement.SUBCOMMAND,
        observe.SUBCOMMAND,
        checklist.SUBCOMMAND,
        group.SUBCOMMAND,
        conversation.SUBCOMMAND,
        probation.SUBCOMMAND,
        assess.SUBCOMMAND,
        audit.SUBCOMMAND,
        calendar.SUBCOMMAND,
        days.SUBCOMMAND,
        history.SUBCOMMAND,
        access.SUBCOMMAND,
        absence.SUBCOMMAND,
        report.SUBCOMMAND,
        training.SUBCOMMAND,
        HELP,
    )
}


TABLE = WordTable(
    command="/supervision",
    words=SUBCOMMANDS,
    meant=MEANT,
    example=words.EXAMPLE,
    starts=(Choice(words.WHEN_DUE, "next"), Choice(words.BOOK_ONE, "book"), Choice(words.RECORD_ONE, "log")),
)
