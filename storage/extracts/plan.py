"""What the files say, in plain rows: all an import needs and nothing else about a child than reference, dates and category."""

from dataclasses import dataclass, field
from datetime import date

from storage.extracts.faults import Faults, Place

RANK = (
    "child_in_care",
    "child_protection",
    "child_in_need",
    "care_leaver",
    "assessment",
    "early_help",
    "supervising_social_worker",
    "open",
)
"""A child in several lists is one case, shown under the first of these; councils' own reports rank them so."""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody as a file names them: by staff id, e-mail address or name."""

    text: str
    staff_id: str = ""

    def __str__(self) -> str:
        """As the file has it."""
        return self.text or self.staff_id


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A line of people.csv. None where the line does not say."""

    id: str
    name: str
    email: str
    staff_id: str
    post: str
    role: str
    level: str
    hours: str
    employment: str
    started_on: date
    left_on: date | None
    manager: Who | None
    supervised_since: date | None
    team: str
    asye_from: date | None
    profession: str
    frontline: bool | None
    joined_from: str
    place: Place


@dataclass(frozen=True, slots=True)
class Span:
    """A child in one list: a category from a day, until the first day it no longer holds."""

    category: str
    from_on: date | None
    """None where the list gives no date."""
    until_on: date | None


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """One case: its categories one after the other, a gap where it was closed and opened again."""

    ref: str
    stretches: tuple[Span, ...]
    source: str
    """Which kind of extract it stands in: what is missing from one kind says nothing about another."""
    place: Place

    def closed_on(self, today: date) -> date | None:
        """When it closed, if it has by today."""
        until = self.stretches[-1].until_on
        return until if until is not None and until <= today else None


@dataclass(frozen=True, slots=True)
class AllocationEntry:
    """A worker on a case. `from_on` None: the list says who it is today, not since when."""

    ref: str
    who: Who
    role: str
    from_on: date | None
    until_on: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class SessionEntry:
    """A session held before the council had the bot."""

    supervisee: Who
    supervisor: Who | None
    kind: str
    held_on: date
    minutes: int | None
    recorded_on: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class DiscussionEntry:
    """A case discussed before the council had the bot."""

    ref: str
    worker: Who
    kind: str
    on: date
    place: Place


@dataclass(frozen=True, slots=True)
class AgreementEntry:
    """An agreement signed before the council had the bot."""

    supervisee: Who
    supervisor: Who | None
    supervisee_signed_on: date | None
    supervisor_signed_on: date | None
    reviewed_on: date | None
    named_manager: Who | None
    place: Place


@dataclass(frozen=True, slots=True)
class ObservationEntry:
    """Practice, or a supervision, observed before the council had the bot."""

    of: Who
    by: Who | None
    kind: str
    on: date
    place: Place


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Somebody's supervision records audited before the council had the bot."""

    of: Who
    by: Who | None
    kind: str
    on: date
    place: Place


@dataclass(frozen=True, slots=True)
class TrainingEntry:
    """A line of a list of attendance."""

    who: Who
    kind: str
    title: str
    needed_on: date | None
    done_on: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class WorkerEntry:
    """A name as an extract writes it, and whose it is; `person` None: nobody's (a team's tray, say)."""

    key: str
    name: str
    person: Who | None
    place: Place


@dataclass(slots=True)
class ImportPlan:
    """Everything the files say. None where no file spoke of it, so nothing of it is compared."""

    people: list[PersonEntry] | None = None
    cases: list[CaseEntry] | None = None
    allocations: list[AllocationEntry] | None = None
    sessions: list[SessionEntry] = field(default_factory=list)
    discussions: list[DiscussionEntry] = field(default_factory=list)
    agreements: list[AgreementEntry] = field(default_factory=list)
    observations: list[ObservationEntry] = field(default_factory=list)
    audits: list[AuditEntry] = field(default_factory=list)
    trainings: list[TrainingEntry] = field(default_factory=list)
    workers: list[WorkerEntry] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    sources: set[str] = field(default_factory=set)
    """The kinds of extract that were read: `cases_csv`, `annex_a`, `ssd`."""
    seen_cases: set[str] = field(default_factory=set)
    """Every reference the files hold, those closed long ago among them."""
    spoilt_people: set[str] = field(default_factory=set)
    """Names, ids and addresses of lines that could not be read: whoever points at them need not be told twice."""
    spoilt_cases: set[str] = field(default_factory=set)
    """References with a row that could not be read: with `--skip-bad` these cases stay as they are."""
    is_partial: bool = False
    """A list or a row could not be read at all, so a case that is missing may be there: none is closed for that."""
