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
from storage.records.leavers import Leavers
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

    reports = cached_property(Reports)
    """What managers look at."""
    papers = cached_property(Papers)
    """Reports as files, for whoever asks."""
    sight = cached_property(Sight)
    """Who may see whom."""
    trail = cached_property(Trail)
    """What was done, by whom: to be noted by whoever decides that it may be."""
    below = cached_property(Below)
    """Everybody below somebody, all at once."""
    people = cached_property(People)
    """Who works here."""
    leavers = cached_property(Leavers)
    """What people who have left leave behind."""
    cases = cached_property(Cases)
    """Cases by reference."""
    sessions = cached_property(Sessions)
    """Supervision sessions."""
    case_notes = cached_property(CaseNotes)
    """Cases discussed, as they go to the case system."""
    decisions = cached_property(Decisions)
    """Ad hoc decisions."""
    agreements = cached_property(Agreements)
    """Supervision agreements."""
    observations = cached_property(Observations)
    """Observations."""
    audits = cached_property(Audits)
    """Audits of supervision records."""
    samples = cached_property(Samples)
    """Supervision files drawn for somebody to audit."""
    absences = cached_property(Absences)
    """Who is away."""
    obligations = cached_property(Obligations)
    """What is owed."""
    raised = cached_property(Raised)
    """What supervisees raised."""
    grants = cached_property(Grants)
    """Who else may read a record."""
    matters = cached_property(Matters)
    """Personal matters in the records of sessions."""
    written = cached_property(Written)
    """Filled forms, and who signed them."""
    actions = cached_property(Actions)
    """Actions agreed in supervision."""
    groups = cached_property(Groups)
    """Group sessions."""
    growing = cached_property(Growing)
    """Good Conversations, probation, self-assessments."""
    evidence = cached_property(Evidence)
    """On whose file a discussion shows."""
    disputes = cached_property(Disputes)
    """Records that somebody says are not right."""
    summaries = cached_property(Summaries)
    """Summaries of cases."""
    case_files = cached_property(CaseFiles)
    """A case with all about it that is no content."""
    joint_work = cached_property(JointWork)
    """Cases worked jointly."""
    families = cached_property(Families)
    """Cases of one family, and their children."""
    caseload = cached_property(Caseload)
    """Cases kept by hand."""
    flags = cached_property(Flags)
    """Significant changes on cases."""
    intervals = cached_property(Intervals)
    """Cases discussed more often than the policy asks."""
    points = cached_property(Points)
    """Decision and review points of cases."""
    bringing = cached_property(Bringing)
    """Cases brought to groups to come."""
    drafts = cached_property(Drafts)
    """What was typed and not stored."""
    feeds = cached_property(Feeds)
    """Private calendar addresses."""
    invites = cached_property(Invites)
    """Addresses of one booking's own calendar entry."""
    api_tokens = cached_property(ApiTokens)
    """Who may take figures out by the API."""
    quality_staff = cached_property(QualityStaff)
    """Who is shown the whole council's figures."""
    exports = cached_property(Exports)
    """Rows for the council's own figures."""
    plans = cached_property(Plans)
    """The dates of a year's sessions."""
    agendas = cached_property(Agendas)
    """Which cases to discuss next."""
    diary = cached_property(Diary)
    """What stands in somebody's own calendar."""
    kept_words = cached_property(KeptWords)
    """What was kept although it looked like a name."""
    loads = cached_property(Loads)
    """Who supervises too many."""
    rhythms = cached_property(Rhythms)
    """When people are written to."""
    snoozes = cached_property(Snoozes)
    """Reminders put off."""
    trainings = cached_property(Trainings)
    """The register of supervisors' training."""
    settings = cached_property(Settings)
    """Named values of the workspace."""
    index = cached_property(Index)
    """The stored answer to "what is owed?"."""
    files = cached_property(Files)
    """Supervision files, taken out whole."""

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
        """Run a statement written once (`storage.asking`) with this workspace, this day, this moment and these values."""
        known = {"workspace": self.workspace, "today": self.today, "now": self.now}
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
