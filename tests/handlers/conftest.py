"""The office, fresh for every test, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Databases
from tests.handlers.carried import carried
from tests.handlers.filling import plain_pack
from tests.handlers.office import Office, open_office, settle


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    """A copy of the council, the bot and the desk; after each test, what Slack was given is looked at for identifiers."""
    with databases.copy(databases.template("office", settle)) as url, open_office(url) as made:
        yield made
        assert carried(made.desk) == []


@pytest.fixture
def plain_office(databases: Databases, tmp_path: Path) -> Iterator[Office]:
    """The same, of a council that has printed no forms: what is asked is Cornerstone's own."""
    with (
        databases.copy(databases.template("office", settle)) as url,
        open_office(url, policy=plain_pack(tmp_path)) as made,
    ):
        yield made
        assert carried(made.desk) == []
