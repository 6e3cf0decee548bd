"""The facts as they would be: people gone and their cases taken on, a supervisor away, another policy from today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from scheduling.facts import Absence, Allocation, Facts, Session
from scheduling.index import day_of
from scheduling.view import View
from scheduling.whatif.terms import Away, Wanted, WhatIfFault

HOLD_CASES = ("case_holder", "supervising_social_worker")


@dataclass(frozen=True, slots=True)
class Changed:
    """The facts with the change, and what became of whom."""

    facts: Facts
    gone: tuple[str, ...] = ()
    moved: int = 0
    unheld: tuple[str, ...] = ()


def changed(view: View, wanted: Wanted, teams: Mapping[str, str], only: Collection[str] | None = None) -> Changed:
    """As of the view's day. `teams` names a person's; whoever is in none is of their supervisor's team. Raises WhatIfFault.

    `only` these people may leave, and take on cases.
    """
    made = Changed(view.index.facts)
    if wanted.vacancies:
        made = _with_vacancies(view, wanted, teams, view.index.people if only is None else only)
    if wanted.away:
        absences = (*made.facts.absences, _absence(view, wanted.away))
        made = replace(made, facts=replace(made.facts, absences=absences))
    return made


def under_another(facts: Facts) -> Facts:
    """What was held counts under another policy too, whatever that calls it; an informal talk counts under none."""
    return replace(facts, sessions=tuple(_counting(row) for row in facts.sessions))


def _counting(row: Session) -> Session:
    return row if row.kind in ("informal", "combined") else replace(row, kind="combined")


def team_of(view: View, person: str, teams: Mapping[str, str]) -> str:
    """By name or, without one, by the supervisor."""
    return teams.get(person) or view.supervisor(person) or ""


def _absence(view: View, away: Away) -> Absence:
    if not view.is_here(away.person):
        raise WhatIfFault(f"Nobody here has the id {away.person!r}; name a supervisor as the facts do.")
    if not view.supervisees(away.person):
        raise WhatIfFault(f"{away.person} supervises nobody, so nothing would wait for them. Name somebody who supervises.")
    must_be_able(view, away)
    if away.cover == away.person or (away.cover is not None and not view.is_here(away.cover)):
        raise WhatIfFault(f"{away.cover} cannot cover for {away.person}: name somebody else who works here.")
    return Absence(away.person, away.from_on, away.until, recorded_on=away.from_on, cover=away.cover)


def must_be_able(view: View, away: Away) -> None:
    """Raises WhatIfFault where the absence has begun before the view's day."""
    if away.from_on < view.today:
        raise WhatIfFault(f"The absence would begin on {away.from_on}, which is past. Choose {view.today} or later.")


def _with_vacancies(view: View, wanted: Wanted, teams: Mapping[str, str], among: Collection[str]) -> Changed:
    workers = [person for person in among if _works(view, person)]
    if wanted.team:
        known = {team_of(view, person, teams) for person in workers} - {""}
        if wanted.team not in known:
            raise WhatIfFault(f"There is no team {wanted.team!r} with case holders. There are: {_few(sorted(known))}.")
    drawn = [person for person in workers if wanted.team in ("", team_of(view, person, teams))]
    if wanted.vacancies > len(drawn):
        where = f" in {wanted.team}" if wanted.team else ""
        raise WhatIfFault(
            f"Of people{where} who hold cases and supervise nobody there are {len(drawn)}: fewer than {wanted.vacancies}."
        )
    gone = sorted(drawn, key=lambda person: _drawn(wanted.seed, person))[: wanted.vacancies]
    return _without(view, gone, workers, teams)


def _few(names: list[str]) -> str:
    shown = ", ".join(names[:12])
    return f"{shown} and {len(names) - 12} more" if len(names) > 12 else shown or "none"


def _works(view: View, person: str) -> bool:
    who = view.person(person)
    return (
        who is not None
        and who.role in HOLD_CASES
        and view.is_here(person)
        and view.supervisor(person) is not None
        and not view.below(person)
    )


def _drawn(seed: int, person: str) -> bytes:
    return sha256(f"{seed}:{person}".encode()).digest()


def _without(view: View, gone: list[str], workers: list[str], teams: Mapping[str, str]) -> Changed:
    """They leave today; each of their cases goes to whoever of the team holds fewest by then."""
    facts, today, leaving = view.index.facts, view.today, set(gone)
    left = [person for person in workers if person not in leaving]
    colleagues: dict[str, list[str]] = {}
    for person in left:
        colleagues.setdefault(team_of(view, person, teams), []).append(person)
    holds = Counter({person: len(on_hand(view, person)) for person in left})
    given: list[Allocation] = []
    unheld: list[str] = []
    for person in gone:
        for row in sorted(on_hand(view, person), key=lambda row: (row.case, row.role)):
            on_it = {other.worker for other in view.allocated(row.case)}
            on_it |= {other.worker for other in given if other.case == row.case}
            able = [each for each in colleagues.get(team_of(view, person, teams), ()) if each not in on_it]
            if able:
                to = min(able, key=lambda each: (holds[each], each))
                holds[to] += 1
                given.append(Allocation(row.case, to, row.role, today))
            elif not (on_it - leaving):
                unheld.append(row.case)
    ended = (_ended(row, today) if row.worker in leaving else row for row in facts.allocations)
    made = replace(
        facts,
        people=tuple(replace(row, left_on=today) if row.id in leaving else row for row in facts.people),
        relationships=tuple(
            replace(row, until=today) if row.supervisee in leaving and _runs(row.until, today) else row
            for row in facts.relationships
        ),
        allocations=(*(row for row in ended if row is not None), *given),
    )
    return Changed(made, tuple(gone), len(given), tuple(sorted(set(unheld))))


def on_hand(view: View, person: str) -> list[Allocation]:
    """The allocations somebody has today, of open cases."""
    return [
        row
        for row in view.index.work.get(person, ())
        if view.happened(row.from_on) and _runs(row.until, view.today) and view.is_open(view.case(row.case))
    ]


def _runs(until: date | None, today: date) -> bool:
    return until is None or until > today


def _ended(row: Allocation, today: date) -> Allocation | None:
    """Ended today; one that begins today or later never was."""
    if not _runs(row.until, today):
        return row
    return replace(row, until=today) if day_of(row.from_on) < today else None
