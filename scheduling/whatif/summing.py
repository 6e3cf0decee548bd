"""The figures of a diary: a month, who goes over, how many are late when."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from scheduling.view import View
from scheduling.whatif.asking import Ahead, Talk, days_of
from scheduling.whatif.diary import Diary
from scheduling.whatif.lateness import Late, by_day
from scheduling.whatif.terms import DAYS_A_MONTH, Figures, Month, Over, Room


def asked_of(ahead: Ahead, weeks: int) -> tuple[Month, dict[str, float]]:
    """A month of what the policy asks for, and hours a week by supervisor: each on the day it is due, nobody away.

    What does not fit in the sessions takes as long again as it would have taken in one. To be asked before the diary is
    kept, which moves the dates on.
    """
    until = ahead.view.today + timedelta(weeks=weeks)
    a_case = ahead.view.readings.agenda_minutes_a_case
    sessions = discussions = 0
    minutes: dict[str, float] = defaultdict(float)
    for pair in ahead.pairs.values():
        number = [sum(1 for _ in days_of(ahead, talk, until)) for talk in pair.sessions]
        talks = sum(sum(1 for _ in days_of(ahead, talk, until)) for talk in pair.cases)
        sessions, discussions = sessions + sum(number), discussions + talks
        besides = max(0, talks - (number[0] if number else 0) * pair.room)
        minutes[pair.leader] += sum(number) * pair.minutes + besides * a_case
    months = 7 * weeks / DAYS_A_MONTH
    month = Month(_one(sessions / months), _one(discussions / months), _one(sum(minutes.values()) / 60 / months))
    return month, {leader: took / 60 / weeks for leader, took in minutes.items()}


def figures(ahead: Ahead, diary: Diary, asked: tuple[Month, dict[str, float]], over: tuple[Over, ...], weeks: int) -> Figures:
    """All of them."""
    view, months = ahead.view, 7 * weeks / DAYS_A_MONTH
    late = late_of(diary)
    minutes = [pair.minutes for pair in ahead.pairs.values() if pair.sessions] or [0]
    return Figures(
        policy=view.policy.name,
        supervised=ahead.supervised,
        cases=ahead.cases,
        most_cases=max(ahead.holding.values(), default=0),
        asked=asked[0],
        held=Month(_one(diary.sessions / months), _one(diary.discussions / months), _one(diary.minutes / 60 / months)),
        extra=_one(diary.extra / months),
        late=late,
        late_already=len(diary.waits) - len(late),
        passed_on=sum(1 for row in late if is_passed_on(diary, row)),
        late_by_week=tuple(_late_at(diary, week) for week in range(1, weeks + 1)),
        over=over,
        silent_people=ahead.silent_people,
        silent_cases=ahead.silent_cases,
        own_length=bool(view.version.length),
        minutes=(min(minutes), max(minutes)),
        a_case=view.readings.agenda_minutes_a_case,
        besides=view.readings.agenda_minutes_besides,
    )


def over(ahead: Ahead, hours: dict[str, float], room: Room) -> tuple[Over, ...]:
    """Who goes over, the most over first within each kind."""
    found = [*_too_many(ahead.view), *_too_full(ahead)]
    usual: dict[str, int] = {}
    for pair in ahead.pairs.values():
        usual[pair.leader] = max(usual.get(pair.leader, 0), pair.minutes)
    for leader, has in hours.items():
        most = room.a_week * usual[leader] / 60
        if has > most:
            found.append(Over("hours", leader, _one(has), _one(most)))
    return tuple(sorted(found, key=lambda row: (_KINDS.index(row.what), row.most - row.has, row.person)))


_KINDS = ("supervisees", "cases", "hours")


def _too_many(view: View) -> list[Over]:
    """Where the policy says how many are too many (R-22)."""
    most, found = view.readings.supervisees_red_from - 1, list[Over]()
    for leader in view.index.supervisees if view.version.load else ():
        number = len({row.supervisee for row in view.supervisees(leader)}) if view.is_here(leader) else 0
        if number > most:
            found.append(Over("supervisees", leader, number, most))
    return found


def _too_full(ahead: Ahead) -> list[Over]:
    """Workers whose cases ask for more discussions a month than their sessions have room for."""
    found = []
    for pair in ahead.pairs.values():
        has = sum(_a_month(ahead, talk) for talk in pair.cases)
        fits = _a_month(ahead, pair.main) * pair.room if pair.main else 0.0
        if pair.main and _one(has) > _one(fits):
            found.append(Over("cases", pair.person, _one(has), _one(fits)))
    return found


def _a_month(ahead: Ahead, talk: Talk) -> float:
    today = ahead.view.today
    following = ahead.after(talk, today)
    return DAYS_A_MONTH / (following - today).days if following else 0.0


def late_of(diary: Diary) -> tuple[Late, ...]:
    """What goes late from the first day on, in the order of its day."""
    return tuple(sorted((row for row in diary.waits if row.due_on >= diary.ahead.view.today), key=by_day))


def is_passed_on(diary: Diary, row: Late) -> bool:
    """Whether it stays late until it goes to the line manager."""
    view = diary.ahead.view
    days = ((row.done_on or diary.until) - row.due_on).days
    return row.kind in view.version.escalation.kinds and days >= view.escalate_from_day


def _late_at(diary: Diary, week: int) -> int:
    """How many are late at the end of the week."""
    day = diary.ahead.view.today + timedelta(days=7 * week - 1)
    return sum(1 for row in diary.waits if row.due_on < day and (row.done_on is None or row.done_on > day))


def _one(number: float) -> float:
    return round(number, 1)
