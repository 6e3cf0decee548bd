"""A small invented council: zoe over sue over tom and tim; ann and bob with tom, dan with tim."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from storage import SINGLE
from storage.models import (
    AgreementRow,
    AllocationRow,
    AuditDrawRow,
    AuditSampleRow,
    CaseRow,
    ObservationRow,
    PersonRow,
    RelationshipRow,
    SessionRow,
    new_id,
)
from storage.names import name_key
from storage.store import Store
from storage.unit import UnitOfWork
from storage.views import Person

LONDON = ZoneInfo("Europe/London")
LINE = {"zoe": None, "sue": "zoe", "tom": "sue", "tim": "sue", "ann": "tom", "bob": "tom", "dan": "tim"}
LEVELS = {"zoe": "senior_manager", "sue": "service_manager", "tom": "supervisor", "tim": "supervisor"}
CASES = {"M100001": "ann", "M100002": "bob", "M200001": "dan"}


def at(text: str) -> datetime:
    """`2026-03-24` is nine o'clock in London; `2026-03-24T14:05` that minute."""
    return datetime.fromisoformat(text if "T" in text else f"{text}T09:00").replace(tzinfo=LONDON).astimezone(UTC)


def day(text: str) -> date:
    """A date."""
    return date.fromisoformat(text)


def person_row(person_id: str, manager_id: str | None, workspace: str = SINGLE, **values: Any) -> PersonRow:
    """Somebody, here since 2020."""
    name = f"{person_id.title()} Example"
    known: dict[str, Any] = {
        "id": person_id,
        "workspace": workspace,
        "name": name,
        "name_key": name_key(name),
        "email": f"{person_id}@council.example",
        "slack_id": f"U{person_id.upper()}",
        "role": "non_case_holder" if person_id in LEVELS else "case_holder",
        "level": LEVELS.get(person_id, "practitioner"),
        "started_on": day("2020-01-06"),
        "manager_id": manager_id,
    }
    return PersonRow(**known | values)


def begin(store: Store, on: str) -> None:
    """Cornerstone has been used here since that day: something was looked at then."""
    with store.work(SINGLE, at(on)) as work:
        work.trail.note("read", viewer=None, kind="report", object="picture", role="administrator", by="command")
        work.commit()


def settle(work: UnitOfWork, last_held_on: str = "2026-03-02") -> None:
    """Everybody in place, supervised on that day, each case allocated on 2 March and not yet discussed."""
    work.session.add_all(person_row(who, manager, work.workspace) for who, manager in LINE.items())
    work.session.flush()
    for who, supervisor in LINE.items():
        if supervisor:
            pair = {"workspace": work.workspace, "supervisee_id": who, "supervisor_id": supervisor}
            signed = {"signed_by_supervisee_on": day("2025-09-01"), "signed_by_supervisor_on": day("2025-09-01")}
            held = {"planned_on": day(last_held_on), "held_on": day(last_held_on), "recorded_on": day(last_held_on)}
            work.session.add(RelationshipRow(**pair, from_on=day("2025-09-01")))
            work.session.add(AgreementRow(**pair, **signed, named_manager_id="sue"))
            work.session.add(SessionRow(**pair, **held, minutes=90))
    for worker in CASES.values():
        seen = {"of_id": worker, "by_id": LINE[worker], "kind": "practice", "observed_on": day("2025-10-01")}
        work.session.add(ObservationRow(workspace=work.workspace, **seen))
    for ref, worker in CASES.items():
        work.session.add(CaseRow(workspace=work.workspace, ref=ref, category="child_protection", opened_on=day("2026-03-02")))
        work.session.flush()
        row = AllocationRow(workspace=work.workspace, case_ref=ref, worker_id=worker, from_on=day("2026-03-02"))
        work.session.add(row)
    work.session.flush()
    work.index.refresh_all()


def sampled(work: UnitOfWork, auditor_id: str, of_id: str, by_id: str, begins_on: str = "2026-03-01") -> str:
    """A file drawn for somebody to audit, as the night would keep it; answers the sample's id."""
    first = day(begins_on)
    drawn: dict[str, Any] = {"rule": "MAN-5.3-a", "kind": "dip_sample", "begins_on": first, "ends_on": date(first.year, 12, 31)}
    made: dict[str, Any] = {"id": new_id(), "workspace": work.workspace, "drawn_at": work.now}
    row = AuditDrawRow(**made, **drawn, auditor_id=auditor_id, seed="s", pool_size=3, pool_digest="d")
    work.session.add(row)
    work.session.flush()
    file = AuditSampleRow(**made | {"id": new_id()}, draw_id=row.id, place=0, of_id=of_id, by_id=by_id, rag=False, turn=1)
    work.session.add(file)
    work.session.flush()
    return file.id


def who(work: UnitOfWork, person_id: str) -> Person:
    """Somebody of the council."""
    return work.people.must_get(person_id)


def settled(store: Store, now: str, workspace: str = SINGLE) -> None:
    """The council, stored."""
    with store.work(workspace, at(now)) as work:
        settle(work)
        work.commit()
