"""Whose absence would hurt most: each supervisor gone in turn, with nobody to cover, all else as it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from scheduling.calendar import local_day
from scheduling.facts import Absence, Facts
from scheduling.index import index
from scheduling.policy import Policy
from scheduling.view import View
from scheduling.whatif.asking import Pair, ahead
from scheduling.whatif.changing import must_be_able
from scheduling.whatif.keeping import kept
from scheduling.whatif.lateness import Late, caused
from scheduling.whatif.summing import is_passed_on, late_of
from scheduling.whatif.terms import Away, Room, must_be_sound


@dataclass(frozen=True, slots=True)
class Missed:
    """What would go late because one supervisor is gone, or sooner, longer or more often than anyway."""

    person: str
    people: int
    """Whom they supervise, or whose cases."""
    cases: int
    late: tuple[Late, ...]
    passed_on: int
    """How many of it stay late until they go to the line manager."""


def each_away(
    facts: Facts, policy: Policy, now: datetime, away: Away, *, weeks: int = 26, room: Room | None = None
) -> list[Missed]:
    """The one whose absence makes most late first; `away` says from when and for how long, whoever it names.

    Raises WhatIfFault.
    """
    places = room or Room()
    must_be_sound(local_day(now), weeks, places, away=away)
    view = View(index(facts), policy, now)
    must_be_able(view, away)
    made = ahead(view)
    pairs: dict[str, list[Pair]] = {}
    for pair in made.pairs.values():
        pairs.setdefault(pair.leader, []).append(pair)
    cases = {leader: sum(len(pair.cases) for pair in theirs) for leader, theirs in pairs.items()}
    anyway: dict[str, list[Late]] = {leader: [] for leader in pairs}
    for row in late_of(kept(made, places, weeks)):
        anyway[row.by].append(row)
    found = []
    for leader in sorted(pairs):
        people = sorted(pair.person for pair in pairs[leader])
        gone = Absence(leader, away.from_on, away.until, recorded_on=away.from_on)
        known = view.index.absences
        theirs = replace(view.index, absences=known | {leader: [*known.get(leader, ()), gone]})
        without = ahead(View(theirs, policy, now), people)
        without.pairs = {key: pair for key, pair in without.pairs.items() if pair.leader == leader}
        diary = kept(without, places, weeks)
        late = caused(anyway[leader], late_of(diary))
        passed_on = sum(1 for row in late if is_passed_on(diary, row))
        found.append(Missed(leader, len(people), cases[leader], late, passed_on))
    return sorted(found, key=lambda row: (-len(row.late), -row.passed_on, row.person))
