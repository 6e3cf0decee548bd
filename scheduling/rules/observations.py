"""Practice observed, and supervision observed."""

from collections.abc import Iterator
from datetime import date

from scheduling.answers import Obligation
from scheduling.facts import Observation, Person
from scheduling.periods import Period, april_year, shown_periods, year_of_service
from scheduling.saying import Cited
from scheduling.shapes import LEVELS
from scheduling.terms import Observed
from scheduling.view import View

PRACTICE, SUPERVISION = "practice_observation", "supervision_observation"


def practice(view: View, person: Person) -> Iterator[Obligation]:
    """The next observation of somebody's practice."""
    terms = view.version.observation
    if not view.is_supervised(person.id):
        return
    if terms.practice and terms.practice.count and view.matches(person, terms.practice):
        yield from _so_many_a_year(view, person, terms.practice)
    elif terms.practice or terms.first:
        yield from _since_the_last(view, person)
    elif local := view.local(PRACTICE):
        anchor = max([row.on for row in seen(view, person.id, "practice")], default=person.started_on)
        if anchor:
            yield _practice(view, person, local, local.every.after(anchor), f"since {anchor}; {local.every.words}")


def _since_the_last(view: View, person: Person) -> Iterator[Obligation]:
    """Once in the first months of employment, then again and again from the last one."""
    terms = view.version.observation
    done = [row.on for row in seen(view, person.id, "practice") if _by_a_supervisor(view, person, row)]
    if not done:
        first = terms.first
        if first and person.started_on and view.matches(person, first):
            why = f"started {person.started_on}; none observed yet"
            yield _practice(view, person, first, first.every.after(person.started_on), why)
        return
    every = terms.practice
    if every and every.every and view.matches(person, every) and not (every.not_in_asye and view.in_asye(person, view.today)):
        yield _practice(view, person, every, every.every.after(done[-1]), f"last observed {done[-1]}; {every.every.words}")


def _so_many_a_year(view: View, person: Person, terms: Observed) -> Iterator[Obligation]:
    """So many in the policy's year, some by the supervisor."""
    for period in shown_periods(view, _years(view, person, terms)):
        done = [row for row in seen(view, person.id, "practice") if period.counts(row.on)]
        mine = sum(is_own_supervisor(view, person.id, row) for row in done)
        missing = max(terms.count - len(done), terms.by_supervisor - mine)
        if missing > 0:
            why = f"{len(done)} of {terms.count} since {period.first}"
            if terms.by_supervisor:
                why += f", {mine} by the supervisor"
            yield _practice(view, person, terms, period.last, why)


def _years(view: View, person: Person, terms: Observed) -> Iterator[Period]:
    if terms.year == "april":
        yield from april_year(view.today, person.started_on)
    else:
        yield from year_of_service(view, person.started_on)


def _practice(view: View, person: Person, cited: Cited, due: date, why: str) -> Obligation:
    return view.obligation(cited, PRACTICE, person.id, due, view.responsible(person.id), why)


def seen(view: View, person: str, kind: str) -> list[Observation]:
    """The observations of somebody that have happened, in order."""
    return [row for row in view.index.observations.get(person, ()) if row.kind == kind and view.happened(row.on)]


def is_own_supervisor(view: View, person: str, row: Observation) -> bool:
    """Whether the observer was, or is, the supervisor or line manager of the one observed."""
    relationship = view.relationship(person, row.on)
    return row.by in {
        relationship.supervisor if relationship else None,
        view.supervisor(person),
        view.person_on(person, row.on).manager,
    }


def _by_a_supervisor(view: View, person: Person, row: Observation) -> bool:
    observer = view.person(row.by)
    return is_own_supervisor(view, person.id, row) or (observer is not None and observer.level != LEVELS[0])


def supervision(view: View, person: Person) -> Iterator[Obligation]:
    """A supervisor's supervision, observed by their manager."""
    terms = view.version.observation.supervision or view.local(SUPERVISION)
    since = view.supervises_since(person.id)
    if since is None or terms is None:
        return
    every = terms.every
    done = [row.on for row in seen(view, person.id, "supervision") if _above(view, person, row)]
    anchor = done[-1] if done else since
    why = f"last observed {anchor}" if done else f"supervises since {since}; not observed yet"
    manager = view.acting(person.manager)
    yield view.obligation(terms, SUPERVISION, person.id, every.after(anchor), manager, f"{why}; {every.words}")


def _above(view: View, person: Person, row: Observation) -> bool:
    """Whether the observer is the manager, or at least of a higher level."""
    observer = view.person(row.by)
    at_the_time = view.person_on(person.id, row.on).manager
    if row.by in (person.manager, at_the_time) or person.manager is None:
        return True
    return observer is not None and LEVELS.index(observer.level) > LEVELS.index(person.level)
