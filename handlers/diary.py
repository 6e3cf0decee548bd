"""What stands in somebody's private calendar: their sessions, when their supervision is due, and their cases' discussions."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.words import diary as words
from handlers.words.duties import BOOKABLE
from scheduling.answers import State
from storage.records.diary import Appointment
from storage.unit import UnitOfWork
from storage.views import ObligationView, Person

PAST = timedelta(days=90)
"""How long a session that was held stays."""
USUAL = timedelta(minutes=60)
"""What a booked session takes up where nobody knows how long the last one was."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a calendar."""

    uid: str
    """The same for as long as it is the same session, or the same thing owed; it names nobody."""
    summary: str
    about: str
    begins: date | datetime
    """A day, or an instant in UTC: what an instant is on the wall is every calendar's own to say, on every day of the year."""
    ends: date | datetime | None
    """Exclusive, as calendars have it; None for a moment."""
    is_busy: bool
    """Whether it takes up somebody's time."""
    changed_at: datetime
    sequence: int
    """Grows each time it moves."""
    is_off: bool = False
    """It takes place no more: whoever has it may take it out."""


def entries(work: UnitOfWork, viewer: Person, since: datetime) -> list[Entry]:
    """All of it. `since` is when the calendar was made, which stands in where it was not noted when a session changed."""
    sessions = work.diary.sessions(viewer=viewer, since_on=work.today - PAST)
    owed = [one for one in work.obligations.of(viewer.id, viewer=viewer) if one.kind in BOOKABLE]
    made = [_session(one, work.zone, since) for one in sessions]
    return [*made, *(_due(one) for one in owed if one.state is not State.SUSPENDED)]


def entry_of(work: UnitOfWork, viewer: Person, session_id: str, since: datetime) -> Entry | None:
    """The same entry alone: its name, its times and its sequence are those it has among the others. None once it is over."""
    one = work.invites.standing(session_id, viewer=viewer, since_on=work.today - PAST)
    return _session(one, work.zone, since) if one else None


def _session(one: Appointment, zone: ZoneInfo, since: datetime) -> Entry:
    begins: date | datetime = one.on
    ends: date | datetime = one.on + A_DAY
    if one.at is not None:
        begins = datetime.combine(one.on, one.at, zone).astimezone(UTC)
        ends = begins + (timedelta(minutes=one.minutes) if one.minutes else USUAL)
    return Entry(
        uid=f"session-{one.id}@cornerstone",
        summary=words.session(one),
        about=words.about(one),
        begins=begins,
        ends=ends,
        is_busy=one.at is not None and not one.is_off,
        changed_at=one.changed_at or since,
        sequence=one.times_moved + one.is_held + one.is_off,
        is_off=one.is_off,
    )


def _due(owed: ObligationView) -> Entry:
    begins = owed.due.astimezone(UTC) if isinstance(owed.due, datetime) else owed.due
    return Entry(
        uid=f"due-{owed.id}@cornerstone",
        summary=words.due(owed),
        about=words.ABOUT_DUE,
        begins=begins,
        ends=None if isinstance(begins, datetime) else begins + A_DAY,
        is_busy=False,
        changed_at=owed.opened_at,
        sequence=0,
    )
