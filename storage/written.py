"""What is read of a filled form, its versions and signatures, and of the actions agreed."""

from dataclasses import dataclass
from datetime import date, datetime

from scheduling.forms import Filled


@dataclass(frozen=True, slots=True)
class SignatureView:
    """Who put their name to which version, and when."""

    version: int
    person_id: str
    capacity: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class DisputeView:
    """Somebody says that a record is not right; open while `outcome` is empty."""

    id: str
    record_id: str
    version: int
    raised_by_id: str
    raised_at: datetime
    words: str
    to_id: str | None
    outcome: str
    outcome_words: str
    settled_by_id: str | None
    settled_at: datetime | None
    first_to_id: str | None = None
    """With whom it was before it went on."""
    passed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Nobody has settled it yet."""
        return not self.outcome


@dataclass(frozen=True, slots=True)
class VersionView:
    """What a record said from a moment on."""

    number: int
    written_by_id: str
    written_at: datetime
    because: str
    """Why it was corrected; empty for the first."""
    filled: Filled
    """Empty once it has been erased."""


@dataclass(frozen=True, slots=True)
class RecordView:
    """A filled form: what a list shows of it. What it says is in `Written.read`."""

    id: str
    form: str
    title: str
    layer: str
    about_id: str
    by_id: str
    case_ref: str | None
    session_id: str | None
    of_id: str | None
    policy: str
    version: int
    state: str
    made_at: datetime
    content_erased_on: date | None
    signatures: tuple[SignatureView, ...] = ()
    missing: tuple[str, ...] = ()
    """In which capacities it is still to be signed, as it now stands."""


@dataclass(frozen=True, slots=True)
class RecordRead:
    """A record opened: every version, newest first, and what was disputed."""

    record: RecordView
    versions: tuple[VersionView, ...]
    disputes: tuple[DisputeView, ...] = ()
    altered: frozenset[int] = frozenset()
    """Versions of which what is stored is not what was signed."""

    @property
    def latest(self) -> VersionView:
        """As it stands."""
        return self.versions[0]


@dataclass(frozen=True, slots=True)
class ActionView:
    """An action agreed, with its words."""

    id: str
    supervisee_id: str
    owner_id: str
    case_ref: str | None
    session_id: str | None
    words: str
    set_on: date
    due_on: date | None
    outcome: str
    outcome_on: date | None
    outcome_words: str
