"""One call of the Web API, its answer told apart: taken, refused for now, refused for good, or not known."""

import http.client
import re
import socket
import ssl
from datetime import timedelta
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot import metrics
from bot.guarded import TooLate

READS = {
    "auth.teams.list",
    "conversations.history",
    "conversations.replies",
    "files.getUploadURLExternal",
    "users.list",
    "users.lookupByEmail",
}
"""Slack takes the arguments of these as a form; sent as JSON, `users.lookupByEmail` answers `invalid_arguments`."""
UNSURE_CODES = {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
TOO_MANY_CODES = {"ratelimited", "rate_limited", "message_limit_exceeded"}
"""Too many just now: the first comes with a 429, the others in an answer of 200."""
APP_CODES = {
    "access_denied",
    "accesslimited",
    "account_inactive",
    "ekm_access_denied",
    "invalid_auth",
    "is_bot",
    "messages_tab_disabled",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "org_login_required",
    "restricted_action",
    "team_access_not_granted",
    "token_expired",
    "token_revoked",
    "two_factor_setup_required",
}
"""Trouble with the app, its token or the workspace's rules: somebody can mend it, and then the message goes."""
NEVER_TAKEN = (ConnectionRefusedError, TooLate, socket.gaierror, ssl.SSLCertVerificationError)
"""Nothing was handed over: the connection never came to be, or was broken off in time."""
CODE = re.compile(r"[a-z][a-z0-9_]*")


class NotTaken(Exception):
    """Slack did not say that it took the call."""


class Refused(NotTaken):
    """Slack definitely did not take it; try again not before `wait`, or when the caller likes."""

    def __init__(self, reason: str, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Unsure(NotTaken):
    """Slack may or may not have taken it."""


class Mendable(NotTaken):
    """It will not be taken until somebody mends the app, the workspace's rules, or our own words."""


class Final(NotTaken):
    """Slack will never take it; the text is Slack's reason."""


def call(client: WebClient, method: str, **arguments: Any) -> dict[str, Any]:
    """The answer, or `Refused`, `Unsure`, `Mendable` or `Final`; counted by its code either way."""
    try:
        answer = _answer(client, method, arguments)
    except NotTaken as refusal:
        metrics.answered(method, str(refusal))
        raise
    metrics.answered(method, "ok")
    return answer


def scopes(client: WebClient) -> set[str]:
    """What the token may do, as Slack says beside every answer; empty where it does not say. Raises as `call`."""
    answer = _taken(client, "auth.test", {})
    said = {name.lower(): str(value) for name, value in dict(answer.headers).items()}.get("x-oauth-scopes", "")
    return {each.strip() for each in said.split(",") if each.strip()}


def waited(headers: Any) -> timedelta:
    """How long Slack asks to wait."""
    said = str(headers.get("Retry-After", ""))
    return timedelta(seconds=int(said) if said.isdigit() else 30)


def _answer(client: WebClient, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
    answer = _taken(client, method, arguments)
    return dict(answer.data) if isinstance(answer.data, dict) else {}


def _taken(client: WebClient, method: str, arguments: dict[str, Any]) -> SlackResponse:
    try:
        return client.api_call(method, params=arguments) if method in READS else client.api_call(method, json=arguments)
    except SlackApiError as error:
        raise _reading(error) from error
    except NEVER_TAKEN as error:
        raise Refused(type(error).__name__) from error
    except URLError as error:
        if isinstance(error.reason, NEVER_TAKEN):
            raise Refused(type(error.reason).__name__) from error
        raise Unsure(type(error.reason).__name__) from error
    except (OSError, http.client.HTTPException, SlackClientError, ValueError) as error:
        raise Unsure(type(error).__name__) from error


def _reading(error: SlackApiError) -> NotTaken:
    status = error.response.status_code
    code = str(error.response.get("error", "")) if isinstance(error.response.data, dict) else ""
    if status == 429 or code in TOO_MANY_CODES:
        return Refused(code if code in TOO_MANY_CODES else "ratelimited", waited(error.response.headers))
    # A page of a proxy between us and Slack is no word of Slack's.
    if status >= 500 or not CODE.fullmatch(code) or code in UNSURE_CODES:
        return Unsure(code if CODE.fullmatch(code) else f"HTTP {status}")
    return Mendable(code) if code in APP_CODES else Final(code)
