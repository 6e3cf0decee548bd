"""What saving the record of a session changes: the supervisee's record, each case's apart from it, actions, the next date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from functools import partial

from slack_sdk.models.blocks import Block

from handlers import casenotes
from handlers.filling.filling import Done
from handlers.filling.sheet import Sheet
from handlers.homes import newcomers
from handlers.policy import asks_late, who_came_late
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import filling as words
from handlers.words import group as group_words
from handlers.words import kit
from handlers.words import putting as putting_words
from handlers.words import session as session_words
from handlers.words.phrases import who
from scheduling.facts import DirectWork, FrontDoorCase
from scheduling.forms import LATE, Question
from storage.unit import UnitOfWork
from storage.views import SessionView

FORM = "session"
CASE_FORM = "case_discussion"
FEEDBACK = "feedback"


def save(request: Request, work: UnitOfWork, sheet: Sheet, done: Done) -> Reply:
    """All of it, or nothing. Raises what storage raises."""
    session = work.sessions.record_written(
        sheet.session,
        viewer=request.viewer,
        cases=done.several("cases"),
        direct_work=[(each.case, each.state) for each in direct_work_of(done)],
        front_door_cases=[(each.id, each.criterion) for each in front_door_of(done)],
    )
    if late := asks_late(work):
        work.sessions.say_late(session.id, who_came_late(late, done.text(LATE)), viewer=request.viewer)
    supervisee = work.people.must_get(session.supervisee_id)
    write = partial(work.written.write, viewer=request.viewer, about_id=supervisee.id, session_id=session.id)
    record = write(FORM, done.filled.of(layer="personal"))
    for ref in session.cases:
        told = done.filled.of(layer="case", case=ref)
        if told:
            write(CASE_FORM, told, layer="case", case_ref=ref)
    settled = _review(request, work, done)
    relayed = _relay(request, work, done, session)
    agreed = _agree(request, work, done, session, record.id)
    put = _put_matter(request, work, done, session)
    _book(request, work, done, session)
    if work.policy.form(FEEDBACK).section:
        work.sessions.ask_feedback(session.id, viewer=request.viewer)
    said = [words.recorded(who(supervisee), session_words.of_day(session.held_on, request.today))]
    said += [words.asked_to_sign(who(supervisee))] if "supervisee" in record.missing else []
    said += [session_words.settled(settled)] if settled else []
    said += [group_words.brought(relayed)] if relayed else []
    said += [words.actions_agreed(agreed)] if agreed else []
    said += [session_words.matter_put(who(supervisee))] if put else []
    said += remarks(request, work, session.id, done)
    rows = [
        *_to_put(work, session),
        *casenotes.to_file(request, work, session.id),
        *newcomers.blocks(request, work, supervisee.id),
    ]
    return say(" ".join(said), *rows, title=session_words.SAVED, stored=True, about=record.id)


def _to_put(work: UnitOfWork, session: SessionView) -> list[Block]:
    """Where the policy keeps the record of a session, with the button that it is there."""
    terms = work.policy.at(work.today).filed(session=session.kind)
    if terms is None or session.filed_on:
        return []
    there = kit.button(putting_words.filed_in(terms.place), putting_words.FILED, session.id)
    return [kit.section(putting_words.after_saving(terms.says), accessory=there)]


def remarks(request: Request, work: UnitOfWork, session_id: str, done: Done | None = None) -> list[str]:
    """What the policy has to remark of it, in one sentence; nothing where there is nothing."""
    brought = dict.fromkeys(("direct_work", "front_door"), None) if done is None else _brought(done)
    found = work.sessions.remarks(session_id, viewer=request.viewer, **brought)
    known = [(each.code, work.policy.words(each.rule)) for each in found if each.code in session_words.REMARKS]
    return [session_words.remarks(known)] if known else []


def _brought(done: Done) -> dict[str, list[DirectWork] | list[FrontDoorCase] | None]:
    """What the form asks for of these; None where it does not ask."""
    asks = {question.kind for _, question in _asked(done)}
    return {
        "direct_work": direct_work_of(done) if "direct_work" in asks else None,
        "front_door": front_door_of(done) if "numbered" in asks else None,
    }


def direct_work_of(done: Done) -> list[DirectWork]:
    """The examples brought, each with its case and how far it has come."""
    found = []
    for name, question in _asked(done):
        for at in range(question.examples if question.kind == "direct_work" else 0):
            case = done.text(f"{name}.{at}.case")
            if case:
                found.append(DirectWork(case, done.text(f"{name}.{at}.state") or "planned"))
    return found


def front_door_of(done: Done) -> list[FrontDoorCase]:
    """The cases discussed by their number, each with its criterion: 1 is the first of the policy's."""
    found = []
    for name, question in _asked(done):
        for at in range(question.examples if question.kind == "numbered" else 0):
            number, which = done.text(f"{name}.{at}.number"), done.text(f"{name}.{at}.which")
            if number and which in question.choices:
                found.append(FrontDoorCase(number, question.choices.index(which) + 1))
    return found


def _asked(done: Done) -> Iterator[tuple[str, Question]]:
    for step in done.steps:
        for question in step.part.question:
            yield f"{step.prefix}{question.id}", question


def _review(request: Request, work: UnitOfWork, done: Done) -> int:
    """What became of the actions of last time; those that stay open are left."""
    settled = 0
    for action_id in done.near.actions:
        outcome = done.text(f"last_actions.{action_id}.outcome")
        if outcome in ("done", "not_done"):
            why = done.text(f"last_actions.{action_id}.why")
            work.actions.settle(action_id, outcome, viewer=request.viewer, why=why)
            settled += 1
    return settled


def _relay(request: Request, work: UnitOfWork, done: Done, session: SessionView) -> int:
    """The ideas of groups that were brought to it; those left out wait for the next one."""
    chosen = {each for name, question in _asked(done) if question.kind == "ideas" for each in done.several(name)}
    relayed = [each for each in done.near.ideas if each in chosen]
    for group_id in relayed:
        work.groups.relay(group_id, viewer=request.viewer, person_id=session.supervisee_id, on=session.held_on)
    return len(relayed)


def _agree(request: Request, work: UnitOfWork, done: Done, session: SessionView, record_id: str) -> int:
    """The actions agreed now: the supervisee's where nobody is named, by the next session where no day is."""
    found = 0
    for at in range(10):
        what = done.text(f"actions.{at}.what")
        if what:
            by = done.text(f"actions.{at}.by") or done.text("next_session.on")
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


def _put_matter(request: Request, work: UnitOfWork, done: Done, session: SessionView) -> bool:
    """A personal matter goes to the supervisee, who agrees or does not; it is never part of the record."""
    put = False
    for name, question in _asked(done):
        typed = done.text(name) if question.kind == "matter" and done.near.may_add_matter else ""
        if typed:
            work.matters.write(session.id, typed, viewer=request.viewer)
            put = True
    return put


def _book(request: Request, work: UnitOfWork, done: Done, session: SessionView) -> None:
    """The next session, where a day was given and none is booked."""
    on, at = done.text("next_session.on"), done.text("next_session.at")
    if on and work.sessions.booked(session.supervisee_id, viewer=request.viewer) is None:
        clock = time.fromisoformat(at) if at else None
        work.sessions.book(
            viewer=request.viewer, supervisee_id=session.supervisee_id, planned_on=date.fromisoformat(on), planned_at=clock
        )
