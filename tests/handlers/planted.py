"""People, obligations and messages as storage would hand them over."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from scheduling.answers import State
from storage.views import ItemView, MessageView, Move, ObligationView, Person

TODAY = date(2026, 3, 24)


def person(name: str, **changes: Any) -> Person:
    made = Person(
        id=name.lower(),
        name=f"{name} Example",
        email=f"{name.lower()}@example.org",
        slack_id=f"U{name.upper()}",
        post="Social Worker",
        role="case_holder",
        level="practitioner",
        team="North",
        manager_id=None,
        zone="Europe/London",
        hours="full_time",
        employment="permanent",
        started_on=date(2020, 1, 1),
        left_on=None,
    )
    return replace(made, **changes)


ANN, TOM, SUE, ZOE = person("Ann"), person("Tom"), person("Sue"), person("Zoe")


def obligation(kind: str = "personal_supervision", due: date = date(2026, 3, 31), **changes: Any) -> ObligationView:
    late = max(0, (TODAY - due).days)
    made = ObligationView(
        id=f"{kind}-{due}-{changes.get('case_ref', '')}",
        rule="WOK-16",
        kind=kind,
        person=ANN,
        case_ref=None,
        about="",
        due=due,
        due_on=due,
        state=State.OVERDUE if late else State.UPCOMING,
        days_late=late,
        responsible=(TOM,),
        escalates_on=due + timedelta(days=22),
        source="Wokingham, Supervision Standard 16",
        why="last held 2026-02-28; monthly",
        booked_on=None,
        booked_at=None,
        booked_id=None,
        opened_at=datetime(2026, 3, 1, tzinfo=UTC),
        closed_at=None,
        closed_on=None,
        closed_how="",
    )
    return replace(made, **changes)


def item(notice: str, owed: ObligationView | None = None, **changes: Any) -> ItemView:
    made = ItemView(
        notice_kind=notice,
        rung=0,
        obligation=owed,
        decision_id=None,
        case_ref=owed.case_ref if owed else None,
        closed_on=owed.closed_on if owed else None,
        closed_how=owed.closed_how if owed else "",
        booked_on=owed.booked_on if owed else None,
        moves=(),
        last_held_on=date(2026, 2, 2),
        person=ANN,
        supervisee=ANN,
        supervisor=TOM,
        line_manager=SUE,
    )
    return replace(made, **changes)


def message(kind: str, *items: ItemView, to: Person = TOM, on: date = TODAY) -> MessageView:
    return MessageView(id="m1", workspace="council", recipient=to, kind=kind, on=on, items=items, channel="D1", ts=None)


def settled(owed: ObligationView, how: str = "held", on: date = TODAY) -> ObligationView:
    return replace(owed, closed_how=how, closed_on=on, closed_at=datetime(on.year, on.month, on.day, tzinfo=UTC))


COURT = Move(date(2026, 3, 2), date(2026, 3, 16), "Court", date(2026, 3, 1))
PRIVATE = Move(date(2026, 3, 16), date(2026, 3, 30), "Ann's boy Jamie is <@U1> ill", date(2026, 3, 15))
TWO_PM = time(14)
