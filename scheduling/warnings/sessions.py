"""Warnings about sessions held: their length, the examples brought, the Front Door's cases."""

from collections.abc import Iterator
from datetime import date

from scheduling.answers import Finding
from scheduling.facts import Session
from scheduling.forms.faults import NUMBER
from scheduling.index import day_of
from scheduling.rules.clocks import choose
from scheduling.saying import Length
from scheduling.terms import FrontDoor
from scheduling.view import View


def held(view: View) -> Iterator[tuple[Session, date]]:
    """Every session held, of people who are still here."""
    for person, rows in view.index.sessions.items():
        if view.is_here(person):
            yield from ((row, row.held_on) for row in rows if row.held_on and view.happened(row.held_on))


def lengths(view: View) -> Iterator[Finding]:
    """Sessions shorter or longer than the policy asks; of several lengths the loosest counts (R-35)."""
    for session, on in held(view):
        asked = [terms for terms in view.version.length if applies(view, terms, session, on)]
        if session.minutes is None or not asked:
            continue
        shortest = min(asked, key=lambda terms: terms.minutes_min or 0)
        longest = max(asked, key=lambda terms: terms.minutes_max or 100_000)
        minutes, least, most = session.minutes, shortest.minutes_min, longest.minutes_max
        if least is not None and minutes < least:
            yield _length("session_too_short", shortest, session, f"{minutes} minutes on {on}; the policy asks for {least}")
        if most is not None and minutes > most:
            yield _length(
                "session_too_long", longest, session, f"{minutes} minutes on {on}; the policy asks for no more than {most}"
            )


def another_held_it(view: View) -> Iterator[Finding]:
    """Sessions held by somebody else than the supervisor of that day: said as one is saved, and no fault of anybody."""
    terms = view.version.same_supervisor
    for session, on in held(view) if terms else ():
        usual = view.relationship(session.supervisee, on)
        if terms and usual and session.supervisor not in (None, usual.supervisor):
            said = f"held on {on} by {session.supervisor}; {usual.supervisor} is the supervisor"
            yield Finding("another_supervisor", terms.rule, session.supervisee, None, said)


def _length(code: str, terms: Length, session: Session, text: str) -> Finding:
    return Finding(code, terms.rule, session.supervisee, None, text)


def applies(view: View, terms: Length, session: Session, on: date) -> bool:
    """Whether this length is asked of a session on that day."""
    if session.kind not in terms.sessions:
        return False
    person = view.person_on(session.supervisee, on)
    stage = view.stage(person, terms)
    if not view.matches(person, terms) or stage is None or not stage[0] <= on <= stage[1]:
        return False
    if terms.only_every is None:
        return True
    clock = next((clock for clock in view.version.supervision if session.kind in clock.sessions), None)
    found = choose(view, session.supervisee, clock, on, on) if clock else None
    # The stage that still holds on the day is another length's matter; what counts here is an agreed shorter interval.
    return found is None or clock is None or found.cited is not clock.agreed or found.every == terms.only_every


def direct_work(view: View) -> Iterator[Finding]:
    """Two examples of direct work, on two of the worker's cases, at each session."""
    terms = view.version.direct_work
    if terms is None or not view.version.supervision:
        return
    for session, on in held(view):
        work = session.direct_work or ()
        mine = _cases_of(view, session.supervisee, on)
        if not mine or session.kind not in view.version.supervision[0].sessions:
            continue
        cases = len({example.case for example in work} & mine)
        if len(work) < terms.least or cases < min(terms.least, len(mine)):
            text = f"session of {on}: {len(work)} of {terms.least} examples of direct work, on {cases} of {terms.least} cases"
            yield Finding("direct_work_examples", terms.rule, session.supervisee, None, text)


def _cases_of(view: View, person: str, on: date) -> set[str]:
    """The cases somebody worked on that day."""
    return {
        row.case
        for row in view.index.work.get(person, ())
        if day_of(row.from_on) <= on and (row.until is None or row.until > on)
    }


def front_door(view: View) -> Iterator[Finding]:
    """How many cases, of how many criteria, and by number instead of name."""
    terms = view.version.front_door
    if terms is None:
        return
    for session, on in held(view):
        if session.front_door_cases is not None:
            yield from _front_door(view, terms, session, on)


def _front_door(view: View, terms: FrontDoor, session: Session, on: date) -> Iterator[Finding]:
    cases = session.front_door_cases or ()
    if not terms.least <= len(cases) <= terms.most:
        text = f"session of {on}: {len(cases)} cases; the policy asks for {terms.least} or {terms.most}"
        yield Finding("front_door_count", terms.rule, session.supervisee, None, text)
    criteria = {case.criterion for case in cases}
    if len(criteria) < view.readings.front_door_min_criteria:
        text = (
            f"session of {on}: {len(criteria)} different criteria; the range asks for {view.readings.front_door_min_criteria}"
        )
        yield Finding("front_door_range", terms.range_rule, session.supervisee, None, text)
    names = sum(not NUMBER.fullmatch(case.id) for case in cases)
    if names:
        text = f"session of {on}: {names} of {len(cases)} cases not by their number; names are not recorded"
        yield Finding("identifier_is_a_name", terms.identifier_rule, session.supervisee, None, text)
