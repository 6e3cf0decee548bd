"""The Home tab: the same number of statements and within Slack's limits however large the council, all of it in reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, event

from bot.desk import Member, words_of
from bot.desk.blockkit.surfaces import check_view, elements_of, is_too_large
from handlers import home
from handlers.actions import help, whole
from handlers.homes.lists import WHOLE, Listed, laid_out
from handlers.request import Incoming, Request, Source
from handlers.words import kit
from storage import SINGLE
from storage.models import PersonRow, SessionRow
from storage.store import Store
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.handlers.councils import grow
from tests.handlers.office import TUESDAY, Office, open_office, open_store, settle, slack_id, staff_id

ROLES = {"supervisee": "ann", "supervisor": "tom", "senior": "sue"}
SMALL, SOME, LARGE = 10, 40, 300
LISTS = {
    "ann": {"sent_back"},
    "tom": {
        "to_sign", "to_correct", "to_decide", "begun", "observations", "supervisees", "to_record", "to_confirm", "newcomers",
        "hear", "also", "cases", "left",
    },
    "sue": {"teams", "escalations"},
}  # fmt: skip
"""Those that grow with the council."""


@dataclass
class Council:
    """One of a size, and the statements it is asked."""

    store: Store
    statements: list[str] = field(default_factory=list)

    @contextmanager
    def asked(self, who: str, value: str = "") -> Iterator[tuple[Request, UnitOfWork]]:
        """A request of somebody's; its statements are counted from here."""
        with self.store.read(SINGLE, TUESDAY) as work:
            incoming = Incoming(Source.ACTION, "home", SINGLE, slack_id(who), request_id="", value=value)
            viewer = work.people.must_get(staff_id(who))
            self.statements.clear()
            yield Request(incoming, viewer, TUESDAY, work.today), work


@pytest.fixture(scope="module")
def councils(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Council]]:
    """A small one, one whose lists take several pages, a large one, on SQLite: what is asked is the same of either database."""
    made: dict[int, Council] = {}
    for number in (SMALL, SOME, LARGE):
        url = f"sqlite:///{tmp_path_factory.mktemp('home')}/council.db"
        settle(url)
        store = open_store(url)
        with store.work(SINGLE, TUESDAY) as work:
            grow(work, number)
            work.commit()
        made[number] = Council(store)
        event.listen(store.engine, "before_cursor_execute", lambda *given, of=made[number]: of.statements.append(given[2]))
    yield made
    for each in made.values():
        each.store.close()


@pytest.mark.parametrize("who", ROLES.values(), ids=list(ROLES))
def test_a_home_tab_takes_as_many_statements_in_a_small_council_as_in_a_large_one(
    councils: dict[int, Council], who: str
) -> None:
    counted: dict[int, list[str]] = {}
    for number, council in councils.items():
        with council.asked(who) as (request, work):
            home.blocks(request, work)
            counted[number] = list(council.statements)
    assert counted[SMALL], "nothing is counted"
    assert len({len(each) for each in counted.values()}) == 1, sorted(set(counted[LARGE]) - set(counted[SMALL]))


@pytest.mark.parametrize("who", ROLES.values(), ids=list(ROLES))
def test_every_list_of_a_long_home_tab_is_in_reach_to_its_last_entry(councils: dict[int, Council], who: str) -> None:
    with councils[SOME].asked(who) as (request, work):
        parts = home.parts(request, work)
        view = {"type": "home", "blocks": [block.to_dict() for block in laid_out(parts)]}
        lists = {one.name: one for one in parts if isinstance(one, Listed)}
        assert list(check_view(view, "home")) == []
        assert not is_too_large(view)
        offered = {element["value"] for block in view["blocks"] for _, element in elements_of(block)
                   if element["action_id"] == WHOLE}  # fmt: skip
        assert {name for name, one in lists.items() if len(one.entries) > one.most + one.told} == offered
        assert LISTS[who] <= offered
        for name in offered:
            wanted = [block.to_dict() for piece in lists[name].pieces() for block in piece.blocks]
            assert read_to_the_end(request, work, name) == wanted


def read_to_the_end(request: Request, work: UnitOfWork, name: str) -> list[dict[str, object]]:
    """What the windows behind *Show all* show, page after page."""
    shown: list[dict[str, object]] = []
    value = name
    while value:
        incoming = Incoming(Source.ACTION, WHOLE, SINGLE, request.incoming.slack_id, request_id="", value=value)
        window = whole.run(Request(incoming, request.viewer, request.now, request.today), work).modal
        assert window
        assert list(check_view(window, "modal")) == []
        assert not is_too_large(window)
        buttons = {element["action_id"]: element["value"] for block in window["blocks"] for _, element in elements_of(block)}
        shown += [block for block in window["blocks"][1:] if not paging(block)]
        value = buttons.get(f"{WHOLE}:more", "")
    return shown


def paging(block: dict[str, object]) -> bool:
    """Whether it is the row of *Back* and *More*."""
    return any(element["action_id"].startswith(WHOLE) for _, element in elements_of(block))


def test_lists_that_are_too_many_together_are_each_cut_shorter_and_keep_their_buttons() -> None:
    lists = [Listed(f"list{at}", "A heading", [[kit.section(f"{each}")] for each in range(40)], 20) for at in range(30)]
    made = [block.to_dict() for block in laid_out(lists)]
    assert len(made) <= kit.VIEW_BLOCKS
    assert [element["value"] for block in made for _, element in elements_of(block)] == [one.name for one in lists]
    assert len(laid_out(lists[:2])) == 42


FIRST: dict[str, tuple[list[str], list[str]]] = {
    # who: what the tab says, and what it does not
    "ann": (
        ["*Welcome", "1. Book your own supervision with Tom Hale: `/supervision book me tue 2pm`", "2. Log a decision"],
        ["Record when", "teams below you: this"],
    ),
    "tom": (
        ["1. Record when you last supervised Ann Example", "`/supervision log @Ann Example yesterday 90`", "You supervise 2",
         "2. Book your own supervision with Sue Manager", "3. Log a decision"],
        ["teams below you: this"],
    ),
    "sue": (
        ["1. Record when you last supervised Carol Reed", "2. Nothing else for the teams below you", "3. Book your own"],
        [],
    ),
    "quentin": (["1. Ask your administrator who your supervisor is", "2. Log a decision"], ["Book your own"]),
}  # fmt: skip


def test_first_use_says_what_to_do_next_to_each(databases: Databases) -> None:
    quentin = Member(slack_id("quentin"), "quentin", "Quentin Quality", "quentin@example.org")
    with databases.copy(databases.template("office", settle)) as url, open_office(url, also=[quentin]) as office:
        with office.store.work(SINGLE, TUESDAY) as work:
            work.session.execute(delete(SessionRow))
            names = {"name": "Quentin Quality", "name_key": "quentin quality", "email": "quentin@example.org"}
            role: dict[str, Any] = {"level": "practitioner", "role": "non_case_holder", "started_on": date(2020, 1, 6)}
            work.session.add(PersonRow(workspace=SINGLE, id=staff_id("quentin"), **names, **role))
            work.index.refresh_all()
            work.commit()
        for who, (says, says_not) in FIRST.items():
            tab = office.person(who).home()
            assert tab
            said = words_of(tab.blocks)
            assert ([each for each in says if each not in said], [each for each in says_not if each in said]) == ([], []), who


COMMAND = re.compile(r"`(/(?:supervision|case|decision)) ?([^`]*)`")
REFUSED = re.compile(r"I could not read|There is no `|I do not know|Something went wrong")


def is_example(text: str) -> bool:
    """What a table says of a word that has no example stands under *Also*, with what to put in its place."""
    return bool(text) and "[" not in text and "@name" not in text


def test_every_example_of_the_help_can_be_copied_and_is_understood(office: Office) -> None:
    for who in ("ann", "tom", "sue"):
        person = office.person(who)
        typed: list[tuple[str, str]] = []
        for command in ("/supervision", "/case", "/decision"):
            [reply] = person.command(command, "help")
            typed += [
                found for found in COMMAND.findall(words_of(reply.blocks)) if found[0] == command and is_example(found[1])
            ]
        assert len(typed) > 10
        for command, text in typed:
            said = [each.text for each in person.command(command, text)]
            if person.modal:
                person.close(everything=True)
            assert not [each for each in said if REFUSED.search(each)], (command, text, said)


def test_the_home_tab_and_every_help_show_the_same_to_the_same_person(councils: dict[int, Council], office: Office) -> None:
    with councils[SMALL].asked("sue") as (request, work):
        window = help.run(request, work)
        said = words_of([*window.blocks])
    for command in ("/supervision next", "/case show", "/decision "):
        assert f"`{command}" in said
    [reply] = office.person("sue").command("/supervision", "help")
    assert set(COMMAND.findall(words_of(reply.blocks))) <= set(COMMAND.findall(said))
