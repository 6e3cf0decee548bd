"""Windows that say something is being counted, and show it once it is: one after the other, in a thread of their own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from handlers import late, troubles
from handlers.answering import request_of, wording
from handlers.edge import Edge
from handlers.entry import Entry
from handlers.forms.fields import window_of
from handlers.patience import Waiting
from handlers.reply import Later, Reply, say
from handlers.request import Incoming
from scheduling.errors import SupervisionError
from storage.errors import Busy, NotFound, Unavailable


def begin(edge: Edge, incoming: Incoming, entry: Entry, reply: Reply, opened: Mapping[str, Any]) -> None:
    """See to it that the window Slack has just opened shows what `reply` promises; `opened` is Slack's answer."""
    if reply.later:
        view_id, shown = str(opened["view"]["id"]), reply.modal or {}
        edge.unhurried.do(partial(_fill, edge, incoming, entry, reply.later, view_id, shown))


def _fill(edge: Edge, incoming: Incoming, entry: Entry, later: Later, view_id: str, shown: Mapping[str, Any]) -> None:
    if late.update(edge.deps.client(incoming.workspace), view_id, shown) is late.Shown.CLOSED:
        return  # while others were counted for: nobody waits for it
    _show(edge, incoming, view_id, _drawn(edge, incoming, entry, later))


def _show(edge: Edge, incoming: Incoming, view_id: str, view: Mapping[str, Any], tries: int = 0) -> None:
    """Again where Slack does not take it: it has been counted, and somebody looks at a window that says so."""
    came = late.update(edge.deps.client(incoming.workspace), view_id, view)
    if came is late.Shown.TROUBLE and tries < len(late.AGAIN_AFTER):
        edge.afterwards.do(partial(_show, edge, incoming, view_id, view, tries + 1), late.AGAIN_AFTER[tries])


def _drawn(edge: Edge, incoming: Incoming, entry: Entry, later: Later) -> dict[str, Any]:
    """With what it takes of time, and in a transaction that keeps nobody waiting; or the sentence that says why not."""
    deps = edge.deps
    try:
        with deps.store.read(incoming.workspace, deps.now(), unhurried=True) as work:
            viewer = work.people.of_slack(incoming.slack_id)
            if viewer is None:
                raise NotFound
            return later(request_of(incoming, viewer, deps, work), work)
    except Exception as error:
        told = _told(edge, incoming, entry, error)
    return window_of(told.title, told.blocks)


def _told(edge: Edge, incoming: Incoming, entry: Entry, error: Exception) -> Reply:
    if isinstance(error, SupervisionError) and not isinstance(error, Busy | Unavailable):
        return say(wording(error))
    waiting = Waiting(edge.deps.stopwatch(), edge.deps.stopwatch, edge.deps.patience)
    return troubles.reply_to(error, incoming, entry, edge.deps, waiting)
