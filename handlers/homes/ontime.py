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
    button = kit.button(words.REPORT, words.OPEN, "{}")
    each = [kept.of_month(month) for month in kept.months]
    if not any(month.out_of for month in each):
        return kit.section(f"*{words.KEPT}*\n{words.NOTHING}", accessory=button)
    shares = [month.share for month in each]
    said = [
        words.on_time_in(words.month(month, request.today), one.share, one.in_time, one.out_of, so_far=month == kept.months[-1])
        for month, one in list(zip(kept.months, each, strict=True))[-IN_WORDS:]
        if one.out_of
    ]
    since = kept.begun_on if kept.begun_on and kept.begun_on >= kept.months[0] else None
    trend = words.rising(shares[-1], shares[-2])
    return kit.section(words.on_time_line(shares, said, trend, since, request.today), accessory=button)
