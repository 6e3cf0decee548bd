"""What nobody foresaw: logged under an id, what was typed kept, and the id shown with what to do."""

import json
import logging
import secrets
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import Any

from slack_bolt import BoltResponse, Respond
from slack_sdk.errors import SlackClientError

from handlers import envelope
from handlers.answering import KEPT, OPEN_FORM, keep
from handlers.deps import Deps
from handlers.forms import decision
from handlers.forms.fields import window
from handlers.request import Incoming
from handlers.typed import parse_decision
from handlers.words import kit
from storage.errors import Busy

log = logging.getLogger(__name__)

Body = Mapping[str, Any]


def handler(deps: Deps) -> Callable[..., BoltResponse]:
    """For `app.error`."""

    def handle(error: Exception, body: Body, respond: Respond) -> BoltResponse:
        fault = secrets.token_hex(4)
        log.error("fault %s in %s", fault, _named(body), exc_info=error)
        if body.get("command"):
            busy = isinstance(error, Busy)
            return (_busy if busy else _command)(deps, envelope.command(body, deps), fault, body)
        if body.get("type") == "view_submission":
            return _form(envelope.form(body, deps), fault)
        if body.get("response_url"):
            _respond(respond, fault)
        elif body.get("trigger_id"):
            _window(deps, envelope.action(body, deps) if body.get("actions") else envelope.shortcut(body, deps), fault, body)
        return BoltResponse(status=200, body="")

    return handle


def sentence(fault: str, then: str = "Try again.") -> str:
    """What the person reads."""
    return f"Something went wrong on our side. {then} If it happens again, give your administrator this number: *{fault}*."


def _named(body: Body) -> str:
    """What was asked for, without a word of what was typed."""
    actions, event, view = body.get("actions") or [{}], body.get("event") or {}, body.get("view") or {}
    names = (
        body.get("command"),
        actions[0].get("action_id"),
        view.get("callback_id"),
        body.get("callback_id"),
        event.get("type"),
    )
    return str(next((name for name in names if name), "a request"))


def _command(deps: Deps, incoming: Incoming, fault: str, body: Body) -> BoltResponse:
    """Keep the text sealed; where storage itself is what failed, put it straight into the form."""
    if not incoming.text.strip():
        return _json({"response_type": "ephemeral", "text": sentence(fault)})
    try:
        kept = keep(incoming, deps)
    except Exception:
        # The last line of defence for what somebody typed: whatever storage's trouble is, it must not cost them the text.
        log.exception("fault %s: what was typed could not be kept", fault)
        kept = ""
    if kept:
        said = sentence(fault, f"{KEPT} Open the form to try again.")
        blocks = [kit.section(said), kit.actions(kit.button("Open the form", OPEN_FORM, kept))]
        made = kit.rendered(said, blocks)
        return _json({"response_type": "ephemeral", "text": made.text, "blocks": made.blocks})
    if incoming.name == "/decision" and _opened(deps, incoming, body):
        return _json({"response_type": "ephemeral", "text": sentence(fault, "What you typed is in the form.")})
    return _json({"response_type": "ephemeral", "text": sentence(fault, "Nothing was saved.")})


def _busy(deps: Deps, incoming: Incoming, fault: str, body: Body) -> BoltResponse:
    """Nothing can be stored now, not even what was typed: straight into the form with it."""
    said = Busy().sentence
    if incoming.name == "/decision" and _opened(deps, incoming, body):
        said += " What you typed is in the form."
    return _json({"response_type": "ephemeral", "text": said})


def _opened(deps: Deps, incoming: Incoming, body: Body) -> bool:
    try:
        view = decision.fill(parse_decision(incoming.text), {})
        deps.client(incoming.workspace).views_open(trigger_id=body["trigger_id"], view=view)
    except (OSError, HTTPException, SlackClientError):
        return False
    return True


def _form(incoming: Incoming, fault: str) -> BoltResponse:
    """The form stays open with everything in it."""
    said = sentence(fault, "What you wrote is still here: press the button again.").replace("*", "")
    if incoming.first_input:
        return _json({"response_action": "errors", "errors": {incoming.first_input: said}})
    return _json({"response_action": "update", "view": window("Not saved", [kit.section(sentence(fault))])})


def _respond(respond: Respond, fault: str) -> None:
    try:
        respond(text=sentence(fault), response_type="ephemeral", replace_original=False)
    except (OSError, HTTPException, SlackClientError):
        log.warning("fault %s could not be shown", fault)


def _window(deps: Deps, incoming: Incoming, fault: str, body: Body) -> None:
    try:
        view = window("Not done", [kit.section(sentence(fault))])
        within = (body.get("view") or {}).get("type")
        client = deps.client(incoming.workspace)
        if within == "modal":
            client.views_push(trigger_id=body["trigger_id"], view=view)
        else:
            client.views_open(trigger_id=body["trigger_id"], view=view)
    except (OSError, HTTPException, SlackClientError):
        log.warning("fault %s could not be shown", fault)


def _json(content: Mapping[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(content), headers={"content-type": ["application/json"]})
