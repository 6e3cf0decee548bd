"""What was held before the council had the bot: sessions, discussions, agreements, observations and audits, a CSV file each.

Without them the first import knows no last supervision, and everything would be late on day one. They are read with any
import; a line that is stored already changes nothing.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from scheduling import shapes
from storage.extracts import cells
from storage.extracts.columns_ours import AGREEMENTS, AUDITS, DISCUSSIONS, OBSERVATIONS, SESSIONS
from storage.extracts.csvs import open_csv
from storage.extracts.plan import AgreementEntry, AuditEntry, DiscussionEntry, ImportPlan, ObservationEntry, SessionEntry, Who
from storage.extracts.tables import Progress, Row, no_progress

SESSION_KINDS: Mapping[str, str] = {
    **{cells.squeezed(each): each for each in shapes.SESSION_KINDS},
    **{cells.squeezed(each): "personal" for each in ("supervision", "individual", "professional", "1:1", "one to one")},
}
DISCUSSION_KINDS: Mapping[str, str] = {
    **{cells.squeezed(each): each for each in shapes.DISCUSSION_KINDS},
    **{cells.squeezed(each): "supervision" for each in ("case supervision", "case discussion")},
    **{cells.squeezed(each): "oversight" for each in ("management oversight",)},
    **{cells.squeezed(each): "ad_hoc" for each in ("ad hoc decision", "management decision")},
}
OBSERVATION_KINDS: Mapping[str, str] = {
    **{cells.squeezed(each): "practice" for each in ("practice", "practice observation", "direct practice")},
    **{cells.squeezed(each): "supervision" for each in ("supervision", "supervision observation", "supervision session")},
}
AUDIT_KINDS: Mapping[str, str] = {
    **{cells.squeezed(each): each for each in ("personal_records", "dip_sample", "file_audit", "peer")},
    **{cells.squeezed(each): "personal_records" for each in ("personal supervision records", "supervision records", "records")},
    **{cells.squeezed(each): "dip_sample" for each in ("dip sampling", "sample")},
    **{cells.squeezed(each): "file_audit" for each in ("supervision file", "file")},
    **{cells.squeezed(each): "peer" for each in ("peer audit", "peer review")},
}
LONGEST_SESSION_MINUTES = 600


def read_sessions(path: Path, plan: ImportPlan, today: date, progress: Progress = no_progress) -> None:
    """Sessions held. Without a column `recorded on` each counts as recorded the day it was held."""
    table = open_csv(path, SESSIONS, plan.faults)
    for row in table.read(plan.faults, progress) if table else ():
        supervisee = _who(row, "supervisee")
        held_on = _held(row, "held_on", today)
        minutes = row.read("minutes", lambda value: cells.whole_number(value, "a length in minutes"), None)
        if minutes is not None and minutes > LONGEST_SESSION_MINUTES:
            row.fault("minutes", f"is {minutes}, more than {LONGEST_SESSION_MINUTES}", "Give the length in minutes")
        recorded_on = row.day("recorded_on") if row.has("recorded_on") else held_on
        if held_on and recorded_on and recorded_on < held_on:
            row.fault("recorded_on", "is before it was held", "Correct one of the two")
        kind = row.read("kind", lambda value: cells.code(value, SESSION_KINDS, "a kind of session"), "") or "personal"
        supervisor = _who(row, "supervisor", needed=False)
        if not row.is_spoilt and supervisee and held_on:
            plan.sessions.append(SessionEntry(supervisee, supervisor, kind, held_on, minutes, recorded_on, row.place))


def read_discussions(path: Path, plan: ImportPlan, today: date, progress: Progress = no_progress) -> None:
    """Cases discussed, each counted as recorded that day."""
    table = open_csv(path, DISCUSSIONS, plan.faults)
    for row in table.read(plan.faults, progress) if table else ():
        ref = row.reference("case")
        row.must("case", ref, "Every line needs the case's reference")
        worker = _who(row, "worker")
        on = _held(row, "on", today)
        kind = row.read("kind", lambda value: cells.code(value, DISCUSSION_KINDS, "a kind of discussion"), "") or "supervision"
        if not row.is_spoilt and worker and on:
            plan.discussions.append(DiscussionEntry(ref, worker, kind, on, row.place))


def read_agreements(path: Path, plan: ImportPlan, today: date, progress: Progress = no_progress) -> None:
    """Agreements signed, and when they were last reviewed."""
    table = open_csv(path, AGREEMENTS, plan.faults)
    for row in table.read(plan.faults, progress) if table else ():
        supervisee, supervisor = _who(row, "supervisee"), _who(row, "supervisor", needed=False)
        by_supervisee, by_supervisor = (_not_ahead(row, f"{who}_signed_on", today) for who in ("supervisee", "supervisor"))
        reviewed_on = _not_ahead(row, "reviewed_on", today)
        named_manager = _who(row, "named_manager", needed=False)
        if not row.is_spoilt and supervisee:
            plan.agreements.append(
                AgreementEntry(supervisee, supervisor, by_supervisee, by_supervisor, reviewed_on, named_manager, row.place)
            )


def read_observations(path: Path, plan: ImportPlan, today: date, progress: Progress = no_progress) -> None:
    """Practice observed, or a supervisor's supervision (`kind` supervision)."""
    table = open_csv(path, OBSERVATIONS, plan.faults)
    for row in table.read(plan.faults, progress) if table else ():
        of, by = _who(row, "of"), _who(row, "by", needed=False)
        on = _held(row, "on", today)
        kind = row.read("kind", lambda value: cells.code(value, OBSERVATION_KINDS, "a kind of observation"), "") or "practice"
        if not row.is_spoilt and of and on:
            plan.observations.append(ObservationEntry(of, by, kind, on, row.place))


def read_audits(path: Path, plan: ImportPlan, today: date, progress: Progress = no_progress) -> None:
    """Audits of somebody's supervision records, each counted as finished and fed back that day."""
    table = open_csv(path, AUDITS, plan.faults)
    for row in table.read(plan.faults, progress) if table else ():
        of, by = _who(row, "of"), _who(row, "by", needed=False)
        on = _held(row, "on", today)
        kind = row.read("kind", lambda value: cells.code(value, AUDIT_KINDS, "a kind of audit"), "") or "personal_records"
        if not row.is_spoilt and of and on:
            plan.audits.append(AuditEntry(of, by, kind, on, row.place))


def _who(row: Row, name: str, *, needed: bool = True) -> Who | None:
    text = row.words(name)
    if needed:
        row.must(name, text, "Give the staff id, e-mail address or name")
    return Who(text) if text else None


def _held(row: Row, name: str, today: date) -> date | None:
    on = _not_ahead(row, name, today)
    row.must(name, on, "Give the day it took place")
    return on


def _not_ahead(row: Row, name: str, today: date) -> date | None:
    on = row.day(name)
    if on and on > today:
        row.fault(name, f"{on:%d/%m/%Y} has not come yet", "Only what has taken place goes here; book what is planned in Slack")
    return on
