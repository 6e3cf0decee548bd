"""What two people may agree on: more often than the policy asks, never less (Wokingham Standard 19, Manchester Appendix D)."""

from collections.abc import Iterator
from datetime import date

from scheduling.calendar import Interval
from scheduling.rules import clocks
from scheduling.rules.clocks import Next
from scheduling.view import View


def loosened(view: View, person_id: str, every: Interval) -> Next | None:
    """What the policy asks for, where that interval would be longer; None where it may be agreed."""
    return next((asked for anchor, asked in _asked(view, person_id) if asked.due < every.after(anchor)), None)


def is_tighter(view: View, person_id: str, every: Interval) -> bool:
    """Whether it is more often than the policy asks, of which the agreement says why; where it is silent nothing is."""
    found = list(_asked(view, person_id))
    return bool(found) and all(every.after(anchor) < asked.due for anchor, asked in found)


def asked_weeks(view: View, person_id: str) -> int | None:
    """Once every so many weeks, where the policy counts in weeks; the shortest of its intervals that hold."""
    found = [asked.every.count for _, asked in _asked(view, person_id) if asked.every.unit == "weeks"]
    return min(found, default=None)


def _asked(view: View, person_id: str) -> Iterator[tuple[date, Next]]:
    """Of each supervision an agreement may speak of: counted from when, and what the policy asks at this stage."""
    who = view.person(person_id)
    for clock in view.version.supervision if who else ():
        if who and clock.agreed and view.matches(who, clock):
            last = clocks.last_held(view, person_id, clock)
            anchor = last.held_on if last and last.held_on else view.today
            policy = clocks.policy_interval(view, person_id, clock, anchor, view.today)
            if policy:
                yield anchor, policy
