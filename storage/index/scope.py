"""Whose obligations are derived: some people and cases, or the whole workspace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """An obligation on a case is the case's; any other is the person's it is about."""

    people: frozenset[str] | None = None
    """None, with `cases` None: the whole workspace."""
    cases: frozenset[str] | None = None

    @classmethod
    def of(cls, people: Iterable[str] = (), cases: Iterable[str] = ()) -> Scope:
        """Only these."""
        return cls(frozenset(people), frozenset(cases))
