"""What the page's script posts: everything a person does."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import BadRequest

from bot.desk.conversations import Message
from bot.desk.delivery import Outcome
from bot.desk.entries import NoSuchChoiceError
from bot.desk.faults import Trouble
from bot.desk.interactions import Interactions, NotThereError
from bot.desk.modals import Modals
from bot.desk.outgoing import TIMED_OUT
from bot.desk.timebar import TimeBar
from bot.desk.views import View
from bot.desk.world import World


def add_acts(page: Blueprint, world: World, interactions: Interactions, modals: Modals, time_bar: TimeBar) -> None:
    """The posts of the page, written out."""

    def body() -> dict[str, Any]:
        given = request.get_json()
        if not isinstance(given, dict):
            raise BadRequest("The desk takes a JSON object here.")
        return given

    def place(user_id: str, given: dict[str, Any]) -> Message | View:
        if given["surface"] == "message":
            return interactions.find_message(user_id, given["id"])
        return interactions.find_view(user_id, given["id"])

    @page.errorhandler(NotThereError)
    @page.errorhandler(NoSuchChoiceError)
    def gone(error: Exception) -> tuple[Response, int]:
        return jsonify({"ok": False, "problem": str(error)}), 410

    @page.post("/page/as/<user_id>/write")
    def write(user_id: str) -> Response:
        return _shown(interactions.write(user_id, str(body()["text"])), "")

    @page.post("/page/as/<user_id>/use")
    def use(user_id: str) -> Response:
        given = body()
        outcome = interactions.use(
            user_id, place(user_id, given), given["block"], given["action"], given.get("raw"), given.get("entered", {})
        )
        return _shown(outcome, "That did not reach Cornerstone.")

    @page.post("/page/as/<user_id>/suggest")
    def suggest(user_id: str) -> Response:
        given = body()
        found = interactions.suggestions(user_id, place(user_id, given), given["block"], given["action"], given["typed"])
        return jsonify({"options": found})

    @page.post("/page/as/<user_id>/submit")
    def submit(user_id: str) -> Response:
        given = body()
        outcome = modals.submit(user_id, given["id"], given.get("entered", {}))
        return _shown(outcome, "We had some trouble connecting. Try again?")

    @page.post("/page/as/<user_id>/close")
    def close(user_id: str) -> Response:
        given = body()
        if world.views.find(given["id"]) is None:  # Chromium may say twice that a dialogue was left
            return _shown(Outcome(), "")
        return _shown(modals.close(user_id, given["id"], everything=given.get("everything") is True), "")

    @page.post("/page/as/<user_id>/shortcut")
    def shortcut(user_id: str) -> Response:
        given = body()
        return _shown(interactions.shortcut(user_id, given["callback"], given.get("ts")), "That did not reach Cornerstone.")

    @page.post("/page/as/<user_id>/dismiss")
    def dismiss(user_id: str) -> Response:
        interactions.dismiss(user_id, body()["ts"])
        return _shown(Outcome(), "")

    @page.post("/page/as/<user_id>/look")
    def look(user_id: str) -> Response:
        given = body()
        if given.get("opened"):
            interactions.open_home(user_id, given["tab"])
        if given["tab"] == "messages":
            world.conversations.seen(user_id)
        return _shown(Outcome(), "")

    @page.post("/page/time")
    def time() -> Response:
        return jsonify({"ok": time_bar.start(str(body()["to"]))})

    @page.post("/page/faults")
    def faults() -> Response:
        given = body()
        trouble = Trouble(given["fault"])
        if given["on"]:
            world.faults.switch_on(trouble, methods=[given["method"]] if given.get("method") else [])
        else:
            world.faults.switch_off(trouble)
        world.changes.mark("faults")
        return jsonify({"ok": True})


def _shown(outcome: Outcome, problem: str) -> Response:
    """The outcome for the script: what to say, and beside which fields."""
    late = outcome.failure == TIMED_OUT
    words = f"{problem} ({'No answer in three seconds' if late else 'It answered with an error'}: {outcome.failure}.)"
    return jsonify(
        {
            "ok": outcome.ok,
            "failure": outcome.failure,
            "errors": outcome.errors,
            "problem": words if outcome.failure and problem else "",
            "why": outcome.why,
        }
    )
