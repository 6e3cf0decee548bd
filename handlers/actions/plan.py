"""The year's sessions: opened, read, confirmed, changed; what was planned and what became of it; one of them moved."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, ButtonElement, PlainTextObject, SectionBlock

from handlers.forms import booking, fields
from handlers.forms import plan as form
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import calling_off, invite, kit
from handlers.words import plan as words
from storage.errors import NotFound, NothingToPlan
from storage.records.plans import PlanView
from storage.unit import UnitOfWork
from storage.views import Person, SessionView

SHOWN = 30


def opened(request: Request, work: UnitOfWork) -> Reply:
    """*Plan the year*: of the person the button names, or who was chosen."""
    return of_person(request, work, work.people.must_get(request.value))


def of_person(request: Request, work: UnitOfWork, person: Person) -> Reply:
    """The plan that waits; else the form, as it was left or as the dates are proposed; else how the year is planned."""
    waiting = work.plans.open_of(person.id, viewer=request.viewer)
    is_begun = work.drafts.look(request.viewer, f"plan {person.id}") is not None
    if waiting and not is_begun:
        return _shown(request, work, waiting)
    table = work.plans.timetable(person.id, viewer=request.viewer)
    if not is_begun and not table.propose():
        if not table.booked:
            raise NothingToPlan
        return show(planner(request, work, person))
    return form.open_form(request, work, person)


def read(request: Request, work: UnitOfWork) -> Reply:
    """*Read and confirm*."""
    return _shown(request, work, work.plans.get(request.value, viewer=request.viewer))


def change(request: Request, work: UnitOfWork) -> Reply:
    """*Change days*: the form with the dates of the plan; sent off, it is proposed in its place."""
    plan = work.plans.get(request.value, viewer=request.viewer)
    made = form.open_form(request, work, work.people.must_get(plan.supervisee_id), plan)
    return Reply(modal=made.modal, replaces=True)


def confirm(request: Request, work: UnitOfWork) -> Reply:
    """It holds, and its sessions are booked."""
    plan = work.plans.get(request.carried("confirms"), viewer=request.viewer)
    made = work.plans.confirm(plan.id, viewer=request.viewer)
    said = words.confirmed(made, len(plan.days) - len(made), request.today)
    row = kit.actions(kit.button(words.CALENDAR_LABEL, words.CALENDAR, "own"))
    return say(f"{said} {words.IN_CALENDAR}", row, title=words.CONFIRMED_TITLE, stored=True, about=plan.id)


def history(request: Request, work: UnitOfWork) -> Reply:
    """*Dates and planner*: of the person the button names."""
    return show(planner(request, work, work.people.must_get(request.value)))


def move_one(request: Request, work: UnitOfWork) -> Reply:
    """*Move*: the form for that session."""
    session = work.sessions.get(request.value, viewer=request.viewer)
    work.sight.must_supervise(request.viewer, session.supervisee_id)
    if not session.is_booked:
        raise NotFound
    person = work.people.must_get(session.supervisee_id)
    return show(booking.move_modal(request, work, person, session=session))


def planner(request: Request, work: UnitOfWork, person: Person) -> dict[str, object]:
    """Both by name and post, every session planned, and each move with its reason (Manchester Appendix C)."""
    sessions = work.plans.planner(person.id, viewer=request.viewer)
    supervisor = work.people.supervisor_of(person.id)
    made: list[Block] = [kit.section(words.planner_head(person, supervisor)), *form.told(request, work, person)]
    if not sessions:
        made.append(kit.section(words.WITHOUT_END))
    may_call_off = work.sight.can_see(request.viewer, person.id)
    may_move = may_call_off and request.viewer.id != person.id
    is_one = request.viewer.id in (person.id, supervisor.id if supervisor else "")
    may_add = is_one and bool(request.public_url) and work.feeds.standing(viewer=request.viewer) is None
    for one in sessions:
        move = [kit.button(words.MOVE, words.MOVE_ONE, one.id)] if may_move and one.is_booked else []
        off = [kit.button(calling_off.LABEL, calling_off.CALL_OFF_ONE, one.id)] if may_call_off and one.is_booked else []
        add = [invite.button(one.id)] if may_add and one.is_booked else []
        made += _line(request, work, one, [*move, *off, *add])
    return fields.window(words.PLANNER, made[: kit.VIEW_BLOCKS])


def _line(request: Request, work: UnitOfWork, one: SessionView, row: Sequence[ButtonElement]) -> list[Block]:
    alone = row[0] if len(row) == 1 else None
    made: list[Block] = [kit.section(words.line(one, request.today), accessory=alone)]
    made += [kit.actions(*row)] if len(row) > 1 else []
    people = work.people.by_id({who for each in one.moves for who in (each.by_id, each.for_id) if who}) if one.moves else {}
    names = {who: person.name for who, person in people.items()}
    for each in one.moves:
        said = words.moved(each, names.get(each.by_id, ""), names.get(each.for_id, ""), request.today)
        made.append(SectionBlock(text=PlainTextObject(text=said[:3000], emoji=False)))
    return made


def _shown(request: Request, work: UnitOfWork, plan: PlanView) -> Reply:
    """The dates, and what the viewer can do about them."""
    wanted = {plan.proposed_by_id, plan.supervisee_id, plan.supervisor_id, plan.answered_by_id or ""}
    people, today = work.people.by_id(wanted - {""}), request.today
    by, supervisee = people.get(plan.proposed_by_id), people.get(plan.supervisee_id)
    made: list[Block] = [kit.section(words.stands(plan, by, supervisee, people.get(plan.supervisor_id), today))]
    for start in range(0, len(plan.days), SHOWN):
        made.append(kit.section(words.one_of(plan.days[start : start + SHOWN], plan.at, today)))
    if not plan.is_open:
        made.append(kit.section(words.answered(plan, people.get(plan.answered_by_id or ""), today)))
        return show(fields.window(words.WINDOW, made))
    may_confirm = work.plans.may_confirm(plan, viewer=request.viewer)
    if not may_confirm:
        other = plan.supervisor_id if plan.proposed_by_id == plan.supervisee_id else plan.supervisee_id
        made.append(kit.section(words.waits(people.get(other))))
    made += form.told(request, work, work.people.must_get(plan.supervisee_id))
    made.append(kit.actions(kit.button(words.CHANGE_IT, words.CHANGE, plan.id)))
    if not may_confirm:
        return show(fields.window(words.WINDOW, made))
    meta = {"confirms": plan.id}
    return show(fields.form(words.WINDOW, words.CONFIRM_FORM, made, submit=words.CONFIRM, meta=meta))
