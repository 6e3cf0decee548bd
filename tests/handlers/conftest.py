"""The office, fresh for every test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.handlers.office import Office, open_office, template


@pytest.fixture(scope="session")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The council's database, made once."""
    return template(tmp_path_factory.mktemp("council"))


@pytest.fixture
def office(council: Path, tmp_path: Path) -> Iterator[Office]:
    """A copy of the council, the bot and the desk."""
    database = tmp_path / "office.db"
    shutil.copy(council, database)
    with open_office(database) as made:
        yield made
