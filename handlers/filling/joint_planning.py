"""The planning meeting at the outset of joint work: who leads, who does what, how both are supervised (Plymouth 5.4.3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from handlers.asking import FieldError
from handlers.filling.filling import Answers, Done, Filling
from handlers.filling.sheet import Sheet
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import joint as words
from handlers.words.phrases import day, plain_day, who
from scheduling.forms import Near, Value
from storage import errors
from storage.records.jointwork import PLAN, JointView
from storage.unit import UnitOfWork
from storage.written import RecordView

FORM = PLAN
MET_ON, LEAD = "met_on", "lead"


def _joint(request: Request, work: UnitOfWork, sheet: Sheet) -> JointView:
    return work.joint_work.to_plan(sheet.case, viewer=request.viewer)


def _near(request: Request, work: UnitOfWork, sheet: Sheet) -> Near:
    """Corrected it may be after the joint work is over, whoever has the case by now, by the right to the record."""
    if not sheet.corrects:
        found = _joint(request, work, sheet)
        return Near(cases={found.ref: found.ref}, categories={found.ref: found.category}, people=_names(found))
    work.sight.must_supervise(request.viewer, sheet.person)
    now, met_under = work.joint_work.since(sheet.case, viewer=request.viewer), work.people.must_get(sheet.person)
    return Near(cases={sheet.case: sheet.case}, people={met_under.id: met_under.name, **(_names(now) if now else {})})


def _names(found: JointView) -> dict[str, str]:
    return {each.id: each.name for each in (found.lead, *found.others)}


def _head(request: Request, work: UnitOfWork, sheet: Sheet) -> str:
    found = work.joint_work.since(sheet.case, viewer=request.viewer) if sheet.corrects else _joint(request, work, sheet)
    if found is None:
        return words.head(sheet.case, who(work.people.get(sheet.person)), [], "")
    since = plain_day(found.from_on, request.today) if found.from_on else ""
    return words.head(found.ref, who(found.lead), [who(each) for each in found.others], since)


def _begin(request: Request, work: UnitOfWork, sheet: Sheet) -> Mapping[str, Value]:
    found = _joint(request, work, sheet)
    on = sheet.kind or request.today.isoformat()
    return {f"{found.ref}.{MET_ON}": on, f"{found.ref}.{LEAD}": found.lead.id}


def _check(request: Request, work: UnitOfWork, sheet: Sheet, answered: Answers) -> None:
    """The lead on record is the one the meeting named; it has taken place."""
    met_on, lead = (f"{sheet.case}.{name}" for name in (MET_ON, LEAD))
    if str(answered.get(met_on) or "") > request.today.isoformat():
        raise FieldError(met_on, errors.NotThatDayYet().sentence)
    if sheet.corrects:
        return
    found = _joint(request, work, sheet)
    if answered.get(lead) not in (None, found.lead.id):
        raise FieldError(lead, words.other_lead(who(found.lead), found.ref))


def _save(request: Request, work: UnitOfWork, sheet: Sheet, done: Done) -> Reply:
    on = _met_on(done, sheet.case)
    found = work.joint_work.met(sheet.case, viewer=request.viewer, on=on)
    record = work.written.write(
        FORM, done.filled, viewer=request.viewer, about_id=found.lead.id, layer="case", case_ref=found.ref
    )
    return say(words.met(found.ref, day(on, request.today)), title=words.SAVED, stored=True, about=record.id)


def _corrected(request: Request, work: UnitOfWork, record: RecordView, answered: Answers) -> None:
    """The day, while the case is worked jointly in the viewer's line and no later meeting is on record."""
    ref = record.case_ref or ""
    if work.joint_work.since(ref, viewer=request.viewer) is None:
        return
    plans = work.joint_work.plans(ref, viewer=request.viewer)
    if plans and plans[0].id == record.id and work.joint_work.is_joint(ref, viewer=request.viewer):
        work.joint_work.met(ref, viewer=request.viewer, on=date.fromisoformat(str(answered[f"{ref}.{MET_ON}"])))


def _met_on(done: Done, ref: str) -> date:
    return date.fromisoformat(done.text(f"{ref}.{MET_ON}"))


FILLING = Filling(near=_near, head=_head, save=_save, begin=_begin, check=_check, corrected=_corrected)
