"""The record of a session, on the policy's own form: the supervisee's record, and that of each case apart from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from functools import partial

from handlers.filling.around import around
from handlers.filling.filling import Done, Filling
from handlers.filling.sheet import Sheet
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import filling as words
from handlers.words.phrases import day, who
from scheduling.forms import Near, Value
from storage.unit import UnitOfWork
from storage.views import SessionView

FORM = "session"
CASE_FORM = "case_discussion"


def _near(request: Request, work: UnitOfWork, sheet: Sheet) -> Near:
    session = work.sessions.to_write(sheet.session, viewer=request.viewer)
    return around(request, work, session.supervisee_id)


def _head(request: Request, work: UnitOfWork, sheet: Sheet) -> str:
    session = work.sessions.to_write(sheet.session, viewer=request.viewer)
    return f"Supervision of {who(work.people.get(session.supervisee_id))}{_held(request, session)}."


def _held(request: Request, session: SessionView) -> str:
    return f", {day(session.held_on, request.today)}" if session.held_on else ""


def _begin(request: Request, work: UnitOfWork, sheet: Sheet) -> Mapping[str, Value]:
    """The cases named when the session was logged, and the next one where it is booked."""
    session = work.sessions.to_write(sheet.session, viewer=request.viewer)
    begun: dict[str, Value] = {"cases": list(session.cases)}
    booked = work.sessions.booked(session.supervisee_id, viewer=request.viewer)
    if booked and booked.planned_on:
        begun["next_session.on"] = booked.planned_on.isoformat()
        if booked.planned_at:
            begun["next_session.at"] = f"{booked.planned_at:%H:%M}"
    return begun


def _save(request: Request, work: UnitOfWork, sheet: Sheet, done: Done) -> Reply:
    session = work.sessions.record_written(sheet.session, viewer=request.viewer, cases=done.several("cases"))
    supervisee = work.people.must_get(session.supervisee_id)
    write = partial(work.written.write, viewer=request.viewer, about_id=supervisee.id, session_id=session.id)
    record = write(FORM, done.filled.of(layer="personal"))
    for ref in session.cases:
        told = done.filled.of(layer="case", case=ref)
        if told:
            write(CASE_FORM, told, layer="case", case_ref=ref)
    _review(request, work, done)
    agreed = _agree(request, work, done, session, record.id)
    _book(request, work, done, session)
    said = [words.recorded(who(supervisee), f" of {day(session.held_on, request.today)}" if session.held_on else "")]
    said += [words.asked_to_sign(who(supervisee))] if "supervisee" in record.missing else []
    said += [words.actions_agreed(agreed)] if agreed else []
    return say(" ".join(said), title="Saved", stored=True, about=record.id)


def _review(request: Request, work: UnitOfWork, done: Done) -> None:
    """What became of the actions of last time; those that stay open are left."""
    for action_id in done.near.actions:
        outcome = done.text(f"last_actions.{action_id}.outcome")
        if outcome in ("done", "not_done"):
            why = done.text(f"last_actions.{action_id}.why")
            work.actions.settle(action_id, outcome, viewer=request.viewer, why=why)


def _agree(request: Request, work: UnitOfWork, done: Done, session: SessionView, record_id: str) -> int:
    """The actions agreed now, each with its owner and day; the supervisee's where nobody is named."""
    found = 0
    for at in range(10):
        what = done.text(f"actions.{at}.what")
        if what:
            by = done.text(f"actions.{at}.by")
            work.actions.agree(
                what,
                viewer=request.viewer,
                supervisee_id=session.supervisee_id,
                owner_id=done.text(f"actions.{at}.who") or session.supervisee_id,
                due_on=date.fromisoformat(by) if by else None,
                session_id=session.id,
                record_id=record_id,
            )
            found += 1
    return found


def _book(request: Request, work: UnitOfWork, done: Done, session: SessionView) -> None:
    """The next session, where a day was given and none is booked."""
    on, at = done.text("next_session.on"), done.text("next_session.at")
    if on and work.sessions.booked(session.supervisee_id, viewer=request.viewer) is None:
        clock = time.fromisoformat(at) if at else None
        work.sessions.book(
            viewer=request.viewer, supervisee_id=session.supervisee_id, planned_on=date.fromisoformat(on), planned_at=clock
        )


FILLING = Filling(near=_near, head=_head, save=_save, begin=_begin)
