"""Matches the council's people to their Slack accounts, by e-mail."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import Any

from slack_sdk import WebClient

from bot.slack_calls import Refused, call
from storage.stopping import stop_if
from storage.store import Store

log = logging.getLogger(__name__)
ORGANISATION = "E"
"""What an organisation's id begins with, and no workspace's."""
PAGE = 200  # Slack's advice for users.list
MOST_WAITS = 3
LONGEST_WAIT = 60  # seconds


@dataclass(frozen=True, slots=True)
class Matched:
    """What matching found."""

    linked: int
    """People newly linked, or whose time zone changed."""
    without_account: int
    """People of the council with no active Slack account under their e-mail: nothing can be sent to them."""


def match_people(store: Store, client: WebClient, workspace: str, now: datetime, stopping: Event | None = None) -> Matched:
    """Link everybody whose e-mail is one of Slack's. Raises NotTaken where Slack does not say, Stopped: nobody is linked."""
    stopping = stopping or Event()
    found = (user for team in _teams(client, workspace) for user in _users(client, team, stopping))
    accounts = {user["profile"]["email"].lower(): user for user in found if user["profile"].get("email")}
    linked = missing = 0
    with store.work(workspace, now) as work:
        for person in work.people.everyone():
            user = accounts.get(person.email.lower())
            if user is None:
                missing += 1
            elif (user["id"], user.get("tz")) != (person.slack_id, person.zone):
                work.people.link_slack(person.id, user["id"], user.get("tz") or person.zone)
                linked += 1
        work.commit()
    log.info("matched people to Slack: %d linked, %d without an account", linked, missing)
    return Matched(linked, missing)


def _teams(client: WebClient, workspace: str) -> list[str | None]:
    """The workspaces of an organisation where the app is installed in all of it: Slack lists people of one at a time."""
    if not workspace.startswith(ORGANISATION):
        return [None]
    teams, cursor = list[str | None](), ""
    while True:
        page = call(client, "auth.teams.list", limit=PAGE, cursor=cursor)
        teams += [str(team["id"]) for team in page["teams"]]
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return teams


def _users(client: WebClient, team: str | None, stopping: Event) -> Iterator[dict[str, Any]]:
    cursor = ""
    while True:
        page = _page(client, cursor, team, stopping)
        yield from (user for user in page["members"] if not user.get("deleted") and not user.get("is_bot"))
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return


def _page(client: WebClient, cursor: str, team: str | None, stopping: Event) -> dict[str, Any]:
    """One page; a council of thousands has more than Slack gives in a minute, so wait as it asks."""
    asked = {"limit": PAGE, "cursor": cursor} | ({"team_id": team} if team else {})
    for _ in range(MOST_WAITS):
        stop_if(stopping.is_set)
        try:
            return call(client, "users.list", **asked)
        except Refused as refusal:
            if refusal.wait is None:
                raise
            stopping.wait(min(refusal.wait.total_seconds(), LONGEST_WAIT))
    return call(client, "users.list", **asked)
