"""`/supervision`: the table of its subcommands, help, and what an unknown word gets."""

import re
from difflib import get_close_matches

from handlers.asking import AskError, Choice
from handlers.naming import with_ids
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.supervision import (
    access,
    agreement,
    assess,
    book,
    calendar,
    checklist,
    conversation,
    group,
    history,
    log,
    move,
    next,
    observe,
    probation,
    raise_missed,
    sign,
)
from handlers.supervision.subcommand import Subcommand
from handlers.typed import plain
from handlers.words import commands as words
from handlers.words.phrases import clip, escape, quoted
from storage.unit import UnitOfWork


def _help(request: Request, work: UnitOfWork, rest: str) -> Reply:
    lines = [words.line(one.usage, one.does) for one in SUBCOMMANDS.values()]
    policy = words.policy(escape(work.policy.title), escape(work.policy.at(request.today).label))
    return say("\n".join([*lines, words.DECISION, words.DATES, policy]))


HELP = Subcommand(word="help", usage=words.USAGE["help"], does=words.HELP, run=_help, stores=False)

MEANT: dict[str, str] = {
    **dict.fromkeys(("record", "held", "write", "session", "notes"), "log"),
    **dict.fromkeys(("schedule", "plan", "arrange", "diary"), "book"),
    **dict.fromkeys(("cancel", "postpone", "reschedule", "rearrange", "change"), "move"),
    **dict.fromkeys(("when", "due", "status", "show", "team", "prepare", "agenda"), "next"),
    **dict.fromkeys(("missed", "escalate", "complain"), "raise"),
    **dict.fromkeys(("ics", "feed", "outlook", "subscribe", "ical"), "calendar"),
    **dict.fromkeys(("read", "records", "past", "sessions"), "history"),
    **dict.fromkeys(("grant", "permission", "permissions", "who"), "access"),
    **dict.fromkeys(("signed", "review", "contract"), "agreement"),
    **dict.fromkeys(("groups", "training"), "group"),
    **dict.fromkeys(("conversations", "good"), "conversation"),
    **dict.fromkeys(("self-assessment", "rag", "rate"), "assess"),
    **dict.fromkeys(("dispute", "confirm", "signature"), "sign"),
}
"""Words people try, and what they are called here."""

SUBCOMMANDS: dict[str, Subcommand] = {
    one.word: one
    for one in (
        log.SUBCOMMAND,
        book.SUBCOMMAND,
        move.SUBCOMMAND,
        next.SUBCOMMAND,
        raise_missed.SUBCOMMAND,
        sign.SUBCOMMAND,
        agreement.SUBCOMMAND,
        observe.SUBCOMMAND,
        checklist.SUBCOMMAND,
        group.SUBCOMMAND,
        conversation.SUBCOMMAND,
        probation.SUBCOMMAND,
        assess.SUBCOMMAND,
        calendar.SUBCOMMAND,
        history.SUBCOMMAND,
        access.SUBCOMMAND,
        HELP,
    )
}


def run(request: Request, work: UnitOfWork) -> Reply:
    """Answer the subcommand."""
    word, rest = _told_apart(request.text)
    subcommand = SUBCOMMANDS.get(word.casefold() or "help")
    if subcommand is None:
        raise _unnamed(request, work) if word[:1] in ("<", "@") else _unknown(word, with_ids(work, rest))
    return subcommand.run(request, work, rest)


def stores(text: str) -> bool:
    """Whether answering this text may write: a word that is not there is only asked about."""
    subcommand = SUBCOMMANDS.get(_told_apart(text)[0].casefold() or "help")
    return subcommand is not None and subcommand.stores


def _told_apart(text: str) -> tuple[str, str]:
    """The subcommand and what follows, whatever blanks stand between."""
    word, *rest = text.split(maxsplit=1) or [""]
    return word, rest[0].strip() if rest else ""


def refill(request: Request, work: UnitOfWork, text: str, draft: str) -> Reply:
    """The subcommand's form with a text typed before; help where it has none."""
    word, rest = _told_apart(text)
    subcommand = SUBCOMMANDS.get(word.casefold())
    if subcommand is None or subcommand.refill is None:
        return _help(request, work, "")
    return subcommand.refill(request, work, rest, draft)


def has_form(text: str) -> bool:
    """Whether *Open the form* can follow this text."""
    subcommand = SUBCOMMANDS.get(_told_apart(text)[0].casefold())
    return subcommand is not None and subcommand.refill is not None


def written(text: str) -> str:
    """What of the text would be stored: nothing where no reason can stand in it."""
    word, rest = _told_apart(text)
    subcommand = SUBCOMMANDS.get(word.casefold())
    return plain(rest) if subcommand and subcommand.has_content else ""


def to_copy(text: str) -> str:
    """The text in one line; nothing where a reason may stand in it, which its form gives back instead."""
    subcommand = SUBCOMMANDS.get(_told_apart(text)[0].casefold())
    if subcommand is None or subcommand.has_content:
        return ""
    return escape(clip(re.sub(r"[\s`]+", " ", plain(text)), 150))


def _unnamed(request: Request, work: UnitOfWork) -> AskError:
    """A name and nothing to do with it."""
    named = quoted(plain(_told_apart(request.text)[0]), 30)
    return AskError(
        words.unnamed(named),
        before="",
        after=with_ids(work, request.text),
        choices=[Choice(words.WHEN_DUE, "next"), Choice(words.BOOK_ONE, "book"), Choice(words.RECORD_ONE, "log")],
    )


def _unknown(word: str, rest: str) -> AskError:
    known = MEANT.get(word.casefold())
    near = [known] if known else get_close_matches(word.casefold(), SUBCOMMANDS, n=2, cutoff=0.5)
    ask = words.did_you_mean(near) if near else ""
    return AskError(
        words.unknown(quoted(plain(word), 30), ask),
        before="",
        after=rest,
        choices=[Choice(one, one) for one in near],
    )
