"""How many files each auditor is given in each period, by the policy's figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduling.facts import Person
from scheduling.inpost import in_post_since, is_in_post
from scheduling.periods import MONTHS, Period, calendar_period
from scheduling.sampling.methods import FIRST, NOW
from scheduling.terms import Sample
from scheduling.view import View


@dataclass(frozen=True, slots=True)
class Quota:
    """What one auditor is to be given for one period."""

    auditor: Person
    terms: Sample
    period: Period
    count: int
    rag: int


def quotas(view: View, auditor: Person, method: int = NOW) -> Iterator[Quota]:
    """One auditor's, of the periods that today is in; what a sample before it serves as well is not drawn twice.

    Where a level owes its samples together (R-20) they are shared out in turn. Nothing is owed by who supervises nobody and
    is asked as a team manager, nor for a part of a period by who came into post in it.
    """
    given: list[tuple[str, Period, int]] = []
    for terms in view.version.audits.sample:
        if auditor.level not in terms.levels or (auditor.level == "supervisor" and view.supervises_since(auditor.id) is None):
            continue
        length = terms.period if terms.period in MONTHS else view.reading(terms.period)
        period = calendar_period(view.today, length)
        if not _owes(view, auditor, terms, period.first, method):
            continue
        share = _share(view, auditor.id, terms, period.first, method)
        # Two files of team managers in a quarter are the quarter's audit of supervision files besides (Manchester 5.3).
        served = 0 if terms.of_levels else sum(number for kind, of, number in given if kind in terms.kinds and of in period)
        count = max(0, share(terms.count) - served)
        given.append((terms.kinds[0], period, count))
        if count:
            yield Quota(auditor, terms, period, count, min(count, share(terms.rag)))


def _owes(view: View, who: Person, terms: Sample, first: date, method: int) -> bool:
    return method == FIRST or is_in_post(in_post_since(view, who, terms.levels), first)


def _share(view: View, auditor: str, terms: Sample, first: date, method: int) -> "_Share":
    if not terms.by or view.reading(terms.by) != "all":
        return _Share(0, 1)
    of_level = [who for name in view.index.people if (who := view.person(name)) and who.level in terms.levels]
    owing = sorted(who.id for who in of_level if view.is_here(who.id) and _owes(view, who, terms, first, method))
    return _Share(owing.index(auditor), len(owing))


@dataclass(frozen=True, slots=True)
class _Share:
    place: int
    among: int

    def __call__(self, count: int) -> int:
        return count // self.among + (self.place < count % self.among)
