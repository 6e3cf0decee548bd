"""Every request of the tables begins an exchange, which is answered in time; events and what is in no table are Bolt's."""

import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from handlers import late, shape
from handlers.deps import Deps
from handlers.edge import Edge
from handlers.envelope import origin
from handlers.exchanges import exchange_of
from handlers.pace import Turn
from handlers.patience import Waiting
from handlers.words.duty import OLD_BUTTON

__all__ = ["ARRIVED", "Edge", "register"]

log = logging.getLogger(__name__)

Body = Mapping[str, Any]
ARRIVED = "arrived"
"""In a request's context: when it came in, in seconds on the stopwatch. Without it, it has come just now."""
EVENTS = 1000
"""Events remembered: Slack repeats one that it thinks was not answered, within five minutes."""


def register(app: App, deps: Deps) -> Edge:
    """Every command, shortcut, button, form and event of the tables. The caller stops the edge before it closes storage."""
    edge = Edge(deps, app.listener_runner.listener_executor)
    app.middleware(_Arrival(edge))
    app.action(re.compile(".*"))(_unknown_action(edge))
    app.event("app_home_opened")(_home_opened(edge))
    app.error(_unforeseen)
    return edge


class _Arrival(Middleware):
    """Before a request waits for a thread: from now on it is answered in time, whether one is free or not.

    Bolt's own listeners would do as well, but it looks for their answer each 10 ms, so none comes sooner. Here whoever waits is
    woken once, when the answer is there. A function would do too, for which Bolt lays out all it might ask for, each time.
    """

    def __init__(self, edge: Edge) -> None:
        self._edge = edge

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse | None:
        edge, deps, body = self._edge, self._edge.deps, req.body
        arrived = float(req.context.get(ARRIVED, deps.stopwatch()))
        try:
            shape.check(body)
        except shape.NotSlacksError as fault:
            log.warning("a payload that is not as Slack lays it out: %s", fault)
            return BoltResponse(status=fault.status)
        ack = req.context.ack
        if edge.typing.notice(body):
            return ack()
        exchange = exchange_of(edge, ack, body, Waiting(arrived, deps.stopwatch, deps.patience))
        if exchange is None:
            next()
            return None
        turn = edge.pace.turn(exchange.incoming.workspace, exchange.incoming.slack_id)
        if turn is not Turn.GRANTED:
            exchange.turn_away(is_first=turn is Turn.REFUSED)
        elif exchange.meet():
            exchange.start()
        exchange.wait()
        if ack.response is None:
            log.error("%s had no answer after %.1f seconds", exchange.incoming.name, exchange.waiting.so_far())
        return ack.response or BoltResponse(status=500)


def _home_opened(edge: Edge) -> Callable[..., None]:
    deps, seen = edge.deps, _Seen()

    def listen(body: Body) -> None:
        event = body["event"]
        workspace, slack_id = deps.workspace(origin(body)), event.get("user")
        if event.get("tab", "home") != "home" or not isinstance(slack_id, str) or not seen.is_new(str(body.get("event_id"))):
            return
        # Drawn too often it would cost the others: the next opening shows it.
        if edge.pace.turn(workspace, slack_id) is Turn.GRANTED:
            edge.homes.opened(workspace, slack_id)

    return listen


class _Seen:
    """Events this process has had. What another has drawn already is drawn once more: that does no harm."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ids: OrderedDict[str, None] = OrderedDict()

    def is_new(self, event_id: str) -> bool:
        """Whether it comes for the first time."""
        with self._lock:
            if event_id in self._ids:
                return False
            self._ids[event_id] = None
            if len(self._ids) > EVENTS:
                self._ids.popitem(last=False)
            return True


def _unknown_action(edge: Edge) -> Callable[..., None]:
    message = {"text": OLD_BUTTON, "response_type": "ephemeral", "replace_original": False}

    def listen(ack: Ack, body: Body) -> None:
        ack()
        workspace, url = edge.deps.workspace(origin(body)), body.get("response_url")
        if url and edge.pace.turn(workspace, str(body["user"]["id"])) is Turn.GRANTED:
            late.respond(edge.afterwards, edge.deps.client(workspace), str(url), message)

    return listen


def _unforeseen(error: Exception, body: Body, response: BoltResponse | None) -> BoltResponse | None:
    """A fault outside every exchange: an event's, or of a payload that is not as Slack sends it."""
    log.error("a fault in %s", body.get("type") or body.get("command") or "a request", exc_info=error)
    return BoltResponse(status=400, body="") if response is not None else None
