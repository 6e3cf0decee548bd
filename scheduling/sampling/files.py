"""Which supervision files somebody may be given to audit: never one's own, nor one one has a part in."""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduling.calendar import Interval
from scheduling.facts import Person
from scheduling.terms import Sample
from scheduling.view import View

A_YEAR = Interval(1, "years")
"""So long after somebody has stopped supervising, what is audited may still be their own work."""


@dataclass(frozen=True, slots=True)
class File:
    """The supervision of one person: what a sample is made of."""

    of: str
    """Whose supervision."""
    by: str
    """Who supervises them: the team it belongs to."""
    rated: bool = False
    """Whether there are self-assessments to look at."""


def files_for(view: View, auditor: Person, terms: Sample) -> list[File]:
    """Every file this auditor's sample may be drawn from, by the terms of the policy, as things stand today."""
    found = []
    for of in dict.fromkeys(_candidates(view, auditor, terms)):
        by = view.supervisor(of)
        if by is not None and view.is_here(of) and view.is_here(by) and _fits(view, of, by, auditor, terms):
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
        row.supervisor == auditor and (row.until is None or A_YEAR.after(row.until) > view.today)
        for row in view.index.supervisors.get(of, ())
        if row.from_on <= view.today
    )


def _level(view: View, person: str) -> str | None:
    who = view.person(person)
    return who.level if who and view.is_here(person) else None
