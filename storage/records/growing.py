"""Good Conversations, assessments in probation, self-assessments: that they took place, and when."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from storage import errors
from storage.index.closing import Cause
from storage.models import ConversationRow, ProbationRow, SessionRow, new_id
from storage.records import checks
from storage.records.base import Records
from storage.records.booked import AHEAD
from storage.views import Person

CONVERSATION, PROBATION = "conversation", "probation"


@dataclass(frozen=True, slots=True)
class GrowthView:
    """A Good Conversation held, or probation assessed: never what was said."""

    id: str
    person_id: str
    by_id: str
    on: date
    kind: str = ""
    """Of a Good Conversation: to `plan` or to `review`."""


class Growing(Records):
    """Of people the viewer supervises; a self-assessment is one's own."""

    def converse(self, *, viewer: Person, person_id: str, on: date, kind: str) -> str:
        """A Good Conversation was held, to `plan` or to `review`; answers its id. Raises NotFound, ForTheSupervisor."""
        self._supervised(viewer, person_id, on)
        mine = {"workspace": self._work.workspace, "id": new_id()}
        row = ConversationRow(**mine, person_id=person_id, by_id=viewer.id, kind=kind, held_on=on)
        return self._stored(row, viewer, CONVERSATION, person_id, on)

    def assess(self, *, viewer: Person, person_id: str, on: date) -> str:
        """Probation was assessed; answers its id. Raises NotFound, ForTheSupervisor."""
        self._supervised(viewer, person_id, on)
        mine = {"workspace": self._work.workspace, "id": new_id()}
        row = ProbationRow(**mine, person_id=person_id, by_id=viewer.id, assessed_on=on)
        return self._stored(row, viewer, PROBATION, person_id, on)

    def correct_conversation(self, conversation_id: str, *, viewer: Person, on: date, kind: str = "") -> None:
        """It was held on another day than was said, or was of the other kind; what is owed follows. Raises as `converse`."""
        each = ConversationRow
        mine = (each.workspace == self._work.workspace, each.id == conversation_id)
        row = self._work.session.scalar(select(each).where(*mine))
        if row is None:
            raise errors.NotFound
        self._supervised(viewer, row.person_id, on)
        if (on, kind or row.kind) != (row.held_on, row.kind):
            row.held_on, row.kind = on, kind or row.kind
            self._changed(viewer, CONVERSATION, row.id, row.person_id)

    def correct_assessment(self, assessment_id: str, *, viewer: Person, on: date) -> None:
        """Probation was assessed on another day than was said; what is owed follows. Raises as `assess`."""
        each = ProbationRow
        mine = (each.workspace == self._work.workspace, each.id == assessment_id)
        row = self._work.session.scalar(select(each).where(*mine))
        if row is None:
            raise errors.NotFound
        self._supervised(viewer, row.person_id, on)
        if on != row.assessed_on:
            row.assessed_on = on
            self._changed(viewer, PROBATION, row.id, row.person_id)

    def assess_oneself(self, session_id: str, *, viewer: Person) -> date:
        """The viewer's self-assessment for their booked session is there; answers the day booked. Raises NotFound."""
        row = SessionRow
        mine = (row.workspace == self._work.workspace, row.id == session_id, row.supervisee_id == viewer.id)
        found = self._work.session.scalar(select(row).where(*mine, AHEAD))
        if found is None or found.planned_on is None:
            raise errors.NotFound
        found.assessed_on = found.assessed_on or self._work.today
        self._work.session.flush()
        self._work.sight.note("changed", viewer, "session", found.id, viewer.id)
        self._work.index.refresh(people=[viewer.id], cause=Cause(done_on=self._work.today, of="self_assessment"))
        return found.planned_on

    def latest_conversation(self, person_id: str, *, viewer: Person) -> str | None:
        """Whether the latest was to `plan` or to `review`; None where there was none. Raises NotFound."""
        self._work.sight.must_see(viewer, person_id)
        row = ConversationRow
        theirs = select(row.kind).where(row.workspace == self._work.workspace, row.person_id == person_id)
        return self._work.session.scalar(theirs.order_by(row.held_on.desc(), row.id.desc()).limit(1))

    def conversations_of(self, person_id: str, *, viewer: Person) -> list[GrowthView]:
        """Good Conversations held with this person, newest first. Raises NotFound."""
        self._listed(viewer, CONVERSATION, person_id)
        row = ConversationRow
        rows = self._work.session.scalars(
            select(row)
            .where(row.workspace == self._work.workspace, row.person_id == person_id)
            .order_by(row.held_on.desc(), row.id)
        )
        return [GrowthView(each.id, each.person_id, each.by_id, each.held_on, each.kind) for each in rows]

    def assessments_of(self, person_id: str, *, viewer: Person) -> list[GrowthView]:
        """Assessments of this person's probation, newest first. Raises NotFound."""
        self._listed(viewer, PROBATION, person_id)
        row = ProbationRow
        rows = self._work.session.scalars(
            select(row)
            .where(row.workspace == self._work.workspace, row.person_id == person_id)
            .order_by(row.assessed_on.desc(), row.id)
        )
        return [GrowthView(each.id, each.person_id, each.by_id, each.assessed_on) for each in rows]

    def _listed(self, viewer: Person, kind: str, person_id: str) -> None:
        way = self._work.sight.must_read(viewer, person_id)
        self._work.sight.note("listed", viewer, kind, "", person_id, way)

    def _supervised(self, viewer: Person, person_id: str, on: date) -> None:
        self._work.sight.must_supervise(viewer, person_id)
        checks.since_start(checks.happened(on, self._work.today), self._work.people.must_get(person_id))

    def _changed(self, viewer: Person, kind: str, row_id: str, person_id: str) -> None:
        self._work.session.flush()
        self._work.sight.note("changed", viewer, kind, row_id, person_id)
        self._work.index.refresh(people=[person_id])

    def _stored(self, row: ConversationRow | ProbationRow, viewer: Person, kind: str, person_id: str, on: date) -> str:
        self._work.session.add(row)
        self._work.session.flush()
        self._work.sight.note("recorded", viewer, kind, row.id, person_id)
        self._work.index.refresh(people=[person_id], cause=Cause(done_on=on))
        return row.id
