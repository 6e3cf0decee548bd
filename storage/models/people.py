"""Who works here, who supervises whom, who is away."""

from datetime import date, datetime

from sqlalchemy import JSON, Index, PrimaryKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id, InWorkspace, person
from storage.models.types import Instant


class PersonRow(InWorkspace, Base):
    """Somebody who works here; `id` is their staff id, else their e-mail address."""

    __tablename__ = "people"

    id: Mapped[str]
    name: Mapped[str]
    name_key: Mapped[str]
    """The name as it is compared: `storage.names.name_key`."""
    email: Mapped[str]
    """In small letters."""
    slack_id: Mapped[str | None]
    zone: Mapped[str] = mapped_column(default="Europe/London")
    post: Mapped[str] = mapped_column(default="")
    role: Mapped[str]
    level: Mapped[str]
    team: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="full_time")
    employment: Mapped[str] = mapped_column(default="permanent")
    started_on: Mapped[date]
    left_on: Mapped[date | None]
    asye_from: Mapped[date | None]
    frontline: Mapped[bool] = mapped_column(default=True)
    profession: Mapped[str] = mapped_column(default="social_work")
    joined_from: Mapped[str] = mapped_column(default="outside")
    manager_id: Mapped[str | None]

    __table_args__ = (
        PrimaryKeyConstraint("workspace", "id"),
        UniqueConstraint("workspace", "email"),
        UniqueConstraint("workspace", "slack_id"),
        person("manager_id", deferred=True),
        Index(None, "workspace", "manager_id"),
        Index(None, "workspace", "name_key"),
        Index(None, "workspace", "level"),
    )


class PersonChangeRow(InWorkspace, Base):
    """From this day, one of a person's values is another (the contract's `changes`)."""

    __tablename__ = "person_changes"

    id: Mapped[Id]
    person_id: Mapped[str]
    from_on: Mapped[date]
    field: Mapped[str]
    value: Mapped[object] = mapped_column(JSON)

    __table_args__ = (person("person_id"), UniqueConstraint("workspace", "person_id", "from_on", "field"))


class FormerTeamRow(InWorkspace, Base):
    """The team somebody was in until that day, the first on which they were in another."""

    __tablename__ = "former_teams"

    person_id: Mapped[str]
    until_on: Mapped[date]
    team: Mapped[str]

    __table_args__ = (PrimaryKeyConstraint("workspace", "person_id", "until_on"), person("person_id"))


class WorkerNameRow(InWorkspace, Base):
    """A worker's name as an extract writes it, matched once to a person."""

    __tablename__ = "worker_names"

    name_key: Mapped[str]
    person_id: Mapped[str]

    __table_args__ = (PrimaryKeyConstraint("workspace", "name_key"), person("person_id"))


class RelationshipRow(InWorkspace, Base):
    """Who supervises whom, from a day, until the first day it no longer holds."""

    __tablename__ = "relationships"

    id: Mapped[Id]
    supervisee_id: Mapped[str]
    supervisor_id: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    __table_args__ = (
        person("supervisee_id"),
        person("supervisor_id"),
        Index(None, "workspace", "supervisee_id"),
        Index(None, "workspace", "supervisor_id"),
    )


class AbsenceRow(InWorkspace, Base):
    """Somebody is away; `until_on` is the first day back."""

    __tablename__ = "absences"

    id: Mapped[Id]
    person_id: Mapped[str]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    recorded_on: Mapped[date | None]
    cover_id: Mapped[str | None]
    kind: Mapped[str | None]
    """`leave`, `sick` or `other`, and no more of why; None where an extract did not say."""
    recorded_by_id: Mapped[str | None]
    next_at: Mapped[datetime | None] = mapped_column(Instant)
    """When somebody is next to be told that cover is needed."""

    __table_args__ = (
        person("person_id"),
        person("cover_id"),
        person("recorded_by_id"),
        UniqueConstraint("workspace", "person_id", "from_on"),
        Index(None, "workspace", "next_at"),
        Index(None, "workspace", "cover_id"),
    )
