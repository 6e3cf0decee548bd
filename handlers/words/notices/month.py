"""A manager's month: five lines of figures. Who they are about is in the report, by right of access."""

import json
from collections.abc import Sequence

from handlers.words import commandline, report
from handlers.words.phrases import escape, listed, plain_day
from scheduling.calendar import months_after
from storage.quiet import MonthView, Waiting
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = (report.OPEN,)
FROM_THE_SCHEDULE = "Counted from the schedule kept here; chart and workbook count all the policy asks for, from the facts."


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`*Your report for February* • *Supervision and case discussions on time:* 86%, 12 of 14; in January 90%, 9 of 10 …`"""
    month = items[0].month
    assert month
    named = report.month(month.month, message.on)
    if month.is_empty:
        return f"*Your report for {named}:* nothing fell due below you, and nothing is late or waits."
    lines = _on_time(month, message), _late(month, message), _records(month, message), _agreements(month), _up(month, message)
    foot = f"{FROM_THE_SCHEDULE} {_workbook(month, message)}"
    return "\n".join([f"*Your report for {named}*", *(f"• {each}" for each in lines), foot])


def opens(month: MonthView) -> str:
    """What the button carries: the report up to that month."""
    return json.dumps({"until": f"{month.month:%Y-%m}"})


def _on_time(month: MonthView, message: MessageView) -> str:
    before = report.month(months_after(month.month, -1), message.on)
    began = f"Cornerstone began here on {plain_day(month.begun_on, message.on)}" if month.begun_on else ""
    if month.begun_on is None:
        said = f"{_share(month.in_month)}; in {before} {_share(month.in_month_before)}"
    elif month.begun_on < month.month:
        said = f"{_share(month.in_month)}; in {before} {_share(month.in_month_before)}, counted since {began}"
    elif month.begun_on < months_after(month.month, 1):
        said = f"{_share(month.in_month)}, counted since {began}"
    else:
        said = f"not counted, for {began}"
    return f"*{report.KEPT}:* {said}."


def _share(of: tuple[int, int]) -> str:
    in_time, out_of = of
    return f"{report.percent(in_time / out_of)}, {report.of(in_time, out_of)}" if out_of else "nothing fell due"


def _late(month: MonthView, message: MessageView) -> str:
    return f"*Late now:* {_since(month.late, '', message) if month.late.number else 'nothing'}."


def _records(month: MonthView, message: MessageView) -> str:
    waiting = ((month.to_record, " to write"), (month.to_sign, " to sign"))
    parts = [_since(each, what, message) for each, what in waiting if each.number]
    return f"*Records waiting:* {'; '.join(parts) or 'none'}."


def _since(waiting: Waiting, what: str, message: MessageView) -> str:
    assert waiting.since_on
    longest = "" if waiting.number == 1 else "the longest "
    return f"{waiting.number:,}{what}, {longest}since {plain_day(waiting.since_on, message.on)}"


def _agreements(month: MonthView) -> str:
    parts = [f"{month.agreements_missing:,} not signed in time"] if month.agreements_missing else []
    parts += [f"{month.agreements_past_review:,} past review"] if month.agreements_past_review else []
    return f"*Agreements:* {listed(parts) or 'none missing, none past review'}."


def _up(month: MonthView, message: MessageView) -> str:
    if not month.escalated:
        return "*Escalated and still open:* nothing."
    all_of_it = month.escalated_since == month.escalated
    which = "" if all_of_it else f"{month.escalated_since:,} of them " if month.escalated_since else "none "
    new = f"{which}since {plain_day(month.month, message.on)}"
    return f"*Escalated and still open:* {month.escalated:,}, {new}."


def _workbook(month: MonthView, message: MessageView) -> str:
    who, workspace = message.recipient.id, message.workspace
    made = escape(commandline.report(month.month, "--xlsx report.xlsx", workspace=workspace, viewer=who))
    if not message.sends_files:
        return f"Whoever runs Cornerstone makes the workbook with `{made}`."
    files = "The chart and the workbook come into this message's thread. Where they are not there, whoever runs Cornerstone"
    return f"{files} makes the workbook with `{made}`."
