"""Cases discussed: on the policy's own form, each a record of its own, copied for the case system and filed case by case."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from bot.desk import words_of
from scheduling.forms import Answer, Filled, FilledPart, Near, fields_of, steps_of
from storage import SINGLE, errors, packs
from storage.models import AllocationRow, CaseRow
from storage.records.booked import last_discussed
from tests.databases import Databases
from tests.handlers import cast
from tests.handlers.filling import fields_in, fill
from tests.handlers.office import Office, open_office, seen, settle, staff_id
from tests.handlers.test_decision import press

LONG = "ن" * 3000
CHILD = ["scale_safety", "scale_change"]
CARER = ["scale_settled", "scale_care_giving"]
TODAY = date(2026, 3, 24)


@contextmanager
def opened(databases: Databases, policy: str) -> Iterator[Office]:
    """The council under another policy."""
    with databases.copy(databases.template("office", settle)) as url, open_office(url, policy=policy) as office:
        with office.store.work(SINGLE, office.now[0]) as work:
            work.index.refresh_all()
            work.commit()
        yield office


@pytest.fixture
def manchester(databases: Databases) -> Iterator[Office]:
    with opened(databases, "manchester") as office:
        yield office


def as_zoe(office: Office, ask: Any) -> Any:
    return office.read(lambda work: ask(work, work.people.must_get(staff_id("zoe"))))


def owed(office: Office, ref: str = "M100001") -> dict[str, Any]:
    """What is open on a case, by kind."""
    return {each.kind: each for each in as_zoe(office, lambda work, zoe: work.obligations.on_case(ref, viewer=zoe))}


def records(office: Office, person: str = "ann") -> list[Any]:
    return list(as_zoe(office, lambda work, zoe: work.written.of(staff_id(person), viewer=zoe)))


def discussed(office: Office, ref: str = "M100001") -> date | None:
    """When it was last discussed in supervision."""
    found: dict[str, date] = office.read(lambda work: last_discussed(work, [ref]))
    return found.get(ref)


def required(policy: str, text: str, ref: str = "M100001") -> dict[str, Any]:
    """An answer to all the policy asks about a child's case and leaves nobody out of; the day and the way are there already."""
    template = packs.load(policy).form("case_discussion")
    steps = steps_of(template, cases={ref: "child_protection"}, discussed=[ref])
    asked = [each for step in steps for each in fields_of(step, Near()) if each.required and each.name.startswith(ref)]
    return {each.name.replace(".", "__"): "7" if each.question.kind == "scale" else text for each in asked}


@pytest.mark.parametrize("policy", packs.NAMES)
def test_a_case_discussed_on_its_own_is_a_record_apart_and_supervision_of_the_case(databases: Databases, policy: str) -> None:
    with opened(databases, policy) as office:
        press(office, "tom", "case_discuss", "M100001")
        tom = office.person("tom")
        assert "Discussion of *M100001* with" in seen(tom)
        assert fill(tom, **required(policy, "Said.")).startswith("Saved. The discussion of *M100001* with")
        [record] = records(office)
        assert (record.form, record.layer, record.case_ref, record.state) == ("case_discussion", "case", "M100001", "signed")
        assert discussed(office) == TODAY
        tom.press(tom.modal, "case_note_copy")
        assert "Said." in tom.values()["copy"]
        assert "M100001" in tom.values()["copy"]
        assert tom.submit() == {}
        assert "record_discussion" not in owed(office)


@pytest.mark.parametrize(("category", "is_asked"), [("assessment", True), ("child_protection", False)])
def test_kent_asks_of_a_family_open_for_assessment_where_the_decision_is_recorded(category: str, is_asked: bool) -> None:
    steps = steps_of(packs.load("kent").form("case_discussion"), cases={"M100001": category}, discussed=["M100001"])
    asked = {each.name for step in steps for each in fields_of(step, Near())}
    assert ("M100001.on_assessment" in asked) == is_asked


def test_the_button_under_a_reminder_leads_to_it_and_it_settles_what_was_owed(manchester: Office) -> None:
    press(manchester, "tom", "duty_record", owed(manchester)["case_discussion"].id)
    tom = manchester.person("tom")
    tom.press(tom.modal, "case_on_its_own")
    assert fields_in(tom) == ["discussed_on", "how"]
    fill(tom, **required("manchester", "Said."))
    assert owed(manchester)["case_discussion"].due_on == date(2026, 5, 19)  # eight weeks on
    assert owed(manchester)["record_discussion"].due_on == date(2026, 3, 31)  # a week


def test_it_is_copied_under_the_policys_headline_and_headings_and_chased_until_it_is_filed(manchester: Office) -> None:
    press(manchester, "tom", "case_discuss", "M100001")
    tom = manchester.person("tom")
    fill(tom, **required("manchester", "Said."))
    manchester.now[0] = manchester.now[0].replace(day=26)
    press(manchester, "tom", "duty_record", owed(manchester)["record_discussion"].id)
    copied = tom.values()
    assert copied["headline"] == "MONTHLY Supervision - North - Tom Hale Team Manager and Ann Example Social Worker"
    for heading in ("What are we worried about?", "What is working well?", "What needs to happen?"):
        assert f"\n{heading}: Said." in copied["copy"]
    assert "0-10: where would you place the safety of this child (ren)? 0 being unsafe: 7" in copied["copy"]
    assert "Rationale: Said." in copied["copy"]
    assert "Discussed on: Tue 24 March 2026" in copied["copy"]
    assert list(tom.submit(filed_on=date(2026, 3, 23))) == ["filed_on"]
    assert list(tom.submit(filed_on=date(2026, 3, 27))) == ["filed_on"]
    assert tom.submit(filed_on=date(2026, 3, 25)) == {}
    assert seen(tom).startswith("Filed on Liquidlogic on Wed 25 March.")
    assert "record_discussion" not in owed(manchester)


@pytest.mark.parametrize(
    "category", ["child_protection", "child_in_need", "child_in_care", "early_help", "care_leaver", "open"]
)
def test_the_scales_of_a_childs_case_are_appendix_gs(category: str) -> None:
    assert scales(category) == CHILD


def test_the_scales_of_a_supervising_social_workers_case_are_appendix_hs() -> None:
    assert scales("supervising_social_worker") == CARER


def scales(category: str) -> list[str]:
    steps = steps_of(packs.load("manchester").form("case_discussion"), cases={"M1": category}, discussed=["M1"])
    return [each.id for step in steps for each in step.part.question if each.kind == "scale"]


def test_what_the_policy_asks_is_not_left_empty(manchester: Office) -> None:
    press(manchester, "tom", "case_discuss", "M100001")
    tom = manchester.person("tom")
    assert tom.submit() == {}
    assert set(tom.submit()) == {f"M100001.{name}" for name in ("worried", "child_worries", "parent_view")}


def test_an_ad_hoc_discussion_is_an_ad_hoc_decision_with_all_it_said_and_no_supervision(manchester: Office) -> None:
    before = owed(manchester)["case_discussion"].due_on
    press(manchester, "tom", "case_discuss", "M100001")
    tom = manchester.person("tom")
    way = packs.load("manchester").form("case_discussion").part[0].question[1].choices[1]
    said = fill(tom, how=way, **required("manchester", "Said."))
    assert said.startswith("Saved. The ad hoc discussion of *M100001* counts as an ad hoc decision")
    [made] = manchester.decisions("M100001")
    assert (made.decision, made.rationale, made.is_draft) == ("Said.", "Said.", False)
    assert made.more.values()["M100001.scale_safety"] == "7"
    assert "M100001.decided" not in made.more.values()
    assert (records(manchester), discussed(manchester), owed(manchester)["case_discussion"].due_on) == ([], None, before)


def test_the_longest_texts_are_kept_whole_and_copied_whole(manchester: Office) -> None:
    press(manchester, "tom", "case_discuss", "M100001")
    tom = manchester.person("tom")
    answers = required("manchester", LONG)
    fill(tom, **answers)
    tom.press(tom.modal, "case_note_copy")
    copied = ""
    for _ in range(10):
        copied += "".join(value for name, value in tom.values().items() if name.startswith("copy"))
        if "case_note_copy" not in str(tom.modal.blocks):  # type: ignore[union-attr]
            break
        tom.press(tom.modal, "case_note_copy")
    assert copied.count(LONG) == sum(1 for value in answers.values() if value == LONG)


def test_each_case_of_a_session_is_copied_and_filed_by_itself(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", "log <@U0ANN> today 90")
    assert tom.submit(cases=["M100001", "M100014"]) == {}
    tom.press(tom.modal, "session_notes")
    fill(tom, management="Workload.", support="Well.", M100001__decided="Step up.", M100014__decided="Step down.")
    assert words_of(tom.modal.blocks).count("to file on MOSAIC by Sun 29 March") == 2  # type: ignore[union-attr]
    notes = as_zoe(office, lambda work, zoe: work.case_notes.of_session(office.sessions("ann")[0].id, viewer=zoe))
    press(office, "tom", "case_note_copy", notes[0].id)
    assert "Step up." in tom.values()["copy"]
    assert "Step down." not in tom.values()["copy"]
    assert "Workload" not in tom.values()["copy"]
    assert tom.submit() == {}
    assert "record_discussion" not in owed(office, "M100001")
    assert owed(office, "M100014")["record_discussion"].due_on == date(2026, 3, 29)
    press(office, "tom", "duty_record", owed(office, "M100014")["record_discussion"].id)
    assert "Step down." in tom.values()["copy"]
    press(office, "tom", "case_note_filed", notes[1].id)
    assert "record_discussion" not in owed(office, "M100014")


def jointly(office: Office, first: str = "ann", second: str = "omar") -> None:
    """Two work on M100001: the first leads."""
    with office.store.work(SINGLE, office.now[0]) as work:
        mine = {"workspace": SINGLE, "case_ref": "M100001"}
        work.session.query(AllocationRow).filter_by(**mine).one().role = "lead"
        more = AllocationRow(**mine, worker_id=staff_id(second), role="co_worker", from_on=date(2026, 3, 10))
        work.session.add(more)
        work.session.flush()
        work.index.refresh_all()
        work.commit()


def test_a_joint_case_is_discussed_with_both_and_counts_for_both(manchester: Office) -> None:
    jointly(manchester)
    helper = next(each for each in all_owed(manchester) if each.person.id == staff_id("omar"))
    assert helper.kind == "first_case_discussion"
    press(manchester, "tom", "case_discuss", "M100001")
    tom = manchester.person("tom")
    tom.submit()
    assert [each["value"] for each in tom.values()["M100001.workers"]] == [staff_id("omar")]
    fill(tom, **required("manchester", "Said."))
    kinds = {(each.kind, each.person.id) for each in all_owed(manchester)}
    assert ("first_case_discussion", staff_id("omar")) not in kinds
    tom.press(tom.modal, "case_note_copy")
    assert "Who else works on the case and was there: Omar Aziz" in tom.values()["copy"]


def all_owed(office: Office) -> list[Any]:
    return list(as_zoe(office, lambda work, zoe: work.obligations.on_case("M100001", viewer=zoe)))


def test_in_plymouth_a_joint_case_is_under_the_leads_manager(databases: Databases) -> None:
    with opened(databases, "plymouth") as office:
        jointly(office)
        with office.store.read(SINGLE, office.now[0]) as work:
            carol = work.people.must_get(staff_id("carol"))
            assert work.case_notes.supervised_on("M100001", staff_id("omar"), viewer=carol) == staff_id("ann")
            on: dict[str, Any] = {"ref": "M100001", "on": TODAY}
            with pytest.raises(errors.NotFound):
                work.case_notes.record(cast.said("Said."), viewer=carol, person_id=staff_id("omar"), **on)
        press(office, "tom", "case_discuss", "M100001")
        assert "with Ann Example" in seen(office.person("tom"))


def test_what_is_filed_is_on_the_file_of_each_child_of_whom_something_was_written(office: Office) -> None:
    lines = tuple(Answer(f"M100001.evidence.{child}", "For the file", child, "children", "Said.") for child in ("C1", "C2"))
    with office.store.work(SINGLE, office.now[0]) as work:
        tom = work.people.must_get(staff_id("tom"))
        told = Filled((FilledPart("Decision", "case", "M100001", lines),))
        about: dict[str, Any] = {"person_id": staff_id("ann"), "ref": "M100001", "on": TODAY}
        note = work.case_notes.record(told, viewer=tom, **about)
        assert work.evidence.of(note.id, viewer=tom) == []
        work.case_notes.mark_filed(note.id, viewer=tom)
        assert work.evidence.of(note.id, viewer=tom) == ["C1", "C2"]


def test_the_record_of_a_case_is_corrected_and_what_saving_it_did_is_not_asked_again(manchester: Office) -> None:
    press(manchester, "tom", "case_discuss", "M100001")
    tom = manchester.person("tom")
    fill(tom, **required("manchester", "Said."))
    [record] = records(manchester)
    press(manchester, "tom", "record_correct", record.id)
    assert "discussed_on" not in fields_in(tom)
    fill(tom, M100001__decided="Said better.", because="It was another day.")
    [record] = records(manchester)
    assert (record.version, record.state) == (2, "signed")
    press(manchester, "tom", "duty_record", owed(manchester)["record_discussion"].id)
    assert "Decision: Said better." in tom.values()["copy"]
    assert "Discussed on: Tue 24 March 2026" in tom.values()["copy"]


def test_each_child_of_a_family_is_evidenced_by_itself() -> None:
    template = packs.load("kent").form("case_discussion")
    last = steps_of(template, cases={"F1": "child_in_need"}, discussed=["F1"])[-1]
    for children, lines in (({"F1": ("C1", "C2")}, ["C1", "C2"]), ({}, ["F1.evidence"])):
        asked = [each for each in fields_of(last, Near(children=children)) if each.question.kind == "children"]
        assert [each.label if children else each.name for each in asked] == lines
        assert all(each.required for each in asked)


@pytest.mark.parametrize(
    ("case", "refused"),
    [
        ({"ref": "M200001"}, errors.NotFound),
        ({"ref": "M100011"}, errors.NotTheirCase),
        ({"on": date(2026, 3, 25)}, errors.InTheFuture),
        ({"on": date(2026, 3, 2)}, errors.BeforeTheCaseOpened),
        ({"workers": ["E-omar"]}, errors.NotOnThisCase),
        ({"closed": True}, errors.CaseClosed),
        ({"twice": True}, errors.DiscussedThatDay),
        ({"viewer": "ann"}, errors.ForTheSupervisor),
        ({"viewer": "carol"}, errors.NotFound),
    ],
    ids=str,
)
def test_what_cannot_be_stores_nothing(office: Office, case: dict[str, Any], refused: type[Exception]) -> None:
    case = dict(case)  # the other database is told the same
    with office.store.work(SINGLE, office.now[0]) as work:
        viewer = work.people.must_get(staff_id(case.pop("viewer", "tom")))
        if case.pop("closed", False):
            work.session.get_one(CaseRow, (SINGLE, "M100001")).closed_on = TODAY
        about = {"viewer": viewer, "person_id": staff_id("ann"), "ref": "M100001", "on": TODAY}
        if case.pop("twice", False):
            work.case_notes.record(cast.said("Once."), **about)
        work.session.flush()
        with pytest.raises(refused):
            work.case_notes.record(cast.said("Said."), **about | case)
    assert records(office) == []


def test_nothing_of_it_stands_in_a_message(manchester: Office) -> None:
    press(manchester, "tom", "case_discuss", "M100001")
    tom = manchester.person("tom")
    fill(tom, **required("manchester", "strategy"))
    for person in ("tom", "ann"):
        for message in manchester.person(person).messages():
            assert "strategy" not in str(message.blocks) + message.text
