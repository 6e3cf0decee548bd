"""From the lists a child is in to one case: the highest category of each day, one stretch after the other."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from storage.extracts.plan import RANK, Span

_PLACE = {category: place for place, category in enumerate(RANK)}


def stretches(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The categories in time, each until the next begins; a gap between two is a case closed and opened again.

    A span without a start reaches back to the first day anything is known, or, if nothing is, stays without one.
    """
    known = [span for span in spans if span.from_on is None or span.until_on is None or span.until_on > span.from_on]
    if not known:
        return ()
    edges = sorted({span.from_on or date.min for span in known} | {span.until_on or date.max for span in known})
    found: list[Span] = []
    for start, end in pairwise(edges):
        open_then = [s.category for s in known if (s.from_on or date.min) <= start and (s.until_on or date.max) >= end]
        if not open_then:
            continue
        category = min(open_then, key=_PLACE.__getitem__)
        if found and found[-1].category == category and found[-1].until_on == start:
            found[-1] = Span(category, found[-1].from_on, end)
        else:
            found.append(Span(category, start, end))
    if len(found) > 1 and found[0].from_on == date.min:
        del found[0]
    return tuple(
        Span(s.category, None if s.from_on == date.min else s.from_on, None if s.until_on == date.max else s.until_on)
        for s in found
    )
