"""Group sessions: who may say that one took place, what is owed of it, and how long it is kept."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from scheduling.errors import SupervisionError
from storage import SINGLE, errors, packs
from storage.lifecycle import forgetting, running
from storage.lifecycle.schedule import parse
from storage.models import (
    AllocationRow,
    CaseRow,
    DiscussionRow,
    DiscussionWorkerRow,
    GroupAttendeeRow,
    GroupRow,
    PersonRow,
    TrailRow,
)
from storage.records.groups import GroupView
from storage.rederive import nightly
from storage.store import Store
from storage.unit import UnitOfWork
from tests.storage.council import at, day, who

NOW = at("2026-03-24T15:00")
TODAY = day("2026-03-24")
REF = "M100001"


def hold(work: UnitOfWork, viewer: str = "tom", attendees: tuple[str, ...] = ("ann", "bob"), **said: Any) -> GroupView:
    """Tom led it today, with these; the first was the caseworker."""
    told: dict[str, Any] = {"facilitator_id": "tom", "on": TODAY} | said
    parts = {each: "observer" if spot else "caseworker" for spot, each in enumerate(attendees)}
    return work.groups.hold(viewer=who(work, viewer), attendees=parts, **told)


def owed(work: UnitOfWork, person_id: str, kind: str) -> dict[str, date]:
    """When, by the case or the group it is about."""
    found = work.obligations.of(person_id, viewer=who(work, person_id))
    return {each.case_ref or each.about: each.due_on for each in found if each.kind == kind}


def test_a_group_is_shown_to_everybody_who_was_there_as_it_was_told(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        parts = {"ann": "caseworker", "bob": "advisor", "dan": "observer"}
        told: dict[str, Any] = {"facilitator_id": "tom", "on": TODAY, "cases": [REF], "format": "case_focused"}
        held = work.groups.hold(viewer=who(work, "tom"), attendees=parts, outside_count=2, **told)
        assert (held.held_on, held.facilitator_id, held.kind, held.format) == (TODAY, "tom", "team", "case_focused")
        assert (dict(held.attendees), held.cases, held.outside_count, held.signed_off_on) == (parts, (REF,), 2, None)
        for person in ("tom", *parts):
            assert work.groups.of(person, viewer=who(work, person)) == [held]
            assert work.groups.get(held.id, viewer=who(work, person)) == held
        assert work.groups.of("tim", viewer=who(work, "tim")) == []


@pytest.mark.parametrize("viewer", ["tom", "ann", "sue", "zoe", "tim", "dan"])
def test_whoever_was_there_or_is_above_somebody_there_may_say_so(council: Store, viewer: str) -> None:
    """Dan is of Tim's team: other teams may be included (MAN-1.1.3-c)."""
    with council.work(SINGLE, NOW) as work:
        assert set(hold(work, viewer, ("ann", "dan")).attendees) == {"ann", "dan"}


REFUSED: dict[str, tuple[type[SupervisionError], dict[str, Any]]] = {
    "by nobody of it": (errors.NotFound, {"viewer": "tim"}),
    "with somebody nobody knows": (errors.NotFound, {"attendees": ("ann", "eve")}),
    "led by somebody nobody knows": (errors.NotFound, {"facilitator_id": "eve"}),
    "on a case nobody knows": (errors.NotFound, {"cases": ["M999999"]}),
    "on a case of nobody there": (errors.NotFound, {"cases": ["M200001"]}),
    "without anybody": (errors.NobodyThere, {"attendees": ()}),
    "with nobody but its facilitator": (errors.NobodyThere, {"attendees": ("tom",)}),
    "tomorrow": (errors.InTheFuture, {"on": day("2026-03-25")}),
    "before somebody started": (errors.BeforeTheStart, {"on": day("2019-12-31")}),
    "after somebody left": (errors.AfterTheyLeft, {"attendees": ("ann", "gone")}),
    "on a case not opened yet": (errors.BeforeTheCaseOpened, {"on": day("2026-03-01"), "cases": [REF]}),
    "on a case closed": (errors.CaseClosed, {"cases": [REF, "M100002"]}),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_have_been_is_refused_and_nothing_of_it_stored(council: Store, what: str) -> None:
    refusal, said = REFUSED[what]
    with council.work(SINGLE, NOW) as work:
        row = work.session.get_one(PersonRow, (SINGLE, "bob"))
        left = {name: getattr(row, name) for name in ("level", "role", "started_on", "manager_id")}
        unlike = {"id": "gone", "name": "Gone", "name_key": "gone", "email": "gone@council.example"}
        work.session.add(PersonRow(workspace=SINGLE, **left, **unlike, left_on=TODAY))
        work.session.get_one(CaseRow, (SINGLE, "M100002")).closed_on = TODAY
        work.session.flush()
        with pytest.raises(refusal) as refused:
            hold(work, **said)
        assert type(refused.value) is refusal
        assert work.session.scalars(select(GroupRow)).all() == []
        assert work.session.scalars(select(GroupAttendeeRow)).all() == []


READS: dict[str, Callable[[UnitOfWork, str, str], Any]] = {
    "get": lambda work, group, viewer: work.groups.get(group, viewer=who(work, viewer)),
    "of": lambda work, group, viewer: work.groups.of("ann", viewer=who(work, viewer)),
    "to_relay": lambda work, group, viewer: work.groups.to_relay("ann", viewer=who(work, viewer)),
    "relay": lambda work, group, viewer: work.groups.relay(group, viewer=who(work, viewer), person_id="ann"),
    "sign_off": lambda work, group, viewer: work.groups.sign_off(group, viewer=who(work, viewer)),
}


@pytest.mark.parametrize("name", READS)
def test_to_whoever_may_not_see_it_a_group_reads_as_if_it_were_not_there(council: Store, name: str) -> None:
    with council.work(SINGLE, NOW) as work:
        group = hold(work).id
        said = set[str]()
        for asked, viewer in ((group, "tim"), (group, "dan"), ("no such group", "tim")):
            with pytest.raises(errors.NotFound) as refused:
                READS[name](work, asked, viewer)
            said.add(refused.value.sentence)
        assert len(said) == 1


def test_of_a_group_of_two_teams_each_manager_reads_their_own_cases(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        group = hold(work, attendees=("ann", "dan"), cases=[REF, "M200001"])
        read = {viewer: work.groups.get(group.id, viewer=who(work, viewer)).cases for viewer in ("ann", "tim", "sue")}
        assert read == {"ann": (REF, "M200001"), "tim": ("M200001",), "sue": (REF, "M200001")}
        (listed,) = work.groups.of("dan", viewer=who(work, "tim"))
        assert listed.cases == ("M200001",)


# ---- signed off by whoever led it


def test_a_group_is_owed_its_facilitators_name_until_they_sign_it_off(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        group = hold(work, on=day("2026-03-23"))
        about = f"group {group.id}"
        assert owed(work, "tom", "record_session") == {about: day("2026-03-28")}
        (open_one,) = [each for each in work.obligations.held_by(who(work, "tom")) if each.about == about]
        assert work.groups.to_sign_off(who(work, "tom")) == [group]
        for viewer in ("ann", "sue"):
            with pytest.raises(errors.ForTheFacilitator):
                work.groups.sign_off(group.id, viewer=who(work, viewer))
        assert work.groups.sign_off(group.id, viewer=who(work, "tom")).signed_off_on == TODAY
        assert owed(work, "tom", "record_session") == {}
        assert work.groups.to_sign_off(who(work, "tom")) == []
        closed = work.obligations.get(open_one.id, viewer=who(work, "tom"))
        assert (closed.closed_how, closed.closed_on) == ("recorded", TODAY)
        with pytest.raises(errors.SignedAlready):
            work.groups.sign_off(group.id, viewer=who(work, "tom"))


# ---- its ideas brought to each one's own supervision


def test_ideas_wait_until_the_caseworker_brings_them_to_their_own_supervision(council: Store) -> None:
    def waiting(*people: str) -> list[tuple[str, str]]:
        return [(person, each.id) for person, each in work.groups.to_relay(*people, viewer=who(work, "tom"))]

    with council.work(SINGLE, NOW) as work:
        first, second = hold(work, on=day("2026-03-20")).id, hold(work).id
        third = hold(work, attendees=("bob", "ann"), on=day("2026-03-21")).id
        assert waiting("ann") == [("ann", first), ("ann", second)]
        assert waiting("bob", "ann") == [("ann", first), ("bob", third), ("ann", second)]
        work.groups.relay(first, viewer=who(work, "ann"), person_id="ann")
        work.groups.relay(second, viewer=who(work, "tom"), person_id="ann")
        assert waiting("ann", "bob") == [("bob", third)]
        assert work.groups.get(first, viewer=who(work, "tom")).relayed == {"ann"}
        with pytest.raises(errors.NotFound):  # he was not there
            work.groups.relay(first, viewer=who(work, "tim"), person_id="dan")


# ---- the cases it spoke of


def _discussions(work: UnitOfWork) -> list[tuple[Any, ...]]:
    row = DiscussionRow
    found = work.session.execute(select(row.case_ref, row.worker_id, row.by_id, row.discussed_on).where(row.kind == "group"))
    return sorted(tuple(each) for each in found)


def test_a_case_was_discussed_in_a_group_for_those_of_its_workers_who_were_there(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        helps = {"workspace": SINGLE, "case_ref": REF, "role": "co_worker", "from_on": day("2026-03-02")}
        work.session.add(AllocationRow(**helps, worker_id="bob"))
        gone = {"workspace": SINGLE, "case_ref": REF, "from_on": day("2026-03-03"), "until_on": TODAY}
        work.session.add(AllocationRow(**gone, worker_id="dan"))
        hold(work, attendees=("bob", "ann", "dan"), on=day("2026-03-20"), cases=[REF.lower(), REF, "M200001"])
        assert _discussions(work) == [
            ("M100001", "ann", "tom", day("2026-03-20")),
            ("M200001", "dan", "tom", day("2026-03-20")),
        ]
        also = select(DiscussionWorkerRow.person_id).join(DiscussionRow, DiscussionRow.id == DiscussionWorkerRow.discussion_id)
        assert set(work.session.scalars(also.where(DiscussionRow.case_ref == REF))) == {"bob", "dan"}


def test_a_case_whose_worker_was_not_there_or_led_the_group_was_not_discussed_with_them(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        hold(work, "sue", ("bob", "tom"), facilitator_id="ann", cases=[REF])
        hold(work, attendees=("bob",), cases=[REF])
        assert _discussions(work) == []


def test_what_a_group_said_of_a_case_is_owed_to_the_case_system_and_never_resets_wokinghams_clock(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        hold(work, cases=[REF])
        assert owed(work, "ann", "record_discussion") == {REF: day("2026-03-29")}
        assert owed(work, "ann", "first_case_discussion") == {REF: day("2026-04-02")}
        row = work.session.scalars(select(DiscussionRow).where(DiscussionRow.kind == "group")).one()
        row.filed_on = TODAY
        work.session.flush()
        work.index.refresh(cases=[REF])
        assert owed(work, "ann", "record_discussion") == {}
        assert owed(work, "ann", "first_case_discussion") == {REF: day("2026-04-02")}


def test_a_group_led_by_the_supervisor_and_filed_is_case_supervision_in_manchester(council: Store) -> None:
    council.policy = packs.load("manchester")
    with council.work(SINGLE, NOW) as work:
        work.index.refresh_all()
        hold(work, cases=[REF])
        row = work.session.scalars(select(DiscussionRow).where(DiscussionRow.kind == "group")).one()
        cases = {each.why for each in work.index.refresh(cases=[REF]).owed.values() if each.kind == "case_discussion"}
        assert not any("last discussed" in why for why in cases)
        row.filed_on = TODAY
        work.session.flush()
        (why,) = {each.why for each in work.index.refresh(cases=[REF]).owed.values() if each.kind == "case_discussion"}
        assert why.startswith("last discussed 2026-03-24")


# ---- what a group fulfils


def test_a_teams_group_and_the_groups_of_an_assessed_year_move_on_when_one_is_held(council: Store) -> None:
    council.policy = packs.load("manchester")
    with council.work(SINGLE, NOW) as work:
        work.session.get_one(PersonRow, (SINGLE, "ann")).asye_from = day("2026-03-02")
        work.session.flush()
        work.index.refresh_all()
        kinds = {"group_supervision": "tom", "asye_group": "ann", "asye_training": "ann"}
        before = {kind: owed(work, person, kind)[""] for kind, person in kinds.items()}
        assert (before["asye_group"], before["asye_training"]) == (day("2026-04-02"), day("2026-05-02"))
        hold(work, facilitator_id="bob", attendees=("ann",))  # of Tom's team, whoever leads it
        assert owed(work, "tom", "group_supervision") == {"": day("2026-04-24")}
        assert owed(work, "ann", "asye_group") == {"": before["asye_group"]}
        for kind, due_on in (("asye_group", day("2026-04-24")), ("asye_training", day("2026-05-24"))):
            hold(work, "dan", ("ann",), facilitator_id="dan", kind="asye" if kind == "asye_group" else kind)
            assert owed(work, "ann", kind) == {"": due_on}
        work.commit()
    found = nightly(council, SINGLE, NOW)
    assert (found.differences.total, found.repaired) == (0, {})


# ---- how long it is kept


ROWS = parse("[personal_supervision]\nkeep = { years = 6 }\nthen = 'row'")


def _leave(store: Store, on: str, *people: str) -> None:
    with store.work(SINGLE, at(on)) as work:
        for person in people:
            work.session.get_one(PersonRow, (SINGLE, person)).left_on = day(on)
        work.session.flush()
        work.index.refresh_all()
        work.commit()


def _planned(store: Store, now: str) -> list[tuple[str, date]]:
    with store.read(SINGLE, at(now)) as work:
        return [(item.id, item.from_on) for item in running.plan(work, ROWS).items if item.table == "groups"]


def test_a_group_is_kept_while_anybody_who_took_part_is_here_and_then_goes_with_all_of_it(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        group = hold(work, cases=[REF]).id
        work.commit()
    _leave(council, "2026-05-01", "tom", "ann")
    assert _planned(council, "2040-01-01") == []
    _leave(council, "2027-05-01", "bob")
    assert _planned(council, "2033-04-30") == []
    assert _planned(council, "2033-05-01") == [(group, day("2027-05-01"))]
    now = at("2033-05-01")
    nightly(council, SINGLE, now)
    with council.read(SINGLE, now) as work:
        zoe, keys = who(work, "zoe"), [item.key for item in running.plan(work, ROWS).items]
    running.run(council, SINGLE, now, ROWS, keys, by=zoe)
    with council.reading() as session:
        assert session.scalar(select(func.count()).select_from(GroupAttendeeRow)) == 0
        assert session.scalar(select(func.count()).select_from(GroupRow)) == 0
    found = nightly(council, SINGLE, now)
    assert (found.differences.total, found.repaired) == (0, {})


def test_somebody_forgotten_took_part_under_no_name_and_the_others_as_before(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        group = hold(work, cases=[REF]).id
        work.groups.relay(group, viewer=who(work, "ann"), person_id="ann")
        work.commit()
    _leave(council, "2026-05-01", "ann")
    with council.work(SINGLE, at("2026-06-01")) as work:
        forgetting.erase(work, "ann", by=who(work, "zoe"), reason="Request 12", schedule=ROWS, early=True)
        read = work.groups.get(group, viewer=who(work, "tom"))
        assert (set(read.attendees), read.relayed, read.facilitator_id) == ({"erased-1", "bob"}, {"erased-1"}, "tom")
        work.commit()
    found = nightly(council, SINGLE, at("2026-06-01"))
    assert (found.differences.total, found.repaired) == (0, {})


def test_what_is_done_with_a_group_is_on_the_trail(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        group = hold(work).id
        work.groups.sign_off(group, viewer=who(work, "tom"))
        work.groups.relay(group, viewer=who(work, "ann"), person_id="ann")
        work.groups.of("ann", viewer=who(work, "tom"))
        work.commit()
    with council.reading() as session:
        rows = session.execute(select(TrailRow.act, TrailRow.kind, TrailRow.role).order_by(TrailRow.seq)).all()
    assert [tuple(row) for row in rows] == [
        ("recorded", "group", "supervisee"),
        ("signed", "group", "supervisee"),
        ("changed", "group", "supervisee"),
        ("listed", "group", "supervisor"),
    ]
