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

from bisect import bisect_left
from datetime import date, timedelta

from scheduling.staff import CALENDAR
from scheduling.whatif.asking import Ahead, Pair
from scheduling.whatif.diary import LOOK_AHEAD, Diary, Item, covers
from scheduling.whatif.lateness import Late
from scheduling.whatif.meeting import hold, overflows
from scheduling.whatif.terms import Room


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
        if (due := _cannot_wait(diary, pair)) is not None:
            found.append((due, 1, "", pair.person, pair, None))
    diary.queues[leader] = sorted(found, key=lambda item: item[:4])


def _cannot_wait(diary: Diary, pair: Pair) -> date | None:
    """By when cases need a meeting besides the sessions: one is due before the session, or it has no room for all."""
    due = min((talk.due for talk in pair.cases), default=None)
    if due is None or pair.main is None:
        return due
    session = diary.last_day(pair.main.due)
    if diary.last_day(due) < session:
        return due
    return pair.main.due if overflows(diary, pair) else None


def _day(diary: Diary, at: int) -> None:
    today, away = diary.days[at], diary.ahead.view.index.absences
    waiting: dict[str, list[str]] = {}
    for leader in diary.queues:
        who = _who_holds(diary, leader, today)
        if who is not None:
            waiting.setdefault(who, []).append(leader)
    for who, leaders in waiting.items():
        items = diary.queues[leaders[0]]
        if len(leaders) > 1:
            items = sorted((item for leader in leaders for item in diary.queues[leader]), key=lambda item: item[:4])
        items = [item for item in items if item[3] not in away or item[5] is None or not diary.is_away(item[3], today)]
        number = _number(diary, who, at, items)
        touched = {item[4].leader for item in items[:number]}
        done: set[tuple[str, str]] = set()
        for item in items[:number]:
            hold(diary, who, at, item, done)
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
        away = next((row for row in diary.absences(who) if covers(row, today)), None)
        if away is None:
            return who
        who = away.cover
    return None


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


def _left_over(diary: Diary) -> None:
    """What is late at the end and has not been held."""
    for pairs in diary.pairs.values():
        for pair in pairs:
            for talk in (*pair.sessions, *pair.cases):
                if talk.due < diary.until - timedelta(days=1):
                    diary.waits.append(Late(talk.kind, talk.person, talk.case, talk.due, pair.leader, None))
