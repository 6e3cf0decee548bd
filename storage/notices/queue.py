"""Putting notices into messages, and messages into the outbox, with the change that causes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, bindparam, literal_column, select, update

from storage.asking import WORKSPACE, among
from storage.dialects import held, insert_new
from storage.models import MessageRow, NoticeRow, OutboxRow, new_id
from storage.notices.edits import edit
from storage.notices.hours import rhythms, sends_at
from storage.notices.kinds import JOINED, MORNING, ROUTINE, urgency_of

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

_KNOWN = select(NoticeRow.subject, NoticeRow.kind, NoticeRow.rung, NoticeRow.recipient_id).where(
    NoticeRow.workspace == WORKSPACE, among(NoticeRow.subject)
)
_JOINED = select(MessageRow.recipient_id, MessageRow.day_on, MessageRow.kind, MessageRow.id).where(
    MessageRow.workspace == WORKSPACE,
    among(MessageRow.recipient_id),
    MessageRow.day_on.between(bindparam("first", type_=Date()), bindparam("last", type_=Date())),
    MessageRow.kind.in_(JOINED),
)
_POSTS = (
    held(select(OutboxRow.id, OutboxRow.message_id, OutboxRow.state), OutboxRow)
    .where(among(OutboxRow.message_id), OutboxRow.op == literal_column("'post'"))
    .order_by(OutboxRow.id)
)


Name = tuple[str, str, int, str]
"""What makes a notice the same: its subject, kind, rung and recipient."""


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

    @property
    def place(self) -> tuple[str, date, str]:
        """What makes it the same message, of the kinds that are joined."""
        return (self.to, self.day_on, self.kind)


def queue(work: UnitOfWork, tellings: Iterable[Telling], *, are_new: bool = False) -> int:
    """Any number of notices in a handful of statements; what is queued already is left. Answers how many were new.

    `are_new` where they tell of what has only now been stored: then none can be queued already, and it is not asked.
    """
    return len(queued(work, tellings, are_new=are_new))


def queued(work: UnitOfWork, tellings: Iterable[Telling], *, are_new: bool = False) -> dict[Name, datetime]:
    """The same. Answers of the new ones, by name, from when on each may be sent."""
    asked = {telling.name: telling for telling in tellings}
    new = list(asked.values()) if are_new or not asked else _unknown(work, asked)
    if not new:
        return {}
    letters = {telling.name: letter for telling, letter in zip(new, _letters(work, new), strict=True)}
    kept = _post(work, {letter.message_id: letter for letter in letters.values()}.values())
    rows = [_row(work, telling, kept[letters[telling.name].message_id]) for telling in new]
    insert_new(work.session, NoticeRow, rows)
    joined = {mine for planned, mine in kept.items() if planned != mine}
    edit(work, joined - _revive(work, joined))
    return {name: letter.not_before for name, letter in letters.items()}


def requeue(work: UnitOfWork, notices: Sequence[NoticeRow]) -> int:
    """Move notices of routine kinds into the message they would travel in if they were queued now. Answers how many moved."""
    tellings = [Telling(each.kind, each.recipient_id, work.now, each.rung) for each in notices]
    letters = _letters(work, tellings) if tellings else []
    kept = _post(work, {letter.message_id: letter for letter in letters}.values()) if letters else {}
    goes = [(each, kept[letter.message_id]) for each, letter in zip(notices, letters, strict=True)]
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


def _letters(work: UnitOfWork, tellings: Sequence[Telling]) -> list[Letter]:
    """The message each travels in: one a person and local day of the kinds that are joined, one of its own for every other."""
    rhythm = rhythms(work, work.people.by_id({telling.to for telling in tellings}))
    joined: dict[tuple[str, date, str], Letter] = {}
    letters = []
    for telling in tellings:
        when = sends_at(telling.kind, telling.at, work.now, rhythm[telling.to])
        kind = MORNING if telling.kind in ROUTINE else telling.kind
        letter = Letter(telling.to, kind, rhythm[telling.to].today(when), when, new_id())
        letters.append(joined.setdefault(letter.place, letter) if kind in JOINED else letter)
    return letters


def _post(work: UnitOfWork, letters: Iterable[Letter]) -> dict[str, str]:
    """Create the messages and their posts. Answers, by planned message, the one that holds it: a morning may be there."""
    planned = list(letters)
    there = _there(work, planned)
    kept = {letter.message_id: there.get(letter.place, letter.message_id) for letter in planned if letter.kind in JOINED}
    fresh = [letter for letter in planned if kept.setdefault(letter.message_id, letter.message_id) == letter.message_id]
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
    return kept


def _there(work: UnitOfWork, letters: Sequence[Letter]) -> dict[tuple[str, date, str], str]:
    """The messages that are there already, of the kinds that are joined."""
    wanted = {letter.place for letter in letters if letter.kind in JOINED}
    if not wanted:
        return {}
    days = [on for _, on, _ in wanted]
    rows = work.ask(_JOINED, ids=list({to for to, _, _ in wanted}), first=min(days), last=max(days))
    return {(to, on, kind): message_id for to, on, kind, message_id in rows if (to, on, kind) in wanted}


def _revive(work: UnitOfWork, message_ids: set[str]) -> set[str]:
    """A morning message that had nothing left to say has something to say again.

    Answers which of them wait, held by us, to be posted: they are put in words then, with ours.
    """
    # Whoever is cancelling one just now is waited for.
    posts = work.ask(_POSTS, ids=list(message_ids)).all() if message_ids else []
    cancelled = [row.id for row in posts if row.state == "cancelled"]
    if cancelled:
        again = update(OutboxRow).where(OutboxRow.id.in_(cancelled))
        work.session.execute(again.values(state="pending", reason="", changed_at=work.now))
    return {row.message_id for row in posts if row.state in ("cancelled", "pending")}


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
