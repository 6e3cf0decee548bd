"""What audits of some time found, question by question: counted, for the managers' meeting (Manchester 5.3, Plymouth 8.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from scheduling.forms import Filled, Template, from_json
from storage.auditviews import Findings, Theme
from storage.models import ActionRow, AuditRow, RecordRow, RecordVersionRow
from storage.records.purposes import SENIOR
from storage.records.sight import LINE

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person

FORM = "supervision_audit"


def of_service(viewer: Person) -> bool:
    """Whether somebody is shown what the audits of the whole service found; others what they found and what is below them."""
    return viewer.level in SENIOR


def findings(work: UnitOfWork, viewer: Person, first_on: date, last_on: date) -> Findings:
    """Noted as a report that was looked at: no record is shown."""
    rows = made(work, viewer, first_on, last_on)
    template = work.policy.form(FORM)
    records = _records(work, [row.id for row in rows])
    work.trail.note("listed", viewer=viewer, kind="report", object=f"audits {first_on} {last_on}", about=None, role=LINE)
    discussed = [row.discussed_on for row in rows]
    return Findings(
        audits=len(rows),
        themes=tuple(counted(template, records.values())),
        sees_all=all(row.auditor_id == viewer.id or work.sight.way(viewer, row.by_id or row.of_id) for row in rows),
        actions=_actions(work, list(records)),
        discussed_on=max(filter(None, discussed), default=None) if all(discussed) else None,
    )


def made(work: UnitOfWork, viewer: Person, first_on: date, last_on: date) -> list[AuditRow]:
    """Audits finished in this time: of the whole service, or the viewer's own and of those below the viewer."""
    row = AuditRow
    mine = (row.workspace == work.workspace, row.finished_on >= first_on, row.finished_on <= last_on)
    rows = list(work.session.scalars(select(row).where(*mine).order_by(row.finished_on, row.id)))
    if of_service(viewer):
        return rows
    below = work.sight.below(viewer)
    return [row for row in rows if row.auditor_id == viewer.id or (row.by_id or row.of_id) in below]


def counted(template: Template, audits: Iterable[Filled]) -> list[Theme]:
    """How often each question that is answered with yes or no was answered so, in the order it is asked."""
    answers: list[Mapping[str, object]] = [each.values() for each in audits]
    questions = [question for _, question in template.questions() if question.kind == "yes_no"]
    return [
        Theme(
            question.asks,
            sum(each.get(question.id) == "yes" for each in answers),
            sum(each.get(question.id) == "no" for each in answers),
        )
        for question in questions
    ]


def _records(work: UnitOfWork, audit_ids: Sequence[str]) -> dict[str, Filled]:
    """What the audits' forms say now, by the record's id; those erased are not among them."""
    row, version = RecordRow, RecordVersionRow
    query = select(row.id, version.content).join(version, (version.record_id == row.id) & (version.number == row.version))
    mine = (row.workspace == work.workspace, row.form == FORM, row.of_id.in_(audit_ids))
    found = work.session.execute(query.where(*mine)) if audit_ids else ()
    return {each.id: from_json(each.content) for each in found if each.content}


def _actions(work: UnitOfWork, record_ids: Sequence[str]) -> dict[str, int]:
    row = ActionRow
    query = select(row.outcome, row.due_on).where(row.workspace == work.workspace, row.record_id.in_(record_ids))
    found = list(work.session.execute(query)) if record_ids else []
    late = [each for each in found if not each.outcome and each.due_on and each.due_on < work.today]
    return {"agreed": len(found), "settled": sum(bool(each.outcome) for each in found), "late": len(late)}
