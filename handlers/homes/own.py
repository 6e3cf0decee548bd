"""The Home tab of somebody who is supervised: the next session, what to prepare, what is due."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import Block, ButtonElement

from handlers import decisions
from handlers.actions import groups
from handlers.homes import agreed
from handlers.homes.lines import line, soon_and_later
from handlers.homes.lists import Listed, Part
from handlers.prepare import audited, falling_due, nearest
from handlers.request import Request
from handlers.words import buttons, invite, kit
from handlers.words import decision as decided
from handlers.words import home as words
from handlers.words.duties import FEEDBACK
from handlers.words.nextup import next_up
from handlers.words.phrases import escape, plain_day, who
from scheduling.answers import State
from storage.unit import UnitOfWork
from storage.views import ObligationView, Person

SHOWN = 12
A_FEW = 5


def blocks(request: Request, work: UnitOfWork, *, is_supervisor: bool) -> list[Part]:
    """Nothing for somebody who has no supervisor and owes nothing. A supervisor's records to write stand with their people."""
    viewer = request.viewer
    owed = work.obligations.of(viewer.id, viewer=viewer)
    supervisor = work.people.supervisor_of(viewer.id)
    if supervisor is None and not owed:
        return list(agreed.blocks(request, work))
    made: list[Part] = [kit.header(words.OWN)]
    ahead = nearest(owed)
    cases = falling_due(work, ahead, viewer, owed) if ahead else []
    is_up_to_date = not work.obligations.is_late(viewer)
    made.append(kit.section(next_up(ahead, viewer, request, supervisor, cases, is_up_to_date=is_up_to_date)))
    if ahead:
        add = in_calendar(request, work, ahead)
        made.append(kit.actions(*add, *buttons.for_duties([ahead], viewer, _wanted(ahead))))
    made += agreed.blocks(request, work)
    made += _sent_back(request, work)
    made.append(groups.to_relay(request, work, [viewer]))
    elsewhere = (FEEDBACK, *(("record_session",) if is_supervisor else ()))  # they stand with the audits, and with their people
    rest = [one for one in owed if one is not ahead and one.kind not in elsewhere]
    names = audited(work, rest)
    mine = [one for one in rest if viewer.id in {person.id for person in one.responsible}]
    to_audit = [one for one in mine if one.id in names and one.due_on <= request.today]
    theirs, listed = {one.id for one in mine}, {one.id for one in to_audit}
    made.append(_to_audit(to_audit, request, names))
    others = words.WITH_OTHERS.format(them=_holder(rest, mine))
    for name, heading, some in (
        ("to_do", words.TO_DO, [one for one in mine if one.id not in listed]),
        ("with_others", others, [one for one in rest if one.id not in theirs]),
    ):
        made.append(soon_and_later(name, heading, some, viewer, request.today, SHOWN, names))
    return made


def in_calendar(request: Request, work: UnitOfWork, owed: ObligationView) -> list[ButtonElement]:
    """*Add to my calendar*, where one's own is booked ahead and one's calendar does not read from here already."""
    is_ahead = owed.booked_on is not None and owed.booked_on >= request.today
    if not is_ahead or owed.booked_id is None or not request.public_url or work.feeds.standing(viewer=request.viewer):
        return []
    return [invite.button(owed.booked_id)]


def _sent_back(request: Request, work: UnitOfWork) -> list[Part]:
    """Drafts of decisions to be written again."""
    made: list[list[Block]] = []
    drafts = work.decisions.sent_back(request.viewer)
    for one in drafts:
        change = kit.button(decided.CHANGE, decisions.CHANGE, one.id)
        made.append([kit.section(f"*{escape(one.ref)}* · {plain_day(one.logged_at.date(), request.today)}", accessory=change)])
    return [kit.section(decided.SENT_BACK_TO_YOU), Listed("sent_back", "", made, A_FEW)] if drafts else []


def _holder(rest: Sequence[ObligationView], mine: Sequence[ObligationView]) -> str:
    """Who answers for what is about somebody and not theirs to do: mostly the supervisor, or whoever covers."""
    own = {one.id for one in mine}
    people = {person.id: person for one in rest if one.id not in own for person in one.responsible}
    return who(next(iter(people.values()))) if len(people) == 1 else words.OTHERS


def _to_audit(owed: Sequence[ObligationView], request: Request, names: Mapping[str, Person]) -> Listed:
    """A line and a button for each audit that is due or late."""
    made: list[list[Block]] = []
    for one in owed:
        row = buttons.for_duties([one], request.viewer, (buttons.RECORD,))
        made.append([kit.section(line([one], request.viewer, request.today, names), accessory=row[0] if row else None)])
    return Listed("audits", words.AUDITS, made, A_FEW)


def _wanted(owed: ObligationView) -> tuple[str, ...]:
    raised = (buttons.RAISE,) if owed.state in (State.OVERDUE, State.ESCALATED) else ()
    return (*raised, buttons.BOOK, buttons.WHY)
