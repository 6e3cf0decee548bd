"""A case passes on, somebody moves, a case is closed: what was written before is read and corrected by the right to the record.

Whatever can be pressed then leads to something, and what stands in a record is not lost by correcting it.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk import Person
from handlers.actions.signing import CORRECT, READ
from scheduling.forms import Answer, Filled, FilledPart
from storage import SINGLE
from storage.models import AllocationRow, CaseRow, DiscussionRow, PersonRow, RecordRow, RelationshipRow
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.handlers.filling import fields_in
from tests.handlers.growing import at, council, press
from tests.handlers.office import Office, open_office, seen, settle, staff_id
from tests.handlers.test_case_records import required

REFS = ("M100001", "M100014")


def passed_on(work: UnitOfWork) -> None:
    """Ann's cases are Omar's from today, in another team, and worked jointly no more; she has another."""
    row = AllocationRow
    for each in work.session.scalars(select(row).where(row.case_ref.in_(REFS))):
        each.until_on = work.today
        if each.from_on >= work.today:
            work.session.delete(each)
    work.session.add(row(workspace=SINGLE, case_ref="M100011", worker_id=staff_id("ann"), from_on=work.today))
    for ref in REFS:
        work.session.add(row(workspace=SINGLE, case_ref=ref, worker_id=staff_id("omar"), from_on=work.today))
        work.session.get_one(CaseRow, (SINGLE, ref)).joint_from = None


def closed(work: UnitOfWork) -> None:
    for ref in REFS:
        work.session.get_one(CaseRow, (SINGLE, ref)).closed_on = work.today


def of_another_kind(work: UnitOfWork) -> None:
    """A foster carer's by now, of whom other scales are asked."""
    for ref in REFS:
        work.session.get_one(CaseRow, (SINGLE, ref)).category = "supervising_social_worker"


def moved(work: UnitOfWork) -> None:
    """Ann is Carol's from today, in the other team."""
    work.session.get_one(PersonRow, (SINGLE, staff_id("ann"))).manager_id = staff_id("carol")
    row = RelationshipRow
    for each in work.session.scalars(select(row).where(row.supervisee_id == staff_id("ann"))):
        each.until_on = work.today
    mine = {"supervisee_id": staff_id("ann"), "supervisor_id": staff_id("carol")}
    work.session.add(row(workspace=SINGLE, **mine, from_on=work.today))


def pressed(office: Office, who: str, action: str, value: str) -> Person:
    """A while after the one before: Slack posts one a second."""
    office.now[0] += timedelta(seconds=2)
    return press(office, who, action, value)


def changed(office: Office, *changes: Callable[[UnitOfWork], None]) -> None:
    with office.store.work(SINGLE, office.now[0]) as work:
        for change in changes:
            change(work)
            work.session.flush()
        work.index.refresh_all()
        work.commit()


def written(office: Office) -> None:
    """A session with direct work on a case, a case discussed, summed up, planned jointly, decided on and overseen."""
    tom = office.person("tom")
    tom.command("/supervision", f"log {at('ann')} today 90")
    assert tom.submit(cases=[]) == {}
    tom.close(everything=True)
    pressed(office, "tom", "case_discuss", "M100014")
    answered(tom, required("manchester", "As it was said.", "M100014"))
    ann = office.person("ann")
    ann.command("/case", "summary M100001")
    answered(ann, {"M100001__occasion": "3 months"})
    with office.store.work(SINGLE, office.now[0]) as work:
        his = work.people.must_get(staff_id("tom"))
        [session] = [each for each in work.sessions.of(staff_id("ann"), viewer=his) if each.held_on == work.today]
        brought = {"case": "M100001", "state": "completed", "what": "A story."}
        answers = (Answer(f"direct_work.0.{name}", "Example", name, "direct_work", said) for name, said in brought.items())
        told = Filled((FilledPart("Direct work and self-assessment", "personal", "", tuple(answers)),))
        work.written.write("session", told, viewer=his, about_id=staff_id("ann"), session_id=session.id)
        work.joint_work.begin("M100001", staff_id("ann"), [staff_id("priya")], viewer=his, on=work.today)
        work.commit()
    pressed(office, "tom", "joint_plan", "M100001")
    answered(tom, {})
    tom.command("/decision", "M100001 visit weekly because two visits were missed")
    tom.command("/case", "oversight M100001 the chronology because it is due")
    for person in (ann, tom):
        if person.modal:
            person.close(everything=True)


def answered(person: Person, answers: dict[str, Any]) -> str:
    """Every step as it stands, but for these and for what is asked for; what is said at the end."""
    wanted = {name.replace("__", "."): value for name, value in answers.items()}
    for _ in range(20):
        assert person.modal
        asked = fields_in(person)
        if not person.modal.content.get("submit"):
            return seen(person)
        mine = {name: wanted[name] for name in asked if name in wanted}
        missing = person.submit(**mine)
        assert not missing or person.submit(**mine, **dict.fromkeys(missing, "As it was said.")) == {}
    raise AssertionError("the form has no end")


def everything(office: Office) -> list[tuple[str, str]]:
    """Records and decisions, by what they are and their ids; of what was corrected, the newest."""

    def ask(work: UnitOfWork) -> list[tuple[str, str]]:
        row, said = DiscussionRow, RecordRow
        newest = select(row.kind, row.id).where(row.kind.in_(("ad_hoc", "oversight"))).order_by(row.kind)
        before = select(row.replaces_id).where(row.replaces_id.is_not(None))
        found = [select(said.form, said.id).order_by(said.form), newest.where(row.id.not_in(before))]
        return [(what, each) for query in found for what, each in work.session.execute(query)]

    return list(office.read(ask))


def stood(office: Office) -> dict[str, Any]:
    """What stands in each record, by form, and its version."""

    def ask(work: UnitOfWork) -> dict[str, Any]:
        zoe = work.people.must_get(staff_id("zoe"))
        read = {form: work.written.read(each, viewer=zoe) for form, each in everything(office) if form in RECORDS}
        return {form: (each.record.version, each.latest.filled.values()) for form, each in read.items()}

    return dict(office.read(ask))


RECORDS = ("case_discussion", "case_summary", "joint_planning", "session")
CHANGES: tuple[tuple[Callable[[UnitOfWork], None], str, str], ...] = (
    # what changes, one after the other; who corrects then; who reads nothing of it
    (of_another_kind, "tom", "omar"),
    (passed_on, "tom", "priya"),
    (closed, "tom", "priya"),
    (moved, "carol", "tom"),
)


def test_what_was_written_is_corrected_as_it_stands_whatever_changes(databases: Databases) -> None:
    opened = databases.copy(databases.template("office", settle))
    with opened as url, open_office(url, policy="manchester", a_minute=1000) as office:
        written(office)
        before = stood(office)
        for number, (change, by, nobody) in enumerate(CHANGES, 2):
            changed(office, change)
            for what, each in everything(office):
                read, correct = (READ, CORRECT) if what in RECORDS else ("decision_read", "decision_change")
                assert not pressed(office, nobody, read, each).modal, (change, what)
                person = pressed(office, by, read, each)
                assert person.modal, (change, what)
                person.press(person.modal, correct)
                said = answered(person, {"because": "A letter was missing."})
                assert (f"version {number}" if what in RECORDS else "It corrects") in said, (change, what, said)
                person.close(everything=True)
            for form, (version, values) in stood(office).items():
                assert (version, {name: values.get(name) for name in before[form][1]}) == (number, before[form][1])


@pytest.mark.parametrize("policy", ["plymouth", "manchester"])
def test_a_case_offers_nothing_that_is_refused_when_pressed(databases: Databases, policy: str) -> None:
    """Tom's Priya works it with Ann, who leads it and is Carol's: Plymouth's is discussed under the lead's manager alone."""
    with council(databases, policy) as office:
        with office.store.work(SINGLE, office.now[0]) as work:
            tom = work.people.must_get(staff_id("tom"))
            work.joint_work.begin("M100001", staff_id("ann"), [staff_id("priya")], viewer=tom, on=work.today)
            work.commit()
        changed(office, moved)
        for who in ("tom", "carol"):
            person = office.person(who)
            person.command("/case", "show M100001")
            assert person.modal
            offered = [(each["action_id"], each["value"]) for each in buttons(person.modal.blocks)]
            names = {name.partition(":")[0] for name, _ in offered}
            assert ("case_discuss" in names) == (who == "carol" or policy == "manchester")
            for name, value in offered:
                person.press(person.modal, name, value)
                assert person.modal.content.get("submit"), (who, name, seen(person))
                person.close()


def buttons(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for block in blocks if block["type"] == "actions" for each in block["elements"]]
