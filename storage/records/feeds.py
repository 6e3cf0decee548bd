"""Private calendar addresses: made for a person, shown once, revoked at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, update

from storage import tokens
from storage.models import FeedRow, PersonRow, new_id
from storage.records import invites
from storage.records.base import Records
from storage.tokens import Token

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.views import Person

KIND = "feed"
"""As the trail calls it."""
LIVE = FeedRow.revoked_at.is_(None)
_BY_SELECTOR = select(
    FeedRow.id, FeedRow.workspace, FeedRow.person_id, FeedRow.digest, FeedRow.made_at, FeedRow.revoked_at, FeedRow.last_read_on
).where(FeedRow.selector == bindparam("selector"))


@dataclass(frozen=True, slots=True)
class FeedView:
    """An address that works, without its token, which nobody has but the person."""

    id: str
    workspace: str
    person_id: str
    made_at: datetime
    last_read_on: date | None


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose address an administrator ends."""

    workspace: str
    person_id: str
    name: str


class Feeds(Records):
    """The viewer's own address, and nobody else's; an administrator may end anybody's. The trail says who did what."""

    def standing(self, *, viewer: Person) -> FeedView | None:
        """The one that works, if they have one."""
        row = self._work.session.scalars(select(FeedRow).where(self._of(viewer.id), LIVE)).one_or_none()
        return FeedView(row.id, row.workspace, row.person_id, row.made_at, row.last_read_on) if row else None

    def make(self, *, viewer: Person, instead_of: str | None) -> Token | None:
        """A new address; the one it takes the place of ends with this. The token is given here and never again.

        `instead_of` is the id of the one the person knows of, None where they know of none. None is answered, and nothing
        done, where another stands by now: pressed twice, a button must not end the address it has just shown.
        """
        standing = self.standing(viewer=viewer)
        if standing and standing.id != instead_of:
            return None
        if standing:
            self.revoke(viewer=viewer)
        token, row_id = tokens.new(), new_id()
        self._work.session.add(
            FeedRow(
                id=row_id,
                workspace=self._work.workspace,
                person_id=viewer.id,
                selector=token.selector,
                digest=token.digest,
                made_at=self._work.now,
            )
        )
        self._work.session.flush()
        self._work.sight.note("granted", viewer, KIND, row_id, viewer.id)
        return token

    def revoke(self, *, viewer: Person) -> bool:
        """End the viewer's address, and those of single bookings with it. Whether there was one."""
        ended = self._ended(self._of(viewer.id))
        for feed_id, person_id in ended:
            self._work.sight.note("revoked", viewer, KIND, feed_id, person_id)
        for invite_id, person_id in invites.end(self._work, viewer.id):
            self._work.sight.note("revoked", viewer, invites.KIND, invite_id, person_id)
        return bool(ended)

    def revoke_for(self, person_id: str) -> bool:
        """End somebody's address from the command line, whether they still work here or not. Whether there was one.

        Those of single bookings end with it, and are not counted.
        """
        return self._by_command(self._of(person_id), invites.end(self._work, person_id)) > 0

    def revoke_all(self) -> int:
        """End every address of the workspace from the command line, as `revoke_for` does. How many there were."""
        return self._by_command(FeedRow.workspace == self._work.workspace, invites.end(self._work))

    def _by_command(self, whose: ColumnElement[bool], single: Sequence[tuple[str, str]]) -> int:
        ended = self._ended(whose)
        both = [(KIND, *each) for each in ended] + [(invites.KIND, *each) for each in single]
        for kind, address_id, person_id in both:
            self._work.trail.note(
                "revoked", viewer=None, by="command", role="administrator", kind=kind, object=address_id, about=person_id
            )
        return len(ended)

    def _ended(self, whose: ColumnElement[bool]) -> list[tuple[str, str]]:
        query = update(FeedRow).where(LIVE, whose).values(revoked_at=self._work.now)
        rows = self._work.session.execute(
            query.returning(FeedRow.id, FeedRow.person_id), execution_options={"synchronize_session": False}
        )
        return [(row.id, row.person_id) for row in rows]

    def _of(self, person_id: str) -> ColumnElement[bool]:
        return and_(FeedRow.workspace == self._work.workspace, FeedRow.person_id == person_id)


def who(session: Session, token: Token) -> FeedView | None:
    """Whose address this is, in whichever workspace. None for what is unknown, revoked or wrong, after the same work.

    Whether the person still works there is for their workspace to say.
    """
    row = session.execute(_BY_SELECTOR, {"selector": token.selector}).first()
    is_right = tokens.is_right(token, row.digest if row else None)
    if row is None or not is_right or row.revoked_at is not None:
        return None
    return FeedView(row.id, row.workspace, row.person_id, row.made_at, row.last_read_on)


def note_read(session: Session, feed_id: str, today: date) -> None:
    """A calendar has asked for it today."""
    is_news = or_(FeedRow.last_read_on.is_(None), FeedRow.last_read_on < today)
    session.execute(update(FeedRow).where(FeedRow.id == feed_id, is_news).values(last_read_on=today))


def owners(session: Session, named: str, *, workspace: str | None = None) -> list[Owner]:
    """Whoever has this staff id or e-mail address, in one workspace or in any; those who have left too."""
    row = PersonRow
    here = [] if workspace is None else [row.workspace == workspace]
    query = select(row.workspace, row.id, row.name).where(or_(row.id == named, row.email == named.lower()), *here)
    return [Owner(*each) for each in session.execute(query.order_by(row.workspace, row.id))]
