"""The arguments of a call, whether they came as a form or as JSON."""

from __future__ import annotations

import json
from typing import Any

from flask import Request

from bot.desk.kinds import Json
from bot.desk.tickets import RefusedError


class Args:
    """Named arguments, asked for by the kind one expects."""

    def __init__(self, given: Json) -> None:
        self.given = {name: value for name, value in given.items() if value is not None}

    def text(self, name: str) -> str | None:
        """A string, if given."""
        value = self.given.get(name)
        return None if value is None else str(value)

    def required(self, name: str) -> str:
        """A string that must be there."""
        value = self.text(name)
        if not value:
            raise invalid([f"missing required field: {name} [json-pointer:/{name}]"])
        return value

    def flag(self, name: str) -> bool:
        """A boolean, as JSON or as form text."""
        return str(self.given.get(name, "")).lower() in ("1", "true")

    def whole(self, name: str, default: int, error: str) -> int:
        """A whole number."""
        value = str(self.given.get(name, default))
        if not value.isdigit():
            raise RefusedError(error)
        return int(value)

    def structure(self, name: str, error: str) -> Any:
        """A list or an object: JSON itself, or JSON in a string."""
        value = self.given.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise RefusedError(error) from None


def invalid(faults: list[str], error: str = "invalid_arguments") -> RefusedError:
    """The answer to arguments that are not well formed, each place named."""
    extra: Json = {"response_metadata": {"messages": [f"[ERROR] {each}" for each in faults]}}
    if error == "invalid_blocks":
        extra["errors"] = faults
    return RefusedError(error, **extra)


def read(request: Request) -> Args:
    """The arguments of this request."""
    given: Json = {**request.args}
    if request.mimetype == "application/json" and request.get_data():
        body = request.get_json(silent=True)
        if not isinstance(body, dict):
            raise RefusedError("invalid_json" if body is None else "json_not_object")
        return Args({**given, **body})
    return Args({**given, **request.form})


def token(request: Request, args: Args) -> str | None:
    """The token, from the header or the arguments."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" and value else args.text("token")
