"""Growing in post: conversations, observations by line managers, the assessed year, dates for the year ahead."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from statistics import median

from scheduling.calendar import Interval
from scheduling.facts import Observation, Person
from scheduling.measures.rows import month_ends, row
from scheduling.measures.shapes import Asked, Item
from scheduling.measures.then import Then
from scheduling.periods import year_of_service
from scheduling.rules import clocks
from scheduling.rules.growth import booked_on, conversations, plan_and_review
from scheduling.rules.observations import is_own_supervisor
from scheduling.saying import Cited, Clock
from scheduling.view import View

A_YEAR = Interval(1, "years")


def rows(asked: Asked, then: Then) -> Iterator[Item]:
    """One a supervisee, or a line manager and month."""
    view = then.today
    measured = view.version.measured
    loads = _loads(asked, view) if measured.get("asye_caseload") else {}
    for name in view.index.people:
        who = view.person(name)
        if who is None or not asked.is_about(name) or not view.is_here(name) or not view.is_supervised(name):
            continue
        yield from _conversations(asked, view, who)
        if cited := measured.get("year_ahead"):
            yield from _year_ahead(asked, view, who, cited)
        if (cited := measured.get("asye_caseload")) and view.in_asye(who, view.today):
            yield _caseload(asked, view, who, loads, cited)
    yield from _observing(asked, then)


def _conversations(asked: Asked, view: View, who: Person) -> Iterator[Item]:
    """One to plan and one to review in the year of service that runs."""
    terms = view.version.conversation
    period = next(year_of_service(view, who.started_on), None) if terms and who.started_on else None
    if terms is None or period is None:
        return
    planned, reviewed = plan_and_review(conversations(view, who.id, period))
    number = planned + reviewed
    yield row(
        asked, view, "conversations", "good_conversation", who.id, terms, number=number, out_of=2, due=period.last,
        why=f"{number} of 2 since {period.first}", responsible=view.responsible(who.id),
    )  # fmt: skip


# ---- the year ahead


def _year_ahead(asked: Asked, view: View, who: Person, cited: Cited) -> Iterator[Item]:
    for clock in view.version.supervision:
        if clock.kind == "personal_supervision" and view.matches(who, clock):
            wanted = _dates_wanted(view, who, clock)
            days = sorted(_booked(view, who, clock))
            number = min(len(days), wanted)
            kind = "planned" if number == wanted else "short" if days else "no_dates"
            said = f"{len(days)} of {wanted} dates" + (f", the last {days[-1]}" if days else "")
            yield row(
                asked, view, "year_ahead", kind, who.id, cited, number=number, out_of=wanted, due=days[-1] if days else None,
                why=said, responsible=view.responsible(who.id),
            )  # fmt: skip


def _dates_wanted(view: View, who: Person, clock: Clock) -> int:
    """How often it comes round in the twelve months from today: thirteen times every four weeks, four every twelve."""
    found = clocks.choose(view, who.id, clock, view.today, view.today)
    number = 0
    while found is not None and found.every.after(view.today, number + 1) <= A_YEAR.after(view.today):
        number += 1
    return number


def _booked(view: View, who: Person, clock: Clock) -> Iterator[date]:
    last = A_YEAR.after(view.today)
    for each in view.index.sessions.get(who.id, ()):
        on = booked_on(view, each) if each.kind in clock.sessions and not view.happened(each.held_on) else None
        if on is not None and view.today <= on <= last:
            yield on


# ---- the assessed year


def _loads(asked: Asked, view: View) -> Mapping[str, list[tuple[str, int]]]:
    """By team: who works cases there, and how many are theirs."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for name in view.index.people:
        who = view.person(name)
        if who and who.role == "case_holder" and view.is_here(name) and asked.is_about(name):
            found[asked.team(name)].append((name, _cases(view, name)))
    return found


def _cases(view: View, worker: str) -> int:
    """Open cases they are on today."""
    refs = {one.case for one in view.index.work.get(worker, ()) if one.until is None or one.until > view.today}
    return sum(view.is_open(view.case(ref)) and any(one.worker == worker for one in view.allocated(ref)) for ref in refs)


def _caseload(asked: Asked, view: View, who: Person, loads: Mapping[str, list[tuple[str, int]]], cited: Cited) -> Item:
    """Beside the others of the team who are not in theirs; nobody beside them, nothing to compare."""
    mine, others = _cases(view, who.id), []
    for name, number in loads.get(asked.team(who.id), ()):
        other = view.person(name)
        if name != who.id and other and not view.in_asye(other, view.today):
            others.append(number)
    middle = median(others) if others else None
    is_less = middle is not None and mine < middle
    kind = "nobody_beside" if middle is None else "reduced" if is_less else "not_reduced"
    beside = "nobody to compare with" if middle is None else f"{len(others)} others of the team have {middle:g} in the middle"
    said = f"{mine} cases; {beside}; assessed year from {who.asye_from}"
    return row(
        asked, view, "asye_caseload", kind, who.id, cited, number=int(is_less), out_of=int(middle is not None),
        due=who.asye_from, why=said, responsible=view.responsible(who.id),
    )  # fmt: skip


# ---- observations by line managers


def _observing(asked: Asked, then: Then) -> Iterator[Item]:
    """Each line manager who supervises, in each month that is over."""
    if "observing" not in then.today.version.measured:
        return
    made: dict[tuple[str, date], list[Observation]] = defaultdict(list)
    for one in then.index.facts.observations:
        month = asked.month_of(one.on)
        if month and one.kind == "practice" and then.today.happened(one.on) and is_own_supervisor(then.today, one.of, one):
            made[(one.by, month)].append(one)
    for month, last in month_ends(asked, then.today.today):
        view = then.at(last)
        cited = view.version.measured.get("observing")
        for person in view.index.supervisees if cited else ():
            if not asked.is_about(person) or view.supervises_since(person) is None or not view.is_here(person):
                continue
            seen = made.get((person, month), [])
            said = ", ".join(f"{one.on}" for one in sorted(seen, key=lambda one: one.on)) or "none"
            yield row(
                asked, view, "observing", "observed" if seen else "observed_nobody", person, cited, month,
                number=int(bool(seen)), due=last, why=f"observed: {said}", responsible=(person,),
            )  # fmt: skip
