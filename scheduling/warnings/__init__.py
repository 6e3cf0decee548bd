"""Warnings: never blocking, each with its rule. One module a family, the list written out."""

from collections.abc import Callable, Iterator
from typing import Final

from scheduling.answers import Finding
from scheduling.view import View
from scheduling.warnings import agreements, bookings, casework, sessions, teams

CHECKS: Final[tuple[Callable[[View], Iterator[Finding]], ...]] = (
    sessions.lengths,
    sessions.direct_work,
    sessions.front_door,
    agreements.named_managers,
    agreements.professions,
    agreements.line_managers,
    agreements.variations,
    agreements.unnumbered,
    agreements.silences,
    bookings.too_late,
    bookings.good_conversations,
    casework.rationales,
    casework.joint_sessions,
    casework.silences,
    teams.loads,
    teams.groups,
    teams.line_managers,
    teams.cover,
    teams.coverage,
    teams.observed_by_supervisor,
)
