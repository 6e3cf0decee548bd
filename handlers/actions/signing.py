"""A filled form read, signed, said not to be right, decided on, and corrected."""

from __future__ import annotations

import re
from datetime import datetime

from slack_sdk.models.blocks import Block

from handlers import paging, pointing
from handlers.filling import correcting, engine, shown
from handlers.filling.sheet import Sheet
from handlers.filling.table import FILLINGS
from handlers.forms import fields, unsent
from handlers.homes.lists import Listed, Part
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import kit, messages
from handlers.words import signing as words
from handlers.words.forms import dated, line
from handlers.words.phrases import clock, day, escape, listed, who
from scheduling.calendar import LONDON
from storage.records.disputes import OUTCOMES
from storage.unit import UnitOfWork
from storage.written import DisputeView, RecordRead, RecordView, VersionView

READ = messages.FORM_READ
OPEN = messages.DISPUTE_OPEN
SIGN = "sign_form"
NOT_RIGHT = "record_not_right"
DISPUTE = "dispute_form"
SETTLE = "settle_form"
TAKE_BACK = "dispute_take_back"
CORRECT = "record_correct"
COPY = "record_copy"
SHOWN = 5


def read(request: Request, work: UnitOfWork) -> Reply:
    """A version of a record, a page at a time; with *I confirm it is right* where the viewer's name is missing."""
    record_id, version, page = ([*request.ids, "", "", ""])[:3]
    opened = work.written.read(record_id, viewer=request.viewer)
    at = _number(version)
    at = at if 0 < at <= opened.record.version else opened.record.version
    told = next(each for each in opened.versions if each.number == at)
    people = work.people.by_id(_named(opened, told))
    before = next((each.filled for each in opened.versions if each.number == at - 1), None)
    around = [*_because(told), *(paging.Piece(_dispute(request, work, each)) for each in opened.disputes)]
    here = paging.page_of([*around, *shown.pieces(told.filled, people, before)], paging.number_in(page))
    made = [*_head(request, work, opened, told), *here.blocks, *_buttons(request, work, opened, at, here)]
    if not (here.is_last and at == opened.record.version and _may_sign(request, work, opened.record)):
        return show(fields.window(words.WINDOW, made), replaces=bool(page))
    meta = {"record": record_id, "version": str(at)}
    return show(fields.form(words.WINDOW, SIGN, made, submit=words.CONFIRM, meta=meta), replaces=bool(page))


def sign(request: Request, work: UnitOfWork) -> Reply:
    """The viewer's name goes under this version."""
    work.written.sign(request.carried("record"), _number(request.carried("version")), viewer=request.viewer)
    return say(words.SIGNED, title=words.SIGNED_TITLE, stored=True)


def ask_not_right(request: Request, work: UnitOfWork) -> Reply:
    """*It is not right*: why."""
    record = work.written.get(request.value, viewer=request.viewer)
    block = fields.text_field("words", words.WHY_NOT_RIGHT, hint=words.WHY_NOT_RIGHT_HINT)
    meta = {"record": record.id, "version": str(record.version), "person": record.about_id}
    return show(unsent.kept(fields.form(words.NOT_RIGHT, DISPUTE, [block], submit=words.SEND, meta=meta)))


def dispute(request: Request, work: UnitOfWork) -> Reply:
    """Bring it to the named manager."""
    version = _number(request.carried("version"))
    made = work.disputes.bring(request.carried("record"), version, request.typed("words"), viewer=request.viewer)
    to = work.people.get(made.to_id) if made.to_id else None
    said = words.disputed(who(to)) if to else words.nobody_named()
    return say(said, title=words.SENT, stored=True, about=made.record_id)


def open_dispute(request: Request, work: UnitOfWork) -> Reply:
    """What is not right, in whose words; and for whoever decides, what becomes of it."""
    found = work.disputes.get(request.value, viewer=request.viewer)
    record = work.written.get(found.record_id, viewer=request.viewer)
    about = work.people.get(record.about_id)
    made: list[Block] = [kit.section(f"*{line(record, about, request.viewer)}* · {dated(record, request.today)}")]
    made += _dispute(request, work, found)
    row = [kit.button(words.READ, READ, record.id)]
    if found.is_open and request.viewer.id == found.raised_by_id:
        row.append(kit.button(words.TAKE_BACK, TAKE_BACK, found.id))
    made.append(kit.actions(*row))
    if not found.is_open or not work.disputes.decides(found.id, viewer=request.viewer):
        return show(fields.window(words.NOT_RIGHT, made))
    made.append(fields.select_field("outcome", words.OUTCOME, words.CHOICES))
    made.append(fields.text_field("words", words.OUTCOME_WHY, hint=words.OUTCOME_HINT))
    meta = {"dispute": found.id, "person": record.about_id}
    return show(unsent.kept(fields.form(words.NOT_RIGHT, SETTLE, made, submit=words.DECIDE, meta=meta)))


def settle(request: Request, work: UnitOfWork) -> Reply:
    """What becomes of it."""
    outcome = request.typed("outcome")
    outcome = outcome if outcome in OUTCOMES else "stands"
    found = work.disputes.settle(request.carried("dispute"), outcome, request.typed("words"), viewer=request.viewer)
    return say(words.settled(found.outcome), title=words.DECIDED, stored=True, about=found.record_id)


def take_back(request: Request, work: UnitOfWork) -> Reply:
    """Whoever said that it is not right says so no more."""
    found = work.disputes.settle(request.value, "withdrawn", "", viewer=request.viewer)
    return say(words.settled(found.outcome), title=words.TAKEN_BACK, stored=True)


def correct(request: Request, work: UnitOfWork) -> Reply:
    """The form again, with what stands in the record."""
    record_id, how = ([*request.ids, "", ""])[:2]
    record = work.written.get(record_id, viewer=request.viewer)
    form = "session" if record.session_id and record.layer == "case" else record.form
    by = _hand(request, work, record, form)
    kind = engine.ADDS if how == engine.ADDS else ""
    sheet = Sheet(form, record.about_id, by=by, session=record.session_id or "", case=record.case_ref or "", corrects=record.id)
    return engine.open_form(request, work, sheet.on(of=record.of_id or "", version=str(record.version), kind=kind))


def copy(request: Request, work: UnitOfWork) -> Reply:
    """The viewer's own copy, to be taken along (Manchester Appendix D, Wokingham 6), and its further pages."""
    record_id, page = [*request.ids, "", ""][:2]
    opened = work.written.read(record_id, viewer=request.viewer)
    told = opened.latest
    text = shown.as_text(told.filled, work.people.by_id(_named(opened, told)))
    if work.policy.at(request.today).own_copy and opened.record.about_id == request.viewer.id:
        text = pointing.without(text, pointing.Look(request, work).at(text), words.LEFT_OUT)
    here = paging.page_of([paging.Piece([part]) for part in paging.paragraphs(text)], paging.number_in(page))
    if not page:
        work.written.copied(opened.record.id, viewer=request.viewer)
    row = here.buttons(COPY, opened.record.id)
    made = [kit.section(f"*{escape(opened.record.title)}*"), *here.blocks, *([kit.actions(*row)] if row else [])]
    return Reply(modal=fields.window(words.COPY, made), stored=True, replaces=bool(page))


def waiting(request: Request, work: UnitOfWork, most: int = SHOWN) -> list[Part]:
    """What waits for the viewer's name, correction or decision, a line and a button each."""
    to_sign, to_correct = work.written.to_sign(request.viewer), work.disputes.to_correct(request.viewer)
    to_decide = work.disputes.waiting(request.viewer)
    records = work.written.by_id({each.record_id for each in to_decide})
    people = work.people.by_id({each.about_id for each in [*to_sign, *to_correct, *records.values()]})

    def entry(record: RecordView, label: str, action: str, value: str) -> list[Block]:
        state = f" · {words.STATES[record.state]}" if record.state == "disputed" and action == READ else ""
        said = f"{line(record, people.get(record.about_id), request.viewer)} · {dated(record, request.today)}{state}"
        return [kit.section(said, accessory=kit.button(label, action, value))]

    decided = [entry(records[each.record_id], words.DECIDE, OPEN, each.id) for each in to_decide]
    return [
        Listed("to_sign", words.TO_SIGN, [entry(each, words.READ, READ, each.id) for each in to_sign], most),
        Listed("to_correct", words.TO_CORRECT, [entry(each, words.READ, READ, each.id) for each in to_correct], most),
        Listed("to_decide", words.DISPUTES, decided, most),
    ]


def _head(request: Request, work: UnitOfWork, opened: RecordRead, told: VersionView) -> list[Block]:
    record = opened.record
    about = work.people.get(record.about_id)
    made: list[Block] = [kit.section(f"*{line(record, about, request.viewer)}* · {dated(record, request.today)}")]
    people = work.people.by_id({each.person_id for each in record.signatures} | {told.written_by_id})
    lines = [
        (people.get(each.person_id), words.CAPACITIES.get(each.capacity, each.capacity), _when(request, each.signed_at))
        for each in record.signatures
        if each.version == told.number
    ]
    version = words.version(told.number, record.version)
    made.append(kit.context(" · ".join(filter(None, (version, escape(record.policy), shown.signatures(lines))))))
    if told.number == record.version and record.missing:
        who_else = listed([words.CAPACITIES.get(each, each) for each in record.missing])
        made.append(kit.context(words.missing(who_else)))
    if record.content_erased_on:
        made.append(kit.section(words.ERASED))
    about_signs = about is not None and work.written.signs_as(record.id, viewer=about) in record.missing
    if about is not None and about_signs and about.left_on and about.left_on <= request.today:
        made.append(kit.context(words.cannot_be_signed(who(about), day(about.left_on, request.today))))
    if told.number in opened.altered:
        made.append(kit.section(words.ALTERED))
    return made


def _because(told: VersionView) -> list[paging.Piece]:
    return [paging.Piece(fields.in_full(words.CORRECTED_BECAUSE, told.because))] if told.because else []


def _dispute(request: Request, work: UnitOfWork, found: DisputeView) -> list[Block]:
    raised = f"{who(work.people.get(found.raised_by_id))}, {_when(request, found.raised_at)}"
    made: list[Block] = [kit.context(words.raised(found.version, raised))]
    made += fields.in_full(words.SAID_NOT_RIGHT, found.words) if found.words else []
    if found.passed_at and found.to_id:
        first = who(work.people.get(found.first_to_id)) if found.first_to_id else ""
        made.append(kit.context(words.passed_on(first, who(work.people.get(found.to_id)), _when(request, found.passed_at))))
    if found.is_open:
        return [*made, kit.section(words.OPEN_DISPUTE)]
    by = who(work.people.get(found.settled_by_id)) if found.settled_by_id else ""
    when = _when(request, found.settled_at) if found.settled_at else ""
    made.append(kit.context(words.decided(by, when, found.outcome)))
    return [*made, *(fields.in_full(words.WHY, found.outcome_words) if found.outcome_words else [])]


def _buttons(request: Request, work: UnitOfWork, opened: RecordRead, at: int, here: paging.Page) -> list[Block]:
    record = opened.record
    row = here.buttons(READ, f"{record.id},{at}")
    if at > 1:
        row.append(kit.button(words.BEFORE, f"{READ}:before", f"{record.id},{at - 1}"))
    if request.viewer.id == record.about_id:
        row.append(kit.button(words.COPY, COPY, record.id))
    if at == record.version and work.disputes.may_bring(record.id, viewer=request.viewer):
        row.append(kit.button(words.NOT_RIGHT, NOT_RIGHT, record.id))
    if at == record.version and work.written.may_write(record.id, viewer=request.viewer) and not record.content_erased_on:
        row.append(kit.button(words.CORRECT, CORRECT, record.id))
        by = _hand(request, work, record, record.form) if record.form in FILLINGS else ""
        if by and correcting.to_add(request, work, record, work.policy.form(record.form), by):
            row.append(kit.button(words.ADD, f"{CORRECT}:add", f"{record.id},{engine.ADDS}"))
    return [kit.actions(*row)] if row else []


def _hand(request: Request, work: UnitOfWork, record: RecordView, form: str) -> str:
    """In which capacity the viewer fills a form that passes from hand to hand; "" of any other."""
    passes = any(part.by for part in work.policy.form(form).part)
    return ("supervisee" if request.viewer.id == record.about_id else "observer") if passes else ""


def _may_sign(request: Request, work: UnitOfWork, record: RecordView) -> bool:
    return work.written.signs_as(record.id, viewer=request.viewer) in record.missing


def _named(opened: RecordRead, told: VersionView) -> set[str]:
    return shown.named_in(told.filled) | {opened.record.about_id}


def _number(text: str) -> int:
    """What a button or a form of ours carries; -1 where it is none of ours."""
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else -1


def _when(request: Request, at: datetime) -> str:
    return f"{day(at.astimezone(LONDON).date(), request.today)}, {clock(at)}"
