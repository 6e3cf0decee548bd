"""Warnings about teams: too many supervisees, groups of the wrong size, no line manager, no cover, files out of reach."""

from collections.abc import Iterator
from datetime import date

from scheduling.answers import Finding
from scheduling.calendar import Interval
from scheduling.facts import Person
from scheduling.periods import MONTHS, calendar_period
from scheduling.rules.absence import cover_needed
from scheduling.rules.audits import coverage as file_coverage
from scheduling.rules.audits import files_below
from scheduling.rules.observations import is_own_supervisor, seen
from scheduling.terms import Coverage
from scheduling.view import View
from scheduling.warnings.agreements import supervised


def _supervisors(view: View) -> Iterator[str]:
    return (person for person in view.index.supervisees if view.is_here(person) and view.supervisees(person))


def loads(view: View) -> Iterator[Finding]:
    """Supervisors with too many supervisees (R-22)."""
    terms = view.version.load
    for person in _supervisors(view) if terms else ():
        number = len({row.supervisee for row in view.supervisees(person)})
        if terms and number >= view.readings.supervisees_red_from:
            text = f"{number} supervisees; the policy asks for no more than {view.readings.supervisees_red_from - 1}"
            yield Finding("too_many_supervisees", terms.rule, person, None, text)


def groups(view: View) -> Iterator[Finding]:
    """Group sessions too small or too large, everybody counted (R-23)."""
    terms = view.version.groups.size
    for group in view.index.facts.groups if terms else ():
        if terms is None or not view.happened(group.on) or group.kind != "team":
            continue
        people = set(group.attendees)
        number = len(people | {group.facilitator} if view.readings.facilitator_counts else people - {group.facilitator})
        if not terms.least <= number <= terms.most:
            text = f"group of {group.on}: {number} people; the policy asks for {terms.least} to {terms.most}"
            yield Finding("group_size", terms.rule, group.facilitator, None, text)


def line_managers(view: View) -> Iterator[Finding]:
    """Supervisors with nobody above them to escalate to (R-36); senior managers are the top of the line."""
    for person in _supervisors(view):
        who = view.person(person)
        manager = who.manager if who else None
        top = person in view.index.senior_managers or (who is not None and who.level == "senior_manager")
        if not top and not view.is_here(manager):
            text = "no line manager on file; what stays late goes to the agreement's named manager, else to senior managers"
            yield Finding("no_line_manager", view.version.escalation.rule, person, None, text)


def cover(view: View) -> Iterator[Finding]:
    """Absent supervisors without cover."""
    for person in view.index.absences:
        for need in cover_needed(view, person):
            yield Finding("cover_needed", need.cited.rule, person, None, f"{need.text}; no cover named")


def coverage(view: View) -> Iterator[Finding]:
    """More files below a manager than the samples asked for can reach in time: in any year, or in what is left of this one."""
    terms = view.version.audits.coverage
    for person in view.index.people if terms else ():
        who = view.person(person)
        if terms is None or who is None or who.level not in terms.levels or not view.is_here(person):
            continue
        period = terms.period if terms.period in MONTHS else view.reading(terms.period)
        files, reach = (
            len(files_below(view, person, terms.of_levels)),
            terms.count * _months(terms.every) // MONTHS[period],
        )
        if files > reach:
            text = f"{_files(files)} to see {terms.every.words}; {_reach(terms, period, reach)}"
            yield Finding("coverage_impossible", terms.rule, person, None, text)
        elif behind := _behind(view, who, terms, period):
            yield Finding("coverage_impossible", terms.rule, person, None, behind)


def _behind(view: View, person: Person, terms: Coverage, period: str) -> str:
    """The first day by which more files are to be seen than the samples left until then reach; "" where they reach all.

    Whoever has not begun is told of it in the last period alone: until then the samples they owe say it.
    """
    due = [row.due_on for row in file_coverage(view, person)]
    now = calendar_period(view.today, period)
    done = len({row.of_supervision for row in view.index.audits.get(person.id, ()) if now.first <= row.on <= view.today})
    left = max(0, terms.count - done)
    for day in sorted({day for day in due if day >= view.today}):  # what is late already is told as that
        number = sum(view.today <= each <= day for each in due)
        last = calendar_period(day, period)
        ahead = (_month(last.first) - _month(now.first)) // MONTHS[period]
        has_begun = bool(view.index.audits.get(person.id))
        if number > left + terms.count * ahead and (has_begun or not ahead):
            return f"{_files(number)} to see by {day}; {_reach(terms, period, left + terms.count * ahead)}"
    return ""


def _files(number: int) -> str:
    return "One file" if number == 1 else f"{number} files"


def _reach(terms: Coverage, period: str, number: int) -> str:
    return f"{terms.count} a {period} {'reaches' if terms.count == 1 else 'reach'} {number or 'none'}"


def _month(on: date) -> int:
    return on.year * 12 + on.month


def _months(every: Interval) -> int:
    return every.count * 12 if every.unit == "years" else every.count


def observed_by_supervisor(view: View) -> Iterator[Finding]:
    """Nobody observed by their own supervisor in the last twelve months (R-18); asked after a year in post."""
    terms = view.version.observation.rolling if view.readings.rolling_observation_checked else None
    year = Interval(1, "years")
    for who in supervised(view) if terms else ():
        if terms is None or (who.started_on and year.after(who.started_on) > view.today):
            continue
        mine = [row.on for row in seen(view, who.id, "practice") if is_own_supervisor(view, who.id, row)]
        if not any(year.after(on) > view.today for on in mine):
            text = f"last observed by the supervisor {mine[-1]}" if mine else "never observed by the supervisor"
            yield Finding("observation_by_supervisor_missing", terms.rule, who.id, None, f"{text}; once in any twelve months")
