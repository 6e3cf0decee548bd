"""The door of the Web API: token, faults, rates and scopes, before any method is asked."""

from __future__ import annotations

import math
import secrets

from flask import Blueprint, Response, jsonify, request
from werkzeug.http import http_date

from bot.desk.api import args as arguments
from bot.desk.api.args import Args
from bot.desk.api.methods import METHODS, Method
from bot.desk.faults import AFTERWARDS, Fault, Trouble
from bot.desk.kinds import Json
from bot.desk.logs import Call
from bot.desk.serving import cut_short, drop_connection
from bot.desk.tickets import RefusedError
from bot.desk.world import World

UPLOAD = "upload"
"""What the log and the faults call the address that takes the bytes of a file: it is no method."""


def api_blueprint(world: World) -> Blueprint:
    """/api/<method>, for the bot."""
    door = Blueprint("api", __name__)

    @door.post("/api/<name>")
    @door.get("/api/<name>")
    def call(name: str) -> Response:
        fault = world.faults.meet(name)
        if fault and fault.trouble not in AFTERWARDS:
            answer = _spoiled(world, name, fault)
            if answer is not None:
                return answer
        answer = _answer(world, name)
        if fault and fault.trouble is Trouble.CUT_SHORT:
            return cut_short(answer)
        return drop_connection() if fault and fault.trouble is Trouble.ANSWER_LOST else answer

    @door.post("/upload/v1/<ticket>")
    def upload(ticket: str) -> Response:
        fault = world.faults.meet(UPLOAD)
        if fault and fault.trouble not in AFTERWARDS:
            answer = _spoiled(world, UPLOAD, fault)
            if answer is not None:
                return answer
        status = world.files.take(ticket, request.get_data())
        world.log.called(Call(UPLOAD, world.time.now(), status, None if status == 200 else "not_taken", (), {}))
        answer = Response(f"OK - {request.content_length}" if status == 200 else "", status, mimetype="text/plain")
        return drop_connection() if fault and fault.trouble in AFTERWARDS else answer

    return door


def _spoiled(world: World, name: str, fault: Fault) -> Response | None:
    """What a fault does before the call is looked at; None when the call goes on."""
    if fault.trouble is Trouble.SLOW:
        world.faults.hold(fault, world.stopping)
        return None
    if fault.trouble is Trouble.RATE_LIMITED:
        return _closing(world, name, Args({}), 429, RefusedError("ratelimited", retry_after=fault.seconds))
    if fault.trouble is Trouble.REFUSED:
        status = 200 if name != UPLOAD else 403
        return _closing(world, name, Args({}), status, RefusedError(fault.code, retry_after=fault.seconds or None))
    if fault.trouble is Trouble.SERVER_ERROR:
        return _closing(world, name, Args({}), 500, RefusedError("internal_error"))
    world.faults.hold(fault, world.stopping)
    _closing(world, name, Args({}), 0, RefusedError("no_answer"))
    return drop_connection()


def _answer(world: World, name: str) -> Response:
    args = Args({})
    try:
        args = arguments.read(request)
        method = _admitted(world, name, args)
        with world.changes.lock:
            return _closing(world, name, args, 200, method.run(world, args))
    except RefusedError as refused:
        return _closing(world, name, args, 429 if refused.error == "ratelimited" else 200, refused)


def _admitted(world: World, name: str, args: Args) -> Method:
    method = METHODS.get(name)
    if method is None:
        raise RefusedError("unknown_method", req_method=name)
    token = arguments.token(request, args)
    if not token:
        raise RefusedError("not_authed")
    if token in world.revoked_tokens:
        raise RefusedError("token_revoked")
    if not secrets.compare_digest(token.encode(), world.bot_token.encode()):
        raise RefusedError("invalid_auth")
    missing = [each for each in method.scopes if each not in world.scopes]
    if missing:
        raise RefusedError("missing_scope", needed=",".join(missing), provided=",".join(world.scopes))
    wait = world.buckets.wait_for(f"method {name}", holds=method.per_minute, seconds_each=60 / method.per_minute)
    if wait:
        raise RefusedError("ratelimited", retry_after=wait)
    return method


def _closing(world: World, name: str, args: Args, status: int, found: Json | RefusedError) -> Response:
    """Log the call and put the answer into Slack's form."""
    error = found.error if isinstance(found, RefusedError) else None
    extra = dict(found.extra) if isinstance(found, RefusedError) else {}
    retry_after = extra.pop("retry_after", None)
    body: Json = {"ok": False, "error": error, **extra} if isinstance(found, RefusedError) else {"ok": True, **found}
    messages = tuple(body.get("response_metadata", {}).get("messages", ()))
    kept = {key: value for key, value in args.given.items() if key != "token"}
    world.log.called(Call(name, world.time.now(), status, error, messages, kept))
    response = jsonify(body)
    response.status_code = status or 500
    # The desk's own time, as everything it says: a bot may compare its clock with Slack's.
    response.headers["Date"] = http_date(world.time.now())
    response.headers["x-oauth-scopes"] = ",".join(world.scopes)
    if name in METHODS:
        response.headers["x-accepted-oauth-scopes"] = ",".join(METHODS[name].scopes)
    if isinstance(retry_after, (int, float)):
        response.headers["Retry-After"] = str(max(1, math.ceil(retry_after)))
    return response
