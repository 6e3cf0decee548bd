"""A service made up by chance, the same for the same seed, as it stands on 15 June 2026."""

import random
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from storage import SINGLE
from storage.models import (
    AbsenceRow,
    AgreementRow,
    AllocationRow,
    AuditRow,
    CaseChangeRow,
    CaseChildRow,
    CaseRow,
    ConversationRow,
    DirectWorkRow,
    DiscussionRow,
    EvidenceRow,
    FrontDoorCaseRow,
    GroupAttendeeRow,
    GroupCaseRow,
    GroupRow,
    ObservationRow,
    PersonChangeRow,
    ProbationRow,
    RelationshipRow,
    SessionRow,
)
from storage.unit import UnitOfWork
from tests.storage.council import day, person_row

LEVELS = {0: "senior_manager", 1: "head_of_locality", 2: "service_manager", 3: "service_manager"}


def invent(work: UnitOfWork, chance: random.Random) -> tuple[list[str], list[str]]:
    """Twenty people in a line, some away, some gone, some covered; twenty-five cases that change hands and category."""
    ids = [f"p{number}" for number in range(20)]
    for number, person_id in enumerate(ids):
        _person(work, chance, ids, number, person_id)
    refs = [f"M1000{number:02}" for number in range(25)]
    for ref in refs:
        _case(work, chance, ids[7:], ref)
    work.session.flush()
    for number in range(12):
        _group(work, chance, ids, refs, f"g{number}")
    for person_id in ids[4:]:
        _growth(work, chance, ids, person_id)
    _brought(work, chance, refs)
    work.session.flush()
    return ids, refs


def _person(work: UnitOfWork, chance: random.Random, ids: list[str], number: int, person_id: str) -> None:
    level = LEVELS.get(number, "supervisor" if number < 7 else "practitioner")
    manager = ids[chance.randrange(max(0, number // 3), max(1, min(number, 7)))] if number else None
    values: dict[str, Any] = {"level": level, "role": "case_holder" if number >= 7 else "non_case_holder"}
    values |= {"left_on": day("2026-06-01") if chance.random() < 0.05 else None, "started_on": _before(chance, 900)}
    values |= {"employment": chance.choice(["permanent", "agency"]), "hours": chance.choice(["full_time", "part_time"])}
    values |= {"asye_from": values["started_on"] if chance.random() < 0.2 else None}
    mine: dict[str, Any] = {"workspace": SINGLE}
    work.session.add(person_row(person_id, manager, **values))
    work.session.flush()
    if chance.random() < 0.2:
        change = {"from_on": _before(chance, 60), "field": "hours", "value": "part_time"}
        work.session.add(PersonChangeRow(**mine, person_id=person_id, **change))
    if manager is None:
        return
    supervisor = manager if chance.random() < 0.8 else ids[chance.randrange(0, number)]
    pair = mine | {"supervisee_id": person_id, "supervisor_id": supervisor}
    work.session.add(RelationshipRow(**pair, from_on=_before(chance, 400)))
    for _ in range(chance.randrange(4)):
        held_on = _before(chance, 90)
        recorded_on = held_on if chance.random() < 0.8 else None
        work.session.add(SessionRow(**pair, held_on=held_on, recorded_on=recorded_on, minutes=90))
    signed_on = _before(chance, 300) if chance.random() < 0.7 else None
    signed = {"signed_by_supervisee_on": signed_on, "signed_by_supervisor_on": signed_on}
    work.session.add(AgreementRow(**pair, **signed, named_manager_id=ids[chance.randrange(0, number)]))
    if chance.random() < 0.3:
        until_on = date(2026, 6, 20) + timedelta(days=chance.randrange(30)) if chance.random() < 0.6 else None
        cover_id = ids[chance.randrange(0, number)] if chance.random() < 0.5 else None
        absence = {"from_on": _before(chance, 40), "until_on": until_on, "cover_id": cover_id}
        work.session.add(AbsenceRow(**mine, person_id=person_id, **absence))
    if chance.random() < 0.5:
        kind = chance.choice(["practice", "supervision"])
        work.session.add(ObservationRow(**mine, of_id=person_id, by_id=manager, kind=kind, observed_on=_before(chance, 500)))
        audited = {"auditor_id": manager, "of_id": person_id, "kind": "personal_records"}
        work.session.add(AuditRow(**mine, **audited, audited_on=_before(chance, 500)))


def _case(work: UnitOfWork, chance: random.Random, workers: list[str], ref: str) -> None:
    mine: dict[str, Any] = {"workspace": SINGLE}
    categories = ["child_protection", "child_in_need", "child_in_care", "early_help", "care_leaver", "assessment"]
    opened_on = _before(chance, 300)
    closed_on = _before(chance, 20) if chance.random() < 0.1 else None
    work.session.add(CaseRow(**mine, ref=ref, category=chance.choice(categories), opened_on=opened_on, closed_on=closed_on))
    work.session.flush()
    if chance.random() < 0.3:
        change = {"from_on": _before(chance, 60), "field": "category", "value": chance.choice(categories)}
        work.session.add(CaseChangeRow(**mine, case_ref=ref, **change))
    first, second = chance.sample(workers, 2)
    handed_on = opened_on + timedelta(days=chance.randrange(1, 60)) if chance.random() < 0.4 else None
    work.session.add(AllocationRow(**mine, case_ref=ref, worker_id=first, from_on=opened_on, until_on=handed_on))
    if handed_on:
        work.session.add(AllocationRow(**mine, case_ref=ref, worker_id=second, from_on=handed_on))
    for _ in range(chance.randrange(4)):
        kind = chance.choice(["supervision", "ad_hoc", "oversight"])
        on = _before(chance, 120)
        entry = {"worker_id": first, "by_id": chance.choice([first, "p3", "p4"]), "kind": kind, "discussed_on": on}
        filed = {"filed_on": on, "recorded_on": on} if chance.random() < 0.6 else {}
        work.session.add(DiscussionRow(**mine, case_ref=ref, **entry, **filed))


def _group(work: UnitOfWork, chance: random.Random, ids: list[str], refs: list[str], group_id: str) -> None:
    """Led by anybody, attended by anybody: across teams, too."""
    mine: dict[str, Any] = {"workspace": SINGLE}
    led_by, *there = chance.sample(ids, chance.randrange(2, 7))
    held_on, kind = _before(chance, 90), chance.choice(["team", "team", "asye", "asye_training"])
    signed_off_on = held_on if chance.random() < 0.5 else None
    row = GroupRow(**mine, id=group_id, held_on=held_on, facilitator_id=led_by, kind=kind, signed_off_on=signed_off_on)
    work.session.add(row)
    work.session.flush()
    work.session.add_all(GroupAttendeeRow(**mine, group_id=group_id, person_id=each) for each in there)
    for ref in chance.sample(refs, chance.randrange(3)):
        work.session.add(GroupCaseRow(**mine, group_id=group_id, case_ref=ref))
        entry = {"worker_id": there[0], "by_id": led_by, "kind": "group", "discussed_on": held_on}
        filed_on = held_on if chance.random() < 0.7 else None
        work.session.add(DiscussionRow(**mine, case_ref=ref, **entry, filed_on=filed_on))


def _growth(work: UnitOfWork, chance: random.Random, ids: list[str], person_id: str) -> None:
    mine: dict[str, Any] = {"workspace": SINGLE, "person_id": person_id, "by_id": chance.choice(ids[:4])}
    for kind in ("plan", "review"):
        if chance.random() < 0.6:
            work.session.add(ConversationRow(**mine, kind=kind, held_on=_before(chance, 300)))
    if chance.random() < 0.3:
        work.session.add(ProbationRow(**mine, assessed_on=_before(chance, 200)))
    if chance.random() < 0.5:
        pair = {"workspace": SINGLE, "supervisee_id": person_id, "supervisor_id": mine["by_id"]}
        assessed_on = day("2026-06-14") if chance.random() < 0.5 else None
        work.session.add(SessionRow(**pair, planned_on=day("2026-06-22"), assessed_on=assessed_on))


def _brought(work: UnitOfWork, chance: random.Random, refs: list[str]) -> None:
    """To sessions held, and onto the files of children."""
    mine: dict[str, Any] = {"workspace": SINGLE}
    for session_id in work.session.scalars(select(SessionRow.id).where(SessionRow.held_on.is_not(None))).all():
        for ref in chance.sample(refs, chance.randrange(3)):
            work.session.add(DirectWorkRow(**mine, session_id=session_id, case_ref=ref, state="planned"))
        for number in range(chance.randrange(3)):
            work.session.add(FrontDoorCaseRow(**mine, session_id=session_id, number=f"10{number}", criterion=number + 1))
    for ref in chance.sample(refs, len(refs) // 2):
        work.session.add_all(CaseChildRow(**mine, case_ref=ref, child_ref=f"C{child}") for child in range(2))
    for discussion_id in work.session.scalars(select(DiscussionRow.id)).all():
        for child in range(chance.randrange(3)):
            row = EvidenceRow(**mine, discussion_id=discussion_id, child_ref=f"C{child}", evidenced_on=day("2026-06-14"))
            work.session.add(row)


def _before(chance: random.Random, days: int) -> date:
    return date(2026, 6, 15) - timedelta(days=chance.randrange(days))
