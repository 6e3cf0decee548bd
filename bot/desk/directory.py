"""Who is in the workspace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.changes import Changes
from bot.desk.kinds import Json, Member, Workspace

SLACKBOT = Member("USLACKBOT", "slackbot", "Slackbot", "")
COLOURS = 8


class Directory:
    """The members, in the order they were given."""

    def __init__(self, people: Iterable[Member], workspace: Workspace, changes: Changes) -> None:
        self._changes = changes
        self.workspace = workspace
        self._members = {member.id: member for member in people}

    def people(self) -> list[Member]:
        """Everyone a visitor can be: no bots, nobody deactivated."""
        with self._changes.lock:
            return [each for each in self._members.values() if not each.deleted]

    def everyone(self) -> list[Member]:
        """Everyone Slack would list, Slackbot and the app's own user among them."""
        with self._changes.lock:
            return [SLACKBOT, *self._members.values(), self.workspace.bot_user]

    def get(self, user_id: str) -> Member | None:
        """The member with this id, the bot and Slackbot included."""
        with self._changes.lock:
            own = {SLACKBOT.id: SLACKBOT, self.workspace.bot_user.id: self.workspace.bot_user}
            return self._members.get(user_id) or own.get(user_id)

    def person(self, user_id: str) -> Member | None:
        """A member one can be: a person who is not deactivated."""
        member = self._members.get(user_id)
        return None if member is None or member.deleted else member

    def of_email(self, email: str) -> Member | None:
        """The active person with this address. Slack finds no one who is deactivated."""
        return next((each for each in self.people() if each.email.lower() == email.strip().lower()), None)

    def colour_number(self, user_id: str) -> int:
        """Which of the colours is this person's, always the same one."""
        ids = list(self._members)
        return ids.index(user_id) % COLOURS if user_id in ids else 0

    def add(self, member: Member) -> None:
        """Somebody joins, or an existing entry is replaced."""
        with self._changes.lock:
            self._members[member.id] = member
            self._changes.mark("people")

    def deactivate(self, user_id: str) -> None:
        """Somebody's account is closed."""
        self.add(replace(self._members[user_id], deleted=True))


def as_slack(member: Member, workspace: Workspace, now: datetime, *, with_email: bool) -> Json:
    """A user object as users.info and users.list give it."""
    first, _, last = member.real_name.partition(" ")
    profile: Json = {
        "real_name": member.real_name,
        "real_name_normalized": member.real_name,
        "display_name": member.real_name,
        "display_name_normalized": member.real_name,
        "first_name": first,
        "last_name": last,
        "title": member.role,
        "team": workspace.team_id,
    }
    if with_email and member.email:
        profile["email"] = member.email
    user: Json = {
        "id": member.id,
        "team_id": workspace.team_id,
        "name": member.name,
        "deleted": member.deleted,
        "profile": profile,
        "is_bot": member.is_bot,
        "is_app_user": False,
        "updated": int(now.timestamp()),
    }
    if not member.deleted:
        offset = now.astimezone(ZoneInfo(member.tz)).utcoffset()
        user |= {
            "real_name": member.real_name,
            "tz": member.tz,
            "tz_label": str(now.astimezone(ZoneInfo(member.tz)).tzname()),
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "is_admin": member.is_admin,
            "is_owner": False,
            "is_restricted": False,
        }
    return user
