"""`/case` as people type it: in any order, by any name, whole or with what is missing asked for; shown and found."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage.models import TrailRow
from storage.unit import UnitOfWork
from tests.handlers.office import TUESDAY, Office, seen, staff_id
from tests.handlers.test_decision import buttons

ANN, PRIYA, OMAR = "<@U0ANN|ann>", "<@U0PRIYA|priya>", "<@U0OMAR|omar>"
REFUSED = {
    "close M100001 1 march": "That is before the case was opened.",
    "close M100001 tomorrow": "That day has not come yet.",
    "category M100001 cin 1 march": "That is before the case was opened.",
    f"open M100050 cp {ANN} tomorrow": "That day has not come yet.",
    f"open M100050 cp {ANN} blursday": "I could not read *blursday* as a date.",
    f"allocate M100001 {PRIYA} 1/3/2026": "That is before the case was opened.",
    "close M199999": "There is no such record here",
}
CALLED = {
    f"cp {ANN} 20 march": "child_protection",
    f"{ANN} child protection 20/3": "child_protection",
    f"20 march cin for {ANN}": "child_in_need",
    "child in need @Ann Example from 20 march": "child_in_need",
    f"looked after {ANN} 20 march": "child_in_care",
    f"in care {ANN} since 20 march": "child_in_care",
    f"{ANN} 20/3 Care Leaver": "care_leaver",
    f"early help {ANN} fri 20 march": "early_help",
    f"assessment {ANN} last fri": "assessment",
}
NOT_THERE = "There is no such record here, or it is not one you can see. Check the reference or the name."


def case(office: Office, ref: str) -> Any:
    """As Zoe sees it."""
    return office.read(lambda work: work.case_files.read(ref, viewer=work.people.must_get(staff_id("zoe"))))


def worker(office: Office, ref: str) -> str:
    """Who answers for it."""
    return str(case(office, ref).case.worker_id)


def test_a_category_is_typed_as_people_call_it_and_all_stands_in_any_order(office: Office) -> None:
    tom = office.person("tom")
    for number, (typed, category) in enumerate(CALLED.items()):
        tom.command("/case", f"open M10006{number} {typed}")
        opened = case(office, f"M10006{number}").case
        assert (opened.category, opened.worker_id, opened.opened_on) == (category, "E-ann", date(2026, 3, 20)), typed


def test_what_is_missing_is_asked_in_a_form_with_what_was_typed(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/case", f"open M100050 {ANN}")
    filled = tom.values()
    assert (filled["ref"], filled["worker"]["value"]) == ("M100050", "E-ann")
    assert tom.submit(category="child_in_need") == {}
    assert "*M100050* has been open since Tue 24 March: child in need, with <@U0ANN>." in seen(tom)
    assert worker(office, "M100050") == "E-ann"


@pytest.mark.parametrize("typed", [f"Jamie {ANN} cp", "Jamie-Lee cp", "9434765919 cp"])
def test_what_is_no_reference_is_left_out_and_never_opened(office: Office, typed: str) -> None:
    tom = office.person("tom")
    tom.command("/case", f"open {typed}")
    assert "What stood in place of the reference is not one" in seen(tom)
    assert "Jamie" not in str(tom.modal.content)
    errors = tom.submit(ref="Jamie", category="open", worker="E-ann")
    assert list(errors) == ["ref"]
    assert errors["ref"].startswith("That is not a case reference.")
    assert office.read(lambda work: work.cases.holding("JAMIE", viewer=work.people.must_get("E-zoe"), most=5)) == []


def test_a_case_is_reallocated_and_the_former_worker_no_longer_sees_it(office: Office) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/case", f"allocate M100001 {PRIYA}")
    assert reply.text.startswith("Saved. *M100001* is with <@U0PRIYA> from Tue 24 March. Next: ")
    assert worker(office, "M100001") == "E-priya"
    assert [each.person.id for each in case(office, "M100001").workers] == ["E-priya"]
    assert office.person("ann").command("/case", "show M100001")[0].text.startswith(NOT_THERE)


def test_others_join_a_case_without_taking_it_over(office: Office) -> None:
    for typed, role in (("co-worker", "co_worker"), ("supporting", "supporting"), ("duty", "duty")):
        office.person("tom").command("/case", f"allocate M100001 {PRIYA} {typed} from 20/3/2026")
        there = {each.person.id: (each.role, each.from_on) for each in case(office, "M100001").workers}
        assert there == {"E-ann": ("key_worker", date(2026, 3, 9)), "E-priya": (role, date(2026, 3, 20))}
    assert worker(office, "M100001") == "E-ann"


def test_a_transfer_from_a_day_to_come_leaves_the_case_until_then(office: Office) -> None:
    office.person("tom").command("/case", f"allocate M100001 {PRIYA} from 31 march")
    assert worker(office, "M100001") == "E-ann"
    office.now[0] = TUESDAY + timedelta(days=7)
    assert worker(office, "M100001") == "E-priya"


def test_a_case_goes_to_another_team_by_whoever_is_above_both(office: Office) -> None:
    assert NOT_THERE in office.person("tom").command("/case", f"allocate M100001 {OMAR}")[0].text
    assert worker(office, "M100001") == "E-ann"
    assert office.person("sue").command("/case", f"allocate M100001 {OMAR}")[0].text.startswith("Saved.")
    assert worker(office, "M100001") == "E-omar"


def test_a_category_changes_from_a_day_and_the_due_date_with_it(office: Office) -> None:
    before = case(office, "M100001").case.due
    [reply] = office.person("tom").command("/case", "category M100001 looked after 20/3")
    assert reply.text.startswith("Saved. *M100001* is child in care from Fri 20 March.")
    after = case(office, "M100001").case
    assert after.category == "child_in_care"
    assert after.due != before
    assert NOT_THERE in office.person("carol").command("/case", "category M100001 cin")[0].text
    assert "Only the supervisor" in office.person("ann").command("/case", "category M100001 cin")[0].text
    assert case(office, "M100001").case.category == "child_in_care"


def test_a_case_is_closed_and_opened_again(office: Office) -> None:
    tom = office.person("tom")
    assert "Nothing more is due on it." in tom.command("/case", "close M100001 yesterday")[0].text
    closed = case(office, "M100001").case
    assert (closed.closed_on, closed.due) == (date(2026, 3, 23), ())
    assert tom.command("/case", "close M100001")[0].text.startswith("This case is closed")
    assert tom.command("/decision", "M100001 wait because court")[0].text.startswith("This case is closed")
    assert tom.command("/case", f"open M100001 cin {ANN}")[0].text.startswith(
        "Saved. *M100001* has been open since Tue 24 March: child in need"
    )
    again = case(office, "M100001").case
    assert (again.closed_on, again.category) == (None, "child_in_need")
    assert again.due


def test_a_day_that_cannot_be_is_refused_and_what_was_typed_is_kept(office: Office) -> None:
    tom = office.person("tom")
    for typed, told in REFUSED.items():
        [reply] = tom.command("/case", typed)
        assert told in reply.text, typed
        tom.press(reply, "open_form")
        ref = tom.values()["ref"]
        assert (ref if isinstance(ref, str) else ref["value"]) == typed.split()[1]
        tom.close(everything=True)


def test_an_ambiguous_day_is_asked_about(office: Office) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/case", f"allocate M100001 {PRIYA} next fri")
    assert reply.text.startswith("*next fri* could be more than one day.")
    tom.press(reply, "choose:0")
    assert worker(office, "M100001") == "E-ann"  # from Friday


def test_a_case_is_shown_with_all_that_is_no_content_and_what_can_be_done(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/decision", "M100001 move to strategy meeting because two missed visits")
    tom.command("/case", "show m100001")
    shown = seen(tom)
    assert "*M100001* · child protection · open · since 9 March" in shown
    assert "Ann Example, key worker since 9 March" in shown
    assert "Ad hoc decision · 24 March · <@U0TOM>" in shown
    assert "strategy" not in shown
    assert {"Log a decision", "Change category", "Allocate", "Close the case"} <= set(_labels(tom.modal.blocks))
    tom.press(tom.modal, "decision_read")
    assert "move to strategy meeting" in seen(tom)
    tom.close(everything=True)
    tom.command("/case", "show M100001")
    tom.press(tom.modal, "case_do:category")
    assert tom.values()["ref"]["value"] == "M100001"
    tom.submit(category="child_in_need")
    assert case(office, "M100001").case.category == "child_in_need"


def test_the_worker_is_shown_the_case_and_none_of_the_buttons_of_the_line(office: Office) -> None:
    ann = office.person("ann")
    ann.command("/case", "show M100001")
    assert {"Change category", "Allocate", "Close the case"}.isdisjoint(_labels(ann.modal.blocks))


def test_a_case_of_another_team_reads_like_one_that_is_not_there(office: Office) -> None:
    person = office.person("carol")
    there, nowhere = (person.command("/case", f"show {ref}")[0].text for ref in ("M100001", "M199999"))
    assert there.replace("M100001", "…") == nowhere.replace("M199999", "…")
    assert there.startswith(NOT_THERE)


def test_cases_are_found_by_a_part_of_their_reference(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/case", "find 1000")
    assert [ref for ref in ("M100001", "M100011", "M100014", "M200001") if ref in seen(tom)] == [
        "M100001",
        "M100011",
        "M100014",
    ]
    tom.press(tom.modal, "case_show", "M100001")
    assert "*M100001* · child protection" in seen(tom)
    tom.close(everything=True)
    for typed in ("777", "M200", "%", "_", "Jamie"):
        tom.command("/case", f"find {typed}")
        assert "No case you can see holds" in seen(tom)
        assert "/case open" in seen(tom)
        assert "Jamie" not in str(tom.modal.content)
        tom.close(everything=True)


def test_a_word_meant_is_answered_by_its_button(office: Office) -> None:
    tom = office.person("tom")
    [reply] = tom.command("/case", f"assign M100001 {PRIYA}")
    assert buttons(reply) == ["allocate"]
    tom.press(reply, "choose:0")
    assert worker(office, "M100001") == "E-priya"


def test_what_was_done_is_in_the_trail_by_reference(office: Office) -> None:
    tom = office.person("tom")
    for typed in (
        f"open M100050 cp {ANN}",
        "category M100050 cin",
        f"allocate M100050 {PRIYA}",
        "close M100050",
        "show M100050",
    ):
        tom.command("/case", typed)
    acts = office.read(_acts)
    assert acts == ["recorded", "changed", "changed", "changed", "listed"]


def _acts(work: UnitOfWork) -> list[str]:
    return list(work.session.scalars(select(TrailRow.act).where(TrailRow.kind == "case").order_by(TrailRow.seq)))


def _labels(blocks: Any) -> list[str]:
    return [
        part["text"]["text"]
        for block in blocks
        for part in (*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else []))
        if part["type"] == "button"
    ]
