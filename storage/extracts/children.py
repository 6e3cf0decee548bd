"""Children gathered from every list and table, until each becomes one case."""

from dataclasses import dataclass, field
from datetime import date

from storage.extracts.faults import Place
from storage.extracts.plan import RANK, AllocationEntry, CaseEntry, ImportPlan, Span, Who
from storage.extracts.spans import stretches


@dataclass(slots=True)
class _Child:
    place: Place
    source: str
    spans: list[Span] = field(default_factory=list)
    workers: list[tuple[int, date, Who, Place]] = field(default_factory=list)
    """Rank of the category, its start, who, where it says so."""


@dataclass(slots=True)
class Children:
    """By reference: in which lists, since when, with whom."""

    today: date
    plan: ImportPlan
    _found: dict[str, _Child] = field(default_factory=dict)

    def know(self, ref: str, place: Place, source: str) -> None:
        """This child is in the files."""
        if ref not in self._found:
            self._found[ref] = _Child(place, source)
            self.plan.seen_cases.add(ref)

    def spoil(self, ref: str) -> None:
        """A row of this child cannot be read; without a reference, nobody knows whose row it was."""
        if ref:
            self.plan.spoilt_cases.add(ref)
        else:
            self.plan.is_partial = True

    def add_span(self, ref: str, category: str, from_on: date | None, until_on: date | None) -> None:
        """In this category, from a day, until the first day not."""
        self._found[ref].spans.append(Span(category, from_on, until_on))

    def add_worker(self, ref: str, category: str, since: date | None, who: Who, place: Place) -> None:
        """This list names a worker."""
        self._found[ref].workers.append((RANK.index(category), since or date.min, who, place))

    def is_open_as(self, ref: str, category: str) -> bool:
        """Whether a list says this child is in the category today."""
        return any(span.category == category and span.until_on is None for span in self._found[ref].spans)

    def cases(self) -> list[CaseEntry]:
        """One case a child, as it stands in the lists."""
        return [
            CaseEntry(ref, found, child.source, child.place)
            for ref, child in self._found.items()
            if (found := stretches(child.spans)) and ref not in self.plan.spoilt_cases
        ]

    def current_workers(self) -> dict[str, AllocationEntry]:
        """The worker named by the highest list that names one, the latest row of it."""
        found = {}
        for ref, child in self._found.items():
            if child.workers and ref not in self.plan.spoilt_cases:
                best = min(rank for rank, *_ in child.workers)
                _, _, who, place = max((w for w in child.workers if w[0] == best), key=lambda w: w[1])
                found[ref] = AllocationEntry(ref, who, "key_worker", None, None, place)
        return found
