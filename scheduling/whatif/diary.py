"""Working day by working day: what every supervisor holds, and what goes late for want of room or of the supervisor.

The rules a director is told (`handlers.words.whatif`), and no others:
- a supervisor holds so many meetings a working day and a week, at most, those due soonest first;
- each on the last working day it is due; sooner, by two weeks at most, only where the days before that would not hold all;
- the next one counts from the day the last was held;
- in a session the cases due before the next one are discussed, earliest first, as many as have room;
- a case that cannot wait for the session has a short meeting, with those due within two weeks of it; where the session is due
  within a week it is brought forward instead.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from scheduling.facts import Absence
from scheduling.staff import CALENDAR
from scheduling.whatif.asking import Ahead, Pair, Talk
from scheduling.whatif.terms import Late, Room

LOOK_AHEAD = 10
"""Working days."""
WEEK = 5
Item = tuple[date, int, str, str, Pair, Talk | None]
"""What waits: due when, sessions first, kind, person, the pair, the session; None: a case that cannot wait for one."""


@dataclass(slots=True)
class Diary:
    """Of the whole council; `kept` fills it."""

    ahead: Ahead
    room: Room
    days: list[date]
    """The working days, and some beyond them to look ahead to."""
    until: date
    sessions: int = 0
    extra: int = 0
    discussions: int = 0
    minutes: int = 0
    waits: list[Late] = field(default_factory=list)
    """Everything not held in time, what was late already among it."""
    queues: dict[str, list[Item]] = field(default_factory=dict)
    pairs: dict[str, list[Pair]] = field(default_factory=dict)
    held: Counter[tuple[str, int]] = field(default_factory=Counter)
    """Meetings by supervisor and week."""
    _usual: dict[tuple[int, int], list[int]] = field(default_factory=dict)

    def last_day(self, due: date) -> int:
        """The last working day in time, by its place; -1: past on the first day."""
        return bisect_right(self.days, due) - 1

    def absences(self, person: str) -> list[Absence]:
        """All of them, known of yet or not."""
        return self.ahead.view.index.absences.get(person, [])

    def week(self, at: int) -> int:
        """The week of a working day, by its Monday."""
        return (self.days[at].toordinal() - 1) // 7

    def places(self, who: str, at: int, held: int) -> list[int]:
        """Meetings there is room for after today, by so many working days ahead, as far as is known today."""
        if who in self.ahead.view.index.absences:
            known = [row for row in self.absences(who) if (row.recorded_on or row.from_on) <= self.days[at]]
            return self._places(at, held, known)
        found = self._usual.get((at, held))
        if found is None:
            found = self._usual[at, held] = self._places(at, held, [])
        return found

    def _places(self, at: int, held: int, away: list[Absence]) -> list[int]:
        found, left = [0], {self.week(at): self.room.a_week - held}
        for day in range(at + 1, at + 1 + LOOK_AHEAD):
            week = self.week(day)
            there = not any(_covers(row, self.days[day]) for row in away)
            free = min(self.room.a_day, left.get(week, self.room.a_week)) if there else 0
            left[week] = left.get(week, self.room.a_week) - free
            found.append(found[-1] + free)
        return found

    def is_away(self, person: str, on: date) -> bool:
        """Whether somebody cannot be met that day."""
        return any(_covers(row, on) for row in self.absences(person))


def kept(ahead: Ahead, room: Room, weeks: int) -> Diary:
    """The diary of so many weeks from the view's day."""
    first = ahead.view.today
    until = first + timedelta(weeks=weeks)
    beyond = until + timedelta(days=3 * LOOK_AHEAD)
    every = (first + timedelta(days=number) for number in range((beyond - first).days))
    diary = Diary(ahead, room, [day for day in every if CALENDAR.is_working(day)], until)
    for pair in ahead.pairs.values():
        diary.pairs.setdefault(pair.leader, []).append(pair)
    for leader in sorted(diary.pairs):
        _queue(diary, leader)
    for at in range(bisect_left(diary.days, until)):
        _day(diary, at)
    _left_over(diary)
    return diary


def _queue(diary: Diary, leader: str) -> None:
    """What waits for a supervisor, soonest due first."""
    found: list[Item] = []
    for pair in diary.pairs[leader]:
        found += [(talk.due, 0, talk.kind, pair.person, pair, talk) for talk in pair.sessions]
        soonest = min(pair.cases, key=lambda talk: (talk.due, talk.case or ""), default=None)
        if soonest and (pair.main is None or soonest.due < pair.main.due):
            found.append((soonest.due, 1, soonest.kind, pair.person, pair, None))
    diary.queues[leader] = sorted(found, key=lambda item: item[:4])


def _day(diary: Diary, at: int) -> None:
    today = diary.days[at]
    waiting: dict[str, list[str]] = {}
    for leader in diary.queues:
        who = _who_holds(diary, leader, today)
        if who is not None:
            waiting.setdefault(who, []).append(leader)
    for who, leaders in waiting.items():
        items = diary.queues[leaders[0]]
        if len(leaders) > 1:
            items = sorted((item for leader in leaders for item in diary.queues[leader]), key=lambda item: item[:4])
        items = [item for item in items if item[5] is None or not diary.is_away(item[3], today)]
        number = _number(diary, who, at, items)
        touched = {item[4].leader for item in items[:number]}
        done: set[tuple[str, str]] = set()
        for item in items[:number]:
            _hold(diary, who, at, item, done)
        for leader in touched:
            _queue(diary, leader)


def _who_holds(diary: Diary, leader: str, today: date) -> str | None:
    """The supervisor, whoever covers, or nobody."""
    if not diary.absences(leader):
        return leader
    who: str | None = leader
    seen: set[str] = set()
    while who is not None and who not in seen:
        seen.add(who)
        away = next((row for row in diary.absences(who) if _covers(row, today)), None)
        if away is None:
            return who
        who = away.cover
    return None


def _covers(row: Absence, on: date) -> bool:
    return row.from_on <= on and (row.until is None or on < row.until)


def _number(diary: Diary, who: str, at: int, items: list[Item]) -> int:
    """How many must be held today: those of which the days left until they are due cannot take enough."""
    held = diary.held[who, diary.week(at)]
    free = min(diary.room.a_day, diary.room.a_week - held)
    places = diary.places(who, at, held)
    most = 0
    for number, item in enumerate(items, 1):
        ahead = diary.last_day(item[0]) - at
        if ahead > LOOK_AHEAD or most >= free:
            break
        most = max(most, number - places[max(0, ahead)])
    return max(0, min(most, free))


def _hold(diary: Diary, who: str, at: int, item: Item, done: set[tuple[str, str]]) -> None:
    """One meeting. The two who have just met for a session have no second one for a case that was in it."""
    pair, session, today = item[4], item[5], diary.days[at]
    if session is None:
        main = pair.main
        if not any(talk.due <= item[0] for talk in pair.cases):
            return
        session = main if main is not None and _can_be_brought_forward(diary, at, main) else None
    elif (pair.person, session.kind) in done:
        return
    diary.held[who, diary.week(at)] += 1
    if session is None:
        diary.extra += 1
        soon = diary.days[min(at + LOOK_AHEAD, len(diary.days) - 1)]
        taken = _discuss(diary, pair, today, soon, _short(diary, pair))
        diary.minutes += taken * diary.ahead.view.readings.agenda_minutes_a_case
        return
    done.add((pair.person, session.kind))
    diary.sessions += 1
    diary.minutes += pair.minutes
    is_main = session is pair.main
    _settle(diary, pair, session, today)
    if is_main:
        following = session.due if session in pair.sessions else diary.until
        _discuss(diary, pair, today, following, pair.room)


def _can_be_brought_forward(diary: Diary, at: int, main: Talk) -> bool:
    return diary.last_day(main.due) <= at + WEEK and not diary.is_away(main.person, diary.days[at])


def _short(diary: Diary, pair: Pair) -> int:
    """Cases in a meeting for nothing else that lasts no longer than a session."""
    return max(1, pair.minutes // diary.ahead.view.readings.agenda_minutes_a_case)


def _discuss(diary: Diary, pair: Pair, today: date, before: date, room: int) -> int:
    """The cases due before a day, earliest first, as many as have room. How many."""
    due = sorted((talk for talk in pair.cases if talk.due < before), key=lambda talk: (talk.due, talk.case or ""))[:room]
    for talk in due:
        diary.discussions += 1
        _settle(diary, pair, talk, today)
    return len(due)


def _settle(diary: Diary, pair: Pair, talk: Talk, today: date) -> None:
    """Held today: noted where that is late, and due again as the policy has it."""
    if today > talk.due:
        diary.waits.append(Late(talk.kind, talk.person, talk.case, talk.due, pair.leader, today))
    following = diary.ahead.after(talk, today)
    if talk.case is not None and talk.kind == "first_case_discussion":
        talk.kind = "case_discussion"
    if following is not None:
        talk.due = following
    elif talk.case is None:
        pair.sessions.remove(talk)
    else:
        pair.cases.remove(talk)


def _left_over(diary: Diary) -> None:
    """What is late at the end and has not been held."""
    for pairs in diary.pairs.values():
        for pair in pairs:
            for talk in (*pair.sessions, *pair.cases):
                if talk.due < diary.until - timedelta(days=1):
                    diary.waits.append(Late(talk.kind, talk.person, talk.case, talk.due, pair.leader, None))
