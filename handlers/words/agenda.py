"""What to discuss next, and what to bring: references and dates, nothing that was said."""

from collections.abc import Sequence
from datetime import date

from handlers.words.phrases import count, day, day_and_time, escape, listed, sentence, who
from scheduling.agenda import Due
from storage.records.agendas import AgendaView
from storage.views import Person

AGENDA = "what to discuss in the next session so that no case goes late, and what to bring"
OPEN = "agenda_open"
CHOOSE_WHOM = "Agenda for…"
SEE = "Agenda"
HEAD_NEXT = "Next session"
SHOWN = 12
NO_CASES = "No case is due to be discussed: the session is for the rest of supervision."
IF_TIME = "If there is time"
NONE_HAS_TO = "None has to be discussed; if there is time"
_REST = " The others can wait for the sessions after it."


def head(view: AgendaView, supervisee: Person, supervisor: Person | None, reader: Person, today: date) -> str:
    """`*Agenda: supervision with @Tom, Tue 31 March, 14:00*`, and how much there is time for."""
    with_whom = who(supervisor) if reader.id == supervisee.id else who(supervisee)
    when = day_and_time(view.on, view.at, today)
    when = when if view.session_id else f"by {when}, nothing booked yet"
    return f"*Agenda: supervision with {with_whom}, {when}*"


def lines(view: AgendaView, today: date) -> list[str]:
    """What to discuss, what to bring, and what cannot be done: a line each."""
    return [*_discuss(view, today), *_cannot(view, today), *bring(view, today)]


def _discuss(view: AgendaView, today: date) -> list[str]:
    if view.front_door:
        terms = view.front_door
        range_ = f"{terms.least} or {terms.most}" if terms.most == terms.least + 1 else f"{terms.least} to {terms.most}"
        criteria = listed((escape(each) for each in terms.criteria), "or")
        return [f"*To discuss:* {range_} cases by number, of at least {terms.different} of these: {criteria}."]
    if not view.cases:
        return [NO_CASES]
    found = view.agenda
    made = []
    late = [case for case in found.needed if case.by < view.on]
    now = [case for case in found.needed if case.by >= view.on]
    if late:
        made.append(f"*First, late already by then:* {_cases(late, today)}.")
    if now:
        made.append(f"*To discuss, so that none goes late:* {_cases(now, today)}.")
    if found.if_time:
        first = IF_TIME if found.needed else NONE_HAS_TO
        made.append(f"*{first}:* {_cases(found.if_time, today)}.")
    rest = _REST if view.cases > len(found.needed) + len(found.if_time) and not found.late else ""
    room = f"{view.minutes} minutes have time for {count(view.room, 'case')}, at {view.minutes_a_case} minutes each."
    return [*made, f"{room}{rest}"]


def _cannot(view: AgendaView, today: date) -> list[str]:
    """What goes late whatever is done, and what would help."""
    late = [case for case in view.agenda.late if case.by >= view.on]
    if not late:
        return []
    more = view.agenda.more_room * view.minutes_a_case
    verb = "goes" if len(late) == 1 else "go"
    return [
        f"*Not all of them can be in time:* {_cases(late, today)} {verb} late. What would help: {more} more minutes, "
        f"one more session by {day(min(case.by for case in late), today)}, or a discussion between sessions."
    ]


def bring(view: AgendaView, today: date) -> list[str]:
    """What the policy has people bring and do before."""
    parts = []
    if view.examples:
        parts.append(f"{count(view.examples, 'example')} of direct work, on different cases")
    if view.self_assessed is not None:
        done = "is there" if view.self_assessed else "`/supervision assess`"
        parts.append(f"two pieces of work rated red, amber or green ({done})")
    if view.actions:
        parts.append(f"what became of {count(view.actions, 'action')} agreed before")
    made = [f"*To bring:* {'; '.join(parts)}."] if parts else []
    return [*made, f"*To prepare:* {'; '.join(escape(each) for each in view.prepare)}."] if view.prepare else made


def _cases(cases: Sequence[Due], today: date) -> str:
    shown = [f"{escape(case.ref)} (by {day(case.by, today)})" for case in cases[:SHOWN]]
    more = [f"{len(cases) - SHOWN} more"] if len(cases) > SHOWN else []
    return listed([*shown, *more])


def tomorrow(supervisee: Person, supervisor: Person | None, reader: Person, when: str) -> str:
    """The day before: `Supervision with @Tom is on *Tue 31 March, 14:00*.`"""
    if reader.id == supervisee.id:
        return f"{sentence('supervision')} with {who(supervisor)} is on *{when}*."
    return f"Supervision with {who(supervisee)} is on *{when}*."
