"""Faults between one fact and another: ids nobody has, loops, ends before starts."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from scheduling.calendar import local_day
from scheduling.shapes import CASES_NAMED, PEOPLE_NAMED
from scheduling.values import shown

Document = Mapping[str, Any]
_SPANS = (
    ("people", "started_on", "left_on"), ("relationships", "from", "until"), ("cases", "opened_on", "closed_on"),
    ("allocations", "from", "until"), ("absences", "from", "until"), ("audits", "on", "finished_on"),
)  # fmt: skip


def inconsistencies(document: Document) -> list[str]:
    """Every fault that takes more than one value to see."""
    return [
        fault
        for rule in (_twice, _unknown, _ends, _themselves, _loops, _early_sessions, _two_leads)
        for fault in rule(document)
    ]


def _twice(document: Document) -> Iterator[str]:
    for name, key in (("people", "id"), ("cases", "ref")):
        seen: dict[str, int] = {}
        for spot, row in enumerate(document[name]):
            if key in row and (first := seen.setdefault(row[key], spot)) != spot:
                yield f"{name}[{spot}].{key}: {shown(row[key])} is used already, by {name}[{first}]"


def _unknown(document: Document) -> Iterator[str]:
    for known_in, key, named, words in (
        ("people", "id", PEOPLE_NAMED, "nobody has the id"),
        ("cases", "ref", CASES_NAMED, "no case has the reference"),
    ):
        known = {row.get(key) for row in document[known_in]}
        if not known and known_in == "people":
            continue  # the missing list is the fault; every name in it would only repeat that
        for name, keys in named.items():
            for spot, row in enumerate(document[name]):
                for field in keys:
                    yield from _strangers(f"{name}[{spot}].{field}", row.get(field), known, words)
    people = {row.get("id") for row in document["people"]}
    if not people:
        return
    yield from _strangers(
        "organisation.senior_managers", document["organisation"].get("senior_managers"), people, "nobody has the id"
    )
    yield from _unknown_within(document, people)


def _unknown_within(document: Document, people: set[str]) -> Iterator[str]:
    refs = {row.get("ref") for row in document["cases"]}
    for spot, session in enumerate(document["sessions"]):
        for inner, work in enumerate(session.get("direct_work", ())):
            yield from _strangers(
                f"sessions[{spot}].direct_work[{inner}].case", work.get("case"), refs, "no case has the reference"
            )
    for spot, person in enumerate(document["people"]):
        for inner, change in enumerate(person.get("changes", ())):
            manager = change.get("set", {}).get("manager")
            yield from _strangers(f"people[{spot}].changes[{inner}].set.manager", manager, people, "nobody has the id")


def _strangers(place: str, value: Any, known: set[Any], words: str) -> Iterator[str]:
    if value is None or (isinstance(value, str) and value in known):
        return
    if isinstance(value, str):
        yield f"{place}: {words} {shown(value)}"
        return
    for spot, item in enumerate(value):
        if item not in known:
            yield f"{place}[{spot}]: {words} {shown(item)}"


def _ends(document: Document) -> Iterator[str]:
    for name, start, end in _SPANS:
        for spot, row in enumerate(document[name]):
            yield from _end(f"{name}[{spot}].{end}", row.get(start), row.get(end))
            for inner, change in enumerate(row.get("changes", ())):
                yield from _end(f"{name}[{spot}].changes[{inner}].set.{end}", row.get(start), change.get("set", {}).get(end))


def _end(place: str, start: Any, end: Any) -> Iterator[str]:
    if start is not None and end is not None and end < _day(start):
        yield f"{place}: {end} is before the start, {_day(start)}"


def _day(value: date | datetime) -> date:
    return local_day(value) if isinstance(value, datetime) else value


def _themselves(document: Document) -> Iterator[str]:
    for name in ("relationships", "agreements"):
        for spot, row in enumerate(document[name]):
            if "supervisee" in row and row["supervisee"] == row.get("supervisor"):
                yield f"{name}[{spot}].supervisor: {shown(row['supervisor'])} cannot supervise themselves"


def _loops(document: Document) -> Iterator[str]:
    """Managers in a ring, at the start or after any change."""
    above: dict[str, str | None] = {}
    places: dict[str, str] = {}
    moves: list[tuple[date, str, str | None, str]] = []
    for spot, row in enumerate(document["people"]):
        if "id" not in row or row["id"] in above:
            continue
        above[row["id"]] = row.get("manager")
        places[row["id"]] = f"people[{spot}].manager"
        for inner, change in enumerate(row.get("changes", ())):
            if "on" in change and "manager" in change.get("set", {}):
                moves.append(
                    (change["on"], row["id"], change["set"]["manager"], f"people[{spot}].changes[{inner}].set.manager")
                )
    cleared: set[str] = set()
    for person in above:
        if ring := _ring(person, above, cleared):
            yield f"{places[ring[0]]}: managers go round in a loop: {' > '.join([*ring, ring[0]])}"
    for _, person, manager, place in sorted(moves, key=lambda move: move[0]):
        above[person] = manager
        if ring := _ring(person, above, set()):
            yield f"{place}: managers go round in a loop: {' > '.join([*ring, ring[0]])}"
            above[person] = None


def _ring(person: str, above: Mapping[str, str | None], cleared: set[str]) -> list[str]:
    """The loop one comes to going up from `person`, once; those passed are cleared."""
    path: dict[str, int] = {}
    step: str | None = person
    while step is not None and step not in cleared:
        if step in path:
            cleared.update(path)
            return list(path)[path[step] :]
        path[step] = len(path)
        step = above.get(step)
    cleared.update(path)
    return []


def _early_sessions(document: Document) -> Iterator[str]:
    started = {row.get("id"): row.get("started_on") for row in document["people"]}
    for spot, row in enumerate(document["sessions"]):
        held, start = row.get("held_on"), started.get(row.get("supervisee"))
        if held is not None and start is not None and held < start:
            yield f"sessions[{spot}].held_on: {held} is before {shown(row['supervisee'])} started, {start}"


def _two_leads(document: Document) -> Iterator[str]:
    leads: dict[str, list[tuple[date, date, str, int]]] = defaultdict(list)
    for spot, row in enumerate(document["allocations"]):
        if row.get("role") == "lead" and {"case", "worker", "from"} <= row.keys():
            leads[row["case"]].append((_day(row["from"]), row.get("until") or date.max, row["worker"], spot))
    for case, spans in leads.items():
        spans.sort()
        held_until: dict[str, date] = {}
        for start, until, worker, spot in spans:
            for other, end in held_until.items():
                if start < end and other != worker:
                    two = f"{shown(other)} and {shown(worker)}"
                    yield f"allocations[{spot}]: {shown(case)} has two leads at once, {two}, from {start}"
            held_until[worker] = max(until, held_until.get(worker, date.min))
