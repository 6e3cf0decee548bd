"""What managers owe: team groups, audit samples, every file seen, feedback."""

from collections.abc import Iterator
from datetime import date

from scheduling.answers import Obligation
from scheduling.facts import Audit, Person
from scheduling.inpost import in_post_since
from scheduling.periods import MONTHS, owed_periods, shown_periods
from scheduling.rules.drawn import wanted
from scheduling.saying import Within
from scheduling.terms import Sample
from scheduling.view import View


def team_group(view: View, person: Person) -> Iterator[Obligation]:
    """The next group of a supervisor's team."""
    since = view.supervises_since(person.id)
    terms = view.version.groups.team or view.local("group_supervision")
    if since is None or terms is None:
        return
    held = last_team_group(view, person.id)
    anchor = held or since
    why = f"last group {anchor}" if held else f"supervises since {since}; no group yet"
    due = terms.every.after(anchor)
    yield view.obligation(terms, "group_supervision", person.id, due, view.acting(person.id), f"{why}; {terms.every.words}")


def last_team_group(view: View, supervisor: str) -> date | None:
    """The day of the last group of a supervisor's team: led by one of them, or with the supervisor there."""
    held = [
        row.on
        for member in (supervisor, *(row.supervisee for row in view.supervisees(supervisor)))
        for row in view.index.groups_led.get(member, ())
        if row.kind == "team" and view.happened(row.on)
    ]
    held += [row.on for row in view.index.groups_attended.get(supervisor, ()) if row.kind == "team" and view.happened(row.on)]
    return max(held, default=None)


def samples(view: View, person: Person) -> Iterator[Obligation]:
    """So many audits in each month, quarter or half-year: the auditor's alone, since whoever covers is shown no file of it."""
    for terms in view.version.audits.sample:
        if person.level not in terms.levels or (person.level == "supervisor" and view.supervises_since(person.id) is None):
            continue
        length = terms.period if terms.period in MONTHS else view.reading(terms.period)
        since = in_post_since(view, person, terms.levels)
        for period in shown_periods(view, owed_periods(view.today, length, since)):
            done = [row for row in made_for(view, person.id, terms) if period.counts(row.on)]
            number = len({row.of_supervision for row in done}) if terms.distinct else len(done)
            rag = sum(row.rag for row in done)
            asked = wanted(view, person.id, terms, period)
            if number < asked.count or rag < asked.rag:
                why = f"{number} of {asked.count} since {period.first}"
                why += f", {rag} of {asked.rag} with RAG ratings" if asked.rag else ""
                why += f"; the policy asks for {terms.count}, no more could be drawn" if asked.count < terms.count else ""
                about = f"{terms.rule} {period.first}"
                yield view.obligation(terms, "audit_sample", person.id, period.last, (person.id,), why, about=about)


def made_for(view: View, person: str, terms: Sample) -> list[Audit]:
    """Those somebody made or, where the level owes them together, everybody's of it (R-20)."""
    if not terms.by or view.reading(terms.by) != "all":
        return audits(view, person, terms)
    levels = [who for who in view.index.people if (them := view.person(who)) and them.level in terms.levels]
    return [row for who in levels for row in audits(view, who, terms)]


def audits(view: View, person: str, terms: Sample) -> list[Audit]:
    """Those somebody made that count for a sample."""
    return [
        row
        for row in view.index.audits.get(person, ())
        if row.kind in terms.kinds
        and view.happened(row.on)
        and (not terms.of_levels or ((of := view.person(row.of_supervision)) is not None and of.level in terms.of_levels))
    ]


def personal_records(view: View, person: Person) -> Iterator[Obligation]:
    """The personal supervision records of each supervisor below a manager, audited by the manager."""
    terms = view.version.audits.personal_records
    for of in view.index.managed.get(person.id, ()) if terms else ():
        below, since = view.person(of), view.supervises_since(of)
        if terms is None or since is None or below is None or below.manager != person.id:
            continue
        done = [row.on for row in view.index.audited.get(of, ()) if row.kind == "personal_records" and view.happened(row.on)]
        anchor = done[-1] if done else since
        why = f"last audit {anchor}" if done else f"supervises since {since}; not audited yet"
        due = terms.every.after(anchor)
        yield view.obligation(
            terms, "audit_sample", person.id, due, view.acting(person.id), f"{why}; {terms.every.words}", about=of
        )


def coverage(view: View, person: Person) -> Iterator[Obligation]:
    """Every team manager's file below somebody, seen within the year."""
    terms = view.version.audits.coverage
    if terms is None or person.level not in terms.levels:
        return
    in_post = in_post_since(view, person, terms.levels)
    for of in files_below(view, person.id, terms.of_levels):
        since = view.supervises_since(of)
        start = max((day for day in (since, in_post) if day), default=None)
        seen = [row.on for row in view.index.audited.get(of, ()) if row.auditor == person.id and view.happened(row.on)]
        anchor: date | None = seen[-1] if seen else start
        if anchor is not None:
            why = f"last seen {anchor}" if seen else f"not seen since {anchor}"
            due = terms.every.after(anchor)
            yield view.obligation(terms, "file_coverage", person.id, due, (person.id,), f"{why}; {terms.every.words}", about=of)


def files_below(view: View, person: str, levels: tuple[str, ...]) -> list[str]:
    """Everybody of these levels in the line below who supervises."""
    found: list[str] = []
    waiting, seen = [person], {person}
    while waiting:
        for below in view.index.managed.get(waiting.pop(), ()):
            who = view.person(below)
            if below in seen or who is None or who.manager not in seen or not view.is_here(below):
                continue
            seen.add(below)
            waiting.append(below)
            if who.level in levels and view.supervises_since(below) is not None:
                found.append(below)
    return sorted(found)


def feedback(view: View, person: Person) -> Iterator[Obligation]:
    """Feedback on each audit finished."""
    terms = view.version.audits.feedback
    if terms is None and (local := view.local("audit_feedback")):
        terms = Within(rule=local.rule, section=local.section, within=local.every)
    if terms is None:
        return
    for spot, row in enumerate(view.index.audits.get(person.id, ())):
        if row.finished_on and view.happened(row.finished_on) and not view.happened(row.feedback_on):
            due = view.deadline(row.finished_on, terms)
            why = f"audit finished {row.finished_on}; no feedback given"
            yield view.obligation(terms, "audit_feedback", person.id, due, (person.id,), why, about=row.id or str(spot))
