"""The only place that answers Slack: everything else gives a `Reply`."""

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk.errors import SlackApiError

from handlers import envelope, failures, home
from handlers.answering import answer, keep, say_kept
from handlers.deps import Deps
from handlers.forms.fields import window_of
from handlers.reply import Reply
from handlers.request import Incoming
from handlers.tables import ACTIONS, COMMANDS, FORMS, SHORTCUTS

log = logging.getLogger(__name__)

Body = Mapping[str, Any]
GONE_TRIGGERS = ("exchanged_trigger_id", "trigger_exchanged")
OLD_TRIGGERS = ("expired_trigger_id", "trigger_expired")
OLD_BUTTON = "This button is from an older message and does nothing any more. Your Home tab shows how things stand."


def register(app: App, deps: Deps) -> None:
    """Every command, shortcut, button, form and event of the tables."""
    homes = home.Homes(deps)
    for name in COMMANDS:
        app.command(name)(_command(deps, homes))
    for name in SHORTCUTS:
        app.shortcut(name)(_shortcut(deps))
    for name in ACTIONS:
        app.action(re.compile(rf"^{re.escape(name)}(:\d+)?$"))(_action(deps, homes))
    for name in FORMS:
        app.view(name)(_form(deps, homes))
    app.action(re.compile(".*"))(_unknown_action)
    app.event("app_home_opened")(_home_opened(deps, homes))
    app.error(failures.handler(deps))


def _command(deps: Deps, homes: home.Homes) -> Callable[..., None]:
    def listen(ack: Ack, body: Body) -> None:
        incoming = envelope.command(body, deps)
        reply = answer(incoming, COMMANDS[incoming.name], COMMANDS, deps)
        if reply.modal:
            reply = _opened(deps, incoming, reply.modal, body)
        if reply.text:
            ack(text=reply.text, blocks=list(reply.blocks), response_type="ephemeral")
        else:
            ack()
        _afterwards(homes, incoming, reply)

    return listen


def _shortcut(deps: Deps) -> Callable[..., None]:
    def listen(ack: Ack, body: Body) -> None:
        incoming = envelope.shortcut(body, deps)
        reply = answer(incoming, SHORTCUTS[incoming.name], COMMANDS, deps)
        _opened(deps, incoming, reply.modal or window_of(reply.title, reply.blocks), body)
        ack()

    return listen


def _action(deps: Deps, homes: home.Homes) -> Callable[..., None]:
    def listen(ack: Ack, body: Body, respond: Respond) -> None:
        incoming = envelope.action(body, deps)
        reply = answer(incoming, ACTIONS[incoming.name], COMMANDS, deps)
        within = (body.get("view") or {}).get("type")
        if within:
            _show_in(deps, incoming, reply, body, within)
            ack()
        else:
            if reply.modal:
                reply = _opened(deps, incoming, reply.modal, body)
            ack()
            if reply.text:
                respond(
                    text=reply.text,
                    blocks=list(reply.blocks),
                    response_type="ephemeral",
                    replace_original=reply.replaces,
                )
        _afterwards(homes, incoming, reply)

    return listen


def _form(deps: Deps, homes: home.Homes) -> Callable[..., None]:
    def listen(ack: Ack, body: Body) -> None:
        incoming = envelope.form(body, deps)
        reply = answer(incoming, FORMS[incoming.name], COMMANDS, deps)
        if reply.errors:
            ack(response_action="errors", errors=dict(reply.errors))
        else:
            ack(response_action="update", view=reply.modal or window_of(reply.title, reply.blocks))
        _afterwards(homes, incoming, reply)

    return listen


def _home_opened(deps: Deps, homes: home.Homes) -> Callable[..., None]:
    def listen(body: Body) -> None:
        event = body["event"]
        if event.get("tab", "home") == "home":
            homes.opened(deps.workspace(str(body.get("team_id", ""))), str(event["user"]))

    return listen


def _unknown_action(ack: Ack, body: Body, respond: Respond) -> None:
    ack()
    if body.get("response_url"):
        respond(text=OLD_BUTTON, response_type="ephemeral", replace_original=False)


def _opened(deps: Deps, incoming: Incoming, modal: dict[str, Any], body: Body) -> Reply:
    """Open a form. Where Slack would not, say so and keep what was typed."""
    try:
        deps.client(incoming.workspace).views_open(trigger_id=body["trigger_id"], view=modal)
    except SlackApiError as error:
        code = error.response.get("error")
        if code in GONE_TRIGGERS:
            return Reply()  # the same request came twice: the form is open already
        if code not in OLD_TRIGGERS:
            raise
        return say_kept(incoming, keep(incoming, deps) if incoming.text.strip() else "")
    return Reply()


def _show_in(deps: Deps, incoming: Incoming, reply: Reply, body: Body, within: str) -> None:
    """Answer a button in a window or on the Home tab, where there is no message to answer."""
    client, view = deps.client(incoming.workspace), reply.modal or window_of(reply.title, reply.blocks)
    if within == "home":
        client.views_open(trigger_id=body["trigger_id"], view=view)
    elif reply.replaces or not reply.modal:
        client.views_update(view_id=body["view"]["id"], hash=body["view"].get("hash"), view=view)
    else:
        client.views_push(trigger_id=body["trigger_id"], view=view)


def _afterwards(homes: home.Homes, incoming: Incoming, reply: Reply) -> None:
    """Slack has its answer: bring the Home tab up to date."""
    if not reply.stored:
        return
    try:
        homes.after(incoming)
    except Exception:
        # It is stored and acknowledged: saying "something went wrong" now would make people save it twice.
        log.exception("the Home tab of %s was not brought up to date", incoming.slack_id)
