"""The Home tab of a supervisor: how each supervisee stands, what to record and to confirm, cases in the order they fall due."""

from collections.abc import Sequence
from datetime import date

from slack_sdk.models.blocks import Block

from handlers import decisions
from handlers.actions import groups
from handlers.forms import session
from handlers.homes import assessed, newcomers, planned
from handlers.homes.lines import booked, soon_and_later, standing
from handlers.homes.lists import Listed, Part
from handlers.request import Request
from handlers.words import buttons, kit
from handlers.words import home as words
from handlers.words.duties import CASE_DISCUSSIONS, OVERSIGHT, SUPERVISIONS
from handlers.words.phrases import clock, day, escape, who
from scheduling.calendar import LONDON
from storage.unit import UnitOfWork
from storage.views import ObligationView, Person

PEOPLE = 12
TO_DO = 8
A_FEW = 5
CASES = 20
OF_CASES = (*CASE_DISCUSSIONS, *OVERSIGHT)


def blocks(request: Request, work: UnitOfWork, supervisees: list[Person]) -> list[Part]:
    """For somebody who supervises nobody only what they are to confirm: of leavers, or in the place of whom they cover for."""
    if not supervisees:
        return [_to_confirm(request, work)]
    theirs = work.obligations.of_each([each.id for each in supervisees], viewer=request.viewer)
    standings = sorted(((_supervision(theirs[each.id]), each) for each in supervisees), key=_by_urgency)
    people = [[_person(request, person, owed)] for owed, person in standings]
    made: list[Part] = [kit.header(words.SUPERVISEES), Listed("supervisees", "", people, PEOPLE)]
    for load in work.loads.too_many(request.viewer):
        if load.supervisor.id == request.viewer.id:
            made.append(kit.context(words.too_many(load.number, load.most, work.policy.source(load.cited))))
    made += planned.of_supervisees(request, work, standings)
    made += [_to_record(request, work), _to_confirm(request, work), newcomers.listed(request, work)]
    made += [assessed.listed(request, work, supervisees), groups.to_relay(request, work, supervisees)]
    mine = work.obligations.held_by(request.viewer)
    held = [one for one in mine if one.kind not in SUPERVISIONS and one.person.id != request.viewer.id]
    cases = [one for one in held if one.kind in OF_CASES]
    others = [one for one in held if one.kind not in (*OF_CASES, "record_session")]
    made.append(soon_and_later("also", words.ALSO_WITH_YOU, others, request.viewer, request.today, TO_DO))
    made.append(soon_and_later("cases", words.CASES, cases, request.viewer, request.today, CASES))
    return made


def _supervision(owed: Sequence[ObligationView]) -> ObligationView | None:
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


def _to_record(request: Request, work: UnitOfWork) -> Listed:
    sessions = work.sessions.to_record(request.viewer)
    people = work.people.by_id({one.supervisee_id for one in sessions})
    made: list[list[Block]] = []
    for one in sessions:
        held = words.held(day(one.held_on, request.today)) if one.held_on else ""
        said = words.supervision(who(people.get(one.supervisee_id)), held)
        made.append([kit.section(said, accessory=kit.button(words.WRITE, session.NOTES, one.id))])
    return Listed("to_record", words.TO_RECORD, made, A_FEW)


def _to_confirm(request: Request, work: UnitOfWork) -> Listed:
    drafts = work.decisions.to_confirm(request.viewer)
    people = work.people.by_id({one.by_id for one in drafts})
    made: list[list[Block]] = []
    for one in drafts:
        when = f"{day(one.logged_at.astimezone(LONDON).date(), request.today)}, {clock(one.logged_at)}"
        said = words.decision(escape(one.ref), who(people.get(one.by_id)), when)
        made.append([kit.section(said, accessory=kit.button(words.CONFIRM, decisions.CONFIRM, one.id))])
    return Listed("to_confirm", words.TO_CONFIRM, made, A_FEW)
