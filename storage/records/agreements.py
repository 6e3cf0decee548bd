"""Supervision agreements: signed, reviewed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from scheduling.agreeing import asked_weeks, is_tighter, loosened
from scheduling.calendar import Interval
from scheduling.forms import Filled
from scheduling.index import index
from scheduling.view import View
from storage.errors import NoAgreement, NoSupervisor
from storage.index.closing import Cause
from storage.index.facts import load
from storage.index.scope import Scope
from storage.models import AgreementRow, RelationshipRow, new_id
from storage.records import checks
from storage.records.base import Records
from storage.records.earlier import keep
from storage.views import Person


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a signed form agrees on."""

    named_manager_id: str = ""
    every: Interval | None = None
    """Where they agreed on more often than the policy."""
    reason: str = ""
    """Its category, never a text."""
    from_on: date | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """An interval beside the policy's."""

    asked: Interval | None
    """What the policy asks for, where the interval would be longer: it cannot be agreed."""
    section: str
    is_tighter: bool
    """It is more often than the policy asks."""


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement as it stands."""

    id: str
    named_manager_id: str | None
    every: Interval | None
    reason: str
    from_on: date | None
    signed_by_supervisee_on: date | None
    signed_by_supervisor_on: date | None
    reviewed_on: date | None

    @property
    def is_signed(self) -> bool:
        """By both."""
        return self.signed_by_supervisee_on is not None and self.signed_by_supervisor_on is not None


def agreed_in(filled: Filled) -> Agreed:
    """What a filled form agrees on, by the names its questions have in every pack."""
    said = filled.values()
    text = {name: value if isinstance(value, str) else "" for name, value in said.items()}
    weeks, from_on = text.get("every_weeks", ""), text.get("from_on", "")
    return Agreed(
        named_manager_id=text.get("named_manager", ""),
        every=Interval(int(weeks), "weeks") if weeks.isdecimal() and int(weeks) else None,
        reason=text.get("variation", ""),
        from_on=date.fromisoformat(from_on) if from_on else None,
    )


def _by_both(supervisee_on: date | None, supervisor_on: date | None) -> date | None:
    """The day of the later signature, where there are both."""
    return max(supervisee_on, supervisor_on) if supervisee_on and supervisor_on else None


class Agreements(Records):
    """Agreements of the supervisees the viewer may see."""

    def sign(
        self,
        *,
        viewer: Person,
        supervisee_id: str,
        supervisee_signed_on: date | None,
        supervisor_signed_on: date | None,
        named_manager_id: str | None = None,
    ) -> None:
        """The signatures of the agreement between the supervisee and the supervisor of today; None leaves one as it is."""
        self._work.sight.must_supervise(viewer, supervisee_id)
        for signed_on in filter(None, (supervisee_signed_on, supervisor_signed_on)):
            checks.happened(signed_on, self._work.today)
        supervisor = self._work.people.supervisor_of(supervisee_id)
        if supervisor is None:
            raise NoSupervisor
        first = min(filter(None, (supervisee_signed_on, supervisor_signed_on)), default=self._work.today)
        row = self._with(supervisee_id, supervisor.id) or self._new(supervisee_id, supervisor.id, first)
        named = self._work.people.must_get(named_manager_id).id if named_manager_id is not None else row.named_manager_id
        signed = supervisee_signed_on or row.signed_by_supervisee_on, supervisor_signed_on or row.signed_by_supervisor_on
        before, anew = _by_both(row.signed_by_supervisee_on, row.signed_by_supervisor_on), _by_both(*signed)
        # A day before the one known is that one put right; a later one is another signature.
        if before and anew and before < anew:
            keep(self._work, row, anew)
        elif row.named_manager_id and row.named_manager_id != named:
            keep(self._work, row, self._work.today)
        row.signed_by_supervisee_on, row.signed_by_supervisor_on = signed
        row.named_manager_id = named
        self._noted("signed", viewer, row)
        self._store(supervisee_id, supervisor.id, supervisor_signed_on or supervisee_signed_on or self._work.today)

    def review(self, *, viewer: Person, supervisee_id: str, on: date) -> None:
        """The agreement was reviewed on this day."""
        self._work.sight.must_supervise(viewer, supervisee_id)
        checks.happened(on, self._work.today)
        supervisor = self._work.people.supervisor_of(supervisee_id)
        row = self._with(supervisee_id, supervisor.id) if supervisor else None
        if row is None or supervisor is None:
            raise NoAgreement
        # A day before the one known is that one put right; a later one is another review.
        if row.reviewed_on and row.reviewed_on < on:
            keep(self._work, row, on)
        row.reviewed_on = on
        self._noted("reviewed", viewer, row)
        self._store(supervisee_id, supervisor.id, on)

    def weigh(self, supervisee_id: str, every: Interval, *, viewer: Person) -> Weighed:
        """How an interval compares with what the policy asks for this person at this stage."""
        view = self._view(supervisee_id, viewer)
        found = loosened(view, supervisee_id, every)
        if found:
            return Weighed(found.every, found.cited.section, is_tighter=False)
        return Weighed(None, "", is_tighter=is_tighter(view, supervisee_id, every))

    def weeks_asked(self, supervisee_id: str, *, viewer: Person) -> int | None:
        """Once every so many weeks, where the policy counts in weeks."""
        return asked_weeks(self._view(supervisee_id, viewer), supervisee_id)

    def new_pairs(self, viewer: Person, since_on: date) -> set[str]:
        """Whom the viewer supervises today, and has not done before that day."""
        row = RelationshipRow
        mine = row.workspace == self._work.workspace, row.supervisor_id == viewer.id, row.from_on >= since_on
        found = set(self._work.session.scalars(select(row.supervisee_id).where(*mine)))
        return found & {each.id for each in self._work.people.supervisees_of(viewer.id)} if found else found

    def pair(self, agreement_id: str) -> tuple[str, str] | None:
        """Between whom it is, the supervisee first; for whoever knows its id from a record they may read."""
        return self.pairs([agreement_id]).get(agreement_id)

    def pairs(self, agreement_ids: Collection[str]) -> dict[str, tuple[str, str]]:
        """Of several, by agreement."""
        row = AgreementRow
        query = select(row.id, row.supervisee_id, row.supervisor_id).where(
            row.workspace == self._work.workspace, row.id.in_(agreement_ids)
        )
        found = self._work.session.execute(query) if agreement_ids else ()
        return {each: (supervisee_id, supervisor_id) for each, supervisee_id, supervisor_id in found}

    def begun(self, supervisee_id: str, named_manager_id: str = "", *, viewer: Person) -> str:
        """Its id, with the supervisor of today: nothing of it holds before both have signed. Raises NotFound, NoSupervisor."""
        self._work.sight.must_see(viewer, supervisee_id)
        supervisor = self._work.people.supervisor_of(supervisee_id)
        if supervisor is None:
            raise NoSupervisor
        row = self._with(supervisee_id, supervisor.id)
        if row is None:
            row = self._new(supervisee_id, supervisor.id, self._work.today)
            row.named_manager_id = self._work.people.must_get(named_manager_id).id if named_manager_id else None
            self._work.session.flush()
        return row.id

    def in_force(self, supervisee_id: str, *, viewer: Person) -> AgreementView | None:
        """With the supervisor of today; None where nothing has been agreed yet."""
        self._work.sight.must_see(viewer, supervisee_id)
        supervisor = self._work.people.supervisor_of(supervisee_id)
        row = self._with(supervisee_id, supervisor.id) if supervisor else None
        if row is None:
            return None
        every = Interval(row.every_count, row.every_unit) if row.every_count and row.every_unit else None
        signed = row.signed_by_supervisee_on, row.signed_by_supervisor_on
        return AgreementView(row.id, row.named_manager_id, every, row.reason or "", row.from_on, *signed, row.reviewed_on)

    def hold(self, supervisee_id: str, agreed: Agreed, *, record: tuple[str, int]) -> None:
        """Both have signed this version of the form (`Written`, which asks who may): it holds from today.

        Held before, the agreement has been reviewed. A version that holds already is left: a dispute about it was settled.
        """
        supervisor = self._work.people.supervisor_of(supervisee_id)
        if supervisor is None:
            raise NoSupervisor
        today = self._work.today
        row = self._with(supervisee_id, supervisor.id) or self._new(supervisee_id, supervisor.id, today)
        if (row.record_id, row.record_version) == record:
            return
        is_held = bool(row.signed_by_supervisee_on and row.signed_by_supervisor_on)
        if is_held or agreed.every:  # whatever day the form names: before both had signed it was as it was
            keep(self._work, row, today)
        row.record_id, row.record_version = record
        if is_held:
            row.reviewed_on = today
        else:
            row.signed_by_supervisee_on = row.signed_by_supervisor_on = today
        if agreed.named_manager_id:
            row.named_manager_id = self._work.people.must_get(agreed.named_manager_id).id
        row.every_count = agreed.every.count if agreed.every else None
        row.every_unit = agreed.every.unit if agreed.every else None
        row.reason, row.from_on = agreed.reason or None, (agreed.from_on or today) if agreed.every else None
        self._store(supervisee_id, supervisor.id, today)

    def _view(self, supervisee_id: str, viewer: Person) -> View:
        self._work.sight.must_see(viewer, supervisee_id)
        return View(index(load(self._work, Scope.of([supervisee_id]))), self._work.policy, self._work.now)

    def _noted(self, act: str, viewer: Person, row: AgreementRow) -> None:
        self._work.sight.note(act, viewer, "agreement", row.id, row.supervisee_id)

    def _with(self, supervisee_id: str, supervisor_id: str) -> AgreementRow | None:
        row = AgreementRow
        pair = row.supervisee_id == supervisee_id, row.supervisor_id == supervisor_id
        return self._work.session.scalar(select(row).where(row.workspace == self._work.workspace, *pair).limit(1))

    def _new(self, supervisee_id: str, supervisor_id: str, begun_on: date) -> AgreementRow:
        pair = {"supervisee_id": supervisee_id, "supervisor_id": supervisor_id}
        row = AgreementRow(id=new_id(), workspace=self._work.workspace, **pair, begun_on=begun_on)
        self._work.session.add(row)
        return row

    def _store(self, supervisee_id: str, supervisor_id: str, on: date) -> None:
        self._work.session.flush()
        self._work.index.refresh(people=[supervisee_id, supervisor_id], cause=Cause(done_on=on))
