"""Somebody's record, opened: its sessions and decisions, and what was written, in a window that Slack does not keep."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block, PlainTextObject, SectionBlock

from handlers import decisions
from handlers.actions import groups
from handlers.forms import fields
from handlers.reply import Reply, show
from handlers.request import Request
from handlers.words import kit, messages
from handlers.words import matter as matter_words
from handlers.words import plan as plan_words
from handlers.words import raised as raised_words
from handlers.words import records as words
from handlers.words import signing as signing_words
from handlers.words.forms import dated
from handlers.words.phrases import clock, day, escape, plain_day, possessive, who
from scheduling.calendar import LONDON
from storage.records.decisionrows import OVERSIGHT
from storage.unit import UnitOfWork
from storage.views import DecisionView, MatterView, Person, SessionView
from storage.written import RecordView

OPEN = messages.RECORD_OPEN
READ = "session_read"
SHOWN = 20


def run(request: Request, work: UnitOfWork) -> Reply:
    """*Read the record*: of the person the button names."""
    return show(window(request, work, work.people.must_get(request.value)))


def window(request: Request, work: UnitOfWork, person: Person) -> dict[str, Any]:
    """What the record of one person holds, newest first. Raises NotFound where it is not the viewer's to read."""
    sessions = work.sessions.of(person.id, viewer=request.viewer, most=SHOWN)
    made = work.decisions.of_worker(person.id, viewer=request.viewer, most=SHOWN)
    forms = work.written.of(person.id, viewer=request.viewer, most=SHOWN)
    whose = words.YOURS if person.id == request.viewer.id else words.theirs(possessive(who(person)))
    planner = kit.button(plan_words.SEE_PLANNER, plan_words.HISTORY, person.id)
    blocks: list[Block] = [kit.section(f"*{whose}*", accessory=planner), *_sessions(request, work, sessions)]
    blocks += _raised(request, work, person)
    blocks += [*_forms(request, forms), *groups.taken_part(request, work, person), *_decisions(request, work, made)]
    return fields.window(words.TITLE, blocks)


def _raised(request: Request, work: UnitOfWork, person: Person) -> list[Block]:
    """What they raised, for themselves and the line above; not for who reads the record by a grant."""
    if not work.people.can_see(request.viewer, person.id):
        return []
    steps = work.raised.of(person.id, viewer=request.viewer)
    return [kit.section(f"*{raised_words.HEADING}*\n{raised_words.trace(steps, request.today)}")] if steps else []


def read(request: Request, work: UnitOfWork) -> Reply:
    """*Read*: what was written about one session."""
    session = work.sessions.get(request.value, viewer=request.viewer)
    notes = work.sessions.notes(session.id, viewer=request.viewer)
    forms = work.written.of_session(session.id, viewer=request.viewer)
    matters = work.matters.of_session(session.id, viewer=request.viewer)
    supervisee = work.people.get(session.supervisee_id)
    held = f", {day(session.held_on, request.today)}" if session.held_on else ""
    head = words.session(who(supervisee), who(work.people.get(session.supervisor_id)), held)
    blocks: list[Block] = [kit.section(f"*{head}*"), kit.context(_facts(session, request)), *_moved(session, request)]
    if not notes and not forms:
        blocks.append(kit.section(words.NOTHING_WRITTEN if session.held_on else words.NOT_HELD))
    blocks += fields.in_full(words.RECORD, notes) if notes else []
    blocks += _forms(request, forms)
    for matter in matters:
        blocks += _matter(matter, request)
    return show(fields.window(words.OF_A_SESSION, blocks))


def _sessions(request: Request, work: UnitOfWork, sessions: Sequence[SessionView]) -> list[Block]:
    if not sessions:
        return [kit.section(words.NO_SESSION)]
    people = work.people.by_id({one.supervisor_id for one in sessions})
    made: list[Block] = []
    for one in sessions:
        said = words.in_a_line(_stands(one, request), who(people.get(one.supervisor_id)))
        made.append(kit.section(said, accessory=kit.button(words.READ, READ, one.id) if one.held_on else None))
    return [*made, *_more(sessions, words.SESSIONS)]


def _forms(request: Request, forms: Sequence[RecordView]) -> list[Block]:
    """Filled forms, each with how far it is signed."""
    made: list[Block] = [kit.section(f"*{signing_words.FORMS}*")] if forms else []
    for one in forms:
        about = f" · *{escape(one.case_ref)}*" if one.case_ref else ""
        said = f"{escape(one.title)}{about} · {dated(one, request.today)} · {signing_words.STATES[one.state]}"
        made.append(kit.section(said, accessory=kit.button(words.READ, messages.FORM_READ, one.id)))
    return [*made, *_more(forms, signing_words.FORMS.lower())]


def _decisions(request: Request, work: UnitOfWork, made: Sequence[DecisionView]) -> list[Block]:
    if not made:
        return []
    people = work.people.by_id({one.by_id for one in made})
    lines: list[Block] = [kit.section(words.DECISIONS_HEAD)]
    for one in made:
        when = f"{day(one.logged_at.astimezone(LONDON).date(), request.today)}, {clock(one.logged_at)}"
        draft = words.DRAFT if one.is_draft else words.CORRECTED if one.replaced_by_id else ""
        draft += words.OVERSIGHT if one.kind == OVERSIGHT else ""
        said = words.decision(escape(one.ref), when, who(people.get(one.by_id)), draft)
        lines.append(kit.section(said, accessory=kit.button(words.READ, decisions.READ, one.id)))
    return [*lines, *_more(made, words.DECISIONS)]


def _more(shown: Sequence[object], what: str) -> list[Block]:
    return [kit.context(words.newest(SHOWN, what))] if len(shown) == SHOWN else []


def _stands(session: SessionView, request: Request) -> str:
    if session.held_on is None:
        planned = day(session.planned_on, request.today) if session.planned_on else words.A_DAY_TO_COME
        return words.called_off(planned) if session.called_off_on else words.booked(planned)
    written = "" if session.recorded_on else words.NOT_WRITTEN_UP
    return words.held(day(session.held_on, request.today), written)


def _facts(session: SessionView, request: Request) -> str:
    parts = [words.minutes(session.minutes)] if session.minutes else []
    parts += [words.written_up(plain_day(session.recorded_on, request.today))] if session.recorded_on else []
    if session.cases:
        parts.append(words.discussed(len(session.cases), ", ".join(map(escape, session.cases))))
    return " · ".join(parts) or words.ONLY_YOU


def _moved(session: SessionView, request: Request) -> list[Block]:
    made: list[Block] = []
    for move in session.moves:
        said = words.moved(
            plain_day(move.from_on, request.today), plain_day(move.to_on, request.today) if move.to_on else "", move.reason
        )
        made.append(SectionBlock(text=PlainTextObject(text=said, emoji=False)))
    return made


def _matter(matter: MatterView, request: Request) -> list[Block]:
    """A personal matter: seen by the supervisee and the supervisor only, or by whom it was opened to by name."""
    if matter.refused_at is not None:
        return [kit.context(matter_words.OF_THE_RECORD_NOT_KEPT)]
    on = matter.agreed_at.astimezone(LONDON).date() if matter.agreed_at else None
    stands = matter_words.of_the_record_agreed(day(on, request.today)) if on else matter_words.OF_THE_RECORD_WAITS
    return fields.in_full(matter_words.of_the_record(stands), matter.content)
