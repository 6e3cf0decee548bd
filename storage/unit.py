"""One unit of work: all of it is stored, or none."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import CursorResult, Executable, bindparam, select
from sqlalchemy.orm import Session

from scheduling.policy import Policy
from storage.asking import WORKSPACE, among
from storage.dialects import renew
from storage.index.refresh import Index
from storage.models import Instant, RequestRow
from storage.records.absences import Absences
from storage.records.actions import Actions
from storage.records.agendas import Agendas
from storage.records.agreements import Agreements
from storage.records.apitokens import ApiTokens
from storage.records.audits import Audits
from storage.records.below import Below
from storage.records.bringing import Bringing
from storage.records.casefiles import CaseFiles
from storage.records.caseload import Caseload
from storage.records.casenotes import CaseNotes
from storage.records.cases import Cases
from storage.records.decisions import Decisions
from storage.records.diary import Diary
from storage.records.disputes import Disputes
from storage.records.drafts import Drafts
from storage.records.evidence import Evidence
from storage.records.exports import Exports
from storage.records.families import Families
from storage.records.feeds import Feeds
from storage.records.files import Files
from storage.records.flags import Flags
from storage.records.grants import Grants
from storage.records.groups import Groups
from storage.records.growing import Growing
from storage.records.intervals import Intervals
from storage.records.invites import Invites
from storage.records.jointwork import JointWork
from storage.records.keptwords import KeptWords
from storage.records.loads import Loads
from storage.records.matters import Matters
from storage.records.obligations import Obligations
from storage.records.observations import Observations
from storage.records.papers import Papers
from storage.records.people import People
from storage.records.plans import Plans
from storage.records.points import Points
from storage.records.qualitystaff import QualityStaff
from storage.records.raised import Raised
from storage.records.reports import Reports
from storage.records.rhythms import Rhythms
from storage.records.samples import Samples
from storage.records.sessions import Sessions
from storage.records.settings import Settings
from storage.records.sight import Sight
from storage.records.snoozes import Snoozes
from storage.records.summaries import Summaries
from storage.records.trail import Noted, Trail
from storage.records.trainings import Trainings
from storage.records.written import Written
from storage.views import History, Person

REMEMBERED = timedelta(hours=24)
"""How long a request is known: Slack repeats within the hour."""
_SEEN = select(RequestRow.request_id).where(
    RequestRow.workspace == WORKSPACE,
    among(RequestRow.request_id),
    RequestRow.seen_at >= bindparam("after", type_=Instant()),
)


class UnitOfWork:
    """The repositories of one workspace at one instant. Rolled back unless committed."""

    def __init__(
        self, session: Session, *, workspace: str, now: datetime, policy: Policy, zone: str, writes: bool = True
    ) -> None:
        """Made by `Store.work` and `Store.read`."""
        self._writes = writes
        self.session = session
        self.workspace = workspace
        self.now = now
        self.policy = policy
        self.zone = ZoneInfo(zone)

    @cached_property
    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(self.zone).date()

    @property
    def only_reads(self) -> bool:
        """Nothing can change here meanwhile, so what has been read need not be asked again."""
        return not self._writes

    def commit(self) -> None:
        """Store all of it, and what the trail has to say of it."""
        if not self._writes:
            msg = "a unit of work that only reads has nothing to commit: use Store.work"
            raise RuntimeError(msg)
        if "trail" in vars(self):
            self.session.flush()
            self.trail.append()
        self.session.commit()

    def shown(self) -> list[Noted]:
        """What of the trail is noted and not stored, and took place all the same: somebody was shown a record."""
        return self.trail.shown() if "trail" in vars(self) else []

    def ask(self, statement: Executable, **values: Any) -> CursorResult[*tuple[Any, ...]]:
        """Run a statement written once (`storage.asking`) with this workspace, this day and these values."""
        known = {"workspace": self.workspace, "today": self.today}
        return self.session.connection().execute(statement, known | values)

    def once(self, request_id: str) -> bool:
        """Whether this request is new. False when it was stored within a day before: answer again, store nothing."""
        return self._renew([request_id]) == 1

    def seen(self, request_ids: Collection[str]) -> set[str]:
        """Those of these requests that were stored within a day before."""
        after = self.now - REMEMBERED
        return {row.request_id for row in self.ask(_SEEN, ids=list(request_ids), after=after)}

    def remember(self, request_ids: Collection[str]) -> None:
        """These requests are being stored, now. They are not among those `seen`."""
        self._renew(request_ids)

    def _renew(self, request_ids: Collection[str]) -> int:
        rows = [{"workspace": self.workspace, "request_id": each, "seen_at": self.now} for each in request_ids]
        return renew(self.session, RequestRow, "seen_at", rows, before=self.now - REMEMBERED)

    def history(self, obligation_id: str, viewer: Person) -> History:
        """The facts around one obligation."""
        return self.obligations.history(obligation_id, viewer=viewer)

    @cached_property
    def reports(self) -> Reports:
        """What managers look at."""
        return Reports(self)

    @cached_property
    def papers(self) -> Papers:
        """Reports as files, for whoever asks."""
        return Papers(self)

    @cached_property
    def sight(self) -> Sight:
        """Who may see whom."""
        return Sight(self)

    @cached_property
    def trail(self) -> Trail:
        """What was done, by whom: to be noted by whoever decides that it may be."""
        return Trail(self)

    @cached_property
    def below(self) -> Below:
        """Everybody below somebody, all at once."""
        return Below(self)

    @cached_property
    def people(self) -> People:
        """Who works here."""
        return People(self)

    @cached_property
    def cases(self) -> Cases:
        """Cases by reference."""
        return Cases(self)

    @cached_property
    def sessions(self) -> Sessions:
        """Supervision sessions."""
        return Sessions(self)

    @cached_property
    def case_notes(self) -> CaseNotes:
        """Cases discussed, as they go to the case system."""
        return CaseNotes(self)

    @cached_property
    def decisions(self) -> Decisions:
        """Ad hoc decisions."""
        return Decisions(self)

    @cached_property
    def agreements(self) -> Agreements:
        """Supervision agreements."""
        return Agreements(self)

    @cached_property
    def observations(self) -> Observations:
        """Observations."""
        return Observations(self)

    @cached_property
    def audits(self) -> Audits:
        """Audits of supervision records."""
        return Audits(self)

    @cached_property
    def samples(self) -> Samples:
        """Supervision files drawn for somebody to audit."""
        return Samples(self)

    @cached_property
    def absences(self) -> Absences:
        """Who is away."""
        return Absences(self)

    @cached_property
    def obligations(self) -> Obligations:
        """What is owed."""
        return Obligations(self)

    @cached_property
    def raised(self) -> Raised:
        """What supervisees raised."""
        return Raised(self)

    @cached_property
    def grants(self) -> Grants:
        """Who else may read a record."""
        return Grants(self)

    @cached_property
    def matters(self) -> Matters:
        """Personal matters in the records of sessions."""
        return Matters(self)

    @cached_property
    def written(self) -> Written:
        """Filled forms, and who signed them."""
        return Written(self)

    @cached_property
    def actions(self) -> Actions:
        """Actions agreed in supervision."""
        return Actions(self)

    @cached_property
    def groups(self) -> Groups:
        """Group sessions."""
        return Groups(self)

    @cached_property
    def growing(self) -> Growing:
        """Good Conversations, probation, self-assessments."""
        return Growing(self)

    @cached_property
    def evidence(self) -> Evidence:
        """On whose file a discussion shows."""
        return Evidence(self)

    @cached_property
    def disputes(self) -> Disputes:
        """Records that somebody says are not right."""
        return Disputes(self)

    @cached_property
    def summaries(self) -> Summaries:
        """Summaries of cases."""
        return Summaries(self)

    @cached_property
    def case_files(self) -> CaseFiles:
        """A case with all about it that is no content."""
        return CaseFiles(self)

    @cached_property
    def joint_work(self) -> JointWork:
        """Cases worked jointly."""
        return JointWork(self)

    @cached_property
    def families(self) -> Families:
        """Cases of one family, and their children."""
        return Families(self)

    @cached_property
    def caseload(self) -> Caseload:
        """Cases kept by hand."""
        return Caseload(self)

    @cached_property
    def flags(self) -> Flags:
        """Significant changes on cases."""
        return Flags(self)

    @cached_property
    def intervals(self) -> Intervals:
        """Cases discussed more often than the policy asks."""
        return Intervals(self)

    @cached_property
    def points(self) -> Points:
        """Decision and review points of cases."""
        return Points(self)

    @cached_property
    def bringing(self) -> Bringing:
        """Cases brought to groups to come."""
        return Bringing(self)

    @cached_property
    def drafts(self) -> Drafts:
        """What was typed and not stored."""
        return Drafts(self)

    @cached_property
    def feeds(self) -> Feeds:
        """Private calendar addresses."""
        return Feeds(self)

    @cached_property
    def invites(self) -> Invites:
        """Addresses of one booking's own calendar entry."""
        return Invites(self)

    @cached_property
    def api_tokens(self) -> ApiTokens:
        """Who may take figures out by the API."""
        return ApiTokens(self)

    @cached_property
    def quality_staff(self) -> QualityStaff:
        """Who is shown the whole council's figures."""
        return QualityStaff(self)

    @cached_property
    def exports(self) -> Exports:
        """Rows for the council's own figures."""
        return Exports(self)

    @cached_property
    def plans(self) -> Plans:
        """The dates of a year's sessions."""
        return Plans(self)

    @cached_property
    def agendas(self) -> Agendas:
        """Which cases to discuss next."""
        return Agendas(self)

    @cached_property
    def diary(self) -> Diary:
        """What stands in somebody's own calendar."""
        return Diary(self)

    @cached_property
    def kept_words(self) -> KeptWords:
        """What was kept although it looked like a name."""
        return KeptWords(self)

    @cached_property
    def loads(self) -> Loads:
        """Who supervises too many."""
        return Loads(self)

    @cached_property
    def rhythms(self) -> Rhythms:
        """When people are written to."""
        return Rhythms(self)

    @cached_property
    def snoozes(self) -> Snoozes:
        """Reminders put off."""
        return Snoozes(self)

    @cached_property
    def trainings(self) -> Trainings:
        """The register of supervisors' training."""
        return Trainings(self)

    @cached_property
    def settings(self) -> Settings:
        """Named values of the workspace."""
        return Settings(self)

    @cached_property
    def index(self) -> Index:
        """The stored answer to "what is owed?"."""
        return Index(self)

    @cached_property
    def files(self) -> Files:
        """Supervision files, taken out whole."""
        return Files(self)
