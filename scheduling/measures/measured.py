"""Every row that the figures count."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from scheduling.answers import Obligation, State
from scheduling.engine import of_case, of_person
from scheduling.index import Index, day_of, held_on, index
from scheduling.measures import auditing, drifting, grouped, growing, standing, supervised, times, training
from scheduling.measures.fell import PERSON_DUTIES, SUPERVISION, Fell, fallen
from scheduling.measures.felloncases import ON_TIME_KINDS, fallen_on_case
from scheduling.measures.filing import filed
from scheduling.measures.shapes import Asked, Item
from scheduling.measures.table import measures_of
from scheduling.measures.then import Then

LATE = (State.OVERDUE, State.ESCALATED)
OPEN = ("not ", "no ", "none ", "still ")
"""How what is said of an open duty begins: that the thing has not been done."""
OnCases = Mapping[str, Sequence[Obligation]]
"""What is owed on each case now."""


def measured(asked: Asked, *, but_on_time: bool = False) -> list[Item]:
    """In the order of `MEASURES`, the months in order within each measure.

    `but_on_time` leaves out what was on time and what is late, which is most of the work: the schedule itself has kept that.
    """
    then = Then(index(asked.facts), asked.policy, asked.as_of)
    found: list[Item] = []
    if not but_on_time:
        on_cases = {ref: list(of_case(then.today, ref)) for ref in then.index.cases}
        found += [*_on_time(asked, then, on_cases), *_late(asked, then, on_cases)]
    found += [*standing.rows(asked, then.today), *training.rows(asked, then.today), *times.rows(asked, then)]
    known = measures_of(then.today.version, asked.facts.settings)
    for more in (auditing, grouped, supervised, growing, drifting):
        found += [one for one in more.rows(asked, then) if one.measure in known]
    return found


def _on_time(asked: Asked, then: Then, on_cases: OnCases) -> Iterator[Item]:
    """What was done, what ended undone, and what is open and late."""
    for person in then.index.people:
        if asked.is_about(person):
            ends = _ends_of_person(asked, then, person)
            for duty in PERSON_DUTIES:
                for fell in fallen(then, duty, person, ends, asked.first_on):
                    if item := _fell(asked, then.index, fell):
                        yield item
    for ref, owed in on_cases.items():
        for fell in (
            *fallen_on_case(then, ref, _ends_of_case(asked, then, ref), asked.first_on, owed),
            *filed(then, ref, asked.first_on),
        ):
            if item := _fell(asked, then.index, fell):
                yield item


def _late(asked: Asked, then: Then, on_cases: OnCases) -> Iterator[Item]:
    """What is open and late, once as late now and once in the month it fell due."""
    view = then.today
    for person in then.index.people:
        for owed in of_person(view, person) if asked.is_about(person) else ():
            yield from _open(asked, then, owed)
    for those in on_cases.values():
        for owed in those:
            yield from _open(asked, then, owed)


def _open(asked: Asked, then: Then, owed: Obligation) -> Iterator[Item]:
    if owed.state in LATE and asked.is_about(owed.person):
        due_on = owed.due_on
        yield _item(asked, then.index, owed, due_on, "late", None, 1, owed.days_late, _why(asked, then, owed))
        month = asked.month_of(due_on)
        if month and owed.kind in ON_TIME_KINDS:
            yield _item(asked, then.index, owed, due_on, "on_time", month, 0, owed.days_late, owed.why)


def _fell(asked: Asked, over_time: Index, fell: Fell) -> Item | None:
    owed, done, ended_on = fell
    due_on = owed.due_on
    month = asked.month_of(due_on)
    if month is None or not asked.is_about(owed.person) or (done is None and owed.state is State.SUSPENDED):
        return None
    done_on = day_of(done) if done else None
    late = (done_on or ended_on or due_on).toordinal() - due_on.toordinal()
    number = int(fell.was_in_time) if late <= 0 else 0
    why = _once_done(owed.why) if done else owed.why
    return _item(asked, over_time, owed, due_on, "on_time", month, number, max(late, 0), why, done_on, ended_on)


def _once_done(why: str) -> str:
    """The engine's reason without what it says of a duty because it was open: `held 2 February; not recorded`."""
    first, *more = why.split("; ")
    return "; ".join((first, *(said for said in more if not said.startswith(OPEN))))


def _item(
    asked: Asked,
    over_time: Index,
    owed: Obligation,
    due_on: date,
    measure: str,
    month: date | None,
    number: int,
    days: int,
    why: str,
    done_on: date | None = None,
    ended_on: date | None = None,
) -> Item:
    """Each value in its place, unnamed: it is done for every row of the report, and naming them takes as long again."""
    person, case = owed.person, owed.case
    forms = over_time.cases.get(case) if case else None
    category = held_on(forms, due_on).category if forms else ""
    return Item(
        *(measure, month, asked.team(person), owed.kind, category, person, case, owed.due, done_on, ended_on),
        *(number, 1, days, why, owed.rule, owed.source, owed.responsible, owed.about),
    )


def _why(asked: Asked, then: Then, owed: Obligation) -> str:
    """The engine's reason, what was booked and put off since, and who has been away meanwhile."""
    view, said = then.today, [owed.why]
    if owed.kind in SUPERVISION:
        ahead = [row for row in then.index.sessions.get(owed.person, ()) if row.planned_on and not row.held_on]
        moves = [one for one in asked.moves if one.supervisee == owed.person and view.happened(one.on)]
        moves = [one for one in moves if (one.to_on or one.from_on) >= owed.due_on]
        said += [
            f"{f'moved {one.on} to {one.to_on}' if one.to_on else f'called off {one.on}'}, {one.reason}, "
            f"for the {one.party}".replace("the not_said", "whom not said")
            for one in moves
        ]
        said.append(f"booked for {min(row.planned_on for row in ahead if row.planned_on)}" if ahead else "nothing booked")
    for word, people in (("supervisee", (owed.person,)), ("supervisor", owed.responsible)):
        for person in people:
            for away in view.absences(person):
                if away.from_on <= view.today and (away.until is None or away.until > owed.due_on):
                    back = f"to {away.until}" if away.until else "return not known"
                    covers = "" if word == "supervisee" or view.covering(person) else ", nobody covers"
                    said.append(f"{word} away {away.from_on} {back}{covers}")
    return "; ".join(dict.fromkeys(said))


# ---- the days on which something may have ended undone


def _ends_of_person(asked: Asked, then: Then, person: str) -> list[date]:
    days = {since for since, _ in then.index.people[person]}
    days.update(form.left_on for _, form in then.index.people[person] if form.left_on)
    for tie in then.index.supervisors.get(person, ()):
        days.update(day for day in (tie.from_on, tie.until) if day)
    return _within(asked, then, days)


def _ends_of_case(asked: Asked, then: Then, ref: str) -> list[date]:
    forms, rows = then.index.cases[ref], then.index.allocations.get(ref, ())
    days = {since for since, _ in forms}
    days.update(form.closed_on for _, form in forms if form.closed_on)
    for row in rows:
        days.update(day for day in (day_of(row.from_on), row.until, _left(then, row.worker)) if day)
    return _within(asked, then, days)


def _left(then: Then, person: str) -> date | None:
    forms = then.index.people.get(person)
    return forms[-1][1].left_on if forms else None


def _within(asked: Asked, then: Then, days: set[date]) -> list[date]:
    days.update(version.in_force_from for version in then.policy.versions)
    return sorted(day for day in days if asked.first_on <= day <= then.today.today)
