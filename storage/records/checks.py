"""What is asked of anything typed before it is stored."""

from datetime import date

from scheduling.forms import LATECOMERS
from scheduling.references import could_be
from storage.errors import AfterTheyLeft, BeforeTheStart, InTheFuture, LengthImpossible, NotByNumber, TooLong
from storage.views import Person

LONGEST_TEXT = 3000
"""Characters: as much as one input of a Slack modal holds."""
LONGEST_MINUTES = 600


def happened(on: date, today: date) -> date:
    """A day on which something took place has come."""
    if on > today:
        raise InTheFuture
    return on


def since_start(on: date, person: Person) -> date:
    """Nothing took place with somebody who was not here yet."""
    if on < person.started_on:
        raise BeforeTheStart
    return on


def while_here(on: date, person: Person) -> date:
    """Nor with somebody who had left: the day they left is their last."""
    if person.left_on is not None and on > person.left_on:
        raise AfterTheyLeft
    return since_start(on, person)


def minutes(length: int | None) -> int | None:
    """A length of a session, where it is given."""
    if length is not None and not 1 <= length <= LONGEST_MINUTES:
        raise LengthImpossible
    return length


def latecomer(who: str) -> str | None:
    """Who came late, as the contract's words have them; None where it was not said."""
    return who if who in LATECOMERS else None


def fits_whole(text: str, most: int) -> str:
    """All that a form says, in at most so many letters."""
    if len(text) > most:
        raise TooLong
    return text


def fits(text: str) -> str:
    """The text without the blanks around it."""
    typed = text.strip()
    if len(typed) > LONGEST_TEXT:
        raise TooLong
    return typed


def number(typed: str) -> str:
    """What names a child or a case in another system, as it was typed: nothing that could be a name is stored unsealed."""
    found = typed.strip()
    if not could_be(found.upper()):
        raise NotByNumber
    return found
