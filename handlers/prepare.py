"""What to prepare for a session: the cases that fall due before the session after it."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta

from handlers.words import agenda
from handlers.words.beside import Beside
from handlers.words.duties import CASE_DISCUSSIONS, FEEDBACK, SUPERVISIONS, is_audit_of_somebody
from scheduling.errors import SupervisionError
from storage.unit import UnitOfWork
from storage.views import MessageView, ObligationView, Person

A_MONTH = timedelta(days=31)


def next_supervision(work: UnitOfWork, person_id: str, viewer: Person) -> ObligationView | None:
    """The supervision this person is owed next."""
    return nearest(work.obligations.of(person_id, viewer=viewer))


def nearest(owing: Sequence[ObligationView]) -> ObligationView | None:
    """The supervision among what a person is owed."""
    return next((owed for owed in owing if owed.kind in SUPERVISIONS), None)


def falling_due(
    work: UnitOfWork, owed: ObligationView, viewer: Person, owing: Sequence[ObligationView] | None = None
) -> list[ObligationView]:
    """Discussions of this person's cases due before the session after the one owed, soonest first. `owing`: all they are owed,
    where that is known already."""
    until_on = _after(work, owed, viewer)
    owing = work.obligations.of(owed.person.id, viewer=viewer) if owing is None else owing
    found = [one for one in owing if one.kind in CASE_DISCUSSIONS and one.due_on <= until_on]
    return sorted(found, key=lambda one: (one.due_on, one.case_ref or ""))


def for_message(work: UnitOfWork, message: MessageView, *, has_calendars: bool = False) -> Beside:
    """What `words.message` needs besides the message. `has_calendars`: calendars outside Slack reach the bot."""
    prepare = _to_prepare(work, message) | _agendas(work, message)
    named = audited(work, [item.obligation for item in message.items])
    return Beside(prepare=prepare, audited=named, has_calendars=has_calendars)


def audited(work: UnitOfWork, owed: Sequence[ObligationView | None]) -> dict[str, Person]:
    """By obligation, whose records are to be audited, or whose audit it is that feedback is to be given on."""
    audits = {one.id: one.about for one in owed if one and is_audit_of_somebody(one)}
    made = {one.id: one.about for one in owed if one and one.kind == FEEDBACK}
    of = work.audits.audited(set(made.values())) if made else {}
    audits |= {one_id: of[about] for one_id, about in made.items() if about in of}
    people = work.people.by_id(set(audits.values()))
    return {one_id: people[about] for one_id, about in audits.items() if about in people}


def _to_prepare(work: UnitOfWork, message: MessageView) -> dict[str, list[str]]:
    """By obligation, the references to prepare."""
    owed = [
        item.obligation for item in message.items if item.notice_kind == "upcoming" and item.obligation and not item.is_done
    ]
    return {
        one.id: [case.case_ref or "" for case in falling_due(work, one, message.recipient)]
        for one in owed
        if one.kind in SUPERVISIONS
    }


def _agendas(work: UnitOfWork, message: MessageView) -> dict[str, list[str]]:
    """By session, what to discuss in it and what to bring; nothing where none can be proposed."""
    found: dict[str, list[str]] = {}
    for item in message.items:
        if item.notice_kind == "session_ahead" and item.session_id and item.supervisee and not item.is_done:
            with suppress(SupervisionError):
                view = work.agendas.next(item.supervisee.id, viewer=message.recipient)
                found[item.session_id] = agenda.lines(view, message.on) if view.session_id == item.session_id else []
    return found


def _after(work: UnitOfWork, owed: ObligationView, viewer: Person) -> date:
    """When the session after is due, if this one is held when due, or today where it is late: at the same distance."""
    last_on = work.sessions.last_held_on(owed.person.id, viewer=viewer)
    apart = owed.due_on - last_on if last_on and last_on < owed.due_on else A_MONTH
    return max(owed.due_on, work.today) + apart
