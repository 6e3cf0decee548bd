"""Observations, which pass from the worker to the observer and back; and the checklist of a supervision file."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.desk import words_of
from storage import packs
from storage.errors import InThePast, NotFound, NotTheirObserver
from storage.models import ObservationRow, RelationshipRow
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.handlers.filling import fields_in, fill
from tests.handlers.growing import correcting, council, press, written
from tests.handlers.office import Office, seen, staff_id

ANN, TOM = "<@U0ANN>", "<@U0TOM>"
FORM = "practice_observation"
PLAIN = {"seen": "She listened."}
OBSERVED: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    # what the worker writes before, what the observer does, what the worker does after
    "manchester": ({"background": "A visit."}, {"purpose__1": "She was clear."}, {"learnt__1": "To wait."}),
    "kent": ({"background": "A visit."}, {"lived": "He was heard."}, {"reflection": "To wait."}),
    "wokingham": ({"background": "A visit."}, PLAIN, {"reflection": "To wait."}),
    "plymouth": ({"background": "A visit."}, PLAIN, {"reflection": "To wait."}),
    "lscb": ({"background": "A visit."}, PLAIN, {"reflection": "To wait."}),
}


def sign(office: Office, who: str) -> None:
    person = office.person(who)
    person.command("/supervision", "sign")
    person.press(person.modal, "record_read")
    assert person.submit() == {}
    assert "Signed." in seen(person)


def to_sign(office: Office, who: str) -> list[Any]:
    return list(office.read(lambda work: work.written.to_sign(work.people.must_get(staff_id(who)))))


@pytest.mark.parametrize("policy", packs.NAMES)
def test_each_adds_their_part_and_both_sign(databases: Databases, policy: str) -> None:
    before, seen_by_tom, after = OBSERVED[policy]
    with council(databases, policy) as office:
        ann, tom = office.person("ann"), office.person("tom")
        ann.command("/supervision", "observe")
        assert "observed_on" not in fields_in(ann)
        fill(ann, **before)
        assert to_sign(office, "tom") == to_sign(office, "ann") == [], "nothing has been observed yet"
        tom.command("/supervision", f"observe {ANN}")
        assert "background" not in fields_in(tom)
        fill(tom, **seen_by_tom)
        ann.command("/supervision", "observe")
        assert "background" not in fields_in(ann), "what stands there is not asked again"
        fill(ann, **after)
        told = written(office, "ann", FORM)
        values = {name.partition(".")[0] for name in told.latest.filled.values()}
        assert {name.partition("__")[0] for name in (*before, *seen_by_tom, *after)} <= values
        assert len(told.versions) == 3
        sign(office, "tom")
        assert written(office, "ann", FORM).record.state == "signed"


def test_a_manager_above_who_did_not_observe_does_not_sign(databases: Databases) -> None:
    with council(databases, "wokingham") as office:
        tom = office.person("tom")
        tom.command("/supervision", f"observe {ANN}")
        fill(tom, **PLAIN)
        assert to_sign(office, "sue") == []
        assert [each.form for each in to_sign(office, "ann")] == [FORM]


def test_another_observation_is_another_record_though_the_first_is_not_signed(databases: Databases) -> None:
    with council(databases, "wokingham") as office:
        tom = office.person("tom")
        for on in (date(2026, 3, 2), date(2026, 3, 16)):
            tom.command("/supervision", f"observe {ANN}")
            fill(tom, observed_on=on, **PLAIN)
        assert len(to_sign(office, "ann")) == 2


def test_how_a_supervisor_supervises_is_observed_by_their_manager(databases: Databases) -> None:
    with council(databases, "wokingham") as office:
        sue = office.person("sue")
        sue.command("/supervision", f"observe {TOM} supervision")
        fill(sue, extent="Part of the session", **PLAIN)
        sign(office, "tom")
        assert written(office, "tom", "supervision_observation").record.state == "signed"
        sue.close(everything=True)
        sue.command("/supervision", f"log {TOM} today 90")
        assert sue.submit() == {}
        sue.press(sue.modal, "session_notes")
        shown = seen(sue)
        while any(each["type"] == "input" for each in sue.modal.blocks) and "observed" not in shown:  # type: ignore[union-attr]
            required = {name: "x" for name in ("management", "support") if name in fields_in(sue)}
            assert sue.submit(**required) == {}
            shown += seen(sue)
        assert "observed" in shown, "it is to be discussed and recorded in his own supervision (Wokingham 8)"


DISCUSSED = [(date(2026, 3, 12), True), (date(2026, 1, 30), False)]


@pytest.mark.parametrize(("on", "is_asked"), DISCUSSED)
def test_what_was_observed_since_is_discussed_in_the_next_session(databases: Databases, on: date, is_asked: bool) -> None:
    """Ann's session before was on 2 February."""
    with council(databases, "wokingham") as office:
        tom = office.person("tom")
        tom.command("/supervision", f"observe {ANN}")
        fill(tom, observed_on=on, **PLAIN)

        def ask(work: UnitOfWork) -> Any:
            viewer = work.people.must_get(staff_id("tom"))
            return work.observations.to_discuss(staff_id("ann"), viewer=viewer, since_on=date(2026, 2, 2))

        assert [day for _, day in office.read(ask)] == ([on] if is_asked else [])


DAYS = {"manchester": "agreed", "wokingham": "read_on", "kent": "explored_on"}


@pytest.mark.parametrize("policy", DAYS)
def test_the_checklist_is_one_record_that_grows_and_holds_no_number(databases: Databases, policy: str) -> None:
    with council(databases, policy) as office:
        tom, name = office.person("tom"), DAYS[policy]
        tom.command("/supervision", f"checklist {ANN}")
        fill(tom, **{name: date(2026, 3, 20)})
        tom.command("/supervision", f"checklist {ANN}")
        fill(tom, missing="The rest by May.")
        told = written(office, "ann", "first_session")
        assert told.latest.filled.values() == {name: "2026-03-20", "missing": "The rest by May."}
        assert [each.number for each in told.versions] == [2, 1]


def test_of_whom_one_has_begun_to_supervise_the_checklist_is_offered_until_it_is_filled(databases: Databases) -> None:
    def begun(work: UnitOfWork) -> None:
        mine = RelationshipRow.supervisee_id == staff_id("ann")
        work.session.execute(update(RelationshipRow).where(mine).values(from_on=date(2026, 3, 2)))

    with council(databases, "manchester", begun) as office:
        tom = office.person("tom")
        home = tom.home()
        assert home
        said = words_of(home.blocks)
        assert "The checklist of Ann Example's supervision file is not filled yet." in said
        assert said.count("is not filled yet") == 1, "and of nobody supervised for longer"
        tom.press(home, "checklist_open")
        fill(tom, agreed=date(2026, 3, 2))
        tom.close(everything=True)
        homes = (tom.home() for _ in range(3))  # the first may be one published before the form was saved
        assert any(home and "is not filled yet" not in words_of(home.blocks) for home in homes)


def test_what_is_on_file_was_not_added_tomorrow(databases: Databases) -> None:
    with council(databases, "manchester") as office:
        tom = office.person("tom")
        tom.command("/supervision", f"checklist {ANN}")
        assert tom.submit(agreed=office.now[0].date() + timedelta(days=1)).keys() == {"agreed"}


def test_a_day_that_was_wrong_is_put_right_for_what_is_to_be_discussed_too(databases: Databases) -> None:
    with council(databases, "wokingham") as office:
        tom = office.person("tom")
        tom.command("/supervision", f"observe {ANN}")
        fill(tom, observed_on=date(2026, 1, 30), **PLAIN)
        record = written(office, "ann", FORM).record
        fill(correcting(office, "tom", record), observed_on=date(2026, 3, 12), because="A slip.")
        row = ObservationRow
        rows = office.read(lambda work: [each.observed_on for each in work.session.query(row).filter(row.of_id == "E-ann")])
        assert rows == [date(2026, 3, 12)]


def plan(office: Office, observer: str, by: str = "tom") -> str:
    person = office.person(by)
    person.command("/supervision", f"observe {ANN} plan")
    assert person.submit(observer=f"U0{observer.upper()}", on=date(2026, 4, 2)) == {}
    said = seen(person)
    person.close(everything=True)
    return said


def ahead(office: Office, who: str) -> str:
    """What the Home tab of somebody says of it."""
    home = office.person(who).home()
    assert home
    said = words_of(home.blocks)
    return said[said.index("Observations planned") :] if "Observations planned" in said else ""


def test_an_observer_from_outside_the_line_writes_their_part_and_sees_nothing_else(databases: Databases) -> None:
    with council(databases, "manchester") as office:
        carol, ann = office.person("carol"), office.person("ann")
        ann.command("/supervision", "observe")
        fill(ann, background="A quillvisit.")
        ann.close(everything=True)
        carol.home()
        assert "Planned. <@U0CAROL> observes <@U0ANN>'s practice on *Thu 2 April*" in plan(office, "carol")
        for who, said in (("ann", "your practice, observed by <@U0CAROL>"), ("tom", "practice"), ("carol", "observed by you")):
            assert "Thu 2 April" in ahead(office, who)
            assert said in ahead(office, who)
        assert ahead(office, "priya") == ""
        office.now[0] += timedelta(days=9)
        carol.press(carol.home(), "observe_open")  # type: ignore[arg-type]
        assert "background" not in fields_in(carol)
        fill(carol, purpose__1="She was clear.")
        carol.close(everything=True)
        told = written(office, "ann", FORM)
        assert [(each.person_id, each.capacity) for each in told.record.signatures] == [("E-carol", "observer")]
        values = told.latest.filled.values()
        assert (values["background"], values["purpose.1"]) == ("A quillvisit.", "She was clear.")
        sign(office, "ann")
        assert written(office, "ann", FORM).record.state == "signed"
        assert [ahead(office, each) for each in ("ann", "tom", "carol")] == ["", "", ""]

        def reads(work: UnitOfWork) -> None:
            carol = work.people.must_get("E-carol")
            assert "quillvisit" in str(work.written.read(told.record.id, viewer=carol))
            assert {event.role for event in work.trail.shown()} == {"observer"}
            for refused in (work.written.of, work.sessions.of, work.obligations.of, work.agreements.in_force):
                with pytest.raises(NotFound):
                    refused("E-ann", viewer=carol)

        office.read(reads)


def test_what_is_called_off_is_nobodys_to_read_and_how_one_supervises_is_a_managers_to_observe(databases: Databases) -> None:
    with council(databases, "manchester") as office:
        ann, tom, carol = (office.person(each) for each in ("ann", "tom", "carol"))
        carol.home()
        plan(office, "carol")
        ann.press(ann.home(), "observe_open")  # type: ignore[arg-type]
        fill(ann, background="A visit.")
        told = written(office, "ann", FORM).record
        office.read(lambda work: work.written.read(told.id, viewer=work.people.must_get("E-carol")))
        tom.press(tom.home(), "observe_off")  # type: ignore[arg-type]
        assert ahead(office, "carol") == ahead(office, "ann") == ahead(office, "tom") == ""
        carol = press(office, "carol", "record_read", told.id)
        assert "A visit." not in str(carol.modal)
        zoe, sue = office.person("zoe"), office.person("sue")
        sue.home()
        zoe.command("/supervision", f"observe {TOM} supervision plan")
        assert zoe.submit(observer="U0CAROL", on=date(2026, 4, 2)) == {"observer": NotTheirObserver().sentence}
        assert zoe.submit(observer="U0SUE", on=date(2026, 3, 2)) == {"on": InThePast().sentence}
        assert zoe.submit(observer="U0SUE", on=date(2026, 4, 2)) == {}
        assert "your supervising, observed by" in ahead(office, "tom")
