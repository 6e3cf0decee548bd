"""Whom a command names: mentions, @names, names. Who is meant is asked about where it could be two people."""

import re

from handlers.asking import AskError, Choice, UnmetError, WordedError
from handlers.dates import NotADate, Toward, parse
from handlers.request import Request
from handlers.typed import plain, take_minutes
from handlers.words import people as people_words
from handlers.words.phrases import quoted
from storage.unit import UnitOfWork
from storage.views import Person

MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>(?:'s)?")
BY_ID = re.compile(r"id:(\S+)")
LONGEST_NAME = 4
FILLERS = ("with", "for", "of")


def take_person(
    request: Request, work: UnitOfWork, word: str, rest: str, *, also_left: bool = False
) -> tuple[Person | None, str]:
    """The person `rest` starts with, and what follows. Nobody where it starts with a date, or is empty.

    `word` is the subcommand, to answer it again once somebody has been chosen. Of somebody who has left it is said when;
    with `also_left` they are found by those who may read their record.
    """
    words = rest.split()
    if words and words[0].casefold() in FILLERS:
        words = words[1:]
    if not words:
        return None, ""
    marked = BY_ID.fullmatch(words[0])
    if marked:
        return work.people.get(marked[1]), " ".join(words[1:])
    mentioned = MENTION.fullmatch(words[0])
    if mentioned:
        person = work.people.of_slack(mentioned[1])
        if person is None:
            person = _leaver(request, work, mentioned[0], word, "", also_left=also_left)
        if person is None:
            raise UnmetError(mentioned[1])
        return person, " ".join(words[1:])
    if words[0].casefold() in ("me", "myself", "my", "mine"):
        return request.viewer, " ".join(words[1:])
    if is_date(" ".join(words), request):
        return None, " ".join(words)
    return _named(request, work, word, words, also_left=also_left)


def with_ids(work: UnitOfWork, text: str) -> str:
    """The text with mentions as `id:…`, to be kept and answered later: what is kept is escaped, and a mention would be lost."""

    def known(found: re.Match[str]) -> str:
        person = work.people.of_slack(found[1])
        return f"id:{person.id}" if person else found[0]

    return plain(MENTION.sub(known, text))


def _named(request: Request, work: UnitOfWork, word: str, words: list[str], *, also_left: bool) -> tuple[Person | None, str]:
    """By the longest run of words that is somebody's name."""
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        name = re.sub(r"('s|’s)$", "", plain(" ".join(words[:length]))).strip(",;:")
        found = work.people.find(name)
        rest = " ".join(words[length:])
        if len(found) > 1:
            mine = [person for person in found if work.people.can_see(request.viewer, person.id)]
            found = mine or found
        if len(found) == 1:
            return found[0], rest
        if found:
            raise _which(name, found, word, rest)
        # Before a shorter run of words: where Ann Example has left, Ann Other is not meant.
        if gone := _leaver(request, work, name, word, rest, also_left=also_left):
            return gone, rest
    raise NobodyError(people_words.nobody(quoted(words[0])))


def _leaver(request: Request, work: UnitOfWork, name: str, word: str, rest: str, *, also_left: bool) -> Person | None:
    """Somebody who has left and whose record the viewer may read; None: nobody who has left goes by it. Raises LeftError."""
    gone = sorted(work.people.find_left(name), key=lambda each: each.left_on or request.today)
    found = [each for each in gone if also_left and work.sight.way(request.viewer, each.id)]
    if len(found) > 1:
        raise _which(name, found, word, rest)
    if gone and not found:
        raise LeftError(people_words.left(gone[-1], request.today))
    return found[0] if found else None


def _which(name: str, found: list[Person], word: str, rest: str) -> AskError:
    return AskError(
        people_words.several(quoted(name)),
        before=word,
        after=plain(rest),
        choices=[Choice(f"{person.name}, {person.post or person.team}", f"id:{person.id}") for person in found],
        has_form=False,
    )


class LeftError(WordedError):
    """They do not work here any more."""


class NobodyError(WordedError):
    """I do not know anybody of that name here."""


def is_date(words: str, request: Request) -> bool:
    """Whether the words start as a date (or a length) rather than as a name."""
    typed, minutes = take_minutes(plain(words))
    if not typed:
        return minutes is not None
    parts = typed.split()
    tries = {" ".join(parts[:length]) for length in range(1, min(len(parts), 5) + 1)}
    return any(not isinstance(parse(one, request.today, Toward.FUTURE), NotADate) for one in tries) or typed[0].isdigit()
