"""An agreement signed or reviewed anew: reports of days gone by say what it said then; all else shows the one that holds."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from scheduling.calendar import Interval
from storage import SINGLE
from storage.exports.asking import Chosen
from storage.lifecycle import running
from storage.lifecycle.schedule import parse
from storage.lifecycle.subject.gathering import gather
from storage.models import AgreementRow, EarlierAgreementRow, PersonRow
from storage.pictures import Picture
from storage.records.agreements import Agreed
from storage.rederive import nightly
from storage.store import Store
from storage.unit import UnitOfWork
from tests.storage.council import at, day, who

SUPERVISION, REVIEW = "personal_supervision", "agreement_review"
Act = Callable[[UnitOfWork], Any]


def doing(store: Store, on: str, act: Act) -> None:
    with store.work(SINGLE, at(f"{on}T10:00")) as work:
        act(work)
        work.commit()


def reviewed(on: str) -> Act:
    return lambda work: work.agreements.review(viewer=who(work, "tom"), supervisee_id="ann", on=day(on))


def signed(on: str, whose: str = "ann", **more: Any) -> Act:
    days = {"supervisee_signed_on": day(on), "supervisor_signed_on": day(on)}
    return lambda work: work.agreements.sign(viewer=who(work, "tom"), supervisee_id=whose, **days, **more)


def both_signed(weeks: int | None, version: int, since: str = "", manager: str = "") -> Act:
    """Both have signed the policy's form."""
    every = Interval(weeks, "weeks") if weeks else None
    agreed = Agreed(manager, every, "risk" if every else "", day(since) if since else None)
    return lambda work: work.agreements.hold("ann", agreed, record=("r1", version))


def held(on: str) -> Act:
    return lambda work: work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=day(on), notes="As agreed.")


def picture(store: Store, now: str, until: str, as_of: str = "") -> Picture:
    with store.read(SINGLE, at(now)) as work:
        return work.reports.picture(viewer=None, until=day(until), as_of=day(as_of) if as_of else None)


def done(store: Store, kind: str, now: str, until: str, as_of: str = "") -> list[tuple[str, str, int]]:
    """Of what Ann was owed: when it was due, when it was done, how many days late."""
    found = picture(store, now, until, as_of).items
    asked = [one for one in found if (one.measure, one.kind, one.person) == ("on_time", kind, "ann") and one.done_on]
    return sorted((f"{one.due}", f"{one.done_on}", one.days or 0) for one in asked)


def due(store: Store, now: str, kind: str) -> list[date]:
    with store.read(SINGLE, at(now)) as work:
        return [one.due_on for one in work.obligations.of("ann", viewer=who(work, "tom")) if one.kind == kind]


def test_a_review_in_time_stays_in_time_after_the_next_review(council: Store) -> None:
    """Signed on 1 Sep 2025, so reviewed in time on 20 Aug 2026; and, early, on 3 May 2027."""
    in_time = ("2026-09-01", "2026-08-20", 0)
    doing(council, "2026-08-20", reviewed("2026-08-20"))
    assert done(council, REVIEW, "2026-09-30", "2026-09-30") == [in_time]
    doing(council, "2027-05-03", reviewed("2027-05-03"))
    assert done(council, REVIEW, "2027-05-31", "2026-09-30") == [in_time]
    assert done(council, REVIEW, "2027-08-31", "2027-08-31") == [in_time, ("2027-08-20", "2027-05-03", 0)]
    assert due(council, "2027-05-31", REVIEW) == [day("2028-05-03")]


def every_two_weeks(council: Store) -> None:
    """From 16 March, when a session was held; the next, due on the 30th, a fortnight late."""
    doing(council, "2026-03-16", both_signed(2, 1))
    doing(council, "2026-03-16", held("2026-03-16"))
    doing(council, "2026-04-13", held("2026-04-13"))


LATE = ("2026-03-30", "2026-04-13", 14)


@pytest.mark.parametrize(
    ("then", "next_on"),
    [
        (both_signed(4, 2), "2026-05-11"),
        (both_signed(4, 2, "2026-03-17"), "2026-05-11"),
        (both_signed(4, 2, "2026-06-01"), "2026-04-27"),
        # Monthly, by the policy: on a working day, and 13 May is one.
        (both_signed(None, 2), "2026-05-13"),
        (both_signed(1, 2), "2026-04-20"),
    ],
    ids=["longer", "longer, dated back", "longer, from a day to come", "as the policy has it", "shorter"],
)
def test_a_late_session_stays_late_whatever_interval_is_signed_later(council: Store, then: Act, next_on: str) -> None:
    every_two_weeks(council)
    assert LATE in done(council, SUPERVISION, "2026-04-20", "2026-04-30")
    assert due(council, "2026-04-20", SUPERVISION) == [day("2026-04-27")]
    doing(council, "2026-04-20", then)
    for as_of in ("", "2026-04-14"):
        assert LATE in done(council, SUPERVISION, "2026-04-20T12:00", "2026-04-30", as_of), as_of
    assert due(council, "2026-04-20", SUPERVISION) == [day(next_on)], "what is due now goes by what holds now"


@pytest.mark.parametrize("since", ["", "2026-03-16"])
def test_a_shorter_interval_signed_today_makes_no_session_late_that_was_not(council: Store, since: str) -> None:
    """Held on 2 March, so due a month later, and held on 1 April; on the 20th both sign a week, or a week dated back."""
    doing(council, "2026-04-01", held("2026-04-01"))
    before = done(council, SUPERVISION, "2026-04-20", "2026-04-30")
    assert ("2026-04-02", "2026-04-01", 0) in before
    doing(council, "2026-04-20", both_signed(1, 1, since))
    assert done(council, SUPERVISION, "2026-04-20T12:00", "2026-04-30") == before


def begun_for_dan(work: UnitOfWork) -> None:
    work.agreements.begun("dan", "sue", viewer=who(work, "tim"))


def signed_by_one(work: UnitOfWork) -> None:
    days = {"supervisee_signed_on": day("2026-04-10"), "supervisor_signed_on": None}
    work.agreements.sign(viewer=who(work, "tim"), supervisee_id="dan", **days)


ACTS: dict[str, Act] = {
    "reviewed": reviewed("2026-04-10"),
    "reviewed twice": lambda work: [reviewed(on)(work) for on in ("2026-04-09", "2026-04-10")],
    "signed anew on paper": signed("2026-04-10"),
    "another manager named": signed("2026-04-10", named_manager_id="zoe"),
    "a longer interval": both_signed(4, 2),
    "a shorter interval": both_signed(1, 2),
    "one dated back": both_signed(4, 2, "2026-02-02"),
    "no interval any more": both_signed(None, 2),
    "signed twice": lambda work: [both_signed(weeks, weeks)(work) for weeks in (3, 4)],
    "begun where there was none": begun_for_dan,
    "signed by one where there was none": signed_by_one,
}


@pytest.mark.parametrize("act", ACTS)
def test_the_report_as_of_31_march_is_the_same_before_and_after_10_april(council: Store, act: str) -> None:
    """Ann and Tom: signed in 2024, reviewed on 20 March 2025, every two weeks since January. Dan and Tim have none."""
    with council.work(SINGLE, at("2026-03-16")) as work:
        days = {"signed_by_supervisee_on": day("2024-03-10"), "signed_by_supervisor_on": day("2024-03-10")}
        every: dict[str, Any] = {"every_count": 2, "every_unit": "weeks", "from_on": day("2026-01-12"), "reason": "risk"}
        anns = update(AgreementRow).where(AgreementRow.supervisee_id == "ann")
        work.session.execute(anns.values(**days, **every, reviewed_on=day("2025-03-20")))
        work.session.delete(work.session.scalars(select(AgreementRow).where(AgreementRow.supervisee_id == "dan")).one())
        work.session.flush()
        work.index.refresh_all()
        work.commit()
    before = picture(council, "2026-03-31T23:59", "2026-03-31")
    doing(council, "2026-04-10", ACTS[act])
    after = picture(council, "2026-04-20", "2026-03-31", as_of="2026-03-31")
    assert after.figures == before.figures
    assert after.items == before.items


@pytest.fixture
def changed(council: Store) -> Store:
    """Signed on paper in 2025: reviewed, then signed anew with an interval, then with another and Zoe named."""
    doing(council, "2026-03-17", reviewed("2026-03-17"))
    doing(council, "2026-03-18", both_signed(2, 1, manager="sue"))
    doing(council, "2026-03-20", both_signed(3, 2, manager="zoe"))
    return council


def test_wherever_agreements_are_shown_the_one_that_holds_is_shown_once(changed: Store) -> None:
    with changed.read(SINGLE, at("2026-03-24")) as work:
        zoe, tom = who(work, "zoe"), who(work, "tom")
        assert len(work.session.scalars(select(AgreementRow).where(AgreementRow.supervisee_id == "ann")).all()) == 1
        shown = work.agreements.in_force("ann", viewer=tom)
        assert shown is not None
        assert (shown.every, shown.named_manager_id, shown.reviewed_on) == (Interval(3, "weeks"), "zoe", day("2026-03-20"))
        of_ann = [one for one in work.reports.picture(viewer=zoe).items if (one.measure, one.person) == ("agreements", "ann")]
        assert [one.kind for one in of_ann] == ["in_order"]
        taken = [row for part in work.exports.stream("agreements", viewer=zoe, reach="line", chosen=Chosen()) for row in part]
        assert sum("ann" in row for row in taken) == 1
        file = work.files.of("ann", viewer=tom)
        assert file.agreement == shown


def test_a_subject_is_given_the_agreement_and_what_it_was(changed: Store) -> None:
    with changed.work(SINGLE, at("2026-03-24")) as work:
        parts = {part.title: part.entries for part in gather(work, who(work, "ann")).parts}
    assert [row["reviewed on"] for row in parts["Supervision agreements"]] == ["2026-03-20"]
    before = parts["What these agreements were, until they were signed or reviewed anew"]
    assert [(row["until on"], row["reviewed on"]) for row in before] == [
        ("2026-03-18", "2026-03-17"), ("2026-03-20", "2026-03-18"),
    ]  # fmt: skip


def test_what_is_owed_derived_anew_is_what_was_kept(changed: Store) -> None:
    """The night finds no difference, of a part or of the whole."""
    found = nightly(changed, SINGLE, at("2026-03-24"))
    assert (found.differences.total, found.repaired) == (0, {})


def test_what_it_was_goes_with_the_agreement_of_a_leaver(changed: Store) -> None:
    soon = at("2026-05-04")
    with changed.work(SINGLE, at("2026-05-01")) as work:
        work.session.get_one(PersonRow, (SINGLE, "ann")).left_on = day("2026-05-01")
        work.session.flush()
        work.index.refresh_all()
        work.commit()
    schedule = parse("[personal_supervision]\nkeep = { days = 1 }\nthen = 'row'")
    with changed.read(SINGLE, soon) as work:
        keys, zoe = [item.key for item in running.plan(work, schedule).items], who(work, "zoe")
    running.run(changed, SINGLE, soon, schedule, keys, by=zoe)
    with changed.reading() as session:
        assert session.scalars(select(EarlierAgreementRow)).all() == []
        assert session.scalars(select(AgreementRow).where(AgreementRow.supervisee_id == "ann")).all() == []


CORRECTIONS: list[tuple[str, list[Act], str]] = [
    ("a review put right to an earlier day", [reviewed("2026-03-20"), reviewed("2026-03-19")], "2027-03-19"),
    ("the same review said twice", [reviewed("2026-03-20"), reviewed("2026-03-20")], "2027-03-20"),
    ("a later review", [reviewed("2026-03-19"), reviewed("2026-03-20")], "2027-03-20"),
    ("signed on an earlier day than was typed", [signed("2026-03-20"), signed("2026-03-19")], "2027-03-19"),
]


@pytest.mark.parametrize(("name", "acts", "due_on"), CORRECTIONS, ids=[one[0] for one in CORRECTIONS])
def test_a_day_put_right_is_put_right(council: Store, name: str, acts: list[Act], due_on: str) -> None:
    for act in acts:
        doing(council, "2026-03-20", act)
    assert due(council, "2026-03-20T12:00", REVIEW) == [day(due_on)]
