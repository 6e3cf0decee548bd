"""The Home tab of a supervisor: how each supervisee stands, what to record and to confirm, cases in the order they fall due."""

from datetime import date

from slack_sdk.models.blocks import Block

from handlers import decisions
from handlers.actions import groups
from handlers.forms import session
from handlers.homes import assessed, newcomers, planned
from handlers.homes.lines import booked, soon_and_later, standing
from handlers.request import Request
from handlers.words import buttons, kit
from handlers.words import home as words
from handlers.words.duties import CASE_DISCUSSIONS, OVERSIGHT, SUPERVISIONS
from handlers.words.phrases import clock, day, escape, who
from scheduling.calendar import LONDON
from storage.unit import UnitOfWork
from storage.views import ObligationView, Person

PEOPLE = 15
TO_DO = 8
CASES = 30


def blocks(request: Request, work: UnitOfWork, supervisees: list[Person]) -> list[Block]:
    """Nothing for somebody who supervises nobody."""
    if not supervisees:
        return []
    made: list[Block] = [kit.header(words.SUPERVISEES)]
    standings = sorted(((_supervision(request, work, each), each) for each in supervisees), key=_by_urgency)
    for owed, person in standings[:PEOPLE]:
        made.append(_person(request, person, owed))
    if len(supervisees) > PEOPLE:
        made.append(kit.context(words.MORE_PEOPLE.format(number=len(supervisees) - PEOPLE)))
    made += planned.of_supervisees(request, work, standings)
    made += _to_record(request, work) + _to_confirm(request, work) + newcomers.blocks(request, work)
    made += assessed.blocks(request, work, supervisees) + groups.to_relay(request, work, supervisees)
    mine = work.obligations.held_by(request.viewer)
    held = [one for one in mine if one.kind not in SUPERVISIONS and one.person.id != request.viewer.id]
    cases = [one for one in held if one.kind in (*CASE_DISCUSSIONS, *OVERSIGHT)]
    others = [one for one in held if one not in cases and one.kind != "record_session"]
    made += _listed(words.ALSO_WITH_YOU, others, request, TO_DO) + _listed(words.CASES, cases, request, CASES)
    return made


def _supervision(request: Request, work: UnitOfWork, person: Person) -> ObligationView | None:
    owed = work.obligations.of(person.id, viewer=request.viewer)
    return next((one for one in owed if one.kind in SUPERVISIONS), None)


def _by_urgency(standing: tuple[ObligationView | None, Person]) -> tuple[bool, date, str]:
    """The latest first; those of whom nothing is asked last."""
    owed, person = standing
    return owed is None, owed.due_on if owed else date.max, person.name


def _person(request: Request, person: Person, owed: ObligationView | None) -> Block:
    if owed is None:
        return kit.section(words.NOTHING_DUE.format(them=who(person)))
    said = f"*{who(person)}* · {standing(owed, request.today)}{booked(owed, request.today)}"
    is_held_now = owed.booked_on is not None and owed.booked_on <= request.today
    wanted = buttons.RECORD if owed.days_late or is_held_now else buttons.BOOK
    row = buttons.for_duties([owed], request.viewer, (wanted,))
    return kit.section(said, accessory=row[0] if row else None)


def _to_record(request: Request, work: UnitOfWork) -> list[Block]:
    sessions = work.sessions.to_record(request.viewer)
    if not sessions:
        return []
    made: list[Block] = [kit.section(words.heading(words.TO_RECORD))]
    for one in sessions[:TO_DO]:
        held = words.held(day(one.held_on, request.today)) if one.held_on else ""
        said = words.supervision(who(work.people.get(one.supervisee_id)), held)
        made.append(kit.section(said, accessory=kit.button(words.WRITE, session.NOTES, one.id)))
    return made + _more(len(sessions) - TO_DO)


def _to_confirm(request: Request, work: UnitOfWork) -> list[Block]:
    drafts = work.decisions.to_confirm(request.viewer)
    if not drafts:
        return []
    made: list[Block] = [kit.section(words.heading(words.TO_CONFIRM))]
    for one in drafts[:TO_DO]:
        when = f"{day(one.logged_at.astimezone(LONDON).date(), request.today)}, {clock(one.logged_at)}"
        said = words.decision(escape(one.ref), who(work.people.get(one.by_id)), when)
        made.append(kit.section(said, accessory=kit.button(words.CONFIRM, decisions.CONFIRM, one.id)))
    return made + _more(len(drafts) - TO_DO)


def _listed(heading: str, owed: list[ObligationView], request: Request, most: int) -> list[Block]:
    if not owed:
        return []
    return [kit.section(words.heading(heading)), *soon_and_later(owed, request.viewer, request.today, most)]


def _more(number: int) -> list[Block]:
    return [kit.context(words.more(number))] if number > 0 else []
