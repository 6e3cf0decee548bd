"""response_url: where the bot answers a command or an interaction later."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from bot.desk.api import args as arguments
from bot.desk.api.args import Args
from bot.desk.faults import AFTERWARDS, Trouble
from bot.desk.interactions import Interactions
from bot.desk.logs import Call
from bot.desk.serving import drop_connection
from bot.desk.tickets import RefusedError
from bot.desk.world import World

NAME = "response_url"
GONE = ("no_service", "expired_url", "used_url")


def hooks_blueprint(world: World, interactions: Interactions) -> Blueprint:
    """/commands/…, /actions/… and /app/…, as Slack's hooks.slack.com serves them."""
    hooks = Blueprint("hooks", __name__)

    @hooks.post("/<any(commands, actions, app):place>/<team_id>/<key>")
    def respond(place: str, team_id: str, key: str) -> tuple[Response, int] | Response:
        fault = world.faults.meet(NAME)
        if fault and fault.trouble in (Trouble.SERVER_ERROR, Trouble.RATE_LIMITED):
            return _closing(world, Args({}), "internal_error", 429 if fault.trouble is Trouble.RATE_LIMITED else 500)
        if fault and fault.trouble in (Trouble.SLOW, Trouble.NO_ANSWER):
            world.faults.hold(fault, world.stopping)
        if fault and fault.trouble is Trouble.NO_ANSWER:
            return drop_connection()
        answer = _answer(world, interactions, key)
        return drop_connection() if fault and fault.trouble in AFTERWARDS else answer

    return hooks


def _answer(world: World, interactions: Interactions, key: str) -> tuple[Response, int]:
    args = Args({})
    try:
        args = arguments.read(request)
        with world.changes.lock:
            interactions.respond(key, args)
    except RefusedError as refused:
        return _closing(world, args, refused.error, 404 if refused.error in GONE else 400, refused.extra)
    return _closing(world, args, None, 200)


def _closing(
    world: World, args: Args, error: str | None, status: int, extra: dict[str, object] | None = None
) -> tuple[Response, int]:
    world.log.called(Call(NAME, world.time.now(), status, error, (), args.given))
    return (jsonify({"ok": False, "error": error, **(extra or {})}) if error else Response("ok", mimetype="text/plain")), status
