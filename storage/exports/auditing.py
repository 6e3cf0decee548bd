"""Audits of supervision records: that they were made, of which sample, and what came after."""

from typing import Any

from sqlalchemy import case, func, literal_column, select

from storage.asking import TODAY, WORKSPACE
from storage.exports.columns import Table, beside, day, flag, number, or_none, person, team, word
from storage.index.closing import DUE_CHANGED
from storage.models import ActionRow, AuditDrawRow, AuditRow, AuditSampleRow, ObligationRow, RecordRow

KINDS = ("dip_sample", "file_audit", "peer", "personal_records")
_LOOKED = AuditRow
_AGREED = ActionRow
_OPEN = or_none(_AGREED.outcome).is_(None)


def _actions(*which: Any) -> Any:
    """How many of them were agreed in the form of an audit."""
    record = RecordRow
    theirs = (
        record.workspace == _LOOKED.workspace,
        record.of_id == _LOOKED.id,
        record.form == literal_column("'supervision_audit'"),
    )
    found = select(func.count()).select_from(_AGREED).join(record, record.id == _AGREED.record_id)
    return found.where(*theirs, *which).scalar_subquery()


def _of_sample(column: Any) -> Any:
    """Of the sample it was drawn in; nothing of what was audited without one."""
    drawn, draw = AuditSampleRow, AuditDrawRow
    found = select(column).join(drawn, drawn.draw_id == draw.id).where(drawn.audit_id == _LOOKED.id)
    return found.order_by(drawn.place).limit(1).scalar_subquery()


_OWED = ObligationRow
_FEEDBACK = (
    select(_OWED.about, func.max(_OWED.due_on).label("due_on"))
    .where(_OWED.workspace == WORKSPACE, _OWED.kind == literal_column("'audit_feedback'"))
    .where(_OWED.closed_how != literal_column(f"'{DUE_CHANGED}'"))
    .group_by(_OWED.about)
    .subquery("feedback")
)

AUDITS = Table(
    "audits",
    "Audits of supervision records: whose, by whom, of which sample, how far. Not what was found; nor what was drawn and "
    "is not audited yet, which nobody but its auditor is to know.",
    (
        word("The row's own id.", "id", _LOOKED.id, is_always=True),
        person("Whose records were audited", "of_id", _LOOKED.of_id, is_always=True),
        team(),
        person("Who supervised them, and is owed the feedback; empty where that was not kept", "supervisor_id", _LOOKED.by_id),
        person("Who audits", "auditor_id", _LOOKED.auditor_id, is_always=True),
        word("What kind of audit it is.", "kind", _LOOKED.kind, KINDS, is_always=True),
        word(
            "How far it is.",
            "state",
            case((_LOOKED.feedback_on.is_not(None), "fed_back"), (_LOOKED.finished_on.is_not(None), "finished"), else_="begun"),
            ("begun", "finished", "fed_back"),
            is_always=True,
        ),
        flag(
            "Whether the self-assessments were looked at with it; empty where that was not kept.",
            "with_ratings",
            _LOOKED.rag,
            rule="MAN-K-e",
            is_always=False,
        ),
        word("The rule its sample was drawn by; empty of what was audited without one.", "rule", _of_sample(AuditDrawRow.rule)),
        day("The first day of the time the sample is for.", "sample_from_on", _of_sample(AuditDrawRow.begins_on)),
        day("The last day of it.", "sample_to_on", _of_sample(AuditDrawRow.ends_on)),
        day("The day of the audit.", "audited_on", _LOOKED.audited_on, is_always=True),
        day("The day it was finished.", "finished_on", _LOOKED.finished_on),
        day("The day the supervisor was to have feedback by, where one was reckoned.", "feedback_due_on", _FEEDBACK.c.due_on),
        day("The day the supervisor had feedback.", "feedback_on", _LOOKED.feedback_on),
        day("The day its findings were brought to the managers' meeting.", "discussed_on", _LOOKED.discussed_on),
        number("Actions agreed in it.", "actions", _actions(), "actions", is_always=True),
        number("Of these, not settled yet.", "actions_open", _actions(_OPEN), "actions", is_always=True),
        number("Of these, past their day.", "actions_late", _actions(_OPEN, _AGREED.due_on < TODAY), "actions", is_always=True),
    ),
    beside(_LOOKED, _LOOKED.of_id).outerjoin(_FEEDBACK, _FEEDBACK.c.about == _LOOKED.id),
    about=_LOOKED.of_id,
    workspace=_LOOKED.workspace,
    key=_LOOKED.id,
    on=_LOOKED.audited_on,
    on_says="the day of the audit",
)
