"""By whom people are supervised: by the same supervisor each time, and by somebody of their own profession."""

from collections.abc import Iterator

from scheduling.calendar import Interval
from scheduling.facts import Person, Session
from scheduling.measures.rows import row
from scheduling.measures.shapes import Asked, Item
from scheduling.measures.then import Then
from scheduling.saying import Cited
from scheduling.shapes import INFORMAL
from scheduling.view import View

A_YEAR = Interval(1, "years")


def rows(asked: Asked, then: Then) -> Iterator[Item]:
    """One a session held; one a person supervised."""
    view = then.today
    same, profession = view.version.same_supervisor, view.version.same_profession
    for name in view.index.people if same or profession else ():
        if not asked.is_about(name):
            continue
        for session in view.index.sessions.get(name, ()) if same else ():
            yield from _held_by(asked, then, session)
        who = view.person(name)
        if who and profession and view.is_here(name) and view.is_supervised(name):
            yield from _of_profession(asked, view, who, profession)


def _held_by(asked: Asked, then: Then, session: Session) -> Iterator[Item]:
    """Not of a day on which nobody was their supervisor."""
    on = session.held_on
    month = asked.month_of(on) if on else None
    if on is None or month is None or not then.today.happened(on) or session.kind == INFORMAL:
        return
    view = then.at(on)
    usual = view.relationship(session.supervisee)
    cited = view.version.same_supervisor
    if usual is None or cited is None:
        return
    is_same = session.supervisor == usual.supervisor
    was_away = view.absence(usual.supervisor) is not None
    kind = "own_supervisor" if is_same else "stood_in" if was_away else "another"
    said = "" if is_same else f"; {'the supervisor was away' if was_away else 'not by the supervisor, who was not away'}"
    yield row(
        asked, view, "same_supervisor", kind, session.supervisee, cited, month, number=int(is_same), done_on=on,
        why=f"held {on}{said}", responsible=(session.supervisor,), about=session.id,
    )  # fmt: skip


def _of_profession(asked: Asked, view: View, who: Person, cited: Cited) -> Iterator[Item]:
    """Where either's profession is not known there is nothing to say."""
    name = view.supervisor(who.id)
    supervisor = view.person(name) if name else None
    if supervisor is None or not who.profession or not supervisor.profession:
        return
    is_same = who.profession == supervisor.profession
    other = None if is_same else _arranged(view, who)
    kind = "own_profession" if is_same else "arranged" if other else "other_profession"
    said = "the supervisor is of the same profession" if is_same else "the supervisor is of another profession; "
    said += "" if is_same else f"supervised by one of their own, last {other}" if other else "nobody of their own"
    yield row(
        asked, view, "same_profession", kind, who.id, cited, number=int(is_same or other is not None), why=said,
        responsible=(supervisor.id,),
    )  # fmt: skip


def _arranged(view: View, who: Person) -> str | None:
    """The day somebody of their own profession last held a session with them, within the year."""
    days = [
        each.held_on
        for each in view.index.sessions.get(who.id, ())
        if each.held_on and view.happened(each.held_on) and each.kind != INFORMAL and A_YEAR.after(each.held_on) > view.today
        if (by := view.person(each.supervisor)) is not None and by.profession == who.profession
    ]
    return max(days).isoformat() if days else None
