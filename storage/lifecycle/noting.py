"""What is held, erased or exported is noted in the trail: by whom, when, what and about whom; never content."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.unit import UnitOfWork
    from storage.views import Person


def note(work: UnitOfWork, act: str, *, by: Person | None, kind: str, object: str, about: str | None) -> None:
    """`by` is None where the night did it, by the council's schedule."""


def forget_name(work: UnitOfWork, person_id: str) -> None:
    """The trail goes on under the name it gave them, and nothing says any more who that was."""
