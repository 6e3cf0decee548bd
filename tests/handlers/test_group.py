"""Group supervision: filled by whoever led it or was there, signed off by whoever led it, read by whoever took part."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.desk import words_of
from handlers.actions.record import FORMS, GROUPS
from handlers.words.buttons import RECORD_LABELS
from storage import SINGLE, packs
from storage.errors import InTheFuture, NotFound
from storage.models import DiscussionRow
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.handlers.filling import fields_in, fill
from tests.handlers.growing import correcting, council, ended, owed, press, set_of, written
from tests.handlers.office import TUESDAY, Office, seen, slack_id, staff_id

ANN, PRIYA, TOM, CAROL, OMAR = map(slack_id, ("ann", "priya", "tom", "carol", "omar"))
TODAY = TUESDAY.date()
FOUR: dict[str, Any] = {"facilitator": TOM, "advisor": CAROL, "caseworker": [ANN], "observers": [PRIYA]}


def hold(office: Office, by: str = "tom", **answers: Any) -> str:
    """Somebody records a group at Wokingham's; what is said then."""
    person = office.person(by)
    person.command("/supervision", "group")
    said = fill(person, **{**FOUR, "ideas": "Draw the family's map again.", **answers})
    person.close(everything=True)
    return said


def group_of(office: Office, person_id: str = "ann") -> Any:
    """The latest group somebody was part of, as Zoe sees it."""
    return office.read(lambda work: work.groups.of(staff_id(person_id), viewer=work.people.get(staff_id("zoe")))[0])


def test_whoever_led_it_records_it_and_signs_it_off_by_that(office: Office) -> None:
    said = hold(office, cases=["M100001"], M100001__case_ideas="Ask the grandmother.")
    assert said.startswith("Saved. The group of Tue 24 March is recorded, and signed off by you.")
    assert "brings its ideas to their own supervision" in said
    assert "counting everybody" not in said
    group = group_of(office)
    assert (group.held_on, group.facilitator_id, group.kind, group.signed_off_on) == (TODAY, "E-tom", "team", TODAY)
    assert group.attendees == {"E-ann": "caseworker", "E-priya": "observer", "E-carol": "advisor"}
    whole, case = written(office, "tom", "group"), written(office, "tom", "group", "M100001")
    assert whole.latest.filled.values()["caseworker"] == ["E-ann"]
    assert "case_ideas" not in str(whole.latest.filled.values())
    assert case.latest.filled.values() == {"M100001.case_ideas": "Ask the grandmother."}
    assert [each.capacity for each in whole.record.signatures] == ["facilitator"]
    assert owed(office, "ann", "record_discussion"), "the child's file waits for its copy (Wokingham 7)"


REMARKS: list[tuple[dict[str, Any], str]] = [
    ({"advisor": None, "observers": [PRIYA]}, "Three people took part, counting everybody; the policy asks for 4 to 10."),
    ({}, ""),
    ({"outside_count": 6, "consent": "yes"}, ""),
    ({"outside_count": 7, "consent": "yes"}, "11 people took part, counting everybody; the policy asks for 4 to 10."),
    ({"advisor": None, "observers": [PRIYA, CAROL]}, "No Advisor is named"),
    ({"trained": "no"}, "The Facilitator is not said to be trained"),
    ({"outside_count": 1}, "asks to consider gaining consent"),
    ({"outside_count": 1, "consent": "no"}, "asks to consider gaining consent"),
]
"""Who took part, and what is remarked on: four to ten people counting every part, and partners from other agencies (R-23)."""


def test_too_few_too_many_and_what_the_process_asks_for_is_remarked_on_and_never_refused(office: Office) -> None:
    texts = ("counting everybody", "No Advisor", "not said to be trained", "gaining consent")
    for at, (answers, remark) in enumerate(REMARKS, 1):
        said = hold(office, **answers)
        assert remark in said
        expected = {text for text in texts if text in remark} | ({"No Advisor"} if "Three" in remark else set())
        assert {text for text in texts if text in said} == expected, answers
        held = office.read(lambda work: work.groups.of("E-ann", viewer=work.people.get("E-zoe")))
        assert len(held) == at
        assert all(each.signed_off_on == TODAY for each in held)


def test_somebody_who_was_there_records_it_and_whoever_led_it_signs_off(office: Office) -> None:
    said = hold(office, by="ann", cases=["M100001"])
    assert "and waits for" in said
    assert group_of(office).signed_off_on is None
    [waiting] = [each for each in owed(office, "tom", "record_session") if each.about.startswith("group ")]
    tom = press(office, "tom", "duty_record", waiting.id)
    assert "Draw the family's map again." in seen(tom)
    assert tom.submit() == {}
    assert group_of(office).signed_off_on == TODAY
    assert written(office, "tom", "group").record.state == "signed"
    assert ended(office, waiting.id) == "recorded"
    ann = office.person("ann")
    ann.command("/supervision", "sign")
    assert "Group supervision" not in seen(ann)


def test_a_group_known_already_is_recorded_once(office: Office) -> None:
    def known(work: UnitOfWork) -> None:
        tom = work.people.must_get("E-tom")
        work.groups.hold(
            viewer=tom, facilitator_id=tom.id, on=date(2026, 3, 20), attendees={"E-ann": "caseworker"}, cases=["M100001"]
        )
        work.commit()

    with office.store.work(SINGLE, TUESDAY) as work:
        work.people.link_slack("E-ann", ANN, "Europe/London")
        known(work)
    [waiting] = [each for each in owed(office, "tom", "record_session") if each.about.startswith("group ")]
    tom = press(office, "tom", "duty_record", waiting.id)
    assert tom.values()["on"] == "2026-03-20"
    assert tom.values()["caseworker"] == [ANN]
    fill(tom, facilitator=TOM, ideas="As before.")
    groups = office.read(lambda work: work.groups.of("E-ann", viewer=work.people.get("E-zoe")))
    assert [(each.held_on, each.signed_off_on) for each in groups] == [(date(2026, 3, 20), TODAY)]


READERS = {"tom": "supervisee", "sue": "supervisor", "zoe": "line", "ann": "present", "priya": "present"}


def test_its_record_is_read_by_those_who_were_there_and_the_line_above_whoever_led_it(office: Office) -> None:
    hold(office, advisor=None, observers=[PRIYA], cases=["M100001"], M100001__case_ideas="Ask.")
    group_id = group_of(office).id
    ids = [written(office, "tom", "group", ref).record.id for ref in (None, "M100001")]

    def ask(work: UnitOfWork) -> tuple[list[str], set[str]]:
        viewer = work.people.must_get(staff_id(person))
        listed = [each.id for each in work.written.of_one(group_id, viewer=viewer)]
        for each in ids:
            if person in READERS:
                work.written.read(each, viewer=viewer)
            else:
                with pytest.raises(NotFound):
                    work.written.read(each, viewer=viewer)
        return listed, {event.role for event in work.trail.shown()}

    for person in ("tom", "sue", "zoe", "ann", "priya", "carol", "omar", "ann2"):
        listed, roles = office.read(ask)
        assert listed == (ids if person in READERS else []), person
        assert roles == ({READERS[person]} if person in READERS else set()), person


def test_who_took_part_finds_it_in_their_history_and_reads_it_there(office: Office) -> None:
    hold(office)
    priya = office.person("priya")
    priya.command("/supervision", "history")
    assert "Group of Tue 24 March · led by" in seen(priya)
    priya.press(priya.modal, "record_read")
    assert "Draw the family's map again." in seen(priya)
    assert "record_correct" not in str(priya.modal.blocks)  # type: ignore[union-attr]


CANNOT_BE: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "not there": (
        "ann", {"facilitator": CAROL, "advisor": None, "caseworker": [OMAR], "observers": []}, "facilitator", "is recorded by",
    ),
    "nobody else": ("tom", {"caseworker": [TOM], "advisor": None, "observers": []}, "observers", "at least one person besides"),
    "to come": ("tom", {"on": date(2026, 3, 25)}, "on", InTheFuture().sentence),
    "no such case": ("tom", {"other_cases": "M100011, M999999"}, "other_cases", "There is no case M999999 here"),
    "not theirs to see": ("tom", {"other_cases": "M200001", "advisor": None}, "other_cases", "There is no case M200001 here"),
    "a stranger": ("tom", {"caseworker": ["U0STRANGER"]}, "on", "does not know"),
}  # fmt: skip


def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_stored(office: Office) -> None:
    for case, (by, answers, field, said) in CANNOT_BE.items():
        person = office.person(by)
        person.command("/supervision", "group")
        errors = person.submit(**{**FOUR, **answers})
        assert list(errors) == [field], case
        assert said in errors[field], case
        person.close(everything=True)
    assert office.read(lambda work: work.groups.of("E-tom", viewer=work.people.get("E-zoe"))) == []


def test_cases_typed_are_discussed_too(office: Office) -> None:
    hold(office, cases=["M100001"], other_cases="m100011 M100014")
    assert group_of(office).cases == ("M100001", "M100011", "M100014")


def test_ideas_are_brought_to_the_next_supervision_and_ticked_off(office: Office) -> None:
    hold(office)
    ann, tom, priya = (office.person(each) for each in ("ann", "tom", "priya"))
    for person, heading in ((ann, "Ideas of a group to bring"), (tom, "Ideas of a group to hear")):
        home = person.home()
        assert home
        assert heading in words_of(home.blocks)
    assert "group_relayed" not in str(priya.home().blocks)  # type: ignore[union-attr]
    ann.press(ann.home(), "group_relayed")  # type: ignore[arg-type]
    assert group_of(office).relayed == {"E-ann"}
    assert all("group_relayed" not in str(each.home().blocks) for each in (ann, tom))  # type: ignore[union-attr]


def test_the_supervisor_may_tick_them_off_and_others_may_not(office: Office) -> None:
    hold(office)
    value = f"{group_of(office).id},E-ann"
    for other in ("priya", "carol"):
        press(office, other, "group_relayed", value)
    assert group_of(office).relayed == frozenset()
    press(office, "tom", "group_relayed", value)
    assert group_of(office).relayed == {"E-ann"}


ASYE = date(2026, 1, 5)


@pytest.mark.parametrize("kind", ["asye_group", "asye_training"])
def test_a_newly_qualified_worker_says_that_they_attended(databases: Databases, kind: str) -> None:
    with council(databases, "manchester", set_of("ann", asye_from=ASYE)) as office:
        [waiting] = owed(office, "ann", kind)
        ann = press(office, "ann", "duty_record", waiting.id)
        assert ann.values()["kind"]["value"] == GROUPS[kind]
        said = fill(ann, facilitator=CAROL, ideas="How to write an analysis.")
        assert "and waits for" in said
        assert ended(office, waiting.id) == "attended"
        assert [each.due_on for each in owed(office, "ann", kind)] == [date(2026, 4 if kind == "asye_group" else 5, 24)]
        assert written(office, "carol", "group").record.missing == ("facilitator",)


def test_the_monthly_group_of_a_team_closes_what_is_owed(databases: Databases) -> None:
    with council(databases, "manchester") as office:
        [waiting] = owed(office, "tom", "group_supervision")
        tom = press(office, "tom", "duty_record", waiting.id)
        case = {"M100001__worried": "Missed visits.", "M100001__needs": "A visit."}
        said = fill(
            tom, facilitator=TOM, attendees=[ANN, PRIYA], format="Case focused", cases=["M100001"], ideas="Map it.", **case
        )
        assert "will follow the Signs of Safety mapping process" in said
        assert "generally led by a team leader/manager" in said
        assert ended(office, waiting.id) == "held"
        assert group_of(office).format == "Case focused"
        assert [each.due_on for each in owed(office, "tom", "group_supervision")] == [date(2026, 4, 24)]


def test_kents_case_discussion_goes_onto_each_childs_file(databases: Databases) -> None:
    with council(databases, "kent") as office:
        tom = office.person("tom")
        tom.command("/supervision", "group")
        case = {"M100001__strengths": "The aunt.", "M100014__risks": "The dog."}
        said = fill(
            tom, facilitator=TOM, attendees=[ANN], format="Case discussion", appreciative="yes",
            cases=["M100001", "M100014"], ideas="Try it.", **case,
        )  # fmt: skip
        assert "Appreciative Inquiry" not in said
        for ref, name in (("M100001", "strengths"), ("M100014", "risks")):
            assert list(written(office, "tom", "group", ref).latest.filled.values()) == [f"{ref}.{name}"]


def test_a_record_of_a_group_is_corrected_without_changing_who_was_there(office: Office) -> None:
    hold(office)
    tom = office.person("tom")
    tom.command("/supervision", "history")
    tom.press(tom.modal, "record_read", written(office, "tom", "group").record.id)
    tom.press(tom.modal, "record_correct")
    assert "caseworker" not in fields_in(tom)
    fill(tom, ideas="Draw it with the children.", because="It was more than that.")
    read = written(office, "tom", "group")
    assert [each.filled.values()["ideas"] for each in read.versions] == [
        "Draw it with the children.", "Draw the family's map again.",
    ]  # fmt: skip
    assert all(each.filled.values()["caseworker"] == ["E-ann"] for each in read.versions)


@pytest.mark.parametrize("policy", ["plymouth", "manchester", "kent", "wokingham", "lscb"])
def test_the_form_of_a_group_asks_what_the_policy_asks(policy: str) -> None:
    asked = {question.id: question for _, question in packs.load(policy).form("group").questions()}
    assert asked["facilitator"].required
    assert asked["ideas"].required
    assert {"on", "cases", "other_cases", "outside"} <= asked.keys()
    parts = {"wokingham": {"advisor", "caseworker", "observers"}}.get(policy, {"attendees"})
    assert parts <= asked.keys()
    if policy == "wokingham":
        said = " ".join([*asked, *(question.asks for question in asked.values())]).casefold()
        assert "decision" not in said
        told = " ".join(part.says for part in packs.load(policy).form("group").part)
        assert "Confidentiality is discussed at the start of every session." in told
        assert "decided" not in said, "a group is not a decision-making process (Wokingham 2.1.2)"


def test_whatever_has_a_button_to_record_it_has_a_form() -> None:
    assert RECORD_LABELS.keys() == FORMS.keys()


def test_somebody_met_for_the_first_time_in_a_form_stays_in_it(office: Office) -> None:
    tom = office.person("tom")
    tom.command("/supervision", "group")
    tom.press(tom.modal, "fill_later", caseworker=[ANN], advisor=CAROL)
    tom.close(everything=True)
    tom.command("/supervision", "group")
    assert (tom.values()["caseworker"], tom.values()["advisor"]) == ([ANN], CAROL)


TOLD = {"management": "On track.", "support": "Well."}


def test_the_record_of_the_next_session_shows_what_waits_and_settles_it(office: Office) -> None:
    for on in (date(2026, 3, 20), TODAY):
        hold(office, on=on)
    tom = office.person("tom")
    tom.command("/supervision", f"log <@{ANN}> 23/3 60")
    assert tom.submit() == {}
    tom.press(tom.modal, "session_notes")
    assert "Ideas of the group of Fri 20 March: Draw the family's map again." in seen(tom)
    assert "Ideas of the group of Tue 24 March" not in seen(tom), "it took place after that session"
    assert len(tom.values()["groups_relayed"]) == 1
    said = fill(tom, **TOLD)
    assert "The ideas of one group were relayed in it." in said
    relayed = office.read(lambda work: work.groups.of("E-ann", viewer=work.people.get("E-zoe")))
    assert [each.relayed for each in relayed] == [frozenset(), {"E-ann"}]
    told = written(office, "ann", "session").latest.filled.values()
    assert told["groups_relayed"] == ["Group of Fri 20 March 2026, led by Tom Hale"]
    tom.close(everything=True)
    tom.command("/supervision", f"log <@{ANN}> today 60")
    assert tom.submit() == {}
    tom.press(tom.modal, "session_notes")
    fill(tom, groups_relayed=[], **TOLD)
    assert group_of(office).relayed == frozenset(), "what was not brought waits for the next one"


def test_a_day_that_was_wrong_is_put_right_and_what_is_owed_follows(databases: Databases) -> None:
    with council(databases, "manchester") as office:
        [waiting] = owed(office, "tom", "group_supervision")
        tom = press(office, "tom", "duty_record", waiting.id)
        case = {"M100001__worried": "Missed visits.", "M100001__needs": "A visit."}
        fill(tom, facilitator=TOM, attendees=[ANN], format="Reflective", cases=["M100001"], ideas="Map it.", **case)
        record = written(office, "tom", "group").record
        wrong = {"on": date(2026, 3, 25)}
        assert correcting(office, "tom", record).submit(**wrong) == {"on": InTheFuture().sentence}
        fill(correcting(office, "tom", record), on=date(2026, 3, 10), because="It was a fortnight ago.")
        group = group_of(office)
        assert (group.held_on, group.format, group.kind) == (date(2026, 3, 10), "Reflective", "team")
        assert [each.due_on for each in owed(office, "tom", "group_supervision")] == [date(2026, 4, 10)]
        row = DiscussionRow
        told = office.read(lambda work: [each.discussed_on for each in work.session.query(row).filter(row.kind == "group")])
        assert told == [date(2026, 3, 10)]


def test_whoever_led_it_files_what_it_left_on_a_case_though_nobody_there_is_below_them(office: Office) -> None:
    said = hold(office, "carol", facilitator=CAROL, advisor=TOM, caseworker=[ANN], other_cases="M100001")
    assert "signed off by you" in said
    [waiting] = owed(office, "ann", "record_discussion")
    assert [each.id for each in waiting.responsible] == ["E-carol"]
    carol = press(office, "carol", "duty_record", waiting.id)
    assert "M100001" in carol.values()["copy"]
    assert carol.submit() == {}
    assert "Filed on" in seen(carol)
    assert ended(office, waiting.id) == "filed"


def test_what_a_group_left_on_a_case_is_what_is_copied_to_its_file(office: Office) -> None:
    hold(office, cases=["M100001"], M100001__case_ideas="Ask the grandmother.")
    [waiting] = owed(office, "ann", "record_discussion")
    tom = press(office, "tom", "duty_record", waiting.id)
    assert "Ask the grandmother." in tom.values()["copy"]
    office.now[0] += timedelta(seconds=5)
    assert "Ask the grandmother." not in str(press(office, "priya", "case_note_copy", waiting.about).modal)
