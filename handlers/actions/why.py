"""*Why am I seeing this?*: the rule, its words in short, and the facts it follows from."""

import re
from datetime import date

from slack_sdk.models.blocks import Block

from handlers.forms import fields
from handlers.policy import rule_words
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.words import kit
from handlers.words.duties import SUPERVISIONS, title
from handlers.words.phrases import day, deadline, escape, listed, plain_day, quoted, who
from storage.errors import NotFound
from storage.unit import UnitOfWork
from storage.views import History, ObligationView

SHOWN = 8
ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def run(request: Request, work: UnitOfWork) -> Reply:
    """Open or settled: the question is the same."""
    if not request.ids:
        raise NotFound
    blocks: list[Block] = []
    for obligation_id in request.ids[:SHOWN]:
        history = work.obligations.history(obligation_id, viewer=request.viewer)
        blocks += _about(request, work, history)
    if len(request.ids) > SHOWN:
        blocks.append(kit.context(f"And {len(request.ids) - SHOWN} more of the same kind."))
    return show(fields.window("Why am I seeing this?", blocks))


def _about(request: Request, work: UnitOfWork, history: History) -> list[Block]:
    owed = history.obligation
    case = f" · {owed.case_ref}" if owed.case_ref else ""
    due, verb = deadline(owed.due, request.today), "was" if owed.due_on < request.today else "is"
    return [
        kit.header(f"{title(owed)}{case}"),
        kit.section(f"*The rule*\n{escape(owed.source)}: {escape(rule_words(work, owed))}"),
        kit.section(f"*What it follows from*\n{escape(_in_words(owed.why, request))}. So it {verb} due by *{due}*."),
        *_facts(request, history),
        *_passed_on(request, work, owed),
        kit.context(_whose(request, work, owed)),
    ]


def _facts(request: Request, history: History) -> list[Block]:
    today, lines = request.today, []
    if history.obligation.kind in SUPERVISIONS:
        lines.append(f"Last held: {plain_day(history.last_held_on, today)}" if history.last_held_on else "None held yet")
        lines.append(f"Booked for: {day(history.booked_on, today)}" if history.booked_on else "Nothing booked")
    for move in history.moves:
        moved = f"{plain_day(move.from_on, today)} to {plain_day(move.to_on, today)}"
        lines.append(f"Moved from {moved}: {quoted(move.reason, 200)}")
    if history.raised_on:
        lines.append(f"Raised with the supervisor on {day(history.raised_on, today)}")
    told = [
        f"{who(notice.to)} on {plain_day(notice.on, today)}" for notice in history.notices if notice.kind.startswith("escal")
    ]
    if told:
        lines.append(f"Passed on to {listed(told)}")
    return [kit.section("*The facts*\n" + "\n".join(f"• {line}" for line in lines))] if lines else []


def _passed_on(request: Request, work: UnitOfWork, owed: ObligationView) -> list[Block]:
    """Once it has passed to a manager above, the rule that passes it."""
    if owed.closed_at is not None or owed.escalates_on is None or owed.escalates_on > request.today:
        return []
    late = (owed.escalates_on - owed.due_on).days - 1
    said = work.policy.source(work.policy.at(request.today).escalation)
    passes = f"what is not recorded {late} days after it was due goes to a manager above"
    return [kit.section(f"*Why it was passed on*\n{escape(said)}: {passes}.")]


def _whose(request: Request, work: UnitOfWork, owed: ObligationView) -> str:
    if owed.closed_at is not None:
        return "This has been settled."
    holders = listed([who(person) for person in owed.responsible]) or "nobody on record"
    wrong = "Anything wrong in the facts? Tell your administrator: the date follows from them."
    return f"With {holders}.{_passes(request, work, owed)} {wrong}"


def _passes(request: Request, work: UnitOfWork, owed: ObligationView) -> str:
    """When it passes, or passed, to a manager above."""
    if owed.escalates_on is None:
        return ""
    on = day(owed.escalates_on, request.today)
    holder = owed.responsible[0] if owed.responsible else None
    manager = work.people.supervisor_of(holder.id) if holder else None
    if manager is None:
        return f" {'Since' if owed.escalates_on <= request.today else 'From'} {on} it counts as escalated."
    to = "you" if manager.id == request.viewer.id else who(manager)
    if owed.escalates_on <= request.today:
        return f" Since {on} with {to} as well, as line manager."
    return f" From {on} it passes to {to}, as line manager."


def _in_words(why: str, request: Request) -> str:
    """The engine's line of facts, its dates as people say them."""
    said = ISO.sub(lambda found: plain_day(date.fromisoformat(found[0]), request.today), why)
    return said[:1].upper() + said[1:].rstrip(".")
