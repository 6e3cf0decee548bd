"""The supervision agreement, written by either and signed by both; an observation that passes from hand to hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from storage import SINGLE
from storage.models import AgreementRow
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.handlers.filling import fields_in, fill
from tests.handlers.office import Office, open_office, seen, settle, staff_id

ANN = "<@U0ANN>"
TODAY = date(2026, 3, 24)
SAID = {
    "wokingham": {"supervisee_expects": "To be heard.", "supervisor_expects": "To be told.", "named_manager": staff_id("sue")},
    "manchester": {"disagreements": "We talk first."},
    "kent": {"explored": "yes", "characteristics": "yes"},
    "plymouth": {"frequency_agreed": "Each fourth Tuesday."},
    "lscb": {"purpose": "To think."},
}


@contextmanager
def council(databases: Databases, policy: str, *, signed: bool = False) -> Iterator[Office]:
    """Tom and Ann have signed no agreement yet, or have."""
    with databases.copy(databases.template("office", settle)) as url, open_office(url, policy=policy) as office:
        if not signed:
            with office.store.work(SINGLE, office.now[0]) as work:
                none = {"signed_by_supervisee_on": None, "signed_by_supervisor_on": None, "reviewed_on": None}
                mine = update(AgreementRow).where(AgreementRow.supervisee_id == staff_id("ann"))
                work.session.execute(mine.values(**none, named_manager_id=None))
                work.index.refresh_all()
                work.commit()
        yield office


def held(office: Office) -> Any:
    return office.read(lambda work: work.agreements.in_force(staff_id("ann"), viewer=work.people.must_get(staff_id("zoe"))))


def owed(office: Office) -> set[str]:
    def ask(work: UnitOfWork) -> set[str]:
        return {each.kind for each in work.obligations.of(staff_id("ann"), viewer=work.people.must_get(staff_id("zoe")))}

    return set(office.read(ask))


def sign(office: Office, who: str) -> None:
    person = office.person(who)
    person.command("/supervision", "sign")
    person.press(person.modal, "record_read")
    assert person.submit() == {}
    assert "Signed." in seen(person)


@pytest.mark.parametrize("policy", SAID)
@pytest.mark.parametrize("writer", ["tom", "ann"])
def test_either_writes_it_and_it_holds_once_both_have_signed(databases: Databases, policy: str, writer: str) -> None:
    with council(databases, policy) as office:
        person, other = office.person(writer), "ann" if writer == "tom" else "tom"
        person.command("/supervision", f"agreement {ANN}")
        said = fill(person, **SAID[policy])
        assert said.startswith("Saved, and signed by you. It holds once")
        assert not held(office).is_signed
        sign(office, other)
        assert held(office).is_signed
        assert "agreement_signature" not in owed(office)


def test_signed_before_by_both_it_has_been_reviewed(databases: Databases) -> None:
    with council(databases, "wokingham", signed=True) as office:
        before = held(office).signed_by_supervisee_on
        tom = office.person("tom")
        tom.command("/supervision", f"agreement {ANN}")
        fill(tom, **SAID["wokingham"])
        sign(office, "ann")
        assert (held(office).signed_by_supervisee_on, held(office).reviewed_on) == (before, TODAY)


@pytest.mark.parametrize(("weeks", "is_agreed"), [("2", True), ("4", True), ("6", False)])
def test_more_often_than_the_policy_can_be_agreed_and_never_less(databases: Databases, weeks: str, is_agreed: bool) -> None:
    with council(databases, "wokingham") as office:
        tom = office.person("tom")
        tom.command("/supervision", f"agreement {ANN}")
        tom.submit(supervisee_expects="To be heard.", supervisor_expects="To be told.")
        tom.submit()
        errors = tom.submit(every_weeks=weeks, variation="risk", named_manager=staff_id("sue"))
        if not is_agreed:
            assert errors["every_weeks"].startswith("The policy asks for supervision monthly.")
            return
        assert errors == {}
        assert held(office).every is None, "nothing is due sooner before both have signed"
        sign(office, "ann")
        assert (held(office).every.count, held(office).every.unit, held(office).reason) == (int(weeks), "weeks", "risk")
        assert held(office).named_manager_id == staff_id("sue")


def test_what_was_signed_on_paper_is_noted_with_its_days(databases: Databases) -> None:
    with council(databases, "wokingham") as office:
        tom = office.person("tom")
        tom.command("/supervision", f"agreement {ANN} on paper")
        assert tom.submit(supervisee_on=date(2026, 3, 20), supervisor_on=date(2026, 3, 20)) == {}
        assert held(office).signed_by_supervisee_on == date(2026, 3, 20)


def test_an_observation_has_the_workers_part_and_the_observers_and_both_sign(databases: Databases) -> None:
    with council(databases, "manchester", signed=True) as office:
        ann, tom = office.person("ann"), office.person("tom")
        ann.command("/supervision", "observe")
        assert "background" in fields_in(ann)
        assert "observed_on" not in fields_in(ann)
        fill(ann, background="A first visit.", planning="To listen.", went_well__1="She spoke.")
        tom.command("/supervision", f"observe {ANN}")
        assert "observed_on" in fields_in(tom)
        fill(tom, observed_on=date(2026, 3, 20), setting="A home visit", purpose__1="She was clear.")

        def ask(work: UnitOfWork) -> Any:
            zoe = work.people.must_get(staff_id("zoe"))
            [one] = work.written.of(staff_id("ann"), viewer=zoe, form="practice_observation")
            return work.written.read(one.id, viewer=zoe)

        read = office.read(ask)
        said = read.latest.filled.values()
        assert (said["background"], said["purpose.1"]) == ("A first visit.", "She was clear.")
        assert read.record.missing == ("supervisee",)
        assert read.record.of_id
        ann.command("/supervision", f"history {ANN}")
        ann.press(ann.modal, "record_read", read.record.id)
        assert "Fri 20 March 2026" in seen(ann)
        ann.close(everything=True)
        sign(office, "ann")
        assert office.read(ask).record.state == "signed"


def test_the_checklist_of_a_file_is_kept_without_a_number(databases: Databases) -> None:
    with council(databases, "manchester", signed=True) as office:
        tom = office.person("tom")
        tom.command("/supervision", f"checklist {ANN}")
        said = fill(tom, there=["Supervision agreement"], details=["DBS"])
        assert said.startswith("Saved in the supervision file of")
