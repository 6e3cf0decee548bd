"""`/case show` and `find`: a case in a window, which Slack does not keep."""

from slack_sdk.models.blocks import Block

from handlers.actions import record
from handlers.casework import reading
from handlers.forms import fields
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.typed import plain
from handlers.words import casework as words
from handlers.words import kit, messages
from handlers.words.duties import TITLES
from handlers.words.phrases import clock, day
from scheduling.calendar import LONDON
from storage.unit import UnitOfWork

SHOW = "case_show"
FLAG = "case_flag"
DECIDE = "case_decide"
MOST = 15


def show_case(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """By its reference."""
    ref, _ = reading.take_ref(request, work, "show", rest)
    return show_by_button(request, work, ref)


def pressed(request: Request, work: UnitOfWork) -> Reply:
    """The case a button names."""
    return show_by_button(request, work, request.value)


def show_by_button(request: Request, work: UnitOfWork, ref: str) -> Reply:
    """What it is, what is due, what was discussed, and what can be done next."""
    case = work.cases.find(ref, viewer=request.viewer)
    today = request.today
    made: list[Block] = [kit.section(words.head(case, today))]
    due = [words.due(TITLES.get(one.kind, one.kind), one.due_on, today) for one in case.due[:MOST]]
    made.append(kit.section("\n".join(f"• {one}" for one in due) or words.NOTHING_DUE))
    row = [kit.button(words.DECIDE, DECIDE, case.ref), kit.button(words.FLAG, FLAG, case.ref)]
    if any(request.viewer.id in work.sight.above(worker) for worker in [case.worker_id] if worker):
        row.append(kit.button(words.DISCUSS, record.DISCUSS, case.ref))
    made.append(kit.actions(*row))
    flags = work.flags.of_case(case.ref, viewer=request.viewer)
    made += [kit.section(f"*{words.FLAGGED}*")] if flags else []
    for flag in flags[:MOST]:
        when = f"{day(flag.flagged_at.astimezone(LONDON).date(), today)}, {clock(flag.flagged_at)}"
        said = f"{when} · {words.ANSWERED if flag.answered_at else words.WAITS}"
        made.append(kit.section(said, accessory=kit.button(words.READ, messages.FLAG_READ, flag.id)))
    decisions = work.decisions.of_case(case.ref, viewer=request.viewer, most=MOST)
    made += [kit.section(f"*{words.DISCUSSED}*")] if decisions else []
    for each in decisions:
        when = f"{day(each.logged_at.astimezone(LONDON).date(), today)}, {clock(each.logged_at)}"
        made.append(kit.section(when, accessory=kit.button(words.READ, messages.DECISION_READ, each.id)))
    return show(fields.window(words.WINDOW, made))


def find(request: Request, work: UnitOfWork, rest: str) -> Reply:
    """Those whose reference holds what was typed."""
    found = work.cases.holding(plain(rest), viewer=request.viewer, most=MOST + 1)
    made: list[Block] = [] if found else [kit.section(words.NONE_FOUND)]
    for case in found[:MOST]:
        made.append(kit.section(words.head(case, request.today), accessory=kit.button(words.SHOW, SHOW, case.ref)))
    if len(found) > MOST:
        made.append(kit.context(words.MOST_FOUND.format(number=MOST)))
    return show(fields.window(words.FOUND, made))
