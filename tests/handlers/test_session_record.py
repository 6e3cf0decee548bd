"""The record of a session on each policy's own form: opened, filled as long as Slack lets it be, read back, records apart."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from bot.clock import stopwatch
from bot.desk import Person, words_of
from handlers.answering import answer
from handlers.deps import Deps
from handlers.request import Incoming, Source
from handlers.tables import ACTIONS, COMMANDS
from scheduling.forms import Answer, Filled, FilledPart
from scheduling.measures import Item
from storage import SINGLE
from storage.models import AbsenceRow, DirectWorkRow, FrontDoorCaseRow, PersonRow
from storage.unit import UnitOfWork
from tests.databases import Databases, Files
from tests.handlers.filling import fields_in, fill
from tests.handlers.growing import ended, owed, press, written
from tests.handlers.office import TUESDAY, Office, open_office, seen, settle, staff_id
from tests.unhurried import UNHURRIED

ANN, TOM = "<@U0ANN>", "<@U0TOM>"
LONG = "As it was said, without a word left out. " * 72
DAY = date(2026, 4, 14)


@contextmanager
def council(databases: Databases, policy: str) -> Iterator[Office]:
    with databases.copy(databases.template("office", settle)) as url, open_office(url, policy=policy) as made:
        yield made


def begin(office: Office, kind: str = "", cases: tuple[str, ...] = ("M100001",), minutes: int = 90) -> Person:
    """Tom has logged today's session with Ann, and has the first step of its record before him."""
    tom = office.person("tom")
    tom.command("/supervision", f"log {ANN} today {minutes}")
    chosen = {"kind": kind} if kind else {}
    assert tom.submit(cases=list(cases), **chosen) == {}
    tom.press(tom.modal, "session_notes")
    return tom


def answer_for(block: dict[str, Any], length: int) -> Any:
    """Something for a field, whatever it asks, as long as it may be."""
    element = block["element"]
    kind = element["type"]
    if kind == "plain_text_input":
        return (LONG if length else "x")[: element.get("max_length", 3000)].strip()
    if kind == "static_select":
        return element["options"][-1]["value"]
    if kind == "multi_static_select":
        return [option["value"] for option in element["options"]]
    return {"datepicker": DAY, "timepicker": "14:00", "number_input": "5"}[kind]


def fill_all(person: Person, length: int = 3000, **own: Any) -> tuple[list[list[str]], str]:
    """Every field of every step; answers the fields step by step, and what is said at the end."""
    steps: list[list[str]] = []
    for _ in range(30):
        asked = [block for block in person.modal.blocks if block["type"] == "input"]  # type: ignore[union-attr]
        if not asked:
            return steps, seen(person)
        steps.append([block["block_id"] for block in asked])
        answers = {block["block_id"]: own.get(block["block_id"], answer_for(block, length)) for block in asked}
        assert person.submit(**{name: value for name, value in answers.items() if value is not None}) == {}
    raise AssertionError("the form has no end")


@dataclass(frozen=True)
class Form:
    """What is told apart in each policy's form: a question of the supervisee's record, one of a case's, what else is said."""

    policy: str
    mine: str
    case: str
    kind: str = ""
    steps: int = 0
    own: dict[str, Any] = field(default_factory=dict)


FORMS = [
    Form("plymouth", "objectives", "case_decisions", steps=6),
    Form(
        "manchester",
        "wellbeing.2",
        "needs_to_happen",
        steps=11,
        own={"direct_work.0.case": "M100001", "direct_work.1.case": "M100014"},
    ),
    Form("kent", "wellbeing", "contingency", kind="combined", steps=11),
    Form("wokingham", "mediation", "decided", steps=8),
    Form("lscb", "engagement", "case_decided", steps=6),
]


def told(office: Office, person_id: str = "ann") -> dict[tuple[str, str | None], dict[str, str]]:
    """What stands in somebody's file, by form and case: what is stored under each question."""

    def ask(work: UnitOfWork) -> dict[tuple[str, str | None], dict[str, str]]:
        zoe = work.people.must_get(staff_id("zoe"))
        found = {}
        for each in work.written.of(staff_id(person_id), viewer=zoe):
            read = work.written.read(each.id, viewer=zoe).latest.filled
            found[(each.form, each.case_ref)] = {
                name: value if isinstance(value, str) else ",".join(value) for name, value in read.values().items()
            }
        return found

    answer: dict[tuple[str, str | None], dict[str, str]] = office.read(ask)
    return answer


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.policy)
def test_each_policys_form_is_filled_to_the_last_letter_and_read_back(databases: Databases, form: Form) -> None:
    with council(databases, form.policy) as office:
        tom = begin(office, form.kind)
        steps, said = fill_all(tom, **form.own)
        assert len(steps) == form.steps
        assert said.startswith(f"Saved. The supervision of {ANN} of Tue 24 March is recorded, and signed by you.")
        assert "Three actions agreed" in said
        assert f"{ANN} is asked to agree to the personal matter." in said
        found = told(office)
    mine = found[("session", None)]
    whole = LONG[:3000].strip()
    assert mine[form.mine] == whole
    asked = {name for step in steps for name in step}
    stored = {name for told_of in found.values() for name in told_of}
    assert asked - stored == {"matter"}
    assert mine["next_session.on"] == DAY.isoformat()
    for ref in ("M100001", "M100014"):
        assert found[("case_discussion", ref)][f"{ref}.{form.case}"] == whole
        assert all(name.startswith(f"{ref}.") for name in found[("case_discussion", ref)])
    assert not [name for name in mine if name.startswith("M1")]


def test_what_the_record_of_a_case_says_of_genogram_and_chronology_is_counted_without_it(databases: Databases) -> None:
    on_file = "On the child's file and analysed"
    with council(databases, "kent") as office:
        fill_all(begin(office, "casework"), 0, **{"M100001.genogram": on_file})

        def ask(work: UnitOfWork) -> list[Item]:
            picture = work.reports.picture(viewer=work.people.must_get(staff_id("zoe")))
            return [one for one in picture.items if one.measure == "tools" and one.case in ("M100001", "M100014")]

        found: list[Item] = office.read(ask)
    said = {(one.case, one.kind): (one.number, one.out_of, one.due, one.rule) for one in found}
    day = TUESDAY.date()
    assert said[("M100001", "genogram")] == (1, 1, day, "KENT-4-genogram")
    assert said[("M100001", "chronology")] == (0, 1, day, "KENT-4-chronology")
    assert said[("M100014", "genogram")] == (0, 1, day, "KENT-4-genogram")


def test_what_was_brought_to_a_session_is_a_fact_of_it(databases: Databases) -> None:
    with council(databases, "manchester") as office:
        fill_all(begin(office), 0, **FORMS[1].own)
        found = office.read(lambda work: [(row.case_ref, row.state) for row in work.session.query(DirectWorkRow)])
    assert sorted(found) == [("M100001", "planned"), ("M100014", "planned")]


def test_the_front_door_names_cases_by_number_and_never_by_name(sqlite_files: Files) -> None:
    with council(sqlite_files, "kent") as office:
        with office.store.work(SINGLE, TUESDAY) as work:
            row = work.session.get(PersonRow, (SINGLE, staff_id("ann")))
            assert row
            row.role = "front_door"
            work.commit()
        tom = begin(office, "professional_support", cases=())
        while "front_door.0.number" not in fields_in(tom):
            assert tom.submit(wellbeing="Well.") == {} if "wellbeing" in fields_in(tom) else tom.submit() == {}
        first = "Strategy discussion"
        for number, beside in (("the twins", "unique data number"), ("1234567", "which of these")):
            errors = tom.submit(**{"front_door.0.number": number})
            assert beside in next(iter(errors.values()))
        same = {"front_door.0.number": "1234567", "front_door.0.which": first, "front_door.1.number": "1234567"}
        assert list(tom.submit(**same)) == ["front_door.1.number"]
        same |= {"front_door.1.number": "7654321", "front_door.1.which": first}
        assert tom.submit(**same) == {}
        _, said = fill_all(tom, 0)
        found = office.read(lambda work: [(row.number, row.criterion) for row in work.session.query(FrontDoorCaseRow)])
    assert sorted(found) == [("1234567", 1), ("7654321", 1)]
    assert "the number of Front Door cases is not what the policy asks for" in said
    assert "the Front Door cases are not across the range" in said


def test_two_examples_of_direct_work_are_on_two_cases(sqlite_files: Files) -> None:
    with council(sqlite_files, "manchester") as office:
        tom = begin(office)
        example = {"direct_work.0.case": "M100001", "direct_work.0.what": "Three Houses", "direct_work.1.case": "M100001"}
        while "direct_work.0.case" not in fields_in(tom):
            needed = {name: "x" for name in ("wellbeing.0", "learning.0", "caseload.0") if name in fields_in(tom)}
            yes = {name: "yes" for name in ("audits", "closing_the_loop") if name in fields_in(tom)}
            assert tom.submit(**needed, **yes) == {}
        errors = tom.submit(**example, **{"direct_work.1.what": "Ecomap"})
        assert errors == {"direct_work.1.case": "The examples are to be on different cases: choose another one here."}
        alone = example | {"direct_work.1.case": None, "direct_work.1.what": None, "direct_work.1.state": None}
        _, said = fill_all(tom, 0, **alone)
    assert "the examples of direct work are not all there" in said


def test_a_session_shorter_than_the_policy_asks_is_saved_and_said(sqlite_files: Files) -> None:
    with council(sqlite_files, "manchester") as office:
        tom = office.person("tom")
        tom.command("/supervision", f"log {ANN} today 45")
        assert tom.submit() == {}
        assert "To note: the session was shorter than the policy asks for" in seen(tom)
        tom.command("/supervision", f"log {ANN} yesterday 90")
        assert tom.submit() == {}
        assert "To note" not in seen(tom)


# ---------------------------------------------------------------- filled beforehand, and what follows


def test_what_both_would_look_up_stands_above_the_questions(office: Office) -> None:
    with office.store.work(SINGLE, TUESDAY) as work:
        mine = {"workspace": SINGLE, "person_id": staff_id("ann"), "recorded_on": TUESDAY.date()}
        work.session.add(AbsenceRow(**mine, id="a" * 32, from_on=date(2026, 3, 3), until_on=date(2026, 3, 10)))
        work.session.add(AbsenceRow(**mine, id="b" * 32, from_on=date(2026, 1, 5), until_on=date(2026, 1, 12)))
        work.commit()
    tom = begin(office)
    shown = seen(tom)
    assert "Last session: Mon 2 February." in shown
    assert "Away since then: from 3 March, back 10 March." in shown
    assert tom.submit() == {}
    shown = seen(tom)
    assert "To be discussed before the next session is due, Fri 24 April: M100014." in shown
    assert [option["value"] for option in tom.values()["cases"]] == ["M100001"]


def test_what_the_worker_rated_stands_above_the_question_about_it(sqlite_files: Files) -> None:
    rating = Answer("rating", "Voice of Child", "", "rating", "amber")
    with council(sqlite_files, "manchester") as office:
        with office.store.work(SINGLE, TUESDAY) as work:
            ann = work.people.must_get(staff_id("ann"))
            rated = Filled((FilledPart("Piece 1", "personal", "", (rating,)),))
            work.written.write("self_assessment", rated, viewer=ann, about_id=ann.id)
            work.commit()
        tom = begin(office)
        for step in ({"wellbeing.0": "x"}, {}, {"learning.0": "x"}, {"caseload.0": "x", "audits": "yes"}):
            assert "Self-assessment" not in seen(tom)
            assert tom.submit(**step, **({"closing_the_loop": "yes"} if "audits" in step else {})) == {}
        assert "Self-assessment of Tue 24 March:" in seen(tom)
        assert "Voice of Child: Amber" in seen(tom)


def test_what_was_not_done_has_its_reason_beside_it(office: Office) -> None:
    fill_all(begin(office), 0, **{"actions.1.what": None, "actions.1.who": None, "actions.1.by": None},
             **{"actions.2.what": None, "actions.2.who": None, "actions.2.by": None},
             **{"actions.0.what": "Book the visit", "next_session.on": None, "next_session.at": None})  # fmt: skip
    office.now[0] = office.now[0].replace(day=26)
    tom = begin(office, cases=())
    outcome = next(name for name in fields_in(tom) if name.endswith("outcome"))
    why = outcome.replace("outcome", "why")
    assert list(tom.submit(**{outcome: "not_done"})) == [why]
    _, said = fill_all(tom, 0, **{outcome: "not_done", why: "The family was away."}, cases=None)
    assert "One action of last time settled." in said


def test_the_next_session_is_confirmed_where_the_policy_asks_and_not_moved_on_the_side(sqlite_files: Files) -> None:
    with council(sqlite_files, "manchester") as office:
        tom = begin(office, cases=())
        tom.close()
        tom.command("/supervision", f"book {ANN} 21/4 2pm")
        tom.press(tom.home(), "session_notes")
        for _ in range(20):
            if "next_session.on" in fields_in(tom):
                break
            asked = [block for block in tom.modal.blocks if block["type"] == "input"]  # type: ignore[union-attr]
            none = {"direct_work.0.case": "M100001", "direct_work.1.case": "M100014", "cases": None}
            answers = {block["block_id"]: none.get(block["block_id"], answer_for(block, 0)) for block in asked}
            assert tom.submit(**{name: value for name, value in answers.items() if value is not None}) == {}
        assert tom.values()["next_session.on"] == "2026-04-21"
        errors = tom.submit(**{"next_session.on": DAY})
        assert "It is booked for Tue 21 April, 14:00." in errors["next_session.on"]
        assert list(tom.submit(**{"next_session.on": None, "next_session.at": None})) == ["next_session.on"]
        assert tom.submit(**{"next_session.on": date(2026, 4, 21)}) == {}
        assert seen(tom).startswith("Saved.")


def test_a_record_is_written_once(office: Office) -> None:
    tom = begin(office)
    session = office.sessions("ann")[0].id
    fill_all(tom, 0)
    deps = Deps(
        store=office.store,
        now=lambda: office.now[0],
        client=lambda _: office.app.client,
        stopwatch=stopwatch,
        patience=UNHURRIED,
    )
    again = Incoming(Source.ACTION, "session_notes", SINGLE, "U0SUE", "again", value=session)
    assert "is written already" in answer(again, ACTIONS["session_notes"], COMMANDS, deps).text


def test_feedback_is_the_supervisees_and_both_read_it(office: Office) -> None:
    fill_all(begin(office), 0, **{"next_session.on": None, "next_session.at": None})
    ann = office.person("ann")
    home = ann.home()
    assert home
    assert "Your feedback on the session of 24 March is asked for." in words_of(home.blocks)
    ann.press(home, "feedback_give")
    assert ann.submit(helpful="Being asked twice helped.") == {}
    assert seen(ann).startswith(f"Saved. {TOM} sees it")
    assert told(office)[("feedback", None)] == {"helpful": "Being asked twice helped."}
    assert "feedback_give" not in json.dumps([dict(block) for block in ann.home().blocks])  # type: ignore[union-attr]
    office.now[0] = office.now[0].replace(day=26)
    assert f"{ANN} on the last session: What was helpful in this session: Being asked twice helped." in seen(
        begin(office, cases=())
    )


def test_actions_are_settled_where_they_are_seen(office: Office) -> None:
    fill_all(begin(office), 0, **{"actions.1.who": staff_id("tom"), "actions.2.what": None, "actions.2.who": None,
             "actions.2.by": None, "actions.0.who": staff_id("ann"), "actions.0.what": "Book the visit",
             "actions.1.what": "Ask for cover"})  # fmt: skip
    ann, tom = office.person("ann"), office.person("tom")
    home = ann.home()
    assert home
    assert "*One action* agreed in supervision is yours: the next is due Tue 14 April." in words_of(home.blocks)
    assert "Book the visit" not in str(home.blocks)
    ann.press(home, "actions_open")
    assert "Book the visit" in seen(ann)
    assert "Ask for cover" not in seen(ann)
    ann.press(ann.modal, "action_not_done")
    assert ann.submit(why="The family was away.") == {}
    tom.press(tom.home(), "actions_open")
    tom.press(tom.modal, "action_done")
    assert seen(tom) == "Nothing is open: every action agreed with you is settled."
    assert "actions_open" not in str(ann.home().blocks)  # type: ignore[union-attr]


def test_whoever_covered_writes_and_signs_the_session_they_held_after_the_other_is_back(databases: Databases) -> None:
    monday = TUESDAY - timedelta(days=1)
    with council(databases, "wokingham") as office:
        with office.store.work(SINGLE, monday) as work:
            sue, tom = work.people.must_get("E-sue"), work.people.must_get("E-tom")
            work.sessions.book(viewer=tom, supervisee_id="E-ann", planned_on=monday.date())
            work.absences.record(
                viewer=sue, person_id="E-tom", from_on=monday.date(), until_on=TUESDAY.date(), cover_id="E-carol"
            )
            work.commit()
        carol = office.person("carol")
        office.now[0] = monday
        carol.command("/supervision", f"log {ANN} today 60")
        assert carol.submit(cases=["M100001"]) == {}
        carol.close(everything=True)
        office.now[0] = TUESDAY
        [waiting] = owed(office, "ann", "record_session")
        assert [each.id for each in waiting.responsible] == ["E-carol"]
        carol = press(office, "carol", "duty_record", waiting.id)
        said = fill(carol, management="On track.", support="Well.", M100001__decided="Visit weekly, because two were missed.")
        assert "somebody other than the supervisor held it, so say why in the record" in said
        record = written(office, "ann", "session").record
        assert [(each.person_id, each.capacity) for each in record.signatures] == [("E-carol", "supervisor")]
        assert record.missing == ("supervisee",)
        carol.close(everything=True)
        carol.command("/supervision", f"history {ANN}")
        assert record.id not in str(carol.modal), "what she held is written: the file is theirs again"
        [to_file] = owed(office, "ann", "record_discussion")
        office.now[0] += timedelta(seconds=5)
        carol = press(office, "carol", "duty_record", to_file.id)
        assert "Visit weekly" in carol.values()["copy"]
        assert carol.submit() == {}
        assert ended(office, to_file.id) == "filed"
