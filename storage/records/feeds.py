"""Private calendar addresses: made for a person, shown once, revoked at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, bindparam, or_, select, update

from storage import tokens
from storage.models import FeedRow, PersonRow, new_id
from storage.records.base import Records
from storage.tokens import Token

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.views import Person

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
    """The viewer's own address, and nobody else's."""

    def standing(self, *, viewer: Person) -> FeedView | None:
        """The one that works, if they have one."""
        row = self._work.session.scalars(select(FeedRow).where(self._theirs(viewer), LIVE)).one_or_none()
        return FeedView(row.id, row.workspace, row.person_id, row.made_at, row.last_read_on) if row else None

    def make(self, *, viewer: Person, instead_of: str | None) -> Token | None:
        """A new address; the one it takes the place of ends with this. The token is given here and never again.

        `instead_of` is the id of the one the person knows of, None where they know of none. None is answered, and nothing
        done, where another stands by now: pressed twice, a button must not end the address it has just shown.
        """
        standing = self.standing(viewer=viewer)
        if standing and standing.id != instead_of:
            return None
        self.revoke(viewer=viewer)
        token = tokens.new()
        self._work.session.add(
            FeedRow(
                id=new_id(),
                workspace=self._work.workspace,
                person_id=viewer.id,
                selector=token.selector,
                digest=token.digest,
                made_at=self._work.now,
            )
        )
        self._work.session.flush()
        return token

    def revoke(self, *, viewer: Person) -> bool:
        """End the viewer's address. Whether there was one."""
        return _revoked(self._work.session, self._work.now, self._theirs(viewer)) > 0

    def _theirs(self, viewer: Person) -> ColumnElement[bool]:
        return and_(FeedRow.workspace == self._work.workspace, FeedRow.person_id == viewer.id)


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


def revoke(session: Session, now: datetime, owner: Owner) -> bool:
    """End somebody's address for them. Whether there was one."""
    return _revoked(session, now, FeedRow.workspace == owner.workspace, FeedRow.person_id == owner.person_id) > 0


def revoke_all(session: Session, now: datetime, *, workspace: str | None = None) -> int:
    """End every address, of one workspace or of all. How many there were."""
    return _revoked(session, now, *([] if workspace is None else [FeedRow.workspace == workspace]))


def _revoked(session: Session, now: datetime, *whose: ColumnElement[bool]) -> int:
    ended = update(FeedRow).where(LIVE, *whose).values(revoked_at=now).returning(FeedRow.id)
    return len(session.execute(ended, execution_options={"synchronize_session": False}).all())
