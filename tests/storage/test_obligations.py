"""What is owed, as each person asks for it."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from scheduling.answers import State
from storage import SINGLE, errors
from storage.models import CaseRow, SessionRow
from storage.rederive import nightly
from storage.store import Store
from storage.sweep import sweep
from storage.unit import UnitOfWork
from storage.views import ObligationView
from tests.storage.council import at, day, who
from tests.storage.reading import send

LATE = "2026-04-08"


def _supervision(work: UnitOfWork, person: str) -> ObligationView:
    found = work.obligations.of(person, viewer=who(work, person))
    return next(each for each in found if each.kind == "personal_supervision")


@pytest.mark.parametrize(
    ("now", "state", "days_late"),
    [
        ("2026-04-01T23:30", State.UPCOMING, 0),
        ("2026-04-02T00:30", State.DUE, 0),
        ("2026-04-02T23:30", State.DUE, 0),
        ("2026-04-03T00:30", State.OVERDUE, 1),
        ("2026-04-23", State.OVERDUE, 21),
        ("2026-04-24", State.ESCALATED, 22),
    ],
)
def test_an_obligation_stands_as_the_day_says_without_being_derived_again(
    council: Store, now: str, state: State, days_late: int
) -> None:
    with council.read(SINGLE, at(now)) as work:
        owed = _supervision(work, "ann")
        assert (owed.state, owed.days_late, owed.due_on) == (state, days_late, day("2026-04-02"))
        assert (owed.rule, owed.source) == ("WOK-16", "Wokingham, Supervision Standard 16")
        assert [person.id for person in owed.responsible] == ["tom"]


def test_each_asks_for_what_is_theirs(council: Store) -> None:
    with council.read(SINGLE, at(LATE)) as work:
        tom, sue = who(work, "tom"), who(work, "sue")
        held = {(each.kind, each.person.id) for each in work.obligations.held_by(tom)}
        assert {("personal_supervision", "ann"), ("personal_supervision", "bob"), ("first_case_discussion", "ann")} <= held
        assert ("personal_supervision", "tom") not in held
        below = [(each.person.id, each.kind) for each in work.obligations.below(sue)]
        assert {person for person, _ in below} == {"ann", "bob", "dan", "tim", "tom"}
        assert {kind for _, kind in below} == {"personal_supervision", "first_case_discussion"}
        assert work.obligations.below(who(work, "ann")) == []


def test_what_is_not_late_is_no_matter_for_those_above(council: Store) -> None:
    with council.read(SINGLE, at("2026-04-02")) as work:
        assert work.obligations.below(who(work, "sue")) == []


def test_a_missed_supervision_is_raised_once_with_the_supervisor(council: Store) -> None:
    with council.work(SINGLE, at(LATE)) as work:
        ann, late = who(work, "ann"), _supervision(work, "ann")
        assert work.obligations.raise_missed(viewer=ann, obligation_id=late.id).id == "tom"
        with pytest.raises(errors.AlreadyRaised):
            work.obligations.raise_missed(viewer=ann, obligation_id=late.id)
        assert work.history(late.id, ann).raised_on == day(LATE)
        work.commit()
    assert [(call.to, call.kind, call.lines) for call in send(council, LATE)] == [("tom", "raised", ("raised ann",))]


def test_only_what_is_late_and_ones_own_can_be_raised(council: Store) -> None:
    with council.work(SINGLE, at("2026-04-02")) as work:
        late = _supervision(work, "ann").id
        with pytest.raises(errors.NotLate):
            work.obligations.raise_missed(viewer=who(work, "ann"), obligation_id=late)
    with council.work(SINGLE, at(LATE)) as work:
        with pytest.raises(errors.ForTheSupervisee):
            work.obligations.raise_missed(viewer=who(work, "tom"), obligation_id=late)
        with pytest.raises(errors.NotFound):
            work.obligations.raise_missed(viewer=who(work, "bob"), obligation_id=late)
        work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=day(LATE), notes="Said.")
        with pytest.raises(errors.NotOpen):
            work.obligations.raise_missed(viewer=who(work, "ann"), obligation_id=late)


def test_whoever_was_told_of_it_may_see_it(council: Store) -> None:
    with council.work(SINGLE, at("2026-03-16")) as work:
        work.settings.put("organisation.senior_managers", ["dan"])
        late = _supervision(work, "ann").id
        work.commit()
    with council.read(SINGLE, at("2026-05-20")) as work, pytest.raises(errors.NotFound):
        work.obligations.get(late, viewer=who(work, "dan"))
    sweep(council, SINGLE, at("2026-05-20"))
    with council.read(SINGLE, at("2026-05-20")) as work:
        assert work.obligations.get(late, viewer=who(work, "dan")).id == late


def test_the_history_tells_what_happened_around_it(council: Store) -> None:
    for on in ("2026-03-26", "2026-04-01", "2026-04-07"):
        sweep(council, SINGLE, at(on))
        send(council, f"{on}T09:01")
    with council.work(SINGLE, at(LATE)) as work:
        tom, late = who(work, "tom"), _supervision(work, "ann")
        work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day("2026-04-10"))
        history = work.history(late.id, tom)
        assert (history.last_held_on, history.booked_on, history.raised_on) == (day("2026-03-02"), day("2026-04-10"), None)
        told = [(each.kind, each.to.id, each.on.isoformat()) for each in history.notices if each.to.id == "ann"]
        assert told == [("upcoming", "ann", "2026-03-26"), ("upcoming", "ann", "2026-04-01"), ("late", "ann", "2026-04-07")]
        assert all(each.sent_at for each in history.notices)


@pytest.mark.parametrize(
    ("held_on", "how", "closed_on"), [("2026-04-08", "held", "2026-04-08"), ("2026-03-31", "held", "2026-03-31")]
)
def test_what_was_done_closes_with_the_day_it_was_done(council: Store, held_on: str, how: str, closed_on: str) -> None:
    with council.work(SINGLE, at(LATE)) as work:
        late = _supervision(work, "ann").id
        work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=day(held_on), notes="Said.")
        closed = work.obligations.get(late, viewer=who(work, "ann"))
        assert (closed.is_open, closed.closed_how, closed.closed_on) == (False, how, day(closed_on))
        assert _supervision(work, "ann").due_on == day("2026-05-08") - timedelta(days=0 if held_on == LATE else 8)


def test_what_other_facts_end_says_so(council: Store) -> None:
    with council.work(SINGLE, at("2026-03-24")) as work:
        first, personal = work.obligations.on_case("M100001", viewer=who(work, "ann"))[0].id, _supervision(work, "ann").id
        work.session.get_one(CaseRow, (SINGLE, "M100001")).closed_on = day("2026-03-24")
        work.session.query(SessionRow).filter_by(supervisee_id="ann").one().held_on = day("2026-03-09")
        work.commit()
    assert nightly(council, SINGLE, at("2026-03-25T02:00")).differences.closed == 2
    with council.read(SINGLE, at("2026-03-25")) as work:
        ann = who(work, "ann")
        assert work.obligations.get(first, viewer=ann).closed_how == "no_longer_owed"
        assert work.obligations.get(personal, viewer=ann).closed_how == "due_changed"
        assert _supervision(work, "ann").due_on == day("2026-04-09")


def test_the_night_repairs_what_is_wrong_and_tells_how_much(council: Store) -> None:
    with council.work(SINGLE, at("2026-03-24")) as work:
        work.session.execute(text("DELETE FROM responsible"))
        work.session.execute(text("DELETE FROM obligations WHERE person_id = 'ann'"))
        work.session.execute(text("UPDATE obligations SET why = 'wrong' WHERE person_id = 'bob'"))
        work.session.execute(text("UPDATE obligations SET key = 'wrong ' || id, kind = 'wrong' WHERE person_id = 'dan'"))
        work.commit()
    found = nightly(council, SINGLE, at("2026-03-25T02:00")).differences
    assert found.opened >= 6
    assert found.changed >= 3
    assert found.closed >= 1
    assert nightly(council, SINGLE, at("2026-03-25T02:05")).differences.total == 0


def test_what_is_owed_again_after_a_correction_is_the_same_obligation_and_is_not_told_again(council: Store) -> None:
    sweep(council, SINGLE, at("2026-03-26"))
    with council.work(SINGLE, at("2026-03-27")) as work:
        owed = _supervision(work, "ann").id
        held = work.sessions.record(viewer=who(work, "tom"), supervisee_id="ann", held_on=day("2026-03-27"), notes="Said.")
        assert _supervision(work, "ann").id != owed
        work.session.get_one(SessionRow, held.id).held_on = None
        work.session.flush()
        work.index.refresh(people=["ann"])
        assert _supervision(work, "ann").id == owed
        assert work.obligations.get(owed, viewer=who(work, "ann")).is_open
        work.commit()
    assert sweep(council, SINGLE, at("2026-03-27")).notices == 0
