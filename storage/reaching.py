"""Each week every ladder is looked through for rungs that would reach nobody: found before they are needed, and told.

Each night those whom Slack did not reach are let go who have left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from scheduling.index import index
from scheduling.reaching import Reason, gaps_ahead
from scheduling.view import View
from scheduling.warnings.teams import loads
from storage.index.facts import load
from storage.index.scope import Scope

if TYPE_CHECKING:
    from storage.alarms import Alarm
    from storage.store import Store

LOOKED_ON = "reaching.looked_on"
"""The setting that keeps the day the ladders were last looked through."""
ALARM = "ladder"
"""The alarm of one person on a ladder; its detail is the reason."""
UNREACHABLE = "unreachable"
"""The alarm of one person Slack cannot reach; its detail is the reason."""

MOST = 200
"""So many are told of by an alarm each: before anybody has been met in Slack it would be everybody. The doctor lists all."""


@dataclass(frozen=True, slots=True)
class Unheard:
    """Somebody on a ladder who does not hear, or of whom nobody would."""

    person_id: str
    name: str
    """Their id where they are on no list."""
    reason: Reason


def look(store: Store, workspace: str, now: datetime) -> list[Unheard]:
    """As things stand, and as they will within the week."""
    with store.read(workspace, now) as work:
        facts = index(load(work, Scope()))
        people = {person.id: person for person in work.people.everyone()}
    view = View(facts, store.policy, now)
    in_slack = {person.id for person in people.values() if person.slack_id}
    found = sorted(gaps_ahead(facts, store.policy, view, in_slack))
    return [Unheard(gap.person, people[gap.person].name if gap.person in people else gap.person, gap.reason) for gap in found]


def overloaded(store: Store, workspace: str, now: datetime) -> list[str]:
    """Who supervises more people than the policy in force asks for, by name and number; empty where it is silent."""
    with store.read(workspace, now) as work:
        view = View(index(load(work, Scope())), store.policy, now)
        people = work.people.by_id({finding.person for finding in loads(view) if finding.person})
    number = {person: len({row.supervisee for row in view.supervisees(person)}) for person in people}
    return sorted(f"{people[person].name}: {count} supervisees" for person, count in number.items())


def weekly(store: Store, workspace: str, now: datetime) -> int | None:
    """Tell the administrators of each gap that is new, and of each that is closed. Answers how many stand.

    Once a week, in the first night of it; while any stands, each night, so that its end is told too. None: not tonight.
    """
    standing = [each for each in store.alarms.standing(workspace) if each.name == ALARM]
    with store.work(workspace, now) as work:
        looked_on = work.settings.get(LOOKED_ON)
        if not standing and looked_on and _week(date.fromisoformat(str(looked_on))) == _week(work.today):
            return None
        work.settings.put(LOOKED_ON, work.today.isoformat())
        work.commit()
    found = look(store, workspace, now)
    _end(store, standing, {(each.person_id, each.reason.value) for each in found}, now)
    for each in found[:MOST]:
        store.alarms.begin(workspace, ALARM, each.person_id, each.reason.value, now=now)
    return len(found)


def let_go(store: Store, workspace: str, now: datetime) -> None:
    """Whoever has left is told nothing more: that Slack cannot reach them is nobody's to mend, and would stand for ever."""
    standing = [each for each in store.alarms.standing(workspace) if each.name == UNREACHABLE]
    if not standing:
        return
    with store.read(workspace, now) as work:
        people = work.people.by_id({each.about for each in standing})
        here = {person.id for person in people.values() if not person.has_left(work.today)}
    for each in standing:
        if each.about not in here:
            store.alarms.withdraw(each, now)


def _end(store: Store, standing: Iterable[Alarm], found: set[tuple[str, str]], now: datetime) -> None:
    """One that stands for another reason by now ends too, and begins anew."""
    for each in standing:
        if (each.about, each.detail) not in found:
            store.alarms.end(each.workspace, ALARM, each.about, now=now)


def _week(on: date) -> tuple[int, int]:
    return on.isocalendar()[:2]
