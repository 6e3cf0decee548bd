"""Partial matching of answers: an object by its keys, a list by its items, an instant by its moment."""

import base64
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from scheduling.calendar import LONDON

FOLDER = Path(__file__).parent


def scenarios() -> Iterator[dict[str, Any]]:
    """Every case of every file, in order."""
    for path in sorted(FOLDER.glob("*.json")):
        yield from json.loads(path.read_text(encoding="utf-8"))


def facts_bytes(case: dict[str, Any]) -> bytes:
    """The facts file of a case, byte for byte."""
    if "facts_base64" in case:
        return base64.b64decode(case["facts_base64"])
    return (case["facts_text"] if "facts_text" in case else json.dumps(case["facts"])).encode()


def instant(value: object) -> datetime | None:
    """The moment a text names, or None where it is not an instant."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and "T" in value else None
    except ValueError:
        return None
    return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=LONDON)


def matches(want: Any, got: Any) -> bool:
    """Whether an answer is what is wanted, as far as it is wanted."""
    if isinstance(want, dict) and "any_of" in want:
        return any(matches(choice, got) for choice in want["any_of"])
    if isinstance(want, dict):
        return isinstance(got, dict) and all(key in got and matches(item, got[key]) for key, item in want.items())
    if isinstance(want, list):
        return isinstance(got, list) and all(any(matches(item, other) for other in got) for item in want)
    if moment := instant(want):
        return (other := instant(got)) is not None and moment.timestamp() == other.timestamp()
    return want == got and isinstance(want, bool) == isinstance(got, bool)


def problem(expect: dict[str, Any], answer: list[dict[str, Any]]) -> str | None:
    """What is wrong with an answer; None where it is as expected."""
    if "dates" in expect:
        if (dates := [row["due"] for row in answer]) != expect["dates"]:
            return f"expected dates {expect['dates']}; got {dates}"
        reminders = {row["due"]: row["remind_on"] for row in answer}
        for due, on in expect.get("remind_on", {}).items():
            if reminders[due] != on:
                return f"expected {due} to be reminded on {on}; got {reminders[due]}"
    rows = [
        {**row, "on": at.astimezone(LONDON).date().isoformat()} if (at := instant(row.get("at"))) else row for row in answer
    ]
    for want in expect.get("includes", []):
        if not any(matches(want, row) for row in rows):
            return f"expected {want}; got {rows}"
    for want in expect.get("excludes", []):
        if found := [row for row in rows if matches(want, row)]:
            return f"expected no {want}; got {found}"
    if "count" in expect:
        found = [row for row in rows if matches(expect["count"]["of"], row)]
        if len(found) != expect["count"]["is"]:
            return f"expected {expect['count']}; got {len(found)}"
    return None
