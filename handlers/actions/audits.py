"""Samples drawn for the viewer to audit, the file behind each, the feedback still to give, and what audits found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from slack_sdk.models.blocks import Block

from handlers.filling import opening
from handlers.forms import audit as redrawing
from handlers.forms import fields
from handlers.homes.lists import Listed, Part
from handlers.periods import Span, before, span_in
from handlers.reply import Reply, say, show
from handlers.request import Request
from handlers.words import audit as words
from handlers.words import kit, messages
from handlers.words.forms import dated
from handlers.words.phrases import escape
from storage.auditviews import AuditView, SampleView
from storage.records.findings import of_service
from storage.unit import UnitOfWork

SHOWN = 12
LATELY = timedelta(days=92)
AT_HOME = 4


def run(request: Request, work: UnitOfWork) -> Reply:
    """The viewer's own samples, and the feedback they have to give."""
    samples, owed = work.samples.to_do(request.viewer), work.audits.without_feedback(request.viewer)
    ids = {each for one in samples for each in (one.of_id, one.by_id)}
    people = work.people.by_id(ids | {each for one in owed for each in (one.of_id, one.supervisor_id)})
    made: list[Block] = [kit.section(f"*{words.TO_DO}*")] if samples else []
    for _, some in groupby(samples[:SHOWN], key=lambda each: (each.rule, each.begins_on)):
        mine = list(some)
        for each in mine:
            said = words.sample(each, people.get(each.of_id), people.get(each.by_id), request.today)
            made += [kit.section(said), _row(each)]
        made.append(kit.context(words.drawn(mine[0], len(mine), request.today)))
    if not samples:
        asks = work.policy.at(request.today).audits.sample
        made.append(kit.section(words.NOTHING if asks else words.SILENT))
    made += [kit.section(words.out_of_reach(each.text, request.today)) for each in work.audits.out_of_reach(request.viewer)]
    made += [kit.section(f"*{words.FEEDBACK_DUE}*")] if owed else []
    made += _feedback(request, work, owed[:SHOWN])
    made += _made(request, work)
    made.append(kit.actions(kit.button(words.FINDINGS_LABEL, words.FINDINGS, "now")))
    return show(fields.window(words.TITLE, made))


def _row(sample: SampleView) -> Block:
    return kit.actions(
        kit.button(words.FILL, words.FORM, sample.id, primary=True),
        kit.button(words.READ_FILE, words.FILE, sample.id),
        kit.button(words.CANNOT, words.REDRAW, sample.id),
    )


def _feedback(request: Request, work: UnitOfWork, audits: Sequence[AuditView]) -> list[Block]:
    """A line and a button for each audit that feedback is still to be given on, with its last day where there is one."""
    owed = work.obligations.of(request.viewer.id, viewer=request.viewer) if audits else []
    due = {each.about: each.due_on for each in owed if each.kind == "audit_feedback"}
    people = work.people.by_id({each for one in audits for each in (one.of_id, one.supervisor_id)})
    made: list[Block] = []
    for each in audits:
        of, by = people.get(each.of_id), people.get(each.supervisor_id)
        give = kit.button(words.GIVE, words.FEEDBACK, each.id)
        made.append(kit.section(words.feedback(of, by, due.get(each.id), request.today), accessory=give))
    return made


def _made(request: Request, work: UnitOfWork) -> list[Block]:
    """What the viewer has audited lately, to be read again."""
    lately = work.audits.made_since(request.viewer, request.today - LATELY)
    records = work.written.of_one(*(each.id for each in lately), viewer=request.viewer)
    by_audit = {each.of_id: each for each in records if each.form == "supervision_audit"}
    people = work.people.by_id({each for one in lately for each in (one.of_id, one.supervisor_id)})
    made: list[Block] = []
    for each in [one for one in lately if one.id in by_audit][:SHOWN]:
        said = words.audited(each, people.get(each.of_id), people.get(each.supervisor_id), request.today)
        read = kit.button(words.READ, messages.FORM_READ, by_audit[each.id].id)
        made.append(kit.section(said, accessory=read))
    return [kit.section(f"*{words.AUDITED}*"), *made] if made else []


def fill(request: Request, work: UnitOfWork) -> Reply:
    """*Audit it*: the form of the policy."""
    return opening.audit_of_sample(request, work, request.value)


def give(request: Request, work: UnitOfWork) -> Reply:
    """*Give feedback*."""
    return opening.audit_feedback(request, work, request.value)


def ask_redraw(request: Request, work: UnitOfWork) -> Reply:
    """*It cannot be audited…*"""
    return show(redrawing.modal(request, work, work.samples.get(request.value, viewer=request.viewer)))


def read_file(request: Request, work: UnitOfWork) -> Reply:
    """*Read the file*: as far as the audit needs it."""
    found = work.samples.file(request.value, viewer=request.viewer)
    people = work.people.by_id([found.sample.of_id, found.sample.by_id])
    said = words.sampled(people.get(found.sample.of_id), people.get(found.sample.by_id))
    made: list[Block] = [kit.section(f"*{said}*"), kit.context(words.ONLY_THIS)]
    lines = [
        words.session(each.held_on, each.minutes, each.recorded_on, request.today) for each in found.sessions if each.held_on
    ]
    made.append(kit.section("\n".join((f"*{words.SESSIONS}*", *(lines[:30] or [words.NO_SESSION])))))
    made.append(kit.section(f"*{words.RECORDS}*"))
    for record in found.records:
        about = f" · *{escape(record.case_ref)}*" if record.case_ref else ""
        line = f"{escape(record.title)}{about} · {dated(record, request.today)}"
        made.append(kit.section(line, accessory=kit.button(words.READ, messages.FORM_READ, record.id)))
    made += [] if found.records else [kit.section(words.NO_RECORD)]
    return show(fields.window(words.FILE_TITLE, made))


def found(request: Request, work: UnitOfWork) -> Reply:
    """*What was found*: the button carries which time."""
    is_first = request.value == "now"
    return show(findings(request, work, span_in("" if is_first else request.value, request.today)), replaces=not is_first)


def findings(request: Request, work: UnitOfWork, span: Span) -> dict[str, object]:
    """Themes of that time, counted; nobody's name, and no number that would tell whose it was."""
    said = work.audits.findings(request.viewer, span.first, span.last)
    is_all = of_service(request.viewer)
    whose = words.OF_SERVICE if is_all else words.OF_YOURS
    made: list[Block] = [kit.section(words.found(said, span.first, span.last, whose, request.today))]
    if 0 < said.audits < words.LEAST and not said.sees_all:
        made.append(kit.section(words.TOO_FEW))
    elif said.audits:
        made += [kit.section(f"{words.theme(each, sees_all=said.sees_all)}\n{escape(each.asks)}") for each in said.themes]
        made += [] if said.sees_all else [kit.context(words.HELD_BACK)]
        made.append(kit.context(words.actions(said.actions)))
    made += [kit.context(words.discussed(said.discussed_on, request.today))] if said.discussed_on else []
    row = [kit.button(words.BEFORE, words.FINDINGS, before(span))]
    row += (
        [kit.button(words.DISCUSSED_LABEL, words.DISCUSSED, span.name)]
        if is_all and said.audits and not said.discussed_on
        else []
    )
    return fields.window(words.FOUND_TITLE, [*made, kit.actions(*row)])


def discussed(request: Request, work: UnitOfWork) -> Reply:
    """*Discussed at the meeting*: noted with each of the audits of that time."""
    span = span_in(request.value, request.today)
    return say(words.noted(work.audits.discuss(request.viewer, span.first, span.last)), title=words.SAVED, stored=True)


def at_home(request: Request, work: UnitOfWork) -> Sequence[Part]:
    """How many were drawn for the viewer, and the first few; the feedback they owe; nothing where none waits."""
    samples, owed = work.samples.to_do(request.viewer), work.audits.without_feedback(request.viewer)
    made: list[Part] = []
    if samples:
        late = sum(each.ends_on < request.today for each in samples)
        head = words.on_home(len(samples), late, samples[0].ends_on, request.today)
        made.append(kit.section(head, accessory=kit.button(words.OPEN_LABEL, words.OPEN, "own")))
    people = work.people.by_id({each for one in samples for each in (one.of_id, one.by_id)})
    entries: list[list[Block]] = []
    for each in samples:
        said = words.sample(each, people.get(each.of_id), people.get(each.by_id), request.today)
        entries.append([kit.section(said, accessory=kit.button(words.FILL, words.FORM, each.id))])
    feedback = [[each] for each in _feedback(request, work, owed)]
    lists = [Listed("samples", "", entries, AT_HOME), Listed("feedback", words.FEEDBACK_DUE, feedback, AT_HOME)]
    return [*made, *lists] if made or feedback else []
