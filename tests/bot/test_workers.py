"""How many processes answer Slack."""

import pytest

from bot.gunicorn import workers_of
from bot.settings import read


@pytest.mark.parametrize(
    ("url", "asked", "processors", "workers"),
    [
        ("sqlite:////srv/cornerstone.db", None, 16, 1),
        ("sqlite:////srv/cornerstone.db", 4, 16, 1),
        ("postgresql://cornerstone@db/cornerstone", None, 1, 1),
        ("postgresql://cornerstone@db/cornerstone", None, 3, 1),
        ("postgresql://cornerstone@db/cornerstone", None, 4, 2),
        ("postgresql://cornerstone@db/cornerstone", None, 64, 2),
        ("postgresql://cornerstone@db/cornerstone", 4, 1, 4),
        ("postgresql://cornerstone@db/cornerstone", 1, 64, 1),
    ],
)
def test_the_database_the_machine_and_the_council_say_how_many(
    url: str, asked: int | None, processors: int, workers: int
) -> None:
    assert workers_of(read(database_url=url, web_concurrency=asked), processors) == workers
