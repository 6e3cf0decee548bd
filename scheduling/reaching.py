"""Whether everybody who is to be told can be: every rung of every ladder, before it is needed.

One answer for `cornerstone doctor`, which is asked, and for the weekly check, which is not (`storage.reaching`).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from scheduling import ladder
from scheduling.answers import Obligation
from scheduling.chain import seats
from scheduling.engine import of_person
from scheduling.index import Index
from scheduling.policy import Policy
from scheduling.view import View

AHEAD = timedelta(days=7)
"""The check is weekly: what begins before the next is found by this one."""


class Reason(StrEnum):
    """Why somebody does not hear, or nobody would of them; in the order they are listed."""

    NO_ACCOUNT = "no_account"
    AWAY = "away"
    GONE = "gone"
    NOT_LISTED = "not_listed"
    OWN = "own"
    """Would be told of what they themselves owe or are owed: they cover for, or manage, their own supervisor."""
    NO_SUPERVISOR = "no_supervisor"
    NOBODY_ABOVE = "nobody_above"


@dataclass(frozen=True, slots=True, order=True)
class Gap:
    """Somebody on a ladder, and why they do not hear or nobody would."""

    person: str
    reason: Reason


def gaps(view: View, in_slack: Collection[str]) -> frozenset[Gap]:
    """As things stand in the view; `in_slack` are those with an account."""
    return frozenset(
        gap
        for person in view.index.people
        for obligation in of_person(view, person)
        if obligation.kind in ladder.PERSONAL
        for gap in _of(view, in_slack, obligation)
    )


def gaps_ahead(index: Index, policy: Policy, view: View, in_slack: Collection[str]) -> frozenset[Gap]:
    """Those there are, and those that what is known today will make within the week."""
    return gaps(view, in_slack) | gaps(View(index, policy, view.now + AHEAD), in_slack)


def _of(view: View, in_slack: Collection[str], obligation: Obligation) -> Iterator[Gap]:
    person, above = obligation.person, seats(view, obligation)
    supervisor = view.supervisor(person)
    is_top = any(who in view.senior_managers for who in (supervisor, *obligation.responsible))
    if person in (supervisor, view.covering(supervisor) if supervisor else None):
        yield Gap(person, Reason.OWN)
    elif not obligation.responsible:
        yield Gap(person, Reason.NO_SUPERVISOR)
    elif not above and not is_top and obligation.kind in view.version.escalation.kinds:
        # Above a senior manager there is nobody to be: they are the top of the line.
        yield Gap(person, Reason.NOBODY_ABOVE)
    owing = {person, *obligation.responsible, *((supervisor,) if supervisor else ())}
    for seat in dict.fromkeys(sum(above, ())):
        if view.covering(seat) in owing:
            yield Gap(seat, Reason.OWN)
    told = (*ladder.supervised(view, obligation), *obligation.responsible)
    for who in dict.fromkeys((*told, *((supervisor,) if supervisor else ()), *sum(above, ()))):
        if reason := _unheard(view, in_slack, who, is_asked=who not in (person,) or bool(view.below(who))):
            yield Gap(who, reason)


def _unheard(view: View, in_slack: Collection[str], who: str, *, is_asked: bool) -> Reason | None:
    if view.person(who) is None:
        return Reason.NOT_LISTED
    if not view.is_here(who):
        return Reason.GONE
    if who not in in_slack:
        return Reason.NO_ACCOUNT
    return Reason.AWAY if is_asked and view.absence(who) and view.covering(who) is None else None
