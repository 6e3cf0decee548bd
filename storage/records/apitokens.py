"""Tokens for the API: given to a named person by a named person, shown once, ended by their day or at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, bindparam, or_, select, update

from scheduling.errors import SupervisionError
from storage import tokens
from storage.models import ApiTokenRow, new_id
from storage.records.base import Records
from storage.records.exports import REACHES
from storage.tokens import Token

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from storage.views import Person

KIND = "api_token"
"""As the trail calls it."""
MOST_DAYS = 366
"""A token that nobody has asked for again within a year is nobody's any more."""
LIVE = ApiTokenRow.revoked_at.is_(None)
_COLUMNS: tuple[Any, ...] = (
    ApiTokenRow.id,
    ApiTokenRow.workspace,
    ApiTokenRow.person_id,
    ApiTokenRow.reach,
    ApiTokenRow.made_at,
    ApiTokenRow.made_by_id,
    ApiTokenRow.until_on,
    ApiTokenRow.last_read_on,
)
_BY_SELECTOR = select(*_COLUMNS, ApiTokenRow.digest, ApiTokenRow.revoked_at).where(
    ApiTokenRow.selector == bindparam("selector")
)


class NotWorkingHere(SupervisionError):
    """They do not work here any more, so they are given no token. Name somebody who does."""


class TooLong(SupervisionError):
    """A token works for a day at least and a year at most. Give the days as a number from 1 to 366."""


@dataclass(frozen=True, slots=True)
class ApiTokenView:
    """A token that was not revoked, without what is secret of it."""

    id: str
    workspace: str
    person_id: str
    reach: str
    """`line` or `quality`."""
    made_at: datetime
    made_by_id: str
    until_on: date
    """The first day it no longer works."""
    last_read_on: date | None

    def works_on(self, today: date) -> bool:
        """Whether its day has not come."""
        return today < self.until_on


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token, which nobody will be shown again."""

    id: str
    token: Token
    until_on: date
    """The first day it no longer works."""


class ApiTokens(Records):
    """Those of the workspace. Who gave which to whom, and who ended it, is in the trail."""

    def standing(self) -> list[ApiTokenView]:
        """All that were not revoked, the newest last; those whose day has come are among them."""
        query = select(*_COLUMNS).where(ApiTokenRow.workspace == self._work.workspace, LIVE)
        return [ApiTokenView(*row) for row in self._work.session.execute(query.order_by(ApiTokenRow.made_at, ApiTokenRow.id))]

    def issue(self, person_id: str, *, viewer: Person, reach: str, ahead_days: int) -> Issued:
        """A token for somebody, which `viewer` answers for. It is given here and never again.

        Raises NotFound, NotWorkingHere, TooLong.
        """
        if reach not in REACHES:
            msg = f"no reach of a token: {reach}"
            raise ValueError(msg)
        if not 1 <= ahead_days <= MOST_DAYS:
            raise TooLong
        person = self._work.people.must_get(person_id)
        if not self._work.sight.can_see(person, person.id):
            raise NotWorkingHere
        issued = Issued(new_id(), tokens.new(), self._work.today + timedelta(ahead_days))
        self._work.session.add(
            ApiTokenRow(
                id=issued.id,
                workspace=self._work.workspace,
                person_id=person.id,
                selector=issued.token.selector,
                digest=issued.token.digest,
                reach=reach,
                made_at=self._work.now,
                made_by_id=viewer.id,
                until_on=issued.until_on,
            )
        )
        self._work.session.flush()
        self._note("granted", viewer, issued.id, person.id, reach)
        return issued

    def revoke(self, token_id: str, *, viewer: Person) -> list[str]:
        """End the one whose id begins so. Answers the ids of those that do: where they are several, none has ended."""
        alike = ApiTokenRow.id.startswith(token_id, autoescape=True)
        found = self._ids(alike) if token_id else []
        if len(found) == 1:
            self._end(ApiTokenRow.id == found[0], viewer)
        return found

    def revoke_of(self, person_id: str, *, viewer: Person) -> int:
        """End every token of somebody's. How many there were."""
        return self._end(ApiTokenRow.person_id == person_id, viewer)

    def revoke_all(self, *, viewer: Person) -> int:
        """End every token of the workspace. How many there were."""
        return self._end(ApiTokenRow.id.is_not(None), viewer)

    def _ids(self, which: ColumnElement[bool]) -> list[str]:
        query = select(ApiTokenRow.id).where(ApiTokenRow.workspace == self._work.workspace, LIVE, which)
        return list(self._work.session.scalars(query.order_by(ApiTokenRow.id)))

    def _end(self, which: ColumnElement[bool], viewer: Person) -> int:
        query = update(ApiTokenRow).where(ApiTokenRow.workspace == self._work.workspace, LIVE, which)
        ended = self._work.session.execute(
            query.values(revoked_at=self._work.now).returning(ApiTokenRow.id, ApiTokenRow.person_id),
            execution_options={"synchronize_session": False},
        ).all()
        for row in ended:
            self._note("revoked", viewer, row.id, row.person_id)
        return len(ended)

    def _note(self, act: str, viewer: Person, token_id: str, about: str, purpose: str = "") -> None:
        self._work.trail.note(
            act, viewer=viewer, kind=KIND, object=token_id, about=about, role="administrator", purpose=purpose
        )


def who(session: Session, token: Token) -> ApiTokenView | None:
    """Whose token this is, in whichever workspace. None for what is unknown, revoked or wrong, after the same work.

    Whether its day has come, and whether the person still works there, is for their workspace to say.
    """
    row = session.execute(_BY_SELECTOR, {"selector": token.selector}).first()
    is_right = tokens.is_right(token, row.digest if row else None)
    if row is None or not is_right or row.revoked_at is not None:
        return None
    return ApiTokenView(*row[: len(_COLUMNS)])


def note_read(session: Session, token_id: str, today: date) -> None:
    """It was used today."""
    is_news = or_(ApiTokenRow.last_read_on.is_(None), ApiTokenRow.last_read_on < today)
    session.execute(update(ApiTokenRow).where(ApiTokenRow.id == token_id, is_news).values(last_read_on=today))
