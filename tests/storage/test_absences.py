"""Absences: who covers, who is told, what is refused; and what was raised with somebody who is away."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from scheduling.errors import SupervisionError
from storage import SINGLE, errors
from storage.models import AbsenceRow, NoticeRow
from storage.notices.rerouting import reroute
from storage.rederive import nightly
from storage.store import Store
from storage.sweep import sweep
from storage.unit import UnitOfWork
from tests.storage.council import at, day, who
from tests.storage.reading import send

NOW = "2026-03-27T08:00"
LATE = "2026-04-07"
"""The supervision of everybody was due on 2 April."""


def record(work: UnitOfWork, person: str, days: str, cover: str | None = None, by: str = "", **more: Any) -> Any:
    """`2026-03-27 2026-04-20`: the first day away, the first day back."""
    from_on, *until = days.split()
    dates: dict[str, Any] = {"from_on": day(from_on), "until_on": day(until[0]) if until else None}
    return work.absences.record(viewer=who(work, by or person), person_id=person, cover_id=cover, **dates, **more)


REFUSED: list[tuple[str, tuple[Any, ...], type[SupervisionError]]] = [
    ("somebody aside", ("dan", "2026-04-01 2026-04-03", None, "tom"), errors.NotFound),
    ("a manager by who is below", ("sue", "2026-04-01 2026-04-03", None, "tom"), errors.NotFound),
    ("back before it began", ("ann", "2026-04-03 2026-04-03"), errors.ReturnBeforeLeaving),
    ("covering for oneself", ("tom", "2026-04-01 2026-04-03", "tom"), errors.CoverIsThemselves),
    ("cover away meanwhile", ("tom", "2026-04-01 2026-04-13", "tim"), errors.CoverNotThere),
    ("cover that nobody knows", ("tom", "2026-04-01 2026-04-13", "nobody"), errors.NotFound),
    ("days recorded already", ("tim", "2026-04-12 2026-04-20"), errors.AwayAlready),
]


def test_an_absence_is_recorded_by_oneself_or_from_above_and_said_to_be_over(council: Store) -> None:
    with council.work(SINGLE, at(NOW)) as work:
        record(work, "tim", "2026-04-08 2026-04-13", by="sue", kind="sick")
        for name, (person, days, *rest), refusal in REFUSED:
            with pytest.raises(refusal):
                record(work, person, days, *rest)
            assert work.session.query(AbsenceRow).count() == 1, name
        with pytest.raises(errors.NotAKindOfAbsence):
            record(work, "tom", "2026-04-01 2026-04-03", kind="a bad back")
        own = record(work, "tom", "2026-03-27", "sue")
        found = work.absences.back(own.id, day("2026-03-30"), viewer=who(work, "zoe"))
        assert (found.from_on, found.until_on, found.cover and found.cover.id) == (day("2026-03-27"), day("2026-03-30"), "sue")
        with pytest.raises(errors.ReturnBeforeLeaving):
            work.absences.back(own.id, day("2026-03-26"), viewer=who(work, "tom"))
        with pytest.raises(errors.NotFound):
            work.absences.of("tim", viewer=who(work, "tom"))
        (sick,) = work.absences.of("tim", viewer=who(work, "tim"))
        assert (sick.kind, sick.until_on) == ("sick", day("2026-04-13"))
        work.absences.back(sick.id, day("2026-04-08"), viewer=who(work, "tim"))
        assert work.absences.of("tim", viewer=who(work, "tim")) == [], "called off"


def test_who_covers_is_told_and_so_is_the_line_manager_of_who_is_away_long(council: Store) -> None:
    told = Counter[tuple[str, str]]()
    steps = (
        ("tom", "2026-03-27 2026-04-20", "tim", "tom"),  # long: Tim covers, Sue hears who does
        ("ann", "2026-03-27 2026-03-30", "bob", "tom"),  # supervises nobody: Bob is told
        ("tim", "2026-04-15 2026-04-17", None, "sue"),  # who covers is away meanwhile: cover is needed after all
    )
    for step in steps:
        with council.work(SINGLE, at(NOW)) as work:
            person, days, cover, by = step
            record(work, person, days, cover, by)
            work.commit()
        sweep(council, SINGLE, at(NOW))
    for call in send(council, "2026-03-27T09:30"):
        told.update((call.to, line) for line in call.lines if line.startswith("cover"))
    assert told == {("tim", "covering tom"): 1, ("sue", "covering tom"): 1, ("bob", "covering ann"): 1,
                    ("sue", "cover_needed tom"): 1}  # fmt: skip


@pytest.mark.parametrize(("days", "goes_on_on"), [(1, "2026-04-08"), (5, "2026-04-14"), (10, "2026-04-21")])
def test_how_long_what_is_raised_may_wait_is_the_councils_to_choose(council: Store, days: int, goes_on_on: str) -> None:
    with council.work(SINGLE, at("2026-04-07")) as work:
        work.settings.put("policy.settings", {"readings": {"raised_answered_days": days}})
        raised = work.raised.raise_(_late(work, "bob"), viewer=who(work, "bob"))
        assert raised.goes_on_on == day(goes_on_on) + timedelta(days=1)


@pytest.mark.parametrize("days", [1, 5])
def test_what_nobody_answers_goes_above_the_line_manager_no_sooner_than_three_weeks_late(council: Store, days: int) -> None:
    """Tom, then Sue, his line manager, in the council's own time; Zoe, the head of service, once it is late by the policy."""
    with council.work(SINGLE, at("2026-04-03")) as work:
        work.settings.put("policy.settings", {"readings": {"raised_answered_days": days}})
        work.raised.raise_(_late(work, "ann"), viewer=who(work, "ann"))
        work.commit()
    went = {}
    for on in range(4, 31):
        nightly(council, SINGLE, at(f"2026-04-{on:02}T02:30"))
        with council.read(SINGLE, at(f"2026-04-{on:02}")) as work:
            last = work.raised.of("ann", viewer=who(work, "ann"))[0]
            went.setdefault(last.to.id, (on, last.goes_on_on))
    to_sue = {1: 8, 5: 14}[days]  # Good Friday and Easter Monday are no working days
    assert went["tom"] == (4, day(f"2026-04-{to_sue:02}"))
    assert went["sue"] == (to_sue, day("2026-04-24")), "said to whoever reads it, too"
    assert went["zoe"] == (24, None), "the twenty-second day after 2 April, and nobody is above her"


def test_whoever_raised_it_may_take_it_to_the_head_of_service_at_once(council: Store) -> None:
    with council.work(SINGLE, at(LATE)) as work:
        ann, owed = who(work, "ann"), _late(work, "ann")
        work.raised.raise_(owed, viewer=ann)
        assert [work.raised.escalate(owed, viewer=ann).to.id for _ in range(2)] == ["sue", "zoe"]


def test_what_is_raised_goes_to_who_is_there_is_answered_or_goes_on_to_the_next_manager(council: Store) -> None:
    with council.work(SINGLE, at(LATE)) as work:
        ann, bob, sue = who(work, "ann"), who(work, "bob"), who(work, "sue")
        late = {each: _late(work, each) for each in ("ann", "bob")}
        with pytest.raises(errors.RaiseItFirst):
            work.raised.escalate(late["ann"], viewer=ann)
        record(work, "tom", "2026-04-07 2026-04-09", "tim", "sue")
        assert work.raised.raise_(late["ann"], viewer=ann).to.id == "tim", "who covers"
        assert work.raised.raise_(late["bob"], viewer=bob).goes_on_on == day("2026-04-15"), "five working days are over"
        work.commit()
    with council.work(SINGLE, at("2026-04-10")) as work:
        (first, second) = work.raised.to_answer(who(work, "tim"), 10)
        with pytest.raises(errors.ForWhoeverWasTold):
            work.raised.answer(first.id, viewer=who(work, first.by.id))
        with pytest.raises(errors.NotFound):
            work.raised.answer(first.id, viewer=who(work, "dan"))
        bobs = first if first.by.id == "bob" else second
        seen = work.raised.answer(bobs.id, viewer=who(work, "tim"))
        assert (seen.seen_by and seen.seen_by.id, seen.seen_at, seen.goes_on_on) == ("tim", at("2026-04-10"), None)
        with pytest.raises(errors.AnsweredAlready):
            work.raised.answer(bobs.id, viewer=sue)
        record(work, "sue", "2026-04-13 2026-05-04", None, "zoe")
        work.commit()
    for night in ("2026-04-14T02:30", "2026-04-15T02:30", "2026-04-16T02:30"):
        nightly(council, SINGLE, at(night))
    with council.work(SINGLE, at("2026-04-16")) as work:
        steps = [(each.how, each.to.id, each.step) for each in reversed(work.raised.of("ann", viewer=who(work, "ann")))]
        assert steps == [("raised", "tim", 0), ("climbed", "zoe", 1)], "Sue is away, and nobody covers"
        assert [each.how for each in work.raised.of("bob", viewer=who(work, "tom"))] == ["raised"], "it was answered"
        with pytest.raises(errors.NotFound):
            work.raised.of("ann", viewer=who(work, "bob"))
        with pytest.raises(errors.NobodyAbove):
            work.raised.escalate(late["ann"], viewer=who(work, "ann"))
        work.raised.escalate(late["bob"], viewer=who(work, "bob"))
    raised = [(call.to, line) for call in send(council, "2026-04-16T09:01") for line in call.lines if "raised" in line]
    assert ("zoe", "raised ann") in raised


def test_what_slack_cannot_deliver_goes_to_who_covers_before_it_goes_up(council: Store) -> None:
    """Sue is told, is away from then on, and Slack does not know her: Tim covers, and hears before Zoe."""
    sweep(council, SINGLE, at("2026-04-24"))
    with council.work(SINGLE, at("2026-04-24T09:01")) as work:
        record(work, "sue", "2026-04-25 2026-05-25", "tim", "zoe")
        owed = _late(work, "ann")
        meant = work.session.query(NoticeRow).filter_by(kind="escalation", recipient_id="sue", obligation_id=owed).one()
        message = meant.message_id
        work.commit()
    with council.work(SINGLE, at("2026-04-27")) as work:
        assert reroute(work, message) == 1
        (instead,) = work.session.query(NoticeRow).filter_by(instead_of_id="sue").all()
        assert instead.recipient_id == "tim"
        work.commit()
    sweep(council, SINGLE, at("2026-05-01"))
    with council.read(SINGLE, at("2026-05-01")) as work:
        again = work.session.query(NoticeRow).filter_by(kind="escalated_again", obligation_id=owed)
        assert [row.recipient_id for row in again] == ["zoe"], "and on from there as ever"


def _late(work: UnitOfWork, person: str) -> str:
    owed = work.obligations.of(person, viewer=who(work, person))
    return next(each.id for each in owed if each.kind == "personal_supervision")
