"""The next session, and what to prepare for it."""

from collections.abc import Sequence

from handlers.request import Request
from handlers.words.phrases import booking, count, day, escape, possessive, sentence, who
from storage.views import ObligationView, Person


def next_up(
    owed: ObligationView | None,
    person: Person,
    request: Request,
    supervisor: Person | None,
    cases: Sequence[ObligationView],
    *,
    is_up_to_date: bool = False,
) -> str:
    """`Next: supervision with @Tom is due by Fri 24 April. Nothing is booked yet.`"""
    today, own = request.today, person.id == request.viewer.id
    if owed is None:
        return _none(person, supervisor, own=own)
    what = f"supervision with {who(supervisor)}" if own else f"{possessive(who(person))} supervision with {who(supervisor)}"
    if owed.days_late:
        said = f"{sentence(what)} was due on *{day(owed.due_on, today)}* and has not been recorded."
    else:
        said = f"{'You are up to date. ' if own and is_up_to_date else ''}Next: {what} is due by *{day(owed.due_on, today)}*."
    return f"{said} {booking(owed.booked_on, owed.booked_at, today)}{_prepare(cases, request)}"


def _none(person: Person, supervisor: Person | None, *, own: bool) -> str:
    if supervisor is None:
        whose, them = ("You have", "you") if own else (f"{who(person)} has", "them")
        return (
            f"{whose} no supervisor on record, so no supervision is due for {them}. "
            "If that is wrong, ask your administrator to add the line manager."
        )
    return f"No supervision is due for {'you' if own else who(person)}: the policy asks for none now."


def _prepare(cases: Sequence[ObligationView], request: Request) -> str:
    if not cases:
        return ""
    shown = ", ".join(f"*{escape(one.case_ref or '')}* ({day(one.due_on, request.today)})" for one in cases[:15])
    more = f" and {len(cases) - 15} more" if len(cases) > 15 else ""
    return f"\nTo prepare: {count(len(cases), 'case')} to discuss before the one after: {shown}{more}."
