"""Meeting a Slack account for the first time: matched to a person by its e-mail address."""

import logging

from slack_sdk.errors import SlackApiError

from handlers.asking import StrangerError
from handlers.deps import Deps
from handlers.request import Incoming

log = logging.getLogger(__name__)


def introduce(deps: Deps, workspace: str, slack_id: str) -> None:
    """Ask Slack for the account's e-mail address and remember whose it is, if it is somebody's."""
    try:
        user = deps.client(workspace).users_info(user=slack_id)["user"]
    except SlackApiError as error:
        log.warning("users.info of %s: %s", slack_id, error.response.get("error"))
        return
    email = (user.get("profile") or {}).get("email")
    if not email or user.get("is_bot") or user.get("deleted") or user.get("is_stranger"):
        return
    with deps.store.work(workspace, deps.now()) as work:
        person = work.people.of_email(email)
        if person is not None:
            work.people.link_slack(person.id, slack_id, user.get("tz") or deps.zone)
            work.commit()


def stranger(slack_id: str, incoming: Incoming) -> StrangerError:
    """The sentence for somebody who is not on the council's list."""
    if slack_id == incoming.slack_id:
        return StrangerError(
            "Cornerstone does not know you yet, so nothing was saved. Ask your administrator to add you to people.csv "
            "with the e-mail address you use in Slack, then try again."
        )
    return StrangerError(
        f"Cornerstone does not know <@{slack_id}> yet. Ask your administrator to add them to people.csv "
        "with the e-mail address they use in Slack, then try again."
    )
