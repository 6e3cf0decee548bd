"""The sample council, made once a run and copied for each test, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.council import Council, make_template, open_council
from tests.bot.hall import Hall
from tests.databases import Databases, Files, path_of


@pytest.fixture(scope="session")
def template(sqlite_files: Files) -> Path:
    """At nine on the first Monday, as a file to be copied."""
    return path_of(sqlite_files.template("bot", make_template))


@pytest.fixture
def council(databases: Databases, tmp_path: Path) -> Iterator[Council]:
    """A copy, its Slack and a sender."""
    with databases.copy(databases.template("bot", make_template)) as url, open_council(url, tmp_path) as opened:
        yield opened


@pytest.fixture
def hall(council: Council) -> Hall:
    """The council with its administrators."""
    return Hall(council)
