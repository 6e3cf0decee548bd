"""A council of one policy with something changed, what is owed in it, and a button pressed for it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from bot.desk import Person
from storage import SINGLE
from storage.models import ObligationRow, PersonRow
from storage.unit import UnitOfWork
from storage.written import RecordRead, RecordView
from tests.databases import Databases
from tests.handlers.office import TUESDAY, Office, open_office, open_store, settle, slack_id, staff_id


def at(person_id: str) -> str:
    """A mention."""
    return f"<@{slack_id(person_id)}>"


@contextmanager
def council(databases: Databases, policy: str, change: Callable[[UnitOfWork], None] | None = None) -> Iterator[Office]:
    """The office under a policy, changed, with all that is owed then."""
    with databases.copy(databases.template("office", settle)) as url:
        store = open_store(url, policy)
        with store.work(SINGLE, TUESDAY) as work:
            if change:
                change(work)
                work.session.flush()
            work.index.refresh_all()
            work.commit()
        store.close()
        with open_office(url, policy=policy) as made:
            yield made


def set_of(person_id: str, **values: Any) -> Callable[[UnitOfWork], None]:
    """A change to what the people file says of somebody."""

    def change(work: UnitOfWork) -> None:
        row = work.session.get(PersonRow, (SINGLE, staff_id(person_id)))
        assert row
        for name, value in values.items():
            setattr(row, name, value)

    return change


def owed(office: Office, person_id: str, kind: str) -> list[Any]:
    """What is open of this kind, as Zoe sees it."""

    def ask(work: UnitOfWork) -> list[Any]:
        zoe = work.people.must_get(staff_id("zoe"))
        return [each for each in work.obligations.of(staff_id(person_id), viewer=zoe) if each.kind == kind]

    return list(office.read(ask))


def ended(office: Office, obligation_id: str) -> str | None:
    """How it ended; None while it is open."""
    row = ObligationRow
    return office.read(lambda work: work.session.scalar(select(row.closed_how).where(row.id == obligation_id))) or None


def press(office: Office, person_id: str, action: str, value: str) -> Person:
    """Somebody presses a button of a message they were sent."""
    person = office.person(person_id)
    button = {"type": "button", "action_id": action, "value": value, "text": {"type": "plain_text", "text": "Press"}}
    blocks = [{"type": "actions", "elements": [button]}]
    office.app.client.chat_postMessage(channel=slack_id(person_id), text="Something is due.", blocks=blocks)
    person.press(person.last(), action)
    return person


def written(office: Office, person_id: str, form: str, case_ref: str | None = None) -> RecordRead:
    """The one record of that form in somebody's file, as Zoe reads it."""

    def ask(work: UnitOfWork) -> RecordRead:
        zoe = work.people.must_get(staff_id("zoe"))
        found = [one for one in work.written.of(staff_id(person_id), viewer=zoe, form=form) if one.case_ref == case_ref]
        assert len(found) == 1, found
        return work.written.read(found[0].id, viewer=zoe)

    return office.read(ask)  # type: ignore[no-any-return]


def correcting(office: Office, by: str, record: RecordView) -> Person:
    """Somebody has found a record in the history of whose it is, and has its form before them to correct it."""
    person = office.person(by)
    person.close(everything=True)
    whose = "" if staff_id(by) == record.about_id else f" {at(record.about_id.removeprefix('E-'))}"
    person.command("/supervision", f"history{whose}")
    person.press(person.modal, "record_read", record.id)
    person.press(person.modal, "record_correct")
    return person
