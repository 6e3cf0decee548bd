"""Audits: how many each auditor made of those the policy asks for, and whose records have been looked at."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from scheduling.calendar import Interval, months_after
from scheduling.casework import casework
from scheduling.facts import Audit, Person
from scheduling.inpost import in_post_since, is_in_post
from scheduling.measures.rows import month_ends, row
from scheduling.measures.shapes import Asked, Item
from scheduling.measures.then import Then
from scheduling.periods import MONTHS, Period
from scheduling.rules.audits import made_for
from scheduling.rules.drawn import wanted
from scheduling.saying import Cited
from scheduling.terms import Sample
from scheduling.view import View

RATED: Final = "with_ratings"
"""The kind of row that counts audits which looked at the self-assessments."""
CHILD_PROTECTION: Final = "child_protection"
A_YEAR: Final = Interval(1, "years")


def rows(asked: Asked, then: Then) -> Iterator[Item]:
    """One an auditor, sample and period; one an open child protection case."""
    for first, last in month_ends(asked, then.today.today):
        view = then.at(last)
        for terms in view.version.audits.sample:
            yield from _sampled(asked, view, terms, first, last)
    yield from _audited(asked, then.today)


def _sampled(asked: Asked, view: View, terms: Sample, month: date, last: date) -> Iterator[Item]:
    """Of a period that ends with the month."""
    length = MONTHS[terms.period if terms.period in MONTHS else view.reading(terms.period)]
    if month.month % length:
        return
    first = months_after(month, 1 - length)
    owing = [name for name in view.index.people if (who := view.person(name)) and _owes(view, who, terms, first)]
    together = bool(terms.by) and view.reading(terms.by) == "all"
    for name in owing[:1] if together else owing:
        if asked.is_about(name):
            by = tuple(owing) if together else (name,)
            yield from _of_auditor(asked, view, terms, name, by, first, last)


def _owes(view: View, who: Person, terms: Sample, first: date) -> bool:
    """Whoever was in post when it was drawn, and is still; of team managers those who supervise."""
    if not view.is_here(who.id) or who.level not in terms.levels:
        return False
    supervises = who.level != "supervisor" or view.supervises_since(who.id) is not None
    return supervises and is_in_post(in_post_since(view, who, terms.levels), first)


def _of_auditor(
    asked: Asked, view: View, terms: Sample, auditor: str, by: tuple[str, ...], first: date, last: date
) -> Iterator[Item]:
    done = [one for one in made_for(view, auditor, terms) if first <= one.on <= last]
    number = len({one.of_supervision for one in done}) if terms.distinct else len(done)
    asked_for = wanted(view, auditor, terms, Period(first, last, last))
    counts: list[tuple[str, int, int, Cited]] = [(terms.kinds[0], number, asked_for.count, terms)]
    counts.append((RATED, sum(one.rag for one in done), asked_for.rag, view.version.measured.get(RATED, terms)))
    for kind, made, least, cited in counts:
        if not least:
            continue
        yield row(
            asked, view, "audits", kind, auditor, cited, last.replace(day=1), number=min(made, least), out_of=least, due=last,
            why=f"{made} of {least} from {first} to {last}", responsible=by,
        )  # fmt: skip


def _audited(asked: Asked, view: View) -> Iterator[Item]:
    cited, terms = view.version.measured.get("cp_audited"), view.version.cases
    for ref in view.index.cases if cited and terms else ():
        work = casework(view, terms, view.case(ref)) if terms else None
        if work is None or work.case.category != CHILD_PROTECTION or not asked.is_about(work.holder.worker):
            continue
        seen = _last_audit(view, work.holder.worker, work.responsible)
        is_seen = seen is not None and A_YEAR.after(seen.on) > view.today
        said = f"records last audited {seen.on}" if seen else "records never audited"
        yield row(
            asked, view, "cp_audited", "audited" if is_seen else "not_audited", work.holder.worker, cited,
            category=work.case.category, case=ref, number=int(is_seen), due=seen.on if seen else None, why=said,
            responsible=work.responsible,
        )  # fmt: skip


def _last_audit(view: View, worker: str, responsible: tuple[str, ...]) -> Audit | None:
    """Of the worker's records, or of those kept by whoever supervises the case."""
    found = [one for who in (worker, *responsible) for one in view.index.audited.get(who, ()) if view.happened(one.on)]
    return max(found, key=lambda one: one.on, default=None)
