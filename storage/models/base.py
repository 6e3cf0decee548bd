"""The declarative base: every row belongs to a workspace."""

from typing import Annotated, ClassVar

from sqlalchemy import ForeignKeyConstraint, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.models.types import new_id

Id = Annotated[str, mapped_column(primary_key=True, default=new_id)]


class Base(DeclarativeBase):
    """Tables, with names for every constraint so that a migration can speak of them."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class InWorkspace:
    """The workspace is part of every key that points at people and cases, so no row can reach across."""

    workspace: Mapped[str] = mapped_column(nullable=False)


def person(column: str, *, deferred: bool = False) -> ForeignKeyConstraint:
    """`column` names somebody of the same workspace."""
    return ForeignKeyConstraint(
        ["workspace", column],
        ["people.workspace", "people.id"],
        deferrable=True if deferred else None,
        initially="DEFERRED" if deferred else None,
    )


def case(column: str) -> ForeignKeyConstraint:
    """`column` names a case of the same workspace."""
    return ForeignKeyConstraint(["workspace", column], ["cases.workspace", "cases.ref"])
