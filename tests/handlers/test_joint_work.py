"""Cases worked jointly: one lead, the planning meeting at the outset, who supervises them on it, and when it is over."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from tests.databases import Databases
from tests.handlers.filling import fields_in, fill
from tests.handlers.office import TUESDAY, Office, seen
from tests.handlers.test_case_records import all_owed, as_zoe, opened, owed, records
from tests.handlers.test_decision import buttons, press

ANN, PRIYA, OMAR = "<@U0ANN|ann>", "<@U0PRIYA|priya>", "<@U0OMAR|omar>"
NOT_THERE = "There is no such record here, or it is not one you can see. Check the reference or the name."
FOR_THE_LINE = "Only the supervisor, or a manager above them, can record this."
MEETING = {"M100001.tasks": "Ann visits weekly.", "M100001.supervision": "Together, monthly.", "M100001.on_file": "yes"}
REFUSED = [
    ("ann", f"joint M100001 {ANN} {PRIYA}", FOR_THE_LINE),
    ("carol", f"joint M100001 {ANN} {PRIYA}", NOT_THERE),
    ("tom", f"joint M100001 {OMAR} {ANN}", NOT_THERE),
    ("tom", f"joint M100001 {ANN} {PRIYA} 1/3/2026", "That is before the case was opened."),
    ("tom", f"joint M100001 {ANN} {ANN}", "A joint case has exactly one lead"),
    ("tom", f"joint M199999 {ANN} {PRIYA}", NOT_THERE),
    ("ann", "joint M100001 ends", FOR_THE_LINE),
    ("tom", "joint M100001 ends", "Nobody works this case jointly"),
    ("tom", "planned M100001", "Nobody works this case jointly"),
]


@pytest.fixture
def plymouth(databases: Databases) -> Iterator[Office]:
    with opened(databases, "plymouth") as office:
        yield office


def said(office: Office, who: str, typed: str) -> str:
    return "".join(each.text for each in office.person(who).command("/case", typed))


def roles(office: Office, ref: str = "M100001") -> dict[str, str]:
    """Who works it today, as what."""
    found = as_zoe(office, lambda work, zoe: work.case_files.read(ref, viewer=zoe))
    return {each.person.id.removeprefix("E-"): each.role for each in found.workers}


def written(**answers: Any) -> dict[str, Any]:
    return {name.replace(".", "__"): value for name, value in (MEETING | answers).items()}


def test_the_planning_meeting_of_joint_work_is_owed_recorded_read_and_corrected(plymouth: Office) -> None:
    tom, sue = plymouth.person("tom"), plymouth.person("sue")
    [reply] = sue.command("/case", f"joint M100001 {ANN} {OMAR} 20/3/2026")
    assert reply.text == (
        "Saved. *M100001* is worked jointly from Fri 20 March: <@U0ANN> leads, with <@U0OMAR>. "
        "On this case Tom Hale, as the lead's line manager, supervises them all. "
        "The policy asks for a planning meeting by Fri 20 March."
    )
    assert roles(plymouth) == {"ann": "lead", "omar": "co_worker"}
    # All of it is the lead's manager's: Omar's own supervisor is asked for nothing.
    assert {each.id for one in all_owed(plymouth) for each in one.responsible} == {"E-tom"}
    sue.press(reply, "joint_plan")
    assert fields_in(sue) == [f"M100001.{name}" for name in ("met_on", "lead", "tasks", "supervision", "on_file")]
    sue.close(everything=True)
    press(plymouth, "tom", "duty_record", owed(plymouth)["planning_meeting"].id)
    assert "*M100001*, worked jointly from 20 March: <@U0ANN> leads, with <@U0OMAR>." in seen(tom)
    assert set(tom.submit()) == {"M100001.tasks", "M100001.supervision"}
    assert "On record <@U0ANN> leads." in tom.submit(**MEETING, **{"M100001.lead": "E-omar"})["M100001.lead"]
    assert list(tom.submit(**MEETING, **{"M100001.lead": "E-ann", "M100001.met_on": date(2026, 3, 25)})) == ["M100001.met_on"]
    answers = {"M100001.lead": "E-ann", "M100001.met_on": date(2026, 3, 23)}
    assert fill(tom, **written(**answers)).startswith("Saved. The planning meeting for *M100001* on Mon 23 March is recorded")
    assert "planning_meeting" not in owed(plymouth)
    [record] = records(plymouth)
    assert (record.form, record.layer, record.case_ref, record.state) == ("joint_planning", "case", "M100001", "signed")
    for reader in ("ann", "omar", "carol"):  # both workers, and the supervisor of the second, read the plan
        person = plymouth.person(reader)
        person.command("/case", "show M100001")
        assert "Worked jointly from 20 March; planning meeting on 23 March." in seen(person)
        person.press(person.modal, "record_read")
        assert "Ann visits weekly." in seen(person)
    press(plymouth, "priya", "record_read", record.id)
    assert NOT_THERE in plymouth.person("priya").last().text
    assert plymouth.person("priya").modal is None
    tom.close(everything=True)
    press(plymouth, "tom", "record_correct", record.id)
    fill(tom, M100001__met_on=date(2026, 3, 22), because="It was the Sunday.")
    assert as_zoe(plymouth, lambda work, zoe: work.joint_work.get("M100001", viewer=zoe)).met_on == date(2026, 3, 22)
    # Told again it is put right, and the meeting held stays held; over, the lead goes on alone.
    assert "<@U0ANN> leads, with <@U0PRIYA>." in said(plymouth, "sue", f"joint M100001 {ANN} {PRIYA} 20/3/2026")
    assert roles(plymouth) == {"ann": "lead", "priya": "co_worker"}
    assert "planning_meeting" not in owed(plymouth)
    ended = "Ended. *M100001* is no longer worked jointly from Mon 23 March; <@U0ANN> goes on with it."
    assert said(plymouth, "tom", "joint M100001 ends yesterday") == ended
    assert roles(plymouth) == {"ann": "key_worker"}
    said(plymouth, "tom", f"joint M100001 {ANN} {PRIYA}")
    assert owed(plymouth)["planning_meeting"].due_on == date(2026, 3, 24)  # a meeting of its own


def test_it_is_asked_for_in_a_form_planned_ahead_and_offered_where_the_case_is_shown(plymouth: Office) -> None:
    tom, ann = plymouth.person("tom"), plymouth.person("ann")
    for who, typed, answer in REFUSED:
        assert answer in said(plymouth, who, typed), typed
        assert roles(plymouth) == {"ann": "key_worker"}, typed
    press(plymouth, "tom", "joint_plan", "M100001")
    assert "Nobody works this case jointly" in tom.last().text
    tom.command("/case", f"joint M100001 {PRIYA} from 31 march")
    assert (tom.values()["ref"]["value"], tom.values()["lead"]["value"]) == ("M100001", "E-priya")
    assert list(tom.submit(**{"with": ["U0PRIYA"]})) == ["with"]
    assert tom.submit(**{"with": ["U0ANN"]}) == {}
    assert roles(plymouth) == {"ann": "key_worker"}
    assert owed(plymouth)["planning_meeting"].due_on == date(2026, 3, 31)
    tom.close(everything=True)
    for person, offered in ((tom, True), (ann, False)):
        person.command("/case", "show M100001")
        assert "no planning meeting recorded yet" in seen(person)
        assert person.modal
        assert ("Record the planning meeting" in buttons(person.modal)) == offered
    tom.close(everything=True)
    tom.command("/case", "planned M100001 yesterday")
    assert tom.values()["M100001.met_on"] == date(2026, 3, 23).isoformat()
    plymouth.now[0] = TUESDAY + timedelta(days=7)
    assert roles(plymouth) == {"priya": "lead", "ann": "co_worker"}


@pytest.mark.parametrize("typed", [f"joint M100001 {ANN} {PRIYA}", f"allocate M100001 {ANN} lead"])
def test_whoever_has_the_case_already_and_goes_on_begins_no_clock_anew(office: Office, typed: str) -> None:
    office.now[0] += timedelta(days=2)

    def of_ann() -> dict[str, Any]:
        return {each.kind: each.due for each in all_owed(office) if each.person.id == "E-ann"}

    def since() -> dict[str, date]:
        found = as_zoe(office, lambda work, zoe: work.case_files.read("M100001", viewer=zoe))
        return {each.person.id: each.from_on for each in found.workers if each.person.id == "E-ann"}

    before = of_ann(), since()
    assert before[0]
    assert said(office, "tom", typed).startswith("Saved.")
    assert roles(office)["ann"] == "lead"
    assert (of_ann(), since()) == before
    assert {each.id for one in all_owed(office) for each in one.responsible} == {"E-tom"}
    # Under another lead, the discussions of the case are their supervisor's.
    assert said(office, "sue", f"joint M100001 {OMAR} {ANN}").startswith("Saved.")
    assert {each.id for one in all_owed(office) for each in one.responsible} == {"E-carol"}
    assert {each.person.id for each in all_owed(office)} == {"E-omar"}
