"""views.*: modals and Home tabs."""

from __future__ import annotations

from bot.desk.api.args import Args, invalid
from bot.desk.blockkit import check_view
from bot.desk.blockkit.surfaces import is_too_large
from bot.desk.kinds import Json
from bot.desk.tickets import RefusedError
from bot.desk.views import STACK_LIMIT, View
from bot.desk.world import World


def checked(world: World, view: object, *allowed: str, instead_of: View | None = None) -> Json:
    """The view, if Slack would take it here."""
    if is_too_large(view):
        raise RefusedError("view_too_large")
    faults = check_view(view, *allowed)
    if faults:
        raise invalid(faults)
    assert isinstance(view, dict)
    twin = world.views.find(None, view.get("external_id"))
    if twin and twin is not instead_of:
        raise RefusedError("duplicate_external_id")
    return view


def _given(args: Args) -> object:
    args.required("view")
    return args.structure("view", "invalid_arguments")


def _shown(world: World, view: View) -> Json:
    return {"view": view.as_slack(world.workspace)}


def open_(world: World, args: Args) -> Json:
    """views.open: a first modal, by a fresh trigger_id."""
    trigger_id = args.required("trigger_id")
    view = checked(world, _given(args), "modal")
    return _shown(world, world.views.open(world.triggers.exchange(trigger_id), view))


def push(world: World, args: Args) -> Json:
    """views.push: one more modal on top, three at the most."""
    trigger_id = args.required("trigger_id")
    view = checked(world, _given(args), "modal")
    stack = world.views.stack(world.triggers.look(trigger_id))
    if not stack:
        raise RefusedError("not_found")
    if len(stack) >= STACK_LIMIT:
        raise RefusedError("push_limit_reached")
    return _shown(world, world.views.push(world.triggers.exchange(trigger_id), view))


def _fresh(view: View, args: Args) -> None:
    given = args.text("hash")
    if given and given != view.hash:
        raise RefusedError("hash_conflict")


def update(world: World, args: Args) -> Json:
    """views.update: change an open modal, or a published Home tab, in place."""
    view_id, external_id = args.text("view_id"), args.text("external_id")
    if not view_id and not external_id:
        raise invalid(["missing required field: view_id [json-pointer:/view_id]"])
    given = _given(args)
    view = world.views.find(view_id, external_id)
    if view is None:
        raise RefusedError("not_found")
    content = checked(world, given, view.content["type"], instead_of=view)
    _fresh(view, args)
    world.views.update(view, content)
    return _shown(world, view)


def publish(world: World, args: Args) -> Json:
    """views.publish: a person's Home tab."""
    member = world.directory.person(args.required("user_id"))
    if member is None:
        raise RefusedError("user_not_found")
    if "home" not in world.tabs:
        raise RefusedError("not_enabled")
    view = world.views.home(member.id)
    content = checked(world, _given(args), "home", instead_of=view)
    if view:
        _fresh(view, args)
    return _shown(world, world.views.publish(member.id, content))
