"""The record of a session, on the policy's own form: what it begins with, what helps to fill it, what is asked of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from handlers.asking import FieldError
from handlers.filling.around import around
from handlers.filling.filling import Answers, Filling
from handlers.filling.session_saved import save
from handlers.filling.sheet import Sheet
from handlers.forms import matter
from handlers.policy import asks_late, who_came_late
from handlers.prepare import next_supervision
from handlers.request import Request
from handlers.words import filling as filling_words
from handlers.words import group as group_words
from handlers.words import observations
from handlers.words import session as words
from handlers.words.duties import CASE_DISCUSSIONS
from handlers.words.phrases import clip, day_and_time, escape, who
from scheduling.forms import LATE, LATECOMERS, Answer, Filled, Near, Step, Value
from scheduling.shapes import INFORMAL
from storage.errors import InThePast, RecordedAlready
from storage.records.groupviews import GroupView
from storage.unit import UnitOfWork
from storage.views import SessionView
from storage.written import RecordView

FORM = "session"
IDEAS = "ideas"
"""What a group's form asks them under."""
RATED = "self_assessment"
SHOWN_OF_IT = 6
"""Answers of an earlier form, as many as help here: the rest stands in that form."""


def _near(request: Request, work: UnitOfWork, sheet: Sheet) -> Near:
    session = work.sessions.to_write(sheet.session, viewer=request.viewer)
    if not sheet.corrects and any(each.form == FORM for each in work.written.of_session(session.id, viewer=request.viewer)):
        raise RecordedAlready
    near = around(request, work, session.supervisee_id)
    may = matter.may_write(work, request.viewer, session.supervisee_id)
    ideas = {each.id: _group(work, each) for each in _to_relay(request, work, session)}
    return replace(near, kind=session.kind, may_add_matter=may, ideas=ideas)


def _head(request: Request, work: UnitOfWork, sheet: Sheet) -> str:
    session = work.sessions.to_write(sheet.session, viewer=request.viewer)
    return words.supervision_of(who(work.people.get(session.supervisee_id)), session.held_on, request.today)


def _begin(request: Request, work: UnitOfWork, sheet: Sheet) -> Mapping[str, Value]:
    """The cases named when the session was logged, and the next one where it is booked."""
    session = work.sessions.to_write(sheet.session, viewer=request.viewer)
    begun: dict[str, Value] = {"cases": list(session.cases)}
    if session.late and (late := asks_late(work)):
        begun[LATE] = late.choices[LATECOMERS.index(session.late)]
    waiting = [each.id for each in _to_relay(request, work, session)]
    asked = [question.id for _, question in work.policy.form(FORM).questions() if question.kind == "ideas"]
    begun |= dict.fromkeys(asked if waiting else (), waiting)
    booked = work.sessions.booked(session.supervisee_id, viewer=request.viewer)
    if booked and booked.planned_on:
        begun["next_session.on"] = booked.planned_on.isoformat()
        if booked.planned_at:
            begun["next_session.at"] = f"{booked.planned_at:%H:%M}"
    return begun


def _shown(request: Request, work: UnitOfWork, sheet: Sheet, step: Step) -> Sequence[str]:
    """What the two would look up: the last session, absences since, cases that cannot wait, ratings, feedback."""
    session = work.sessions.to_write(sheet.session, viewer=request.viewer)
    asked = {question.kind for question in step.part.question} | {question.id for question in step.part.question}
    lines: list[str] = []
    if "actions_review" in asked:
        lines += _since_then(request, work, session)
    if "ideas" in asked:
        lines += _ideas(request, work, session)
    if "rag" in asked:
        lines += _rated(request, work, session)
    if "cases" in asked:
        lines += _falling_due(request, work, session)
    return lines


def _since_then(request: Request, work: UnitOfWork, session: SessionView) -> list[str]:
    last = work.sessions.held_before(session.id, viewer=request.viewer)
    if last is None or last.held_on is None:
        return []
    lines = [words.last_session(last.held_on, request.today)]
    observed = work.observations.to_discuss(session.supervisee_id, viewer=request.viewer, since_on=last.held_on)
    until_on = session.held_on or request.today
    lines += [observations.to_discuss(kind, on, request.today) for kind, on in observed if on <= until_on]
    absences = work.absences.since(session.supervisee_id, last.held_on, viewer=request.viewer)
    lines += [words.away(absences, request.today)] if absences else []
    for each in work.written.of_session(last.id, viewer=request.viewer):
        if each.form == "feedback":
            told = _lines(work.written.read(each.id, viewer=request.viewer).latest.filled)
            lines += [words.said_of_it(who(work.people.get(each.about_id)), told)] if told else []
    return lines


def _to_relay(request: Request, work: UnitOfWork, session: SessionView) -> list[GroupView]:
    """Groups before it whose ideas the supervisee has still to bring to their own supervision (Wokingham 2.1.2)."""
    if session.kind == INFORMAL:
        return []
    until_on = session.held_on or request.today
    found = work.groups.to_relay(session.supervisee_id, viewer=request.viewer)
    return [group for _, group in found if group.held_on <= until_on]


def _group(work: UnitOfWork, group: GroupView) -> str:
    """With its year and a name, for it stands in the record."""
    led_by = work.people.get(group.facilitator_id)
    return group_words.to_choose(group.held_on, led_by.name if led_by else "")


def _ideas(request: Request, work: UnitOfWork, session: SessionView) -> list[str]:
    """What they are, where the viewer may read the record of the group."""
    groups = {each.id: each for each in _to_relay(request, work, session)}
    lines = []
    for one in work.written.of_one(*groups, viewer=request.viewer):
        told = "" if one.case_ref else work.written.read(one.id, viewer=request.viewer).latest.filled.values().get(IDEAS, "")
        if told and isinstance(told, str):
            lines.append(group_words.ideas(groups[one.of_id or ""].held_on, escape(clip(told, 1000)), request.today))
    return lines


def _rated(request: Request, work: UnitOfWork, session: SessionView) -> list[str]:
    """The latest ratings there are, if they are of since the session before."""
    last = work.sessions.held_before(session.id, viewer=request.viewer)
    since_on = last.held_on if last and last.held_on else date.min
    for each in work.written.of(session.supervisee_id, viewer=request.viewer, form=RATED, most=1):
        on = each.made_at.astimezone(work.zone).date()
        if on > since_on:
            read = work.written.read(each.id, viewer=request.viewer).latest.filled
            return [words.assessed(on, request.today), *_lines(read, most=20)]
    return []


def _falling_due(request: Request, work: UnitOfWork, session: SessionView) -> list[str]:
    """Of the cases not among those discussed in it: what is due before the next session is."""
    following = next_supervision(work, session.supervisee_id, request.viewer)
    if following is None:
        return []
    owed = work.obligations.of(session.supervisee_id, viewer=request.viewer)
    waiting = [each for each in owed if each.kind in CASE_DISCUSSIONS and each.due_on <= following.due_on]
    refs = list(dict.fromkeys(each.case_ref for each in sorted(waiting, key=lambda each: each.due_on) if each.case_ref))
    return [words.falling_due(refs, following.due_on, request.today)] if refs else []


def _lines(told: Filled, most: int = SHOWN_OF_IT) -> list[str]:
    answers = [answer for part in told.parts for answer in part.answers][:most]
    return [f"{escape(each.column or each.asks)}: {_answer(each)}" for each in answers]


def _answer(answer: Answer) -> str:
    return escape(clip(filling_words.VALUES.get(answer.text, answer.text), 400))


def _check(request: Request, work: UnitOfWork, sheet: Sheet, answered: Mapping[str, Value | None]) -> None:
    """Days to come are still to come, and the next session is not moved without a reason."""
    for name, value in answered.items():
        if name.startswith("actions.") and name.endswith(".by") and value and str(value) < request.today.isoformat():
            raise FieldError(name, words.STILL_TO_COME)
    on, at = answered.get("next_session.on"), answered.get("next_session.at")
    if at and not on:
        raise FieldError("next_session.on", words.TIME_ALONE)
    if not on:
        return
    session = work.sessions.to_write(sheet.session, viewer=request.viewer)
    booked = work.sessions.booked(session.supervisee_id, viewer=request.viewer)
    if booked and booked.planned_on:
        if str(on) != booked.planned_on.isoformat():
            when = day_and_time(booked.planned_on, booked.planned_at, request.today)
            raise FieldError("next_session.on", words.booked_already(when))
    elif str(on) < request.today.isoformat():
        raise FieldError("next_session.on", InThePast().sentence)


def _corrected(request: Request, work: UnitOfWork, record: RecordView, answered: Answers) -> None:
    """Who came late to it is counted by what stands there now."""
    if record.session_id and (late := asks_late(work)):
        work.sessions.say_late(record.session_id, who_came_late(late, str(answered.get(LATE) or "")), viewer=request.viewer)


FILLING = Filling(near=_near, head=_head, save=save, begin=_begin, shown=_shown, check=_check, corrected=_corrected)
