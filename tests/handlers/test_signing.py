"""Recorded by one, read and signed by the other; said not to be right, decided on, corrected: every version stays."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.desk import Person, words_of
from handlers.words.messages import message
from scheduling.forms import Answer, Filled, FilledPart
from storage import SINGLE
from storage.models import DisputeRow, NoticeRow, TrailRow
from storage.notices.rendering import render
from storage.rederive import nightly
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.handlers.filling import fields_in, fill
from tests.handlers.growing import council
from tests.handlers.office import Office, seen, staff_id

ANN = "<@U0ANN>"


@pytest.fixture
def office(plain_office: Office) -> Office:
    """Of a council that has printed no forms."""
    return plain_office


@pytest.fixture
def recorded(office: Office) -> Office:
    """Tom has recorded today's session with Ann, a case discussed in it."""
    tom = office.person("tom")
    tom.command("/supervision", f"log {ANN} today 90")
    assert tom.submit(cases=["M100001"]) == {}
    tom.press(tom.modal, "session_notes")
    fill(tom, discussed="Workload is zephyrheavy.", M100001__decided="Visit weekly, because two were missed.")
    tom.close(everything=True)
    return office


def record_of(office: Office, form: str = "session"):  # type: ignore[no-untyped-def]
    """Ann's record of that form, as Zoe sees it."""

    def ask(work):  # type: ignore[no-untyped-def]
        zoe = work.people.get(staff_id("zoe"))
        [one] = work.written.of(staff_id("ann"), viewer=zoe, form=form)
        return work.written.read(one.id, viewer=zoe)

    return office.read(ask)


def open_to_sign(office: Office, who: str = "ann") -> None:
    person = office.person(who)
    person.command("/supervision", "sign")
    person.press(person.modal, "record_read")


def test_the_supervisee_reads_and_signs_and_both_are_named_and_timed(recorded: Office) -> None:
    ann = recorded.person("ann")
    open_to_sign(recorded)
    assert "zephyrheavy" in seen(ann)
    assert "Not signed yet as the supervisee." in seen(ann)
    assert ann.submit() == {}
    assert "Signed." in seen(ann)
    read = record_of(recorded)
    assert read.record.state == "signed"
    assert {(each.capacity, each.person_id) for each in read.record.signatures} == {
        ("supervisor", staff_id("tom")), ("supervisee", staff_id("ann")),
    }  # fmt: skip
    ann.close(everything=True)
    ann.command("/supervision", "sign")
    assert seen(ann).startswith("Nothing waits for your name.")


def test_the_supervisee_takes_a_copy_along_and_it_is_noted(recorded: Office) -> None:
    ann = recorded.person("ann")
    open_to_sign(recorded)
    ann.press(ann.modal, "record_copy")
    assert "zephyrheavy" in seen(ann)
    with recorded.store.reading() as session:
        acts = {row.act for row in session.query(TrailRow) if row.kind == "record"}
    assert "exported" in acts
    tom = recorded.person("tom")
    tom.command("/supervision", f"history {ANN}")
    tom.press(tom.modal, "record_read", record_of(recorded).record.id)
    assert "record_copy" not in str(tom.modal.blocks)  # type: ignore[union-attr]


def test_the_record_of_a_case_is_the_cases_and_waits_for_nobody(recorded: Office) -> None:
    read = record_of(recorded, "case_discussion")
    assert (read.record.layer, read.record.case_ref, read.record.state) == ("case", "M100001", "signed")


def test_what_is_not_right_goes_to_the_named_manager_and_is_decided_and_corrected(recorded: Office) -> None:
    ann, tom, zoe = (recorded.person(each) for each in ("ann", "tom", "zoe"))
    open_to_sign(recorded)
    ann.press(ann.modal, "record_not_right")
    assert ann.submit(words="The date of the visit is quillwrong.") == {}
    assert "Zoe Head is asked to decide." in seen(ann)
    assert record_of(recorded).record.state == "disputed"
    zoe.command("/supervision", "sign")
    zoe.press(zoe.modal, "dispute_open")
    assert "quillwrong" in seen(zoe)
    assert zoe.submit(outcome="to_correct", words="Ann is right.") == {}
    assert "it is to be corrected" in seen(zoe)
    assert record_of(recorded).record.state == "open"
    tom.command("/supervision", f"history {ANN}")
    tom.press(tom.modal, "record_read", record_of(recorded).record.id)
    tom.press(tom.modal, "record_correct")
    assert tom.values()["discussed"] == "Workload is zephyrheavy."
    assert "last_actions" not in str(fields_in(tom))
    fill(tom, discussed="Workload is as agreed.", because="The date was wrong.")
    read = record_of(recorded)
    assert [each.number for each in read.versions] == [2, 1]
    assert read.versions[1].filled.values()["discussed"] == "Workload is zephyrheavy."
    assert read.record.missing == ("supervisee",)
    ann.close(everything=True)
    open_to_sign(recorded)
    assert "Version 2 of 2" in seen(ann)
    assert "changed" in seen(ann)
    assert ann.submit() == {}
    assert record_of(recorded).record.state == "signed"


def test_a_version_that_was_corrected_meanwhile_is_not_signed_unread(recorded: Office) -> None:
    ann = recorded.person("ann")
    open_to_sign(recorded)
    with recorded.store.work(SINGLE, recorded.now[0]) as work:
        tom = work.people.must_get(staff_id("tom"))
        [one] = work.written.of(staff_id("ann"), viewer=tom, form="session")
        filled = work.written.read(one.id, viewer=tom).latest.filled
        work.written.correct(one.id, filled, viewer=tom, because="A date.")
        work.commit()
    ann.submit()
    assert "This was corrected after you opened it" in seen(ann)


def test_what_somebody_else_corrected_meanwhile_is_not_written_over(recorded: Office) -> None:
    tom = recorded.person("tom")
    tom.command("/supervision", f"history {ANN}")
    tom.press(tom.modal, "record_read", record_of(recorded).record.id)
    tom.press(tom.modal, "record_correct")
    with recorded.store.work(SINGLE, recorded.now[0]) as work:
        zoe = work.people.must_get(staff_id("zoe"))
        one = record_of(recorded)
        work.written.correct(one.record.id, one.latest.filled, viewer=zoe, because="A date.")
        work.commit()
    said: dict[str, str] = {}
    while tom.modal and not said and any(each["type"] == "input" for each in tom.modal.blocks):
        last = any(each["block_id"] == "because" for each in tom.modal.blocks)
        said = tom.submit(**({"because": "Mine."} if last else {}))
    assert "Somebody else corrected this meanwhile" in f"{said}{seen(tom)}"
    assert [each.because for each in record_of(recorded).versions][:-1] == ["A date."]


@pytest.mark.parametrize("who", ["priya", "carol"])
def test_a_record_of_somebody_elses_is_not_there(recorded: Office, who: str) -> None:
    record_id = record_of(recorded).record.id
    person = recorded.person(who)
    person.command("/supervision", "sign")
    assert record_id not in str(person.modal.blocks)  # type: ignore[union-attr]


def test_what_is_taken_back_is_over(recorded: Office) -> None:
    ann = recorded.person("ann")
    open_to_sign(recorded)
    ann.press(ann.modal, "record_not_right")
    ann.submit(words="The date.")
    ann.close(everything=True)
    [row] = recorded.read(lambda work: work.disputes.waiting(work.people.must_get(staff_id("zoe"))))
    ann.command("/supervision", f"history {ANN}")
    ann.press(ann.modal, "record_read", row.record_id)
    assert "What is not right" in words_of(ann.modal.blocks)  # type: ignore[union-attr]


def test_from_the_third_window_a_record_is_corrected_all_the_same(recorded: Office) -> None:
    """Slack lets three stand over each other: the list, the session, its record. The form takes the place of the last."""
    tom = recorded.person("tom")
    tom.command("/supervision", "history <@U0ANN>")
    held = recorded.sessions("ann")[0]
    tom.press(tom.modal, "session_read", held.id)
    tom.press(tom.modal, "record_read", record_of(recorded).record.id)
    tom.press(tom.modal, "record_correct")
    assert fields_in(tom)
    fill(tom, because="The date was wrong.")
    assert record_of(recorded).record.version == 2


def lists(office: Office, who: str) -> tuple[str, str]:
    """What `/supervision sign` and the Home tab say."""
    person = office.person(who)
    if person.modal:
        person.close(everything=True)
    person.command("/supervision", "sign")
    window = seen(person)
    person.close(everything=True)
    home = person.home()
    assert home
    return window, words_of(home.blocks)


def test_what_waits_is_listed_for_whoever_it_waits_for_and_for_nobody_else(recorded: Office) -> None:
    ann = recorded.person("ann")

    def waits(**expected: str) -> None:
        for who in ("ann", "tom", "zoe", "sue"):
            for said in lists(recorded, who):
                found = {each for each in ("To read and sign", "For you to decide", "For you to correct") if each in said}
                assert found == ({expected[who]} if who in expected else set()), (who, said)

    waits(ann="To read and sign")
    open_to_sign(recorded)
    ann.press(ann.modal, "record_not_right")
    ann.submit(words="The date of the visit is quillwrong.")
    waits(ann="To read and sign", zoe="For you to decide")
    zoe = recorded.person("zoe")
    zoe.command("/supervision", "sign")
    zoe.press(zoe.modal, "dispute_open")
    zoe.submit(outcome="to_correct", words="Ann is right.")
    waits(tom="For you to correct")
    tom = recorded.person("tom")
    tom.command("/supervision", "sign")
    tom.press(tom.modal, "record_read")
    tom.press(tom.modal, "record_correct")
    fill(tom, discussed="Workload is as agreed.", because="The date was wrong.")
    waits(ann="To read and sign")


def test_after_a_week_a_message_reminds_and_says_when_it_is_done(recorded: Office) -> None:
    recorded.now[0] += timedelta(days=7)
    nightly(recorded.store, SINGLE, recorded.now[0])
    assert "still waits for your name" in told(recorded)
    open_to_sign(recorded)
    recorded.person("ann").submit()
    assert "*Done:* signed on Tue 31 March. Your supervision record." in told(recorded)


def told(office: Office) -> str:
    """What this morning's message to Ann says, rendered as it would be posted or edited now."""

    def ask(work):  # type: ignore[no-untyped-def]
        row = NoticeRow
        query = select(row.message_id).where(row.kind == "still_to_sign", row.recipient_id == staff_id("ann"))
        return message(render(work, work.session.scalars(query).one(), is_posted=True)).text

    return str(office.read(ask))


def turned(person: Person, action: str) -> list[str]:
    """What is read, page by page."""
    read = [seen(person)]
    for _ in range(60):
        assert len(json.dumps(person.modal.blocks)) < 250_000  # type: ignore[union-attr]
        if f"{action}:more" not in str(person.modal.blocks):  # type: ignore[union-attr]
            return read
        person.press(person.modal, f"{action}:more")
        read.append(seen(person))
    raise AssertionError("it has no end")


def test_whatever_its_length_a_record_is_read_whole_and_taken_along_whole(recorded: Office) -> None:
    one = record_of(recorded).record
    long = [f"a{at} {chr(0x1F9E1) * 900} z{at}" for at in range(90)]
    with recorded.store.work(SINGLE, recorded.now[0]) as work:
        tom = work.people.must_get(staff_id("tom"))
        answers = tuple(Answer(f"q{at}", f"Question {at}", "", "text", text) for at, text in enumerate(long))
        parts = tuple(FilledPart(f"Part {at}", "personal", "", answers[at : at + 2]) for at in range(0, 90, 2))
        work.written.correct(one.id, Filled(parts), viewer=tom, because="It is long.")
        for at in range(30):
            made = {"workspace": SINGLE, "id": f"d{at}", "record_id": one.id, "version": 1, "words": f"Wrong {at}."}
            settled = {"outcome": "withdrawn", "settled_by_id": "E-ann", "settled_at": recorded.now[0]}
            work.session.add(DisputeRow(**made, raised_by_id="E-ann", raised_at=recorded.now[0], to_id="E-zoe", **settled))
        work.commit()
    ann = recorded.person("ann")
    open_to_sign(recorded)
    pages = turned(ann, "record_read")
    whole = "\n".join(pages)
    assert len(pages) > 2
    assert all(whole.count(text) == 1 for text in long)
    assert all(f"Wrong {at}." in whole and f"Question {at}" in whole for at in range(30))
    ann.press(ann.modal, "record_read:previous")
    assert seen(ann) == pages[-2], "a page before is read again"
    ann.press(ann.modal, "record_read:more")
    ann.press(ann.modal, "record_copy")
    copied = "".join(turned(ann, "record_copy"))
    assert all(f"a{at} " in copied and f" z{at}" in copied for at in range(90))
    assert copied.count(chr(0x1F9E1)) == 90 * 900
    ann.close()
    assert ann.submit() == {}, "it is signed on its last page"
    assert record_of(recorded).record.state == "signed"


@pytest.mark.parametrize(("policy", "is_left_out"), [("manchester", True), ("wokingham", False)])
def test_an_own_copy_for_a_portfolio_identifies_nobody(databases: Databases, policy: str, is_left_out: bool) -> None:
    said = "Zephyr went well; NHS number 943 476 5919."

    def write(work: UnitOfWork) -> None:
        tom = work.people.must_get(staff_id("tom"))
        answer = Answer("said", "What was said", "", "text", said)
        filled = Filled((FilledPart("Session", "personal", "", (answer,)),))
        work.written.write("session", filled, viewer=tom, about_id=staff_id("ann"))

    with council(databases, policy, write) as office:
        ann = office.person("ann")
        open_to_sign(office)
        assert "943 476 5919" in seen(ann), "what is read is what was written"
        ann.press(ann.modal, "record_copy")
        assert "Zephyr went well" in seen(ann)
        assert ("943 476 5919" in seen(ann)) is not is_left_out
