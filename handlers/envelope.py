"""Slack's payloads, read: the one place that knows how Slack lays a request out."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import blake2s
from typing import Any

from slack_bolt.request.internals import extract_enterprise_id, extract_is_enterprise_install, extract_team_id

from handlers.deps import Deps, Origin
from handlers.request import Incoming, Source

Body = Mapping[str, Any]
REQUEST = "request"
"""What a form shown again carries: the request it was first sent as."""
MOST_SAID = 40_000
"""Letters of a message: Slack cuts it there itself."""
LONGEST_REQUEST = 600
"""Letters of what a request is known by: of a form, its window's id and hash."""


def command(body: Body, deps: Deps) -> Incoming:
    """A slash command."""
    return Incoming(
        source=Source.COMMAND,
        name=str(body["command"]),
        workspace=deps.workspace(origin(body)),
        slack_id=str(body["user_id"]),
        request_id=f"command {body['trigger_id']}",
        text=str(body.get("text") or ""),
    )


def action(body: Body, deps: Deps) -> Incoming:
    """A button pressed or an option chosen."""
    pressed, view = body["actions"][0], body.get("view") or {}
    return Incoming(
        source=Source.ACTION,
        name=str(pressed["action_id"]).partition(":")[0],
        workspace=deps.workspace(origin(body)),
        slack_id=str(body["user"]["id"]),
        request_id=f"action {body['trigger_id']}",
        value=str(pressed.get("value") or (pressed.get("selected_option") or {}).get("value") or ""),
        values=_answers(view),
        meta=_carried(str(view.get("private_metadata") or "")),
        window=str(view.get("id") or ""),
        view=view,
    )


def shortcut(body: Body, deps: Deps) -> Incoming:
    """A global shortcut."""
    return Incoming(
        source=Source.SHORTCUT,
        name=str(body["callback_id"]),
        workspace=deps.workspace(origin(body)),
        slack_id=str(body["user"]["id"]),
        request_id=f"shortcut {body['trigger_id']}",
    )


def message_shortcut(body: Body, deps: Deps) -> Incoming:
    """A shortcut of a message's own menu, with what the message says."""
    return replace(shortcut(body, deps), message=_said(body.get("message") or {}))


def form(body: Body, deps: Deps) -> Incoming:
    """A form sent off."""
    view = body["view"]
    inputs = [str(block["block_id"]) for block in view.get("blocks", []) if block.get("type") == "input"]
    meta, values = _carried(str(view.get("private_metadata") or "")), _answers(view)
    return Incoming(
        source=Source.FORM,
        name=str(view["callback_id"]),
        workspace=deps.workspace(origin(body)),
        slack_id=str(body["user"]["id"]),
        # A form shown again, filled as it was, is still the same request; sent twice as it is, it has the same hash.
        request_id=meta.get(REQUEST, "")[:LONGEST_REQUEST] or f"form {view['id']} {view.get('hash') or ''}",
        version=blake2s(json.dumps(values, sort_keys=True).encode(), digest_size=8).hexdigest(),
        values=values,
        typed=_typed(view),
        meta=meta,
        window=str(view["id"]),
        first_input=inputs[0] if inputs else "",
    )


def origin(body: Body) -> Origin:
    """Read as Bolt reads it, which has checked by the same that the app is installed there."""
    known = dict(body)
    return Origin(
        str(extract_enterprise_id(known) or ""),
        str(extract_team_id(known) or ""),
        is_org=bool(extract_is_enterprise_install(known)),
    )


def _carried(metadata: str) -> dict[str, str]:
    """The ids a form carries; none where it is not one of ours."""
    try:
        found = json.loads(metadata or "{}")
    except (ValueError, RecursionError):
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _said(message: Body) -> str:
    """Its text; of one without, as Slack forwards some and apps send some, what it holds instead."""
    if str(message.get("text") or "").strip():
        return str(message["text"])[:MOST_SAID]
    held = [part for each in message.get("attachments") or [] for part in _held(each)]
    return "\n".join(held or [part for each in message.get("blocks") or [] for part in _lines(each)])[:MOST_SAID]


def _held(attachment: Body) -> Iterator[str]:
    for name in ("text", "fallback"):
        if isinstance(attachment.get(name), str) and attachment[name].strip():
            yield attachment[name]
            return


def _lines(block: Body) -> Iterator[str]:
    """Paragraphs, titles and small lines of a block: not its buttons."""
    if block.get("type") in ("section", "header", "context"):
        rows = [row for name in ("fields", "elements") if isinstance(row := block.get(name), list)]
        parts = [block.get("text"), *(part for row in rows for part in row)]
        yield from (part["text"] for part in parts if isinstance(part, Mapping) and isinstance(part.get("text"), str))


def _typed(view: Body) -> frozenset[str]:
    """Answers that are a text, of whatever kind of field: all but what was picked, and numbers."""
    answers = ((view.get("state") or {}).get("values") or {}).items()
    return frozenset(
        str(block)
        for block, elements in answers
        if any("value" in element and element.get("type") != "number_input" for element in elements.values())
    )


def _answers(view: Body) -> dict[str, str | list[str] | None]:
    found: dict[str, str | list[str] | None] = {}
    for block, elements in ((view.get("state") or {}).get("values") or {}).items():
        for element in elements.values():
            found[str(block)] = _answer(element)
    return found


def _answer(element: Body) -> str | list[str] | None:
    if "selected_options" in element:
        return [str(option["value"]) for option in element["selected_options"] or []]
    if "selected_users" in element:
        return [str(slack_id) for slack_id in element["selected_users"] or []]
    option = element.get("selected_option")
    if option:
        return str(option["value"])
    answer = element.get("value") or element.get("selected_date") or element.get("selected_time")
    answer = answer or element.get("selected_user")
    return str(answer) if answer is not None else None
