"""Discussions that had to be put on the case file: each asked about alone, on the days it got there."""

from collections.abc import Iterator
from datetime import date

from scheduling.answers import Obligation
from scheduling.calendar import days_after
from scheduling.facts import Discussion
from scheduling.measures.fell import OFTEN_DAYS, Fell
from scheduling.measures.then import Then
from scheduling.rules import recording


def filed(then: Then, ref: str, first_on: date) -> list[Fell]:
    """Discussions that had to be put on the case file and were; each asked about alone, with those it corrects."""
    rows = then.index.discussions.get(ref)
    if not rows:
        return []
    corrected = {row.replaces for row in rows if row.replaces}
    by_id = {row.id: row for row in rows if row.id}
    from_on, today = days_after(first_on, -OFTEN_DAYS), then.today.today
    found: list[Fell] = []
    with then.instead("discussions", ref):
        for row in rows:
            days = {day for day in (row.recorded_on, row.filed_on) if day and from_on <= day <= today}
            if days and row.id not in corrected:
                alone = [*_corrected_by(row, by_id), _unfiled(row)]
                found.extend(_filed(then, ref, sorted(days), row, alone))
    return found


def _filed(then: Then, ref: str, days: list[date], row: Discussion, alone: list[Discussion]) -> Iterator[Fell]:
    """On the first of those days on which it was owed without it and was not with it."""
    for on in days:
        owed = _filing(then, ref, on, row, alone)
        if owed is not None and (on == row.filed_on or not _filing(then, ref, on, row, [row])):
            yield Fell(owed, done=on)
            return


def _filing(then: Then, ref: str, on: date, row: Discussion, rows: list[Discussion]) -> Obligation | None:
    view = then.at(on)
    view.index.discussions[ref] = rows
    for owed in recording.of_case(view, view.case(ref)):
        if not row.id or owed.about == row.id:
            return owed
    return None


def _unfiled(row: Discussion) -> Discussion:
    """`replace` of two fields, written out: it looks at every field each time, and this is done of every discussion."""
    return Discussion(
        case=row.case,
        worker=row.worker,
        by=row.by,
        on=row.on,
        kind=row.kind,
        with_=row.with_,
        rationale=row.rationale,
        confirmed_on=row.confirmed_on,
        evidenced_for=row.evidenced_for,
        id=row.id,
        replaces=row.replaces,
    )


def _corrected_by(row: Discussion, by_id: dict[str, Discussion]) -> list[Discussion]:
    before = by_id.get(row.replaces)
    return [*_corrected_by(before, by_id), before] if before else []
