"""What waits for a name: asked for at once, reminded of after one and two weeks, never of whom it cannot be had."""

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select, update

from scheduling.forms import Answer, Filled, FilledPart
from storage import SINGLE
from storage.models import AbsenceRow, NoticeRow, PersonRow, RelationshipRow
from storage.notices import unsigned
from storage.notices.rendering import render
from storage.rederive import nightly
from storage.store import Store
from storage.unit import UnitOfWork
from tests.storage.council import at, day, person_row, who

WRITTEN = day("2026-03-16")
Written = tuple[Store, dict[str, tuple[str, str]]]
Does = Callable[[UnitOfWork, str, str], Any]
"""With the supervisee and the record."""


def told(words: str = "as agreed") -> Filled:
    """A form filled with nothing much."""
    return Filled((FilledPart("What we discussed", "personal", "", (Answer("discussed", "Discussed", "", "text", words),)),))


def signs(work: UnitOfWork, person: str, record: str, by: str = "") -> None:
    viewer = who(work, by or person)
    work.written.sign(record, work.written.get(record, viewer=viewer).version, viewer=viewer)


def by_tom(work: UnitOfWork, person: str, record: str) -> None:
    signs(work, person, record, by="tom")


def corrects(work: UnitOfWork, person: str, record: str) -> None:
    work.written.correct(record, told("otherwise"), viewer=who(work, "tom"), because="a day")


def disputes(work: UnitOfWork, person: str, record: str) -> None:
    viewer = who(work, person)
    work.disputes.bring(record, work.written.get(record, viewer=viewer).version, "the day", viewer=viewer)


def decides(outcome: str) -> Does:
    def settle(work: UnitOfWork, person: str, record: str) -> None:
        [found] = [each for each in work.disputes.waiting(who(work, "sue")) if each.record_id == record]
        work.disputes.settle(found.id, outcome, "because", viewer=who(work, "sue"))

    return settle


def leaves(work: UnitOfWork, person: str, record: str) -> None:
    work.session.execute(update(PersonRow).where(PersonRow.id == person).values(left_on=work.today))


def goes_to_tim(work: UnitOfWork, person: str, record: str) -> None:
    held = RelationshipRow
    work.session.execute(update(held).where(held.supervisee_id == person).values(until_on=work.today))
    work.session.add(held(workspace=SINGLE, supervisee_id=person, supervisor_id="tim", from_on=work.today))


def away(days: int | None) -> Does:
    def go(work: UnitOfWork, person: str, record: str) -> None:
        until = work.today + timedelta(days=days) if days else None
        work.session.add(AbsenceRow(workspace=SINGLE, person_id=person, from_on=work.today, until_on=until))

    return go


def session(work: UnitOfWork, person: str) -> str:
    return work.written.write("session", told(), viewer=who(work, "tom"), about_id=person).id


def agreement(work: UnitOfWork, person: str) -> str:
    mine = who(work, person)
    begun = work.agreements.begun(person, "sue", viewer=mine)
    return work.written.write("agreement", told(), viewer=mine, about_id=person, of_id=begun).id


def observation(work: UnitOfWork, person: str) -> str:
    """By Sue, who is not the supervisor; of which the supervisee wrote the first part."""
    on = work.today - timedelta(days=1)
    seen = work.observations.record(viewer=who(work, "tom"), of_id=person, by_id="sue", kind="practice", on=on)
    return work.written.write("practice_observation", told(), viewer=who(work, person), about_id=person, of_id=seen).id


ME = "the supervisee"
CASES: dict[str, tuple[Callable[[UnitOfWork, str], str], dict[int, Does], dict[int, set[str]]]] = {
    # what is written, what happens how many days later, and who is reminded on which day
    "waits": (session, {}, {7: {ME}, 14: {ME, "tom"}}),
    "signed": (session, {3: signs}, {}),
    "signed after the first": (session, {9: signs}, {7: {ME}}),
    "away when it is due": (session, {6: away(4)}, {10: {ME}, 14: {ME, "tom"}}),
    "away until both are due": (session, {6: away(10)}, {16: {ME, "tom"}}),
    "away, nobody knows how long": (session, {6: away(None)}, {}),
    "left": (session, {5: leaves}, {}),
    "left after the first": (session, {8: leaves}, {7: {ME}}),
    "another supervisor": (session, {5: goes_to_tim}, {7: {ME}, 14: {ME, "tim"}}),
    "disputed": (session, {3: disputes}, {}),
    "disputed, and it stands": (session, {3: disputes, 8: decides("stands")}, {15: {ME}, 22: {ME, "tom"}}),
    "disputed after the first": (session, {9: disputes, 10: decides("stands")}, {7: {ME}, 24: {ME, "tom"}}),
    "to be corrected": (session, {3: disputes, 4: decides("to_correct")}, {11: {"tom"}, 18: {"tom"}}),
    "signed, yet to be corrected": (session, {1: signs, 2: disputes, 4: decides("to_correct")}, {11: {"tom"}, 18: {"tom"}}),
    "corrected as decided": (session, {3: disputes, 4: decides("to_correct"), 6: corrects, 8: signs}, {}),
    "corrected after the first": (session, {9: corrects}, {7: {ME}, 16: {ME}, 23: {ME, "tom"}}),
    "an agreement waits for the supervisor": (agreement, {}, {7: {"tom"}, 14: {"tom"}}),
    "an agreement, signed": (agreement, {6: by_tom}, {}),
    "an agreement with whoever was the supervisor": (agreement, {5: goes_to_tim}, {}),
    "what the observer is to sign": (observation, {}, {7: {"sue"}, 14: {"sue", "tom"}}),
}


@pytest.fixture
def written(council: Store) -> Written:
    """Of each case a supervisee of Tom's, and a record written on Monday 16 March: the supervisee and the record."""
    made = {}
    with council.work(SINGLE, at(f"{WRITTEN}")) as work:
        for number in range(len(CASES)):
            work.session.add(person_row(f"n{number}", "tom"))
        work.session.flush()
        held = {"supervisor_id": "tom", "from_on": day("2025-09-01"), "workspace": SINGLE}
        work.session.add_all(RelationshipRow(**held, supervisee_id=f"n{number}") for number in range(len(CASES)))
        work.session.flush()
        for number, (case, (write, _, _)) in enumerate(CASES.items()):
            made[case] = (f"n{number}", write(work, f"n{number}"))
        work.commit()
    return council, made


def reminders(work: UnitOfWork) -> dict[str, dict[int, set[str]]]:
    """Of each record, on which day after it was written who is reminded."""
    found: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in work.session.scalars(select(NoticeRow).where(NoticeRow.kind == unsigned.STILL_TO_SIGN)):
        found[row.subject][(row.at.date() - WRITTEN).days].add(row.recipient_id)
    return found


def test_who_is_reminded_of_what_and_when(written: Written) -> None:
    store, made = written
    for days in range(1, 30):
        with store.work(SINGLE, at(f"{WRITTEN + timedelta(days=days)}T01:10")) as work:
            unsigned.remind(work)
            work.commit()
        with store.work(SINGLE, at(f"{WRITTEN + timedelta(days=days)}T11:00")) as work:
            for case, (_, happens, _) in CASES.items():
                if days in happens:
                    happens[days](work, *made[case])
                    work.session.flush()
            work.commit()
    with store.read(SINGLE, at("2026-04-15")) as work:
        found = reminders(work)
    for case, (_, _, expected) in CASES.items():
        person, record = made[case]
        names = {days: {person if each == ME else each for each in wanted} for days, wanted in expected.items()}
        assert {days: set(wanted) for days, wanted in found[record].items()} == names, case


def test_whoever_is_to_sign_is_asked_at_once_and_has_it_in_their_list(
    written: Written,
) -> None:
    store, made = written
    with store.work(SINGLE, at(f"{WRITTEN}T09:30")) as work:
        asked = {(row.subject, row.recipient_id) for row in work.session.query(NoticeRow).filter_by(kind="to_sign")}
        for case, waits_for in {"waits": ME, "an agreement, signed": "tom", "what the observer is to sign": "sue"}.items():
            person, record = made[case]
            them = person if waits_for == ME else waits_for
            assert {to for subject, to in asked if subject == record} == {them}, case
            assert record in {each.id for each in work.written.to_sign(who(work, them))}, case
            others = {"tom", "sue", "zoe", person} - {them}
            assert not [each for each in others if record in {one.id for one in work.written.to_sign(who(work, each))}], case
        leaves(work, "ann", "")
        late = session(work, "ann")
        assert not work.session.query(NoticeRow).filter_by(kind="to_sign", subject=late).count(), "who has left is not asked"


def test_a_record_decided_to_be_corrected_waits_for_whoever_corrects_it(
    written: Written,
) -> None:
    store, made = written
    with store.work(SINGLE, at("2026-03-19")) as work:
        for case, is_signed in {"waits": False, "signed": True}.items():
            person, record = made[case]
            if is_signed:
                signs(work, person, record)
            disputes(work, person, record)
            decides("to_correct")(work, person, record)
            assert record in {each.id for each in work.disputes.to_correct(who(work, "tom"))}, case
            assert record not in {each.id for each in work.written.to_sign(who(work, person))}, case
            corrects(work, person, record)
            assert record not in {each.id for each in work.disputes.to_correct(who(work, "tom"))}, case
            assert record in {each.id for each in work.written.to_sign(who(work, person))}, case


@pytest.mark.parametrize("is_gone", [False, True])
def test_what_the_author_is_to_correct_falls_to_the_supervisor_once_they_have_left(written: Written, is_gone: bool) -> None:
    store, made = written
    person, record = made["waits"]
    with store.work(SINGLE, at("2026-03-19")) as work:
        disputes(work, person, record)
        decides("to_correct")(work, person, record)
        goes_to_tim(work, person, record)
        if is_gone:
            leaves(work, "tom", "")
        for each, has in {"tom": not is_gone, "tim": is_gone}.items():
            assert (record in {one.id for one in work.disputes.to_correct(who(work, each))}) == has, each


SHOWN: list[tuple[str, dict[int, Does], str, str]] = [
    # what was reminded of, what happens after the first reminder, and how each one's message then shows it
    ("waits", {}, ME, ""),
    ("waits", {8: signs}, ME, "signed"),
    ("waits", {8: corrects}, ME, "corrected"),
    ("waits", {8: disputes}, ME, "not_right"),
    ("waits", {15: signs}, "tom", "signed"),
    ("an agreement waits for the supervisor", {8: by_tom}, "tom", "signed"),
    ("an agreement waits for the supervisor", {8: goes_to_tim}, "tom", "no_longer_owed"),
    ("to be corrected", {3: disputes, 4: decides("to_correct")}, "tom", ""),
    ("to be corrected", {3: disputes, 4: decides("to_correct"), 12: corrects}, "tom", "corrected"),
]


def test_a_reminder_says_how_it_ended(written: Written) -> None:
    store, made = written
    for case, happens, reader, how in SHOWN:
        person, record = made[case]
        them = person if reader == ME else reader
        with store.work(SINGLE, at("2026-04-02T16:00")) as work:  # none of it is kept
            for days in range(1, 17):
                work.now = at(f"{WRITTEN + timedelta(days=days)}T11:00")
                work.today = work.now.date()
                unsigned.remind(work)
                if days in happens:
                    happens[days](work, person, record)
                    work.session.flush()
            row = NoticeRow
            mine = select(row.message_id).where(row.subject == record, row.kind == "still_to_sign", row.recipient_id == them)
            first = work.session.scalars(mine.order_by(row.rung)).first()
            item = next(
                each
                for each in render(work, first, is_posted=True).items
                if each.subject == record and each.notice_kind == "still_to_sign"
            )
            assert item.closed_how == how, (case, happens, reader)


def test_the_night_reminds_in_as_many_statements_whatever_waits(written: Written) -> None:
    store, made = written
    counted: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *call: counted.append(call[2]))

    def night(on: str) -> tuple[int, int]:
        with store.work(SINGLE, at(on)) as work:
            counted.clear()
            return unsigned.remind(work), len(counted)

    many = night("2026-03-23T01:10")
    with store.work(SINGLE, at("2026-03-20")) as work:
        for case, (person, record) in made.items():
            if case not in ("waits", "an agreement, signed", "what the observer is to sign"):
                by_tom(work, person, record) if case.startswith("an agreement") else signs(work, person, record)
        work.commit()
    few = night("2026-03-23T01:10")
    assert (many[0], few[0]) == (len(CASES), 3)
    assert many[1] <= few[1] + 1


def test_the_nightly_check_reminds_and_passes_on(written: Written) -> None:
    store, made = written
    with store.work(SINGLE, at("2026-03-17")) as work:
        disputes(work, *made["disputed"])
        work.commit()
    nightly(store, SINGLE, at("2026-04-01T01:10"))
    nightly(store, SINGLE, at("2026-04-01T01:40"))
    with store.read(SINGLE, at("2026-04-01")) as work:
        assert reminders(work)[made["waits"][1]] == {16: {made["waits"][0], "tom"}}
        assert [each.first_to_id for each in work.disputes.waiting(who(work, "zoe"))] == ["sue"]
