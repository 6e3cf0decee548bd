"""Where in the text of a pack a key stands: the line a fault is on."""

import re
from typing import Final

_HEADER: Final = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY: Final = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_NOT_TOML: Final = re.compile(r"at line (\d+)")
_STEP: Final = re.compile(r"\[\d+\]|[^.\[]+")


def line_of(text: str, place: str) -> int | None:
    """The line of a place such as `version[0].cases.first.within`, or of the nearest thing that holds it."""
    known = lines(text)
    steps = _STEP.findall(place)
    while steps:
        spelled = "".join(step if step.startswith("[") else f".{step}" for step in steps).lstrip(".")
        if spelled in known:
            return known[spelled]
        steps.pop()
    return None


def line_of_fault(name: str, text: str, fault: str) -> int | None:
    """The line of a fault of the pack `name`; None where the pack it builds on is at fault, or a key is missing outright."""
    if found := _NOT_TOML.search(fault):
        return int(found[1])
    spelled = fault[len(name) :].lstrip(".") if fault.startswith(name) else ""
    return line_of(text, spelled.partition(":")[0])


def lines(text: str) -> dict[str, int]:
    """Every table and key with its line, as faults spell them: arrays of tables are counted from 0."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    open_brackets, quoted = 0, ""
    for number, line in enumerate(text.splitlines(), 1):
        if open_brackets <= 0 and not quoted:
            if header := _HEADER.match(line):
                table = _opened(header[2], header[1] == "[[", counts)
                found.setdefault(table, number)
                continue
            if key := _KEY.match(line):
                spelled = ".".join(part.strip().strip("\"'") for part in key[1].split("."))
                found.setdefault(f"{table}.{spelled}".lstrip("."), number)
        open_brackets, quoted = _still_open(line, max(open_brackets, 0), quoted)
    return found


def _opened(header: str, is_array: bool, counts: dict[str, int]) -> str:
    """The place a header opens; within an array of tables, that of its last table."""
    path = ""
    parts = [part.strip().strip("\"'") for part in header.split(".")]
    for spot, part in enumerate(parts):
        path = f"{path}.{part}".lstrip(".")
        if is_array and spot == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = f"{path}[{counts[path]}]"
    return path


def _still_open(line: str, depth: int, quoted: str) -> tuple[int, str]:
    """How many brackets, and which long quotation, are still open after a line."""
    spot = 0
    while spot < len(line):
        if quoted:
            end = line.find(quoted, spot)
            if end < 0:
                return depth, quoted if len(quoted) == 3 else ""
            spot, quoted = end + len(quoted), ""
            continue
        character = line[spot]
        if character == "#":
            break
        if character in "\"'":
            quoted = character * 3 if line.startswith(character * 3, spot) else character
            spot += len(quoted)
            continue
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(character, 0)
        spot += 1
    return depth, quoted if len(quoted) == 3 else ""
