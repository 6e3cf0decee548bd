"""How much was done in time below a senior manager, month by month, in a line of their Home tab."""

from slack_sdk.models.blocks import Block

from handlers.request import Request
from handlers.words import kit
from handlers.words import report as words
from storage.unit import UnitOfWork

MONTHS = 6
IN_WORDS = 3
"""The last months said in words beside the bars."""


def line(request: Request, work: UnitOfWork) -> Block:
    """One statement, however large the council; the button opens the report."""
    kept = work.reports.on_time(viewer=request.viewer, months=MONTHS)
    shares = [kept.of_month(month).share for month in kept.months]
    button = kit.button(words.REPORT, words.OPEN, "{}")
    if not any(share is not None for share in shares):
        return kit.section(f"*{words.KEPT}*\n{words.NOTHING}", accessory=button)
    said = [
        f"{words.month(month, request.today)} {words.percent(share)}" for month, share in zip(kept.months, shares, strict=True)
    ]
    trend = words.rising(shares[-1], shares[-2])
    return kit.section(words.on_time_line(shares, said[-IN_WORDS:], trend), accessory=button)
