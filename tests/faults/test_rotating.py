"""A rotation killed at random while others write loses nothing; fifty kills are a bench: `python -m tests.bench rotate`."""

import pytest

from tests.bot.council import make_template
from tests.databases import Databases
from tests.faults import rotating


@pytest.mark.slow
def test_a_rotation_killed_again_and_again_leaves_nothing_unreadable(databases: Databases) -> None:
    with databases.copy(databases.template("bot", make_template)) as url:
        outcome = rotating.run(url, kills=3, values=300)
    assert outcome.kills == 3
    assert outcome.written, "somebody wrote meanwhile"
    assert outcome.values >= 300 + outcome.written
    assert (outcome.unread, outcome.left) == (0, 0)
