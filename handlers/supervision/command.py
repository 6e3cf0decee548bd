"""`/supervision`: the table of its subcommands, help, and what an unknown word gets."""

from difflib import get_close_matches

from handlers.asking import AskError, Choice
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.supervision import agreement, book, log, move, next, raise_missed
from handlers.supervision.subcommand import Subcommand
from handlers.typed import plain
from handlers.words.phrases import escape, quoted
from storage.unit import UnitOfWork


def _help(request: Request, work: UnitOfWork, rest: str) -> Reply:
    lines = [f"`/supervision {one.usage}`\n{one.does[:1].upper()}{one.does[1:]}." for one in SUBCOMMANDS.values()]
    lines.append("`/decision M100001 what was decided because why`\nLog an ad hoc decision on a case.")
    dates = "Dates as you write them: `tue 2pm`, `14 May`, `14/5`, `in 3 weeks`, `yesterday`."
    policy = f"The policy in force: {escape(work.policy.title)}, version {escape(work.policy.at(request.today).label)}."
    return say("\n".join([*lines, dates, policy]))


HELP = Subcommand(word="help", usage="help", does="this list", run=_help)

SUBCOMMANDS: dict[str, Subcommand] = {
    one.word: one
    for one in (
        log.SUBCOMMAND,
        book.SUBCOMMAND,
        move.SUBCOMMAND,
        next.SUBCOMMAND,
        raise_missed.SUBCOMMAND,
        agreement.SUBCOMMAND,
        HELP,
    )
}


def run(request: Request, work: UnitOfWork) -> Reply:
    """Answer the subcommand."""
    word, _, rest = request.text.strip().partition(" ")
    subcommand = SUBCOMMANDS.get(word.casefold() or "help")
    if subcommand is None:
        raise _unknown(word, rest)
    return subcommand.run(request, work, rest.strip())


def refill(request: Request, work: UnitOfWork, text: str, draft: str) -> Reply:
    """The subcommand's form with a text typed before; help where it has none."""
    word, _, rest = text.strip().partition(" ")
    subcommand = SUBCOMMANDS.get(word.casefold())
    if subcommand is None or subcommand.refill is None:
        return _help(request, work, "")
    return subcommand.refill(request, work, rest.strip(), draft)


def has_form(text: str) -> bool:
    """Whether *Open the form* can follow this text."""
    subcommand = SUBCOMMANDS.get(text.strip().partition(" ")[0].casefold())
    return subcommand is not None and subcommand.refill is not None


def _unknown(word: str, rest: str) -> AskError:
    near = get_close_matches(word.casefold(), SUBCOMMANDS, n=2, cutoff=0.5)
    meant = " or ".join(f"`{one}`" for one in near)
    ask = f" Did you mean {meant}?" if near else ""
    return AskError(
        f"There is no `/supervision {quoted(word, 30)}`.{ask} `/supervision help` lists what there is.",
        before="",
        after=plain(rest),
        choices=[Choice(one, one) for one in near],
    )
