"""When the bot speaks and when it waits: working days, the hour of the morning message, leave, reminders put off, the week.

Ann is supervised by Tom, he by Sue. Ann's supervision is due on Thursday 2 April 2026, as Bob's is; day 22 is Friday 24 April.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, time

import pytest
from sqlalchemy import select

from scheduling.errors import SupervisionError
from storage import SINGLE
from storage.errors import CannotPutOff, NotFound, NotYourReminder, PutOffTooLong, PutOffTooOften, SnoozeReasonMissing
from storage.models import MessageRow, NoticeRow, ObligationRow, OutboxRow, PersonChangeRow, TrailRow
from storage.rederive import nightly
from storage.store import Store
from storage.sweep import sweep
from storage.unit import UnitOfWork
from storage.views import ObligationView
from tests.bench.quiet_year import URGENT, live
from tests.storage.council import LONDON, at, day, who
from tests.storage.reading import send

SEVEN_BEFORE, DUE, LATE, DAY_22 = "2026-03-26", "2026-04-02", "2026-04-07", "2026-04-24"
Came = list[tuple[str, str, tuple[str, ...]]]
"""When by London's clock, of which kind, and its lines."""


def arrivals(store: Store, to: str, *moments: str, op: str = "post") -> Came:
    """A sweep and everything sent at each of these: what came to one person."""
    came: Came = []
    for moment in moments:
        sweep(store, SINGLE, at(moment))
        came += [(moment, call.kind, call.lines) for call in send(store, at(moment)) if call.to == to and call.op == op]
    return came


def days(first: str, last: str, *hours: str) -> Iterable[str]:
    """These hours of each day."""
    for number in range(day(first).toordinal(), day(last).toordinal() + 1):
        yield from (f"{day(first).fromordinal(number).isoformat()}T{hour}" for hour in hours or ("09:00",))


def choose(store: Store, now: str, person: str, *, on: Iterable[int] = (), morning: time | None = None, by: str = "") -> None:
    with store.work(SINGLE, at(now)) as work:
        viewer = who(work, by or person)
        if on:
            work.rhythms.choose_days(on, viewer=viewer, person_id=person)
        if morning:
            work.rhythms.choose_morning(morning, viewer=viewer)
        work.commit()


def anns(work: UnitOfWork) -> ObligationView:
    return next(each for each in work.obligations.of("ann", viewer=who(work, "tom")) if each.kind == "personal_supervision")


def clocks(store: Store) -> dict[str, tuple[object, ...]]:
    """Every due date and every day something passes on."""
    with store.reading() as session:
        rows = session.execute(select(ObligationRow.key, ObligationRow.due, ObligationRow.escalates_on))
        return {key: tuple(rest) for key, *rest in rows}


# who: the days and the hour they choose; when their reminder of Thursday 26 March comes
CHOICES = [
    ((), None, "2026-03-26T09:00"),
    ({0, 1, 2}, None, "2026-03-30T09:00"),
    ({3, 4}, None, "2026-03-26T09:00"),
    ((), time(7, 30), "2026-03-26T07:30"),
    ((), time(11), "2026-03-26T11:00"),
    ({1, 4}, time(7, 0), "2026-03-27T07:00"),
]


def test_reminders_come_on_the_days_and_at_the_hour_somebody_chose_and_no_clock_moves(council: Store) -> None:
    before = clocks(council)
    with council.reading() as session:
        people = ["tom", "ann", "bob", "tim", "dan"]
        assert session.scalars(select(PersonChangeRow.id)).all() == []
    looks = ("07:00", "07:30", "09:00", "10:30", "11:00", "18:30")
    for person, (on, morning, _) in zip(people, CHOICES[:5], strict=True):
        choose(council, "2026-03-25T10:00", person, on=on, morning=morning)
    choose(council, "2026-03-25T10:00", "dan", on={1, 4}, morning=time(7))
    nights = [nightly(council, SINGLE, at("2026-03-26T02:30"))]
    came: dict[str, list[str]] = {person: [] for person in people}
    for moment in days("2026-03-26", "2026-03-30", *looks):
        sweep(council, SINGLE, at(moment))
        for call in send(council, at(moment)):
            if call.op == "post" and call.to in came:
                came[call.to].append(moment)
        if moment.endswith("18:30"):
            nights.append(nightly(council, SINGLE, at(f"{moment[:10]}T23:30")))
    expected = [each[2] for each in [*CHOICES[:4], CHOICES[5]]]
    assert [came[person][0] for person in ("tom", "ann", "bob", "tim", "dan")] == expected
    assert [night.repaired for night in nights] == [{}] * len(nights)
    after = clocks(council)
    assert {key: after[key] for key in before} == before


def test_the_line_may_say_the_days_of_somebody_and_nobody_else_and_every_choice_is_kept(council: Store) -> None:
    choose(council, "2026-03-25T10:00", "ann", on={0, 1}, by="tom")
    choose(council, "2026-03-27T10:00", "ann", on={0, 1, 2})
    with pytest.raises(NotFound):
        choose(council, "2026-03-27T10:00", "ann", on={0}, by="bob")
    with council.read(SINGLE, at("2026-03-28")) as work:
        rows = work.session.execute(select(PersonChangeRow.from_on, PersonChangeRow.field, PersonChangeRow.value))
        assert sorted(tuple(row) for row in rows) == [
            (day("2026-03-25"), "works_on", "mon tue"),
            (day("2026-03-27"), "works_on", "mon tue wed"),
        ]
        assert who(work, "ann").works_on == "mon tue wed"
        acts = work.session.scalars(select(TrailRow.act).where(TrailRow.kind == "setting"))
        assert list(acts) == ["changed", "changed"]


def test_what_waited_over_leave_is_one_reminder_and_says_what_is_true_then(council: Store) -> None:
    """Tom is away over the reminder, the day it is due and the first two after; Sue is told on her day all the same."""
    with council.work(SINGLE, at("2026-03-25T10:00")) as work:
        work.absences.record(viewer=who(work, "sue"), person_id="tom", from_on=day("2026-03-26"), until_on=day("2026-04-13"))
        work.commit()
    came = arrivals(council, "tom", *days("2026-03-26", "2026-04-13"))
    (back,) = [each for each in came if each[1] == "morning"]
    assert back[0] == "2026-04-13T09:00"
    assert [line for line in back[2] if line.endswith(" ann")] == ["still_late ann"]
    with council.read(SINGLE, at("2026-04-13T10:00")) as work:
        told = work.obligations.history(anns(work).id, viewer=who(work, "tom")).notices
        assert [each.kind for each in told if each.to.id == "tom"] == ["still_late"], "what was held used up nothing"
    assert nightly(council, SINGLE, at("2026-04-14T02:30")).repaired == {}
    escalated = arrivals(council, "sue", *days("2026-04-14", DAY_22))
    assert ("escalation", ("escalation ann",)) in [each[1:] for each in escalated if each[0].startswith(DAY_22)]


def test_leave_that_ends_sooner_brings_what_waits_sooner(council: Store) -> None:
    for until in ("2026-04-13", "2026-03-31"):
        with council.work(SINGLE, at("2026-03-25T10:00" if until > "2026-04" else "2026-03-27T10:00")) as work:
            work.absences.record(viewer=who(work, "sue"), person_id="tom", from_on=day("2026-03-26"), until_on=day(until))
            work.commit()
        if until > "2026-04":
            assert arrivals(council, "tom", "2026-03-26T09:00") == []
    assert [each[:2] for each in arrivals(council, "tom", *days("2026-03-27", "2026-04-01"))][:1] == [
        ("2026-03-31T09:00", "morning")
    ]


# when it happens, and when whoever is told hears of it
PROMPT = [
    ("2026-03-26T10:05", "2026-03-26T10:05"),
    ("2026-03-26T20:30", "2026-03-27T08:00"),
    ("2026-03-27T18:30", "2026-03-30T08:00"),
    ("2026-03-28T11:00", "2026-03-30T08:00"),
]


@pytest.mark.parametrize(("logged", "told"), PROMPT)
def test_what_happens_in_the_evening_is_told_in_the_morning(council: Store, logged: str, told: str) -> None:
    with council.work(SINGLE, at("2026-03-25T10:00")) as work:
        draft = work.decisions.log(viewer=who(work, "ann"), ref="M100001", decision="A visit.", rationale="Sooner.")
        work.commit()
    send(council, "2026-03-25T10:01")
    with council.work(SINGLE, at(logged)) as work:
        work.decisions.send_back(draft.id, "Say more.", viewer=who(work, "tom"))
        work.flags.raise_("M100002", "Moved home.", viewer=who(work, "bob"))
        work.commit()
    looks = [logged, *days(logged[:10], "2026-03-31", "07:59", "08:00", "19:00")]
    moments = [each for each in sorted(set(looks)) if each >= logged]
    came, held = [], []
    for moment in moments:
        if moment < told:
            held.append(_attempts(council, moment))
        came += [(moment, call.kind, call.to) for call in _sent(council, moment)]
    assert set(held) <= {0}, "what is held back uses up no attempt"
    assert _attempts(council, told) == 1
    assert [each[0] for each in came if each[1:] == ("sent_back", "ann")] == [told]
    assert [each[0] for each in came if each[1:] == ("significant_change", "tom")] == [logged], "a change does not wait"


def _attempts(store: Store, moment: str) -> int:
    """How often the message to Ann was tried."""
    with store.read(SINGLE, at(moment)) as work:
        mine = (MessageRow.kind == "sent_back", MessageRow.recipient_id == "ann")
        query = select(OutboxRow.attempts).join(MessageRow, MessageRow.id == OutboxRow.message_id).where(*mine)
        return int(work.session.scalars(query.where(OutboxRow.op == "post")).one())


def _sent(store: Store, moment: str) -> list[object]:
    sweep(store, SINGLE, at(moment))
    return [call for call in send(store, at(moment)) if call.op == "post"]


def put_off(store: Store, now: str, until: str, *, by: str = "tom", kind: str = "court", words: str = "") -> None:
    with store.work(SINGLE, at(now)) as work:
        work.snoozes.snooze(anns(work).id, viewer=who(work, by), kind=kind, words=words, until_on=day(until))
        work.commit()


def test_a_reminder_put_off_waits_comes_back_and_is_seen_by_the_next_rung(council: Store) -> None:
    before = clocks(council)
    assert [each[1] for each in arrivals(council, "tom", f"{LATE}T09:00")] == ["morning"]
    put_off(council, f"{LATE}T09:30", "2026-04-10", words="Wigglesworth")
    assert [each[1] for each in arrivals(council, "tom", f"{LATE}T09:31", op="update")] == ["morning"]
    # A week late, on the 10th, it would have been asked again: that comes with what was put off to that day, and once.
    came = arrivals(council, "tom", *days("2026-04-08", "2026-04-10"))
    about_ann = [(moment, line) for moment, _, lines in came for line in lines if line.endswith(" ann")]
    assert about_ann == [("2026-04-10T09:00", "again ann")]
    assert ("2026-04-10T09:00", "still_late ann") in [
        (moment, line) for moment, _, lines in _again(council, "ann") for line in lines
    ], "the other's reminder is not put off"
    put_off(council, "2026-04-10T09:30", "2026-04-15", kind="leave")
    with pytest.raises(PutOffTooOften):
        put_off(council, "2026-04-15T09:30", "2026-04-16")
    assert clocks(council) == before
    nights = [nightly(council, SINGLE, at(f"{moment[:10]}T02:30")) for moment in days("2026-04-11", "2026-04-12")]
    assert [night.repaired for night in nights] == [{}, {}]
    came = arrivals(council, "sue", *days("2026-04-13", DAY_22))
    assert [moment for moment, kind, lines in came if kind == "escalation" and "escalation ann" in lines] == [f"{DAY_22}T09:00"]
    with council.read(SINGLE, at(f"{DAY_22}T10:00")) as work:
        message_id = work.session.scalars(
            select(NoticeRow.message_id).where(NoticeRow.kind == "escalation", NoticeRow.obligation_id == anns(work).id)
        ).first()
        (item,) = council.outbox.read_message(SINGLE, str(message_id), work.now).items
        assert [(each.by.id, each.kind, each.until_on) for each in item.snoozes] == [
            ("tom", "court", day("2026-04-10")),
            ("tom", "leave", day("2026-04-15")),
        ]
        seen = work.obligations.history(anns(work).id, viewer=who(work, "sue")).snoozes
        assert [words for _, words in seen] == ["Wigglesworth", ""]


def _again(store: Store, to: str) -> Came:
    """What has been posted to somebody, as it stands."""
    with store.read(SINGLE, at("2026-04-10T10:00")) as work:
        rows = work.session.scalars(select(MessageRow.id).where(MessageRow.recipient_id == to, MessageRow.sent_at.is_not(None)))
        views = [store.outbox.read_message(SINGLE, row, work.now) for row in rows.all()]
    return [
        (f"{view.on.isoformat()}T09:00", view.kind, tuple(f"{i.notice_kind} {i.person.id}" for i in view.items))
        for view in views
    ]


# when, by whom, until when, why, and what refuses it
REFUSED: list[tuple[str, str, str, str, type[SupervisionError]]] = [
    (f"{LATE}T09:30", "tom", "2026-04-13", "court", PutOffTooLong),
    (f"{LATE}T09:30", "tom", LATE, "court", PutOffTooLong),
    (f"{LATE}T09:30", "tom", "2026-04-11", "court", PutOffTooLong),  # a Saturday
    (f"{LATE}T09:30", "tom", "2026-04-09", "sickness", SnoozeReasonMissing),
    (f"{LATE}T09:30", "tom", "2026-04-09", "other", SnoozeReasonMissing),
    (f"{LATE}T09:30", "sue", "2026-04-09", "court", NotYourReminder),
    (f"{LATE}T09:30", "dan", "2026-04-09", "court", NotFound),
    ("2026-04-22T09:30", "tom", DAY_22, "court", PutOffTooLong),
    ("2026-04-23T09:30", "tom", DAY_22, "court", CannotPutOff),
    (f"{DAY_22}T09:30", "tom", "2026-04-27", "court", CannotPutOff),
]


def test_a_reminder_is_not_put_off_for_longer_nor_without_a_reason_nor_by_others(council: Store) -> None:
    for moment, by, until, kind, error in REFUSED:
        with pytest.raises(error):
            put_off(council, moment, until, by=by, kind=kind)
    put_off(council, "2026-04-22T09:30", "2026-04-23")


def test_what_is_settled_while_it_waits_does_not_come_back(council: Store) -> None:
    arrivals(council, "tom", f"{LATE}T09:00")
    put_off(council, f"{LATE}T09:30", "2026-04-09")
    with council.work(SINGLE, at("2026-04-08T10:00")) as work:
        for person in ("ann", "bob"):
            work.sessions.record(viewer=who(work, "tom"), supervisee_id=person, held_on=work.today, notes="Said.")
        work.commit()
    came = arrivals(council, "tom", "2026-04-09T09:00")
    assert "again ann" not in [line for _, _, lines in came for line in lines]


def test_a_line_managers_week_comes_on_its_first_working_day_with_what_only_they_can_unblock(council: Store) -> None:
    """After Easter Monday, on the Tuesday: to Sue, who manages supervisors, and to nobody who manages none."""
    choose(council, "2026-04-01T10:00", "sue", on={1, 3})
    for moment in days("2026-03-31", "2026-04-09"):
        nightly(council, SINGLE, at(f"{moment[:10]}T02:30"))
    with council.reading() as session:
        rows = session.execute(
            select(NoticeRow.recipient_id, MessageRow.day_on).join(MessageRow, MessageRow.id == NoticeRow.message_id)
        )
        told = session.execute(
            select(NoticeRow.recipient_id, MessageRow.day_on)
            .join(MessageRow, MessageRow.id == NoticeRow.message_id)
            .where(NoticeRow.kind == "week")
        )
        assert sorted(map(tuple, told)) == [("sue", day(LATE)), ("zoe", day(LATE))]
        assert rows.first()
    with council.work(SINGLE, at("2026-04-06T10:00")) as work:
        tom = who(work, "tom")
        work.absences.record(viewer=who(work, "sue"), person_id="tim", from_on=day("2026-04-06"), until_on=day("2026-05-06"))
        work.raised.raise_(anns(work).id, viewer=who(work, "ann"))
        work.decisions.log(viewer=who(work, "ann"), ref="M100001", decision="A visit.", rationale="Sooner.")
        assert work.decisions.to_confirm(tom)
        work.commit()
    with council.read(SINGLE, at(f"{LATE}T09:00")) as work:
        message = work.session.scalars(
            select(NoticeRow.message_id).where(NoticeRow.kind == "week", NoticeRow.recipient_id == "sue")
        ).one()
        view = council.outbox.read_message(SINGLE, message, work.now)
    (item,) = [each for each in view.items if each.notice_kind == "week"]
    assert item.week
    assert [(person.id, number) for person, number in item.week.late] == [("tom", 2), ("tim", 1)]
    assert [person.id for person in item.week.without_cover] == ["tim"]
    assert [person.id for person in item.week.raised] == ["ann"]
    assert item.week.to_confirm == 0, "a draft for Tom waits for Tom"


def test_nobody_is_written_to_by_the_clock_of_another_zone(council: Store) -> None:
    with council.work(SINGLE, at("2026-03-25T10:00")) as work:
        work.people.link_slack("tom", "UTOM", "America/New_York")
        work.commit()
    choose(council, "2026-03-25T10:01", "tom", morning=time(7, 30))
    came = arrivals(council, "tom", *days("2026-03-26", "2026-03-26", "09:00", "11:30", "12:30"))
    assert [datetime.fromisoformat(each[0]).replace(tzinfo=LONDON).hour for each in came] == [11], "half past seven there"


def test_six_days_of_the_sample_council_come_in_everybodys_hours_and_once_a_morning(store: Store) -> None:
    """The year is `python -m tests.bench quiet`; this is its beginning."""
    year = live(store, 6)
    assert year.outside == []
    mornings = Counter((to, moment.date()) for to, kind, moment in year.posts if kind == "morning")
    assert set(mornings.values()) == {1}
    assert min(year.done["decision"], year.done["personal_supervision"]) > 0, "they did something"
    assert {kind for _, kind, _ in year.posts} <= {"morning", "to_read", *URGENT}
    assert any(moment.time() == time(7, 30) for _, kind, moment in year.posts if kind == "morning")


def log(store: Store, now: str, by: str, ref: str = "M100001") -> None:
    with store.work(SINGLE, at(now)) as work:
        work.decisions.log(viewer=who(work, by), ref=ref, decision="A visit.", rationale="Sooner.")
        work.commit()


def test_what_others_ask_joins_the_morning_message_and_what_came_after_it_is_said_again_if_still_open(council: Store) -> None:
    """Two drafts come to Tom an hour after his morning message; he confirms one of them that day."""
    assert [each[1] for each in arrivals(council, "tom", f"{SEVEN_BEFORE}T09:00")] == ["morning"]
    log(council, f"{SEVEN_BEFORE}T10:00", "ann")
    log(council, f"{SEVEN_BEFORE}T10:01", "bob", "M100002")
    asked = {"to_confirm M100001", "to_confirm M100002"}
    (edit,) = [call for call in send(council, f"{SEVEN_BEFORE}T10:05") if call.to == "tom"]
    assert (edit.op, edit.kind) == ("update", "morning"), "nobody is told twice a day"
    assert asked <= set(edit.lines)
    with council.work(SINGLE, at(f"{SEVEN_BEFORE}T15:00")) as work:
        (first,) = [each for each in work.decisions.to_confirm(who(work, "tom")) if each.ref == "M100001"]
        work.decisions.confirm(first.id, viewer=who(work, "tom"))
        work.commit()
    for night in ("2026-03-27T02:30", "2026-03-27T03:30"):
        assert nightly(council, SINGLE, at(night)).repaired == {}
    came = arrivals(council, "tom", "2026-03-27T08:30", "2026-03-27T09:00")
    assert [(moment, set(lines) & asked) for moment, _, lines in came] == [("2026-03-27T09:00", asked - {"to_confirm M100001"})]
    nightly(council, SINGLE, at("2026-03-28T02:30"))
    later = arrivals(council, "tom", *days("2026-03-28", "2026-03-31"))
    assert not {line for _, _, lines in later for line in lines} & asked, "once more, and no oftener"


LOGGED = [
    ("2026-03-18T10:00", "ann", "M100001"),
    ("2026-03-18T15:00", "bob", "M100002"),
    ("2026-03-18T18:30", "dan", "M200001"),
]


def test_what_is_asked_of_somebody_without_a_morning_message_that_day_comes_at_once_in_their_hours(council: Store) -> None:
    looks = ("09:00", "10:01", "15:01", "19:00")
    for moment, by, ref in LOGGED:
        log(council, moment, by, ref)
    came = arrivals(council, "tom", *[each for each in days("2026-03-18", "2026-03-18", *looks) if each > "2026-03-18T10"])
    assert [(moment, kind) for moment, kind, _ in came] == [("2026-03-18T10:01", "morning")]
    assert [each[:2] for each in arrivals(council, "tim", "2026-03-18T19:00", "2026-03-19T08:00", "2026-03-19T09:00")] == [
        ("2026-03-19T09:00", "morning")
    ]
