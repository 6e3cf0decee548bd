"""Warnings about what is booked, and about Good Conversations."""

from collections.abc import Iterator

from scheduling.answers import Finding
from scheduling.calendar import days_after
from scheduling.periods import shown_periods, year_of_service
from scheduling.rules import clocks, growth
from scheduling.view import View
from scheduling.warnings.agreements import supervised


def too_late(view: View) -> Iterator[Finding]:
    """A session booked for a day on which it would be escalated already."""
    terms = view.version.escalation
    for who in supervised(view):
        for obligation in clocks.derive(view, who):
            clock = next(clock for clock in view.version.supervision if clock.kind == obligation.kind)
            booked = growth.next_booked(view, who.id, clock.sessions)
            escalates_on = days_after(obligation.due_on, view.escalate_from_day)
            if booked and booked[0] >= escalates_on and obligation.kind in terms.kinds:
                text = f"due {obligation.due_on}; booked {booked[0]}, and escalated from {escalates_on}"
                yield Finding("booked_past_escalation", terms.booking_rule or terms.rule, who.id, None, text)


def good_conversations(view: View) -> Iterator[Finding]:
    """Two conversations or more in the year, and one of the two kinds missing."""
    terms = view.version.conversation
    for who in supervised(view) if terms else ():
        if terms is None or who.started_on is None:
            continue
        for period in list(shown_periods(view, year_of_service(view, who.started_on)))[:1]:
            held = growth.conversations(view, who.id, period)
            planned, reviewed = growth.plan_and_review(held)
            if len(held) > 1 and not (planned and reviewed):
                missing = "to review" if planned else "to plan"
                text = f"{len(held)} Good Conversations since {period.first}, none {missing}"
                yield Finding("good_conversation_kind_missing", terms.rule, who.id, None, text)
