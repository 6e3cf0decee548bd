"""What the policy commands start from: a policy by its name, and the day."""

from datetime import date
from typing import TYPE_CHECKING

from bot.questions import this_instant
from bot.tables import refuse

if TYPE_CHECKING:
    from scheduling.policy import Policy


def loaded(name: str) -> "Policy":
    """The policy of that name, or at that path; one that cannot be had is refused."""
    from scheduling.errors import SupervisionError
    from storage import packs

    try:
        return packs.load(name)
    except SupervisionError as error:
        refuse(error.sentence)


def today() -> date:
    """The day it is in London."""
    from bot.answer import day

    return day("now", this_instant()[:10])
