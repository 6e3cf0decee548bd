"""A record read, opened to somebody outside the line, and a personal matter put to the supervisee: at the desk."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.desk import Message, words_of
from bot.sending import Sender
from storage import SINGLE
from storage.models import TrailNameRow, TrailRow
from tests.databases import Databases
from tests.handlers import cast
from tests.handlers.cast import WORDS
from tests.handlers.office import Office, open_office, seen, slack_id

ANN, TOM = f"<@{slack_id('ann')}>", f"<@{slack_id('tom')}>"
GIVE: dict[str, Any] = {"purpose": "performance audit", "until": date(2026, 4, 7), "reason": "The yearly audit of records."}


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    """With everything of Ann's record planted."""
    with cast.planted_council(databases) as url, open_office(url, also=cast.members()) as made:
        yield made


def delivered(office: Office) -> None:
    """Send what is in the outbox."""
    sender = Sender(office.store, lambda workspace: office.app.client, steady=lambda: office.now[0].timestamp())
    for _ in range(16):  # a message a second in a channel
        sender.send(office.now[0])
        office.now[0] += timedelta(seconds=2)


def trail(office: Office, act: str) -> list[tuple[str, str, str, str, str]]:
    """Who did this, in which role and for what, to what kind of thing, about whom."""
    with office.store.reading() as session:
        names = {row.token: row.person_id for row in session.scalars(select(TrailNameRow))}
        rows = session.scalars(select(TrailRow).where(TrailRow.workspace == SINGLE, TrailRow.act == act).order_by(TrailRow.seq))
        return [(names[row.actor], row.role, row.purpose, row.kind, names.get(row.about or "", "")) for row in rows]


def labelled(place: Any, label: str) -> tuple[str, str]:
    """Action and value of the first button of that name, wherever it stands."""
    found = [each for block in place.blocks for each in (*block.get("elements", []), block.get("accessory", {}))]
    action = next(each for each in found if each.get("text", {}).get("text") == label)
    return action["action_id"], action["value"]


def pressed(office: Office, key: str, place: Any, label: str) -> None:
    office.person(key).press(place, *labelled(place, label))


def last_of(office: Office, key: str, start: str) -> Message:
    return next(each for each in reversed(office.person(key).messages()) if start in each.text)


def test_access_is_given_told_read_and_taken_back(office: Office) -> None:
    sue, quentin, ann = (office.person(key) for key in ("sue", "quentin", "ann"))
    office.now[0] += timedelta(minutes=5)  # after those that were planted: the newest stands first
    sue.command("/supervision", f"access {ANN}")
    assert "Who else may read" in seen(sue)
    pressed(office, "sue", sue.modal, "Give access")
    assert sue.submit(reader=slack_id("quentin"), **GIVE) == {}
    assert seen(sue).startswith(
        f"Saved. <@{slack_id('quentin')}> (performance staff) may read {ANN}'s record, for audit, until Tue 7 April."
    )
    delivered(office)
    told = last_of(office, "ann", "for audit, until Tue 7 April")
    assert told.text.startswith(f"<@{slack_id('sue')}> has given <@{slack_id('quentin')}> (performance staff) access to your")
    assert GIVE["reason"] not in str(told.blocks)
    pressed(office, "ann", told, "See why")
    assert GIVE["reason"] in seen(ann)
    given = last_of(office, "quentin", "has given you access")
    pressed(office, "quentin", given, "Read the record")
    pressed(office, "quentin", quentin.modal, "Read")
    assert ("read", "E-quentin", "granted", "audit", "session", "E-ann") in [("read", *row) for row in trail(office, "read")]
    sue.command("/supervision", f"access {ANN}")
    pressed(office, "sue", sue.modal, "Take back")
    assert seen(sue).startswith("Taken back.")
    [told] = quentin.command("/supervision", f"history {ANN}")
    assert told.text.startswith("There is no such record here, or it is not one you can see.")


def test_the_form_to_give_access_says_beside_the_field_what_is_lacking(office: Office) -> None:
    sue = office.person("sue")
    sue.command("/supervision", f"access {ANN}")
    pressed(office, "sue", sue.modal, "Give access")
    refused: list[tuple[dict[str, Any], str]] = [
        ({}, "reader"),
        ({"reader": slack_id("tom")}, "reader"),
        ({"reader": "U0STRANGER"}, "reader"),
        ({"reader": slack_id("quentin"), "until": date(2026, 12, 1)}, "until"),
        ({"reader": slack_id("quentin"), "tell": "legal"}, "because"),
        ({"reader": slack_id("quentin"), "tell": "legal", "because": "Court.", "allowed_by": slack_id("tom")}, "allowed_by"),
    ]
    for values, block in refused:
        assert list(sue.submit(**(GIVE | values))) == [block], values
    later = {"reader": slack_id("quentin"), "tell": "legal", "because": "Court.", "allowed_by": slack_id("zoe")}
    assert sue.submit(**(GIVE | later), tell_on=date(2026, 3, 30)) == {}
    assert f"{ANN} has not been told yet." in seen(sue)
    delivered(office)
    assert not [each for each in office.person("ann").messages() if "quentin" in each.text.lower()]


def test_ones_own_record_is_read_from_ones_phone(office: Office) -> None:
    ann = office.person("ann")
    ann.command("/supervision", "history")
    assert "Held Mon 2 February" in seen(ann)
    pressed(office, "ann", ann.modal, "Read")
    shown = seen(ann)
    assert WORDS["notes"] in shown
    assert WORDS["kept matter"] in shown
    assert ("E-ann", "supervisee", "", "session", "E-ann") in trail(office, "read")
    assert ("E-ann", "supervisee", "", "matter", "E-ann") in trail(office, "read")


def test_a_personal_matter_is_put_read_and_agreed_to(office: Office) -> None:
    tom, ann = office.person("tom"), office.person("ann")
    tom.command("/supervision", f"log {ANN} 20/3 60")
    assert tom.submit(notes="Workload.", personal="A bereavement.") == {}
    assert f"{ANN} is asked to agree to the personal matter." in seen(tom)
    delivered(office)
    asked = last_of(office, "ann", "of your supervision on 20 March")
    assert "bereavement" not in str(asked.blocks)
    pressed(office, "ann", asked, "Read and answer")
    assert "A bereavement." in seen(ann)
    assert ann.submit(keep="yes") == {}
    assert seen(ann) == "Saved. You have both agreed to keep it."
    delivered(office)
    assert last_of(office, "ann", "A personal matter").text.startswith("*Done:* agreed on Tue 24 March.")


def test_a_manager_who_records_in_the_supervisors_place_is_not_offered_the_field(office: Office) -> None:
    sue = office.person("sue")
    sue.command("/supervision", f"log {ANN} 20/3 60")
    assert sue.modal
    assert "personal" not in {block.get("block_id") for block in sue.modal.blocks}


def test_nothing_of_a_record_ever_stood_in_a_message(office: Office) -> None:
    delivered(office)
    for key in ("ann", "tom", "quinn"):
        told = office.person(key).messages()
        assert told, key
        for each in told:
            assert not [word for word in WORDS.values() if word in f"{each.text}{words_of(each.blocks)}"], each.text
