"""The office grown: one supervisor of any number, one worker of as many cases, and something of everything that waits."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from scheduling.forms import Answer, Filled, FilledPart
from storage import SINGLE
from storage.models import (
    ActionRow,
    AgreementRow,
    AllocationRow,
    CaseRow,
    DecisionCheckRow,
    DiscussionRow,
    DisputeRow,
    DraftRow,
    GroupAttendeeRow,
    GroupRow,
    PersonRow,
    PlannedObservationRow,
    RecordRow,
    RecordVersionRow,
    RelationshipRow,
    SessionRow,
)
from storage.names import name_key
from storage.unit import UnitOfWork
from tests.handlers.office import TUESDAY, slack_id, staff_id

TODAY = TUESDAY.date()
TOM, ANN = staff_id("tom"), staff_id("ann")
SAID = Filled(
    (FilledPart("Discussed", "personal", "", (Answer("discussed", "Discussed", "", "text", "as agreed"),)),)
).as_json()


def grow(work: UnitOfWork, number: int) -> None:
    """So many more supervisees of Tom's, each in a team of their own, and so many more cases of Ann's."""
    people = [f"n{each:03}" for each in range(number)]
    _add(work, *(_person(each, at) for at, each in enumerate(people)))
    for at, each in enumerate(people):
        _add(work, *_supervised(each, at))
        for rows in _waiting(each, at):
            _add(work, *rows)
        for rows in _left_behind(f"g{each}", at):
            _add(work, *rows)
    for at in range(number):
        ref = f"M3{at:05}"
        _add(work, CaseRow(workspace=SINGLE, ref=ref, category="child_protection", opened_on=date(2026, 3, 9)))
        _add(work, AllocationRow(workspace=SINGLE, case_ref=ref, worker_id=ANN, from_on=date(2026, 3, 9)))
        action = {"supervisee_id": ANN, "owner_id": ANN, "words": "as agreed", "set_on": date(2026, 2, 2)}
        _add(work, ActionRow(workspace=SINGLE, id=f"{at:05}a", due_on=TODAY - timedelta(days=at % 9), **action))
        _add(work, _draft(f"{at:05}b", ref, ANN))
        sent_back: dict[str, Any] = {"outcome": "returned", "checked_at": TUESDAY, "reason": "say more"}
        _add(work, DecisionCheckRow(workspace=SINGLE, discussion_id=f"{at:05}b", by_id=TOM, **sent_back))
    work.session.flush()
    work.index.refresh_all()


def _add(work: UnitOfWork, *rows: Any) -> None:
    work.session.add_all(rows)
    work.session.flush()


def _person(key: str, at: int) -> PersonRow:
    name = f"Worker {key.upper()}"
    return PersonRow(
        workspace=SINGLE,
        id=staff_id(key),
        name=name,
        name_key=name_key(name),
        email=f"{key}@example.org",
        slack_id=slack_id(key),
        level="practitioner",
        role="case_holder",
        post="Social Worker",
        team=f"Team {at:03}",
        manager_id=TOM,
        started_on=date(2020, 1, 6),
    )


def _left_behind(key: str, at: int) -> Iterator[list[Any]]:
    """Somebody who left last week, and their open case."""
    gone, ref = _person(key, at), f"M5{at:05}"
    gone.left_on = TODAY - timedelta(days=7)
    yield [gone, CaseRow(workspace=SINGLE, ref=ref, category="child_protection", opened_on=date(2026, 1, 9))]
    yield [AllocationRow(workspace=SINGLE, case_ref=ref, worker_id=staff_id(key), from_on=date(2026, 1, 9))]


def _supervised(key: str, at: int) -> list[Any]:
    """Held too long ago, and once more without a record; every third is booked."""
    pair: dict[str, Any] = {"workspace": SINGLE, "supervisee_id": staff_id(key), "supervisor_id": TOM}
    signed: dict[str, Any] = {"signed_by_supervisee_on": date(2024, 1, 10), "signed_by_supervisor_on": date(2024, 1, 10)}
    held: dict[str, Any] = {"kind": "personal", "minutes": 60}
    rows: list[Any] = [
        RelationshipRow(**pair, from_on=TODAY - timedelta(days=60)),
        AgreementRow(**pair, **signed, reviewed_on=date(2026, 1, 12)),
        SessionRow(**pair, **held, held_on=date(2026, 1, 20), recorded_on=date(2026, 1, 20)),
        SessionRow(**pair, **held, held_on=date(2026, 2, 2 + at % 7)),
    ]
    return rows if at % 3 else [*rows, SessionRow(**pair, kind="personal", planned_on=TODAY + timedelta(days=at % 30))]


def _waiting(key: str, at: int) -> Iterator[list[Any]]:
    """A decision to confirm, records to sign and to correct, a dispute, an observation, a group's ideas, a form begun."""
    mine, about = {"workspace": SINGLE}, staff_id(key)
    ref = f"M4{at:05}"
    record: dict[str, Any] = {"form": "session", "title": "Supervision record", "about_id": about, "made_at": TUESDAY}
    yield [
        CaseRow(**mine, ref=ref, category="child_protection", opened_on=date(2026, 1, 9)),
        GroupRow(**mine, id=f"{key}g", held_on=date(2026, 3, 10), facilitator_id=TOM),
        RecordRow(**mine, id=f"{key}r", by_id=about, state="open", **record),
        RecordRow(**mine, id=f"{key}s", by_id=TOM, state="open", **record),
        RecordRow(**mine, id=f"{key}t", by_id=TOM, state="disputed", **record),
    ]
    disputed: dict[str, Any] = {"version": 1, "raised_by_id": about, "raised_at": TUESDAY, "words": "it is not so"}
    settled: dict[str, Any] = {"outcome": "to_correct", "settled_by_id": staff_id("sue"), "settled_at": TUESDAY}
    written: dict[str, Any] = {"number": 1, "content": SAID, "written_by_id": TOM, "written_at": TUESDAY}
    yield [
        AllocationRow(**mine, case_ref=ref, worker_id=about, from_on=date(2026, 1, 9)),
        _draft(f"{key}d", ref, about),
        PlannedObservationRow(**mine, of_id=about, by_id=TOM, kind="practice", planned_on=TODAY + timedelta(days=at % 20)),
        GroupAttendeeRow(**mine, group_id=f"{key}g", person_id=about, part="caseworker"),
        DraftRow(**mine, person_id=TOM, kind=f"form session|{about}|||||||", content="{}", kept_at=TUESDAY),
        *(RecordVersionRow(**mine, record_id=f"{key}{each}", **written) for each in "rst"),
        DisputeRow(**mine, record_id=f"{key}s", **disputed, **settled, to_id=staff_id("sue")),
        DisputeRow(**mine, record_id=f"{key}t", **disputed, to_id=TOM),
    ]


def _draft(row_id: str, ref: str, by_id: str) -> DiscussionRow:
    return DiscussionRow(
        workspace=SINGLE,
        id=row_id,
        case_ref=ref,
        worker_id=by_id,
        by_id=by_id,
        kind="ad_hoc",
        discussed_on=TODAY,
        discussed_at=TUESDAY,
        decision="as agreed",
        rationale="because",
        has_rationale=True,
        recorded_on=TODAY,
        is_draft=True,
    )
