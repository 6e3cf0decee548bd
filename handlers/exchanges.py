"""How each kind of request is answered: in time, or later another way."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt import Ack
from slack_sdk.errors import SlackApiError

from handlers import counting, envelope, late, troubles
from handlers.edge import Edge
from handlers.entry import Entry
from handlers.exchange import Body, Exchange
from handlers.forms.again import shown_again
from handlers.forms.fields import refilled, window, window_of
from handlers.patience import Waiting, in_time
from handlers.reply import Reply, say
from handlers.tables import ACTIONS, COMMANDS, FORMS, SHORTCUTS
from handlers.words import kit
from handlers.words.waiting import NOT_KNOWN, READING, SAVING, SAVING_FORM, SAVING_TITLE, SAVING_WINDOW, STILL_HERE

log = logging.getLogger(__name__)

GONE_TRIGGERS = ("exchanged_trigger_id", "trigger_exchanged")
Opened = Any
"""What Slack answers to a window: the window, with its id."""
OLD_TRIGGERS = ("expired_trigger_id", "trigger_expired", "invalid_trigger_id")


class _Opening(Exchange):
    """What opens a form where Slack still does, and says so where it does not."""

    def opened(self, reply: Reply) -> Reply:
        """What is left to say once the form is open, or was not opened."""
        unopened = reply.unopened or troubles.unopened(self.incoming, self.entry)
        if self.waiting.to_open() <= 0:
            return self.promised(unopened)
        try:
            self.hurried().views_open(trigger_id=self.body["trigger_id"], view=reply.modal)
        except SlackApiError as error:
            if error.response.get("error") in GONE_TRIGGERS:
                return Reply()  # the same request came twice: the form is open already
            _raise_where_it_is_our_fault(error)
            return self.promised(unopened)
        except late.SILENCE as error:
            log.warning("views.open: %s", type(error).__name__)
            return self.promised(unopened)
        return Reply(text=reply.text, blocks=reply.blocks)

    def hurried(self) -> Any:
        """A client with as much patience as Slack has for opening a form."""
        return in_time(self.deps.client(self.incoming.workspace), self.waiting.to_open())

    def in_window(self, reply: Reply) -> None:
        """Where there is no message to answer: in a window while Slack opens one, else as a message."""
        is_shown = self.waiting.to_open() > 0
        try:
            if is_shown:
                self.show_window(window_of(reply.title, reply.blocks))
        except late.SILENCE as error:
            log.warning("a window could not be shown: %s", type(error).__name__)
            is_shown = False
        if not is_shown:
            late.tell(self.deps.client(self.incoming.workspace), self.incoming.slack_id, reply.text, reply.blocks)

    def show_window(self, view: dict[str, Any]) -> Opened:
        """Over whatever is open."""
        return self.hurried().views_open(trigger_id=self.body["trigger_id"], view=view)

    def respond(self, reply: Reply) -> None:
        """At the request's response_url."""
        client = self.deps.client(self.incoming.workspace)
        late.respond(self.edge.afterwards, client, str(self.body["response_url"]), _message(reply))


class CommandExchange(_Opening):
    """A slash command: answered with a sentence only the person sees, or a form."""

    def show(self, reply: Reply) -> None:
        """In the answer itself; later at the response_url."""
        if reply.modal:
            reply = self.opened(reply)
        if not self.acknowledge(**self.ack_of(reply)) and reply.text:
            # Not in this thread: others may wait for the next answer it gives (`handlers/together.py`).
            self.edge.afterwards.do(partial(self.respond, reply))

    def ack_of(self, reply: Reply) -> dict[str, Any]:
        """Seen by nobody else."""
        if not reply.text:
            return {}
        return {"text": reply.text, "blocks": list(reply.blocks), "response_type": "ephemeral"}

    def interim(self) -> dict[str, Any]:
        """Where the answer will come."""
        stores = self.entry.stores and self.entry.stores_for(self.incoming.text)
        return {"text": SAVING if stores else READING, "response_type": "ephemeral"}

    def tell(self, reply: Reply) -> None:
        """Slack's answer says it."""


class ShortcutExchange(_Opening):
    """A shortcut opens a form; Slack shows no words of its answer."""

    def show(self, reply: Reply) -> None:
        """A window."""
        reply = self.opened(reply) if reply.modal else reply
        if reply.text:
            self.in_window(reply)
        self.acknowledge()

    def ack_of(self, reply: Reply) -> dict[str, Any]:
        """Nothing."""
        return {}

    def interim(self) -> dict[str, Any]:
        """Nothing."""
        return {}

    def tell(self, reply: Reply) -> None:
        """In a window, if Slack opens one."""
        self.in_window(reply)


class ButtonExchange(ShortcutExchange):
    """A button in a message: answered beside it, or with a form."""

    def show(self, reply: Reply) -> None:
        """The answer goes to the response_url."""
        reply = self.opened(reply) if reply.modal else reply
        self.acknowledge()
        if reply.text:
            self.tell(reply)

    def tell(self, reply: Reply) -> None:
        """Beside the button, to the person who pressed it."""
        self.respond(reply)


class WindowExchange(ShortcutExchange):
    """A button in a window or on the Home tab, where there is no message to answer."""

    def show(self, reply: Reply) -> None:
        """In the window itself, over it, or over the Home tab."""
        try:
            view = reply.modal or window_of(reply.title, reply.blocks)
            opened = self._show(view, replaces=reply.replaces or not reply.modal)
            counting.begin(self.edge, self.incoming, self.entry, reply, opened)
        except SlackApiError as error:
            if error.response.get("error") not in GONE_TRIGGERS:
                _raise_where_it_is_our_fault(error)
                self._say(reply)
        except late.SILENCE as error:
            log.warning("a window could not be shown: %s", type(error).__name__)
            self._say(reply)
        self.acknowledge()

    def show_window(self, view: dict[str, Any]) -> Opened:
        """Over the window, never in its place: something may have been typed there."""
        within = self.body["view"]
        if within["type"] == "home":
            return super().show_window(view)
        try:
            return self.hurried().views_push(trigger_id=self.body["trigger_id"], view=view)
        except SlackApiError as error:
            # Three windows stand over each other, no more. Where nothing can be typed, the last of them gives way.
            if error.response.get("error") != "push_limit_reached" or _takes_words(within):
                raise
            return self._replace(within, view)

    def _show(self, view: dict[str, Any], *, replaces: bool) -> Opened:
        within = self.body["view"]
        if within["type"] == "home" or not replaces:
            return self.show_window(view)
        return self._replace(within, view)

    def _replace(self, within: dict[str, Any], view: dict[str, Any]) -> Opened:
        client = in_time(self.deps.client(self.incoming.workspace), late.TIMEOUT)
        return client.views_update(view_id=within["id"], hash=within.get("hash"), view=view)

    def _say(self, reply: Reply) -> None:
        """Slack opened no window: said as a message, what was done as well as what was not."""
        told = (reply.unopened or troubles.unopened(self.incoming, self.entry)) if reply.modal else reply
        late.tell(self.deps.client(self.incoming.workspace), self.incoming.slack_id, told.text, told.blocks)


def _takes_words(view: dict[str, Any]) -> bool:
    return any(block.get("type") == "input" for block in view.get("blocks", ()))


class FormExchange(Exchange):
    """A form sent off. It stays open, with everything in it, until what was written is stored."""

    def show(self, reply: Reply) -> None:
        """In the form's own window; as a message where it has been closed meanwhile."""
        if self.acknowledge(**self.ack_of(reply)):
            return
        client, view = self.deps.client(self.incoming.workspace), self.body["view"]
        if reply.errors:
            said = next(iter(reply.errors.values()))
            shown = refilled(view, said, {envelope.REQUEST: self.incoming.request_id})
            reply = say(said.removesuffix(STILL_HERE).strip())
        else:
            shown = self._shown(reply)
        if late.update(client, str(view["id"]), shown) is not late.Shown.YES:
            late.tell(client, self.incoming.slack_id, reply.text, reply.blocks)

    def ack_of(self, reply: Reply) -> dict[str, Any]:
        """Sentences beside the fields, or what the window shows next."""
        if reply.errors:
            return {"response_action": "errors", "errors": dict(reply.errors)}
        return {"response_action": "update", "view": self._shown(reply)}

    def _shown(self, reply: Reply) -> dict[str, Any]:
        return shown_again(self.body["view"], reply.again) if reply.again else _window_of(reply)

    def interim(self) -> dict[str, Any]:
        """The form stays as it is: should this process die now, what was written is still there."""
        if self.incoming.first_input:
            return {"response_action": "errors", "errors": {self.incoming.first_input: SAVING_FORM}}
        return {"response_action": "update", "view": window(SAVING_TITLE, [kit.section(SAVING_WINDOW)])}

    def tell(self, reply: Reply) -> None:
        """Slack's answer says it."""

    def not_known(self) -> Reply:
        """Sent again, it is the same request: stored once, whichever of the two was."""
        if not self.incoming.first_input:
            return super().not_known()
        return Reply(errors={self.incoming.first_input: NOT_KNOWN})


def _window_of(reply: Reply) -> dict[str, Any]:
    return reply.modal or window_of(reply.title, reply.blocks)


def _message(reply: Reply) -> dict[str, Any]:
    made = {"text": reply.text, "response_type": "ephemeral", "replace_original": reply.replaces}
    return made | ({"blocks": list(reply.blocks)} if reply.blocks else {})


def _raise_where_it_is_our_fault(error: SlackApiError) -> None:
    """Slack is in trouble, or the person's trigger is too old; anything else is a fault of ours, told with its number."""
    code = error.response.get("error")
    if code not in OLD_TRIGGERS and error.response.status_code < 429:
        raise error
    log.warning("Slack would not show a window: %s", code)


class _Kind:
    """How a kind of request is read, and where it is looked up."""

    def __init__(self, made: type[Exchange], read: Any, table: Mapping[str, Entry]) -> None:
        self.made, self.read, self.table = made, read, table


_COMMAND = _Kind(CommandExchange, envelope.command, COMMANDS)
_SHORTCUT = _Kind(ShortcutExchange, envelope.shortcut, SHORTCUTS)
_ON_MESSAGE = _Kind(ShortcutExchange, envelope.message_shortcut, SHORTCUTS)
_BUTTON = _Kind(ButtonExchange, envelope.action, ACTIONS)
_IN_WINDOW = _Kind(WindowExchange, envelope.action, ACTIONS)
_FORM = _Kind(FormExchange, envelope.form, FORMS)
_KINDS = {"shortcut": _SHORTCUT, "message_action": _ON_MESSAGE, "view_submission": _FORM}


def exchange_of(edge: Edge, ack: Ack, body: Body, waiting: Waiting) -> Exchange | None:
    """The exchange a request begins. None for an event, and for what is in no table."""
    kind = _kind_of(body)
    if kind is None:
        return None
    incoming = kind.read(body, edge.deps)
    entry = kind.table.get(incoming.name)
    return kind.made(edge, ack, body, incoming, entry, waiting) if entry else None


def _kind_of(body: Body) -> _Kind | None:
    if body.get("command"):
        return _COMMAND
    if body.get("type") == "block_actions":
        return _IN_WINDOW if body.get("view") else _BUTTON
    return _KINDS.get(str(body.get("type")))
