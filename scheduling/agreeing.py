"""What two people may agree on: more often than the policy asks, never less (Wokingham Standard 19, Manchester Appendix D)."""

from scheduling.calendar import Interval
from scheduling.rules import clocks
from scheduling.rules.clocks import Next
from scheduling.view import View


def loosened(view: View, person_id: str, every: Interval) -> Next | None:
    """What the policy asks for, where that interval would be longer; None where it may be agreed."""
    who = view.person(person_id)
    for clock in view.version.supervision if who else ():
        if who and clock.agreed and view.matches(who, clock):
            last = clocks.last_held(view, person_id, clock)
            anchor = last.held_on if last and last.held_on else view.today
            policy = clocks.policy_interval(view, person_id, clock, anchor, view.today)
            if policy and policy.due < every.after(anchor):
                return policy
    return None
