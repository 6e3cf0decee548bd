"""Cases that drift and actions carried over; genograms and chronologies, as they were last seen in supervision."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from scheduling.casework import Casework, casework
from scheduling.index import day_of
from scheduling.measures.rows import row
from scheduling.measures.shapes import Asked, Item, OnFile
from scheduling.measures.then import Then
from scheduling.rules import cases
from scheduling.shapes import INFORMAL
from scheduling.view import View

TURNS: Final = 2
"""So many running, and it is no longer one that was late."""
TOOLS: Final = ("genogram", "chronology")
ANALYSED: Final = "analysed"


def rows(asked: Asked, then: Then) -> Iterator[Item]:
    """One an open case discussed before; one a tool of it; one an open action with its day."""
    view = then.today
    terms = view.version.cases
    seen = _last_seen(asked, view)
    for ref in view.index.cases if terms else ():
        work = casework(view, terms, view.case(ref)) if terms else None
        if work is not None and work.held and asked.is_about(work.holder.worker):
            yield _drift(asked, work)
            yield from _tools(asked, work, seen)
    yield from _carried(asked, view)


def _drift(asked: Asked, work: Casework) -> Item:
    view, late = work.view, _late_running(work)
    drifts = late >= TURNS
    last = day_of(work.held[-1].on)
    return row(
        asked, view, "drift", "drifts" if drifts else "in_time", work.holder.worker, view.version.measured.get("drift"),
        category=work.case.category, case=work.case.ref, number=int(drifts), due=last,
        days=(view.today - last).days if drifts else None,
        why=f"late at the last {late} turns; last discussed {last}" if drifts else f"last discussed {last}",
        responsible=work.responsible,
    )  # fmt: skip


def _late_running(work: Casework) -> int:
    """At how many of its turns, counted back from today, it was late; the one that runs counts once it is late."""
    days = sorted({day_of(one.on) for one in work.held})
    due = cases.cycle_due(work, work.holder, days[-1], "")
    number = int(due is not None and day_of(due.due) < work.view.today)
    for before, after in reversed(list(pairwise(days))):
        due = cases.cycle_due(work, work.holder, before, "")
        if due is None or day_of(due.due) >= after:
            break
        number += 1
    return number


# ---- genogram and chronology


def _last_seen(asked: Asked, view: View) -> Mapping[tuple[str, str], OnFile]:
    found: dict[tuple[str, str], OnFile] = {}
    for one in sorted((each for each in asked.on_file if view.happened(each.on)), key=lambda each: each.on):
        found[(one.case, one.tool)] = one
    return found


def _tools(asked: Asked, work: Casework, seen: Mapping[tuple[str, str], OnFile]) -> Iterator[Item]:
    view = work.view
    for tool in TOOLS:
        if cited := view.version.measured.get(tool):
            one = seen.get((work.case.ref, tool))
            state = one.state if one and one.on >= work.opened_on else "not_said"
            yield row(
                asked, view, "tools", tool, work.holder.worker, cited, category=work.case.category, case=work.case.ref,
                number=int(state == ANALYSED), due=one.on if one else None,
                why=f"{state.replace('_', ' ')}, {one.on}" if one else "not said at a discussion yet",
                responsible=work.responsible,
            )  # fmt: skip


# ---- actions


def _carried(asked: Asked, view: View) -> Iterator[Item]:
    for one in asked.actions:
        settled = one.settled_on is not None and view.happened(one.settled_on)
        if settled or not view.happened(one.set_on) or not asked.is_about(one.supervisee) or not view.is_here(one.supervisee):
            continue
        later = [
            each.held_on
            for each in view.index.sessions.get(one.supervisee, ())
            if each.held_on and view.happened(each.held_on) and each.held_on > one.due_on and each.kind != INFORMAL
        ]
        is_carried = len(later) >= TURNS
        late = (view.today - one.due_on).days
        said = f"to be done by {one.due_on}; {len(later)} sessions since"
        yield row(
            asked, view, "carried_over", "carried_over" if is_carried else "still_open", one.supervisee,
            view.version.measured.get("drift"), case=one.case, number=int(is_carried), due=one.due_on,
            days=late if is_carried else None, why=said, responsible=(one.owner,), about=one.id,
        )  # fmt: skip
