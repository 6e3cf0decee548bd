"""A desk, a client of its Web API, and a Bolt app, fresh for every test."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.desk import Desk, Timing
from tests.desk.counterpart import Bot, Clock, client_of, make_desk, start_bot


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def timing() -> Timing:
    """Slack's own patience, but for the retries of events."""
    return Timing(event_retry_seconds=(0.0, 0.05, 0.1))


@pytest.fixture
def desk(clock: Clock, timing: Timing) -> Iterator[Desk]:
    with make_desk(clock, timing=timing) as desk:
        desk.serve(port=0)
        yield desk


@pytest.fixture
def client(desk: Desk) -> WebClient:
    return client_of(desk)


@pytest.fixture
def bot(desk: Desk) -> Iterator[Bot]:
    bot = start_bot(desk)
    yield bot
    bot.server.stop()
