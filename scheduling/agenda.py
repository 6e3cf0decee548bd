"""Which cases to discuss in the next session, so that none goes late: earliest deadline first, within the session's length.

Each case takes the same time, and each is to be discussed once before its own deadline. Then taking them by deadline is as
good as any other order: where any way of spreading them over the sessions ahead keeps every case in time, this one does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Due:
    """A case to be discussed by a day."""

    ref: str
    by: date


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session ahead, and for how many cases it has room."""

    on: date
    room: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """What to bring to the next session."""

    needed: tuple[Due, ...]
    """These cannot wait: without them something goes late, now or in a later session. By deadline."""
    if_time: tuple[Due, ...]
    """Room is left for these, which come next."""
    late: tuple[Due, ...]
    """Whatever is done, so many are not discussed in time; those with the latest deadlines among them that cannot all be."""
    late_already: tuple[Due, ...]
    """Their day is before the next session: part of `needed`."""
    more_room: int
    """For how many cases more there would have to be room, in the next session or another before the day that is short."""
    short_by: date | None
    """The first deadline that cannot be kept; None where all can."""


def agenda(cases: Sequence[Due], sittings: Sequence[Sitting]) -> Agenda:
    """For the first of these sessions, which are in order of their days. Without one there is nothing to propose."""
    if not sittings:
        return Agenda((), (), (), (), 0, None)
    waiting = sorted(cases, key=lambda case: (case.by, case.ref))
    first = sittings[0]
    needed = _needed_now(waiting, sittings)
    taken = min(needed, first.room)
    late, short_by = _late(waiting, sittings)
    return Agenda(
        needed=tuple(waiting[:taken]),
        if_time=tuple(waiting[taken : max(taken, first.room)]),
        late=late,
        late_already=tuple(case for case in waiting[:taken] if case.by < first.on),
        more_room=len([case for case in late if case.by >= first.on]),
        short_by=short_by,
    )


def _needed_now(waiting: Sequence[Due], sittings: Sequence[Sitting]) -> int:
    """How many must be taken in the first session: those of which the later ones, each in time, cannot take enough."""
    # What is late already waits for no session after this one, whether there is another or not.
    most = sum(1 for case in waiting if case.by < sittings[0].on)
    later = 0
    for at, sitting in enumerate(sittings):
        later += sitting.room if at else 0
        before_next = sittings[at + 1].on if at + 1 < len(sittings) else None
        due = sum(1 for case in waiting if before_next is None or case.by < before_next) if before_next else 0
        most = max(most, due - later)
    return most


def _late(waiting: Sequence[Due], sittings: Sequence[Sitting]) -> tuple[tuple[Due, ...], date | None]:
    """Those that come too late, taken by deadline; a case whose day has passed already is late whatever is done."""
    late: list[Due] = []
    left = list(waiting)
    for sitting in sittings:
        passed = [case for case in left if case.by < sitting.on]
        late += passed
        left = [case for case in left if case.by >= sitting.on]
        room = max(0, sitting.room - (len(passed) if sitting is sittings[0] else 0))
        left = left[room:]
    return tuple(late), late[0].by if late else None
