"""What this unit of work adds to the audit trail, and whom the trail speaks of."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from secrets import token_hex
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import BigInteger, String, Text, and_, bindparam, delete, func, insert, select, type_coerce, update
from sqlalchemy.exc import IntegrityError

from storage.asking import WORKSPACE, among
from storage.errors import TrailBroken
from storage.models import TrailHeadRow, TrailNameRow, TrailRow
from storage.records.base import Records
from storage.sealed import SealedOwn
from storage.trail import chain
from storage.trail.chain import Event, Head
from storage.trail.words import ACTS, KINDS, ROLES, SHOWN, SYSTEM

if TYPE_CHECKING:
    from datetime import datetime

    from storage.unit import UnitOfWork
    from storage.views import Person

LONGEST = 200
"""Letters of an object or a purpose: an id, a reference or a word, never a text."""
_OWN = SealedOwn()
_THEIR_NAMES = and_(TrailNameRow.workspace == TrailHeadRow.workspace, among(TrailNameRow.person_id))
# Where the chain ends and the tokens of everybody to be named in it: one statement, one row at least where there is a head.
_END = (
    select(TrailHeadRow.seq, type_coerce(TrailHeadRow.head, Text).label("head"), TrailNameRow.person_id, TrailNameRow.token)
    .outerjoin(TrailNameRow, _THEIR_NAMES)
    .where(TrailHeadRow.workspace == WORKSPACE)
)
_LAST = select(func.max(TrailRow.seq)).where(TrailRow.workspace == WORKSPACE)
_BEGUN = select(TrailRow.at).where(TrailRow.workspace == WORKSPACE, TrailRow.seq == 1)
_ADD = insert(TrailRow)
_NAME = insert(TrailNameRow)
_BEGIN = insert(TrailHeadRow)
_GO_ON = (
    update(TrailHeadRow)
    .where(
        TrailHeadRow.workspace == bindparam("of", type_=String()), TrailHeadRow.seq == bindparam("before", type_=BigInteger())
    )
    .values(seq=bindparam("after", type_=BigInteger()), head=bindparam("sealed", type_=SealedOwn()))
)
_TOKENS = select(TrailNameRow.person_id, TrailNameRow.token).where(
    TrailNameRow.workspace == WORKSPACE, among(TrailNameRow.person_id)
)
_PEOPLE = select(TrailNameRow.token, TrailNameRow.person_id).where(
    TrailNameRow.workspace == WORKSPACE, among(TrailNameRow.token)
)
_FORGET = delete(TrailNameRow).where(
    TrailNameRow.workspace == WORKSPACE, TrailNameRow.person_id == bindparam("person", type_=String())
)


class Noted(NamedTuple):
    """An event that has no number yet, people named by their ids."""

    at: datetime
    viewer_id: str | None
    by: str
    role: str
    purpose: str
    act: str
    kind: str
    object: str
    about_id: str | None

    @property
    def people(self) -> set[str]:
        named = {self.viewer_id, self.about_id, self.object if self.kind == "person" else None}
        return {each for each in named if each}


class Trail(Records):
    """Events are collected, and stored by `UnitOfWork.commit` with the facts or, of what was shown, when it ends."""

    def __init__(self, work: UnitOfWork) -> None:
        """One a unit of work."""
        super().__init__(work)
        self._noted: dict[Noted, None] = {}
        self._forgotten: dict[str, str] = {}

    def note(
        self,
        act: str,
        *,
        viewer: Person | None,
        kind: str,
        object: str,
        about: str | None = None,
        role: str = "",
        purpose: str = "",
        by: str = "system",
    ) -> None:
        """Somebody did something. The same, noted again before it is stored, is one event.

        Words as in `storage.trail.words`. `viewer` is who did it; None, and `by` is a word for the system. `about` is the id
        of the person whose record it is. `object` is the record's id or a case's reference, of a `person` their id; never a
        text, and never an id of a person's in anything else. Raises ValueError for a word that is not known.
        """
        known = act in ACTS and kind in KINDS and role in ROLES and by in SYSTEM
        if not known or len(object) > LONGEST or len(purpose) > LONGEST:
            msg = f"no event of the trail: {act} {kind} {role} {by}"
            raise ValueError(msg)
        viewer_id = viewer.id if viewer else None
        self._noted[Noted(self._work.now, viewer_id, by, role, purpose, act, kind, object, about)] = None

    def shown(self) -> list[Noted]:
        """What was noted, is not stored, and took place even if nothing ever is."""
        return [each for each in self._noted if each.act in SHOWN]

    def take(self, noted: Iterable[Noted]) -> None:
        """What another unit of work noted and cannot store."""
        self._noted |= dict.fromkeys(noted)

    def append(self) -> None:
        """Add what was noted to the chain; part of the transaction. Nothing noted: nothing is asked.

        The same number of statements however much it is. Raises TrailBroken where the chain does not end as its head says.
        """
        if not self._noted:
            return
        head, tokens = self._end(set().union(*(each.people for each in self._noted)))
        rows, before = [], head
        for noted in self._noted:
            event = _numbered(noted, head.workspace, head.seq + 1, tokens)
            hashed = chain.digest(head.hash, event)
            rows.append(event._asdict() | {"at": noted.at, "hash": hashed, "mark": chain.mark(head.secret, event.seq, hashed)})
            head = Head(head.workspace, event.seq, hashed, head.secret)
        connection = self._work.session.connection()
        try:
            connection.execute(_ADD, rows)
        except IntegrityError as taken:
            raise TrailBroken from taken
        self._move(before, head)
        self._noted.clear()

    def head(self) -> Head | None:
        """Where it ends now; None where it has not begun. Raises CannotUnseal, TrailBroken."""
        found = self._work.ask(_END, ids=[]).first()
        return self._opened(found.seq, found.head) if found else None

    def begun_at(self) -> datetime | None:
        """When its first event was noted: as long as Cornerstone has been used here. None where it has not begun."""
        return self._work.ask(_BEGUN, ids=[]).scalar()

    def forget(self, person_id: str, *, viewer: Person | None = None, by: str = "retention") -> None:
        """Nobody learns any more whom this person's token stood for; that they were forgotten is noted. The chain holds.

        To be called before the person is deleted. Whatever else this unit of work notes of them is under the old token.
        """
        token = self.tokens_of([person_id]).get(person_id)
        if token is None:
            return
        self._forgotten[person_id] = token
        self._work.ask(_FORGET, person=person_id)
        self.note("erased", viewer=viewer, by=by, kind="person", object=person_id, about=person_id)

    def tokens_of(self, person_ids: Collection[str]) -> dict[str, str]:
        """By id, the tokens of those the trail speaks of."""
        return {row.person_id: row.token for row in self._work.ask(_TOKENS, ids=list(person_ids))}

    def people_of(self, tokens: Collection[str]) -> dict[str, str]:
        """By token, the ids of those who have not been forgotten."""
        return {row.token: row.person_id for row in self._work.ask(_PEOPLE, ids=list(tokens))}

    def _end(self, people: set[str]) -> tuple[Head, dict[str, str]]:
        """The head the next event follows, and everybody's token; who has none gets one."""
        found = list(self._work.ask(_END, ids=list(people)))
        tokens = {row.person_id: row.token for row in found if row.person_id} | self._forgotten
        head = self._opened(found[0].seq, found[0].head) if found else self._first()
        strangers = [_named(self._work.workspace, each) for each in sorted(people - tokens.keys())]
        if strangers:
            self._work.session.connection().execute(_NAME, strangers)
        return head, tokens | {each["person_id"]: each["token"] for each in strangers}

    def _opened(self, seq: int, sealed: str) -> Head:
        """Believed because of its seal, and not because it is there. Raises CannotUnseal, TrailBroken."""
        text = _OWN.process_result_value(sealed, self._work.session.connection().dialect) or ""
        head = Head.opened(text)
        if (head.workspace, head.seq) != (self._work.workspace, seq):
            raise TrailBroken
        return head

    def _first(self) -> Head:
        if self._work.ask(_LAST).scalar_one() is not None:
            raise TrailBroken
        return Head(self._work.workspace, 0, chain.BEGINNING, token_hex(32))

    def _move(self, before: Head, after: Head) -> None:
        connection, sealed = self._work.session.connection(), after.sealed()
        if before.seq == 0:
            connection.execute(_BEGIN, {"workspace": after.workspace, "seq": after.seq, "head": sealed})
            return
        moved = {"of": after.workspace, "before": before.seq, "after": after.seq, "sealed": sealed}
        if connection.execute(_GO_ON, moved).rowcount != 1:
            raise TrailBroken


def _numbered(noted: Noted, workspace: str, seq: int, tokens: dict[str, str]) -> Event:
    return Event(
        workspace=workspace,
        seq=seq,
        at=chain.written(noted.at),
        actor=tokens[noted.viewer_id] if noted.viewer_id else noted.by,
        role=noted.role,
        purpose=noted.purpose,
        act=noted.act,
        kind=noted.kind,
        object=tokens[noted.object] if noted.kind == "person" and noted.object else noted.object,
        about=tokens[noted.about_id] if noted.about_id else None,
    )


def _named(workspace: str, person_id: str) -> dict[str, Any]:
    salt = token_hex(16)
    return {
        "workspace": workspace,
        "token": chain.token(workspace, salt, person_id),
        "person_id": person_id,
        "salt": salt,
    }
