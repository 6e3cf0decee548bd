"""`/case`: the table of its words."""

from collections.abc import Callable

from handlers.casework import flags, keeping, looking, often, oversight
from handlers.reply import Reply
from handlers.request import Request
from handlers.supervision.subcommand import Subcommand
from handlers.words import casework as words
from handlers.wordtable import WordTable
from storage.errors import NotFound
from storage.unit import UnitOfWork

Run = Callable[[Request, UnitOfWork, str], Reply]
Refill = Callable[[Request, UnitOfWork, str, str], Reply]


def _help(request: Request, work: UnitOfWork, rest: str) -> Reply:
    return TABLE.help(request, work)


def _word(word: str, run: Run, *, stores: bool = True, has_content: bool = False, refill: Refill | None = None) -> Subcommand:
    return Subcommand(
        word=word,
        usage=words.USAGE[word],
        does=words.DOES[word],
        run=run,
        stores=stores,
        has_content=has_content,
        refill=refill,
    )


SUBCOMMANDS: dict[str, Subcommand] = {
    one.word: one
    for one in (
        _word("open", keeping.OPEN.run, refill=keeping.OPEN.refill),
        _word("allocate", keeping.ALLOCATE.run, refill=keeping.ALLOCATE.refill),
        _word("category", keeping.CATEGORY.run, refill=keeping.CATEGORY.refill),
        _word("joint", keeping.join, refill=keeping.JOINT.refill),
        _word("planned", keeping.planned, stores=False),
        _word("children", keeping.children, refill=keeping.of_family),
        _word("family", keeping.family, refill=keeping.of_family),
        _word("often", often.run, has_content=True, refill=often.refill),
        _word("group", keeping.GROUP.run, refill=keeping.GROUP.refill),
        _word("review", keeping.REVIEW.run, refill=keeping.REVIEW.refill),
        _word("oversight", oversight.oversee, has_content=True, refill=oversight.refill),
        _word("summary", oversight.summarise, stores=False),
        _word("show", looking.show_case, stores=False),
        _word("find", looking.find, stores=False),
        _word("flag", flags.flag, has_content=True, refill=flags.refill),
        _word("close", keeping.CLOSE.run, refill=keeping.CLOSE.refill),
        _word("help", _help, stores=False),
    )
}
MEANT: dict[str, str] = {
    **dict.fromkeys(("new", "add", "create", "reopen"), "open"),
    **dict.fromkeys(("assign", "transfer", "give", "reallocate"), "allocate"),
    **dict.fromkeys(("change", "status", "step", "plan"), "category"),
    **dict.fromkeys(("look", "see", "view", "case"), "show"),
    **dict.fromkeys(("search", "list"), "find"),
    **dict.fromkeys(("alert", "significant", "urgent"), "flag"),
    **dict.fromkeys(("end", "shut", "finish"), "close"),
    **dict.fromkeys(("co-work", "together", "jointly", "lead"), "joint"),
    **dict.fromkeys(("meeting", "planning"), "planned"),
    **dict.fromkeys(("sibling", "siblings"), "family"),
    **dict.fromkeys(("child",), "children"),
    **dict.fromkeys(("oversee", "overseen"), "oversight"),
    **dict.fromkeys(("bring", "mapping"), "group"),
    **dict.fromkeys(("point", "reviewed", "conference", "cin-review"), "review"),
    **dict.fromkeys(("interval", "frequency", "more", "frequently", "every"), "often"),
}
"""Words people try, and what they are called here."""
TABLE = WordTable(command="/case", words=SUBCOMMANDS, meant=MEANT, example=words.EXAMPLE)


def do(request: Request, work: UnitOfWork) -> Reply:
    """A button of a case's window: the form of that word, about this case. Raises NotFound."""
    word, _, ref = request.value.partition("|")
    case, subcommand = work.cases.find(ref, viewer=request.viewer), SUBCOMMANDS.get(word)
    if subcommand is None or subcommand.refill is None:
        raise NotFound
    return subcommand.refill(request, work, case.ref, "")
