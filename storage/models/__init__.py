"""The tables, by subject."""

from storage.models.access import ApiTokenRow, GrantRow, PersonalMatterRow
from storage.models.audits import AuditDrawRow, AuditSampleRow
from storage.models.base import Base
from storage.models.cases import (
    AllocationRow,
    CaseChangeRow,
    CaseChildRow,
    CaseFlagRow,
    CaseForGroupRow,
    CaseIntervalRow,
    CasePointRow,
    CaseRow,
    DecisionCheckRow,
    DiscussionRow,
    DiscussionWorkerRow,
)
from storage.models.feeds import FeedRow, InviteRow
from storage.models.groups import (
    ConversationRow,
    DirectWorkRow,
    EvidenceRow,
    FrontDoorCaseRow,
    GroupAttendeeRow,
    GroupCaseRow,
    GroupRow,
    ProbationRow,
)
from storage.models.installations import BotRow, InstallationRow, OAuthStateRow
from storage.models.keeping import AlarmRow, DraftRow, HeartbeatRow, KeptWordsRow, RequestRow, SettingRow
from storage.models.lifecycle import ErasureRow, HoldRow, SubjectExportRow
from storage.models.messages import MessageRow, NoticeRow, OutboxRow
from storage.models.obligations import ObligationRow, RaisedRow, ResponsibleRow
from storage.models.people import AbsenceRow, FormerTeamRow, PersonChangeRow, PersonRow, RelationshipRow, WorkerNameRow
from storage.models.plans import PlanRow
from storage.models.sessions import (
    AgreementRow,
    AuditRow,
    EarlierAgreementRow,
    ObservationRow,
    PlannedObservationRow,
    PostponementRow,
    SessionRow,
)
from storage.models.snoozes import SnoozeRow
from storage.models.trail import TrailHeadRow, TrailNameRow, TrailRow
from storage.models.trainings import TrainingRow
from storage.models.types import Instant, new_id
from storage.models.written import ActionRow, DisputeRow, RecordRow, RecordVersionRow, SignatureRow

__all__ = [
    "AbsenceRow",
    "ActionRow",
    "AgreementRow",
    "AlarmRow",
    "AllocationRow",
    "ApiTokenRow",
    "AuditDrawRow",
    "AuditRow",
    "AuditSampleRow",
    "Base",
    "BotRow",
    "CaseChangeRow",
    "CaseChildRow",
    "CaseFlagRow",
    "CaseForGroupRow",
    "CaseIntervalRow",
    "CasePointRow",
    "CaseRow",
    "ConversationRow",
    "DecisionCheckRow",
    "DirectWorkRow",
    "DiscussionRow",
    "DiscussionWorkerRow",
    "DisputeRow",
    "DraftRow",
    "EarlierAgreementRow",
    "ErasureRow",
    "EvidenceRow",
    "FeedRow",
    "FormerTeamRow",
    "FrontDoorCaseRow",
    "GrantRow",
    "GroupAttendeeRow",
    "GroupCaseRow",
    "GroupRow",
    "HeartbeatRow",
    "HoldRow",
    "InstallationRow",
    "Instant",
    "InviteRow",
    "KeptWordsRow",
    "MessageRow",
    "NoticeRow",
    "OAuthStateRow",
    "ObligationRow",
    "ObservationRow",
    "OutboxRow",
    "PersonChangeRow",
    "PersonRow",
    "PersonalMatterRow",
    "PlanRow",
    "PlannedObservationRow",
    "PostponementRow",
    "ProbationRow",
    "RaisedRow",
    "RecordRow",
    "RecordVersionRow",
    "RelationshipRow",
    "RequestRow",
    "ResponsibleRow",
    "SessionRow",
    "SettingRow",
    "SignatureRow",
    "SnoozeRow",
    "SubjectExportRow",
    "TrailHeadRow",
    "TrailNameRow",
    "TrailRow",
    "TrainingRow",
    "WorkerNameRow",
    "new_id",
]
