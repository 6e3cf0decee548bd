"""The audit of a supervision file (Manchester Appendix J), and the feedback on it (Manchester 5.2, Wokingham 8)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from handlers.asking import FieldError
from handlers.filling.agreed import agree, must_be_in_time
from handlers.filling.filling import Answers, Done, Filling
from handlers.filling.sheet import Sheet
from handlers.reply import Reply, say
from handlers.request import Request
from handlers.words import audit as words
from handlers.words import filling as filling_words
from handlers.words import kit
from handlers.words.phrases import who
from scheduling.forms import Answer, Filled, FilledPart, Near, Value
from storage.auditviews import AuditView
from storage.errors import AnsweredAlready, AuditedAlready, InTheFuture, NotFound
from storage.unit import UnitOfWork
from storage.views import Person
from storage.written import RecordView

FORM, FEEDBACK = "supervision_audit", "audit_feedback"
MOST = 2900
"""Letters the feedback may begin with: a field takes 3,000."""


def _near(request: Request, work: UnitOfWork, sheet: Sheet) -> Near:
    """Whoever may own an action. Raises NotFound where it is not the viewer's to fill."""
    supervisor = work.people.must_get(sheet.person)
    _must_be_theirs(request, work, sheet)
    return Near(people={each.id: each.name for each in (supervisor, request.viewer)})


def _must_be_theirs(request: Request, work: UnitOfWork, sheet: Sheet) -> None:
    if sheet.corrects:
        found = work.written.get(sheet.corrects, viewer=request.viewer)
        if (found.about_id, found.form) != (sheet.person, sheet.form):
            raise NotFound
    elif sheet.form == FEEDBACK:
        audit = work.audits.get(sheet.of, viewer=request.viewer)
        if audit.supervisor_id != sheet.person:
            raise NotFound
        if audit.feedback_on:
            raise AnsweredAlready
    elif sheet.of:
        sample = work.samples.get(sheet.of, viewer=request.viewer)
        if sample.by_id != sheet.person:
            raise NotFound
        if not sample.is_open:
            raise AuditedAlready
    else:
        work.sight.must_supervise(request.viewer, sheet.person)


def _audited(request: Request, work: UnitOfWork, sheet: Sheet) -> Person | None:
    """Whose supervision is looked at; the supervisor's own records where no file was drawn."""
    if sheet.corrects:
        of_id = work.written.get(sheet.corrects, viewer=request.viewer).of_id or ""
        return work.people.get(work.audits.get(of_id, viewer=request.viewer).of_id)
    if sheet.form == FEEDBACK:
        return work.people.get(work.audits.get(sheet.of, viewer=request.viewer).of_id)
    return work.people.get(work.samples.get(sheet.of, viewer=request.viewer).of_id if sheet.of else sheet.person)


def _head(request: Request, work: UnitOfWork, sheet: Sheet) -> str:
    of, by = _audited(request, work, sheet), work.people.get(sheet.person)
    return words.feedback_head(of, by) if sheet.form == FEEDBACK else words.head(of, by)


def _begin(request: Request, work: UnitOfWork, sheet: Sheet) -> Mapping[str, Value]:
    today = request.today.isoformat()
    if sheet.form == FORM:
        return {"on": today}
    points = _points(request, work, sheet.of)
    return {"given_on": today, **({"points": points} if points else {})}


def _points(request: Request, work: UnitOfWork, audit_id: str) -> str:
    """What the audit found, a point each: what to begin from."""
    records = [each for each in work.written.of_one(audit_id, viewer=request.viewer) if each.form == FORM]
    if not records:
        return ""
    said = work.written.read(records[0].id, viewer=request.viewer).latest.filled.values()
    found = [str(said[name]) for name in said if name.endswith("_note") or name == "commend"]
    return "\n".join(f"• {each}" for each in found)[:MOST]


def _check(request: Request, work: UnitOfWork, sheet: Sheet, answered: Answers) -> None:
    must_be_in_time(request, answered)
    if str(answered.get("given_on") or "") > request.today.isoformat():
        raise FieldError("given_on", InTheFuture().sentence)


def _save(request: Request, work: UnitOfWork, sheet: Sheet, done: Done) -> Reply:
    on, viewer, supervisor = date.fromisoformat(done.text("on")), request.viewer, work.people.must_get(sheet.person)
    if sheet.of:
        audit_id = work.audits.record_sample(sheet.of, viewer=viewer, on=on)
    else:
        audit_id = work.audits.record(viewer=viewer, of_id=supervisor.id, on=on, kind=kind_of(request, work))
    audit = work.audits.get(audit_id, viewer=viewer)
    filled = Filled((_names(audit), *done.filled.parts))
    record = work.written.write(FORM, filled, viewer=viewer, about_id=supervisor.id, of_id=audit_id)
    agreed = agree(request, work, done, supervisor.id, record.id, audit_id)
    said = [words.saved(work.people.get(audit.of_id), supervisor, _feedback_due(request, work, audit_id), request.today)]
    said += [filling_words.actions_agreed(agreed)] if agreed else []
    give = kit.actions(kit.button(words.GIVE, words.FEEDBACK, audit_id, primary=True))
    return say(" ".join(said), give, title=words.SAVED, stored=True, about=record.id)


def kind_of(request: Request, work: UnitOfWork) -> str:
    """What an audit of a supervisor's records counts as where no file was drawn for it."""
    terms = work.policy.at(request.today).audits
    return "file_audit" if terms.sample and not terms.personal_records else "personal_records"


def _names(audit: AuditView) -> FilledPart:
    """The first lines of Appendix J; the auditor is whoever signs."""
    asked = ((words.SUPERVISEE, "supervisee", audit.of_id), (words.SUPERVISOR, "supervisor", audit.supervisor_id))
    return FilledPart(words.WHOSE, "personal", "", tuple(Answer(name, asks, "", "person", who) for asks, name, who in asked))


def _feedback_due(request: Request, work: UnitOfWork, audit_id: str) -> date | None:
    owed = work.obligations.of(request.viewer.id, viewer=request.viewer)
    return next((each.due_on for each in owed if each.kind == FEEDBACK and each.about == audit_id), None)


def _corrected(request: Request, work: UnitOfWork, record: RecordView, answered: Answers) -> None:
    on, given_on = str(answered.get("on") or ""), str(answered.get("given_on") or "")
    if record.of_id:
        work.audits.correct(
            record.of_id,
            viewer=request.viewer,
            on=date.fromisoformat(on) if on else None,
            feedback_on=date.fromisoformat(given_on) if given_on else None,
        )


def _give(request: Request, work: UnitOfWork, sheet: Sheet, done: Done) -> Reply:
    """The supervisor is asked to read it, and signs that they have."""
    on, supervisor = date.fromisoformat(done.text("given_on")), work.people.must_get(sheet.person)
    work.audits.give_feedback(sheet.of, viewer=request.viewer, on=on)
    record = work.written.write(FEEDBACK, done.filled, viewer=request.viewer, about_id=supervisor.id, of_id=sheet.of)
    return say(words.given(who(supervisor)), title=words.SAVED, stored=True, about=record.id)


AUDIT_FILLING = Filling(near=_near, head=_head, save=_save, begin=_begin, check=_check, corrected=_corrected)
FEEDBACK_FILLING = Filling(near=_near, head=_head, save=_give, begin=_begin, check=_check, corrected=_corrected)
