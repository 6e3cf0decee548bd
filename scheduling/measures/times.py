"""How long things take, and what was put off: recording, signing, sessions moved."""

from collections.abc import Iterator

from scheduling.facts import Session
from scheduling.measures.shapes import Asked, Item
from scheduling.measures.then import Then
from scheduling.saying import Within
from scheduling.view import View


def rows(asked: Asked, then: Then) -> Iterator[Item]:
    """One a session held, record written or move."""
    for person in then.index.people:
        if asked.is_about(person):
            for session in then.index.sessions.get(person, ()):
                yield from _recorded(asked, then, session)
    yield from _signed(asked, then.today)
    yield from _moved(asked, then.today)


def _recorded(asked: Asked, then: Then, session: Session) -> Iterator[Item]:
    view = then.today
    held, month = session.held_on, asked.month_of(session.held_on) if session.held_on else None
    if held is None or month is None or not view.happened(held):
        return
    on = session.recorded_on if view.happened(session.recorded_on) else None
    terms: Within | None = then.at(on or view.today).version.recording.session
    own = view.local("record_session")
    due = view.deadline(held, terms) if terms else own.every.after(held) if own else None
    if on is None and (due is None or due >= view.today):
        return
    cited = terms or own
    yield Item(
        measure="recording",
        month=month,
        team=asked.team(session.supervisee),
        kind=session.kind,
        category="",
        person=session.supervisee,
        due=due,
        done_on=on,
        number=int(on is not None and (due is None or on <= due)),
        days=(on - held).days if on else None,
        why=f"held {held}; " + (f"recorded {on}" if on else "not recorded"),
        rule=cited.rule if cited else "",
        source=view.policy.source(cited) if cited else "",
        responsible=(session.supervisor,),
        about=session.id,
    )


def _signed(asked: Asked, view: View) -> Iterator[Item]:
    for each in asked.signings:
        month = asked.month_of(each.written_on)
        if month is None or not view.happened(each.written_on) or not asked.is_about(each.person):
            continue
        on = each.signed_on if view.happened(each.signed_on) else None
        said = f"signed {on}" if on else "not signed"
        yield Item(
            measure="signing",
            month=month,
            team=asked.team(each.person),
            kind=each.form,
            category="",
            person=each.person,
            done_on=on,
            number=int(on is not None),
            days=(on - each.written_on).days if on else None,
            why=f"written {each.written_on}; {said}",
            about=each.record,
        )


def _moved(asked: Asked, view: View) -> Iterator[Item]:
    for each in asked.moves:
        month = asked.month_of(each.on)
        if month is not None and view.happened(each.on) and asked.is_about(each.supervisee):
            yield Item(
                measure="moved",
                month=month,
                team=asked.team(each.supervisee),
                kind=each.reason,
                category=each.party,
                person=each.supervisee,
                due=each.from_on,
                done_on=each.on,
                days=(each.to_on - each.from_on).days if each.to_on else None,
                why=f"from {each.from_on} to {each.to_on}" if each.to_on else f"of {each.from_on}, called off",
                responsible=(each.supervisor,),
                about=each.session,
            )
