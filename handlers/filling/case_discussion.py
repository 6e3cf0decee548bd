"""A case discussed on its own, outside a session: the policy's form for it, a record for each case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from slack_sdk.models.blocks import Block

from handlers import casenotes, decisions
from handlers.filling.around import around
from handlers.filling.filling import Done, Filling
from handlers.filling.sheet import Sheet
from handlers.policy import case_system
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import casenotes as words
from handlers.words import kit
from handlers.words.phrases import day, several, who
from scheduling.forms import Filled, Near, Value
from storage.errors import NotFound
from storage.records.decisions import ToLog
from storage.unit import UnitOfWork

FORM = "case_discussion"
OWN = ("decided", "rationale")
"""Questions whose answers are the decision and its rationale."""


def _near(request: Request, work: UnitOfWork, sheet: Sheet) -> Near:
    """Of the cases it is about, as the viewer, who supervises on them, may see them.

    Corrected it may be whoever works on them now, by the right to the record. Raises NotFound, ForTheSupervisor.
    """
    work.sight.must_supervise(request.viewer, sheet.person)
    near = around(request, work, sheet.person, with_actions=False)
    held = [case for case in work.cases.seen([(ref, request.viewer) for ref in sheet.cases]) if case]
    if len(held) < len(sheet.cases) and not sheet.corrects:
        raise NotFound
    others = work.people.by_id({each for case in held for each in case.workers} - {sheet.person})
    return replace(
        near,
        categories={case.ref: case.category for case in held},
        children=work.families.evidenced(sheet.cases, viewer=request.viewer),
        workers={case.ref: {each: others[each].name for each in case.workers if each in others} for case in held},
    )


def _head(request: Request, work: UnitOfWork, sheet: Sheet) -> str:
    return words.HEAD.format(refs=several(sheet.cases), worker=who(work.people.get(sheet.person)))


def _begin(request: Request, work: UnitOfWork, sheet: Sheet) -> Mapping[str, Value]:
    """Today, in supervision, with everybody who works on the case: a joint case is discussed with both (PLY-5.4.3)."""
    begun: dict[str, Value] = {"discussed_on": request.today.isoformat()}
    if planned := _ways(work):
        begun["how"] = planned[0]
    return begun | {f"{ref}.workers": list(others) for ref, others in _near(request, work, sheet).workers.items() if others}


def _ways(work: UnitOfWork) -> tuple[str, ...]:
    """How a case may be discussed: the first is supervision of it, any other an ad hoc discussion."""
    return next((question.choices for _, question in work.policy.form(FORM).questions() if question.id == "how"), ())


def _save(request: Request, work: UnitOfWork, sheet: Sheet, done: Done) -> Reply:
    on = date.fromisoformat(done.text("discussed_on")) if done.text("discussed_on") else request.today
    ways, how = _ways(work), done.text("how")
    keep = _decision if ways and how and how != ways[0] else _supervision
    kept = [keep(request, work, sheet, done, ref, on) for ref in sheet.cases]
    said = "\n".join(sentence for sentence, _, _ in kept)
    return say(said, *(row for _, row, _ in kept), title=words.SAVED, stored=True, about=kept[0][2])


def _supervision(request: Request, work: UnitOfWork, sheet: Sheet, done: Done, ref: str, on: date) -> tuple[str, Block, str]:
    note = work.case_notes.record(
        of_case(done.filled, ref),
        viewer=request.viewer,
        person_id=sheet.person,
        ref=ref,
        on=on,
        workers=done.several(f"{ref}.workers"),
    )
    said = words.discussed(ref, day(on, request.today), who(work.people.get(note.worker_id)))
    return said, _to_copy(work, casenotes.COPY, note.id), note.id


def _decision(request: Request, work: UnitOfWork, sheet: Sheet, done: Done, ref: str, on: date) -> tuple[str, Block, str]:
    """Unscheduled: it is an ad hoc decision with all the headings that were filled, and never supervision (WOK-s2.2-a)."""
    decided, why = (done.text(f"{ref}.{name}") for name in OWN)
    rest = without(of_case(done.filled, ref), {f"{ref}.{name}" for name in OWN})
    view = work.decisions.put(ToLog(request.viewer, ref, decided, why, more=rest, on=on))
    return words.discussed_ad_hoc(ref), _to_copy(work, decisions.COPY, view.id), view.id


def of_case(filled: Filled, ref: str) -> Filled:
    """What was asked about one case, and of all of them together."""
    return Filled(tuple(part for part in filled.parts if part.case in ("", ref)))


def without(filled: Filled, names: set[str]) -> Filled:
    """But for these answers."""
    parts = (replace(part, answers=tuple(each for each in part.answers if each.name not in names)) for part in filled.parts)
    return Filled(tuple(part for part in parts if part.answers))


def _to_copy(work: UnitOfWork, action: str, about: str) -> Block:
    return kit.actions(kit.button(words.copy_for(case_system(work)), action, about))


FILLING = Filling(near=_near, head=_head, save=_save, begin=_begin)
