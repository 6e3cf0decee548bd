"""The address of one booking's own calendar entry: for one of the two, until that session is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, or_, select, update

from storage import tokens
from storage.errors import NotFound
from storage.models import InviteRow, SessionRow, new_id
from storage.records.base import Records
from storage.tokens import Token

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.records.diary import Appointment
    from storage.unit import UnitOfWork
    from storage.views import Person

KIND = "invite"
"""As the trail calls it."""
AFTER = timedelta(days=7)
"""So long after the day it is booked for a session may be recorded, or moved yet; then its address has ended."""
_BY_SELECTOR = select(
    InviteRow.id,
    InviteRow.workspace,
    InviteRow.person_id,
    InviteRow.session_id,
    InviteRow.digest,
    InviteRow.made_at,
    InviteRow.revoked_at,
).where(InviteRow.selector == bindparam("selector"))


@dataclass(frozen=True, slots=True)
class InviteView:
    """An address that was not ended, without its token. Whether the booking is over is for `Invites.standing` to say."""

    id: str
    workspace: str
    person_id: str
    session_id: str
    made_at: datetime


class Invites(Records):
    """Of the viewer, to sessions the viewer is part of. The trail says who did what."""

    def make(self, session_id: str, *, viewer: Person, since_on: date) -> tuple[Token, Appointment]:
        """An address for this booking; its token is given here and never again. Those made before for it go on.

        `since_on` as for the diary. Raises NotFound where the viewer is not one of the two, or it is over.
        """
        booked = self.standing(session_id, viewer=viewer, since_on=since_on)
        if booked is None:
            raise NotFound
        token, row_id = tokens.new(), new_id()
        self._work.session.add(
            InviteRow(
                id=row_id,
                workspace=self._work.workspace,
                person_id=viewer.id,
                session_id=session_id,
                selector=token.selector,
                digest=token.digest,
                made_at=self._work.now,
            )
        )
        self._work.session.flush()
        self._work.sight.note("granted", viewer, KIND, row_id, viewer.id)
        return token, booked

    def standing(self, session_id: str, *, viewer: Person, since_on: date) -> Appointment | None:
        """The session as it is in the viewer's calendar today; one that takes place no more too. None once it is over."""
        found = self._work.diary.one(session_id, viewer=viewer, since_on=since_on)
        return None if found is None or found.is_held or found.on + AFTER < self._work.today else found

    def let_go(self) -> int:
        """Those of bookings that are over; for the night. How many."""
        row, session = InviteRow, SessionRow
        past = or_(session.held_on.is_not(None), session.planned_on < self._work.today - AFTER)
        over = select(session.id).where(session.workspace == self._work.workspace, past)
        gone = delete(row).where(row.workspace == self._work.workspace, row.session_id.in_(over)).returning(row.id)
        return len(self._work.session.execute(gone, execution_options={"synchronize_session": False}).all())


def end(work: UnitOfWork, person_id: str | None = None) -> Sequence[tuple[str, str]]:
    """End somebody's, or everybody's, with the address of their whole calendar. Answers which, and whose they were."""
    row = InviteRow
    theirs = [] if person_id is None else [row.person_id == person_id]
    query = update(row).where(row.workspace == work.workspace, row.revoked_at.is_(None), *theirs).values(revoked_at=work.now)
    rows = work.session.execute(query.returning(row.id, row.person_id), execution_options={"synchronize_session": False})
    return [(each.id, each.person_id) for each in rows]


def who(session: Session, token: Token) -> InviteView | None:
    """Whose address this is, and to which booking. None for what is unknown, ended or wrong, after the same work."""
    row = session.execute(_BY_SELECTOR, {"selector": token.selector}).first()
    is_right = tokens.is_right(token, row.digest if row else None)
    if row is None or not is_right or row.revoked_at is not None:
        return None
    return InviteView(row.id, row.workspace, row.person_id, row.session_id, row.made_at)
