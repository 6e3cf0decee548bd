"""The form of the year's sessions: proposed, each day changed in place, put to the other of the two; kept where it is left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from slack_sdk.models.blocks import Block, InteractiveElement, StaticSelectElement

from handlers.asking import OldFormError
from handlers.filling import blocks as filling
from handlers.forms import fields
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import kit
from handlers.words import plan as words
from scheduling.timetable import Timetable, Why
from storage.records.plans import PlanView
from storage.unit import UnitOfWork
from storage.views import Draft, Person

MOST = 60
"""Days in one form: Slack takes 100 blocks."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands in the form. Nothing in it is more than a date."""

    person: str
    days: tuple[date | None, ...]
    at: time | None = None
    weekday: str = words.ANY
    kept_at: datetime | None = None
    was: tuple[date | None, ...] = ()
    """The dates as they were put into the form."""

    @property
    def place(self) -> str:
        """Where it is kept."""
        return f"plan {self.person}"

    def content(self) -> dict[str, object]:
        """As it is kept."""
        days = [on.isoformat() if on else "" for on in self.days]
        return {"days": days, "at": f"{self.at:%H:%M}" if self.at else "", "weekday": self.weekday}


def open_form(request: Request, work: UnitOfWork, person: Person, plan: PlanView | None = None) -> Reply:
    """The form as it was left or as the dates are proposed; of a `plan` that waits, to be changed."""
    table = work.plans.timetable(person.id, viewer=request.viewer)
    draft = work.drafts.look(request.viewer, f"plan {person.id}")
    if draft is not None:
        return show(view(request, work, table, _kept(person.id, draft)))
    if plan is not None:
        return show(view(request, work, table, Sheet(person.id, plan.days[:MOST], plan.at)))
    return show(view(request, work, table, proposed(work, request, table)))


def proposed(work: UnitOfWork, request: Request, table: Timetable, weekday: str = words.ANY) -> Sheet:
    """The dates proposed, at the time of day of the next session booked."""
    booked = work.sessions.booked(table.person.id, viewer=request.viewer)
    on_day = int(weekday) if weekday.isdigit() and int(weekday) < len(words.WEEKDAYS) else None
    days = tuple(each.on for each in table.propose(on_day)[:MOST])
    return Sheet(table.person.id, days, booked.planned_at if booked else None, weekday if on_day is not None else words.ANY)


def view(
    request: Request, work: UnitOfWork, table: Timetable, sheet: Sheet, *, turn: int = 0, said: str = ""
) -> dict[str, Any]:
    """The form. `turn` grows where dates are proposed anew: Slack holds on to what was picked in a field of the same name."""
    today, person = request.today, work.people.must_get(sheet.person)
    made: list[Block] = [
        kit.section(words.head(person, work.people.get(table.supervisor), table.every(), table.until, today)),
        *told(request, work, person),
    ]
    if table.booked:
        made.append(kit.context(words.booked(table.booked, today)))
    if sheet.kept_at is not None:
        made.append(kit.context(words.goes_on(sheet.kept_at, today)))
    if said:
        made.append(kit.section(said))
    made.append(kit.context(words.asked([on for on in sheet.days if on], today)))
    made.append(kit.actions(_weekdays(sheet.weekday), kit.button(words.START_AGAIN, words.ANEW, person.id)))
    made.append(fields.time_field(f"at{turn}", words.TIME, sheet.at))
    last = table.last
    for place, on in enumerate(sheet.days):
        due = table.due_after(last)
        why = table.why_not(due) if on is not None and on < due else None
        hint = words.hint(on, due, why, today)
        label = words.session(len(table.booked) + place + 1)
        made.append(fields.day_field(f"day{turn}.{place}", label, on, optional=True, hint=hint))
        last = max(last, on) if on else last
    meta = {
        "plan": person.id,
        "weekday": sheet.weekday,
        "turn": str(turn),
        "was": ",".join(on.isoformat() if on else "" for on in sheet.days),
    }
    form = fields.form(words.TITLE, words.FORM, made, submit=words.PROPOSE, meta=meta)
    return {**form, "blocks": [filling.telling(each, filling.TYPED) for each in form["blocks"]], "notify_on_close": True}


def told(request: Request, work: UnitOfWork, person: Person) -> list[Block]:
    """How often sessions were moved, and by whom: both see it (Kent 2)."""
    rows = work.plans.changes(person.id, viewer=request.viewer)
    if not rows:
        return []
    people = work.people.by_id({row.who for row in rows if row.who})
    cited = " (Kent 2)" if work.policy.name == "kent" else ""
    return [kit.context(words.tally(rows, people, work.policy.readings, cited))]


def submit(request: Request, work: UnitOfWork) -> Reply:
    """Put it to the other of the two, unless a day of it will not do."""
    sheet, turn = _sheet(request)
    table = work.plans.timetable(sheet.person, viewer=request.viewer)
    found = table.faults(sheet.days)
    follow = [place for place, (why, _) in found.items() if why is Why.LATE and sheet.days[place] == sheet.was[place]]
    faults = {
        f"day{turn}.{place}": words.fault(on, why, due, request.today)
        for place, (why, due) in found.items()
        if place not in follow and (on := sheet.days[place])
    }
    if faults:
        return Reply(errors=faults)
    if follow:
        return _follows(request, work, table, sheet, min(follow), turn)
    days = [on for on in sheet.days if on]
    plan = work.plans.propose(viewer=request.viewer, supervisee_id=sheet.person, days=days, at=sheet.at)
    work.drafts.take(request.viewer, sheet.place)
    work.once(_finished(request, sheet))
    other = plan.supervisor_id if plan.proposed_by_id == plan.supervisee_id else plan.supervisee_id
    said = words.proposed(plan.days, work.people.get(other), request.today)
    return say(said, title=words.PROPOSED_TITLE, stored=True, about=plan.id)


def _follows(request: Request, work: UnitOfWork, table: Timetable, sheet: Sheet, first: int, turn: int) -> Reply:
    """The form again: a day was changed, so that those after it, as they were proposed, would be late."""
    kept = tuple(on for on in sheet.days[:first] if on)
    after = max(kept, default=table.last)
    on_day = int(sheet.weekday) if sheet.weekday.isdigit() else None
    rest = tuple(each.on for each in table.propose(on_day, after))
    fresh = replace(sheet, days=(*sheet.days[:first], *rest)[:MOST])
    work.drafts.keep(request.viewer, sheet.place, fresh.content())
    made = view(request, work, table, fresh, turn=turn + 1, said=words.anew_after(after, request.today))
    return Reply(modal=made, stored=True, about=sheet.place)


def weekday_chosen(request: Request, work: UnitOfWork) -> Reply:
    """The dates proposed anew, on that day of the week."""
    return _anew(request, work, request.value)


def anew(request: Request, work: UnitOfWork) -> Reply:
    """*Start again*: the dates as they are proposed, whatever was changed."""
    return _anew(request, work, words.ANY)


def keep_typed(request: Request, work: UnitOfWork) -> Reply:
    """What stands in the form just now. Told of once it is put to the other, it comes too late and is left."""
    sheet, _ = _sheet(request)
    if work.seen([_finished(request, sheet)]):
        return Reply()
    work.sight.must_see(request.viewer, sheet.person)
    work.drafts.keep(request.viewer, sheet.place, sheet.content())
    return Reply(stored=True)


def _anew(request: Request, work: UnitOfWork, weekday: str) -> Reply:
    sheet, turn = _sheet(request)
    table = work.plans.timetable(sheet.person, viewer=request.viewer)
    fresh = replace(proposed(work, request, table, weekday), at=sheet.at)
    if weekday == words.ANY:
        work.drafts.take(request.viewer, sheet.place)
    else:
        work.drafts.keep(request.viewer, sheet.place, fresh.content())
    return Reply(modal=view(request, work, table, fresh, turn=turn + 1), stored=True, replaces=True)


def _sheet(request: Request) -> tuple[Sheet, int]:
    """What stands in the form that was sent, and which turn it is. Raises OldFormError where it is none of ours."""
    try:
        turn = int(request.carried("turn"))
        was = tuple(date.fromisoformat(each) if each else None for each in request.carried("was").split(","))[:MOST]
    except ValueError:
        raise OldFormError from None
    days = tuple(request.day(f"day{turn}.{place}") for place in range(len(was)))
    person, weekday = request.carried("plan"), request.carried("weekday")
    return Sheet(person, days, request.clock(f"at{turn}"), weekday, was=was), turn


def _kept(person_id: str, draft: Draft) -> Sheet:
    days, at = draft.content.get("days"), str(draft.content.get("at") or "")
    found = tuple(date.fromisoformat(str(each)) if each else None for each in days) if isinstance(days, list) else ()
    weekday = str(draft.content.get("weekday") or words.ANY)
    return Sheet(person_id, found, time.fromisoformat(at) if at else None, weekday, draft.kept_at)


def _finished(request: Request, sheet: Sheet) -> str:
    return f"planned {request.incoming.window} {sheet.person}"


def _weekdays(chosen: str) -> InteractiveElement:
    choices = {words.ANY: words.WHICH_DAY} | {str(number): name for number, name in enumerate(words.WEEKDAYS)}
    made = fields.options(choices)
    first = next((option for option in made if option.value == chosen), made[0])
    return StaticSelectElement(action_id=words.WEEKDAY, options=made, initial_option=first)
