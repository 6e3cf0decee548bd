"""The sessions ahead, and for how many cases each has room: what an agenda is spread over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from scheduling.agenda import Sitting
from scheduling.facts import Session
from scheduling.timetable import Timetable
from scheduling.view import View
from scheduling.warnings.sessions import applies

USUAL_MINUTES = 90
"""Where the policy names no length and nobody knows how long the last session was: a default of ours."""


def minutes_for(view: View, person_id: str, on: date) -> int:
    """How long a session that day may be: as long as the policy has it, else as the last one was."""
    kinds = {kind for clock in view.version.supervision for kind in clock.sessions}
    asked = [
        terms
        for terms in view.version.length
        for kind in terms.sessions
        if kind in kinds and applies(view, terms, Session(person_id, "", kind, planned_on=on), on)
    ]
    named = [minutes for terms in asked if (minutes := terms.minutes_max or terms.minutes_min)]
    if named:
        return max(named)
    held = [row for row in view.index.sessions.get(person_id, ()) if row.held_on and row.minutes]
    return held[-1].minutes or USUAL_MINUTES if held else USUAL_MINUTES


def room_in(view: View, minutes: int) -> int:
    """For how many cases: one at least."""
    readings = view.readings
    return max(1, (minutes - readings.agenda_minutes_besides) // readings.agenda_minutes_a_case)


def sittings(table: Timetable, until: date, booked: Sequence[date]) -> list[Sitting]:
    """Those booked and then those the plan of the year would propose: until the first one after the last deadline.

    That one is among them, since only then is it known what cannot wait for it.
    """
    view, today = table.view, table.view.today
    days = [max(on, today) for on in booked] + [each.on for each in table.propose()]
    enough = next((place for place, on in enumerate(days) if on > until), len(days)) + 1
    shown = days[:enough]
    return [Sitting(on, room_in(view, minutes_for(view, table.person.id, on))) for on in shown]
