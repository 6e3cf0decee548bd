"""Which supervision files somebody may be given to audit: never one's own, nor one one has a part in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduling.calendar import Interval
from scheduling.facts import Absence, Person
from scheduling.sampling.methods import FIRST, NOW
from scheduling.terms import Sample
from scheduling.view import View

A_YEAR = Interval(1, "years")
"""So long after somebody has stopped supervising, or covering, what is audited may still be their own work."""


@dataclass(frozen=True, slots=True)
class File:
    """The supervision of one person: what a sample is made of."""

    of: str
    """Whose supervision."""
    by: str
    """Who supervises them: the team it belongs to."""
    rated: bool = False
    """Whether there are self-assessments to look at."""
    due_on: date | None = None
    """By when it is to be seen, where that presses (`scheduling.sampling.pressing`): then it is not left to chance."""


def files_for(view: View, auditor: Person, terms: Sample, method: int = NOW) -> list[File]:
    """Every file this auditor's sample may be drawn from, by the terms of the policy, as things stand today."""
    found = []
    for of in dict.fromkeys(_candidates(view, auditor, terms)):
        by = view.supervisor(of)
        if by is None or not view.is_here(of) or not view.is_here(by) or not _fits(view, of, by, auditor, terms):
            continue
        if method == FIRST or not _has_covered(view, auditor.id, of, by):
            found.append(File(of, by))
    return found


def _candidates(view: View, auditor: Person, terms: Sample) -> Iterator[str]:
    if terms.draw.among == "below":
        yield from below(view, auditor.id)
    elif terms.draw.among == "service":
        yield from view.index.people
    else:
        yield from (row.supervisee for peer in peers(view, auditor) for row in view.supervisees(peer))


def peers(view: View, auditor: Person) -> list[str]:
    """Others of the same level, who supervise."""
    return [who for who in view.index.supervisees if who != auditor.id and _level(view, who) == auditor.level]


def below(view: View, person: str) -> list[str]:
    """Everybody in the management line below."""
    found, waiting = dict.fromkeys((person,)), [person]
    while waiting:
        for who in view.index.managed.get(above := waiting.pop(), ()):
            if who not in found and view.is_here(who) and view.line_manager(who) == above:
                found[who] = None
                waiting.append(who)
    return list(found)[1:]


def _fits(view: View, of: str, by: str, auditor: Person, terms: Sample) -> bool:
    who = view.person(of)
    if who is None or auditor.id in (of, by) or _has_a_part(view, auditor.id, of, by):
        return False
    levels = terms.draw.of_levels or terms.of_levels
    is_level = not levels or who.level in levels
    # A team manager's file is one who supervises today (Manchester 5.3).
    is_level = is_level and ("supervisor" not in levels or who.level != "supervisor" or view.supervises_since(of) is not None)
    return is_level and (not terms.draw.professions or who.profession in terms.draw.professions)


def _has_a_part(view: View, auditor: str, of: str, by: str) -> bool:
    """Whether the auditor covers for the supervisor, or has supervised this person within the year."""
    if auditor in view.acting(by):
        return True
    return any(
        row.supervisor == auditor and _is_within_the_year(view, row.until)
        for row in view.index.supervisors.get(of, ())
        if row.from_on <= view.today
    )


def _has_covered(view: View, auditor: str, of: str, by: str) -> bool:
    """Whether within the year the auditor stood in for whoever supervised this person then: those sessions are their own."""
    held = [
        (row.supervisor, row.from_on, row.until)
        for row in view.index.supervisors.get(of, ())
        if row.from_on <= view.today and _is_within_the_year(view, row.until)
    ]
    held += [] if view.is_supervised(of) else [(by, date.min, None)]  # by their line manager
    return any(
        auditor in _stood_in(view, away)
        for supervisor, since, until in held
        for away in view.absences(supervisor)
        if _is_within_the_year(view, away.until) and away.from_on < (until or date.max) and since < (away.until or date.max)
    )


def _stood_in(view: View, away: Absence) -> set[str]:
    """Whoever covered in this absence: the one named and, where that one was away in it too, whoever covered for these."""
    found, waiting = set[str](), [away]
    while waiting:
        each = waiting.pop()
        if each.cover is None or each.cover in found or each.from_on > view.today:
            continue
        found.add(each.cover)
        until = away.until or date.max
        waiting += [row for row in view.absences(each.cover) if row.from_on < until and away.from_on < (row.until or date.max)]
    return found


def _is_within_the_year(view: View, until: date | None) -> bool:
    """Whether it goes on, or ended within the year."""
    return until is None or A_YEAR.after(until) > view.today


def _level(view: View, person: str) -> str | None:
    who = view.person(person)
    return who.level if who and view.is_here(person) else None
