"""Lines of a message about filled forms: to be read and signed, said not to be right, decided on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scheduling.calendar import local_day
from storage.models import NoticeRow
from storage.notices.kinds import CHANGED, DISPUTED, SETTLED, STILL_TO_SIGN, TO_SIGN
from storage.notices.unsigned import asked_of, version_of
from storage.records.flags import FlagView
from storage.views import ItemView, Person
from storage.written import DisputeView, RecordView

if TYPE_CHECKING:
    from storage.unit import UnitOfWork

OF_DISPUTES = (DISPUTED, SETTLED)
OF_FORMS = (TO_SIGN, STILL_TO_SIGN)


@dataclass(frozen=True, slots=True)
class OfRecords:
    """The forms and disputes the notices of one message speak of, by id."""

    records: Mapping[str, RecordView]
    disputes: Mapping[str, DisputeView]
    flags: Mapping[str, FlagView]
    asked: Mapping[str, Sequence[Person]]
    """Of those reminded of: whose name is missing."""
    correctors: Mapping[str, Person | None]
    """Of those reminded of and decided to be corrected: who is to."""

    @property
    def people(self) -> set[str]:
        """Whoever is named in them."""
        found = {who for each in self.records.values() for who in (each.about_id, each.by_id)}
        found |= {each.raised_by_id for each in self.disputes.values()}
        found |= {who for each in self.flags.values() for who in (each.by_id, each.worker_id)}
        return found | {each.settled_by_id for each in self.disputes.values() if each.settled_by_id}

    def has(self, notice: NoticeRow) -> bool:
        """Whether it is about one of these."""
        return notice.kind == CHANGED or notice.kind in (*OF_FORMS, *OF_DISPUTES)

    def about(self, notice: NoticeRow) -> str:
        """Whose record, or whose case."""
        if notice.kind == CHANGED:
            return self.flags[notice.subject].worker_id
        record_id = self.disputes[notice.subject].record_id if notice.kind in OF_DISPUTES else notice.subject
        return self.records[record_id].about_id

    def item(self, notice: NoticeRow, people: Mapping[str, Any], around: Mapping[str, Any]) -> ItemView:
        """The line; `around` are the people it names by their part, `people` everybody by id."""
        if notice.kind == CHANGED:
            return _flagged(notice, self.flags[notice.subject], people, around)
        dispute = self.disputes.get(notice.subject)
        record = self.records[dispute.record_id if dispute else notice.subject]
        corrector = self.correctors.get(record.id) if notice.kind == STILL_TO_SIGN else None
        names = (corrector,) if corrector else tuple(self.asked.get(record.id, ()))
        closed = _settled(notice, dispute) if dispute else _signed(notice, record, is_to_correct=corrector is not None)
        if notice.kind == STILL_TO_SIGN and not closed[0] and not names:
            closed = "no_longer_owed", None  # whoever agreed it is no longer who supervises them
        by = (dispute.settled_by_id if notice.kind == SETTLED else dispute.raised_by_id) if dispute else record.by_id
        return ItemView(
            notice_kind=notice.kind,
            rung=notice.rung,
            case_ref=record.case_ref,
            closed_on=closed[1],
            closed_how=closed[0],
            record=record,
            dispute=dispute,
            subject=notice.subject,
            waits_for=names,
            is_to_correct=corrector is not None,
            **{**around, "person": people[by or record.by_id]},
        )


def of_records(work: UnitOfWork, notices: Sequence[NoticeRow]) -> OfRecords:
    """In ten statements at most, none where no notice is about one."""
    disputes = work.disputes.by_id({notice.subject for notice in notices if notice.kind in OF_DISPUTES})
    wanted = {notice.subject for notice in notices if notice.kind in OF_FORMS} | {each.record_id for each in disputes.values()}
    flags = work.flags.by_id({notice.subject for notice in notices if notice.kind == CHANGED})
    records = work.written.by_id(wanted)
    reminded = {notice.subject for notice in notices if notice.kind == STILL_TO_SIGN}
    names = asked_of(work, [records[each] for each in reminded]) if reminded else {}
    asked = {record_id: [each for each in found.values() if each] for record_id, found in names.items()}
    return OfRecords(records, disputes, flags, asked, work.disputes.correctors(reminded))


def _flagged(notice: NoticeRow, flag: FlagView, people: Mapping[str, Any], around: Mapping[str, Any]) -> ItemView:
    on = local_day(flag.answered_at) if flag.answered_at else None
    return ItemView(
        notice_kind=notice.kind,
        rung=notice.rung,
        case_ref=flag.case_ref,
        closed_on=on,
        closed_how=("no_need" if flag.answer else "discussed") if on else "",
        flag_id=flag.id,
        **{**around, "person": people[flag.by_id]},
    )


def _signed(notice: NoticeRow, record: RecordView, *, is_to_correct: bool) -> tuple[str, Any]:
    """Signed by whoever was asked; or written anew since, and asked for again. Of a reminder to others too, signed by all."""
    is_reminder = notice.kind == STILL_TO_SIGN
    if record.version != (version_of(notice.rung) if is_reminder else notice.rung):
        return "corrected", None
    if is_reminder and record.state == "disputed":
        return "not_right", None
    if is_to_correct:
        return "", None
    signed = [each for each in record.signatures if each.version == record.version]
    mine = [each for each in signed if each.person_id == notice.recipient_id]
    if is_reminder and notice.recipient_id != record.about_id:  # the supervisor may have signed long before
        mine = signed if not record.missing else [each for each in mine if each.signed_at >= notice.at]
    return ("signed", local_day(mine[-1].signed_at)) if mine else ("", None)


def _settled(notice: NoticeRow, dispute: DisputeView) -> tuple[str, Any]:
    """Decided; or, for whoever had it first, gone on to the next manager."""
    if dispute.passed_at and dispute.is_open and notice.recipient_id == dispute.first_to_id:
        return "passed_on", local_day(dispute.passed_at)
    if notice.kind == SETTLED or dispute.settled_at is None:
        return "", None
    return "settled", local_day(dispute.settled_at)
