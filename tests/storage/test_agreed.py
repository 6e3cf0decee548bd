"""Actions agreed in supervision: reminded of before their day, once after it, and no more once they are settled."""

from typing import Any

import pytest

from storage import SINGLE, errors
from storage.models import MessageRow, NoticeRow, OutboxRow
from storage.notices.rendering import render
from storage.store import Store
from storage.sweep import sweep
from storage.unit import UnitOfWork
from tests.storage.council import at, day, who
from tests.storage.reading import send


def agree(store: Store, due: str | None = "2026-03-31", on: str = "2026-03-18T10:00", owner: str = "ann") -> str:
    """By Tom, in Ann's supervision."""
    with store.work(SINGLE, at(on)) as work:
        given = {"owner_id": owner, "due_on": day(due) if due else None}
        action = work.actions.agree("book the visit", viewer=who(work, "tom"), supervisee_id="ann", **given)
        work.commit()
        return action.id


def days_of(store: Store, action: str) -> list[tuple[int, str, str]]:
    """Of an action: which reminder, to whom, and the day the message goes."""
    with store.reading() as session:
        rows = session.query(NoticeRow, MessageRow).join(MessageRow, MessageRow.id == NoticeRow.message_id)
        found = rows.filter(NoticeRow.kind == "action_due", NoticeRow.subject == action).order_by(NoticeRow.rung).all()
        return [(notice.rung, notice.recipient_id, f"{message.day_on}") for notice, message in found]


DAYS = [
    # by when, and the days it is spoken of: agreed on Wednesday 18 March
    ("2026-03-31", ["2026-03-30", "2026-04-01"]),
    ("2026-03-30", ["2026-03-27", "2026-03-31"]),  # a Monday: the working day before is Friday
    ("2026-03-27", ["2026-03-26", "2026-03-30"]),  # a Friday: after the weekend
    ("2026-04-07", ["2026-04-02", "2026-04-08"]),  # after Easter
    ("2026-03-19", ["2026-03-20"]),  # agreed the day before: what was agreed just now is not reminded of
    (None, []),
]


def test_an_action_is_reminded_of_the_working_day_before_and_once_after(council: Store) -> None:
    for due, days in DAYS:
        first = 2 - len(days)
        assert days_of(council, agree(council, due)) == [(first + at_, "ann", on) for at_, on in enumerate(days)], due


def test_it_joins_the_morning_message_of_its_owner(council: Store) -> None:
    """One message a morning, whatever is in it."""
    agree(council, "2026-03-27")
    sweep(council, SINGLE, at("2026-03-26"))
    with council.reading() as session:
        mornings = session.query(MessageRow).filter_by(recipient_id="ann", kind="morning", day_on=day("2026-03-26")).all()
        assert len(mornings) == 1
        kinds = {row.kind for row in session.query(NoticeRow).filter_by(message_id=mornings[0].id)}
        assert kinds >= {"action_due", "upcoming"}


def told(work: UnitOfWork) -> list[Any]:
    """What Ann's messages say of actions."""
    ids = [row.id for row in work.session.query(MessageRow).filter_by(recipient_id="ann")]
    views = [render(work, each, is_posted=True) for each in ids]
    return [item for view in views for item in view.items if item.notice_kind == "action_due"]


def test_a_message_says_when_and_never_what(council: Store) -> None:
    agree(council)
    with council.read(SINGLE, at("2026-03-30")) as work:
        items = told(work)
    assert [(item.action_due_on, item.is_done) for item in items] == [(day("2026-03-31"), False)] * 2
    assert "book the visit" not in repr(items)


OUTCOMES = [("done", "", "action_done"), ("not_done", "court", "action_not_done"), ("dropped", "", "action_dropped")]


@pytest.mark.parametrize(("outcome", "why", "how"), OUTCOMES)
def test_what_is_settled_is_not_told_of_and_what_was_told_says_so(council: Store, outcome: str, why: str, how: str) -> None:
    action = agree(council)
    send(council, at("2026-03-30"))
    with council.work(SINGLE, at("2026-03-30T11:00")) as work:
        work.actions.settle(action, outcome, viewer=who(work, "ann"), why=why)
        work.commit()
    with council.read(SINGLE, at("2026-03-30T11:00")) as work:
        assert {item.closed_how for item in told(work)} == {how}
    with council.reading() as session:
        edits = session.query(OutboxRow).filter_by(op="update", recipient_id="ann", state="pending").count()
    assert edits == 1
    sent = [each for each in send(council, at("2026-04-01")) if each.to == "ann"]
    assert [(each.op, each.lines) for each in sent] == [("update", (f"action_due ann {how}",))], "no second reminder"


def test_an_action_is_settled_once_and_not_done_has_its_reason(council: Store) -> None:
    action = agree(council)
    with council.work(SINGLE, at("2026-03-20")) as work:
        ann = who(work, "ann")
        with pytest.raises(errors.WhyNotDoneMissing):
            work.actions.settle(action, "not_done", viewer=ann)
        work.actions.settle(action, "done", viewer=ann)
        with pytest.raises(errors.AnsweredAlready):
            work.actions.settle(action, "not_done", viewer=ann, why="court")


def test_an_action_is_seen_by_its_owner_the_supervisee_and_the_line(council: Store) -> None:
    action = agree(council)
    with council.read(SINGLE, at("2026-03-20")) as work:
        for person in ("ann", "tom", "sue"):
            assert work.actions.get(action, viewer=who(work, person)).words == "book the visit"
        for person in ("bob", "tim"):
            with pytest.raises(errors.NotFound):
                work.actions.get(action, viewer=who(work, person))


def test_whoever_owns_an_action_settles_it_though_the_file_is_not_theirs_to_read(council: Store) -> None:
    """Tim owns an action agreed in Ann's supervision: he sees that action, and nothing else of hers."""
    action = agree(council, owner="tim")
    agree(council)
    with council.work(SINGLE, at("2026-03-20")) as work:
        tim = who(work, "tim")
        assert [each.id for each in work.actions.owned_by(tim)] == [action]
        assert work.actions.days_owned_by(tim) == [day("2026-03-31")]
        with pytest.raises(errors.NotFound):
            work.actions.open_of("ann", viewer=tim)
        work.actions.settle(action, "done", viewer=tim)
        assert work.actions.owned_by(tim) == []


@pytest.fixture
def recorded(council: Store) -> tuple[Store, str]:
    """Ann's session of 2 March, for which feedback was asked on the 18th."""
    with council.work(SINGLE, at("2026-03-18T10:00")) as work:
        tom = who(work, "tom")
        (held,) = [each for each in work.sessions.of("ann", viewer=tom) if each.held_on]
        work.sessions.ask_feedback(held.id, viewer=tom)
        work.sessions.ask_feedback(held.id, viewer=tom)
        work.commit()
    return council, held.id


def test_feedback_is_asked_for_once_with_the_next_morning_message(recorded: tuple[Store, str]) -> None:
    store, session_id = recorded
    with store.reading() as session:
        rows = session.query(NoticeRow, MessageRow).join(MessageRow, MessageRow.id == NoticeRow.message_id)
        (found,) = rows.filter(NoticeRow.kind == "feedback_asked").all()
    notice, message = found
    assert (notice.subject, notice.recipient_id, message.kind, message.day_on) == (
        session_id, "ann", "morning", day("2026-03-19"),
    )  # fmt: skip
