"""Discussions that had to be put on the case file: each asked about alone, on the days it got there."""

from collections.abc import Mapping
from datetime import date

from scheduling.calendar import days_after
from scheduling.facts import Discussion
from scheduling.measures.fell import OFTEN_DAYS, Fell
from scheduling.measures.then import Then
from scheduling.rules.recording import asked_of, asked_of_discussions, of_discussion


def filed(then: Then, ref: str, first_on: date) -> list[Fell]:
    """Discussions that had to be put on the case file and were; each asked about alone, with those it corrects."""
    rows = then.index.discussions.get(ref)
    if not rows:
        return []
    corrected = {row.replaces for row in rows if row.replaces}
    by_id = {row.id: row for row in rows if row.id}
    from_on, today = days_after(first_on, -OFTEN_DAYS), then.today.today
    found: list[Fell] = []
    for spot, row in enumerate(rows):
        days = {day for day in (row.recorded_on, row.filed_on) if day and from_on <= day <= today}
        if days and row.id not in corrected and (fell := _filed(then, ref, sorted(days), row, by_id, row.id or str(spot))):
            found.append(fell)
    return found


def _filed(then: Then, ref: str, days: list[date], row: Discussion, by_id: Mapping[str, Discussion], about: str) -> Fell | None:
    """On the first of those days on which it was owed without it and was not with it."""
    for on in days:
        view = then.at(on)
        asked, case = asked_of_discussions(view), view.case(ref)
        owed = next(of_discussion(view, asked, case, row, by_id, about, on_record=False), None)
        if owed is None:
            continue
        is_filed = row.filed_on is not None and row.filed_on <= on
        if is_filed or not asked_of(view, asked, row, on_record=on == row.recorded_on):
            return Fell(owed, done=on)
    return None
