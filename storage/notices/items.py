"""The lines of a message: each notice with what it is about, as that stands now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from scheduling.calendar import local_day
from storage.models import AbsenceRow, NoticeRow, ObligationRow, PersonalMatterRow, SessionRow
from storage.notices import agreed, decided, handed, month, week
from storage.notices.besides import Besides, besides
from storage.notices.kinds import ACTION_DUE, COVERING, FEEDBACK, MONTH, OF_ACCESS, PAPER, RAISED, TO_AGREE, WEEK
from storage.notices.ofrecords import OfRecords, of_records
from storage.notices.planned import Planned, of_plans
from storage.quiet import SnoozeView
from storage.records import booked, owed, snoozed
from storage.records.decisionrows import OVERSIGHT
from storage.views import GrantView, ItemView, Move, ObligationView, Person, RaisedView

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class _Around:
    """Everything the items of one message speak of, read at once."""

    obligations: Mapping[str, ObligationView]
    discussions: Mapping[str, Any]
    returns: Mapping[str, Sequence[Any]]
    """By draft of a decision: each time it was sent back."""
    absences: Mapping[str, Any]
    raised: Mapping[tuple[str, int], RaisedView]
    """By obligation and step."""
    grants: Mapping[str, GrantView]
    matters: Mapping[str, Any]
    forms: OfRecords
    actions: Mapping[str, Any]
    sessions: Mapping[str, Any]
    planned: Planned
    besides: Besides
    snoozes: Mapping[str, tuple[SnoozeView, ...]]
    people: Mapping[str, Person]
    supervisors: Mapping[str, str]
    moves: Mapping[str, tuple[Move, ...]]
    """Of sessions put off, by supervisee."""
    held: Mapping[str, date]
    """Last held, by person; last discussed, by case."""


def items(work: UnitOfWork, notices: Sequence[NoticeRow]) -> list[ItemView]:
    """In the order given, in a number of statements that does not depend on how many."""
    return [item for _, item in with_items(work, notices)]


def with_items(work: UnitOfWork, notices: Sequence[NoticeRow]) -> list[tuple[NoticeRow, ItemView]]:
    """The same, each beside its notice."""
    around = _around(work, notices)
    return [(notice, item) for notice in notices for item in _item(work, notice, around)]


def _item(work: UnitOfWork, notice: NoticeRow, around: _Around) -> Iterator[ItemView]:
    """Nothing of what is not there any more."""
    if notice.obligation_id is not None:
        yield _of_obligation(notice, around.obligations[notice.obligation_id], around)
    elif notice.discussion_id is not None:
        yield _of_decision(notice, around.discussions[notice.discussion_id], around)
    elif notice.absence_id is not None:
        yield _of_absence(work, notice, around.absences[notice.absence_id], around)
    elif notice.kind in OF_ACCESS:
        yield _of_access(notice, around.grants[notice.subject], around)
    elif notice.kind == TO_AGREE:
        yield _of_matter(notice, around.matters[notice.subject], around)
    elif notice.kind == WEEK:
        yield week.item(work, notice)
    elif notice.kind == MONTH:
        yield month.item(work, notice)
    elif notice.kind == PAPER:
        yield handed.item(work, notice)
    elif around.forms.has(notice):
        yield _of_record(notice, around)
    elif whose := around.planned.about(notice):
        yield around.planned.item(work, notice, around.people, _people(whose, around))
    elif whose := around.besides.about(notice):
        yield around.besides.item(work, notice, around.people, _people(whose, around))
    elif notice.kind == ACTION_DUE and (action := around.actions.get(notice.subject)):
        yield agreed.item_of_action(notice, action, _people(action.supervisee_id, around))
    elif notice.kind == FEEDBACK and (held := around.sessions.get(notice.subject)):
        yield agreed.item_of_session(notice, held, _people(held[0].supervisee_id, around))


def _of_obligation(notice: NoticeRow, about: ObligationView, around: _Around) -> ItemView:
    return ItemView(
        notice_kind=notice.kind,
        rung=notice.rung,
        obligation=about,
        case_ref=about.case_ref,
        closed_on=about.closed_on,
        closed_how=about.closed_how,
        booked_on=about.booked_on,
        moves=around.moves.get(about.person.id, ()),
        last_held_on=around.held.get(about.case_ref or about.person.id),
        instead_of=around.people.get(notice.instead_of_id or ""),
        raised=around.raised.get((about.id, notice.rung)) if notice.kind == RAISED else None,
        named_on=local_day(notice.at),
        snoozes=around.snoozes.get(about.id, ()),
        **_people(about.person.id, around),
    )


def _of_decision(notice: NoticeRow, about: Any, around: _Around) -> ItemView:
    closed_how, closed_on = decided.ended(notice.kind, notice.rung, about, around.returns.get(about.id, ()))
    return ItemView(
        notice_kind=notice.kind,
        rung=notice.rung,
        decision_id=about.id,
        case_ref=about.case_ref,
        closed_on=closed_on,
        closed_how=closed_how,
        is_oversight=about.kind == OVERSIGHT,
        subject=about.id,
        **_people(about.worker_id, around) | {"person": around.people[about.by_id]},
    )


def _of_absence(work: UnitOfWork, notice: NoticeRow, about: Any, around: _Around) -> ItemView:
    is_over = about.until_on is not None and about.until_on <= work.today
    return ItemView(
        notice_kind=notice.kind,
        rung=notice.rung,
        closed_on=about.until_on if is_over else None,
        closed_how=_how_absence_ended(work, notice, about, is_over=is_over),
        person=around.people[about.person_id],
        supervisor=around.people[about.person_id],
        line_manager=around.people.get(around.people[about.person_id].manager_id or ""),
        absent_from_on=about.from_on,
        absent_until_on=about.until_on,
        cover=around.people.get(about.cover_id or ""),
        instead_of=around.people.get(notice.instead_of_id or ""),
    )


def _how_absence_ended(work: UnitOfWork, notice: NoticeRow, about: Any, *, is_over: bool) -> str:
    """That somebody covers settles that cover is needed, and is what a notice of cover tells."""
    if notice.kind == COVERING:
        changed = about.cover_id is None
        return "back" if is_over else "no_longer_covering" if changed else ""
    # Where somebody was named who is not there after all, it is not settled by their name (`notices.cover`).
    covers = about.cover_id and (not notice.rung or work.absences.can_cover(about.cover_id, about.from_on, about.until_on))
    return "covered" if covers else "back" if is_over else ""


def _of_access(notice: NoticeRow, about: GrantView, around: _Around) -> ItemView:
    given = notice.kind == "access_given"
    ended = given and not about.is_in_force
    return ItemView(
        notice_kind=notice.kind,
        rung=notice.rung,
        closed_on=about.last_on if ended else None,
        closed_how="access_ended" if ended else "",
        grant=about,
        **_people(about.about.id, around),
    )


def _of_matter(notice: NoticeRow, about: Any, around: _Around) -> ItemView:
    answered_at = about.agreed_at or about.refused_at
    return ItemView(
        notice_kind=notice.kind,
        rung=notice.rung,
        closed_on=local_day(answered_at) if answered_at else None,
        closed_how="agreed" if about.agreed_at else "not_kept" if about.refused_at else "",
        last_held_on=about.held_on,
        matter_id=about.id,
        **_people(about.supervisee_id, around) | {"person": around.people[about.written_by_id]},
    )


def _of_record(notice: NoticeRow, around: _Around) -> ItemView:
    forms = around.forms
    return forms.item(notice, around.people, _people(forms.about(notice), around))


def _people(person_id: str, around: _Around) -> dict[str, Any]:
    supervisor = around.people.get(around.supervisors.get(person_id, ""))
    return {
        "person": around.people[person_id],
        "supervisee": around.people[person_id],
        "supervisor": supervisor,
        "line_manager": around.people.get(supervisor.manager_id or "") if supervisor else None,
    }


def _around(work: UnitOfWork, notices: Sequence[NoticeRow]) -> _Around:
    obligation_ids = {notice.obligation_id for notice in notices if notice.obligation_id}
    views = owed.views(work, ObligationRow.id.in_(obligation_ids)) if obligation_ids else []
    discussions = decided.discussions(work, {notice.discussion_id for notice in notices if notice.discussion_id})
    absences = _absences(work, {notice.absence_id for notice in notices if notice.absence_id})
    grants = work.grants.by_id({notice.subject for notice in notices if notice.kind in OF_ACCESS})
    matters = _matters(work, {notice.subject for notice in notices if notice.kind == TO_AGREE})
    actions = agreed.actions(work, {notice.subject for notice in notices if notice.kind == ACTION_DUE})
    sessions = agreed.sessions(work, {notice.subject for notice in notices if notice.kind == FEEDBACK})
    about = {view.person.id for view in views} | {each.worker_id for each in discussions.values()}
    forms, plans, others = of_records(work, notices), of_plans(work, notices), besides(work, notices)
    about |= {each.about_id for each in forms.records.values()} | {each.worker_id for each in forms.flags.values()}
    about |= {each.about.id for each in grants.values()} | {each.supervisee_id for each in matters.values()}
    about |= {each.supervisee_id for each in actions.values()} | {each.supervisee_id for each, _ in sessions.values()}
    about |= plans.people | others.people
    supervisors = work.people.supervisors_of(about)
    named = about | set(supervisors.values()) | {each.by_id for each in discussions.values()}
    named |= {each.written_by_id for each in matters.values()} | forms.people | plans.named | others.named
    meant = {notice.instead_of_id for notice in notices if notice.instead_of_id}
    people = work.people.by_id(named | meant | _of_absences(absences))
    people |= work.people.by_id({each.manager_id for each in people.values() if each.manager_id} - people.keys())
    ahead = booked.booked(work, {view.person.id for view in views if view.is_open}) if views else {}
    held = booked.last_held(work, {view.person.id for view in views}) if views else {}
    refs = {view.case_ref for view in views if view.case_ref}
    return _Around(
        obligations={view.id: view for view in views},
        discussions=discussions,
        returns=decided.returns(work, discussions),
        absences=absences,
        raised=work.raised.told({notice.obligation_id for notice in notices if notice.obligation_id and notice.kind == RAISED}),
        grants=grants,
        matters=matters,
        forms=forms,
        actions=actions,
        sessions=sessions,
        planned=plans,
        besides=others,
        snoozes=snoozed.of(work, obligation_ids),
        people=people,
        supervisors=supervisors,
        moves=booked.put_off(work, ahead, {view.person.id for view in views if view.is_open}),
        held=held | (booked.last_discussed(work, refs) if refs else {}),
    )


def _matters(work: UnitOfWork, ids: set[str]) -> dict[str, Any]:
    if not ids:
        return {}
    row = PersonalMatterRow
    columns = row.id, row.supervisee_id, row.written_by_id, row.agreed_at, row.refused_at, SessionRow.held_on
    query = select(*columns).join(SessionRow, SessionRow.id == row.session_id).where(row.id.in_(ids))
    return {each.id: each for each in work.session.execute(query)}


def _of_absences(absences: Mapping[str, Any]) -> set[str]:
    return {who for each in absences.values() for who in (each.person_id, each.cover_id) if who}


def _absences(work: UnitOfWork, ids: set[str]) -> dict[str, Any]:
    if not ids:
        return {}
    row = AbsenceRow
    query = select(row.id, row.person_id, row.from_on, row.until_on, row.cover_id).where(row.id.in_(ids))
    return {each.id: each for each in work.session.execute(query)}
