"""How many files each auditor is given in each period, by the policy's figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduling.calendar import Calendar
from scheduling.facts import Person
from scheduling.periods import MONTHS, Period, calendar_period
from scheduling.terms import Sample
from scheduling.view import View

_CALENDAR = Calendar()


@dataclass(frozen=True, slots=True)
class Quota:
    """What one auditor is to be given for one period."""

    auditor: Person
    terms: Sample
    period: Period
    count: int
    rag: int


def begins_on(period: Period) -> date:
    """The day a period's samples are drawn: its first working day."""
    return _CALENDAR.on_or_after(period.first)


def quotas(view: View, auditor: Person) -> Iterator[Quota]:
    """One auditor's, of the periods that today is in; what a sample before it serves as well is not drawn twice.

    Where a level owes its samples together (R-20) they are shared out in turn. Nothing is owed by who supervises nobody and
    is asked as a team manager.
    """
    given: list[tuple[str, Period, int]] = []
    for terms in view.version.audits.sample:
        if auditor.level not in terms.levels or (auditor.level == "supervisor" and view.supervises_since(auditor.id) is None):
            continue
        length = terms.period if terms.period in MONTHS else view.reading(terms.period)
        period = next(calendar_period(view.today, length, auditor.started_on))
        share = _share(view, auditor.id, terms)
        # Two files of team managers in a quarter are the quarter's audit of supervision files besides (Manchester 5.3).
        served = 0 if terms.of_levels else sum(number for kind, of, number in given if kind in terms.kinds and of in period)
        count = max(0, share(terms.count) - served)
        given.append((terms.kinds[0], period, count))
        if count:
            yield Quota(auditor, terms, period, count, min(count, share(terms.rag)))


def _share(view: View, auditor: str, terms: Sample) -> "_Share":
    if not terms.by or view.reading(terms.by) != "all":
        return _Share(0, 1)
    owing = sorted(who for who in view.index.people if view.is_here(who) and _is_of(view, who, terms))
    return _Share(owing.index(auditor), len(owing))


@dataclass(frozen=True, slots=True)
class _Share:
    place: int
    among: int

    def __call__(self, count: int) -> int:
        return count // self.among + (self.place < count % self.among)


def _is_of(view: View, person: str, terms: Sample) -> bool:
    who = view.person(person)
    return who is not None and who.level in terms.levels
