"""Mistakes of ours: what one message cannot be put into words for holds up none of the others."""

import logging

from bot.sending.line import HELD
from scheduling.errors import SupervisionError
from storage.outbox import Claim

log = logging.getLogger(__name__)

WORDLESS = "cannot be put into words"
OURS = (SupervisionError, ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""What a mistake of ours in rendering looks like."""


def blamed(claim: Claim, fault: Exception, what: str = WORDLESS) -> str:
    """`what` it keeps from being done, and how. Raises what is the database's trouble.

    Ours to mend; until then it must not hold up what others are to be told.
    """
    if isinstance(fault, HELD):
        raise fault
    log.error("message %s %s", claim.message_id, what, exc_info=fault)
    return f"{what}: {type(fault).__name__}"
