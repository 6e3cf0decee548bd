"""Observations, which pass from the worker to the observer and back; and the checklist of a supervision file."""

from datetime import date, timedelta
from typing import Any

import pytest

from storage import packs
from storage.models import ObservationRow
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.handlers.filling import fields_in, fill
from tests.handlers.growing import correcting, council, written
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
