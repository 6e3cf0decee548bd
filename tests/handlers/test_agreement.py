"""The supervision agreement, written by either and signed by both, never below the policy, reviewed as a new version."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from storage import SINGLE
from storage.models import AgreementRow, RelationshipRow
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.handlers.filling import fields_in, fill
from tests.handlers.office import Office, open_office, seen, settle, staff_id

ANN = "<@U0ANN>"
TODAY = date(2026, 3, 24)
SAID = {
    "wokingham": {"supervisee_expects": "To be heard.", "supervisor_expects": "To be told.", "named_manager": staff_id("sue")},
    "manchester": {"disagreements": "We talk first."},
    "kent": dict.fromkeys(("explored", "characteristics", "equality", "dignity", "staff_groups"), "yes"),
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


REASONED = {"variation": "risk", "reasoning": "A new post.", "variation_review_on": date(2026, 6, 1)}
WEEKS = [
    # what is written, and beside which field what is said of it; Ann was last seen on 2 February, so a month is four weeks
    ({"every_weeks": "2", **REASONED}, {}),
    ({"every_weeks": "4"}, {}),
    ({"every_weeks": "5"}, {"every_weeks": "The policy asks for supervision monthly ("}),
    ({"every_weeks": "0"}, {"every_weeks": "Please enter 1 or more."}),
    ({"every_weeks": "2"}, {"variation": "It is more often than the policy asks: choose why."}),
    ({"every_weeks": "2", "variation": "risk"}, {"reasoning": "It is more often than the policy asks: say why"}),
    ({"every_weeks": "2", "variation": "risk", "reasoning": "New."}, {"variation_review_on": "Say when you will look"}),
    (
        {"every_weeks": "2", **REASONED, "variation_review_on": date(2026, 3, 1)},
        {"variation_review_on": "This is looked at again on a day still to come."},
    ),
]


@pytest.mark.parametrize(("said", "beside"), WEEKS)
def test_more_often_is_agreed_with_its_reason_and_never_less(
    databases: Databases, said: dict[str, Any], beside: dict[str, str]
) -> None:
    with council(databases, "wokingham") as office:
        tom = office.person("tom")
        tom.command("/supervision", f"agreement {ANN}")
        tom.submit(supervisee_expects="To be heard.", supervisor_expects="To be told.")
        tom.submit()
        errors = tom.submit(named_manager=staff_id("sue"), **said)
        assert errors.keys() == beside.keys()
        for name, sentence in beside.items():
            assert errors[name].startswith(sentence)
        assert held(office) is None or not held(office).every, "nothing is due sooner before both have signed"
        if not beside:
            sign(office, "ann")
            assert (held(office).every.count, held(office).every.unit) == (int(said["every_weeks"]), "weeks")
            assert held(office).named_manager_id == staff_id("sue")


TIMES: list[tuple[str, str, set[str]]] = [
    ("13", "4", set()),
    ("12", "4", {"times_a_year"}),
    ("13", "2", {"times_a_year"}),
    ("26", "2", set()),
    ("13", "6", {"every_weeks"}),
]


@pytest.mark.parametrize(("times", "weeks", "beside"), TIMES)
def test_manchesters_times_a_year_go_with_its_weeks(databases: Databases, times: str, weeks: str, beside: set[str]) -> None:
    with council(databases, "manchester") as office:
        tom = office.person("tom")
        tom.command("/supervision", f"agreement {ANN}")
        tom.submit()
        assert tom.submit(times_a_year=times, every_weeks=weeks, variation="risk").keys() == set(beside)


def test_what_manchester_prints_is_signed_with_the_record(databases: Databases) -> None:
    with council(databases, "manchester") as office:
        tom = office.person("tom")
        tom.command("/supervision", f"agreement {ANN}")
        assert "To have a safe relationship" in seen(tom)
        fill(tom, disagreements="We talk first.")
        said = record(office).latest.filled.values()
        assert said["length"] == "Formal supervision sessions will be for 1.5 to 2 hours each."
        assert (said["times_a_year"], said["every_weeks"]) == ("13", "4")


def record(office: Office) -> Any:
    def ask(work: UnitOfWork) -> Any:
        zoe = work.people.must_get(staff_id("zoe"))
        [one] = work.written.of(staff_id("ann"), viewer=zoe, form="agreement")
        return work.written.read(one.id, viewer=zoe)

    return office.read(ask)


def agree(office: Office) -> None:
    """Tom writes it and Ann signs."""
    tom = office.person("tom")
    tom.command("/supervision", f"agreement {ANN}")
    fill(tom, **SAID["wokingham"])
    sign(office, "ann")


def test_a_manager_above_may_write_it_and_signs_for_neither(databases: Databases) -> None:
    with council(databases, "wokingham") as office:
        sue = office.person("sue")
        sue.command("/supervision", f"agreement {ANN}")
        assert fill(sue, **SAID["wokingham"]).startswith("Saved. It holds once")
        assert set(record(office).record.missing) == {"supervisor", "supervisee"}
        sign(office, "tom")
        assert not held(office).is_signed
        sign(office, "ann")
        assert held(office).is_signed


def test_reviewed_where_nothing_changed_is_a_version_both_sign(databases: Databases) -> None:
    with council(databases, "wokingham") as office:
        agree(office)
        ann = office.person("ann")
        office.now[0] += timedelta(days=300)
        ann.command("/supervision", "agreement")
        ann.press(ann.modal, "agreement_same")
        assert held(office).reviewed_on is None, "it is reviewed by both"
        sign(office, "tom")
        assert held(office).reviewed_on == TODAY + timedelta(days=300)
        first, second = record(office).versions[::-1]
        assert (first.filled, second.because) == (second.filled, "reviewed by the two, and nothing changed")


def test_a_change_is_a_new_version_of_the_same_record(databases: Databases) -> None:
    with council(databases, "wokingham") as office:
        agree(office)
        tom = office.person("tom")
        tom.command("/supervision", f"agreement {ANN}")
        tom.press(tom.modal, "record_correct")
        fill(tom, every_weeks="2", because="She has a harder case now.", **REASONED)
        assert held(office).every is None, "what both signed holds until both have signed anew"
        sign(office, "ann")
        assert (held(office).every.count, held(office).reason) == (2, "risk")


def test_a_dispute_that_is_settled_is_no_review(databases: Databases) -> None:
    with council(databases, "wokingham") as office:
        agree(office)
        found = record(office).record
        with office.store.work(SINGLE, office.now[0] + timedelta(days=40)) as work:
            ann, sue = (work.people.must_get(staff_id(each)) for each in ("ann", "sue"))
            dispute = work.disputes.bring(found.id, 1, "Not what we said.", viewer=ann)
            work.disputes.settle(dispute.id, "stands", "It is.", viewer=sue)
            work.commit()
        assert record(office).record.state == "signed"
        assert held(office).reviewed_on is None


def test_with_another_supervisor_another_agreement_is_written(databases: Databases) -> None:
    """What was written with the one before is signed by nobody any more."""
    with council(databases, "wokingham") as office:
        tom = office.person("tom")
        tom.command("/supervision", f"agreement {ANN}")
        fill(tom, **SAID["wokingham"])
        with office.store.work(SINGLE, office.now[0]) as work:
            theirs = update(RelationshipRow).where(RelationshipRow.supervisee_id == staff_id("ann"))
            work.session.execute(theirs.values(supervisor_id=staff_id("carol")))
            work.commit()
        assert office.read(lambda work: work.written.to_sign(work.people.must_get(staff_id("ann")))) == []
        carol = office.person("carol")
        carol.command("/supervision", f"agreement {ANN}")
        assert "supervisee_expects" in fields_in(carol)


def test_what_was_signed_on_paper_is_noted_with_its_days(databases: Databases) -> None:
    with council(databases, "wokingham") as office:
        tom = office.person("tom")
        tom.command("/supervision", f"agreement {ANN} on paper")
        assert tom.submit(supervisee_on=date(2026, 3, 20), supervisor_on=date(2026, 3, 20)) == {}
        assert held(office).signed_by_supervisee_on == date(2026, 3, 20)
