"""What somebody typed and has not stored: a form left half way, a command that could not be."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select

from storage.models import DraftRow, new_id
from storage.records.base import Records
from storage.views import Draft, Person


class Drafts(Records):
    """Sealed, and readable by nobody but the person who typed it."""

    def keep(self, viewer: Person, kind: str, content: Mapping[str, object]) -> str:
        """Keep it; answers its id. One draft of a kind a person: the newest replaces the one before."""
        session, draft_id = self._work.session, new_id()
        session.execute(delete(DraftRow).where(self._theirs(viewer, kind)))
        session.add(
            DraftRow(
                id=draft_id,
                workspace=self._work.workspace,
                person_id=viewer.id,
                kind=kind,
                content=json.dumps(dict(content)),
                kept_at=self._work.now,
            )
        )
        session.flush()
        return draft_id

    def look(self, viewer: Person, kind: str) -> Draft | None:
        """What is kept there, left where it is."""
        found = self.all(viewer, kind)
        return found[0] if found else None

    def all(self, viewer: Person, kind: str = "") -> list[Draft]:
        """Everything the viewer typed and has not stored, newest first; of one kind where it is given."""
        row = DraftRow
        where = self._theirs(viewer, kind) if kind else and_(row.workspace == self._work.workspace, row.person_id == viewer.id)
        columns = select(row.id, row.kind, row.content, row.kept_at).where(where).order_by(row.kept_at.desc(), row.id)
        return [
            Draft(each.id, each.kind, json.loads(each.content), each.kept_at) for each in self._work.session.execute(columns)
        ]

    def places(self, viewer: Person, starts: str) -> list[tuple[str, datetime]]:
        """Where the viewer has something kept, and since when, the newest first; nothing of it is opened."""
        row = DraftRow
        theirs = (
            row.workspace == self._work.workspace,
            row.person_id == viewer.id,
            row.kind.startswith(starts, autoescape=True),
        )
        return [
            (each.kind, each.kept_at)
            for each in self._work.session.execute(
                select(row.kind, row.kept_at).where(*theirs).order_by(row.kept_at.desc(), row.kind)
            )
        ]

    def take(self, viewer: Person, kind: str) -> Draft | None:
        """Give it back and forget it."""
        columns = select(DraftRow.id, DraftRow.content, DraftRow.kept_at)
        row = self._work.session.execute(columns.where(self._theirs(viewer, kind))).first()
        if row is None:
            return None
        self._work.session.execute(delete(DraftRow).where(self._theirs(viewer, kind)))
        return Draft(id=row.id, kind=kind, content=json.loads(row.content), kept_at=row.kept_at)

    def _theirs(self, viewer: Person, kind: str) -> ColumnElement[bool]:
        return and_(DraftRow.workspace == self._work.workspace, DraftRow.person_id == viewer.id, DraftRow.kind == kind)
