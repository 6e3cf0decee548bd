"""One meeting: a session with the cases that have room in it, or a short one for cases that cannot wait."""

from __future__ import annotations

from datetime import date

from scheduling.whatif.asking import Pair, Talk
from scheduling.whatif.diary import LOOK_AHEAD, WEEK, Diary, Item
from scheduling.whatif.lateness import Late


def hold(diary: Diary, who: str, at: int, item: Item, done: set[tuple[str, str]]) -> None:
    """One meeting. The two who have just met for a session have no second one for a case that was in it."""
    pair, session, today = item[4], item[5], diary.days[at]
    if session is None:
        last = diary.last_day(item[0])
        if not any(diary.last_day(talk.due) <= last for talk in pair.cases):
            return
        session = pair.main if _can_be_brought_forward(diary, at, pair, done) else None
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


def _can_be_brought_forward(diary: Diary, at: int, pair: Pair, done: set[tuple[str, str]]) -> bool:
    """Whether the session will do for the cases that cannot wait."""
    main = pair.main
    if main is None or (main.person, main.kind) in done or diary.last_day(main.due) > at + WEEK:
        return False
    return not diary.is_away(main.person, diary.days[at]) and not overflows(diary, pair)


def overflows(diary: Diary, pair: Pair) -> bool:
    """Whether more cases are due by the day of the session than have room in it."""
    assert pair.main is not None
    session = diary.last_day(pair.main.due)
    return sum(1 for talk in pair.cases if diary.last_day(talk.due) <= session) > pair.room


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
