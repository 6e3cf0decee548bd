"""Answers that come after Slack has had one already: through a request's response_url, into its window, or as a message."""

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from http.client import HTTPException
from typing import Any

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
CLOSED = ("not_found", "view_not_found")


def respond(afterwards: Afterwards, url: str, message: Mapping[str, Any], tries: int = 0) -> None:
    """Answer at a response_url, to the person who asked and to nobody else; again where Slack does not take it."""
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
    afterwards.do(partial(respond, afterwards, url, message, tries + 1), AGAIN_AFTER[tries])


def update(client: WebClient, view_id: str, view: Mapping[str, Any]) -> bool:
    """Show this in a window. False where it has been closed, or Slack does not take it."""
    try:
        client.views_update(view_id=view_id, view=dict(view))
    except SlackApiError as error:
        if error.response.get("error") not in CLOSED:
            log.warning("views.update: %s", error.response.get("error"))
        return False
    except SILENCE as error:
        log.warning("views.update: %s", type(error).__name__)
        return False
    return True


def tell(client: WebClient, slack_id: str, text: str, blocks: Sequence[Mapping[str, Any]]) -> None:
    """A message to somebody who closed the window in which they waited for the answer."""
    try:
        client.chat_postMessage(channel=slack_id, text=text, blocks=[dict(block) for block in blocks])
    except SlackApiError as error:
        log.warning("chat.postMessage of a late answer: %s", error.response.get("error"))
    except SILENCE as error:
        log.warning("chat.postMessage of a late answer: %s", type(error).__name__)
