"""users.*, team.info and auth.test: who and where."""

from __future__ import annotations

import base64
import binascii

from bot.desk.api.args import Args
from bot.desk.directory import as_slack
from bot.desk.kinds import Json, Member
from bot.desk.tickets import RefusedError
from bot.desk.world import World

MOST = 1000


def _shown(world: World, member: Member) -> Json:
    with_email = "users:read.email" in world.scopes
    return as_slack(member, world.workspace, world.time.now(), with_email=with_email)


def auth_test(world: World, args: Args) -> Json:
    """auth.test: who the token belongs to."""
    place, bot = world.workspace, world.workspace.bot_user
    return {
        "url": f"https://{place.team_domain}.slack.com/",
        "team": place.team_name,
        "user": bot.name,
        "team_id": place.team_id,
        "user_id": bot.id,
        "bot_id": place.bot_id,
        "is_enterprise_install": world.is_org_install,
        **({"enterprise_id": place.enterprise_id} if place.enterprise_id else {}),
    }


def info(world: World, args: Args) -> Json:
    """users.info: anyone, also somebody deactivated."""
    member = world.directory.get(args.required("user"))
    if member is None:
        raise RefusedError("user_not_found")
    return {"user": _shown(world, member)}


def lookup_by_email(world: World, args: Args) -> Json:
    """users.lookupByEmail: nobody who is deactivated."""
    member = world.directory.of_email(args.required("email"))
    if member is None:
        raise RefusedError("users_not_found")
    return {"user": _shown(world, member)}


def list_(world: World, args: Args) -> Json:
    """users.list: everybody, Slackbot and the deactivated among them, a page at a time."""
    members = world.directory.everyone()
    limit = args.whole("limit", 0, "invalid_limit")
    if limit > MOST:
        raise RefusedError("invalid_limit")
    start = _start(members, args.text("cursor"))
    end = start + limit if limit else len(members)
    following = f"user:{members[end].id}" if end < len(members) else ""
    return {
        "members": [_shown(world, each) for each in members[start:end]],
        "cache_ts": int(world.time.now().timestamp()),
        "response_metadata": {"next_cursor": base64.b64encode(following.encode()).decode()},
    }


def _start(members: list[Member], cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        user_id = base64.b64decode(cursor, validate=True).decode().removeprefix("user:")
        return [each.id for each in members].index(user_id)
    except (ValueError, binascii.Error):
        raise RefusedError("invalid_cursor") from None


def team_info(world: World, args: Args) -> Json:
    """team.info: the workspace."""
    place = world.workspace
    return {"team": {"id": place.team_id, "name": place.team_name, "domain": place.team_domain, "email_domain": "", "icon": {}}}
