"""How many audits somebody can make of a sample: nobody audits a file that was not drawn for them."""

from dataclasses import dataclass

from scheduling.facts import Draw, DrawnFile
from scheduling.periods import Period
from scheduling.terms import Sample
from scheduling.view import View


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of one sample in one period."""

    count: int
    rag: int


def wanted(view: View, auditor: str, terms: Sample, period: Period) -> Wanted:
    """What the policy asks for, or as much as could be drawn. Of what a level owes together nobody's draw is the whole."""
    files = None if terms.by and view.reading(terms.by) == "all" else _drawn(view, auditor, terms, period)
    if files is None:
        return Wanted(terms.count, terms.rag)
    return Wanted(min(terms.count, len(files)), min(terms.rag, sum(file.rag for file in files)))


def _drawn(view: View, auditor: str, terms: Sample, period: Period) -> list[DrawnFile] | None:
    """Those that stand; None where nothing has been drawn."""
    draws = [row for row in view.index.draws.get(auditor, ()) if view.happened(row.on) and _serves(row, terms, period)]
    if not draws:
        return None
    return [file for row in draws for file in row.files if view.happened(file.on) and not view.happened(file.until)]


def _serves(row: Draw, terms: Sample, period: Period) -> bool:
    """Whether it was drawn for this sample; or for another of the kind within its period, which is not drawn twice (5.3)."""
    is_own = row.rule == terms.rule and row.first_on == period.first
    lies_within = period.first <= row.first_on and row.last_on <= period.last
    return is_own or (not terms.of_levels and row.kind in terms.kinds and lies_within)
