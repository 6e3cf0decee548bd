"""Names: beside a relationship word, a title or "called"; of a family; and given names standing alone."""

from collections.abc import Iterator
from typing import Final

from scheduling.identifying.found import Kind, Span
from scheduling.identifying.given import GIVEN, MOSTLY_NAMES, ORDINARY, SURNAMES
from scheduling.identifying.places import PLACES
from scheduling.identifying.plain import Token, Tokens
from scheduling.identifying.relations import ABBREVIATIONS, CALLED, CHILDREN, PEOPLE, TERMS, TITLES

MOST_PARTS: Final = 4
FIRST_NAMES: Final = GIVEN | ORDINARY
ALL_NAMES: Final = GIVEN | SURNAMES
GIVEN_ONLY: Final = GIVEN - ORDINARY
NEVER_SURNAMES: Final = GIVEN - SURNAMES
LEADS: Final = ("(", ":", "-", ",", '"', "'", "“", "‘")


def names(tokens: Tokens) -> Iterator[Span]:
    """Every one; those of the staff are told apart later."""
    place = 0
    while place < len(tokens):
        found = _at(tokens, place)
        if found:
            yield found
            place = max(found.last, place + 1)
        else:
            place += 1


def _at(tokens: Tokens, place: int) -> Span | None:
    here = tokens.at(place)
    if here.kind != "w":
        return None
    low = here.low
    if low in TITLES:
        return _titled(tokens, place)
    if _is_person_word(tokens, place):
        return _beside(tokens, place)
    if low == "name" or low == "names":
        return _named(tokens, place)
    return _of_family(tokens, place) or _alone(tokens, place) or _lettered(tokens, place)


def _is_person_word(tokens: Tokens, place: int) -> bool:
    low = tokens.at(place).low
    return low in PEOPLE and (low != "person" or tokens.at(place - 1).low == "young")


def _beside(tokens: Tokens, place: int) -> Span | None:
    """`mother Jane Smith`, `Mum (Jane)`, `son J.S.`, `a child called xanthe`."""
    low, at = tokens.at(place).low, place + 1
    sign = ""
    if tokens.at(at).text in LEADS:
        sign, at = tokens.at(at).text, at + 1
    elif tokens.at(at).low in CALLED and low in CHILDREN | {"person"}:
        sign, at = "called", at + 1
    elif tokens.at(at).low == "known" and tokens.at(at + 1).low == "as":
        sign, at = "called", at + 2
    last = _run(tokens, at) or _in_small_letters(tokens, at) or _initials(tokens, at)
    if last and ((sign not in (",", "'") and not _is_new_line(tokens, at)) or _is_plainly_one(tokens, at, last)):
        return Span(Kind.NAME, at, last, is_family=True)
    if sign == "called" and tokens.at(place - 1).low in ("a", "an", "another") and tokens.at(at).low not in TERMS:
        return Span(Kind.NAME, at, at + 1, is_family=True) if tokens.at(at).kind == "w" else None
    return None


def _is_new_line(tokens: Tokens, at: int) -> bool:
    return tokens.at(at).gap == 2


def _is_plainly_one(tokens: Tokens, first: int, last: int) -> bool:
    """A name wherever it stands: a given name among the common, or two words that can be nothing else."""
    return tokens.at(first).low.removesuffix("'s") in GIVEN or _parts(tokens, first, last) > 1


def _parts(tokens: Tokens, first: int, last: int) -> int:
    return sum(tokens.at(at).kind == "w" for at in range(first, last))


def _named(tokens: Tokens, place: int) -> Span | None:
    """`Name of child: Zofia Kowalska`, `Child's name is Zofia`."""
    at = place + 1
    before = tokens.at(place - 1).low.removesuffix("'s").removesuffix("s'")
    if tokens.at(at).low == "of" and (tokens.at(at + 1).low in PEOPLE or tokens.at(at + 2).low in PEOPLE):
        at += 2 if tokens.at(at + 1).low in PEOPLE else 3
    elif before not in PEOPLE:
        return None
    for _ in range(2):
        at += tokens.at(at).text == ":" or tokens.at(at).low in ("is", "was", "-")
    last = _run(tokens, at) or _in_small_letters(tokens, at)
    return Span(Kind.NAME, at, last, is_family=True) if last else None


def _titled(tokens: Tokens, place: int) -> Span | None:
    """`Mrs Smith`, `Mr. Jones`."""
    at = place + 1 + (tokens.at(place + 1).text == ".")
    last = _run(tokens, at)
    if last and tokens.at(place).is_capital and tokens.at(at).gap:
        return Span(Kind.NAME, place, last)
    return _alone(tokens, place)


def _of_family(tokens: Tokens, place: int) -> Span | None:
    """`the Smith family`, `The Okafor children`, `Jack's mother`, `Jane Smith (mother)`."""
    here = tokens.at(place)
    if not _is_namelike(here):
        return None
    after = tokens.at(place + 1)
    if here.low.endswith("'s"):
        is_known = here.low[:-2] in GIVEN or not _opens(tokens, place)
        return Span(Kind.NAME, place, place + 1) if is_known and after.low in PEOPLE else None
    is_known = here.low in SURNAMES or not _opens(tokens, place)
    if after.low == "family" and is_known and here.low not in NEVER_SURNAMES:
        return Span(Kind.NAME, place, place + 1, is_family=True)
    of_many = after.low in ("children", "siblings", "household")
    if of_many and (here.low in SURNAMES or (tokens.at(place - 1).low == "the" and not here.is_shouted)):
        return Span(Kind.NAME, place, place + 1, is_family=True)
    last = _run(tokens, place)
    if last and tokens.at(last).text == "(" and tokens.at(last + 1).low in PEOPLE and tokens.at(last + 2).text in (")", ","):
        return Span(Kind.NAME, place, last, is_family=True)
    return None


def _alone(tokens: Tokens, place: int) -> Span | None:
    """A common given name, with the surname after it; an ordinary word only with a surname."""
    here = tokens.at(place)
    bare = here.low.removesuffix("'s")
    if not here.is_capital or bare not in FIRST_NAMES or tokens.at(place - 1).low in ("st", "saint"):
        return None
    last = _run(tokens, place) or place + 1
    if any(tokens.at(at).low in PLACES for at in range(place + 1, last)) or tokens.at(place - 1).text == "@":
        return None  # a street called after somebody; a mention, which is one of the staff
    if bare in ORDINARY and not (last > place + 1 and tokens.at(place + 1).low in SURNAMES):
        return Span(Kind.NAME, place, last) if bare in MOSTLY_NAMES and not _opens(tokens, place) else None
    return Span(Kind.NAME, place, last)


def _lettered(tokens: Tokens, place: int) -> Span | None:
    """`J Smith`, `the Smiths`."""
    here, after = tokens.at(place), tokens.at(place + 1)
    if len(here.text) == 1 and after.gap == 1 and after.is_capital and after.low in SURNAMES:
        return Span(Kind.NAME, place, place + 2)
    is_many = here.low.endswith("s") and here.low[:-1] in SURNAMES and here.is_capital and not here.is_shouted
    return Span(Kind.NAME, place, place + 1) if is_many and tokens.at(place - 1).low == "the" else None


def _run(tokens: Tokens, place: int) -> int:
    """Words with capitals that may be a name, from here; the place after them, 0 for none."""
    if not _is_namelike(tokens.at(place)) or len(tokens.at(place).text) == 1 or _is_numbered(tokens, place):
        return 0
    at, parts = place + 1, 1
    while parts < MOST_PARTS and not tokens.at(at - 1).low.endswith("'s"):
        following = tokens.at(at)
        is_joined = following.text == "-" and not following.gap and not tokens.at(at + 1).gap
        if is_joined and tokens.at(at + 1).kind == "w" and tokens.at(at + 1).is_capital:
            at, parts = at + 2, parts + 1
        elif following.gap == 1 and _is_namelike(following) and not _is_numbered(tokens, at):
            at, parts = at + 1, parts + 1
        else:
            break
    return at


def _is_numbered(tokens: Tokens, place: int) -> bool:
    """A number is joined to it: `M100001`."""
    after = tokens.at(place + 1)
    return after.kind == "d" and not after.gap


def _in_small_letters(tokens: Tokens, place: int) -> int:
    """`jane`, `jane smith`: common names only."""
    here = tokens.at(place)
    if here.kind != "w" or here.is_capital or here.low not in GIVEN_ONLY:
        return 0
    return place + 2 if tokens.at(place + 1).low in SURNAMES and tokens.at(place + 1).gap == 1 else place + 1


def _initials(tokens: Tokens, place: int) -> int:
    """`J.S.`, `JS`."""
    first, dot, second = tokens.at(place), tokens.at(place + 1), tokens.at(place + 2)
    if first.is_capital and len(first.text) == 1 and dot.text == "." and not dot.gap:
        is_second = second.is_capital and len(second.text) == 1 and not second.gap
        return place + 3 + (tokens.at(place + 3).text == ".") if is_second else 0
    return place + 1 if first.is_shouted and len(first.text) == 2 and first.low not in ABBREVIATIONS | TERMS else 0


def _is_namelike(token: Token) -> bool:
    """A capital and no word of every day. In capitals throughout, only what is a common name."""
    bare = token.low.removesuffix("'s")
    if not token.is_capital or bare in TERMS or bare in PEOPLE:
        return False
    return bare in ALL_NAMES and bare not in ORDINARY if token.is_shouted else True


def _opens(tokens: Tokens, place: int) -> bool:
    """It begins a sentence, where every word has a capital."""
    before = tokens.at(place - 1)
    return before.kind == "e" or before.text in ".!?:;-(" or tokens.at(place).gap == 2
