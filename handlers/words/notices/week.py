"""A line manager's week: who is late, who will be, and what waits for them alone. The Home tab has the rest."""

from collections.abc import Sequence

from handlers.words.phrases import count, day, listed, who
from storage.quiet import WeekView
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = ()
SHOWN = 5


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`*Your week*`, then `• *Late:* three supervisions. By supervisor: @Tom 2 and @Carol 1.` and so on, a line each."""
    week = items[0].week
    assert week
    parts = ["*Your week*", *_late(week), *_will_be(week, message), *_theirs(week)]
    return "\n".join([*parts, "Your Home tab has all of it."])


def _late(week: WeekView) -> list[str]:
    if not week.late:
        return []
    number = sum(each for _, each in week.late)
    return [f"• *Late:* {count(number, 'supervision')}. By supervisor: {_some([f'{who(p)} {n}' for p, n in week.late])}."]


def _will_be(week: WeekView, message: MessageView) -> list[str]:
    if not week.will_be:
        return []
    named = [f"{who(each.person)} by {day(each.due_on, message.on)}" for each in week.will_be]
    return [f"• *Will be late* unless booked, due this week: {_some(named)}."]


def _theirs(week: WeekView) -> list[str]:
    parts = [f"cover for {_some([who(each) for each in week.without_cover])}"] if week.without_cover else []
    parts += [f"{count(week.to_allocate, 'case')} of people who have left to allocate"] if week.to_allocate else []
    parts += [f"{count(week.to_confirm, 'decision')} to confirm"] if week.to_confirm else []
    parts += [f"{count(week.to_sign, 'record')} to sign"] if week.to_sign else []
    parts += [f"{count(week.to_decide, 'dispute')} to decide"] if week.to_decide else []
    parts += [f"an answer to {_some([who(each) for each in week.raised])}, who raised a missed session"] if week.raised else []
    return [f"• *Waiting for you:* {listed(parts)}."] if parts else []


def _some(named: list[str]) -> str:
    return listed(named) if len(named) <= SHOWN else f"{', '.join(named[:SHOWN])} and {len(named) - SHOWN} more"
