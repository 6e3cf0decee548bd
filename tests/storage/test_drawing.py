"""Samples drawn and kept: the same from one seed on both databases, once a period, and drawn again from the register."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import func, select, update

from scheduling.sampling import FIRST, NOW, Drawn, File, draw
from storage import SINGLE, packs
from storage.drawing import draw_samples
from storage.drawnagain import check
from storage.errors import NotFound
from storage.models import AbsenceRow, AuditDrawRow, AuditRow, AuditSampleRow, PersonRow, RelationshipRow
from storage.rederive import nightly
from storage.store import Store
from tests.databases import Databases
from tests.storage.conftest import opened, settled_url
from tests.storage.council import at, day, person_row, sampled, who

SEED = "printed"
TUESDAY = at("2026-03-17")


@pytest.fixture
def council(databases: Databases) -> Iterator[Store]:
    """Zoe over Sue over Tom (Ann, Bob) and Tim (Dan), under Manchester's policy."""
    with databases.copy(settled_url(databases, packs.load("wokingham"))) as url:
        store = opened(url, packs.load("manchester"))
        yield store
        store.close()


def kept(store: Store, auditor: str, rule: str) -> list[Drawn]:
    with store.read(SINGLE, TUESDAY) as work:
        row, of = AuditSampleRow, AuditDrawRow
        query = select(row).join(of, of.id == row.draw_id).where(of.auditor_id == auditor, of.rule == rule)
        return [
            Drawn(each.of_id, each.by_id, each.turn, each.rag)
            for each in work.session.scalars(query.order_by(of.begins_on, row.place))
        ]


def test_the_same_seed_gives_the_same_sample_whatever_keeps_it(council: Store) -> None:
    """What is kept is what the seed alone says of these files, so it is the same on SQLite and on PostgreSQL."""
    assert draw_samples(council, SINGLE, TUESDAY, SEED) == 5
    files = [File("dan", "tim"), File("ann", "tom"), File("bob", "tom")]
    expected = draw(f"{SEED} MAN-5.3-a sue 2026-03-01", files, 4, rag=2)
    assert kept(council, "sue", "MAN-5.3-a") == expected
    assert len(expected) == 3, "of a service with three files three are drawn"
    of_quarter = draw(f"{SEED} MAN-5.3-f sue 2026-01-01", files, 1)
    assert kept(council, "sue", "MAN-5.3-f") == of_quarter
    assert kept(council, "tom", "MAN-5.3-g") == [Drawn("dan", "tim", 1)]
    assert {each.of for each in kept(council, "tim", "MAN-5.3-g")} <= {"ann", "bob"}
    assert {each.is_same_sample for each in check(council, SINGLE, at("2026-03-31"), day("2026-03-20"))} == {True}


def test_what_is_drawn_stays_whoever_draws_again_and_however_many_at_once(council: Store) -> None:
    with ThreadPoolExecutor(4) as clocks:
        made = list(clocks.map(lambda seed: draw_samples(council, SINGLE, TUESDAY, f"clock {seed}"), range(4)))
    assert sum(made) == 5
    before = kept(council, "sue", "MAN-5.3-a")
    nightly(council, SINGLE, at("2026-03-18T02:30"))
    assert kept(council, "sue", "MAN-5.3-a") == before
    with council.read(SINGLE, TUESDAY) as work:
        assert work.session.scalar(select(func.count()).select_from(AuditDrawRow)) == 5


@pytest.mark.parametrize(
    ("night", "drawn"),
    [("2026-08-01T02:30", False), ("2026-08-03T02:30", True), ("2026-05-01T02:30", True), ("2026-03-01T02:30", False)],
)
def test_the_night_before_the_first_working_day_draws(council: Store, night: str, drawn: bool) -> None:
    nightly(council, SINGLE, at(night))
    with council.read(SINGLE, at(night)) as work:
        first = work.today.replace(day=1)
        rows = select(AuditDrawRow.rule).where(AuditDrawRow.begins_on == first, AuditDrawRow.rule == "MAN-5.3-a")
        assert bool(work.session.scalar(rows)) == drawn


def test_who_comes_to_owe_one_later_has_it_the_night_after(council: Store) -> None:
    draw_samples(council, SINGLE, TUESDAY, SEED)
    with council.work(SINGLE, TUESDAY) as work:
        work.session.add(person_row("sia", "zoe", level="service_manager", role="non_case_holder"))
        work.commit()
    assert draw_samples(council, SINGLE, at("2026-03-19"), "later") == 3
    assert kept(council, "sia", "MAN-5.3-a") == [], "nobody is below her"


def test_who_comes_into_post_in_a_month_has_a_sample_of_the_next(council: Store) -> None:
    with council.work(SINGLE, TUESDAY) as work:
        came = {"started_on": day("2026-03-10"), "level": "service_manager", "role": "non_case_holder"}
        work.session.add(person_row("sia", "zoe", **came))
        work.commit()
    drawn = {}
    for month in ("2026-03-17", "2026-04-01", "2026-07-01"):
        draw_samples(council, SINGLE, at(month), SEED)
        drawn[month] = {each.rule for each in check(council, SINGLE, at(month), day(month)) if each.auditor_id == "sia"}
    assert drawn == {
        "2026-03-17": set(),
        "2026-04-01": {"MAN-5.3-a", "MAN-5.3-f"},
        "2026-07-01": {"MAN-5.3-a", "MAN-5.3-f", "MAN-5.3-g"},
    }


def test_three_months_of_samples_come_round_and_a_correction_of_the_register_is_told(council: Store) -> None:
    for month in ("2026-03-17", "2026-04-01", "2026-05-01"):
        draw_samples(council, SINGLE, at(month), f"seed of {month}")
    seen = kept(council, "sue", "MAN-5.3-a")
    assert len(seen) == 9
    assert {each.turn for each in seen} == {1, 2, 3}
    assert all({each.of for each in seen if each.turn == turn} == {"ann", "bob", "dan"} for turn in (1, 2, 3))
    with council.work(SINGLE, at("2026-05-02")) as work:
        work.session.execute(update(PersonRow).where(PersonRow.id == "bob").values(level="supervisor"))
        work.commit()
    found = {
        each.rule: each for each in check(council, SINGLE, at("2026-05-02"), day("2026-05-02")) if each.auditor_id == "sue"
    }
    assert not found["MAN-5.3-a"].is_same_pool


def test_what_the_version_before_drew_is_still_drawn_again_as_it_was(council: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tim covered for Tom in January, and Sia came in March: by the first method, of which none was noted, he could be given a
    file of Tom's, and she had the samples of what was left of the month, the quarter and the half-year.
    """
    with council.work(SINGLE, at("2026-01-05")) as work:
        covered = {"person_id": "tom", "cover_id": "tim", "from_on": day("2026-01-05"), "until_on": day("2026-01-30")}
        work.session.add(AbsenceRow(workspace=SINGLE, recorded_on=day("2026-01-05"), **covered))
        came = {"started_on": day("2026-03-10"), "level": "service_manager", "role": "non_case_holder"}
        work.session.add(person_row("sia", "zoe", **came))
        work.commit()
    with monkeypatch.context() as before:
        before.setattr("storage.drawing.NOW", FIRST)
        draw_samples(council, SINGLE, TUESDAY, SEED)
    with council.work(SINGLE, TUESDAY) as work:
        work.session.execute(update(AuditDrawRow).values(method=None))
        work.commit()
    (given,) = kept(council, "tim", "MAN-5.3-g")
    assert given.by == "tom"
    again = check(council, SINGLE, at("2026-03-31"), day("2026-03-20"))
    assert {each.says for each in again} == {"the same"}
    assert {each.rule for each in again if each.auditor_id == "sia"} == {"MAN-5.3-a", "MAN-5.3-f", "MAN-5.3-g"}
    draw_samples(council, SINGLE, at("2026-07-01"), SEED)
    assert kept(council, "tim", "MAN-5.3-g") == [given], "nobody audits what they covered"
    assert {each.says for each in check(council, SINGLE, at("2026-07-02"), day("2026-07-01"))} == {"the same"}


@pytest.mark.parametrize(
    ("method", "came", "first_until"), [(NOW, {"tim", "tom"}, day("2026-06-30")), (FIRST, {"tam", "tex"}, None)]
)
def test_whose_year_is_up_is_drawn_first_and_each_is_drawn_again_by_its_own_method(
    council: Store, monkeypatch: pytest.MonkeyPatch, method: int, came: set[str], first_until: date | None
) -> None:
    """Zoe, a head of locality, saw the files of Tom and Tim in spring, the others in winter: chance alone takes the others."""
    seen = {"tom": "2025-04-01", "tim": "2025-05-06", "tex": "2025-12-01", "tam": "2026-01-07"}
    audited = {"workspace": SINGLE, "auditor_id": "zoe", "kind": "file_audit"}
    with council.work(SINGLE, TUESDAY) as work:
        work.session.execute(update(PersonRow).where(PersonRow.id == "zoe").values(level="head_of_locality"))
        for who_id, below in (("tex", "x1"), ("tam", "x2")):
            work.session.add(person_row(who_id, "sue", level="supervisor", role="non_case_holder"))
            work.session.add(person_row(below, who_id))
            work.session.flush()
            for pair in ((who_id, "sue"), (below, who_id)):
                tie = dict(zip(("supervisee_id", "supervisor_id"), pair, strict=True))
                work.session.add(RelationshipRow(workspace=SINGLE, from_on=day("2025-01-01"), **tie))
        for of_id, on in seen.items():
            work.session.add(AuditRow(of_id=of_id, audited_on=day(on), finished_on=day(on), **audited))
        work.commit()
    monkeypatch.setattr("storage.drawing.NOW", method)
    draw_samples(council, SINGLE, TUESDAY, "others 3")
    assert {each.of for each in kept(council, "zoe", "MAN-5.3-c")} == came
    with council.work(SINGLE, at("2026-03-17T15:00")) as work:
        zoe = who(work, "zoe")
        mine = [each for each in work.samples.to_do(zoe) if each.rule == "MAN-5.3-c"]
        assert {each.first_until for each in mine} == {first_until}
        work.audits.record_sample(mine[0].id, viewer=zoe, on=day("2026-03-17"))
        work.commit()

    def again() -> set[str]:
        found = check(council, SINGLE, at("2026-03-31"), day("2026-03-20"))
        return {each.says for each in found if each.rule == "MAN-5.3-c"}

    assert again() == {"the same"}, "whatever was audited on the day it was drawn"
    with council.work(SINGLE, at("2026-03-31")) as work:
        work.session.execute(update(AuditRow).where(AuditRow.of_id == "tim").values(audited_on=day("2026-03-02")))
        work.commit()
    corrected = "the register or an earlier audit has been corrected since: it cannot be told"
    assert again() == {"the same" if method == FIRST else corrected}


def test_one_of_another_period_that_could_not_be_audited_comes_again(council: Store) -> None:
    draw_samples(council, SINGLE, TUESDAY, SEED)
    with council.work(SINGLE, TUESDAY) as work:
        sue = who(work, "sue")
        first = work.samples.to_do(sue)[0]
        assert work.samples.redraw(first.id, viewer=sue, because="away") is None, "every other is in the sample already"
        work.commit()
    draw_samples(council, SINGLE, at("2026-04-01"), SEED)
    april = kept(council, "sue", "MAN-5.3-a")[3:]
    assert [each.turn for each in april if each.of == first.of_id] == [1]
    assert len(april) == 3


def test_one_drawn_in_place_of_another_in_the_month_after_a_round_closed_is_of_the_round_that_begins(council: Store) -> None:
    """Of eight files four come a month: April closes the first round, May's are of the second, and so is what replaces one."""
    joining = [(f"x{number}", "tom" if number < 3 else "tim") for number in range(5)]
    with council.work(SINGLE, TUESDAY) as work:
        work.session.add_all([person_row(person, supervisor, level="practitioner") for person, supervisor in joining])
        work.session.flush()
        since = day("2025-01-01")
        for person, supervisor in joining:
            whose = {"supervisee_id": person, "supervisor_id": supervisor, "from_on": since}
            work.session.add(RelationshipRow(workspace=SINGLE, id=f"r {person}", **whose))
        work.commit()
    for month in ("2026-03-17", "2026-04-01", "2026-05-01"):
        draw_samples(council, SINGLE, at(month), f"seed of {month}")
    with council.work(SINGLE, at("2026-05-05")) as work:
        sue = who(work, "sue")
        first = next(
            each for each in work.samples.to_do(sue) if each.rule == "MAN-5.3-a" and each.begins_on == day("2026-05-01")
        )
        new = work.samples.redraw(first.id, viewer=sue, because="away")
        work.commit()
    assert new is not None
    assert (first.turn, new.turn) == (2, 2)
    draw_samples(council, SINGLE, at("2026-06-01"), "seed of June")
    *before, one, two, three, four = kept(council, "sue", "MAN-5.3-a")
    assert len(before) == 13
    came = {each.of for each in before[8:] if each.of != first.of_id}
    assert len(came) == 4
    assert {each.of for each in (one, two, three, four)}.isdisjoint(came), "nobody a second time before all have come a first"
    assert {each.turn for each in (one, two, three, four)} == {2}


def test_an_auditor_reads_what_the_audit_needs_and_for_as_long_as_it_is_to_be_made(council: Store) -> None:
    with council.work(SINGLE, TUESDAY) as work:
        sample = sampled(work, "tim", "ann", "tom")
        work.commit()
    with council.read(SINGLE, TUESDAY) as work:
        assert work.samples.get(sample, viewer=who(work, "tim")).of_id == "ann"
        tim, long_ago = who(work, "tim"), at("2025-01-07")
        assert work.samples.opens(tim, "ann", "session", TUESDAY)
        assert not work.samples.opens(tim, "ann", "session", long_ago)
        assert work.samples.opens(tim, "ann", "agreement", long_ago)
        for person, form in (("ann", "self_assessment"), ("ann", "feedback"), ("bob", "session")):
            assert not work.samples.opens(tim, person, form, TUESDAY)
    with council.read(SINGLE, at("2027-01-22")) as work:
        assert not work.samples.opens(who(work, "tim"), "ann", "session", at("2027-01-21")), "its period is long over"
        with pytest.raises(NotFound):
            work.samples.file(sample, viewer=who(work, "tim"))
    with council.work(SINGLE, TUESDAY) as work:
        work.session.execute(update(PersonRow).where(PersonRow.id == "tim").values(left_on=date(2026, 3, 1)))
        work.session.expire_all()
        work.commit()
    with council.read(SINGLE, TUESDAY) as work:
        tim = who(work, "tim")
        assert not work.samples.opens(tim, "ann", "session", TUESDAY)
        for refused in (work.samples.get, work.samples.file):
            with pytest.raises(NotFound):
                refused(sample, viewer=tim)


def test_a_file_whose_supervisor_has_changed_is_of_the_new_one(council: Store) -> None:
    with council.work(SINGLE, TUESDAY) as work:
        moved = update(RelationshipRow).where(RelationshipRow.supervisee_id == "ann")
        work.session.execute(moved.values(supervisor_id="tim"))
        work.commit()
    draw_samples(council, SINGLE, TUESDAY, SEED)
    assert {each.of: each.by for each in kept(council, "sue", "MAN-5.3-a")}["ann"] == "tim"
