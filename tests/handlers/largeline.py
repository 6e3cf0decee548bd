"""A line so large that its facts cannot be counted while somebody waits, and the windows of its report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.desk import Person
from handlers.reporting import window
from handlers.words.paging import NEXT
from storage import SINGLE
from storage.models import PersonRow
from storage.names import name_key
from storage.pictures import Picture
from tests.handlers.councils import grow
from tests.handlers.office import TUESDAY, Office, open_store, seen, settle, staff_id
from tests.storage.council import begin

TEAMS = window.LARGE + 10


def plant(url: str) -> None:
    """Each of Tom's supervisees in a team of their own, with supervision that is late, and records that are."""
    settle(url)
    store = open_store(url)
    begin(store, "2026-03-01")
    with store.work(SINGLE, TUESDAY) as work:
        grow(work, TEAMS)
        work.session.add(newcomer())
        work.session.flush()
        work.index.refresh_all()
        # Cornerstone began here today: of the months before the schedule says nothing.
        work.trail.note("read", viewer=None, by="command", kind="report", object="picture", role="administrator")
        work.commit()
    store.close()


def newcomer() -> PersonRow:
    """Begun today, alone in a team: nothing of theirs has fallen due."""
    return PersonRow(
        workspace=SINGLE, id="E-new", name="Nell New", name_key=name_key("Nell New"), email="new@example.org",
        role="case_holder", level="practitioner", team="Quiet", manager_id=staff_id("tom"), started_on=TUESDAY.date(),
    )  # fmt: skip


def buttons(person: Person) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Those of the window on top: the line each stands beside, what it says, and itself."""
    assert person.modal
    for block in person.modal.blocks:
        for each in (block.get("accessory"), *block.get("elements", ())):
            if each and each["type"] == "button":
                yield str((block.get("text") or {}).get("text", "")), each["text"]["text"], each


def press(person: Person, label: str, beside: str = "") -> None:
    """The first that says so; `beside`: beside a line that begins with these words."""
    (button, *_) = (each for line, said, each in buttons(person) if said == label and line.startswith(beside))
    assert person.modal
    person.press(person.modal, button["action_id"], button.get("value"))


def pages(person: Person) -> list[str]:
    """Every page of the window on top, from the one shown."""
    found = [seen(person)]
    while NEXT in {said for _, said, _ in buttons(person)}:
        press(person, NEXT)
        found.append(seen(person))
    return found


def facts(office: Office, team: str | None = None) -> Picture:
    """How it stands below Sue by another path: every rule asked anew."""
    found: Picture = office.read(lambda work: work.reports.picture(viewer=work.people.get(staff_id("sue")), team=team))
    return found
