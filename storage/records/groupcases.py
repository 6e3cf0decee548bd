"""Who was in a group, and the cases it spoke of: each a discussion of kind `group` with those of its workers who were there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from storage import errors
from storage.dialects import plainly
from storage.models import AllocationRow, DiscussionRow, DiscussionWorkerRow, GroupRow, new_id
from storage.notices import filing
from storage.records import checks
from storage.records.casebook import LEADING, in_force

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person


def there(work: UnitOfWork, on: date, person_ids: Sequence[str]) -> list[Person]:
    """These people, who worked here that day. Raises NotFound, BeforeTheStart, AfterTheyLeft."""
    known = work.people.by_id(person_ids)
    if not set(person_ids) <= set(known):
        raise errors.NotFound
    for person in known.values():
        checks.since_start(on, person)
        if person.left_on is not None and person.left_on <= on:
            raise errors.AfterTheyLeft
    return [known[each] for each in person_ids]


def known(work: UnitOfWork, on: date, refs: Iterable[str], people: Sequence[Person]) -> list[str]:
    """Cases that whoever writes it down, or somebody who was there, may see, open that day.

    Whoever heard of a case there need not be in its line: nothing of it is told but the reference they typed. Raises
    NotFound, BeforeTheCaseOpened, CaseClosed.
    """
    found: dict[str, None] = {}
    for ref in refs:
        case = next((each for each in work.cases.seen([(ref, who) for who in people]) if each is not None), None)
        if case is None:
            raise errors.NotFound
        if case.opened_on > on:
            raise errors.BeforeTheCaseOpened
        if case.closed_on is not None and case.closed_on <= on:
            raise errors.CaseClosed
        found[case.ref] = None
    return list(found)


def discussed(work: UnitOfWork, row: GroupRow, refs: Collection[str], attendees: Collection[str]) -> None:
    """One discussion a case, by the facilitator, with its workers that day who were there, whoever answers for it first.

    A facilitator who works the case does not count among them: nobody supervises themselves.
    """
    allocation, present = AllocationRow, set(attendees) - {row.facilitator_id}
    mine = (allocation.workspace == row.workspace, allocation.case_ref.in_(refs), allocation.worker_id.in_(present))
    query = select(allocation.case_ref, allocation.worker_id, allocation.role).where(*mine, in_force(row.held_on))
    workers: dict[str, list[tuple[bool, str]]] = {}
    for ref, worker_id, role in work.session.execute(query.order_by(plainly(allocation.worker_id))) if refs else ():
        workers.setdefault(ref, []).append((role not in LEADING, worker_id))
    for ref, held in workers.items():
        first, *others = dict.fromkeys(worker_id for _, worker_id in sorted(held))
        discussion = DiscussionRow(
            id=new_id(),
            workspace=row.workspace,
            case_ref=ref,
            worker_id=first,
            by_id=row.facilitator_id,
            kind="group",
            discussed_on=row.held_on,
        )
        work.session.add(discussion)
        work.session.flush()
        also = {"workspace": row.workspace, "discussion_id": discussion.id}
        work.session.add_all(DiscussionWorkerRow(**also, person_id=each) for each in others)
        filing.of_discussion(work, discussion)
    work.session.flush()
