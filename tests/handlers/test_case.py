"""`/case`: opened, allocated, changed, looked at, flagged and closed, by those whose business it is."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.desk import words_of
from storage import SINGLE
from storage.unit import UnitOfWork
from tests.handlers.mornings import morning
from tests.handlers.office import Office, seen, staff_id

ANN, PRIYA, OMAR = "<@U0ANN|ann>", "<@U0PRIYA|priya>", "<@U0OMAR|omar>"
TODAY = date(2026, 3, 24)


def case(office: Office, ref: str) -> Any:
    return office.read(lambda work: work.cases.find(ref, viewer=work.people.must_get(staff_id("zoe"))))


def owed(office: Office, ref: str) -> set[str]:
    return {each.kind for each in case(office, ref).due}


def say(office: Office, who: str, typed: str) -> str:
    replies = office.person(who).command("/case", typed)
    return replies[0].text if replies else ""


@pytest.mark.parametrize(
    ("typed", "category", "on"),
    [
        (f"open M300001 child protection {ANN} 12 March", "child_protection", date(2026, 3, 12)),
        (f"open m300001 cin {ANN}", "child_in_need", TODAY),
        (f"open M300001 looked after {ANN} yesterday", "child_in_care", date(2026, 3, 23)),
    ],
)
def test_a_case_is_opened_in_one_line_and_its_first_discussion_is_due(
    office: Office, typed: str, category: str, on: date
) -> None:
    assert say(office, "tom", typed).startswith("Saved. *M300001* has been open since")
    found = case(office, "M300001")
    assert (found.category, found.opened_on, found.worker_id) == (category, on, staff_id("ann"))
    assert owed(office, "M300001") & {"first_case_discussion", "case_discussion"}


@pytest.mark.parametrize(
    ("who", "typed", "said"),
    [
        ("ann", f"open M300001 cin {ANN}", "Only the supervisor, or a manager above them, can record this."),
        ("carol", f"open M300001 cin {ANN}", "There is no such record here, or it is not one you can see."),
        ("tom", f"open M100001 cin {ANN}", "This case is open already."),
        ("tom", f"open M200001 cin {ANN}", "This reference cannot be opened here."),
        ("tom", f"open M300001 cin {ANN} tomorrow", "That day has not come yet."),
        ("tom", f"allocate M100001 {ANN}", "They have this case in that role already."),
        ("carol", "close M100001", "There is no such record here, or it is not one you can see."),
        ("ann", "close M100001", "Only the supervisor, or a manager above them, can record this."),
        ("tom", "clos M100001", "There is no `/case clos`. Did you mean `close`?"),
        ("tom", "flag", "Start with the case's reference"),
        ("tom", "children M100001 943 476 5919", "That is not a reference of a child."),
        ("tom", f"open 9434765919 cin {ANN}", "What stood in place of the reference is not one, so it was left out."),
        ("tom", "planned M100001", "Nobody works this case jointly"),
    ],
)
def test_what_cannot_be_done_is_said_with_what_to_do(office: Office, who: str, typed: str, said: str) -> None:
    assert said in (say(office, who, typed) or seen(office.person(who)))


def test_it_goes_from_one_to_another_changes_what_it_is_and_closes(office: Office) -> None:
    assert "is with <@U0PRIYA>" in say(office, "tom", f"allocate M100001 {PRIYA} yesterday")
    assert case(office, "M100001").worker_id == staff_id("priya")
    assert "child in need from Mon 23 March" in say(office, "tom", "category M100001 child in need yesterday")
    assert case(office, "M100001").category == "child_in_need"
    assert "is closed from" in say(office, "tom", "close M100001")
    assert owed(office, "M100001") == set()
    assert "has been open since" in say(office, "tom", f"open M100001 cp {ANN}")
    again = case(office, "M100001")
    assert (again.category, again.worker_id) == ("child_protection", staff_id("ann"))


def test_joint_work_has_one_lead(office: Office) -> None:
    said = say(office, "sue", f"joint M100001 {OMAR} {ANN}")
    assert said.startswith("Saved. *M100001* is worked jointly from Tue 24 March: <@U0OMAR> leads, with <@U0ANN>.")
    assert case(office, "M100001").worker_id == staff_id("omar")


def test_oversight_in_the_months_between_is_the_managers_with_its_rationale(office: Office) -> None:
    assert "Management oversight on *M100001*" in say(
        office, "tom", "oversight M100001 plan is on track because visits are kept"
    )
    tom = office.person("tom")
    tom.command("/case", "oversight M100014 plan is on track")
    assert tom.values()["what"] == "plan is on track"
    assert tom.submit(why="Visits are kept.") == {}
    assert "Management oversight on *M100014*" in seen(tom)
    assert "Only the supervisor" in say(office, "ann", "oversight M100001 plan is fine because visits are kept")


def test_a_case_is_shown_and_found_by_those_who_may(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/case", "show M100001")
    assert "child protection" in seen(tom)
    tom.close(everything=True)
    tom.command("/case", "find 1000")
    assert {ref for ref in ("M100001", "M100011", "M100014", "M200001") if ref in seen(tom)} == {
        "M100001",
        "M100011",
        "M100014",
    }
    tom.close(everything=True)
    tom.command("/case", "find XYZ")
    assert "No case you can see holds that in its reference." in seen(tom)


def flag_of(office: Office) -> Any:
    def ask(work: UnitOfWork) -> Any:
        [one] = work.flags.of_case("M100001", viewer=work.people.must_get(staff_id("zoe")))
        return one

    return office.read(ask)


def test_a_significant_change_reaches_the_supervisor_and_is_answered_by_a_decision(office: Office) -> None:
    said = say(office, "ann", "flag M100001 the placement quokka has broken down")
    assert "The supervisor has been told at once" in said
    assert "quokka" not in said
    tom = office.person("tom")
    with office.store.read(SINGLE, office.now[0]) as work:
        [one] = work.flags.of_case("M100001", viewer=work.people.must_get(staff_id("tom")))
    tom.command("/case", "show M100001")
    assert "quokka" not in str(tom.modal.blocks)  # type: ignore[union-attr]
    tom.press(tom.modal, "flag_read", one.id)
    assert "the placement quokka has broken down" in words_of(tom.modal.blocks)  # type: ignore[union-attr]
    assert flag_of(office).answered_at is None
    tom.close(everything=True)
    tom.command("/decision", "M100001 emergency strategy meeting because the placement broke down")
    assert flag_of(office).answered_at is not None


@pytest.mark.parametrize(
    ("flagged_on", "late_on"),
    [
        (date(2026, 3, 24), date(2026, 3, 26)),
        (date(2026, 3, 27), date(2026, 3, 31)),
        (date(2026, 4, 2), date(2026, 4, 8)),
    ],
    ids=["a Tuesday", "a Friday", "before Good Friday and Easter Monday"],
)
def test_a_working_day_is_waited_for_and_no_more(office: Office, flagged_on: date, late_on: date) -> None:
    begun = office.now[0]
    office.now[0] = begun.replace(month=flagged_on.month, day=flagged_on.day)
    say(office, "ann", "flag M100001 school has changed")
    for on, climbed in ((late_on - timedelta(days=1), 0), (late_on, 1)):
        with office.store.work(SINGLE, begun.replace(month=on.month, day=on.day)) as work:
            assert work.flags.climb() == climbed


def test_what_needs_no_discussion_says_why_and_what_nobody_answers_goes_up(office: Office) -> None:
    say(office, "ann", "flag M100001 school has changed")
    tuesday = office.now[0]
    office.now[0] = tuesday.replace(day=25)
    with office.store.work(SINGLE, office.now[0]) as work:
        assert work.flags.climb() == 0
    office.now[0] = tuesday.replace(day=26)
    with office.store.work(SINGLE, office.now[0]) as work:
        assert work.flags.climb() == 1
        assert work.flags.climb() == 0
        work.commit()
    with office.store.work(SINGLE, office.now[0]) as work:
        viewer = work.people.must_get(staff_id("tom"))
        work.flags.needs_none(flag_of(office).id, "It was planned.", viewer=viewer)
        work.commit()
    assert flag_of(office).answered_at is not None


def test_a_case_is_discussed_more_often_when_its_worker_asks_until_the_supervisor_ends_it(office: Office) -> None:
    assert say(office, "tom", f"open M300001 child protection {ANN} 9 March").startswith("Saved.")
    assert "more often than the policy says, not less" in say(office, "ann", "often M300001 12 weeks because risk")
    said = say(office, "ann", "often M300001 every 2 weeks because of the level of risk")
    assert said.startswith("Saved. *M300001* is discussed fortnightly from Tue 24 March.")
    found = next(each for each in case(office, "M300001").due if each.kind.endswith("case_discussion"))
    assert (found.rule, found.due_on) == ("WOK-case-request", TODAY)
    tom = office.person("tom")
    tom.command("/case", "show M300001")
    assert "Discussed fortnightly since 24 March: <@U0ANN> asked for it." in seen(tom)
    assert "of the level of risk" in seen(tom)
    assert say(office, "ann", "often M300001 ends").startswith("Only the supervisor")
    assert say(office, "tom", "often M300001 ends").startswith(
        "Saved. *M300001* is again discussed as often as the policy asks."
    )
    assert say(office, "tom", "often M300001 ends").startswith("Nothing was agreed for this case")


def test_a_manager_says_in_the_form_that_a_review_found_the_need(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/case", "often M100001")
    tom.submit(every="4", how="review", why="lack of progress", more="", on="2026-03-24")
    tom.command("/case", "show M100001")
    assert "every 4 weeks" in seen(tom)
    assert "review of the case found the need" in seen(tom)
    assert "lack of progress" in seen(tom)


def test_the_day_of_a_review_is_set_and_oversight_is_asked_for_then(office: Office) -> None:
    assert say(office, "ann", "review M100001 12 May").startswith("The policy asks for no oversight at review points")
    assert say(office, "tom", f"open M300002 child in need {ANN} 9 March").startswith("Saved.")
    assert "That date has passed" in say(office, "ann", "review M300002 20/3/2026")
    said = say(office, "ann", "review M300002 2 April")
    assert said.startswith("Saved. Management oversight of *M300002* is asked for at its review point, Thu 2 April.")
    found = next(each for each in case(office, "M300002").due if each.kind == "management_oversight")
    assert (found.rule, found.due_on) == ("WOK-24-dp", date(2026, 4, 2))
    tom = office.person("tom")
    tom.command("/case", "show M300002")
    assert "To be decided on or reviewed: 2 April." in seen(tom)
    assert say(office, "tom", "oversight M300002 on track because visits are kept").startswith("Saved.")


def test_whoever_brings_a_case_to_a_group_is_reminded_of_what_to_bring(office: Office) -> None:
    for key in ("ann", "tom", "carol"):
        office.person(key).command("/supervision", "help")
    assert "That date has passed" in say(office, "ann", "group M100001 20/3/2026")
    said = say(office, "ann", "group M100001 31 March")
    assert said.startswith("Saved. *M100001* is brought to the group of Tue 31 March, led by <@U0TOM>.")
    assert say(office, "ann", "group M100014 <@U0CAROL|carol> 31 March").endswith("the working day before.")
    told = morning(office, "ann", date(2026, 3, 30))
    assert told is not None
    assert "Group supervision led by <@U0TOM> is on *Tue 31 March*: you bring *M100001*." in told.text
    assert "led by <@U0CAROL> is on *Tue 31 March*: you bring *M100014*." in told.text
    assert "your mapping to date and details about the child's network" in told.text
    led = morning(office, "carol", date(2026, 3, 30))
    assert led is not None
    assert "Group supervision is on *Tue 31 March*: <@U0ANN> brings *M100014*." in led.text
    assert "mapping" not in led.text
