"""What every repository has: the unit of work it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


class Records:
    """Reads and writes one subject inside a unit of work."""

    def __init__(self, work: UnitOfWork) -> None:
        """`work` gives the workspace, the instant and the database session."""
        self._work = work
