"""Starting and growing in post: probation, Good Conversations, the assessed year's groups, self-assessment."""

from collections.abc import Iterator
from datetime import date

from scheduling.answers import Obligation
from scheduling.calendar import days_after, months_after
from scheduling.facts import Conversation, Person, Session
from scheduling.periods import Period, shown_periods, year_of_service
from scheduling.saying import Recurring
from scheduling.slots import open_slot
from scheduling.view import View


def probation(view: View, person: Person) -> Iterator[Obligation]:
    """The next assessment, while probation lasts."""
    terms = view.version.probation
    if terms is None or not view.matches(person, terms):
        return
    stage = view.stage(person, terms)
    if stage is None or not stage[0] <= view.today <= stage[1]:
        return
    held = [row.on for row in view.index.probation.get(person.id, ()) if view.happened(row.on) and row.on >= stage[0]]
    early = 1 if view.readings.probation_assessed == "during" else 0
    due = open_slot([days_after(months_after(stage[0], month), -early) for month in terms.months], held)
    if due is not None:
        why = f"started {stage[0]}; {len(held)} assessed"
        yield view.obligation(terms, "probation_assessment", person.id, due, view.responsible(person.id), why)


def good_conversation(view: View, person: Person) -> Iterator[Obligation]:
    """One to plan, then one to review, in each year of service (R-19)."""
    terms = view.version.conversation
    if person.started_on is None or not view.is_supervised(person.id):
        return
    if terms is None:
        yield from _conversation_by_own_interval(view, person, person.started_on)
        return
    for period in shown_periods(view, year_of_service(view, person.started_on)):
        planned, reviewed = plan_and_review(conversations(view, person.id, period))
        if not (planned and reviewed):
            missing = "to review" if planned else "to plan and to review"
            why = f"year from {period.first}; still {missing}"
            yield view.obligation(terms, "good_conversation", person.id, period.last, view.responsible(person.id), why)


def _conversation_by_own_interval(view: View, person: Person, start: date) -> Iterator[Obligation]:
    terms = view.local("good_conversation")
    if terms is not None:
        held = [row.on for row in view.index.conversations.get(person.id, ()) if view.happened(row.on)]
        anchor = max(held, default=start)
        due, why = terms.every.after(anchor), f"since {anchor}; {terms.every.words}"
        yield view.obligation(terms, "good_conversation", person.id, due, view.responsible(person.id), why)


def conversations(view: View, person: str, period: Period) -> list[Conversation]:
    """Those held in a period, or since to make good what was missed in it."""
    return [row for row in view.index.conversations.get(person, ()) if view.happened(row.on) and period.counts(row.on)]


def plan_and_review(held: list[Conversation]) -> tuple[bool, bool]:
    """Whether one was to plan, and one to review after it."""
    planned_on = min((row.on for row in held if row.kind == "plan"), default=None)
    return planned_on is not None, planned_on is not None and any(row.kind == "review" and row.on >= planned_on for row in held)


def asye_groups(view: View, person: Person) -> Iterator[Obligation]:
    """The district group and the training, from the last one attended."""
    if person.asye_from is None or not view.in_asye(person, view.today):
        return
    groups = view.version.groups
    own = (groups.asye or view.local("asye_group"), groups.asye_training or view.local("asye_training"))
    for kind, terms in zip(("asye", "asye_training"), own, strict=True):
        if terms is not None:
            yield _next_group(view, person, kind, terms, person.asye_from)


def _next_group(view: View, person: Person, kind: str, terms: Recurring, start: date) -> Obligation:
    attended = [row.on for row in view.index.groups_attended.get(person.id, ()) if row.kind == kind and view.happened(row.on)]
    anchor = attended[-1] if attended else start
    why = f"last attended {anchor}" if attended else f"assessed year from {start}; none attended yet"
    name = "asye_group" if kind == "asye" else kind
    return view.obligation(terms, name, person.id, terms.every.after(anchor), (person.id,), f"{why}; {terms.every.words}")


def self_assessment(view: View, person: Person) -> Iterator[Obligation]:
    """Two pieces of work assessed so long before the next session booked."""
    terms = view.version.self_assessment
    if terms is None or not view.matches(person, terms):
        return
    clocks = view.version.supervision
    booked = next_booked(view, person.id, clocks[0].sessions) if clocks else None
    if booked is not None:
        on, session = booked
        if view.happened(session.assessed_on):
            return
        due = view.days_before(on, terms)
        why = f"session booked {on}; {terms.every.length} before"
        yield view.obligation(terms, "self_assessment", person.id, due, (person.id,), why, about=session.id)


def next_booked(view: View, person: str, kinds: tuple[str, ...]) -> tuple[date, Session] | None:
    """The next session booked and not held, from today on."""
    booked = [
        (on, spot, row)
        for spot, row in enumerate(view.index.sessions.get(person, ()))
        if row.kind in kinds
        and not view.happened(row.held_on)
        and (on := booked_on(view, row)) is not None
        and on >= view.today
    ]
    return (first[0], first[2]) if (first := min(booked, default=None, key=lambda found: found[:2])) else None


def booked_on(view: View, session: Session) -> date | None:
    """The day a session is booked for: after postponements, the last day it was moved to."""
    moved = [row for row in session.postponements if row.on is None or view.happened(row.on)]
    return moved[-1].to if moved else session.planned_on
