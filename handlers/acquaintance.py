"""Meeting a Slack account for the first time: matched to a person by its e-mail address."""

import logging
from http.client import HTTPException

from slack_sdk.errors import SlackApiError, SlackClientError

from handlers.asking import StrangerError, WordedError
from handlers.deps import Deps
from handlers.patience import Waiting, in_time
from handlers.request import Incoming, Source
from handlers.words import people as words
from handlers.words.waiting import NO_SLACK
from storage.errors import InDoubt, Unavailable

log = logging.getLogger(__name__)


class SilentError(WordedError):
    """Slack does not say who somebody is at this moment."""


def introduce(deps: Deps, workspace: str, slack_id: str, waiting: Waiting) -> None:
    """Ask Slack for the account's e-mail address and remember whose it is, if it is somebody's.

    Raises SilentError where Slack does not answer in time, Busy and Unavailable where storage does not.
    """
    try:
        left = waiting.to_work().total_seconds()
        user = in_time(deps.client(workspace), left).users_info(user=slack_id)["user"]
    except SlackApiError as error:
        log.warning("users.info of %s: %s", slack_id, error.response.get("error"))
        if error.response.status_code == 429 or error.response.status_code >= 500:
            raise SilentError(NO_SLACK) from error
        return
    except (OSError, HTTPException, SlackClientError) as error:
        log.warning("users.info of %s: %s", slack_id, type(error).__name__)
        raise SilentError(NO_SLACK) from error
    email = (user.get("profile") or {}).get("email")
    if not email or user.get("is_bot") or user.get("deleted") or user.get("is_stranger"):
        return
    try:
        with deps.store.work(workspace, deps.now(), within=waiting.to_work()) as work:
            person = work.people.of_email(email)
            if person is not None:
                work.people.link_slack(person.id, slack_id, user.get("tz") or deps.zone)
                work.commit()
    except InDoubt as doubt:
        raise Unavailable from doubt  # met or not: the next request finds out


def stranger(slack_id: str, incoming: Incoming) -> StrangerError:
    """The sentence for somebody who is not on the council's list."""
    if slack_id == incoming.slack_id:
        return StrangerError(words.STRANGER_YOURSELF)
    # Beside the field of a form Slack shows a mention as it is written.
    them = words.SOMEBODY if incoming.source is Source.FORM else f"<@{slack_id}>"
    return StrangerError(words.stranger(them))
