"""The tables, by subject."""

from storage.models.access import GrantRow, PersonalMatterRow
from storage.models.base import Base
from storage.models.cases import AllocationRow, CaseChangeRow, CaseRow, DiscussionRow, DiscussionWorkerRow
from storage.models.feeds import FeedRow
from storage.models.keeping import AlarmRow, DraftRow, HeartbeatRow, KeptWordsRow, RequestRow, SettingRow
from storage.models.messages import MessageRow, NoticeRow, OutboxRow
from storage.models.obligations import ObligationRow, ResponsibleRow
from storage.models.people import AbsenceRow, PersonChangeRow, PersonRow, RelationshipRow, WorkerNameRow
from storage.models.sessions import AgreementRow, AuditRow, ObservationRow, PostponementRow, SessionRow
from storage.models.trail import TrailHeadRow, TrailNameRow, TrailRow
from storage.models.types import Instant, new_id

__all__ = [
    "AbsenceRow",
    "AgreementRow",
    "AlarmRow",
    "AllocationRow",
    "AuditRow",
    "Base",
    "CaseChangeRow",
    "CaseRow",
    "DiscussionRow",
    "DiscussionWorkerRow",
    "DraftRow",
    "FeedRow",
    "GrantRow",
    "HeartbeatRow",
    "Instant",
    "KeptWordsRow",
    "MessageRow",
    "NoticeRow",
    "ObligationRow",
    "ObservationRow",
    "OutboxRow",
    "PersonChangeRow",
    "PersonRow",
    "PersonalMatterRow",
    "PostponementRow",
    "RelationshipRow",
    "RequestRow",
    "ResponsibleRow",
    "SessionRow",
    "SettingRow",
    "TrailHeadRow",
    "TrailNameRow",
    "TrailRow",
    "WorkerNameRow",
    "new_id",
]
