"""Actions agreed in supervision: set, and what became of them."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, select

from storage import errors
from storage.models import ActionRow, new_id
from storage.notices import agreed
from storage.notices.edits import touch
from storage.records import checks
from storage.records.base import Records
from storage.records.sight import AUDITOR, OWNER, Way
from storage.views import Person
from storage.written import ActionView

ACTION = "action"
OUTCOMES = ("done", "not_done", "dropped")


class Actions(Records):
    """Of supervisees the viewer may read. What an action says is sealed at rest."""

    def agree(
        self,
        words: str,
        *,
        viewer: Person,
        supervisee_id: str,
        owner_id: str,
        due_on: date | None = None,
        session_id: str | None = None,
        record_id: str | None = None,
        case_ref: str | None = None,
        audit_id: str = "",
    ) -> ActionView:
        """An action, whose it is and by when; by whoever is above them, or made this audit of how they supervise.

        Raises NotFound, ForTheSupervisor, NotesMissing, TooLong.
        """
        by = Way(AUDITOR) if audit_id and self._work.audits.audits(audit_id, viewer) else None
        if by is None:
            self._work.sight.must_supervise(viewer, supervisee_id)
        typed = checks.fits(words)
        if not typed:
            raise errors.NotesMissing
        row = ActionRow(
            id=new_id(),
            workspace=self._work.workspace,
            record_id=record_id,
            session_id=session_id,
            supervisee_id=supervisee_id,
            owner_id=self._work.people.must_get(owner_id).id,
            case_ref=case_ref,
            words=typed,
            set_on=self._work.today,
            due_on=due_on,
            outcome="",
        )
        self._work.session.add(row)
        self._work.session.flush()
        self._work.sight.note("recorded", viewer, ACTION, row.id, supervisee_id, by)
        agreed.remind(self._work, row)
        return _view(row)

    def settle(self, action_id: str, outcome: str, *, viewer: Person, why: str = "") -> ActionView:
        """What became of it: `done`, `not_done` (and why) or `dropped`. By whose it is, the supervisee, or the line above.

        Raises NotFound, WhyNotDoneMissing, AnsweredAlready.
        """
        row = self._must_get(action_id, viewer)
        if outcome not in OUTCOMES:
            raise ValueError(outcome)
        reason = checks.fits(why)
        if outcome == "not_done" and not reason:
            raise errors.WhyNotDoneMissing
        if row.outcome:
            raise errors.AnsweredAlready
        row.outcome, row.outcome_on, row.outcome_words = outcome, self._work.today, reason or None
        row.settled_by_id = viewer.id
        self._work.session.flush()
        touch(self._work, [row.id])
        self._work.sight.note("changed", viewer, ACTION, row.id, row.supervisee_id, self._way(viewer, row))
        return _view(row)

    def open_of(self, person_id: str, *, viewer: Person) -> list[ActionView]:
        """Those agreed with this supervisee and still open, the first due first. Shown with their words, so it is noted."""
        way = self._work.sight.must_read(viewer, person_id)
        rows = self._rows(ActionRow.supervisee_id == person_id, ActionRow.outcome == "")
        if rows:
            self._work.sight.note("read", viewer, ACTION, "", person_id, way)
        return [_view(row) for row in rows]

    def owned_by(self, viewer: Person) -> list[ActionView]:
        """The viewer's own, in whosever supervision they were agreed: open, the first due first. Noted as read."""
        rows = self._mine(viewer)
        for supervisee_id in sorted({row.supervisee_id for row in rows}):
            self._work.sight.note("read", viewer, ACTION, "", supervisee_id, Way(OWNER))
        return [_view(row) for row in rows]

    def days_owned_by(self, viewer: Person) -> list[date | None]:
        """By when each of the viewer's own open actions is to be done, without what they say."""
        return [row.due_on for row in self._mine(viewer)]

    def get(self, action_id: str, *, viewer: Person) -> ActionView:
        """One, with its words: for whose it is, the supervisee, and the line above. Noted."""
        row = self._must_get(action_id, viewer)
        self._work.sight.note("read", viewer, ACTION, row.id, row.supervisee_id, self._way(viewer, row))
        return _view(row)

    def agreed_in(self, record_ids: Collection[str], *, viewer: Person) -> list[ActionView]:
        """Those agreed in these records, as far as the viewer may read whose they are."""
        rows = self._rows(ActionRow.record_id.in_(record_ids)) if record_ids else []
        return [_view(row) for row in rows if self._work.sight.way(viewer, row.supervisee_id)]

    def _mine(self, viewer: Person) -> list[ActionRow]:
        return self._rows(ActionRow.owner_id == viewer.id, ActionRow.outcome == "") if self._is_here(viewer) else []

    def _must_get(self, action_id: str, viewer: Person) -> ActionRow:
        found = self._rows(ActionRow.id == action_id)
        if not found:
            raise errors.NotFound
        if viewer.id != found[0].owner_id or not self._is_here(viewer):
            self._work.sight.must_see(viewer, found[0].supervisee_id)
        return found[0]

    def _way(self, viewer: Person, row: ActionRow) -> Way:
        return self._work.sight.way(viewer, row.supervisee_id) or Way(OWNER)

    def _is_here(self, viewer: Person) -> bool:
        return viewer.left_on is None or viewer.left_on > self._work.today

    def _rows(self, *where: ColumnElement[bool]) -> list[ActionRow]:
        row = ActionRow
        query = select(row).where(row.workspace == self._work.workspace, *where)
        return list(self._work.session.scalars(query.order_by(row.due_on.is_(None), row.due_on, row.set_on, row.id)))


def _view(row: ActionRow) -> ActionView:
    return ActionView(
        id=row.id,
        supervisee_id=row.supervisee_id,
        owner_id=row.owner_id,
        case_ref=row.case_ref,
        session_id=row.session_id,
        words=row.words or "",
        set_on=row.set_on,
        due_on=row.due_on,
        outcome=row.outcome,
        outcome_on=row.outcome_on,
        outcome_words=row.outcome_words or "",
    )
