"""Erasure of somebody who left: from then on they are "Erased person 3", and nothing here says who that was.

Dates stay, so that what others did, and what is counted, stays true. Their id goes as well: it is a staff number, or an
e-mail address, and either leads to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from scheduling.errors import SupervisionError
from storage.lifecycle import erasing
from storage.lifecycle.due import Item, unerased_records_of, written_of
from storage.lifecycle.holds import held_among
from storage.lifecycle.noting import note, note_erased
from storage.lifecycle.pointing import people_columns, tables
from storage.lifecycle.schedule import Schedule
from storage.lifecycle.sealedrows import emptied
from storage.models import (
    ApiTokenRow,
    Base,
    DraftRow,
    ErasureRow,
    FeedRow,
    FormerTeamRow,
    GrantRow,
    InviteRow,
    MessageRow,
    ObligationRow,
    OutboxRow,
    PersonRow,
    TrainingRow,
    WorkerNameRow,
    new_id,
)
from storage.models.installations import InstallationRow
from storage.names import name_key

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person

DOMAIN = "erased.invalid"
"""No mail can ever go there (RFC 2606)."""


class StillHere(SupervisionError):
    """This person still works here, so their name cannot be erased. Record the day they left first."""


class UnderHold(SupervisionError):
    """A legal hold is on this person, on a case of theirs or on somebody their records name. Nothing was erased."""


class StillKept(SupervisionError):
    """The council's schedule keeps this person's records for longer. Nothing was erased."""


class ErasedAlready(SupervisionError):
    """This person has been erased already. There is nothing left to erase."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What they are called now, and what went."""

    person_id: str
    name: str
    records: int
    """Sessions and filled forms whose text went with the name."""


def erase(work: UnitOfWork, person_id: str, *, by: Person, reason: str, schedule: Schedule, early: bool = False) -> Erased:
    """Erase a leaver, whose records' time has passed; `early` where somebody has decided that it must be before.

    Records of supervision are the council's, so a wish alone does not erase them (UK GDPR 17(3)(b)). Raises NotFound,
    StillHere, ErasedAlready, UnderHold, StillKept.
    """
    person = work.people.must_get(person_id)
    if person.left_on is None or person.left_on > work.today:
        raise StillHere
    if _is_erased(work, person_id):
        raise ErasedAlready
    if held_among(work, Base.metadata.tables["people"], [person_id]):
        raise UnderHold
    if not early:
        _must_have_passed(work, person_id, person.left_on, schedule)
    return forget(work, person_id, by=by, reason=reason, was_early=early)


def forget(work: UnitOfWork, person_id: str, *, by: Person | None, reason: str, was_early: bool) -> Erased:
    """Do it, whatever the schedule says: whoever calls has asked it. What is owed is as it was."""
    left_on = work.session.scalars(
        select(PersonRow.left_on).where(PersonRow.workspace == work.workspace, PersonRow.id == person_id)
    ).one()
    written = written_of(work, person_id)
    day, is_in_trail = left_on or work.today, person_id in work.trail.tokens_of([person_id])
    if written:
        items = [Item("personal_supervision", "content", table, i, person_id, "", day, day) for table, i in written]
        erasing.erase(work, items)
        if is_in_trail:  # else the trail would have to name somebody it never spoke of
            note_erased(work, items, by)
    for row in (ApiTokenRow, DraftRow, FeedRow, FormerTeamRow, InviteRow, WorkerNameRow):
        work.session.execute(delete(row).where(row.workspace == work.workspace, row.person_id == person_id))
    grants = (GrantRow.workspace == work.workspace, GrantRow.about_id == person_id)
    work.session.execute(update(GrantRow).where(*grants).values(**emptied(Base.metadata.tables["grants"])))
    taught = (TrainingRow.workspace == work.workspace, TrainingRow.person_id == person_id)
    work.session.execute(update(TrainingRow).where(*taught).values(**emptied(Base.metadata.tables["trainings"])))
    _forget_account(work, person_id)
    number = 1 + (work.session.scalar(select(func.max(ErasureRow.number)).where(ErasureRow.workspace == work.workspace)) or 0)
    new = f"erased-{number}"
    work.trail.forget(person_id, viewer=by)
    _rename(work, person_id, new, f"Erased person {number}")
    work.session.add(
        ErasureRow(
            id=new_id(),
            workspace=work.workspace,
            number=number,
            person_id=new,
            erased_at=work.now,
            by_id=by.id if by else None,
            reason=reason,
            was_early=was_early,
        )
    )
    work.session.flush()
    if not is_in_trail:
        note(work, "erased", by=by, kind="person", name=new, about=new)
    work.session.expire_all()
    return Erased(new, f"Erased person {number}", len(written))


def _is_erased(work: UnitOfWork, person_id: str) -> bool:
    row = ErasureRow
    return work.session.scalar(select(row.id).where(row.workspace == work.workspace, row.person_id == person_id)) is not None


def _must_have_passed(work: UnitOfWork, person_id: str, left_on: date, schedule: Schedule) -> None:
    """The names' own time, and while anything written of theirs is kept, that of the personal record."""
    for name in ("staff", "personal_supervision"):
        if name == "personal_supervision" and not unerased_records_of(work, [person_id]):
            continue
        term = schedule.term(name)
        if term is None:
            raise StillKept(
                f"The council's retention schedule says nothing of {name}, so it is kept and nothing was erased. Set it "
                "(CORNERSTONE_RETENTION), or give --now with the reason why it must be erased before."
            )
        # Of sessions the last counts, where they count each by itself: whoever left had none after that day.
        if (until := term.keep.after(left_on)) > work.today:
            raise StillKept(
                f"The council's schedule keeps {name} until {until} ({term.keep.length} after they left). Nothing was erased. "
                "Give --now with the reason where it must be erased before."
            )


def _forget_account(work: UnitOfWork, person_id: str) -> None:
    """Where their messages were posted: the channel is their account's. Nothing more is sent there."""
    account = select(PersonRow.slack_id).where(PersonRow.workspace == work.workspace, PersonRow.id == person_id)
    installed = update(InstallationRow).where(InstallationRow.workspace == work.workspace)
    work.session.execute(
        installed.where(InstallationRow.user_id == account.scalar_subquery())
        .values(user_id="erased")
        .execution_options(synchronize_session=False)
    )
    mine, waits = OutboxRow.workspace == work.workspace, OutboxRow.state.in_(("pending", "failed"))
    given_up = update(OutboxRow).where(mine, OutboxRow.recipient_id == person_id, waits)
    work.session.execute(given_up.values(state="cancelled", reason="erased", changed_at=work.now))
    theirs = (MessageRow.workspace == work.workspace, MessageRow.recipient_id == person_id)
    work.session.execute(update(MessageRow).where(*theirs).values(channel=None, ts=None))


def _rename(work: UnitOfWork, old: str, new: str, name: str) -> None:
    """A row under the new id, everything that named the old one turned to it, and the old one gone."""
    people = Base.metadata.tables["people"]
    mine = (people.c.workspace == work.workspace, people.c.id == old)
    row: dict[str, Any] = dict(work.session.execute(select(people).where(*mine)).one()._mapping)
    known = {"id": new, "name": name, "name_key": name_key(name), "email": f"{new}@{DOMAIN}", "slack_id": None}
    work.session.execute(insert(people).values(**row | known | {"post": "", "team": "", "zone": "Europe/London"}))
    for table in tables():
        for column in people_columns(table):
            named = (table.c.workspace == work.workspace, column == old)
            work.session.execute(update(table).where(*named).values({column.name: new}))
    work.session.execute(delete(people).where(*mine))
    _rename_in_keys(work, new)
    _rename_in_settings(work, old, new)


def _rename_in_keys(work: UnitOfWork, new: str) -> None:
    """An obligation's key holds whom it is about; it is what makes it the same when everything is derived again."""
    row = ObligationRow
    columns = select(row.id, row.kind, row.person_id, row.case_ref, row.about, row.due)
    theirs = (row.workspace == work.workspace, (row.person_id == new) | (row.about == new))
    for row_id, *parts in work.session.execute(columns.where(*theirs)).all():
        key = "|".join(part or "" for part in parts)
        work.session.execute(update(row).where(row.id == row_id).values(key=key))


def _rename_in_settings(work: UnitOfWork, old: str, new: str) -> None:
    """Values kept as JSON that name somebody: the organisation's senior managers."""
    for name, value in work.settings.all().items():
        if (renamed := _renamed(value, old, new)) != value:
            work.settings.put(name, renamed)


def _renamed(value: Any, old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {name: _renamed(each, old, new) for name, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, old, new) for each in value]
    return new if value == old else value
