"""Whom the ladder named on a day that has passed, by the facts of that day."""

from __future__ import annotations

from datetime import datetime

from scheduling.answers import Notice, Obligation, State
from scheduling.calendar import local_day
from scheduling.engine import of_case, of_person
from scheduling.ladder import Rung, at_once, begins_at, rungs_of, told
from scheduling.view import View


class Then:
    """Asked only of what seems to be missing, so each day and each person or case is derived when first asked for."""

    def __init__(self, view: View) -> None:
        """`view` holds the facts."""
        self._view = view
        self._views: dict[datetime, View] = {}
        self._owed: dict[tuple[datetime, str, str | None], dict[tuple[str, ...], Obligation]] = {}

    def named(self, notice: Notice, at: datetime | None = None) -> frozenset[str]:
        """Everybody the ladder named at this step, on its day or at `at`; nobody where the same was not owed then."""
        return self._named(notice, at or notice.at) or frozenset()

    def had_nobody(self, notice: Notice) -> bool:
        """Whether it was to go up that day, and nobody in the line above was there: all away, or none on file."""
        return notice.kind == "escalation" and self._named(notice, notice.at) == frozenset()

    def _named(self, notice: Notice, at: datetime) -> frozenset[str] | None:
        """None where there was no such step."""
        view = self._views.setdefault(at, View(self._view.index, self._view.policy, at))
        owed = self._as_owed(view, notice.obligation).get(notice.obligation.key)
        if owed is None or owed.state is State.SUSPENDED:
            return None
        if notice.kind == "at_once":
            began = begins_at(view, owed)
            return frozenset(each.to for each in at_once(view, owed, began)) if began else None
        rung = Rung(local_day(notice.at), notice.kind, notice.rung)
        return frozenset(told(view, owed, rung)) if rung in rungs_of(view, owed) else None

    def _as_owed(self, view: View, obligation: Obligation) -> dict[tuple[str, ...], Obligation]:
        about = (view.now, obligation.person, obligation.case)
        if about not in self._owed:
            ref = obligation.case
            if ref is None:
                every = of_person(view, obligation.person)
            else:
                every = of_case(view, ref) if ref in view.index.cases else iter(())
            self._owed[about] = {each.key: each for each in every}
        return self._owed[about]
