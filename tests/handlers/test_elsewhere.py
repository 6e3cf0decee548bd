"""Whatever address a payload names, nothing is sent anywhere but to Slack."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_sdk import WebClient

from handlers.late import is_slacks
from tests.handlers.office import Office, slack_id
from tests.handlers.test_trouble import command, signed

OURS = "http://127.0.0.1:3000"


@pytest.mark.parametrize(
    ("url", "is_ours"),
    [
        ("https://hooks.slack.com/commands/T1/2/abc", True),
        ("https://hooks.slack.com/actions/T1/2/a-b_c%20d", True),
        ("https://hooks.slack-gov.com/commands/T1/2/abc", True),
        (f"{OURS}/commands/T1/abc", True),
        ("http://hooks.slack.com/commands/T1/2/abc", False),
        ("https://hooks.slack.com.evil.example/x", False),
        ("https://hooks.slack.com@evil.example/x", False),
        ("https://hooks.slack.com:443@evil.example/x", False),
        ("https://evil.example/https://hooks.slack.com/x", False),
        ("https://evil.example#https://hooks.slack.com/x", False),
        ("https://hooks.slack.com/x?to=evil", False),
        ("https://hooks.slack.com/x\\@evil.example", False),
        ("https://hooks.slack.com/x\r\nHost: evil.example", False),
        ("https://hooks.slack.com", False),
        ("HTTPS://HOOKS.SLACK.COM/x", False),
        ("https://xn--hooks-slack.com/x", False),
        ("https://hooks.slаck.com/x", False),
        ("http://127.0.0.1:30001/x", False),
        ("http://127.0.0.1/x", False),
        ("http://localhost:3000/x", False),
        ("http://169.254.169.254/latest/meta-data/", False),
        ("file:///etc/passwd", False),
        ("ftp://hooks.slack.com/x", False),
        ("//hooks.slack.com/x", False),
        ("", False),
    ],
)
def test_an_address_is_slacks_or_it_is_not(url: str, is_ours: bool) -> None:
    assert is_slacks(url, WebClient(base_url=f"{OURS}/api/")) is is_ours


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """Somebody else's server, and what it was asked."""
    asked: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_GET = do_POST  # noqa: N815 - as http.server names them

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listening)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_well_signed_payload_cannot_send_us_elsewhere(
    office: Office, elsewhere: tuple[str, list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    """A button with an answer to give, one that no version knows, and a form that Slack does not open."""
    url, asked = elsewhere
    [reply] = office.person("tom").command("/supervision", "next ann")
    pressed = next(one for block in reply.blocks for one in block.get("elements", []) if one["action_id"] == "duty_why")
    for action in (pressed, {**pressed, "action_id": "of_long_ago"}):
        payload = {
            "type": "block_actions", "team": {"id": "T1"}, "user": {"id": slack_id("tom"), "team_id": "T1"},
            "trigger_id": f"1.{action['action_id']}", "actions": [action], "container": {"type": "message"},
            "response_url": url,
        }  # fmt: skip
        assert office.app.dispatch(signed({"payload": json.dumps(payload)})).status == 200
    office.app.dispatch(signed(command("hold", "expired") | {"response_url": url}))
    refused = "a response_url is not Slack's: nothing was sent there"
    assert office.desk.until(lambda: sum(refused in record.message for record in caplog.records) >= 2)
    assert asked == []
    assert url not in caplog.text
