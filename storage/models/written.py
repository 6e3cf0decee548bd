"""What supervision leaves behind: filled forms with every version, who signed which, disputes, and the actions agreed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id, InWorkspace, case, person
from storage.models.types import Instant
from storage.sealed import SealedText


class RecordRow(InWorkspace, Base):
    """One filled form in somebody's supervision file. What it says is in its versions, of which none ever changes."""

    __tablename__ = "records"

    id: Mapped[Id]
    form: Mapped[str]
    """The form's name in the policy pack: `session`, `agreement`, `practice_observation` …"""
    title: Mapped[str]
    """As the policy calls it; never a text of somebody's."""
    layer: Mapped[str] = mapped_column(default="personal")
    """`personal`: the supervisee's record. `case`: the record of one case, kept apart from it (Manchester 1.1.1)."""
    about_id: Mapped[str]
    """Whose supervision file it is in."""
    by_id: Mapped[str]
    """Who filled it first."""
    case_ref: Mapped[str | None]
    session_id: Mapped[str | None] = mapped_column(ForeignKey("sessions.id"))
    of_id: Mapped[str | None]
    """The observation, group, agreement or conversation it is the record of."""
    policy: Mapped[str] = mapped_column(default="")
    """Which version of which policy's form it is: `Manchester July 2019`."""
    version: Mapped[int] = mapped_column(default=1)
    """The number of the latest version."""
    state: Mapped[str] = mapped_column(default="open")
    """`open` while a signature is missing, `signed`, or `disputed`."""
    made_at: Mapped[datetime] = mapped_column(Instant)
    content_erased_on: Mapped[date | None]
    genogram: Mapped[str | None]
    """Of the record of a case, where the policy's form asks: `analysed`, `not_analysed` or `not_on_file`."""
    chronology: Mapped[str | None]
    """The same of the chronology."""

    __table_args__ = (
        person("about_id"),
        person("by_id"),
        case("case_ref"),
        Index(None, "workspace", "about_id"),
        Index(None, "workspace", "state"),
        Index(None, "workspace", "of_id"),
        Index(None, "session_id"),
    )


class RecordVersionRow(InWorkspace, Base):
    """What a record said from a moment on: a correction is a new one."""

    __tablename__ = "record_versions"

    id: Mapped[Id]
    record_id: Mapped[str] = mapped_column(ForeignKey("records.id"))
    number: Mapped[int]
    content: Mapped[str | None] = mapped_column(SealedText)
    """JSON: the headings with their answers, as they were asked. None once erased."""
    written_by_id: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(Instant)
    because: Mapped[str | None] = mapped_column(SealedText)
    """Why it was corrected; None for the first."""

    __table_args__ = (person("written_by_id"), UniqueConstraint("record_id", "number"), Index(None, "record_id"))


class SignatureRow(InWorkspace, Base):
    """Somebody put their name to one version."""

    __tablename__ = "signatures"

    id: Mapped[Id]
    record_id: Mapped[str] = mapped_column(ForeignKey("records.id"))
    version: Mapped[int]
    person_id: Mapped[str]
    capacity: Mapped[str]
    """`supervisee`, `supervisor`, `observer`, `facilitator` …"""
    signed_at: Mapped[datetime] = mapped_column(Instant)
    digest: Mapped[str]
    """Of what was signed, so that a change would show."""

    __table_args__ = (
        person("person_id"),
        UniqueConstraint("record_id", "version", "person_id", "capacity"),
        Index(None, "workspace", "person_id"),
    )


class DisputeRow(InWorkspace, Base):
    """Somebody who was to sign says that a record is not right; the agreement's named manager sees to it."""

    __tablename__ = "disputes"

    id: Mapped[Id]
    record_id: Mapped[str] = mapped_column(ForeignKey("records.id"))
    version: Mapped[int]
    raised_by_id: Mapped[str]
    raised_at: Mapped[datetime] = mapped_column(Instant)
    words: Mapped[str | None] = mapped_column(SealedText)
    to_id: Mapped[str | None]
    """Who is to see to it."""
    first_to_id: Mapped[str | None]
    """With whom it was before, where it was not settled in time and went on."""
    passed_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str] = mapped_column(default="")
    """Empty while it is open; then `stands`, `to_correct` or `withdrawn`."""
    outcome_words: Mapped[str | None] = mapped_column(SealedText)
    settled_by_id: Mapped[str | None]
    settled_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        person("raised_by_id"),
        person("to_id"),
        person("first_to_id"),
        person("settled_by_id"),
        Index(None, "record_id"),
        Index(None, "workspace", "to_id"),
    )


class ActionRow(InWorkspace, Base):
    """An action agreed in supervision: what, who, by when; and what became of it."""

    __tablename__ = "action_points"

    id: Mapped[Id]
    record_id: Mapped[str | None] = mapped_column(ForeignKey("records.id"))
    session_id: Mapped[str | None] = mapped_column(ForeignKey("sessions.id"))
    supervisee_id: Mapped[str]
    owner_id: Mapped[str]
    case_ref: Mapped[str | None]
    words: Mapped[str | None] = mapped_column(SealedText)
    set_on: Mapped[date]
    due_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(default="")
    """Empty while it is open; then `done`, `not_done` (and why) or `dropped`."""
    outcome_on: Mapped[date | None]
    outcome_words: Mapped[str | None] = mapped_column(SealedText)
    settled_by_id: Mapped[str | None]

    __table_args__ = (
        person("supervisee_id"),
        person("owner_id"),
        person("settled_by_id"),
        case("case_ref"),
        Index(None, "record_id"),
        Index(None, "session_id"),
        Index(None, "workspace", "supervisee_id"),
        Index(None, "workspace", "owner_id", "due_on"),
    )
