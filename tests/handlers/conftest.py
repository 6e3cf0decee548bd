"""The office, fresh for every test, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from tests.databases import Databases
from tests.handlers.carried import carried
from tests.handlers.office import Office, open_office, settle


@pytest.fixture
def office(databases: Databases) -> Iterator[Office]:
    """A copy of the council, the bot and the desk; after each test, what Slack was given is looked at for identifiers."""
    with databases.copy(databases.template("office", settle)) as url, open_office(url) as made:
        yield made
        assert carried(made.desk) == []
