"""The Home tab: the same number of statements and within Slack's limits however large the council, all of it in reach."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from sqlalchemy import event

from bot.desk.blockkit.surfaces import check_view, is_too_large
from handlers import helping, home
from handlers.actions import help, whole
from handlers.homes.lists import WHOLE, Listed, laid_out
from handlers.reply import Reply
from handlers.request import Incoming, Request, Source
from handlers.tables import COMMANDS
from handlers.words import helping as words
from handlers.words import kit
from storage import SINGLE
from storage.store import Store
from storage.unit import UnitOfWork
from tests.databases import Databases
from tests.handlers.councils import grow
from tests.handlers.looking import actions, texts
from tests.handlers.office import TUESDAY, Office, open_store, settle, slack_id, staff_id

ROLES = {"supervisee": "ann", "supervisor": "tom", "senior": "sue"}
SMALL, LARGE = 10, 300
ALL_OF_THEM = {
    "ann": {"sent back", "to do"},
    "tom": {"to sign", "to correct", "to decide", "begun", "observations", "supervisees", "to record", "to confirm", "newcomers",
            "hear", "also", "cases"},
    "sue": {"teams", "escalations"},
}  # fmt: skip


@dataclass
class Council:
    """One of a size, and the statements it took."""

    store: Store
    statements: list[str] = field(default_factory=list)

    @contextmanager
    def asking(self, who: str, value: str = "") -> Iterator[tuple[Request, UnitOfWork]]:
        """A request of somebody's, counted from here."""
        with self.store.read(SINGLE, TUESDAY) as work:
            incoming = Incoming(Source.ACTION, "home", SINGLE, slack_id(who), request_id="", value=value)
            viewer = work.people.must_get(staff_id(who))
            self.statements.clear()
            yield Request(incoming, viewer, TUESDAY, work.today), work
            vars(work).pop("trail", None)


@pytest.fixture(scope="module", params=[SMALL, LARGE])
def council(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Council]:
    """Planted once a size, on SQLite: what is asked is the same of either database."""
    url = f"sqlite:///{tmp_path_factory.mktemp('home')}/council.db"
    settle(url)
    store = open_store(url)
    with store.work(SINGLE, TUESDAY) as work:
        grow(work, request.param)
        work.commit()
    made = Council(store)
    event.listen(store.engine, "before_cursor_execute", lambda *given: made.statements.append(given[2]))
    yield made
    store.close()


COUNTED: dict[tuple[str, str], dict[int, int]] = {}


@pytest.mark.parametrize("who", ROLES.values(), ids=list(ROLES))
def test_a_home_tab_takes_as_many_statements_in_a_small_council_as_in_a_large_one(council: Council, who: str) -> None:
    with council.asking(who) as (request, work):
        small = len(work.people.supervisees_of(staff_id("tom"))) < LARGE
        council.statements.clear()
        home.blocks(request, work)
        counted = COUNTED.setdefault((who, "home"), {})
        counted[SMALL if small else LARGE] = len(council.statements)
    assert len(set(counted.values())) == 1, counted
    assert 0 < len(council.statements) < 100
