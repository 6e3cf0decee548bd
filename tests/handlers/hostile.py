"""Well-signed requests that no Slack would send: real ones of every kind, with everything done to them that can be done."""

import copy
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from bot.desk import payloads
from handlers.tables import ACTIONS, COMMANDS, FORMS, SHORTCUTS
from tests.handlers.office import STAFF, Office, slack_id

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
KNOWN = {slack_id(key) for key in STAFF}
STORING = ("command", "block_actions", "view_submission")
"""Kinds of request that may lead to something stored."""

REQUIRED: dict[str, tuple[tuple[Any, ...], ...]] = {
    "command": (("command",), ("user_id",), ("trigger_id",)),
    "block_actions": (("user", "id"), ("trigger_id",), ("actions", 0, "action_id")),
    "view_submission": (("user", "id"), ("view", "id"), ("view", "callback_id")),
}
"""What Slack never leaves out: each a string that is not empty."""

STRINGS: tuple[str, ...] = (
    "", " ", "\x00", "a\x00b", "\ud800", "\udfff\ud800", "\u202e", "\ufeff", "\u200e\u200f", "é" * 300, "x" * 5000,
    "🙂" * 1000,
    "' OR 1=1 --", "'; DROP TABLE people; --", "\\'; SELECT pg_sleep(9); --", "%s%s%s%n", "${jndi:ldap://x}", "{{7*7}}",
    "<script>alert(1)</script>", "<!channel>", "<@U0ANN>", "<https://evil.example|x>", "`rm -rf /`", "$(id)",
    "../../etc/passwd",
    "U0TOM", "U0ANN", "U0STRANGER", "T1", "E-ann", "E-tom", "E-omar", "M100001", "M200001", "0" * 32, "council", "null", "true",
    "NaN", "-1", "9" * 400, "1e999", "٩٠", "2026-02-30", "9999-12-31", "0001-01-01", "25:61", "{}", "[]",
    '{"person": "E-omar"}',
    '{"request": "command 1.2.3"}', "[" * 3000, "typed 0000000000000000|a,b", "because", "M100001 hold because why",
    "log <@U0OMAR|omar> today 90", "book ann tue 2pm", "file:///etc/passwd", "http://169.254.169.254/",
    "__class__", "\r\nSet-Cookie: a=b",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 10**30, 1.5, float("inf"), float("nan"), [], {}, [[]], [None], [{}], {"": ""}, {"id": None},
    {"id": {}},
    {"value": ["a"]}, {"type": "block_actions"}, {"values": {"a": {"b": {"selected_option": "x"}}}}, ["U0TOM"], {"id": "U0TOM"},
)  # fmt: skip
HOSTS = (
    "http://127.0.0.1:9/x",
    "https://hooks.slack.com@evil.example/x",
    "https://evil.example/hooks.slack.com/",
    "gopher://x",
    "",
)


@dataclass(frozen=True, slots=True)
class Specimen:
    """A request of Slack's, and what it is."""

    kind: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """What is posted."""

    body: bytes
    content_type: str
    may_store: bool
    """A request as Slack lays it out, of somebody known: it may lead to something stored."""


def specimens(office: Office) -> list[Specimen]:
    """One of everything Slack sends: the desk's own requests after real acts, and each under every name we answer to."""
    tom, world = office.person("tom"), office.desk.world
    for key in STAFF:
        office.person(key).command("/supervision", "help")  # met: nobody is looked up later on
    [reply] = tom.command("/supervision", "next ann")
    tom.press(reply, "duty_why")
    tom.press(reply, "duty_record")
    tom.submit(notes="Kept.")
    tom.close(everything=True)
    tom.command("/decision", "M100001 hold the plan")
    tom.submit(rationale="two visits")
    tom.close(everything=True)
    tom.shortcut("log_session")
    tom.close(everything=True)
    home = tom.home()
    office.desk.until(lambda: office.desk.requests("app_home_opened"))
    found = [Specimen(each.kind, dict(each.payload)) for each in office.desk.requests()]
    assert home
    message = tom.last()
    element = {"type": "external_select", "action_id": "ref"}
    made = {
        "message_action": payloads.message_shortcut(world, tom.member, "log_message", message),
        "block_suggestion": payloads.suggestion(world, tom.member, home, element, "ref", "M1"),
        "view_closed": payloads.view_closed(world, tom.member, home, is_cleared=True),
        "url_verification": {"type": "url_verification", "token": "x", "challenge": "c"},
        "ssl_check": {"ssl_check": "1", "token": "x"},
        "app_uninstalled": payloads.event(world, {"type": "app_uninstalled"}),
        "interactive_message": {"type": "interactive_message", "callback_id": "x", "user": {"id": tom.id}, "actions": [{}]},
        "dialog_submission": {"type": "dialog_submission", "callback_id": "x", "user": {"id": tom.id}, "submission": {}},
    }
    return [each for one in (*found, *(Specimen(kind, made[kind]) for kind in made)) for each in (one, *_renamed(one))]


def _renamed(one: Specimen) -> Iterator[Specimen]:
    """The same under each name of its table."""
    named: dict[str, tuple[tuple[Any, ...], Any]] = {
        "command": (("command",), COMMANDS),
        "block_actions": (("actions", 0, "action_id"), ACTIONS),
        "view_submission": (("view", "callback_id"), FORMS),
        "shortcut": (("callback_id",), SHORTCUTS),
        "message_action": (("callback_id",), SHORTCUTS),
    }
    path, names = named.get(one.kind, ((), ()))
    for name in names:
        payload = copy.deepcopy(one.payload)
        holder: Any = payload
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = name
        yield Specimen(one.kind, payload)


def mangled(chance: random.Random, found: list[Specimen]) -> Sent:
    """One of them, with a few things done to it."""
    specimen = chance.choice(found)
    payload: Any = copy.deepcopy(specimen.payload)
    for _ in range(chance.choice((1, 1, 1, 2, 2, 3, 6))):
        chance.choice(ACTS)(chance, payload)
    if "trigger_id" in payload and chance.random() < 0.7 and isinstance(payload["trigger_id"], str):
        payload["trigger_id"] = f"{chance.randrange(10**9)}.{chance.randrange(10**9)}"  # else it is the same request again
    if specimen.kind in ("command", "ssl_check"):  # a form of plain fields, in which everything is a string
        payload = {str(key): value if isinstance(value, str) else json.dumps(value) for key, value in payload.items()}
    body, content_type = _encoded(specimen.kind, payload)
    if chance.random() < 0.12:
        body, content_type = _spoiled(chance, body, content_type)
        return Sent(body, content_type, may_store=True)
    return Sent(body, content_type, _may_store(specimen.kind, payload))


def _may_store(kind: str, payload: Any) -> bool:
    if kind not in STORING or (kind != "command" and payload.get("type") != kind):
        return _is_another(kind, payload)
    values = [_at(payload, path) for path in REQUIRED[kind]]
    who = values[1] if kind == "command" else values[0]
    return all(isinstance(each, str) and each for each in values) and who in KNOWN


def _is_another(kind: str, payload: Any) -> bool:
    """It has been made into another kind: rare, and looked at like those that may."""
    return payload.get("type") in STORING or bool(payload.get("command"))


def _at(payload: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        if isinstance(payload, dict) or (isinstance(payload, list) and isinstance(key, int) and len(payload) > key):
            payload = payload.get(key) if isinstance(payload, dict) else payload[key]
        else:
            return None
    return payload


def _spots(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a payload."""
    if isinstance(value, dict):
        for key in list(value):
            yield value, key
            yield from _spots(value[key])
    elif isinstance(value, list):
        for spot in range(len(value)):
            yield value, spot
            yield from _spots(value[spot])


def _spot(chance: random.Random, payload: Any, where: Callable[[Any], bool] = lambda value: True) -> tuple[Any, Any]:
    spots = [(holder, key) for holder, key in _spots(payload) if where(holder[key])]
    return chance.choice(spots) if spots else ({"": ""}, "")


def _without(chance: random.Random, payload: Any) -> None:
    holder, key = _spot(chance, payload)
    del holder[key]


def _another_value(chance: random.Random, payload: Any) -> None:
    holder, key = _spot(chance, payload)
    holder[key] = copy.deepcopy(chance.choice(VALUES))


def _another_string(chance: random.Random, payload: Any) -> None:
    holder, key = _spot(chance, payload, lambda value: isinstance(value, str))
    held, new = holder[key], chance.choice(STRINGS)
    at = chance.randrange(len(held) + 1)
    holder[key] = chance.choice((new, held + new, held[:at] + new + held[at:]))


def _wrapped(chance: random.Random, payload: Any) -> None:
    holder, key = _spot(chance, payload)
    held = holder[key]
    many = [held] * (200 if isinstance(held, str | int | None) else 3)  # of whole branches it would be gigabytes soon
    holder[key] = chance.choice(([held], {"value": held}, many, str(held)))


def _deep(chance: random.Random, payload: Any) -> None:
    holder, key = _spot(chance, payload)
    made: Any = "x"
    for _ in range(chance.choice((5, 50, 300))):
        made = [made] if chance.random() < 0.5 else {"a": made}
    holder[key] = made


def _somebody_else(chance: random.Random, payload: Any) -> None:
    ids = [
        *sorted(KNOWN),
        "U0STRANGER",
        "U0NOBODY",
        "UE1003",
        "W123",
        "u0tom",
        "U0TOM ",
        "U0TOM\x00",
        "*",
        "<@U0TOM>",
        "",
        "B1",
    ]
    if "user_id" in payload:
        payload["user_id"] = chance.choice(ids)
    elif isinstance(payload.get("user"), dict):
        payload["user"]["id"] = chance.choice(ids)
    else:
        payload["user"] = {"id": chance.choice(ids)}


def _elsewhere(chance: random.Random, payload: Any) -> None:
    team = chance.choice(("T0OTHER", "E0GRID", "", "council", None, 7, ["T1"], {"id": "T1"}))
    payload["team_id"] = team
    payload["team"] = chance.choice((team, {"id": team}, None))
    payload["enterprise"] = chance.choice((None, {"id": "E1"}, "E1", []))
    payload["is_enterprise_install"] = chance.choice((True, False, "true", None, {}))


def _answer_there(chance: random.Random, payload: Any) -> None:
    payload["response_url"] = chance.choice(HOSTS)


def _added(chance: random.Random, payload: Any) -> None:
    name = chance.choice(("command", "type", "event", "view", "actions", "ssl_check", "payload", "challenge", "function_data",
                          "bot_access_token", "authorizations", "message", "state", "token", "text"))  # fmt: skip
    payload[name] = copy.deepcopy(chance.choice((*VALUES, *STRINGS)))


ACTS = (
    _without, _without, _another_value, _another_value, _another_value, _another_string, _another_string, _another_string,
    _wrapped, _deep, _somebody_else, _elsewhere, _answer_there, _added,
)  # fmt: skip


def _encoded(kind: str, payload: Any) -> tuple[bytes, str]:
    """As Slack sends its kind; halves of characters, which a form cannot hold, as the JSON escapes they came from."""
    if kind in ("command", "ssl_check"):
        return urlencode(payload, errors="surrogatepass").encode(), FORM
    text = json.dumps(payload)
    return (
        (text.encode(), JSON)
        if "event" in payload or kind == "url_verification"
        else (urlencode({"payload": text}).encode(), FORM)
    )


def _spoiled(chance: random.Random, body: bytes, content_type: str) -> tuple[bytes, str]:
    at = chance.randrange(len(body) + 1)
    made = chance.choice(
        (
            body[:at],
            body[:at] + bytes(chance.randrange(128) for _ in range(8)) + body[at:],
            body + b"&" + body,
            body + b"&payload=%7B%7D",
            b"payload=" + b"%5B" * 50_000,
            b"[" * 100_000,
            b'{"a":' * 50_000,
            b"payload=1",
            b"payload=null",
            b"payload=%22a%22",
            b"payload=[1]",
            b"payload=%ff%fe",
            b"payload",
            b"{}",
            b"[]",
            b"null",
            b"1" * 5000,
            b"a=" * 40,
            b"&" * 5000,
            b"command=/decision&user_id=%00&trigger_id=%00",
            b"x" * 900_000,
        )
    )
    kinds = (
        FORM,
        FORM,
        FORM,
        JSON,
        JSON,
        f"{FORM}; charset=utf-7",
        f"{JSON}; charset=utf-16",
        "multipart/form-data; boundary=a",
        "",
    )
    return made, chance.choice((content_type, content_type, chance.choice(kinds)))
