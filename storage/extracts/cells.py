"""One cell at a time: words, references, dates, codes, as councils' systems and Excel write them."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from functools import lru_cache

from scheduling.references import could_be
from storage.extracts.faults import BadCell

EPOCH_1900 = date(1899, 12, 30)
EPOCH_1904 = date(1904, 1, 1)
EARLIEST = date(1950, 1, 1)
"""Nobody at work today began before."""
LAST_SERIAL = 2_958_466
"""Excel's numbers for days end before it, with the year 9999."""
LAST_NUMBER = 100_000_000
"""A day may also be written as one number: 20260324."""
ENDLESS_YEAR = 2200
"""Systems write "no end" as 9999-12-31, 2999-12-31 or 2300-01-01."""

NOTHING = frozenset({
    "", "-", "--", "---", "–", "—", ".", "?", "#n/a", "#n/a n/a", "n/a", "na", "n.a.", "null", "(null)", "none", "nil",
    "nan", "nat", "<na>", "\\n", "(blank)", "blank", "not applicable", "not known", "unknown", "placeholder_data",
    "-1", "0000-00-00",
})  # fmt: skip
EXCEL_ERRORS = frozenset({"#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!", "#getting_data", "#spill!", "#calc!"})
UNSAVED_FORMULA = "#formula without a value"
"""What `sheets` puts where a workbook holds a formula Excel never worked out."""
UNREADABLE = "#a cell that cannot be read"
"""What `sheets` puts where a workbook's cell is not what it says it is."""
YES = frozenset({"y", "yes", "true", "t", "1", "a) yes"})
NO = frozenset({"n", "no", "false", "f", "0", "b) no"})

_SPACES = re.compile(r"[\s\u00a0\u200b\u2007\u202f\ufeff]+")
_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})")
_MONTH_NAMED = re.compile(r"(?:[a-z]{3,9},?[ ])?(\d{1,2})(?:st|nd|rd|th)?[ \-/]([a-z]{3,9})[ ,\-/]+(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"(?:[a-z]{3,9},?[ ])?([a-z]{3,9})[ ](\d{1,2})(?:st|nd|rd|th)?,?[ ](\d{4})")
"""`Sep  1 2025 12:00AM` is what SQL Server makes of a date that nobody gave a form."""
_TIME = re.compile(r"[t ,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?: ?[ap]m)?(?: ?(?:z|utc|gmt|[+\-]\d{2}:?\d{2}))?$")
_ALMOST_A_DATE = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? )?\d{1,5}(?:st|nd|rd|th)?[/.\- ]"
    r"(?:\d{1,2}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})[/.\- ]\d{1,5}(?:[t ][\d:.]*)?"
)
_COMPACT = re.compile(r"(19|20)(\d{2})(\d{2})(\d{2})")
_FLOATED = re.compile(r"\d+\.0")


def words(value: object) -> str:
    """The cell as one line of text: every kind of space is a space, and the ways of writing "nothing" are empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return _one_line(str(value))


@lru_cache(maxsize=65_536)
def _one_line(text: str) -> str:
    plain = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    if plain.startswith("'") and not plain.endswith("'"):
        plain = plain[1:].strip()  # Excel's mark for "this is text"
    lowered = plain.casefold()
    if lowered == UNSAVED_FORMULA:
        raise BadCell("holds a formula Excel has not worked out", "Open the workbook in Excel and save it, or paste the values")
    if lowered == UNREADABLE:
        raise BadCell("cannot be read: the workbook is damaged there", "Type the cell again in Excel and save")
    if lowered in EXCEL_ERRORS:
        raise BadCell(f"holds the Excel error {plain}", "Mend the formula, or leave the cell empty")
    return "" if lowered in NOTHING else plain


def reference(value: object) -> str:
    """A case's or child's reference in capitals, or "" for none. What may be a name is refused, and not shown."""
    if isinstance(value, datetime | date):
        raise BadCell("holds a date where a reference belongs (not shown)", "Give the case system's own reference")
    text = words(value).upper().removesuffix(".0")
    if not text:
        return ""
    if not could_be(text):
        raise BadCell(
            "does not look like a reference (not shown, in case it is a name)",
            "Use the case system's own number: letters and digits without spaces, at least one digit",
        )
    return text


def number_as_id(text: str) -> str:
    """The same, without the `.0` a spreadsheet or a data frame puts after a number (`10417.0`)."""
    return text.removesuffix(".0") if _FLOATED.fullmatch(text) else text


def day(value: object, *, epoch: date = EPOCH_1900) -> date | None:
    """A day from a date, a date and time, an Excel serial number, or text by UK or ISO habit. None for none."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return _sensible(value.date())
    if isinstance(value, date):
        return _sensible(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _sensible(_from_number(value, epoch))
    if isinstance(value, time):
        return None  # a zero shown as a date
    if isinstance(value, timedelta):
        return _sensible(EPOCH_1900 + value)
    text = words(value).casefold()
    return _sensible(_from_text(text, epoch)) if text else None


def _sensible(on: date | None) -> date | None:
    """Nothing for the zero day and for the end of time; a fault for a day no one here remembers."""
    if on is None or on.year <= 1900 or on.year >= ENDLESS_YEAR or on == EPOCH_1904:
        return None
    if on < EARLIEST:
        raise BadCell(f"is before {EARLIEST.year} (not shown)", "Check that the columns are in their places")
    return on


def _from_number(number: float, epoch: date) -> date | None:
    if number == 0:
        return None
    if not 0 < number < LAST_NUMBER:
        raise BadCell("holds a number that is no date (not shown)", "Write the date as 24/03/2026")
    if compact := _COMPACT.fullmatch(str(int(number))):
        return _real(int(compact[1] + compact[2]), int(compact[3]), int(compact[4]), str(int(number)))
    if number >= LAST_SERIAL:
        raise BadCell("holds a number that is no date (not shown)", "Write the date as 24/03/2026")
    return epoch + timedelta(days=int(number))


@lru_cache(maxsize=65_536)
def _from_text(text: str, epoch: date) -> date | None:
    bare = _TIME.sub("", text).strip()
    if parts := _YEAR_FIRST.fullmatch(bare):
        return _real(int(parts[1]), int(parts[2]), int(parts[3]), text)
    if parts := _DAY_FIRST.fullmatch(bare):
        if set(bare) <= set("0/.-") or bare.startswith(("00/", "0/")):
            return None  # 00/01/1900 is how Excel shows zero
        return _real(_year(parts[3]), int(parts[2]), int(parts[1]), text)
    if (parts := _MONTH_NAMED.fullmatch(bare)) and (month := _MONTHS.get(parts[2][:3])):
        return _real(_year(parts[3]), month, int(parts[1]), text)
    if (parts := _MONTH_FIRST.fullmatch(bare)) and (month := _MONTHS.get(parts[1][:3])):
        return _real(int(parts[3]), month, int(parts[2]), text)
    if re.fullmatch(r"\d+(\.\d+)?", bare):
        return _from_number(float(bare), epoch)
    raise BadCell(f"{_shown_date(text)} is not a date", "Write it as 24/03/2026 or 2026-03-24")


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits) if int(digits) < 70 else 1900 + int(digits)


def _real(year: int, month: int, day_of_month: int, text: str) -> date:
    try:
        return date(year, month, day_of_month)
    except ValueError:
        hint = " (day and month the other way round?)" if month > 12 >= day_of_month else ""
        raise BadCell(f"{_shown_date(text)} is not a date{hint}", "Write it as 24/03/2026 or 2026-03-24") from None


def _shown_date(text: str) -> str:
    """The text where it is almost a date; a name, a postcode or a telephone number in a date column is not shown."""
    return f"'{text}'" if _ALMOST_A_DATE.fullmatch(text) else "what is written there (not shown)"


def code(value: object, known: Mapping[str, str], what: str) -> str:
    """One of our values by any of the ways it is written; "" for none. `known` maps the written form's `squeezed` to ours."""
    text = words(value)
    if not text:
        return ""
    squeezed_text = squeezed(text)
    if (found := known.get(squeezed_text)) is not None:
        return found
    if near := get_close_matches(squeezed_text, known, n=1, cutoff=0.75):
        raise BadCell(f"'{text[:40]}' is not {what}", f"Did you mean {known[near[0]]}?")
    ours = ", ".join(dict.fromkeys(known.values()))
    raise BadCell(f"is not {what} we know (not shown, in case the columns moved)", f"Use one of: {ours}")


@lru_cache(maxsize=16_384)
def squeezed(text: str) -> str:
    """Letters and digits only, in lower case: `Child Unique ID `, `child_unique_id` and `ChildUniqueID` are one heading."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in folded if c.isalnum())


def yes_or_no(value: object) -> bool | None:
    """True, False, or None for none."""
    text = words(value).casefold()
    if not text:
        return None
    if text in YES:
        return True
    if text in NO:
        return False
    raise BadCell("is neither yes nor no", "Write yes or no")


def whole_number(value: object, what: str) -> int | None:
    """A whole number above nothing, or None for none."""
    text = words(value).casefold().removesuffix("minutes").removesuffix("mins").removesuffix("min").strip()
    if not text:
        return None
    if not re.fullmatch(r"\d{1,4}(\.0+)?", text) or float(text) <= 0:
        raise BadCell(f"is not {what}", "Write a whole number above 0")
    return int(float(text))


def squeezed_words(text: str) -> str:
    """Words joined as our values are: `Social work` is `social_work`."""
    return re.sub(r"[\W_]+", "_", text.casefold()).strip("_")
