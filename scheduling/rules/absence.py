"""Cover for an absent supervisor: needed for a long absence, and for any that would break a due date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduling.answers import Obligation
from scheduling.casework import casework
from scheduling.facts import Absence
from scheduling.rules import cases, clocks
from scheduling.saying import Cited
from scheduling.view import View


@dataclass(frozen=True, slots=True)
class CoverNeeded:
    """An absence that needs cover."""

    absence: Absence
    cited: Cited
    since: date
    """The day it came to need cover."""
    text: str


def cover_needed(view: View, supervisor: str) -> Iterator[CoverNeeded]:
    """The absences of a supervisor, running or to come, that need cover and have none."""
    return (need for need in needs_cover(view, supervisor) if not is_covered(view, need.absence))


def needs_cover(view: View, supervisor: str) -> Iterator[CoverNeeded]:
    """Their absences, running or to come, that need cover, whether it is there or not."""
    terms = view.version.absence
    if terms is None:
        return
    for absence in view.absences(supervisor) if supervisor in view.index.absences else ():
        over = absence.until is not None and absence.until <= view.today
        if over or not view.supervisees(supervisor):
            continue
        known_on = absence.recorded_on or absence.from_on
        last = terms.long.within.after(absence.from_on)
        if absence.until is not None and absence.until > last:
            yield CoverNeeded(
                absence,
                terms.long,
                known_on,
                f"away {absence.from_on} to {absence.until}, more than {terms.long.within.length}",
            )
        elif absence.until is None and view.today >= last:
            yield CoverNeeded(
                absence,
                terms.long,
                last,
                f"away since {absence.from_on}, return not known; more than {terms.long.within.length}",
            )
        elif (broken := _first_broken(view, supervisor, absence)) is not None:
            yield CoverNeeded(
                absence,
                terms.any,
                max(known_on, min(view.today, broken)),
                f"away from {absence.from_on}; supervision falls due {broken}",
            )


def is_covered(view: View, absence: Absence) -> bool:
    """Whether somebody covers for as long as it lasts: who works here, and is not to be away meanwhile with nobody covering."""
    cover = absence.cover
    if cover is None or not view.is_here(cover) or cover == absence.person:
        return False
    begins = max(view.today, absence.from_on)
    return not any(
        each.cover in (None, absence.person)
        and (each.until is None or each.until > begins)
        and (absence.until is None or each.from_on < absence.until)
        for each in view.absences(cover)
    )


def _first_broken(view: View, supervisor: str, absence: Absence) -> date | None:
    """The first due date of a supervisee in the absence; where the return is not known, only one that has come."""
    until = absence.until
    dates = [
        obligation.due_on
        for obligation in _supervisions(view, supervisor)
        if absence.from_on <= obligation.due_on and (obligation.due_on < until if until else obligation.due_on <= view.today)
    ]
    return min(dates, default=None)


def _supervisions(view: View, supervisor: str) -> Iterator[Obligation]:
    """What the supervisor owes of personal and case supervision."""
    for relationship in view.supervisees(supervisor):
        person = view.person(relationship.supervisee)
        if person is None:
            continue
        yield from clocks.derive(view, person)
        terms = view.version.cases
        for ref in dict.fromkeys(row.case for row in view.index.work.get(person.id, ())) if terms else ():
            work = casework(view, terms, view.case(ref)) if terms else None
            if work is not None and work.holder.worker == person.id:
                yield from cases.derive(work)
