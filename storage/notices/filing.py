"""Records that go where the policy keeps them: a gentle word where it gives no day, the working day after and a week later."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from scheduling.calendar import Calendar, at_nine, days_after
from storage.models import DiscussionRow, NoticeRow, SessionRow
from storage.notices.kinds import TO_FILE
from storage.notices.queue import Telling, queue
from storage.views import ItemView

if TYPE_CHECKING:
    from scheduling.terms import Version
    from storage.unit import UnitOfWork

_CALENDAR = Calendar()


@dataclass(frozen=True, slots=True)
class ToFile:
    """A record, and where it goes."""

    person_id: str
    session_id: str
    kind: str
    case_ref: str | None
    held_on: Any
    filed_on: Any


def of_session(work: UnitOfWork, row: SessionRow) -> None:
    """The record of a session is there, and of the cases discussed in it."""
    version = work.policy.at(work.today)
    asked = [row.id] if _reminds(version, session=row.kind) and row.filed_on is None else []
    mine = (DiscussionRow.workspace == work.workspace, DiscussionRow.session_id == row.id, DiscussionRow.filed_on.is_(None))
    if _reminds(version, discussion="supervision"):
        asked += work.session.scalars(select(DiscussionRow.id).where(*mine))
    _remind(work, asked, row.supervisor_id)


def of_discussion(work: UnitOfWork, row: DiscussionRow) -> None:
    """The record of a case discussion is there."""
    if _reminds(work.policy.at(work.today), discussion=row.kind):
        _remind(work, [row.id], row.by_id)


def _reminds(version: Version, **kind: str) -> bool:
    terms = version.filed(**kind)
    return terms is not None and terms.reminds


def _remind(work: UnitOfWork, ids: Iterable[str], to: str) -> None:
    after = work.policy.readings.filing_reminded_days
    days = [_CALENDAR.on_or_after(days_after(work.today, each)) for each in after]
    queue(work, [Telling(TO_FILE, to, at_nine(on), rung, about_id=each) for each in ids for rung, on in enumerate(days)])


def found(work: UnitOfWork, ids: Collection[str]) -> Mapping[str, ToFile]:
    """Those records, by id of the session or discussion."""
    if not ids:
        return {}
    row, talk = SessionRow, DiscussionRow
    held = select(row.id, row.supervisee_id, row.kind, row.held_on, row.filed_on)
    made = {
        each.id: ToFile(each.supervisee_id, each.id, each.kind, None, each.held_on, each.filed_on)
        for each in work.session.execute(held.where(row.workspace == work.workspace, row.id.in_(ids)))
    }
    talks = select(talk.id, talk.worker_id, talk.session_id, talk.kind, talk.case_ref, talk.discussed_on, talk.filed_on)
    for each in work.session.execute(talks.where(talk.workspace == work.workspace, talk.id.in_(ids))):
        of = each.session_id or each.id
        made[each.id] = ToFile(each.worker_id, of, each.kind, each.case_ref, each.discussed_on, each.filed_on)
    return made


def item(work: UnitOfWork, notice: NoticeRow, about: ToFile, people: Mapping[str, Any]) -> ItemView:
    """Done with once somebody says that it is there, or where the policy in force no longer asks."""
    version = work.policy.at(work.today)
    terms = version.filed(discussion=about.kind) if about.case_ref else version.filed(session=about.kind)
    how = "filed" if about.filed_on else "" if terms else "no_longer_owed"
    return ItemView(
        notice_kind=notice.kind,
        rung=notice.rung,
        case_ref=about.case_ref,
        closed_on=about.filed_on,
        closed_how=how,
        last_held_on=about.held_on,
        session_id=about.session_id,
        subject=notice.subject,
        to_file=terms.says if terms else "",
        file_place=terms.place if terms else "",
        **people,
    )
