"""The notices of a stored obligation: which have come due since it was last seen to, and when the next one goes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from scheduling.answers import Notice, Obligation, State
from scheduling.calendar import at_nine
from scheduling.ladder import at_once, begins_at, rungs_of, told
from scheduling.view import View


def next_rung(view: View, obligation: Obligation, seen_to: datetime | None) -> datetime | None:
    """The first moment after `seen_to` at which somebody may have to be told. Whom, is asked then."""
    moments = [began] if (began := begins_at(view, obligation)) else []
    if obligation.state is not State.SUSPENDED:
        moments += [at_nine(rung.on) for rung in rungs_of(view, obligation)]
    return min((moment for moment in moments if seen_to is None or moment > seen_to), default=None)


def come_due(view: View, obligation: Obligation, seen_to: datetime | None) -> Iterator[Notice]:
    """The notices from after `seen_to` until the view's instant, to whoever is to be told as things stand in the view."""
    began = begins_at(view, obligation)
    if began is not None and (seen_to is None or began > seen_to):
        yield from at_once(view, obligation, began)
    if obligation.state is State.SUSPENDED:
        return
    for rung in rungs_of(view, obligation):
        at = at_nine(rung.on)
        if at <= view.now and (seen_to is None or at > seen_to) and not (began is not None and rung.kind == "upcoming"):
            for person in told(view, obligation, rung):
                yield Notice(at, person, rung.kind, obligation, rung.number)


def recipients(view: View, obligation: Obligation) -> set[tuple[str, int, str]]:
    """Kind, rung and recipient of every notice on its ladder, as things stand in the view."""
    return {(rung.kind, rung.number, person) for rung in rungs_of(view, obligation) for person in told(view, obligation, rung)}
