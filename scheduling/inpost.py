"""Since when somebody owes the samples of their level: they are owed by who was in post when they were drawn."""

from datetime import date

from scheduling.calendar import Calendar
from scheduling.facts import Person
from scheduling.view import View

_CALENDAR = Calendar()


def begins_on(first: date) -> date:
    """The day a period's samples are drawn: its first working day."""
    return _CALENDAR.on_or_after(first)


def is_in_post(since: date | None, first: date) -> bool:
    """Whether somebody in post since that day owes the samples of the period that begins so: a part of one owes none."""
    return since is None or since <= begins_on(first)


def in_post_since(view: View, person: Person, levels: tuple[str, ...]) -> date | None:
    """The day they had started, were of these levels and, where they are a team manager, supervised; None: not known."""
    supervising = _supervising_since(view, person.id) if person.level == "supervisor" else None
    days = (person.started_on, _of_levels_since(view, person.id, levels), supervising)
    return max((day for day in days if day), default=None)


def _of_levels_since(view: View, person: str, levels: tuple[str, ...]) -> date | None:
    """The day of the change that brought them there; None where none did. From one of these levels to another is no change."""
    since: date | None = None
    for on, form in view.index.people[person]:
        if on > view.today:
            break
        since = None if form.level not in levels else since or on
    return since if since != date.min else None


def _supervising_since(view: View, supervisor: str) -> date | None:
    """Without a day between: whose whole team has changed has supervised all the same."""
    since = view.supervises_since(supervisor)
    for row in reversed(view.index.supervisees.get(supervisor, ())):
        who = view.person(row.supervisee)
        left_on = who.left_on if who else None
        until = min(row.until or date.max, left_on or date.max)
        if since is not None and row.from_on < since <= until:
            since = row.from_on
    return since
