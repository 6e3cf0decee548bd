"""How long what is kept is kept: classes, the council's schedule, holds; a plan, and what goes by it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from scheduling.policy import Policy
from storage import SINGLE
from storage.lifecycle import holds, noting, running
from storage.lifecycle.classes import CLASSES, SEALED, TABLES
from storage.lifecycle.due import Item, candidates
from storage.lifecycle.pointing import key_of
from storage.lifecycle.schedule import Schedule, ScheduleFault, ours, parse
from storage.lifecycle.sealedrows import hanging_from, sealed_columns
from storage.models import (
    AllocationRow,
    Base,
    CaseRow,
    DiscussionRow,
    DraftRow,
    KeptWordsRow,
    PersonalMatterRow,
    PersonRow,
    PostponementRow,
    SessionRow,
    TrailRow,
)
from storage.records.grants import Wanted
from storage.rederive import nightly
from storage.stopping import Stopped
from storage.store import Store
from storage.sweep import sweep
from storage.trail import words
from storage.views import Person
from tests.databases import Databases
from tests.storage.conftest import address_of, opened
from tests.storage.council import at, day, settled, who
from tests.storage.reading import send

NOW = at("2026-03-24T14:05")
FILED = day("2026-03-24")
CANARY = "quokka"
YEARS = parse(
    """
    [personal_supervision]
    keep = { years = 6 }
    source = "Retention schedule 2025, HR 14"
    [staff]
    keep = { years = 6 }
    [access]
    keep = { years = 6 }
    [absences]
    keep = { years = 2 }
    [case_dates]
    keep = { years = 3 }
    [obligations]
    keep = { years = 1 }
    [messages]
    keep = { years = 1 }
    [alarms]
    keep = { years = 1 }
    """
)


def test_every_table_and_every_sealed_column_has_a_class() -> None:
    tables = Base.metadata.tables
    assert set(TABLES) == set(tables)
    assert set(SEALED) == {f"{name}.{column.name}" for name, table in tables.items() for column in sealed_columns(table)}
    assert {*TABLES.values(), *SEALED.values()} == set(CLASSES)


def test_whatever_is_sealed_in_a_personal_record_goes_with_its_session() -> None:
    # Why words were kept names its record by id alone, since it may be of any kind: `erasing` sees to it.
    # A filled form has a period of its own, whether or not it is of a session.
    roots = ("sessions", "records")
    reached = {"sessions", "kept_words", *(table.name for root in roots for table, _ in hanging_from(root))}
    assert {name.partition(".")[0] for name, each in SEALED.items() if each == "personal_supervision"} == reached


@pytest.mark.parametrize("then", ["content", "row"])
def test_whatever_may_go_has_a_word_in_the_trail(then: str) -> None:
    terms = YEARS.terms | parse(f"[personal_supervision]\nkeep = {{ years = 6 }}\nthen = '{then}'").terms
    tables = {each.table.__tablename__ for term in terms.values() for each in candidates(term)}
    assert "groups" in tables or then == "content"
    assert tables <= {*noting.KINDS, *noting.BY_NUMBER}
    assert {*noting.KINDS.values(), *noting.BY_NUMBER.values()} <= set(words.KINDS)


def test_without_a_schedule_only_what_is_nobodys_record_ever_goes() -> None:
    assert {name: term.keep.length for name, term in ours().terms.items()} == {"case_content": "90 days", "drafts": "14 days"}
    assert "personal_supervision" in ours().unset
    assert "personal_supervision" not in YEARS.unset


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("[personal]\nkeep = { years = 6 }", "retention.personal: no class"),
        ("[requests]\nkeep = { days = 6 }", "retention.requests: no class"),
        ("[staff]\nkeep = 6", "retention.staff.keep: one length"),
        ("[staff]\nkeep = { years = 0 }", "retention.staff.keep: one length"),
        ("[staff]\nkeep = { years = 6, months = 1 }", "retention.staff.keep: one length"),
        ("[staff]\nkeep = { hours = 6 }", "retention.staff.keep: one length"),
        ("[staff]\nkeep = { years = 6 }\nfrom = 'started_on'", "retention.staff.from: 'left_on'"),
        ("[staff]\nkeep = { years = 6 }\nthen = 'row'", "retention.staff.then: 'details'"),
        ("[staff]\nkept = { years = 6 }", "retention.staff.kept: no such key"),
        ("[personal_supervision]\nkeep = { years = 6 }\nfrom = 'held_on'\nthen = 'row'", 'goes with from = "left_on"'),
        ("[messages]\nkeep = { days = 30 }", "retention.messages.keep: at least 90 days"),
        ("staff = 6", "retention.staff: a table"),
        ("[staff", "retention: not TOML"),
    ],
)
def test_a_schedule_that_is_wrong_is_refused_with_its_place(written: str, fault: str) -> None:
    with pytest.raises(ScheduleFault) as refused:
        parse(written)
    assert fault in refused.value.sentence


def _filed(store: Store, ref: str = "M100001", *, on: Any = FILED, draft: bool = False) -> str:
    """A decision, on the case system since that day; its id."""
    with store.work(SINGLE, NOW) as work:
        made = work.decisions.log(viewer=who(work, "ann" if draft else "tom"), ref=ref, decision=CANARY, rationale=CANARY)
        if on is not None:
            work.decisions.mark_filed(made.id, viewer=who(work, "tom"), on=on)
        work.commit()
        return made.id


def _read(store: Store, decision_id: str, now: Any) -> Any:
    with store.read(SINGLE, now) as work:
        return work.decisions.read(decision_id, viewer=who(work, "tom"))


def test_the_text_of_a_filed_decision_goes_after_its_days_and_its_dates_stay(council: Store) -> None:
    filed, unfiled, draft = _filed(council), _filed(council, on=None), _filed(council, draft=True)
    before = _read(council, filed, NOW)
    last_day, after = at("2026-06-21"), at("2026-06-22")
    assert running.nightly(council, SINGLE, last_day, ours()) == 0
    assert running.nightly(council, SINGLE, after, ours()) == 1
    view = _read(council, filed, after)
    assert (view.decision, view.rationale, view.content_erased_on) == ("", "", day("2026-06-22"))
    assert (view.ref, view.by_id, view.worker_id, view.logged_at, view.filed_on) == (
        before.ref,
        before.by_id,
        before.worker_id,
        before.logged_at,
        FILED,
    )
    assert _read(council, unfiled, after).decision == CANARY
    assert _read(council, draft, after).decision == CANARY
    with council.reading() as session:
        row = session.get(DiscussionRow, filed)
        assert row is not None
        assert (row.decision, row.rationale) == (None, None)
    assert running.nightly(council, SINGLE, after, ours()) == 0


def test_the_councils_own_days_count(council: Store) -> None:
    _filed(council)
    shorter = parse("[case_content]\nkeep = { days = 30 }")
    assert running.nightly(council, SINGLE, at("2026-04-22"), shorter) == 0
    assert running.nightly(council, SINGLE, at("2026-04-23"), shorter) == 1


def test_what_was_typed_and_not_stored_goes_after_its_days(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        work.drafts.keep(who(work, "ann"), "decision", {"text": CANARY})
        work.commit()
    assert running.nightly(council, SINGLE, NOW + timedelta(days=13), ours()) == 0
    assert running.nightly(council, SINGLE, NOW + timedelta(days=14), ours()) == 1
    with council.reading() as session:
        assert session.scalar(select(func.count()).select_from(DraftRow)) == 0


def test_the_night_lets_go_of_nothing_that_is_a_record(aged: Store) -> None:
    before = _plan(aged, YEARS)
    running.nightly(aged, SINGLE, LATER, YEARS)
    after = _plan(aged, YEARS)
    kept = [item for item in before.items if item.retention_class not in ("case_content", "drafts")]
    assert kept
    assert list(after.items) == kept


LATER = at("2033-06-01")
"""Ann and Dan left in 2026; by then everything of theirs has had its time."""


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "A_PAUSE", 0)


def _age(council: Store) -> None:
    """Of everything something: ann and her notes, sue's absence, cases closed, messages sent; ann left on 1 May 2026."""
    filed = _filed(council)
    with council.work(SINGLE, NOW) as work:
        tom = who(work, "tom")
        work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day("2026-03-26"))
        work.sessions.move(viewer=tom, supervisee_id="ann", to_on=day("2026-03-30"), reason=CANARY)
        for person in ("ann", "bob"):
            held = {"supervisee_id": person, "held_on": day("2026-03-24"), "notes": CANARY, "minutes": 60}
            work.sessions.record(viewer=tom, **held, cases=["M100001"] if person == "ann" else [])
        ann = who(work, "ann")
        kept = {"kept_where": "session", "kinds": "name", "reason": CANARY, "kept_at": NOW}
        for row in work.session.scalars(select(SessionRow).where(SessionRow.held_on == day("2026-03-24"))):
            work.session.add(KeptWordsRow(workspace=SINGLE, person_id="tom", about=row.id, **kept))
        work.feeds.make(viewer=ann, instead_of=None)
        work.feeds.revoke(viewer=ann)
        (session,) = [each for each in work.sessions.of("ann", viewer=tom) if each.held_on == day("2026-03-24")]
        work.matters.write(session.id, CANARY, viewer=tom)
        given = {"category": "inspector", "purpose": "inspection", "until_on": day("2026-04-07"), "outside": "Ofsted"}
        work.grants.give(Wanted(about_id="ann", reason=CANARY, **given), viewer=who(work, "zoe"))
        work.absences.record(viewer=who(work, "zoe"), person_id="sue", from_on=day("2026-03-02"), until_on=day("2026-03-09"))
        work.drafts.keep(who(work, "bob"), "decision", {"text": CANARY})
        work.commit()
    sweep(council, SINGLE, NOW)
    for moment in (NOW, at("2026-03-25T09:05")):  # the booking is told of with the next morning
        send(council, moment)
    council.alarms.begin(SINGLE, "backlog", now=NOW)
    council.alarms.end(SINGLE, "backlog", now=NOW)
    with council.work(SINGLE, at("2026-05-01")) as work:
        work.session.get_one(PersonRow, (SINGLE, "ann")).left_on = day("2026-05-01")
        work.session.get_one(CaseRow, (SINGLE, "M100001")).closed_on = day("2026-04-30")
        work.session.get_one(DiscussionRow, filed).filed_on = day("2026-04-30")
        work.session.flush()
        work.index.refresh_all()
        work.commit()


@pytest.fixture
def aged(databases: Databases, policy: Policy) -> Iterator[Store]:
    """The council with something of every class whose time has passed by LATER."""

    def make(url: str) -> None:
        with closing(opened(url, policy)) as store:
            store.upgrade()
            settled(store, "2026-03-16")
            _age(store)

    with databases.copy(databases.template("aged", make)) as url, closing(opened(url, policy)) as store:
        yield store


def _plan(store: Store, schedule: Schedule, now: Any = LATER) -> running.Plan:
    with store.read(SINGLE, now) as work:
        return running.plan(work, schedule)


def _keys(plan: running.Plan) -> list[tuple[str, str, str]]:
    return [item.key for item in plan.items]


def _admin(store: Store) -> Person:
    with store.read(SINGLE, LATER) as work:
        return who(work, "zoe")


def _run(store: Store, schedule: Schedule, now: Any = LATER, keys: Any = None) -> running.Done:
    planned = _keys(_plan(store, schedule, now)) if keys is None else keys
    return running.run(store, SINGLE, now, schedule, planned, by=_admin(store))


UNLIKE = (
    "kept_words",
    "obligations",
    "responsible",
    "settings",
    "notices",
    "messages",
    "outbox",
    "trail",
    "trail_heads",
    "trail_names",
)
"""What hangs from, is derived, told or noted of the rest changes with it."""


def _rows(store: Store) -> dict[str, set[str]]:
    """The key of every row of every table that has one of one column."""
    with store.reading() as session:
        return {
            name: set(session.scalars(select(key_of(table))))
            for name, table in Base.metadata.tables.items()
            if name not in UNLIKE
        }


def test_a_plan_changes_nothing_and_says_whose_and_since_when(aged: Store, databases: Databases) -> None:
    before = databases.everything(address_of(aged))
    plan = _plan(aged, YEARS)
    assert databases.everything(address_of(aged)) == before
    (item,) = [each for each in plan.items if each.table == "people"]
    assert item == Item("staff", "details", "people", "ann", "ann", "", day("2026-05-01"), day("2032-05-01"))
    assert set(plan.counts) == {name for name, each in CLASSES.items() if each.then}
    assert CANARY not in str(plan)


def test_what_was_planned_is_what_goes(aged: Store) -> None:
    plan = _plan(aged, YEARS)
    before = _rows(aged)
    done = _run(aged, YEARS, keys=_keys(plan))
    assert [item.key for item in done.erased] == _keys(plan)
    assert done.left == {}
    after = _rows(aged)
    rows = {(item.table, item.id) for item in plan.items if item.then != "content"}
    gone = {(name, key) for name, keys in before.items() for key in keys - after[name]}
    hanging = ("allocations", "discussions", "discussion_workers", "case_changes")
    assert {each for each in gone if each[0] not in hanging} == {
        each for each in rows if each[0] not in ("obligations", "messages")
    }
    assert after["people"] - before["people"] == {"erased-1"}
    with aged.reading() as session:
        ann = session.scalars(select(SessionRow).where(SessionRow.supervisee_id == "erased-1", SessionRow.held_on.is_not(None)))
        assert [(row.notes, row.content_erased_on) for row in ann if row.held_on == day("2026-03-24")] == [
            (None, day("2033-06-01"))
        ]
        assert set(session.scalars(select(PostponementRow.reason))) == {""}
        assert set(session.scalars(select(PersonalMatterRow.content))) == {None}
        about = session.scalars(select(KeptWordsRow.about)).all()
        assert set(session.scalars(select(SessionRow.supervisee_id).where(SessionRow.id.in_(about)))) == {"bob"}
        bob = session.scalars(select(SessionRow.notes).where(SessionRow.supervisee_id == "bob"))
        assert CANARY in set(bob)
        assert session.scalar(select(func.count()).select_from(AllocationRow).where(AllocationRow.case_ref == "M100001")) == 0
    assert _plan(aged, YEARS).items == ()


def test_the_index_of_what_is_owed_is_as_the_facts_say_afterwards(aged: Store) -> None:
    nightly(aged, SINGLE, LATER)
    _run(aged, YEARS)
    found = nightly(aged, SINGLE, LATER)
    assert (found.differences.total, found.repaired) == (0, {})


def test_what_goes_is_noted_one_by_one_and_of_what_is_nobodys_record_how_many(aged: Store) -> None:
    plan = _plan(aged, YEARS)
    with aged.reading() as session:
        last = session.scalar(select(func.max(TrailRow.seq)))
    _run(aged, YEARS, keys=_keys(plan))
    with aged.reading() as session:
        noted = session.execute(
            select(TrailRow.kind, TrailRow.object, TrailRow.role).where(TrailRow.seq > last, TrailRow.act == "erased")
        ).all()
    by_number = {kind: object_ for kind, object_, _ in noted if kind in noting.BY_NUMBER.values()}
    assert by_number == {
        noting.BY_NUMBER[name]: f"{number} of them" for name, number in plan.counts.items() if name in noting.BY_NUMBER
    }
    ones = {(kind, object_) for kind, object_, _ in noted if kind not in by_number and kind != "person"}
    assert ones == {
        (noting.KINDS[item.table], item.id) for item in plan.items if item.table not in (*noting.BY_NUMBER, "people")
    }
    assert [kind for kind, _, _ in noted].count("person") == 1
    assert {role for _, _, role in noted} == {"administrator", ""}


def test_a_case_stays_while_a_decision_on_it_is_nowhere_else(aged: Store) -> None:
    with aged.work(SINGLE, LATER) as work:
        for row in work.session.scalars(select(DiscussionRow).where(DiscussionRow.decision.is_not(None))):
            row.filed_on = None
        work.commit()
    assert {item.retention_class for item in _plan(aged, YEARS).items} & {"case_content", "case_dates"} == set()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE outbox SET state = 'uncertain'",
        "UPDATE notices SET obligation_id = (SELECT min(id) FROM obligations WHERE closed_at IS NULL)",
    ],
)
def test_a_message_on_its_way_or_about_what_is_still_owed_stays(aged: Store, change: str) -> None:
    assert "messages" in _plan(aged, YEARS).counts
    with aged.writing() as session:
        session.execute(text(change))
        session.commit()
    assert "messages" not in _plan(aged, YEARS).counts


def test_what_others_owe_is_derived_anew_when_a_leavers_rows_go(aged: Store) -> None:
    """Sue audited Tom's records; the rows go while the period that audit counts in still runs."""
    soon = at("2026-05-04")
    with aged.work(SINGLE, at("2026-05-01")) as work:
        work.audits.record(viewer=who(work, "sue"), of_id="tom", on=day("2026-04-20"))
        work.session.get_one(PersonRow, (SINGLE, "tom")).left_on = day("2026-05-01")
        work.session.flush()
        work.index.refresh_all()
        work.commit()
    nightly(aged, SINGLE, soon)
    done = _run(aged, parse("[personal_supervision]\nkeep = { days = 1 }\nthen = 'row'"), soon)
    assert {item.table for item in done.erased} >= {"sessions", "agreements", "observations", "audits"}
    found = nightly(aged, SINGLE, soon)
    assert (found.differences.total, found.repaired) == (0, {})


def test_only_what_is_in_the_plan_goes(aged: Store) -> None:
    plan = _plan(aged, YEARS)
    only = [each.key for each in plan.items if each.table == "absences"]
    _run(aged, YEARS, keys=only)
    assert _keys(_plan(aged, YEARS)) == [key for key in _keys(plan) if key not in only]


def test_a_name_stays_while_anything_written_of_theirs_does(aged: Store) -> None:
    longer = parse("[staff]\nkeep = { years = 1 }\n[personal_supervision]\nkeep = { years = 35 }")
    plan = _plan(aged, longer)
    assert [item.id for item in plan.needed] == ["ann"]
    assert [item.table for item in plan.items if item.table in ("people", "sessions")] == []


def test_a_run_broken_off_goes_on_where_it_was(aged: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = _keys(_plan(aged, YEARS))

    class PowerCut(Exception):
        pass

    def cut(name: str, done: int, total: int) -> None:
        if name == "absences":
            raise PowerCut

    monkeypatch.setattr(running, "A_TURN", 2)
    with pytest.raises(PowerCut):
        running.run(aged, SINGLE, LATER, YEARS, planned, by=_admin(aged), progress=cut)
    left = _keys(_plan(aged, YEARS))
    assert 0 < len(left) < len(planned)
    assert left == [key for key in planned if key in set(left)]
    done = _run(aged, YEARS, keys=planned)
    assert [item.key for item in done.erased] == left
    assert set(done.left) == set(planned) - set(left)
    assert _plan(aged, YEARS).items == ()


def test_a_run_told_to_stop_does_so_between_two_turns_and_the_rest_goes_another_time(
    aged: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned, turns = _keys(_plan(aged, YEARS)), iter((False, False))
    monkeypatch.setattr(running, "A_TURN", 1)
    with pytest.raises(Stopped):
        running.run(aged, SINGLE, LATER, YEARS, planned, by=_admin(aged), told=lambda: next(turns, True))
    left = _keys(_plan(aged, YEARS))
    assert left == planned[2:]
    assert [item.key for item in _run(aged, YEARS, keys=left).erased] == left


def _hold(store: Store, **of: str) -> str:
    with store.work(SINGLE, LATER) as work:
        placed = holds.place(work, by=who(work, "zoe"), reason="Court order of 1 May", **of)
        work.commit()
        return placed.id


def _written(store: Store, person: str) -> set[str | None]:
    with store.reading() as session:
        return set(session.scalars(select(SessionRow.notes).where(SessionRow.supervisee_id == person)))


@pytest.mark.parametrize(
    ("held", "kept", "goes"),
    [
        # Ann's notes, and her case with the allocation that names her.
        ({"person_id": "ann"}, {"sessions", "people", "cases", "discussions", "messages"}, {"absences", "alarms", "drafts"}),
        # Tom supervised Ann: her record is his as well.
        ({"person_id": "tom"}, {"sessions", "people", "discussions"}, {"absences", "alarms"}),
        ({"person_id": "sue"}, {"absences"}, {"discussions", "alarms"}),
        # The session in which the case was discussed, and who worked it.
        ({"case_ref": "M100001"}, {"cases", "discussions", "sessions", "people"}, {"absences", "alarms", "drafts"}),
    ],
)
def test_while_it_is_held_nothing_of_it_goes_by_anything(
    aged: Store, held: dict[str, str], kept: set[str], goes: set[str]
) -> None:
    planned = _plan(aged, YEARS)
    hold_id = _hold(aged, **held)
    plan = _plan(aged, YEARS)
    assert kept <= {item.table for item in plan.held}
    assert goes <= {item.table for item in plan.items}
    assert {item.key for item in plan.held} | {item.key for item in plan.items} | {item.key for item in plan.needed} == {
        item.key for item in planned.items
    }
    done = _run(aged, YEARS, keys=_keys(planned))  # planned before it was held
    assert {key for key, why in done.left.items() if why == "held"} == {item.key for item in plan.held}
    if "sessions" in kept:
        assert CANARY in _written(aged, "ann")
    running.nightly(aged, SINGLE, LATER, YEARS)
    assert {item.key for item in _plan(aged, YEARS).held} == {item.key for item in plan.held}
    with aged.work(SINGLE, LATER) as work:
        holds.release(work, hold_id, by=who(work, "zoe"), reason="The court has ended it")
        work.commit()
    _run(aged, YEARS)
    assert _plan(aged, YEARS).items == ()
    assert _plan(aged, YEARS).held == ()


def test_what_is_held_meanwhile_stays_though_the_run_has_begun(aged: Store) -> None:
    planned, held = _keys(_plan(aged, YEARS)), list[str]()

    def hold(name: str, done: int, total: int) -> None:
        if not held:
            held.append(_hold(aged, person_id="ann"))

    running.run(aged, SINGLE, LATER, YEARS, planned, by=_admin(aged), progress=hold)
    assert CANARY in _written(aged, "ann")


def test_a_hold_is_kept_with_its_sealed_reason_and_who_released_it(aged: Store, databases: Databases) -> None:
    hold_id = _hold(aged, person_id="ann")
    with aged.work(SINGLE, LATER) as work:
        holds.release(work, hold_id[:8], by=who(work, "sue"), reason="The court has ended it")
        work.commit()
    with aged.read(SINGLE, LATER) as work:
        assert holds.listed(work) == []
        (over,) = holds.listed(work, released=True)
    assert (over.placed_by_id, over.released_by_id, over.reason, over.release_reason) == (
        "zoe",
        "sue",
        "Court order of 1 May",
        "The court has ended it",
    )
    assert b"ended it" not in (every := databases.everything(address_of(aged)))
    assert b"order of" not in every


@pytest.mark.parametrize(
    ("of", "reason", "error"),
    [
        ({"person_id": "nobody"}, "x", holds.NothingToHold),
        ({"case_ref": "M999999"}, "x", holds.NothingToHold),
        ({"person_id": "ann"}, "  ", holds.ReasonNeeded),
    ],
)
def test_a_hold_on_nothing_or_for_no_reason_is_refused(
    council: Store, of: dict[str, str], reason: str, error: type[Exception]
) -> None:
    with council.work(SINGLE, NOW) as work, pytest.raises(error):
        holds.place(work, by=who(work, "zoe"), reason=reason, **of)


def test_releasing_what_is_not_held_is_refused(council: Store) -> None:
    with council.work(SINGLE, NOW) as work:
        for hold_id in ("", "x"):
            with pytest.raises(holds.NoSuchHold):
                holds.release(work, hold_id, by=who(work, "zoe"), reason="x")


def test_another_workspace_is_never_looked_at(aged: Store) -> None:
    with aged.read("other", LATER) as work:
        assert running.plan(work, YEARS) == running.Plan(())
