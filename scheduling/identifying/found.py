"""What is found, and where."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What words look like."""

    NHS_NUMBER = "nhs_number"
    UPN = "upn"
    NATIONAL_INSURANCE = "national_insurance"
    DATE_OF_BIRTH = "date_of_birth"
    PHONE = "phone"
    POSTCODE = "postcode"
    EMAIL = "email"
    ADDRESS = "address"
    NAME = "name"
    LINK = "link"


NUMBERED: Final = frozenset({Kind.NHS_NUMBER, Kind.UPN, Kind.NATIONAL_INSURANCE})
"""One person's number and nobody else's: there is no other reading of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """Words that may name or identify somebody: `text[start:end]`."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """The same by tokens: from the first to before the last."""

    kind: Kind
    first: int
    last: int
    is_family: bool = False
    """Of a name: a relationship word stands beside it, so it is nobody's of the staff."""
