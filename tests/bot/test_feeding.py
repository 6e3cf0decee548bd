"""In Socket Mode nobody asks the bot anything over HTTP, but for calendars where they can reach it."""

import urllib.error
import urllib.request

import pytest

from bot.feeding import Feed, serving_alone
from bot.settings import Settings
from storage import SINGLE
from tests.bot.council import NINE, Council
from tests.bot.processes import free_port
from tests.unhurried import AN_ANSWER

PUBLIC = {"cornerstone_public_url": "https://cornerstone.council.example"}
SOCKET_MODE = {"slack_app_token": "xapp-1"}


def ask(port: int, path: str, body: bytes | None = None) -> int:
    """What a page answers; 0 where nobody does."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", body, timeout=60) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0


@pytest.mark.parametrize(
    ("given", "status"), [(SOCKET_MODE | PUBLIC, 200), (SOCKET_MODE, 0), (PUBLIC, 0)], ids=["both", "no address", "HTTP"]
)
def test_in_socket_mode_the_calendar_is_all_that_is_served_and_only_with_a_public_address(
    council: Council, given: dict[str, str], status: int
) -> None:
    with council.store.work(SINGLE, NINE) as work:
        token = work.feeds.make(viewer=work.people.must_get("E1003"), instead_of=None)
        work.commit()
    assert token
    port = free_port()
    with serving_alone(Settings(port=port, **given), Feed(council.store, lambda: NINE, within=AN_ANSWER)):  # type: ignore[arg-type]
        assert ask(port, f"/feed/{token.text}.ics") == status
        others = [ask(port, path) for path in ("/readyz", "/metrics", "/")] + [ask(port, "/slack/events", b"payload={}")]
        assert others == [404 if status else 0] * 4
    assert ask(port, f"/feed/{token.text}.ics") == 0
