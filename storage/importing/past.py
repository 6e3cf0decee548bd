"""What was held, discussed, signed, observed and audited before the bot: stored once, never over what was said in Slack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from storage.extracts import Faults, Place
from storage.extracts.plan import AgreementEntry, AuditEntry, DiscussionEntry, ImportPlan, ObservationEntry, SessionEntry, Who
from storage.importing.caseload import Caseload
from storage.importing.outcome import Outcome
from storage.importing.roster import Roster
from storage.importing.staff import Staff
from storage.models import AgreementRow, AuditRow, DiscussionRow, ObservationRow, RelationshipRow, SessionRow, new_id
from storage.records.earlier import keep

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class _Seen:
    """Who a line is about, and who supervised them then."""

    person_id: str
    supervisor_id: str


@dataclass(slots=True)
class Past:
    """What was held, discussed and signed."""

    work: UnitOfWork
    roster: Roster
    staff: Staff
    caseload: Caseload
    outcome: Outcome
    faults: Faults
    touched: set[str] = field(default_factory=set)
    """Cases of which a discussion was stored."""

    def compare(self, plan: ImportPlan) -> Past:
        """Find everybody the lines name. Faults only: nothing is stored yet."""
        for session in plan.sessions:
            person_id = self._person(session.supervisee, session.place, "supervisee")
            self._person(session.supervisor, session.place, "supervisor")
            self._not_before_start(person_id, session.held_on, session.place.at(column="held on"))
        for discussion in plan.discussions:
            self._person(discussion.worker, discussion.place, "worker")
            if self.caseload.timeline(discussion.ref) is None and not self._is_known(plan, discussion.ref):
                self.faults.add(
                    discussion.place.at(column="case"),
                    f"there is no case {discussion.ref} in the files or on record",
                    "Correct the reference, or add the case",
                )
        for agreement in plan.agreements:
            self._person(agreement.supervisee, agreement.place, "supervisee")
            self._person(agreement.supervisor, agreement.place, "supervisor")
            self._person(agreement.named_manager, agreement.place, "named manager")
        for observation in plan.observations:
            self._person(observation.of, observation.place, "observed")
            self._person(observation.by, observation.place, "observer")
        for audit in plan.audits:
            self._person(audit.of, audit.place, "audited")
            self._person(audit.by, audit.place, "auditor")
        return self

    def _is_known(self, plan: ImportPlan, ref: str) -> bool:
        return plan.is_partial or ref in plan.seen_cases or ref in plan.spoilt_cases

    def _person(self, who: Who | None, place: Place, column: str) -> str | None:
        if who is None:
            return None
        match = self.roster.find(who)
        if match.person_id is None and not self.roster.is_spoilt(who):
            many = "more than one person" if match.several else "nobody"
            self.faults.add(
                place.at(column=column), f"'{who}' is {many} in people.csv or on record", "Give the staff id or e-mail address"
            )
        return match.person_id

    def _not_before_start(self, person_id: str | None, on: date, place: Place) -> None:
        started_on = self.staff.started_on(person_id) if person_id else None
        if started_on is not None and on < started_on:
            self.faults.add(
                place, f"{on:%d/%m/%Y} is before this person started, {started_on:%d/%m/%Y}", "Correct one of the two"
            )

    def apply(self, plan: ImportPlan) -> None:
        """Store what is not stored yet."""
        relationships = self._relationships()
        self._sessions(plan.sessions, relationships)
        self._discussions(plan.discussions, relationships)
        self._agreements(plan.agreements, relationships)
        self._observations(plan.observations, relationships)
        self._audits(plan.audits, relationships)

    def _relationships(self) -> dict[str, list[tuple[date, str]]]:
        row = RelationshipRow
        query = select(row.supervisee_id, row.from_on, row.supervisor_id).where(row.workspace == self.work.workspace)
        found: dict[str, list[tuple[date, str]]] = {}
        for supervisee_id, from_on, supervisor_id in self.work.session.execute(query.order_by(row.from_on)):
            found.setdefault(supervisee_id, []).append((from_on, supervisor_id))
        return found

    def _seen(self, who: Who, by: Who | None, on: date, relationships: dict[str, list[tuple[date, str]]]) -> _Seen | None:
        """The person, and the supervisor named, or theirs on that day; None where either is not known."""
        person_id = self.roster.find(who).person_id
        if person_id is None:
            return None
        named = self.roster.find(by).person_id if by else None
        held = relationships.get(person_id, [])
        then = next((supervisor_id for from_on, supervisor_id in reversed(held) if from_on <= on), None)
        supervisor_id = named or then or (held[0][1] if held else None)
        return _Seen(person_id, supervisor_id) if supervisor_id and supervisor_id != person_id else None

    def _sessions(self, entries: Iterable[SessionEntry], relationships: dict[str, list[tuple[date, str]]]) -> None:
        row = SessionRow
        mine = (row.workspace == self.work.workspace) & row.held_on.is_not(None)
        known = {(r.supervisee_id, r.held_on, r.kind): r for r in self.work.session.scalars(select(row).where(mine))}
        rows: list[dict[str, Any]] = []
        for entry in entries:
            seen = self._seen(entry.supervisee, entry.supervisor, entry.held_on, relationships)
            if seen is None or entry.held_on < (self.staff.started_on(seen.person_id) or entry.held_on):
                continue
            key = (seen.person_id, entry.held_on, entry.kind)
            if (found := known.get(key)) is not None:
                if found.recorded_on is None and entry.recorded_on is not None:
                    found.recorded_on = entry.recorded_on
                    self.outcome.note("sessions", "changed", f"{self._said(seen)} on {entry.held_on:%d/%m/%Y}: recorded")
                continue
            known[key] = SessionRow()  # a line twice is one session
            rows.append(
                {
                    "id": new_id(),
                    "workspace": self.work.workspace,
                    "supervisee_id": seen.person_id,
                    "supervisor_id": seen.supervisor_id,
                    "kind": entry.kind,
                    "held_on": entry.held_on,
                    "minutes": entry.minutes,
                    "recorded_on": entry.recorded_on,
                }
            )
            self.outcome.note("sessions", "added", f"{self._said(seen)} on {entry.held_on:%d/%m/%Y}")
        if rows:
            self.work.session.execute(insert(row), rows)

    def _discussions(self, entries: Iterable[DiscussionEntry], relationships: dict[str, list[tuple[date, str]]]) -> None:
        row = DiscussionRow
        query = select(row.case_ref, row.worker_id, row.kind, row.discussed_on).where(row.workspace == self.work.workspace)
        known = {tuple(values) for values in self.work.session.execute(query)}
        rows: list[dict[str, Any]] = []
        for entry in entries:
            seen = self._seen(entry.worker, None, entry.on, relationships)
            if seen is None or self.caseload.timeline(entry.ref) is None:
                continue
            key = (entry.ref, seen.person_id, entry.kind, entry.on)
            if key in known:
                continue
            known.add(key)
            self.touched.add(entry.ref)
            rows.append(
                {
                    "id": new_id(),
                    "workspace": self.work.workspace,
                    "case_ref": entry.ref,
                    "worker_id": seen.person_id,
                    "by_id": seen.supervisor_id,
                    "kind": entry.kind,
                    "discussed_on": entry.on,
                    "has_rationale": True,
                    "recorded_on": entry.on,
                    "filed_on": entry.on,
                    "is_draft": False,
                    "confirmed_on": entry.on,
                }
            )
            self.outcome.note("discussions", "added", f"{entry.ref}: {entry.kind.replace('_', ' ')} on {entry.on:%d/%m/%Y}")
        if rows:
            self.work.session.execute(insert(row), rows)

    def _agreements(self, entries: Iterable[AgreementEntry], relationships: dict[str, list[tuple[date, str]]]) -> None:
        row = AgreementRow
        mine = row.workspace == self.work.workspace
        known = {(r.supervisee_id, r.supervisor_id): r for r in self.work.session.scalars(select(row).where(mine))}
        for entry in entries:
            seen = self._seen(entry.supervisee, entry.supervisor, self.work.today, relationships)
            if seen is None:
                continue
            said = {
                "signed_by_supervisee_on": entry.supervisee_signed_on,
                "signed_by_supervisor_on": entry.supervisor_signed_on,
                "reviewed_on": entry.reviewed_on,
                "named_manager_id": self.roster.find(entry.named_manager).person_id if entry.named_manager else None,
            }
            found = known.get((seen.person_id, seen.supervisor_id))
            if found is None:
                pair = {"supervisee_id": seen.person_id, "supervisor_id": seen.supervisor_id}
                signed = filter(None, (entry.supervisee_signed_on, entry.supervisor_signed_on))
                begun_on = min(signed, default=self.work.today)
                found = row(workspace=self.work.workspace, **pair, **said, begun_on=begun_on)
                known[seen.person_id, seen.supervisor_id] = found
                self.work.session.add(found)
                self.outcome.note("agreements", "added", self._said(seen))
            else:
                self._renew(found, said, seen)
        self.work.session.flush()

    def _observations(self, entries: Iterable[ObservationEntry], relationships: dict[str, list[tuple[date, str]]]) -> None:
        row = ObservationRow
        query = select(row.of_id, row.kind, row.observed_on).where(row.workspace == self.work.workspace)
        known = {tuple(values) for values in self.work.session.execute(query)}
        rows: list[dict[str, Any]] = []
        for entry in entries:
            seen = self._seen(entry.of, entry.by, entry.on, relationships)
            if seen is None or (seen.person_id, entry.kind, entry.on) in known:
                continue
            known.add((seen.person_id, entry.kind, entry.on))
            fixed = {"id": new_id(), "workspace": self.work.workspace, "kind": entry.kind, "observed_on": entry.on}
            rows.append({**fixed, "of_id": seen.person_id, "by_id": seen.supervisor_id})
            self.outcome.note("observations", "added", f"{self.roster.shown(seen.person_id)} on {entry.on:%d/%m/%Y}")
        if rows:
            self.work.session.execute(insert(row), rows)

    def _audits(self, entries: Iterable[AuditEntry], relationships: dict[str, list[tuple[date, str]]]) -> None:
        row = AuditRow
        query = select(row.of_id, row.kind, row.audited_on).where(row.workspace == self.work.workspace)
        known = {tuple(values) for values in self.work.session.execute(query)}
        rows: list[dict[str, Any]] = []
        for entry in entries:
            seen = self._seen(entry.of, entry.by, entry.on, relationships)
            if seen is None or (seen.person_id, entry.kind, entry.on) in known:
                continue
            known.add((seen.person_id, entry.kind, entry.on))
            days = dict.fromkeys(("audited_on", "finished_on", "feedback_on"), entry.on)
            fixed = {"id": new_id(), "workspace": self.work.workspace, "kind": entry.kind, **days}
            rows.append({**fixed, "of_id": seen.person_id, "auditor_id": seen.supervisor_id})
            self.outcome.note("audits", "added", f"{self.roster.shown(seen.person_id)} on {entry.on:%d/%m/%Y}")
        if rows:
            self.work.session.execute(insert(row), rows)

    def _renew(self, found: AgreementRow, said: dict[str, Any], seen: _Seen) -> None:
        """A day already known is only moved on: what was signed or reviewed in Slack since is newer than the file."""
        newer: dict[str, Any] = {}
        for name, value in said.items():
            old = getattr(found, name)
            if value is not None and (old is None or (isinstance(value, date) and value > old)):
                newer[name] = value
        if replacing := [value for name, value in newer.items() if getattr(found, name) is not None]:
            keep(self.work, found, max(replacing))
        for name, value in newer.items():
            setattr(found, name, value)
        if newer:
            self.outcome.note("agreements", "changed", self._said(seen))

    def _said(self, seen: _Seen) -> str:
        return f"{self.roster.shown(seen.person_id)} with {self.roster.shown(seen.supervisor_id)}"
