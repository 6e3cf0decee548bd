"""Answers that come after Slack has had one already: through a request's response_url, into its window, or as a message."""

import logging
import re
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import partial
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from handlers.watch import Afterwards

log = logging.getLogger(__name__)

SILENCE = (OSError, HTTPException, SlackClientError)
"""What a call raises where Slack refuses, or does not answer."""
TIMEOUT = 5
"""Seconds for one try: nobody waits for it at the keyboard any more."""
AGAIN_AFTER = (2.0, 10.0, 30.0)
"""Seconds between the tries. Slack takes five answers in thirty minutes at one response_url."""
HOOKS = ("https://hooks.slack.com", "https://hooks.slack-gov.com")
PLAIN = re.compile(r"https?://[A-Za-z0-9.:\[\]-]+/[A-Za-z0-9._~%/-]*")
"""An address without a user, a question or anything two readers could read in two ways."""
CLOSED = ("not_found", "view_not_found")


def respond(afterwards: Afterwards, client: WebClient, url: str, message: Mapping[str, Any], tries: int = 0) -> None:
    """Answer at a response_url, to the person who asked and to nobody else; again where Slack does not take it.

    Nothing is sent to an address that is not Slack's, whatever a payload says: `client` knows which Slack is ours.
    """
    if not is_slacks(url, client):
        log.warning("a response_url is not Slack's: nothing was sent there")
        return
    try:
        answer = WebhookClient(url, timeout=TIMEOUT, retry_handlers=[]).send_dict(dict(message))
        if answer.status_code == 200:
            return
        trouble, is_final = f"HTTP {answer.status_code}", 400 <= answer.status_code < 500 and answer.status_code != 429
    except SILENCE as error:
        trouble, is_final = type(error).__name__, False
    if is_final or tries >= len(AGAIN_AFTER):
        log.warning("an answer was not taken at its response_url: %s", trouble)
        return
    afterwards.do(partial(respond, afterwards, client, url, message, tries + 1), AGAIN_AFTER[tries])


def is_slacks(url: str, client: WebClient) -> bool:
    """Whether it is an address of Slack's webhooks, or of the Slack our Web API is set to (the desk of the demo, say)."""
    api = urlsplit(client.base_url)
    origins = (*HOOKS, f"{api.scheme}://{api.netloc}")
    return any(url.startswith(f"{origin}/") for origin in origins) and PLAIN.fullmatch(url) is not None


class Shown(Enum):
    """What came of showing something in a window."""

    YES = "yes"
    CLOSED = "closed"
    TROUBLE = "trouble"
    """Slack refused, or did not answer: it may be tried again."""


def update(client: WebClient, view_id: str, view: Mapping[str, Any]) -> Shown:
    """Show this in a window."""
    try:
        client.views_update(view_id=view_id, view=dict(view))
    except SlackApiError as error:
        if error.response.get("error") in CLOSED:
            return Shown.CLOSED
        log.warning("views.update: %s", error.response.get("error"))
    except SILENCE as error:
        log.warning("views.update: %s", type(error).__name__)
    else:
        return Shown.YES
    return Shown.TROUBLE


def tell(client: WebClient, slack_id: str, text: str, blocks: Sequence[Mapping[str, Any]]) -> None:
    """A message to somebody who closed the window in which they waited for the answer."""
    try:
        client.chat_postMessage(channel=slack_id, text=text, blocks=[dict(block) for block in blocks])
    except SlackApiError as error:
        log.warning("chat.postMessage of a late answer: %s", error.response.get("error"))
    except SILENCE as error:
        log.warning("chat.postMessage of a late answer: %s", type(error).__name__)
