"""What an answer of Slack means: taken, again later, look first, mend the app, or never."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk import WebClient

from bot import remedies
from bot.desk.serving import LocalServer
from bot.slack_calls import APP_CODES, Final, Mendable, NotTaken, Refused, Unsure, call


class Answers:
    """A web server that gives one answer and keeps what it was asked."""

    def __init__(self) -> None:
        self.status, self.headers, self.body = "200 OK", dict[str, str](), b'{"ok": true}'
        self.asked: list[tuple[str, str, str]] = []

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read().decode()
        self.asked.append((environ["PATH_INFO"], environ.get("CONTENT_TYPE", "").partition(";")[0], body))
        start(self.status, [("Content-Type", "application/json"), *self.headers.items()])
        return [self.body]


@pytest.fixture
def answers() -> Iterator[Answers]:
    """Served."""
    made = Answers()
    server = LocalServer(made, "127.0.0.1", 0)
    server.start()
    made.client = WebClient(token="xoxb-1", base_url=f"{server.url}/api/", timeout=2, retry_handlers=[])  # type: ignore[attr-defined]
    yield made
    server.stop()


def outcome(answers: Answers, method: str = "chat.postMessage", **arguments: Any) -> NotTaken | dict[str, Any]:
    try:
        return call(answers.client, method, **arguments)  # type: ignore[attr-defined]
    except NotTaken as refusal:
        return refusal


CODES: dict[str, type[NotTaken]] = {
    "is_archived": Final,
    "channel_not_found": Final,
    "user_not_found": Final,
    "user_disabled": Final,
    "cannot_dm_bot": Final,
    "invalid_blocks": Final,
    "msg_too_long": Final,
    "message_not_found": Final,
    "edit_window_closed": Final,
    "token_revoked": Mendable,
    "token_expired": Mendable,
    "invalid_auth": Mendable,
    "not_authed": Mendable,
    "account_inactive": Mendable,
    "missing_scope": Mendable,
    "messages_tab_disabled": Mendable,
    "restricted_action": Mendable,
    "accesslimited": Mendable,
    "two_factor_setup_required": Mendable,
    "internal_error": Unsure,
    "fatal_error": Unsure,
    "service_unavailable": Unsure,
    "request_timeout": Unsure,
    "ratelimited": Refused,
    "rate_limited": Refused,
    "message_limit_exceeded": Refused,
}


@pytest.mark.parametrize("code", CODES)
def test_slacks_word_for_it_is_understood(answers: Answers, code: str) -> None:
    answers.body = json.dumps({"ok": False, "error": code}).encode()
    found = outcome(answers)
    assert type(found) is CODES[code]
    assert str(found) == code


STATUSES: list[tuple[str, dict[str, str], bytes, type[NotTaken]]] = [
    ("500 Internal Server Error", {}, b'{"ok": false, "error": "internal_error"}', Unsure),
    ("503 Service Unavailable", {}, b"<html>upstream</html>", Unsure),
    ("502 Bad Gateway", {}, b"", Unsure),
    ("200 OK", {}, b"<html>sign in to the council's network</html>", Unsure),
    ("403 Forbidden", {}, b"<html>blocked by policy</html>", Unsure),
    ("407 Proxy Authentication Required", {}, b"", Unsure),
    ("200 OK", {}, b'{"ok": false}', Unsure),
    ("429 Too Many Requests", {"Retry-After": "7"}, b"", Refused),
    ("429 Too Many Requests", {}, b'{"ok": false, "error": "ratelimited"}', Refused),
    ("200 OK", {"Retry-After": "7"}, b'{"ok": false, "error": "rate_limited"}', Refused),
    ("200 OK", {}, b'{"ok": false, "error": "rate_limited"}', Refused),
    ("200 OK", {}, b'{"ok": false, "error": "message_limit_exceeded"}', Refused),
    ("429 Too Many Requests", {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}, b"", Refused),
]


@pytest.mark.parametrize(("status", "headers", "body", "meant"), STATUSES)
def test_what_is_not_a_word_of_slacks_is_never_final(
    answers: Answers, status: str, headers: dict[str, str], body: bytes, meant: type[NotTaken]
) -> None:
    answers.status, answers.headers, answers.body = status, headers, body
    found = outcome(answers)
    assert type(found) is meant
    if isinstance(found, Refused):
        assert found.wait == timedelta(seconds=7 if headers.get("Retry-After") == "7" else 30)


def test_whatever_somebody_can_mend_is_in_words_with_what_to_do() -> None:
    assert {code for code in APP_CODES if not remedies.of_code(code).do or code not in remedies.CODES} == set()


@pytest.mark.parametrize("base", ["http://127.0.0.1:9/api/", "http://no-such-host.invalid/api/"])
def test_where_nobody_was_reached_nothing_was_handed_over(base: str) -> None:
    client = WebClient(token="xoxb-1", base_url=base, timeout=2, retry_handlers=[])
    with pytest.raises(Refused):
        call(client, "chat.postMessage", channel="U1")


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("users.lookupByEmail", "application/x-www-form-urlencoded"),
        ("conversations.history", "application/x-www-form-urlencoded"),
        ("chat.postMessage", "application/json"),
        ("conversations.open", "application/json"),
    ],
)
def test_arguments_travel_in_the_form_slack_reads_for_that_method(answers: Answers, method: str, kind: str) -> None:
    outcome(answers, method, email="ann@example.org", include_all_metadata=True)
    ((path, sent, body),) = answers.asked
    assert (path, sent) == (f"/api/{method}", kind)
    assert "example.org" in body
