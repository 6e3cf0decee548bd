"""Ad hoc decisions: saved, read, confirmed, changed, copied to the case system, filed."""

from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk.models.blocks import Block

from handlers import paging, pasting
from handlers.filling.shown import value_of
from handlers.forms import fields, more
from handlers.forms.decision_back import as_of
from handlers.policy import asks_for_oversight, case_system, counts_as_oversight
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import casenotes, kit
from handlers.words import decision as words
from handlers.words.home import CONFIRM as TO_CONFIRM
from handlers.words.phrases import clock, day, escape, plain_day, who
from scheduling.calendar import LONDON
from scheduling.errors import SupervisionError
from storage import errors
from storage.records.decisionrows import OVERSIGHT, may_change
from storage.unit import UnitOfWork
from storage.views import DecisionView, Person

READ = "decision_read"
CONFIRM = "decision_confirm"
BACK = "decision_back"
CHANGE = "decision_change"
COPY = "decision_copy"
FILED = "decision_filed"
NOBODY: Mapping[str, Person] = {}
CONFIRM_FORM = "decision_confirm_form"
COPY_FORM = "decision_copy_form"
COPY_FAULTS: dict[type[SupervisionError], str] = {
    errors.FiledTooEarly: pasting.FILED_ON,
    errors.FiledLater: pasting.FILED_ON,
}


def saved(request: Request, work: UnitOfWork, view: DecisionView, people: Mapping[str, Person] = NOBODY) -> Reply:
    """`Saved. Ad hoc decision on M100001, 14:05 today, by you. @Ann has been told there is one to read. …`

    Outside their hours @Ann `will be told at 08:00`. `people` are those known already.
    """
    said = [
        words.logged(
            view.ref, clock(view.logged_at), is_draft=view.is_draft, kind=_kind(work, view), what=words.KINDS[view.kind]
        )
    ]
    asked = [] if view.more or view.kind == OVERSIGHT else more.required(work)
    adds = [kit.button(words.ADD, CHANGE, view.id)] if asked else []
    later = words.later(view.told_at, request.today) if view.told_at and view.told_at > request.now else ""
    if view.is_draft:
        said.append(words.asked_to_confirm(*_asked(work, view), later))
        said += [words.also_asked(asked)] if asked else []
        return say(" ".join(said), *_row(adds), title=words.SAVED, stored=True, about=view.id)
    if view.worker_id != request.viewer.id:
        worker = people.get(view.worker_id) or work.people.get(view.worker_id)
        gone = words.not_told(worker, request.today) if worker and worker.has_left(request.today) else ""
        said.append(gone or words.told(who(worker), later))
    if asks_for_oversight(work) if view.kind == OVERSIGHT else counts_as_oversight(work):
        said.append(words.counts_for(request.today))
    said += [_to_file(work, view, request), words.also_asked(asked) if asked else ""]
    told = " ".join(part for part in said if part)
    return say(told, *_row([*_filing(work, view), *adds]), title=words.SAVED, stored=True, about=view.id)


def _asked(work: UnitOfWork, view: DecisionView) -> tuple[str, str]:
    """Who is asked to confirm a draft; and in whose place, where that is not the supervisor."""
    if view.supervisor_id is None:
        return "", ""
    asked_id = view.asked_id or view.supervisor_id
    people = work.people.by_id({view.supervisor_id, asked_id})
    away = "" if asked_id == view.supervisor_id else who(people.get(view.supervisor_id))
    return who(people.get(asked_id)), away


def changed(request: Request, work: UnitOfWork, view: DecisionView) -> Reply:
    """A draft written anew, or a decision that corrects another."""
    if view.replaces_id is None:
        return say(words.changed_draft(view.ref, _asked(work, view)[0]), title=words.CHANGED, stored=True, about=view.id)
    reply = saved(request, work, view)
    rows = reply.blocks[1:]
    said = f"{reply.text}\n{words.corrects(view.ref, words.NAMED[view.kind])}"
    return Reply(said, [kit.section(said).to_dict(), *rows], title=words.CHANGED, stored=True, about=view.id)


def _row(buttons: list[Any]) -> list[Block]:
    return [kit.actions(*buttons)] if buttons else []


def _kind(work: UnitOfWork, view: DecisionView) -> str:
    """Where the policy tells several apart."""
    return view.direction if view.kind != OVERSIGHT and len(work.policy.at(work.today).ad_hoc_kinds) > 1 else ""


def _to_file(work: UnitOfWork, view: DecisionView, request: Request) -> str:
    if view.filed_on or not view.file_by_on:
        return ""
    return words.to_file(case_system(work), day(view.file_by_on, request.today))


def _filing(work: UnitOfWork, view: DecisionView) -> list[Any]:
    made = [kit.button(casenotes.copy_for(case_system(work)), COPY, view.id)]
    if not view.filed_on:
        made.append(kit.button(casenotes.FILED, FILED, view.id))
    return made


def read(request: Request, work: UnitOfWork) -> Reply:
    """The text of a decision, in a window: never in a message."""
    decision_id, _, page = request.value.partition(",")
    view = work.decisions.read(decision_id, viewer=request.viewer)
    here = _page(request, work, view, page)
    row = _row([*here.buttons(READ, view.id), *_may(request, work, view)])
    return show(fields.window(words.KINDS[view.kind], [*here.blocks, *row]), replaces=bool(page))


def _may(request: Request, work: UnitOfWork, view: DecisionView) -> list[Any]:
    """What the viewer may do with it besides reading."""
    made = []
    if not view.replaced_by_id and not view.content_erased_on:
        above = work.sight.above(view.worker_id)
        waits = view.is_draft and not view.returned_at and request.viewer.id in above and request.viewer.id != view.worker_id
        made += [kit.button(TO_CONFIRM, CONFIRM, view.id)] if waits else []
        made += [kit.button(words.CHANGE, CHANGE, view.id)] if may_change(view, request.viewer, above) else []
    if view.replaced_by_id:
        made.append(kit.button(words.READ_NEWER, READ, view.replaced_by_id))
    elif view.replaces_id:
        made.append(kit.button(words.READ_EARLIER, READ, view.replaces_id))
    return made


def ask_confirm(request: Request, work: UnitOfWork) -> Reply:
    """The text of a draft with *Confirm* under it, and *Send back* above that."""
    decision_id, _, page = request.value.partition(",")
    view = work.decisions.read(decision_id, viewer=request.viewer)
    here = _page(request, work, view, page)
    turn = here.buttons(CONFIRM, view.id)
    if not view.is_draft:
        on = day(view.confirmed_on, request.today) if view.confirmed_on else ""
        made = [kit.section(words.confirmed_already(on)), *here.blocks, *_row(turn)]
        return show(fields.window(words.TITLE, made), replaces=bool(page))
    if not here.is_last:
        return show(fields.window(words.CONFIRM_TITLE, [*here.blocks, *_row(turn)]), replaces=bool(page))
    blocks = [*here.blocks, kit.context(words.ONCE_CONFIRMED), kit.context(words.OTHERWISE)]
    blocks.append(kit.actions(*turn, kit.button(words.SEND_BACK, BACK, view.id)))
    meta = {"decision": view.id, "as_of": view.written_at.isoformat()}
    form = fields.form(words.CONFIRM_TITLE, CONFIRM_FORM, blocks, submit=words.READ_AND_CONFIRM, meta=meta)
    return show(form, replaces=bool(page))


def confirm(request: Request, work: UnitOfWork) -> Reply:
    """The draft counts from now on."""
    view = work.decisions.confirm(request.carried("decision"), viewer=request.viewer, as_of=as_of(request))
    parts = [words.confirmed(view.ref), _to_file(work, view, request)]
    said = " ".join(part for part in parts if part)
    return say(said, kit.actions(*_filing(work, view)), title=words.CONFIRMED, stored=True)


def copy(request: Request, work: UnitOfWork) -> Reply:
    """*Copy for MOSAIC*, and its further pages."""
    decision_id, _, page = request.value.partition(",")
    return copy_of(request, work, decision_id, page)


def copy_of(request: Request, work: UnitOfWork, decision_id: str, page: str = "") -> Reply:
    """The decision as it stands on the case system, to copy and paste; *Filed* when that is done."""
    view = work.decisions.read(decision_id, viewer=request.viewer)
    if view.filed_on:
        here = _page(request, work, view, page)
        told = [kit.section(_filed(view, request, case_system(work))), *here.blocks, *_row(here.buttons(COPY, view.id))]
        return show(fields.window(words.KINDS[view.kind], told), replaces=bool(page))
    version = work.policy.at(work.today)
    by, worker = work.people.get(view.confirmed_by_id or view.by_id), work.people.get(view.worker_id)
    whole = casenotes.of_decision(version, view, work.people.get(view.by_id), worker)
    whole += "".join(f"\n\n{casenotes.corrected(each, casenotes.in_short(each))}" for each in _unfiled(request, work, view))
    text = pasting.Text(casenotes.headline(version, view.kind, by, worker), whole, view.ref)
    form = pasting.Form(casenotes.COPY_TITLES[view.kind], COPY_FORM, {"decision": view.id}, COPY, view.id)
    return show(pasting.form(request, work, text, form, paging.number_in(page)), replaces=bool(page))


def _unfiled(request: Request, work: UnitOfWork, view: DecisionView) -> list[DecisionView]:
    """What it corrects and is not on the case system yet: that goes there with it."""
    found = []
    while view.replaces_id:
        view = work.decisions.read(view.replaces_id, viewer=request.viewer)
        found += [] if view.filed_on or view.is_draft else [view]
    return found


def filed(request: Request, work: UnitOfWork) -> Reply:
    """It is on the case system: by the button, or from the window with the text to copy, on the day given there."""
    decision_id = request.meta.get("decision") or request.value
    view = work.decisions.mark_filed(decision_id, viewer=request.viewer, on=request.day(pasting.FILED_ON))
    return say(_filed(view, request, case_system(work)), title=words.FILED, stored=True)


def _filed(view: DecisionView, request: Request, system: str) -> str:
    return words.filed(system, view.ref, day(view.filed_on, request.today) if view.filed_on else "", words.NAMED[view.kind])


def _stands(request: Request, work: UnitOfWork, view: DecisionView) -> str:
    """A draft, sent back, confirmed, or a manager's own; and whether it is filed."""
    if view.is_draft and view.returned_at:
        on = day(view.returned_at.astimezone(LONDON).date(), request.today)
        return words.was_sent_back(who(work.people.get(view.returned_by_id or "")), on)
    if view.is_draft:
        return words.waits(who(work.people.get(view.supervisor_id)) if view.supervisor_id else "")
    by = who(work.people.get(view.confirmed_by_id)) if view.confirmed_by_id else ""
    counts = words.confirmed_on(day(view.confirmed_on, request.today), by) if view.confirmed_on else words.COUNTS[view.kind]
    system = case_system(work)
    if view.filed_on:
        return words.filed_on(counts, system, day(view.filed_on, request.today))
    return words.not_filed(counts, system)


def told_back(request: Request, work: UnitOfWork, view: DecisionView) -> list[Block]:
    """Why a draft was sent back, to whoever is to write it again."""
    if view.returned_at is None:
        return []
    return [kit.section(f"*{words.BECAUSE}*"), *_text(view.returned_because)]


def _page(request: Request, work: UnitOfWork, view: DecisionView, page: str) -> paging.Page:
    """A page of what it says."""
    return paging.page_of(_told(request, work, view), paging.number_in(page))


def _told(request: Request, work: UnitOfWork, view: DecisionView) -> Iterator[paging.Piece]:
    logged_on = view.logged_at.astimezone(LONDON).date()
    by = who(work.people.get(view.by_id))
    head = words.head(view.ref, f"{plain_day(logged_on, request.today)}, {clock(view.logged_at)}", by)
    blocks = [kit.section(head), kit.context(_stands(request, work, view))]
    if view.replaced_by_id:
        blocks.append(kit.context(words.REPLACED[view.kind]))
    if view.replaces_id:
        blocks.append(kit.context(words.REPLACES[view.kind]))
    if view.content_erased_on:
        on = day(view.filed_on, request.today) if view.filed_on else ""
        yield paging.Piece([*blocks, kit.section(words.erased(case_system(work), on))])
        return
    blocks += told_back(request, work, view)
    if kind := _kind(work, view):
        blocks.append(kit.context(escape(words.of_kind(kind))))
    yield paging.Piece(blocks)
    for label, text in ((words.SAYS[view.kind], view.decision), (words.RATIONALE, view.rationale)):
        yield paging.Piece([kit.section(f"*{label}*"), *_text(text)])
    for part in view.more.parts:
        for answer in part.answers:
            column = f" · {escape(answer.column)}" if answer.column else ""
            yield paging.Piece([kit.section(f"*{escape(answer.asks)}*{column}"), *_text(value_of(answer, {}))])


def _text(text: str) -> list[Block]:
    return paging.paragraphs(text or words.NOTHING_SAID)
