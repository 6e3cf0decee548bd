"""Numbers that are one person's: NHS, pupil and National Insurance numbers, and telephones."""

from collections.abc import Collection, Iterator
from typing import Final

from stdnum.gb import nhs, upn

from scheduling.identifying.found import Kind, Span
from scheduling.identifying.plain import Tokens

NHS_GROUPS: Final = ((10,), (3, 3, 4), (3, 7), (6, 4), (5, 5), (2, 4, 4), (2,) * 5, (1,) * 10)
"""How ten digits are set apart, as people do. Others are a number of something else."""
NOT_BESIDE: Final = "/:,"
LONGEST: Final = 15
NEAR: Final = 5
LETTERS: Final = "abcdefghjklmnpqrtuvwxyz"
NO_FIRST: Final = "dfiquv"
NO_SECOND: Final = "dfioquv"


def numbers(tokens: Tokens, taken: Collection[int]) -> Iterator[Span]:
    """Every one, `taken` being the places of dates."""
    place = 0
    while place < len(tokens):
        found = None if place in taken or not _begins(tokens, place) else _at(tokens, place, taken)
        if found:
            yield found
            place = found.last
        else:
            place += 1


def _begins(tokens: Tokens, place: int) -> bool:
    """Nothing of the same number stands before it."""
    before, here = tokens.at(place - 1), tokens.at(place)
    if here.gap or before.kind == "e":
        return True
    if before.kind in "wd":
        return False
    return not (before.text in "-./" and tokens.at(place - 2).kind == "d" and not before.gap)


def _at(tokens: Tokens, place: int, taken: Collection[int]) -> Span | None:
    here = tokens.at(place)
    if here.kind == "w":
        return _pupil(tokens, place) if len(here.text) == 1 else _insured(tokens, place) if len(here.text) == 2 else None
    if here.kind == "d" or here.text in "+(":
        return _phone(tokens, place, taken) or (_health(tokens, place, taken) if here.kind == "d" else None)
    return None


def groups(tokens: Tokens, place: int, between: str, most: int = LONGEST) -> list[tuple[str, int]]:
    """The digits from here on, group by group, each with the place after it; `between` are the signs that may part them."""
    made: list[tuple[str, int]] = []
    count = 0
    while tokens.at(place).kind == "d":
        digits = tokens.at(place).text
        count += len(digits)
        if count > most:
            break
        made.append((digits, place + 1))
        place += 1
        for _ in range(2):  # `(0161) 496`, `(0)7700`
            if tokens.at(place).text and tokens.at(place).text in between and _leads_on(tokens, place, between):
                place += 1
    return made


def _leads_on(tokens: Tokens, place: int, between: str) -> bool:
    """A digit follows within two signs, on the same line or a line on."""
    after = tokens.at(place + 1)
    return after.kind == "d" or (bool(after.text) and after.text in between and tokens.at(place + 2).kind == "d")


def is_labelled(tokens: Tokens, place: int, words: Collection[str], near: int = NEAR) -> bool:
    """Whether one of these words stands shortly before, in the same sentence."""
    for step in range(1, near + 1):
        before = tokens.at(place - step)
        if before.low.removesuffix("'s") in words:
            return True
        if before.kind == "e" or (before.text in ";!?") or _ends(tokens, place - step):
            return False
    return False


def _ends(tokens: Tokens, place: int) -> bool:
    """A full stop that ends a sentence, not that of `no.`."""
    is_stop = tokens.at(place).text == "." and tokens.at(place + 1).is_capital
    return is_stop and tokens.at(place - 1).low not in ("no", "nr", "num")


def _health(tokens: Tokens, place: int, taken: Collection[int]) -> Span | None:
    made = groups(tokens, place, "-.")
    sizes: tuple[int, ...] = ()
    digits = ""
    for part, after in made:
        sizes, digits = (*sizes, len(part)), digits + part
        if len(digits) < 10 or after - 1 in taken:
            continue
        if len(digits) > 10 or (sizes not in NHS_GROUPS and not is_labelled(tokens, place, {"nhs"})):
            return None
        if _goes_on(tokens, after):
            return None
        known = nhs.is_valid(digits) or is_labelled(tokens, place, {"nhs"})
        return Span(Kind.NHS_NUMBER, place, after) if known else None
    return None


def _goes_on(tokens: Tokens, place: int) -> bool:
    """More of the same number, or of a longer thing, follows at once."""
    after = tokens.at(place)
    if after.gap or after.kind == "e":
        return False
    return after.kind in "wd" or (after.text in "-./" and tokens.at(place + 1).kind == "d" and not tokens.at(place + 1).gap)


def _pupil(tokens: Tokens, place: int) -> Span | None:
    letter = tokens.at(place).low
    digits = ""
    for part, after in groups(tokens, place + 1, "-", 12):
        digits += part
        last = tokens.at(after)
        if len(digits) == 11 and last.kind == "w" and len(last.low) == 1:
            digits, after = digits + last.low.upper(), after + 1
        if len(digits) < 12:
            continue
        if _goes_on(tokens, after) or letter not in LETTERS or (digits[-1].isalpha() and digits[-1].lower() not in LETTERS):
            return None
        known = upn.calc_check_digit(digits) == letter.upper() or is_labelled(tokens, place, {"upn", "pupil"})
        return Span(Kind.UPN, place, after) if known else None
    return None


def _insured(tokens: Tokens, place: int) -> Span | None:
    """Two letters, six digits and A to D; without the last, only where it is called one."""
    head = tokens.at(place)
    digits, start = "", place + 1
    if tokens.at(start).text == "-":
        start += 1
    for part, after in groups(tokens, start, "-", 6):
        digits += part
        if len(digits) < 6:
            continue
        tail = after + 1 if tokens.at(after).text == "-" else after
        labelled = is_labelled(tokens, place, {"nino", "ni", "insurance"})
        if tokens.at(tail).low in ("a", "b", "c", "d") and not _goes_on(tokens, tail + 1):
            is_written = head.text.isupper() or not tokens.at(start).gap or labelled
            known = head.low.isascii() and head.low[0] not in NO_FIRST and head.low[1] not in NO_SECOND
            return Span(Kind.NATIONAL_INSURANCE, place, tail + 1) if is_written and (known or labelled) else None
        return Span(Kind.NATIONAL_INSURANCE, place, after) if labelled and not _goes_on(tokens, after) else None
    return None


def _phone(tokens: Tokens, place: int, taken: Collection[int]) -> Span | None:
    """As written at home, or from abroad; by its shape: a number that nobody has yet is somebody's tomorrow."""
    here, first = tokens.at(place), place
    while first - place < 2 and tokens.at(first).text in ("+", "(") and tokens.at(first).text:
        first += 1
    is_abroad = any(tokens.at(each).text == "+" for each in range(place, first))
    if tokens.at(first).kind != "d" or (here.kind == "p" and tokens.at(first).gap):
        return None
    made = groups(tokens, first, "-.()")
    digits, best = "", 0
    for part, after in made:
        if after - 1 in taken:
            break
        digits += part
        if _is_phone(digits, is_abroad=is_abroad) and not _goes_on(tokens, after):
            best = after
    return Span(Kind.PHONE, place, best) if best else None


def _is_phone(digits: str, *, is_abroad: bool) -> bool:
    if digits.startswith("0044"):
        return 13 <= len(digits) <= 15
    if is_abroad:
        return 12 <= len(digits) <= 13 if digits.startswith("44") else 9 <= len(digits) <= LONGEST
    return digits[0] == "0" and digits[1:2] in tuple("1235789") and _is_home(digits)


def _is_home(digits: str) -> bool:
    return len(digits) == 11 or (len(digits) == 10 and digits[1] in "12")
