"""Ad hoc decisions as they are stored and shown: the row to be, and what stands around those that are there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, or_, select

from scheduling.calendar import at_nine
from scheduling.forms import Filled, from_json
from storage.asking import WORKSPACE, among
from storage.errors import DecisionMissing, NotAKindOfDecision, RationaleMissing
from storage.models import DecisionCheckRow, DiscussionRow, ObligationRow
from storage.records import checks
from storage.views import DecisionView, Person

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

AD_HOC, OVERSIGHT = "ad_hoc", "oversight"
KINDS = (AD_HOC, OVERSIGHT)
"""What is kept as a decision with its rationale: ad hoc, or as a manager's oversight between two discussions."""
DECISION = "decision"
FILING = "record_discussion"
CONFIRMED, RETURNED = "confirmed", "returned"
LONGEST = 200_000
"""Characters of everything else a decision's form asks."""
_TO_FILE = select(ObligationRow.about, ObligationRow.due_on).where(
    ObligationRow.workspace == WORKSPACE,
    ObligationRow.closed_at.is_(None),
    among(ObligationRow.case_ref),
    ObligationRow.kind == FILING,
)


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody decided, as they typed it."""

    decision: str
    rationale: str
    direction: str = ""
    """Which of the policy's kinds it is; "": the usual one."""
    more: Filled = field(default_factory=lambda: Filled(()))
    """What else the council's form asks."""


@dataclass(frozen=True, slots=True)
class ToLog:
    """A decision somebody wants logged, as they typed it."""

    viewer: Person
    ref: str
    decision: str
    rationale: str
    direction: str = ""
    more: Filled = field(default_factory=lambda: Filled(()))
    replaces_id: str | None = None
    was_of: str = ""
    """Of a correction: who had the case then. It is made whoever has it by now, and after the case is closed too."""
    on: date | None = None
    """The day it was decided; None: now."""
    kind: str = AD_HOC
    """`ad_hoc`, or `oversight` in the months between discussions."""

    @property
    def words(self) -> Words:
        """What it says."""
        return Words(self.decision, self.rationale, self.direction, self.more)


@dataclass
class New:
    """A row to be."""

    id: str
    workspace: str
    case_ref: str
    worker_id: str
    by_id: str
    discussed_on: date
    discussed_at: datetime
    decision: str
    rationale: str
    direction: str
    more: str | None
    is_draft: bool
    replaces_id: str | None
    kind: str = AD_HOC
    has_rationale: bool = True
    filed_on: date | None = None
    confirmed_on: date | None = None
    content_erased_on: date | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """What somebody above made of a draft."""

    outcome: str
    by_id: str
    checked_at: datetime
    reason: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Around:
    """Of some decisions, by id: who is to confirm, when it is to be filed, what became of drafts, what replaced it."""

    supervisors: Mapping[str, str] = field(default_factory=dict)
    """By worker."""
    file_by: Mapping[str, date] = field(default_factory=dict)
    checked: Mapping[str, Sequence[Check]] = field(default_factory=dict)
    replaced_by: Mapping[str, str] = field(default_factory=dict)


def to_read() -> ColumnElement[bool]:
    """Of the times a case was talked about, those that are a decision or oversight with something to read.

    Oversight an extract tells of has no words here: it counts for the schedule, and there is nothing of it to read.
    """
    row = DiscussionRow
    told = or_(row.filed_on.is_(None), row.decision.is_not(None), row.content_erased_on.is_not(None))
    return or_(row.kind == AD_HOC, and_(row.kind == OVERSIGHT, told))


def checked_words(work: UnitOfWork, words: Words, kind: str = AD_HOC) -> dict[str, str | None]:
    """As columns; the policy's kinds are those of what is ad hoc.

    Raises DecisionMissing, RationaleMissing, TooLong, NotAKindOfDecision.
    """
    decision, rationale = checks.fits(words.decision), checks.fits(words.rationale)
    if not decision:
        raise DecisionMissing
    if not rationale:
        raise RationaleMissing
    kinds = work.policy.at(work.today).ad_hoc_kinds if kind == AD_HOC else ("",)
    if words.direction and words.direction not in kinds:
        raise NotAKindOfDecision
    more = words.more.as_json() if words.more else None
    if more:
        checks.fits_whole(more, LONGEST)
    return {"decision": decision, "rationale": rationale, "direction": words.direction or kinds[0], "more": more}


def around(work: UnitOfWork, rows: Sequence[DiscussionRow]) -> Around:
    """In a number of statements that does not depend on how many."""
    if not rows:
        return Around()
    refs, ids = {row.case_ref for row in rows}, [row.id for row in rows]
    row = DiscussionRow
    newer = select(row.replaces_id, row.id).where(
        row.workspace == work.workspace, row.case_ref.in_(refs), row.replaces_id.in_(ids), row.is_draft.is_(False)
    )
    return Around(
        supervisors=work.people.supervisors_of({each.worker_id for each in rows}),
        file_by=file_by(work, refs),
        checked=checks_of(work, ids),
        replaced_by={old: new for old, new in work.session.execute(newer) if old},
    )


def file_by(work: UnitOfWork, refs: Collection[str]) -> dict[str, date]:
    """By discussion, when the policy asks for it on the case system."""
    return {row.about: row.due_on for row in work.ask(_TO_FILE, ids=list(refs))}


def checks_of(work: UnitOfWork, ids: Collection[str]) -> dict[str, tuple[Check, ...]]:
    """By decision, oldest first."""
    row, found = DecisionCheckRow, dict[str, tuple[Check, ...]]()
    query = select(row).where(row.workspace == work.workspace, row.discussion_id.in_(ids)).order_by(row.checked_at, row.id)
    for each in work.session.scalars(query) if ids else ():
        made = Check(each.outcome, each.by_id, each.checked_at, each.reason or "", each.answered_at)
        found[each.discussion_id] = (*found.get(each.discussion_id, ()), made)
    return found


def may_change(of: DiscussionRow | DecisionView, viewer: Person, above: Collection[str]) -> bool:
    """Whoever entered it; once it counts, those in the line above the worker as well."""
    return viewer.id == of.by_id or (not of.is_draft and viewer.id in above)


def untold(views: Iterable[DecisionView]) -> list[DecisionView]:
    """As a list shows them: nothing of it is content."""
    return [replace(view, decision="", rationale="", more=Filled(()), returned_because="") for view in views]


def view(row: DiscussionRow | New, known: Around) -> DecisionView:
    """As it is read."""
    checked = known.checked.get(row.id, ())
    confirmed = next((each for each in checked if each.outcome == CONFIRMED), None)
    back = checked[-1] if row.is_draft and checked and checked[-1].answered_at is None else None
    return DecisionView(
        id=row.id,
        ref=row.case_ref,
        worker_id=row.worker_id,
        by_id=row.by_id,
        supervisor_id=known.supervisors.get(row.worker_id),
        logged_at=row.discussed_at or at_nine(row.discussed_on),
        decision=row.decision or "",
        rationale=row.rationale or "",
        is_draft=row.is_draft,
        confirmed_on=row.confirmed_on,
        filed_on=row.filed_on,
        file_by_on=known.file_by.get(row.id),
        content_erased_on=row.content_erased_on,
        direction=row.direction or "",
        more=from_json(row.more) if row.more else Filled(()),
        confirmed_by_id=confirmed.by_id if confirmed else None,
        changed_at=row.changed_at,
        replaces_id=row.replaces_id,
        replaced_by_id=known.replaced_by.get(row.id),
        returned_at=back.checked_at if back else None,
        returned_by_id=back.by_id if back else None,
        returned_because=back.reason if back else "",
        kind=row.kind,
    )
