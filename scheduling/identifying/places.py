"""Where somebody is reached: postcodes, addresses, e-mail and links."""

from collections.abc import Iterator
from typing import Final

from scheduling.identifying.found import Kind, Span
from scheduling.identifying.plain import Tokens, words

AREAS: Final = words(
    """
    ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex fk fy g gl gu
    gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw ol ox pa pe
    ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo
    ze zz
    """
)
NO_INWARD: Final = frozenset("cikmov")
COUNTED: Final = words("st nd rd th hr yr wk")
"""After a number, in small letters: an ordinal or a length, not the end of a postcode."""
STREETS: Final = words("road rd street st avenue ave lane crescent terrace")
PLACES: Final = STREETS | words(
    """
    close drive way gardens grove court place walk row mews rise hill park square view green parade
    """
)
"""With a capital, and a number before."""
NO_STREET: Final = words(
    """
    the a an on main further more of other family crown county high magistrates youth civil avenues
    """
)
PARTS: Final = 3
LABEL: Final = 64
ENDINGS: Final = words("com org net uk gov co io info eu me tv ly example")


def places(tokens: Tokens) -> Iterator[Span]:
    """Every one."""
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
    if here.kind == "w":
        return _link(tokens, place) or _spelled_email(tokens, place) or _postcode(tokens, place) or _flat(tokens, place)
    if here.text == "@":
        return _email(tokens, place)
    return _address(tokens, place) if here.kind == "d" else None


def _postcode(tokens: Tokens, place: int) -> Span | None:
    """`RG41 2AB`, `W1T 4JF`, `SL61AA`: an area there is, a district, and a unit."""
    here, before = tokens.at(place), tokens.at(place - 1)
    if here.low not in AREAS or (before.kind in "wd" and not here.gap):
        return None
    digits = tokens.at(place + 1)
    if digits.kind != "d" or len(digits.text) > 3 or (digits.gap and not here.text.isupper()):
        return None
    at, district = place + 2, digits.text
    middle = tokens.at(at)
    if middle.kind == "w" and len(middle.text) == 1 and not middle.gap:
        at += 1  # `W1T`
    elif len(district) >= 2 and middle.kind == "w" and not middle.gap:
        return _unit(tokens, place, at, "")  # `SL61AA`
    at += tokens.at(at).text == "-"
    sector = tokens.at(at)
    if sector.kind != "d" or len(sector.text) != 1 or len(district) > 2:
        return None
    return _unit(tokens, place, at + 1, here.text)


def _unit(tokens: Tokens, first: int, place: int, _: str) -> Span | None:
    """The two letters that end it, nothing joined to them."""
    unit, at = tokens.at(place), place + 1
    letters = unit.text
    if unit.kind == "w" and len(letters) == 1 and letters.isupper() and len(tokens.at(at).text) == 1:
        letters, at = letters + tokens.at(at).text, at + 1
    if len(letters) != 2 or not letters.isalpha() or any(each in NO_INWARD for each in letters.lower()):
        return None
    if letters.islower() and (letters in COUNTED or unit.gap):
        return None
    after = tokens.at(at)
    return None if after.kind in "wd" and not after.gap else Span(Kind.POSTCODE, first, at)


def _address(tokens: Tokens, place: int) -> Span | None:
    """`14 Acacia Avenue`, `103a London Road`, `12 acacia avenue`."""
    number = tokens.at(place)
    if len(number.text) > 4 or (tokens.at(place - 1).kind in "wd" and not number.gap):
        return None
    at = place + 1
    at += len(tokens.at(at).text) == 1 and tokens.at(at).kind == "w" and not tokens.at(at).gap
    last = _street(tokens, at)
    return Span(Kind.ADDRESS, place, last) if last else None


def _flat(tokens: Tokens, place: int) -> Span | None:
    """`Flat 3, 22 High Street`, `Flat 12 Beech Court`."""
    if tokens.at(place).low not in ("flat", "apartment") or tokens.at(place + 1).kind != "d":
        return None
    at = place + 2
    at += len(tokens.at(at).text) == 1 and tokens.at(at).kind == "w" and not tokens.at(at).gap
    at += tokens.at(at).text == ","
    at += tokens.at(at).kind == "d"
    last = _street(tokens, at)
    return Span(Kind.ADDRESS, place, last) if last else None


def _street(tokens: Tokens, place: int) -> int:
    """Up to three words and a kind of street, from here; the place after it, 0 for none."""
    for step in range(PARTS + 1):
        here = tokens.at(place + step)
        if here.kind != "w" or (here.gap == 2 and step):
            return 0
        if step and _ends_street(tokens, place, step):
            return place + step + 1
        if step == 0 and here.low == "the" and here.is_capital:
            continue
        if (here.low in NO_STREET and here.low != "high") or (not here.is_capital and step):
            return 0
    return 0


def _ends_street(tokens: Tokens, place: int, step: int) -> bool:
    kind, before, first = tokens.at(place + step), tokens.at(place + step - 1), tokens.at(place)
    if kind.low in STREETS and step == 1 and not first.is_capital:
        return first.low not in NO_STREET and not kind.is_capital and not first.low.endswith(("s", "er"))
    return kind.low in PLACES and kind.is_capital and first.is_capital and before.low not in NO_STREET - {"high", "the"}


def _email(tokens: Tokens, place: int) -> Span | None:
    """`jane.smith@example.com`, `jane @ example.com`."""
    gap, after = tokens.at(place).gap, tokens.at(place + 1)
    if bool(gap) != bool(after.gap) or tokens.at(place - 1).kind not in "wd":
        return None
    last = _domain(tokens, place + 1)
    return Span(Kind.EMAIL, _local(tokens, place - 1), last) if last else None


def _local(tokens: Tokens, place: int) -> int:
    """The first place of what stands before the sign."""
    for _ in range(LABEL):
        here, before = tokens.at(place), tokens.at(place - 1)
        if here.gap or not (before.kind in "wd" or before.text in ("-", ".", "_", "+", "%")) or before.kind == "e":
            break
        place -= 1
    return place


def _domain(tokens: Tokens, place: int) -> int:
    """Words with dots between; the place after them, 0 where there is no dot."""
    at, dots = place, 0
    if tokens.at(at).kind not in "wd":
        return 0
    at += 1
    for _ in range(LABEL):
        sign, following = tokens.at(at), tokens.at(at + 1)
        if sign.gap or following.gap:
            break
        if sign.text in (".", "-") and following.kind in "wd":
            dots += sign.text == "."
            at += 2
        elif sign.kind in "wd":
            at += 1
        else:
            break
    return at if dots else 0


def _spelled_email(tokens: Tokens, place: int) -> Span | None:
    """`jane [at] example.com`, `jane at example dot com`."""
    at, opened = place + 1, tokens.at(place + 1).text
    if opened in ("[", "(", "{") and tokens.at(at + 1).low == "at" and tokens.at(at + 2).text in ("]", ")", "}"):
        last = _domain(tokens, at + 3)
        return Span(Kind.EMAIL, _local(tokens, place), last) if last else None
    if tokens.at(at).low == "at" and tokens.at(at + 2).low == "dot" and tokens.at(at + 3).low in ENDINGS:
        return Span(Kind.EMAIL, place, at + 4)
    return None


def _link(tokens: Tokens, place: int) -> Span | None:
    """`https://…`, `www.…`, `example.org/…`."""
    low, before, after = tokens.at(place).low, tokens.at(place - 1), tokens.at(place + 1)
    if after.gap and after.text != ":":
        return None  # nothing is joined to it
    if before.text in ("@", ".", "-") and not tokens.at(place).gap:
        return None
    is_spelled = low in ("http", "https") and after.text == ":" and tokens.at(place + 2).text == "/"
    at = place + 4 if is_spelled else place
    last = _domain(tokens, at)
    if not last:
        return None
    is_path = tokens.at(last).text == "/" and not tokens.at(last).gap and tokens.at(last - 1).low in ENDINGS
    if not (is_spelled or low == "www" or is_path):
        return None
    while not tokens.at(last).gap and tokens.at(last).kind != "e":
        last += 1
    while tokens.at(last - 1).text in (".", ",", ")", ";"):
        last -= 1
    return Span(Kind.LINK, place, last)
