"""The sample council, made once a run and copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.council import Council, make_template, open_council


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """At nine on the first Monday."""
    return make_template(tmp_path_factory.mktemp("template") / "council.db")


@pytest.fixture
def council(template: Path, tmp_path: Path) -> Iterator[Council]:
    """A copy, its Slack and a sender."""
    with open_council(template, tmp_path) as opened:
        yield opened
