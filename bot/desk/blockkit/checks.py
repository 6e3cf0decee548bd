"""Small checks, put together into the shapes of Block Kit. A check yields its faults as Slack words them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str], Iterator[str]]
"""A value and its JSON pointer in, sentences out: nothing when all is well."""


def fault(words: str, at: str) -> str:
    """One fault, with its place named as Slack names it."""
    return f"{words} [json-pointer:{at or '/'}]"


def string(most: int, least: int = 0) -> Check:
    """A string of so many characters."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield fault("must provide a string", at)
        elif len(value) < least:
            yield fault(f"must be more than {least - 1} characters", at)
        elif len(value) > most:
            yield fault(f"must be less than {most + 1} characters", at)

    return check


def boolean(value: Any, at: str) -> Iterator[str]:
    """True or false, never 1 or "true"."""
    if not isinstance(value, bool):
        yield fault("must provide a boolean", at)


def integer(least: int, most: int) -> Check:
    """A whole number in a range."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield fault("must provide an integer", at)
        elif not least <= value <= most:
            yield fault(f"must be a number between {least} and {most}", at)

    return check


def one_of(*allowed: str) -> Check:
    """One of a few words."""

    def check(value: Any, at: str) -> Iterator[str]:
        if value not in allowed:
            yield fault(f"must be one of: {', '.join(allowed)}", at)

    return check


def pattern(regex: str, words: str) -> Check:
    """A string of a form, such as a date."""
    compiled = re.compile(regex)

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            yield fault(words, at)

    return check


def items(each: Check, most: int, least: int = 1) -> Check:
    """A list of so many things."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield fault("must provide an array", at)
            return
        if len(value) < least:
            yield fault(f"no less than {least} items allowed", at)
        if len(value) > most:
            yield fault(f"no more than {most} items allowed", at)
        for index, item in enumerate(value):
            yield from each(item, f"{at}/{index}")

    return check


def anything(value: Any, at: str) -> Iterator[str]:
    """What the desk does not look into."""
    return iter(())


def shape(required: Mapping[str, Check], optional: Mapping[str, Check], *rules: Check) -> Check:
    """An object with these properties and no others. The rules are asked once the properties are well formed."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must provide an object", at)
            return
        found = [fault(f"missing required field: {name}", at) for name in required if value.get(name) is None]
        found += [fault(f"invalid additional property: {name}", at) for name in value if name not in {**required, **optional}]
        for name, inner in {**required, **optional}.items():
            if value.get(name) is not None:
                found += inner(value[name], f"{at}/{name}")
        yield from found
        if not found:
            for rule in rules:
                yield from rule(value, at)

    return check


def typed(shapes: Mapping[str, Check]) -> Check:
    """One of several shapes, told apart by `type`."""

    def check(value: Any, at: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield fault("must provide an object", at)
        elif not isinstance(value.get("type"), str):
            yield fault("missing required field: type", at)
        elif value["type"] not in shapes:
            yield fault(f"unsupported type: {value['type']}", f"{at}/type")
        else:
            yield from shapes[value["type"]](value, at)

    return check


TYPE: Check = string(255, 1)
BLOCK_ID: Check = string(255, 1)
ACTION_ID: Check = string(255, 1)
URL: Check = string(3000, 1)
