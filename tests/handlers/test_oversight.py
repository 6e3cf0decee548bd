"""Management oversight of a case: a manager's, between two discussions; read, copied and told of as what it is."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.desk import words_of
from tests.handlers.filling import fill
from tests.handlers.office import Office, seen
from tests.handlers.test_access import delivered
from tests.handlers.test_case_records import owed, required
from tests.handlers.test_decision import buttons, press

WHOLE = "oversight M100001 visits are weekly again, carry on because the plan is kept"


def entries(office: Office) -> list[Any]:
    return [each for each in office.decisions("M100001") if each.kind == "oversight"]


def test_it_is_recorded_read_copied_filed_and_corrected_as_what_it_is(office: Office) -> None:
    tom, ann = office.person("tom"), office.person("ann")
    [reply] = tom.command("/case", WHOLE)
    assert reply.text.startswith("Saved. Management oversight on *M100001*, 10:05 today, by you. Ann Example has been told")
    assert "It counts as management oversight for March." in reply.text
    assert buttons(reply) == ["Copy for MOSAIC", "Filed"]
    [made] = entries(office)
    assert (made.decision, made.rationale) == ("visits are weekly again, carry on", "the plan is kept")
    assert (made.by_id, made.is_draft, made.direction) == ("E-tom", False, "")
    tom.press(reply, "decision_copy")
    assert tom.modal
    assert tom.modal.content["title"]["text"] == "Copy the oversight"
    copied = tom.values()["copy"]
    assert copied.startswith("MANAGEMENT OVERSIGHT - M100001\n")
    assert "\nLooked at, and what follows: visits are weekly again, carry on\n" in copied
    assert "ecision" not in copied
    tom.close(everything=True)
    press(office, "tom", "decision_change", made.id)
    assert tom.modal
    assert tom.modal.content["title"]["text"] == "Change oversight"
    assert tom.submit(decision="carry on with two visits") == {}
    assert "It corrects the management oversight before it on *M100001*" in seen(tom)
    tom.close(everything=True)
    newest, before = entries(office)
    assert (newest.decision, newest.replaces_id, before.id) == ("carry on with two visits", before.id, made.id)
    press(office, "tom", "decision_copy", newest.id)
    assert "Corrects the management oversight of 24 March" in tom.values()["copy"]
    assert tom.submit() == {}
    assert "Nothing more is needed for the management oversight on *M100001*." in seen(tom)
    assert "record_discussion" not in owed(office)
    tom.close(everything=True)
    press(office, "ann", "decision_read", newest.id)
    assert ann.modal
    assert ann.modal.content["title"]["text"] == "Management oversight"
    assert "A manager's oversight between discussions: it counts. Filed on MOSAIC" in seen(ann)
    assert "ecision" not in words_of(ann.modal.blocks)
    ann.close(everything=True)
    press(office, "tom", "record_open", "E-ann")
    assert seen(tom).count("· management oversight") == 2


def test_the_worker_is_told_of_oversight_and_finds_it_in_the_history_of_the_case(office: Office) -> None:
    tom, ann = office.person("tom"), office.person("ann")
    tom.command("/case", WHOLE)
    tom.command("/decision", "M100001 wait because of court")
    press(office, "tom", "case_discuss", "M100001")
    fill(tom, **required("wokingham", "Said on its own."))
    delivered(office)
    told = [each.text for each in ann.messages()]
    assert any("has recorded management oversight of *M100001* for you to read." in each for each in told), told
    assert any("has logged an ad hoc decision on *M100001* for you to read." in each for each in told), told
    ann.command("/case", "show M100001")
    history = [line for line in seen(ann).splitlines() if line.endswith("24 March · <@U0TOM>") or "24 March · Tom" in line]
    assert {line.split(" · ")[0] for line in history} >= {
        "Management oversight",
        "Ad hoc decision",
        "Case supervision, on its own",
    }
    ann.press(ann.modal, "record_read")
    assert "Said on its own." in seen(ann)


def test_the_reminder_leads_to_its_form_and_it_is_no_supervision(office: Office) -> None:
    tom = office.person("tom")
    press(office, "tom", "case_discuss", "M100001")
    fill(tom, **required("wokingham", "Said."))
    tom.close(everything=True)
    office.now[0] += timedelta(days=30)
    due = owed(office)["management_oversight"]
    assert due.due_on == date(2026, 4, 24)
    discussed = owed(office)["case_discussion"].due_on
    press(office, "tom", "duty_record", due.id)
    assert set(tom.submit()) == {"what", "why"}
    assert tom.submit(what="Carry on.", why="The plan is kept.") == {}
    assert "management_oversight" not in owed(office)
    assert owed(office)["case_discussion"].due_on == discussed
    assert [each.kind for each in entries(office)] == ["oversight"]


@pytest.mark.parametrize(
    ("who", "said"), [("ann", "Only the supervisor, or a manager above"), ("carol", "no such record here")]
)
def test_the_worker_and_strangers_record_none(office: Office, who: str, said: str) -> None:
    [reply] = office.person(who).command("/case", WHOLE)
    assert said in reply.text
    assert "weekly" not in reply.text
    assert entries(office) == []
