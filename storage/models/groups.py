"""Group sessions and who had which part in them, Good Conversations, probation assessments."""

from datetime import date

from sqlalchemy import ForeignKey, Index, PrimaryKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Id, InWorkspace, case, person


class GroupRow(InWorkspace, Base):
    """A group session held."""

    __tablename__ = "groups"

    id: Mapped[Id]
    held_on: Mapped[date]
    facilitator_id: Mapped[str]
    kind: Mapped[str] = mapped_column(default="team")
    """`team`, `asye` or `asye_training` (the contract)."""
    format: Mapped[str] = mapped_column(default="")
    """What sort of group the policy calls it, from its own list."""
    outside_count: Mapped[int] = mapped_column(default=0)
    """How many came from other agencies; nobody of them is named."""
    signed_off_on: Mapped[date | None]

    __table_args__ = (person("facilitator_id"), Index(None, "workspace", "facilitator_id"))


class GroupAttendeeRow(InWorkspace, Base):
    """Somebody who was there."""

    __tablename__ = "group_attendees"

    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id"))
    person_id: Mapped[str]
    part: Mapped[str] = mapped_column(default="")
    """`advisor`, `caseworker`, `observer` where the policy tells parts apart."""
    relayed_on: Mapped[date | None]
    """When the group's ideas were brought to their own supervision (Wokingham 2.1.2)."""

    __table_args__ = (
        PrimaryKeyConstraint("group_id", "person_id"),
        person("person_id"),
        Index(None, "workspace", "person_id"),
    )


class GroupCaseRow(InWorkspace, Base):
    """A case the group spoke of."""

    __tablename__ = "group_cases"

    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id"))
    case_ref: Mapped[str]

    __table_args__ = (PrimaryKeyConstraint("group_id", "case_ref"), case("case_ref"), Index(None, "workspace", "case_ref"))


class ConversationRow(InWorkspace, Base):
    """A Good Conversation, to plan or to review (Kent 3)."""

    __tablename__ = "conversations"

    id: Mapped[Id]
    person_id: Mapped[str]
    by_id: Mapped[str]
    kind: Mapped[str] = mapped_column(default="plan")
    held_on: Mapped[date]

    __table_args__ = (person("person_id"), person("by_id"), Index(None, "workspace", "person_id"))


class ProbationRow(InWorkspace, Base):
    """Progress in probation, assessed (Kent 3)."""

    __tablename__ = "probation_assessments"

    id: Mapped[Id]
    person_id: Mapped[str]
    by_id: Mapped[str]
    assessed_on: Mapped[date]

    __table_args__ = (person("person_id"), person("by_id"), Index(None, "workspace", "person_id"))


class DirectWorkRow(InWorkspace, Base):
    """An example of direct work brought to a session, by its case."""

    __tablename__ = "direct_work"

    id: Mapped[Id]
    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"))
    case_ref: Mapped[str]
    state: Mapped[str]

    __table_args__ = (case("case_ref"), Index(None, "session_id"), Index(None, "workspace", "case_ref"))


class FrontDoorCaseRow(InWorkspace, Base):
    """A case discussed with the Front Door: its number there, and which criterion chose it (Kent 2)."""

    __tablename__ = "front_door_cases"

    session_id: Mapped[str] = mapped_column(ForeignKey("sessions.id"))
    number: Mapped[str]
    criterion: Mapped[int]

    __table_args__ = (PrimaryKeyConstraint("session_id", "number"),)


class EvidenceRow(InWorkspace, Base):
    """A discussion of a family shows on one child's file (Kent 2): a child by reference, never by name."""

    __tablename__ = "evidence"

    discussion_id: Mapped[str] = mapped_column(ForeignKey("discussions.id"))
    child_ref: Mapped[str]
    evidenced_on: Mapped[date]

    __table_args__ = (PrimaryKeyConstraint("discussion_id", "child_ref"),)
