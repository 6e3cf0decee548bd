"""Putting notices into messages, and messages into the outbox, with the change that causes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, and_, bindparam, literal_column, select, update

from storage.asking import WORKSPACE, among
from storage.dialects import held, insert_new
from storage.models import MessageRow, NoticeRow, OutboxRow, new_id
from storage.notices.edits import edit
from storage.notices.hours import rhythms, sends_at
from storage.notices.kinds import JOINED, MORNING, ROUTINE, urgency_of
from storage.notices.silent import EMPTY, OF_A_DAY, is_silent, morning_after

if TYPE_CHECKING:
    from scheduling.rhythm import Rhythm
    from storage.unit import UnitOfWork
    from storage.views import Person

_KNOWN = select(NoticeRow.subject, NoticeRow.kind, NoticeRow.rung, NoticeRow.recipient_id).where(
    NoticeRow.workspace == WORKSPACE, among(NoticeRow.subject)
)
_IS_POST = OutboxRow.op == literal_column("'post'")
_JOINED = (
    select(MessageRow.recipient_id, MessageRow.day_on, MessageRow.kind, MessageRow.id, OutboxRow.state, OutboxRow.reason)
    .outerjoin(OutboxRow, and_(OutboxRow.message_id == MessageRow.id, _IS_POST))
    .where(
        MessageRow.workspace == WORKSPACE,
        among(MessageRow.recipient_id),
        MessageRow.day_on.between(bindparam("first", type_=Date()), bindparam("last", type_=Date())),
        MessageRow.kind.in_(JOINED),
    )
)
_POSTS = (
    held(select(OutboxRow.id, OutboxRow.message_id, OutboxRow.state, OutboxRow.reason), OutboxRow)
    .where(among(OutboxRow.message_id), _IS_POST)
    .order_by(OutboxRow.id)
)


Name = tuple[str, str, int, str]
"""What makes a notice the same: its subject, kind, rung and recipient."""
Place = tuple[str, date, str]
"""What makes a message the same, of the kinds that are joined: its recipient, their day, its kind."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One notice to be queued: about an obligation, a decision, an absence, a grant or a personal matter."""

    kind: str
    to: str
    at: datetime
    rung: int = 0
    obligation_id: str | None = None
    discussion_id: str | None = None
    absence_id: str | None = None
    about_id: str | None = None
    """A grant or a personal matter."""
    instead_of_id: str | None = None
    """Whom it was meant for, where Slack cannot reach them."""

    @property
    def subject(self) -> str:
        """What it is about."""
        return self.obligation_id or self.discussion_id or self.absence_id or self.about_id or ""

    @property
    def name(self) -> Name:
        """What makes it the same notice."""
        return (self.subject, self.kind, self.rung, self.to)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to be: whose, of which day, not to be sent before when."""

    to: str
    kind: str
    day_on: date
    not_before: datetime
    message_id: str
    is_there: bool = False
    """Whether there is such a message already, which this one is."""

    @property
    def place(self) -> Place:
        """What makes it the same message, of the kinds that are joined."""
        return (self.to, self.day_on, self.kind)


@dataclass(frozen=True, slots=True)
class _There:
    """A message that is there already."""

    message_id: str
    is_silent: bool
    """Whether it tells nobody any more."""


def queue(work: UnitOfWork, tellings: Iterable[Telling], *, are_new: bool = False) -> int:
    """Any number of notices in a handful of statements; what is queued already is left. Answers how many were new.

    `are_new` where they tell of what has only now been stored: then none can be queued already, and it is not asked.
    """
    return len(queued(work, tellings, are_new=are_new))


def queued(
    work: UnitOfWork, tellings: Iterable[Telling], *, are_new: bool = False, to: Mapping[str, Person] | None = None
) -> dict[Name, datetime]:
    """The same. Answers of the new ones, by name, from when on each may be sent.

    `to`: those who are told, by id, where they have been looked up already.
    """
    asked = {telling.name: telling for telling in tellings}
    new = list(asked.values()) if are_new or not asked else _unknown(work, asked)
    if not new:
        return {}
    letters = _letters(work, new, to)
    _post(work, letters)
    rows = [_row(work, telling, letter.message_id) for telling, letter in zip(new, letters, strict=True)]
    insert_new(work.session, NoticeRow, rows)
    joined = {letter.message_id for letter in letters if letter.is_there}
    edit(work, joined - _revive(work, joined))
    return {telling.name: letter.not_before for telling, letter in zip(new, letters, strict=True)}


def requeue(work: UnitOfWork, notices: Sequence[NoticeRow]) -> int:
    """Move notices of routine kinds into the message they would travel in if they were queued now. Answers how many moved."""
    tellings = [Telling(each.kind, each.recipient_id, work.now, each.rung) for each in notices]
    letters = _letters(work, tellings) if tellings else []
    _post(work, letters)
    goes = [(each, letter.message_id) for each, letter in zip(notices, letters, strict=True)]
    moved = [(each, each.message_id, into) for each, into in goes if each.message_id != into]
    for each, _, into in moved:
        each.message_id = into
    work.session.flush()
    waiting = _revive(work, {into for _, _, into in moved})
    edit(work, {message_id for _, *both in moved for message_id in both} - waiting)
    return len(moved)


def _unknown(work: UnitOfWork, tellings: dict[Name, Telling]) -> list[Telling]:
    """Those not queued before."""
    subjects = {telling.subject for telling in tellings.values()}
    known = {tuple(name) for name in work.ask(_KNOWN, ids=list(subjects))}
    return [telling for name, telling in tellings.items() if name not in known]


def _letters(work: UnitOfWork, tellings: Sequence[Telling], to: Mapping[str, Person] | None = None) -> list[Letter]:
    """The message each travels in: one a person and local day of the kinds that are joined, one of its own for every other.

    Nothing is put into a morning message that is told nobody any more: it goes with the next.
    """
    rhythm = rhythms(work, to or work.people.by_id({telling.to for telling in tellings}))
    goes = [sends_at(telling.kind, telling.at, work.now, rhythm[telling.to]) for telling in tellings]
    while True:
        letters = [_letter(each, when, rhythm[each.to]) for each, when in zip(tellings, goes, strict=True)]
        there = _there(work, letters)
        late = [number for number, letter in enumerate(letters) if _waits(tellings[number], there.get(letter.place))]
        if not late:
            return _as_one(letters, there)
        for number in late:
            goes[number] = morning_after(letters[number].day_on, work.now, rhythm[letters[number].to])


def _letter(telling: Telling, when: datetime, rhythm: Rhythm) -> Letter:
    return Letter(telling.to, MORNING if telling.kind in ROUTINE else telling.kind, rhythm.today(when), when, new_id())


def _waits(telling: Telling, there: _There | None) -> bool:
    return there is not None and there.is_silent and telling.kind not in OF_A_DAY


def _as_one(letters: Sequence[Letter], there: Mapping[Place, _There]) -> list[Letter]:
    """Of the kinds that are joined one a place: the message that is there, else the first of these."""
    joined: dict[Place, Letter] = {}
    for letter in letters:
        if letter.kind in JOINED and letter.place not in joined:
            found = there.get(letter.place)
            joined[letter.place] = replace(letter, message_id=found.message_id, is_there=True) if found else letter
    return [joined.get(letter.place, letter) for letter in letters]


def _post(work: UnitOfWork, letters: Iterable[Letter]) -> None:
    """Create the messages that are not there, and their posts."""
    fresh = list({letter.message_id: letter for letter in letters if not letter.is_there}.values())
    mine = {"workspace": work.workspace}
    insert_new(
        work.session,
        MessageRow,
        [mine | {"id": f.message_id, "recipient_id": f.to, "kind": f.kind, "day_on": f.day_on} for f in fresh],
    )
    posts = {"op": "post", "state": "pending", "attempts": 0, "changed_at": work.now, "reason": ""} | mine
    insert_new(
        work.session,
        OutboxRow,
        [
            posts
            | {"message_id": f.message_id, "recipient_id": f.to, "not_before": f.not_before, "urgency": urgency_of(f.kind)}
            for f in fresh
        ],
    )


def _there(work: UnitOfWork, letters: Sequence[Letter]) -> dict[Place, _There]:
    """The messages that are there already, of the kinds that are joined; of one a day, whatever became of it."""
    wanted = {letter.place for letter in letters if letter.kind in JOINED}
    if not wanted:
        return {}
    days = [on for _, on, _ in wanted]
    rows = work.ask(_JOINED, ids=list({to for to, _, _ in wanted}), first=min(days), last=max(days))
    found = [((to, on, kind), _There(message_id, is_silent(*post))) for to, on, kind, message_id, *post in rows]
    # Of the morning there is one a day; of the others there may be another beside one that is told nobody.
    return {place: each for place, each in found if place in wanted and (place[2] == MORNING or not each.is_silent)}


def _revive(work: UnitOfWork, message_ids: set[str]) -> set[str]:
    """A message that had nothing left to say has something to say again; one cancelled by hand is left as it is.

    Answers which of them wait, held by us, to be posted: they are put in words then, with ours.
    """
    # Whoever is cancelling one just now is waited for.
    posts = work.ask(_POSTS, ids=list(message_ids)).all() if message_ids else []
    cancelled = [row.id for row in posts if row.state == "cancelled" and row.reason in EMPTY]
    if cancelled:
        again = update(OutboxRow).where(OutboxRow.id.in_(cancelled))
        work.session.execute(again.values(state="pending", reason="", changed_at=work.now))
    return {row.message_id for row in posts if row.state == "pending" or row.id in cancelled}


def _row(work: UnitOfWork, telling: Telling, message_id: str) -> dict[str, Any]:
    return {
        "id": new_id(),
        "workspace": work.workspace,
        "message_id": message_id,
        "subject": telling.subject,
        "obligation_id": telling.obligation_id,
        "discussion_id": telling.discussion_id,
        "absence_id": telling.absence_id,
        "kind": telling.kind,
        "rung": telling.rung,
        "recipient_id": telling.to,
        "instead_of_id": telling.instead_of_id,
        "at": telling.at,
    }
