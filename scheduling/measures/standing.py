"""How things stand at the instant of the report: agreements, observations, numbers, cases, absences."""

from collections.abc import Iterator
from datetime import date

from scheduling.casework import casework
from scheduling.facts import Person, Relationship
from scheduling.measures.shapes import Asked, Item
from scheduling.periods import april_year, year_of_service
from scheduling.rules import agreement
from scheduling.rules.absence import cover_needed
from scheduling.rules.agreed import is_on_file
from scheduling.rules.observations import seen
from scheduling.saying import Cited
from scheduling.terms import Observed
from scheduling.view import View

MISSING, UNSIGNED, PAST_REVIEW, IN_ORDER = "missing", "unsigned", "past_review", "in_order"
COVERED, NO_COVER = "covered", "no_cover"


def rows(asked: Asked, view: View) -> Iterator[Item]:
    """One a person, supervisor or case."""
    for person in view.index.people:
        who = view.person(person)
        if who is None or not asked.is_about(person) or not view.is_here(person):
            continue
        relationship = view.relationship(person)
        if relationship is not None:
            yield _agreement(asked, view, who, relationship)
        yield from _observed(asked, view, who)
        yield from _supervisor(asked, view, person)
    yield from _cases(asked, view)


def _item(asked: Asked, view: View, measure: str, kind: str, person: str, cited: Cited | None, **more: object) -> Item:
    said = {"rule": cited.rule, "source": view.policy.source(cited)} if cited else {}
    about = {"category": ""} | said | more
    return Item(measure=measure, month=None, team=asked.team(person), kind=kind, person=person, **about)  # type: ignore[arg-type]


def _agreement(asked: Asked, view: View, who: Person, relationship: Relationship) -> Item:
    terms = view.version.agreement
    signed_on = agreement.last_signed(view, relationship)
    cited = terms.sign or terms.sign_at_first_session or terms.review
    responsible = view.acting(relationship.supervisor)
    since: date | None = None
    if signed_on is None:
        on_file = any(is_on_file(row, view.today) for row in agreement.agreements(view, relationship))
        kind, why = (UNSIGNED, "not signed by both") if on_file else (MISSING, "none on file")
        why = f"supervised since {relationship.from_on}; {why}"
    else:
        owed = next((o for o in agreement.derive(view, who) if o.kind == "agreement_review" and o.due_on < view.today), None)
        kind, why = (PAST_REVIEW, owed.why) if owed else (IN_ORDER, f"signed {signed_on}")
        since = owed.due_on if owed else None
        cited = terms.review or cited
    return _item(
        asked, view, "agreements", kind, who.id, cited, number=int(kind == IN_ORDER), due=since, why=why,
        responsible=responsible,
    )  # fmt: skip


# ---- observations


def _observed(asked: Asked, view: View, who: Person) -> Iterator[Item]:
    terms = view.version.observation.practice
    if terms is None or not view.is_supervised(who.id) or not view.matches(who, terms):
        return
    if terms.not_in_asye and view.in_asye(who, view.today):
        return
    found = _quota(view, who, terms)
    if found is not None:
        first, asked_for, done, due = found
        why = f"{done} of {asked_for} since {first}"
        yield _item(
            asked, view, "observations", "practice_observation", who.id, terms, number=min(done, asked_for), out_of=asked_for,
            due=due, why=why, responsible=view.responsible(who.id),
        )  # fmt: skip


def _quota(view: View, who: Person, terms: Observed) -> tuple[date, int, int, date] | None:
    """Since when, how many are asked for, how many are done, by when."""
    days = [row.on for row in seen(view, who.id, "practice")]
    if terms.count:
        years = april_year(view.today, who.started_on) if terms.year == "april" else year_of_service(view, who.started_on)
        year = next(years, None)
        return (year.first, terms.count, sum(year.first <= on <= year.last for on in days), year.last) if year else None
    if terms.every is None:
        return None
    anchor = max(days, default=who.started_on)
    if anchor is None:
        return None
    due = terms.every.after(anchor)
    return anchor, 1, int(bool(days) and due >= view.today), due


# ---- supervisors


def _supervisor(asked: Asked, view: View, person: str) -> Iterator[Item]:
    supervisees = {row.supervisee for row in view.supervisees(person)} if person in view.index.supervisees else set()
    if not supervisees:
        return
    terms, most = view.version.load, view.readings.supervisees_red_from - 1
    number = len(supervisees)
    if terms:
        over = number > most
        why = f"{number} supervisees; the policy asks for no more than {most}"
        yield _item(
            asked, view, "supervisors_over", "over" if over else "within", person, terms, number=int(over), days=number,
            why=why,
        )  # fmt: skip
    away = view.absence(person)
    if away is None:
        return
    need = next((each for each in cover_needed(view, person) if each.absence == away), None)
    back = f"back {away.until}" if away.until else "return not known"
    why = f"away since {away.from_on}, {back}" + (f"; {need.text}; nobody named" if need else "")
    kind = NO_COVER if need else COVERED
    yield _item(
        asked, view, "absent", kind, person, need.cited if need else None, number=int(need is not None),
        days=(view.today - away.from_on).days, due=away.from_on, why=why,
    )  # fmt: skip


def _cases(asked: Asked, view: View) -> Iterator[Item]:
    terms = view.version.cases
    if terms is None:
        return
    cited = terms.first or next(iter(terms.cycle), None) or terms.silent
    for ref in view.index.cases:
        work = casework(view, terms, view.case(ref))
        if work is None or not asked.is_about(work.holder.worker):
            continue
        never = not work.held
        since = work.opened_on if work.opened_on > date.min else work.holder_on
        yield _item(
            asked, view, "never_discussed", "case", work.holder.worker, cited, category=work.case.category, case=ref,
            number=int(never), due=since, days=(view.today - since).days if never else None,
            why=f"open since {since}; allocated {work.holder_on}", responsible=work.responsible,
        )  # fmt: skip
