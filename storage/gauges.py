"""What the database says of how the bot is doing, for the metrics and the watch: its cost follows what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, func, select, text
from sqlalchemy.orm import Session

from storage.models import AbsenceRow, ObligationRow, OutboxRow, PersonRow
from storage.models.messages import FAILED, IN_FLIGHT, PENDING

if TYPE_CHECKING:
    from storage.store import Store

Serves = Callable[[str], bool]
LATELY = timedelta(days=1)
WAITING_STATES = ("pending", "leased", "sending", "uncertain")
_POST = text("op = 'post'")


@dataclass(frozen=True, slots=True)
class Gauges:
    """How much waits, and since when. An instant is None where nothing waits."""

    by_state: dict[str, int]
    """Things in the outbox that ask for something: `pending` `leased` `sending` `uncertain` `failed`."""
    unsent_since: dict[str, datetime]
    """By workspace: the earliest moment a message that has not gone was due to go."""
    unswept_since: dict[str, datetime]
    """By workspace: the earliest moment a notice came due that no clock has looked at."""
    clock_beat_at: datetime | None
    alarms: dict[str, int]
    """Alarms that stand, by name."""

    @property
    def oldest_unsent_at(self) -> datetime | None:
        """Of all workspaces."""
        return min(self.unsent_since.values(), default=None)

    @property
    def sweep_due_at(self) -> datetime | None:
        """The earliest moment a notice came due that no clock has looked at, of all workspaces."""
        return min(self.unswept_since.values(), default=None)


def everything(workspace: str) -> bool:
    """Every workspace is served."""
    return True


def read(store: Store, now: datetime, serves: Serves = everything) -> Gauges:
    """As it stands now; nothing is late in a workspace that nobody `serves`. Raises what the database raises."""
    with store.reading() as session:
        by_state = _by_state(session)
        unsent = {workspace: at for workspace, at in _unsent(session, now).items() if serves(workspace)}
        unswept = _unswept(session, now, serves)
    standing = Counter(alarm.name for alarm in store.alarms.standing())
    return Gauges(by_state, unsent, unswept, store.heartbeats.latest(now=now), dict(standing))


def failed_lately(store: Store, now: datetime, besides: Collection[str] = ()) -> dict[str, int]:
    """By workspace, how many posts failed within a day for another reason than those of `besides`."""
    late = and_(OutboxRow.changed_at > now - LATELY, OutboxRow.reason.not_in(list(besides)))
    with store.reading() as session:
        found = select(OutboxRow.workspace, func.count()).where(FAILED, _POST, late).group_by(OutboxRow.workspace)
        return dict(session.execute(found).all())


def _by_state(session: Session) -> dict[str, int]:
    """In the words the indexes of waiting rows are recognised by; what was ever sent is never read."""
    found = dict.fromkeys((*WAITING_STATES, "failed"), 0)
    for where in (PENDING, IN_FLIGHT, FAILED):
        counted = session.execute(select(OutboxRow.state, func.count()).where(where).group_by(OutboxRow.state))
        found |= dict(counted.all())
    return found


def _unsent(session: Session, now: datetime) -> dict[str, datetime]:
    """What is looked for or being sent still counts; an edit disturbs nobody by waiting."""
    oldest: dict[str, datetime] = {}
    for where in (PENDING, IN_FLIGHT):
        due_at = func.coalesce(OutboxRow.due_at, OutboxRow.not_before)  # a retry puts off only the second
        due = and_(_POST, due_at <= now)
        grouped = select(OutboxRow.workspace, func.min(due_at)).where(where, due).group_by(OutboxRow.workspace)
        for workspace, at in session.execute(grouped):
            oldest[workspace] = min(at, oldest.get(workspace, at))
    return oldest


def oldest_unsent_at(store: Store, now: datetime, serves: Serves = everything) -> datetime | None:
    """The earliest moment a message that has not gone was due to go, of all workspaces somebody `serves`."""
    with store.reading() as session:
        return min((at for workspace, at in _unsent(session, now).items() if serves(workspace)), default=None)


def unswept_since(store: Store, now: datetime, serves: Serves = everything) -> dict[str, datetime]:
    """By workspace: the earliest moment a notice came due that no clock has looked at."""
    with store.reading() as session:
        return _unswept(session, now, serves)


def _unswept(session: Session, now: datetime, serves: Serves) -> dict[str, datetime]:
    """The index is by workspace, so each is asked for: a question over all would read every obligation."""
    found = {}
    for workspace in filter(serves, _workspaces(session)):
        due = [session.scalar(_first_due(row, workspace, now)) for row in (ObligationRow, AbsenceRow)]
        if any(due):
            found[workspace] = min(filter(None, due))
    return found


def _first_due(row: type[ObligationRow] | type[AbsenceRow], workspace: str, now: datetime) -> Select[Any]:
    theirs: ColumnElement[bool] = and_(row.workspace == workspace, row.next_at <= now)
    return select(func.min(row.next_at)).where(theirs)


def _workspaces(session: Session) -> Iterator[str]:
    """From one to the next by the primary key; DISTINCT would read everybody."""
    found = session.scalar(select(func.min(PersonRow.workspace)))
    while found is not None:
        yield found
        found = session.scalar(select(func.min(PersonRow.workspace)).where(PersonRow.workspace > found))
