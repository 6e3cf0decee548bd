"""What is read from storage: frozen answers, safe to keep after the transaction has ended."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import chain

from scheduling.answers import State
from scheduling.calendar import Interval
from scheduling.facts import DirectWork, FrontDoorCase
from scheduling.forms import Filled
from storage.papers import Paper
from storage.quiet import MonthView, SnoozeView, WeekView
from storage.written import DisputeView, RecordView


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here. As `viewer=` it is who asks."""

    id: str
    name: str
    email: str
    slack_id: str | None
    post: str
    role: str
    level: str
    team: str
    manager_id: str | None
    zone: str
    hours: str
    employment: str
    started_on: date
    left_on: date | None
    works_on: str = ""
    """The days they work, as `scheduling.rhythm` keeps them: `mon tue wed`; "" for every working day."""
    morning_at: str = ""
    """When their morning message comes, by their own clock: `07:30`; "" for nine."""

    def has_left(self, today: date) -> bool:
        """Whether the day they left has come."""
        return self.left_on is not None and self.left_on <= today


@dataclass(frozen=True, slots=True)
class Move:
    """A booked session moved to another day, or called off, with the reason."""

    from_on: date
    to_on: date | None
    """None: it was called off."""
    reason: str
    moved_on: date
    by_id: str = ""
    """Who entered it; empty where that was not kept."""
    for_id: str = ""
    """For whom it was moved."""


@dataclass(frozen=True, slots=True)
class SessionView:
    """A supervision session, planned or held, without its notes (`work.sessions.notes` reads those)."""

    id: str
    supervisee_id: str
    supervisor_id: str
    kind: str
    planned_on: date | None
    planned_at: time | None
    held_on: date | None
    minutes: int | None
    recorded_on: date | None
    moves: tuple[Move, ...]
    cases: tuple[str, ...]
    """References of the cases discussed."""
    direct_work: tuple[DirectWork, ...] = ()
    """Examples brought to it."""
    front_door_cases: tuple[FrontDoorCase, ...] = ()
    """Cases of the Front Door discussed."""
    assessed_on: date | None = None
    """The day the supervisee's self-assessment for it was there."""
    filed_on: date | None = None
    """The day somebody said that its record is where the policy keeps it."""
    passed_on: date | None = None
    """It was planned and not held: the day of the session held in its place."""
    late: str = ""
    """Who came late to it (`scheduling.forms.LATECOMERS`); empty where that was not said."""
    called_off_on: date | None = None
    """It was booked, and called off that day."""

    @property
    def is_booked(self) -> bool:
        """Planned and not yet held."""
        is_over = self.held_on or self.passed_on or self.called_off_on
        return is_over is None and self.planned_on is not None


@dataclass(frozen=True, slots=True)
class DecisionView:
    """An ad hoc decision on a case, or management oversight of it, with its text."""

    id: str
    ref: str
    worker_id: str
    by_id: str
    """Who entered it."""
    supervisor_id: str | None
    """Who is to confirm a draft: the worker's supervisor."""
    logged_at: datetime
    decision: str
    rationale: str
    is_draft: bool
    """Entered by the case's worker and not confirmed yet: it does not count as management oversight."""
    confirmed_on: date | None
    filed_on: date | None
    file_by_on: date | None
    """When the policy asks for it on the case system; None once filed or where the policy is silent."""
    content_erased_on: date | None = None
    """The day its text was erased here, some time after it was filed: then it is on the case system only."""
    direction: str = ""
    """Which of the policy's kinds it is; empty where that was not told apart."""
    more: Filled = Filled(())  # noqa: RUF009
    """What else the council's form asked."""
    confirmed_by_id: str | None = None
    """Who confirmed a worker's draft; None where it was confirmed before that was kept."""
    changed_at: datetime | None = None
    """When a draft was last written anew."""
    replaces_id: str | None = None
    """The decision this one corrects."""
    replaced_by_id: str | None = None
    """The decision that corrects this one, and counts."""
    returned_at: datetime | None = None
    """A draft sent back to whoever entered it, and not written again yet."""
    returned_by_id: str | None = None
    returned_because: str = ""
    kind: str = "ad_hoc"
    """`oversight`: a manager's, between two discussions."""
    told_at: datetime | None = field(default=None, compare=False)
    """As it is logged: from when on the worker, or of a draft `asked_id`, may be told. None where it is only read."""
    asked_id: str | None = field(default=None, compare=False)
    """Of a draft, as it is logged: who is asked to confirm it, the supervisor or who does it in their place."""

    @property
    def written_at(self) -> datetime:
        """Since when it says what it says: whoever confirms it has read that."""
        return self.changed_at or self.logged_at


@dataclass(frozen=True, slots=True)
class CaseNote:
    """A case discussed, as it is to stand on the case system."""

    id: str
    ref: str
    kind: str
    """`supervision`, `group`, `oversight` or `summary`; an ad hoc decision is a DecisionView."""
    worker_id: str
    by_id: str
    at: datetime
    on: date
    session_id: str | None
    filled: Filled
    """The headings with what was written under them; nothing in a list, or where nothing was written."""
    filed_on: date | None
    file_by_on: date | None


@dataclass(frozen=True, slots=True)
class ObligationView:
    """One thing owed, as it stands now."""

    id: str
    rule: str
    kind: str
    person: Person
    """Whom it is about: the supervisee or worker or, for duties of a manager, that manager."""
    case_ref: str | None
    about: str
    """The id of the session or discussion to record, where there is one."""
    due: date | datetime
    due_on: date
    state: State
    days_late: int
    responsible: tuple[Person, ...]
    escalates_on: date | None
    source: str
    why: str
    booked_on: date | None
    """The date a session is booked for, where the obligation is a supervision."""
    booked_at: time | None
    booked_id: str | None
    """That session."""
    opened_at: datetime
    closed_at: datetime | None
    closed_on: date | None
    """The day of the fact that ended it (held, recorded, signed on); None while open."""
    closed_how: str
    """Empty while open; then a word of `storage.index.closing`: `held` `discussed` `filed` `due_changed` `no_longer_owed` …"""
    sample: str = ""
    """Which of an auditor's samples it is: `dip_sample` `file_audit` `peer`; empty of anything else."""

    @property
    def is_open(self) -> bool:
        """Still owed."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case by its reference: no name, no content."""

    ref: str
    category: str
    worker: Person | None
    """The key worker or lead today."""
    opened_on: date
    closed_on: date | None
    due: tuple[ObligationView, ...]
    """What is open on it, soonest first."""

    @property
    def worker_id(self) -> str | None:
        """The key worker's id."""
        return self.worker.id if self.worker else None


@dataclass(frozen=True, slots=True)
class GrantView:
    """Access to somebody's record for a purpose and a time."""

    id: str
    about: Person
    """The supervisee."""
    reader: Person | None
    """None where they do not work here."""
    outside: str
    """Their name then."""
    category: str
    """A key of `storage.records.purposes.READERS`."""
    purpose: str
    reason: str
    covers_personal: bool
    granted_by: Person
    granted_at: datetime
    last_on: date
    """The last day of it."""
    untold: str
    """Why the supervisee was not told at once: `time` or `legal`; empty where they were."""
    allowed_by: Person | None
    """Who allowed that."""
    tell_on: date | None
    """When they are told then; None: not until somebody says so."""
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class MatterView:
    """A personal matter in the record of a session, with its text."""

    id: str
    session_id: str
    supervisee_id: str
    written_by_id: str
    written_at: datetime
    content: str
    """Empty once it is not to be kept."""
    agreed_at: datetime | None
    refused_at: datetime | None

    @property
    def is_open(self) -> bool:
        """It waits for the supervisee's answer."""
        return self.agreed_at is None and self.refused_at is None


@dataclass(frozen=True, slots=True)
class NoticeSent:
    """A notice that has been told, or is queued where `sent_at` is None."""

    kind: str
    to: Person
    on: date
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """Somebody is away, or will be, or was."""

    id: str
    person: Person
    from_on: date
    until_on: date | None
    """The first day back; None while not known. The first day away itself: it did not take place."""
    kind: str
    """`leave`, `sick`, `other`, or empty where nobody said."""
    cover: Person | None


@dataclass(frozen=True, slots=True)
class RaisedView:
    """One step of what a supervisee raised: with whom, when, and whether anybody has answered."""

    id: str
    obligation: ObligationView
    step: int
    how: str
    """`raised`, `escalated`, or `climbed` by itself."""
    by: Person
    to: Person
    raised_at: datetime
    seen_at: datetime | None
    seen_by: Person | None
    goes_on_on: date | None
    """The day it goes to the next manager by itself; None once answered, over, gone on already, or with nobody above."""


@dataclass(frozen=True, slots=True)
class History:
    """The facts around one obligation, for an escalation's text and for "why?"."""

    obligation: ObligationView
    last_held_on: date | None
    booked_on: date | None
    moves: tuple[Move, ...]
    """Of the session booked now, oldest first."""
    raised_on: date | None
    """The day the supervisee raised it."""
    notices: tuple[NoticeSent, ...]
    raised: tuple[RaisedView, ...] = ()
    """With whom, and who answered; the first step first."""
    snoozes: tuple[tuple[SnoozeView, str], ...] = ()
    """Each time a reminder of it was put off, with what was written besides."""


@dataclass(frozen=True, slots=True)
class ItemView:
    """One line of a message: a notice, and what it is about as it stands at the moment of rendering."""

    notice_kind: str
    rung: int
    person: Person
    """Whom it is about: for a decision who entered it, for `cover_needed` who is away."""
    obligation: ObligationView | None = None
    """None for notices about a decision (`logged`, `to_confirm`, `to_read`), an absence (`cover_needed`) or access."""
    decision_id: str | None = None
    case_ref: str | None = None
    closed_on: date | None = None
    closed_how: str = ""
    booked_on: date | None = None
    moves: tuple[Move, ...] = ()
    last_held_on: date | None = None
    supervisee: Person | None = None
    supervisor: Person | None = None
    line_manager: Person | None = None
    """The supervisor's line manager."""
    absent_from_on: date | None = None
    absent_until_on: date | None = None
    instead_of: Person | None = None
    """Whom it was meant for, where Slack could not reach them."""
    raised: RaisedView | None = None
    """Of `raised`: the step the recipient was told of."""
    cover: Person | None = None
    """Of `covering`: who covers."""
    named_on: date | None = None
    """The day the ladder names for it; the message may go later."""
    grant: GrantView | None = None
    """Of `told_of_access` and `access_given`."""
    matter_id: str | None = None
    """Of `to_agree`: a personal matter the supervisee is to agree to."""
    record: RecordView | None = None
    """Of `to_sign`, `disputed` and `settled`: the filled form."""
    flag_id: str | None = None
    """Of `significant_change`: what was flagged on the case."""
    dispute: DisputeView | None = None
    """Of `disputed` and `settled`."""
    action_due_on: date | None = None
    """Of `action_due`: the day an action of the recipient's is to be done by."""
    session_id: str | None = None
    """Of `feedback_asked`: the session that was recorded. Of `session_ahead`: the one that is booked."""
    booked_at: time | None = None
    """Of `session_ahead`: its time of day."""
    plan_id: str | None = None
    """Of `plan_to_confirm` and `plan_confirmed`."""
    plan_days: tuple[date, ...] = ()
    """Its dates."""
    to_file: str = ""
    """Of `to_file`: what is to become of the record, in the policy's words."""
    file_place: str = ""
    """Of `to_file`: where it goes."""
    prepare: tuple[str, ...] = ()
    """Of `group_ahead`: what the policy has whoever brings the case prepare."""
    every: Interval | None = None
    """Of `more_often`: how often the case is to be discussed."""
    subject: str = ""
    """The id of what it is about, where that is an action or a session."""
    waits_for: tuple[Person, ...] = ()
    """Of `still_to_sign`: whose name is missing, or who is to correct it."""
    is_to_correct: bool = False
    """Of `still_to_sign`: it was decided that it is to be corrected."""
    is_oversight: bool = False
    """Of a notice about a decision: it is management oversight, and no ad hoc decision."""
    snoozes: tuple[SnoozeView, ...] = ()
    """Each time somebody put their reminder of it off, in order."""
    week: WeekView | None = None
    """Of `week`."""
    month: MonthView | None = None
    """Of `month`."""
    paper: Paper | None = None
    """Of `paper`: what was asked for."""

    @property
    def is_done(self) -> bool:
        """Nothing is left to do for it: what it told of has ended."""
        return bool(self.closed_how)


@dataclass(frozen=True, slots=True)
class MessageView:
    """One Slack message, to be rendered as things stand now."""

    id: str
    workspace: str
    recipient: Person
    kind: str
    """`morning`, or a kind of `storage.notices.kinds` that goes on its own."""
    on: date
    """The recipient's local day it belongs to."""
    items: tuple[ItemView, ...]
    channel: str | None
    ts: str | None
    """Slack's, once posted: an update edits that message."""
    sends_files: bool = True
    """Whether files go through Slack here."""
    is_part: bool = False
    """It tells of more, of which only a newer version knows what to say: that is edited into it."""

    @property
    def paper(self) -> Paper | None:
        """What belongs into its thread as files: what was asked for, or a manager's month as a chart and a workbook."""
        asked = (item.paper for item in self.items if item.paper)
        months = (Paper(item.month.month) for item in self.items if item.month)
        return next(chain(asked, months), None)

    @property
    def has_files(self) -> bool:
        """Whether files belong into its thread, and may lie there."""
        return self.sends_files and any(item.paper or (item.month and not item.month.is_empty) for item in self.items)


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed when something failed, kept sealed until they take it back."""

    id: str
    kind: str
    content: dict[str, object]
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class KeptView:
    """Words kept although they looked like a name or an identifier: of what kinds, by whom, and why."""

    by_id: str
    kinds: tuple[str, ...]
    reason: str
    kept_at: datetime
