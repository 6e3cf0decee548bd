"""Ad hoc decisions: saved, read, confirmed, copied to the case system, filed."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import Block, PlainTextObject, SectionBlock

from handlers.forms import fields
from handlers.policy import case_system, counts_as_oversight
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import kit
from handlers.words.phrases import clock, day, escape, plain_day, who
from scheduling.calendar import LONDON
from storage.unit import UnitOfWork
from storage.views import DecisionView, Person

READ = "decision_read"
CONFIRM = "decision_confirm"
COPY = "decision_copy"
FILED = "decision_filed"
NOBODY: Mapping[str, Person] = {}
CONFIRM_FORM = "decision_confirm_form"
COPY_FORM = "decision_copy_form"


def saved(request: Request, work: UnitOfWork, view: DecisionView, people: Mapping[str, Person] = NOBODY) -> Reply:
    """`Saved. Ad hoc decision on M100001, 14:05 today, by you. @Ann has been told there is one to read. …`

    `people` are those known already.
    """
    how = "Saved as a draft" if view.is_draft else "Saved"
    said = [f"{how}. Ad hoc decision on *{escape(view.ref)}*, {clock(view.logged_at)} today, by you."]
    if view.is_draft:
        supervisor = who(work.people.get(view.supervisor_id)) if view.supervisor_id else "Your supervisor"
        said.append(f"{supervisor} has been asked to confirm it; then it counts.")
        return say(" ".join(said), title="Saved", stored=True, about=view.id)
    if view.worker_id != request.viewer.id:
        said.append(f"{who(people.get(view.worker_id) or work.people.get(view.worker_id))} has been told there is one to read.")
    if counts_as_oversight(work):
        said.append(f"\nIt counts as management oversight for {request.today:%B}.")
    said.append(_to_file(work, view, request))
    told = " ".join(part for part in said if part)
    return say(told, kit.actions(*_filing(work, view)), title="Saved", stored=True, about=view.id)


def _to_file(work: UnitOfWork, view: DecisionView, request: Request) -> str:
    if view.filed_on or not view.file_by_on:
        return ""
    return f"To file on {case_system(work)} by {day(view.file_by_on, request.today)}."


def _filing(work: UnitOfWork, view: DecisionView) -> list[Any]:
    made = [kit.button(f"Copy for {case_system(work)}", COPY, view.id)]
    if not view.filed_on:
        made.append(kit.button("Filed", FILED, view.id))
    return made


def read(request: Request, work: UnitOfWork) -> Reply:
    """The text of a decision, in a window: never in a message."""
    view = work.decisions.read(request.value, viewer=request.viewer)
    return show(fields.window("Ad hoc decision", _told(request, work, view)))


def ask_confirm(request: Request, work: UnitOfWork) -> Reply:
    """The text of a draft with *Confirm* under it."""
    view = work.decisions.read(request.value, viewer=request.viewer)
    blocks = _told(request, work, view)
    if not view.is_draft:
        confirmed = f" on {day(view.confirmed_on, request.today)}" if view.confirmed_on else ""
        return show(fields.window("Ad hoc decision", [kit.section(f"This has been confirmed already{confirmed}."), *blocks]))
    blocks.append(kit.context("Once you confirm it, it counts as a manager's decision, in your name."))
    return show(fields.form("Confirm a decision", CONFIRM_FORM, blocks, submit="Confirm", meta={"decision": view.id}))


def confirm(request: Request, work: UnitOfWork) -> Reply:
    """The draft counts from now on."""
    view = work.decisions.confirm(request.carried("decision"), viewer=request.viewer)
    said = f"Confirmed. The decision on *{escape(view.ref)}* counts, in your name."
    parts = [said, _to_file(work, view, request)]
    return say(" ".join(part for part in parts if part), kit.actions(*_filing(work, view)), title="Confirmed", stored=True)


def copy(request: Request, work: UnitOfWork) -> Reply:
    """*Copy for MOSAIC*."""
    return copy_of(request, work, request.value)


def copy_of(request: Request, work: UnitOfWork, decision_id: str) -> Reply:
    """The decision as it stands on the case system, to copy and paste; *Filed* when that is done."""
    view = work.decisions.read(decision_id, viewer=request.viewer)
    system = case_system(work)
    head, decision, rationale = _to_paste(work, view)
    parts = _parts("\n".join((head, decision, rationale)))
    blocks: list[Block] = [
        fields.text_field(name, label, text, optional=True, hint="Changes made here are not kept.")
        for name, label, text in parts
    ]
    if view.filed_on:
        return show(fields.window("Ad hoc decision", [kit.section(_filed(view, request, system)), *_told(request, work, view)]))
    blocks.append(kit.context(f"Paste it into {escape(system)} on *{escape(view.ref)}*, then press Filed."))
    return show(fields.form("Copy the decision", COPY_FORM, blocks, submit="Filed", meta={"decision": view.id}))


def _parts(whole: str) -> list[tuple[str, str, str]]:
    """Field, label and text: in as many fields as it takes, for none of it may be left out."""
    if len(whole) <= fields.LONGEST:
        return [("copy", "Copy this", whole)]
    texts = [whole[at : at + fields.LONGEST] for at in range(0, len(whole), fields.LONGEST)]
    of = len(texts)
    return [(f"copy_{at}", f"Copy this, part {at} of {of}", text) for at, text in enumerate(texts, start=1)]


def filed(request: Request, work: UnitOfWork) -> Reply:
    """It is on the case system: by the button, or from the window with the text to copy."""
    view = work.decisions.mark_filed(request.meta.get("decision") or request.value, viewer=request.viewer)
    return say(_filed(view, request, case_system(work)), title="Filed", stored=True)


def _filed(view: DecisionView, request: Request, system: str) -> str:
    on = f" on {day(view.filed_on, request.today)}" if view.filed_on else ""
    return f"Filed on {escape(system)}{on}. Nothing more is needed for the decision on *{escape(view.ref)}*."


def _to_paste(work: UnitOfWork, view: DecisionView) -> tuple[str, str, str]:
    by, worker = work.people.get(view.by_id), work.people.get(view.worker_id)
    logged_on = view.logged_at.astimezone(LONDON).date()
    head = [f"AD HOC DECISION - {view.ref}", f"Date: {logged_on:%a} {logged_on.day} {logged_on:%B %Y}, {clock(view.logged_at)}"]
    head += [f"By: {by.name}, {by.post}".rstrip(", ")] if by else []
    head += [f"Worker: {worker.name}, {worker.post}".rstrip(", ")] if worker else []
    return "\n".join(head), f"Decision: {view.decision}", f"Rationale for management endorsement: {view.rationale}"


def _stands(request: Request, work: UnitOfWork, view: DecisionView) -> str:
    """A draft, confirmed, or a manager's own; and whether it is filed."""
    if view.is_draft:
        supervisor = who(work.people.get(view.supervisor_id)) if view.supervisor_id else "the supervisor"
        return f"A draft: it waits for {supervisor} to confirm it."
    counts = (
        f"Confirmed on {day(view.confirmed_on, request.today)}." if view.confirmed_on else "A manager's decision: it counts."
    )
    if view.filed_on:
        return f"{counts} Filed on {escape(case_system(work))} on {day(view.filed_on, request.today)}."
    return f"{counts} Not filed on {escape(case_system(work))} yet."


def _erased(request: Request, work: UnitOfWork, view: DecisionView) -> str:
    """`Filed on MOSAIC on Tue 7 April; its text is on the case system only.`"""
    on = f" on {day(view.filed_on, request.today)}" if view.filed_on else ""
    return f"Filed on {escape(case_system(work))}{on}; its text is on the case system only."


def _told(request: Request, work: UnitOfWork, view: DecisionView) -> list[Block]:
    logged_on = view.logged_at.astimezone(LONDON).date()
    by = who(work.people.get(view.by_id))
    head = f"*{escape(view.ref)}* · {plain_day(logged_on, request.today)}, {clock(view.logged_at)} · by {by}"
    blocks = [kit.section(head), kit.context(_stands(request, work, view))]
    if view.content_erased_on:
        return [*blocks, kit.section(_erased(request, work, view))]
    for label, text in (("Decision", view.decision), ("Rationale", view.rationale)):
        blocks += [kit.section(f"*{label}*"), SectionBlock(text=PlainTextObject(text=text[:3000] or "–", emoji=False))]
    return blocks
