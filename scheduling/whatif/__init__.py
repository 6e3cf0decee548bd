"""What if: a council under another policy, with vacancies, or with a supervisor gone, beside the same council as it is.

Pure, and the same each time: who leaves is drawn by a seed (SHA-256 of it and their id), the day is an argument.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType

from scheduling.calendar import local_day
from scheduling.facts import Facts
from scheduling.index import index
from scheduling.policy import Policy
from scheduling.view import View
from scheduling.whatif.asking import ahead
from scheduling.whatif.changing import changed, under_another
from scheduling.whatif.each import Missed, each_away
from scheduling.whatif.keeping import kept
from scheduling.whatif.lateness import Late
from scheduling.whatif.summing import asked_of, figures, over
from scheduling.whatif.terms import Answer, Away, Figures, Over, Room, Wanted, WhatIfFault, must_be_sound

__all__ = ["Answer", "Away", "Figures", "Late", "Missed", "Over", "Room", "Wanted", "WhatIfFault", "each_away", "simulate"]

_NO_TEAMS: Mapping[str, str] = MappingProxyType({})


def simulate(
    facts: Facts,
    policy: Policy,
    now: datetime,
    wanted: Wanted,
    *,
    other: Policy | None = None,
    weeks: int = 26,
    room: Room | None = None,
    teams: Mapping[str, str] = _NO_TEAMS,
    only: Collection[str] | None = None,
) -> Answer:
    """The council over the weeks from `now` (London's day) as it is and as it would be.

    `other` is the policy it would have; `teams` names a person's team; `only` these people and their cases are counted, where
    the facts hold others too. Raises WhatIfFault, with a sentence a line for
    everything that cannot be.
    """
    places = room or Room()
    must_be_sound(local_day(now), weeks, places, wanted.vacancies, wanted.away)
    as_it_is = View(index(facts), policy, now)
    would = changed(as_it_is, wanted, teams, only)
    theirs = under_another(would.facts) if other is not None and other != policy else would.facts
    before = _figures(as_it_is, weeks, places, only)
    nothing = theirs is facts and other is None
    after = before if nothing else _figures(View(index(theirs), other or policy, now), weeks, places, only)
    return Answer(as_it_is.today, weeks, places, wanted, before, after, would.gone, would.moved, would.unheld)


def _figures(view: View, weeks: int, room: Room, only: Collection[str] | None) -> Figures:
    made = ahead(view, only)
    asked = asked_of(made, weeks)
    past = over(made, asked[1], room)
    return figures(made, kept(made, room, weeks), asked, past, weeks)
