"""*Why am I seeing this?*: the rule, its words in short, and the facts it follows from."""

from slack_sdk.models.blocks import Block

from handlers.forms import fields
from handlers.policy import rule_words
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.words import kit, raised, snoozing
from handlers.words import why as words
from handlers.words.duties import SUPERVISIONS, title
from handlers.words.phrases import day, days_in_words, deadline, escape, listed, plain_day, quoted, sentence, who
from storage.errors import NotFound
from storage.unit import UnitOfWork
from storage.views import History, ObligationView

SHOWN = 8


def run(request: Request, work: UnitOfWork) -> Reply:
    """Open or settled: the question is the same."""
    if not request.ids:
        raise NotFound
    blocks: list[Block] = []
    for obligation_id in request.ids[:SHOWN]:
        history = work.obligations.history(obligation_id, viewer=request.viewer)
        blocks += _about(request, work, history)
    if len(request.ids) > SHOWN:
        blocks.append(kit.context(words.more(len(request.ids) - SHOWN)))
    return show(fields.window(words.TITLE, blocks))


def _about(request: Request, work: UnitOfWork, history: History) -> list[Block]:
    owed = history.obligation
    case = f" · {owed.case_ref}" if owed.case_ref else ""
    due, is_past = deadline(owed.due, request.today), owed.due_on < request.today
    return [
        kit.header(f"{title(owed)}{case}"),
        kit.section(words.rule(escape(owed.source), escape(rule_words(work, owed)))),
        kit.section(words.follows(escape(_in_words(owed.why, request)), due, is_past=is_past)),
        *_facts(request, history),
        *_passed_on(request, work, owed),
        kit.context(_whose(request, work, owed)),
    ]


def _facts(request: Request, history: History) -> list[Block]:
    today, lines = request.today, []
    if history.obligation.kind in SUPERVISIONS:
        lines.append(words.last_held(plain_day(history.last_held_on, today)) if history.last_held_on else words.NONE_HELD)
        lines.append(words.booked(day(history.booked_on, today)) if history.booked_on else words.NOTHING_BOOKED)
    for move in history.moves:
        lines.append(
            words.moved(
                plain_day(move.from_on, today), plain_day(move.to_on, today) if move.to_on else "", quoted(move.reason, 200)
            )
        )
    lines += [sentence(raised.step(one, today)) for one in history.raised]
    if history.raised_on and not history.raised:
        lines.append(words.raised(day(history.raised_on, today)))
    lines += [snoozing.in_full(each, quoted(said, 200) if said else "", today) for each, said in history.snoozes]
    told = [
        words.told(who(notice.to), plain_day(notice.on, today)) for notice in history.notices if notice.kind.startswith("escal")
    ]
    if told:
        lines.append(words.passed_on(listed(told)))
    return [kit.section("\n".join([words.FACTS, *(f"• {line}" for line in lines)]))] if lines else []


def _passed_on(request: Request, work: UnitOfWork, owed: ObligationView) -> list[Block]:
    """Once it has passed to a manager above, the rule that passes it."""
    if owed.closed_at is not None or owed.escalates_on is None or owed.escalates_on > request.today:
        return []
    late = (owed.escalates_on - owed.due_on).days - 1
    said = work.policy.source(work.policy.at(request.today).escalation)
    return [kit.section(words.why_passed_on(escape(said), late))]


def _whose(request: Request, work: UnitOfWork, owed: ObligationView) -> str:
    if owed.closed_at is not None:
        return words.SETTLED
    holders = listed([who(person) for person in owed.responsible]) or words.NOBODY
    return words.holders(holders, _passes(request, work, owed))


def _passes(request: Request, work: UnitOfWork, owed: ObligationView) -> str:
    """When it passes, or passed, to a manager above."""
    if owed.escalates_on is None:
        return ""
    on, already = day(owed.escalates_on, request.today), owed.escalates_on <= request.today
    holder = owed.responsible[0] if owed.responsible else None
    manager = work.people.supervisor_of(holder.id) if holder else None
    if manager is None:
        return words.counts_as_escalated(on, already=already)
    to = words.YOU if manager.id == request.viewer.id else who(manager)
    return words.passes(on, to, already=already)


def _in_words(why: str, request: Request) -> str:
    """The engine's line of facts, its dates as people say them."""
    said = days_in_words(why, request.today)
    return said[:1].upper() + said[1:].rstrip(".")
