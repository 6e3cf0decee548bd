"""Lines of the Home tab: what is owed, in one line each."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from handlers.homes.lists import Listed
from handlers.words import home as words
from handlers.words import kit
from handlers.words.duties import title
from handlers.words.phrases import ago, clock, day, day_and_time, deadline, possessive, several, who
from scheduling.answers import State
from storage.views import ObligationView, Person

SOON = timedelta(weeks=8)
REFS = 12
"""References in one line."""

Audited = Mapping[str, Person]
"""By obligation id, whose records are to be audited."""


def standing(owed: ObligationView, today: date) -> str:
    """`due by Tue 24 March`, `late: was due Mon 2 March, 12 days ago` or `by 09:00 today`; suspended and escalated say so."""
    if owed.state is State.SUSPENDED:
        return words.AWAY
    if owed.state is State.ESCALATED:
        return words.ESCALATED.format(on=day(owed.due_on, today), ago=ago(owed.days_late))
    if owed.days_late:
        return words.LATE.format(on=day(owed.due_on, today), ago=ago(owed.days_late))
    if owed.state is State.OVERDUE and isinstance(owed.due, datetime):  # its hour has passed, and not yet its day
        return words.LATE_TODAY.format(at=clock(owed.due))
    if owed.due_on == today:
        return words.DUE_TODAY + (words.BY.format(at=deadline(owed.due, today)) if owed.due != owed.due_on else "")
    return words.DUE.format(on=deadline(owed.due, today))


def booked(owed: ObligationView, today: date) -> str:
    """` · booked for Tue 24 March, 14:00`; that it was, once the day has passed; or nothing booked."""
    on = owed.booked_on
    if on is None:
        return words.NOT_BOOKED
    said = words.BOOKED if on >= today else words.WAS_BOOKED
    return said.format(when=day_and_time(on, owed.booked_at, today))


def line(owed: Sequence[ObligationView], viewer: Person, today: date, audited: Audited | None = None) -> str:
    """`Case discussion · M100001, M100014 · @Ann · due by Tue 24 March`: one thing, or one thing owed on several cases."""
    first = owed[0]
    other = (audited or {}).get(first.id)
    parts = [words.audit_of(possessive(who(other))) if other else title(first)]
    if first.case_ref:
        parts.append(f"*{several(sorted(one.case_ref or '' for one in owed), REFS)}*")
    if first.person.id != viewer.id:
        parts.append(who(first.person))
    parts.append(standing(first, today))
    return " · ".join(parts)


def soon_and_later(
    name: str,
    heading: str,
    owed: Sequence[ObligationView],
    viewer: Person,
    today: date,
    most: int,
    audited: Audited | None = None,
) -> Listed:
    """A line each for what is late or near; one line for what is far off."""
    ordered = sorted(owed, key=lambda one: (one.due_on, title(one), one.person.name, one.case_ref or ""))
    soon = [line(group, viewer, today, audited) for group in together([one for one in ordered if one.due_on <= today + SOON])]
    later = [one for one in ordered if one.due_on > today + SOON]
    lines = [line(group, viewer, today, audited) for group in together(later)]
    if not later:
        return Listed(name, heading, soon, most)
    first = words.FAR_OFF if soon else words.NOTHING_NEAR
    far = kit.context(words.far_off(first, line(later[:1], viewer, today, audited), len(later) - 1))
    return Listed(name, heading, [*soon, *lines], min(most, len(soon)), [far], told=1)


def together(owed: Sequence[ObligationView]) -> list[list[ObligationView]]:
    """The same thing about the same person's cases, due at the same time and standing alike, is one line, if not too long."""
    groups: dict[object, list[ObligationView]] = {}
    for one in owed:
        alike = (one.kind, one.person.id, one.due, one.state) if one.case_ref else one.id
        groups.setdefault(alike, []).append(one)
    return [group[at : at + REFS] for group in groups.values() for at in range(0, len(group), REFS)]
