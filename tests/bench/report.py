"""The report as a manager opens it, every figure of it, and all of it as it goes into the workbook, over a year of a council.

Beside both the bare SQL for the same figures; and what the Home tab asks and takes.
"""

import argparse
import gc
import resource
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import event, insert, text

from handlers import home
from handlers.reporting import lists, rest, window
from handlers.reporting.chosen import Chosen
from handlers.request import Incoming, Request, Source
from scheduling.calendar import LONDON
from scheduling.index import day_of
from scheduling.measures import Item
from storage import SINGLE
from storage.models import (
    AgreementRow,
    AllocationRow,
    CaseRow,
    DiscussionRow,
    ObligationRow,
    ObservationRow,
    PersonRow,
    RelationshipRow,
    SessionRow,
)
from storage.names import name_key
from storage.store import Store
from storage.unit import UnitOfWork
from tests.bench.council import CATEGORIES
from tests.bench.councils import Shape
from tests.bench.figures import show
from tests.bench.servers import new_council

NOW = datetime(2026, 6, 10, 9, tzinfo=LONDON)
TODAY = NOW.date()
TURNS, DISCUSSIONS = 13, 8
"""Sessions a person and discussions a case in the fourteen months before; half as many oversight entries."""


def main(arguments: list[str]) -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="python -m tests.bench report", description=__doc__)
    options.add_argument("--people", type=int, default=3_000)
    options.add_argument("--cases", type=int, default=15_000)
    options.add_argument("--json", action="store_true")
    given = options.parse_args(arguments)
    shape = Shape(given.people, given.cases)
    with tempfile.TemporaryDirectory() as folder:
        council = new_council(f"sqlite:///{folder}/council.db")
        with council.store() as store:
            planted = plant(store, shape)
            gc.collect()
            whole, rows_behind = _report(store)
            bare = _bare(store)
            _keep(store, rows_behind)
            opened = {name: _opened(store, *each) for name, each in OPENED.items()}
    rows = {
        "every measure, and the rows behind it: the workbook": whole,
        "bare SQL: joins and windows, the same figures": {"seconds": round(bare, 2)},
        **opened,
        EVERY_FIGURE: (every := _together(opened[HEAD], opened[REST])),
    }
    title = f"A year of {given.people:,} people and {given.cases:,} cases: {planted:,} sessions and discussions"
    show(
        title,
        rows,
        ratios={
            f"{EVERY_FIGURE}: times the bare SQL": round(every["seconds"] / bare, 1),
            "the workbook: times the bare SQL": round(float(whole["seconds"]) / bare, 1),
        },
        as_json=given.json,
    )


def _report(store: Store) -> tuple[dict[str, float], tuple[Item, ...]]:
    began, busy = time.perf_counter(), time.process_time()
    with store.read(SINGLE, NOW, unhurried=True) as work:
        picture = work.reports.picture(viewer=work.people.must_get("H"))
    took, worked = time.perf_counter() - began, time.process_time() - busy
    found = picture.figure("on_time")
    figures = {
        "seconds": round(took, 2),
        "cpu_s": round(worked, 2),
        "rows": len(picture.items),
        "figures": len(picture.figures),
        "on_time": round(found.share or 0, 3) if found else 0,
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
    }
    return figures, picture.items


BARE = (
    """SELECT strftime('%Y-%m', due), count(*), sum(held_on <= due) FROM (
         SELECT held_on, date(lag(held_on) OVER (PARTITION BY supervisee_id ORDER BY held_on), '+1 month') AS due
         FROM sessions WHERE held_on IS NOT NULL) GROUP BY 1""",
    """SELECT strftime('%Y-%m', due), category, count(*), sum(discussed_on <= due) FROM (
         SELECT d.discussed_on, c.category, date(lag(d.discussed_on) OVER (PARTITION BY d.case_ref ORDER BY d.discussed_on),
           CASE WHEN c.category IN ('child_in_need', 'care_leaver') THEN '+3 months' ELSE '+2 months' END) AS due
         FROM discussions d JOIN cases c ON c.workspace = d.workspace AND c.ref = d.case_ref WHERE d.kind = 'supervision')
       GROUP BY 1, 2""",
    """SELECT strftime('%Y-%m', due), count(*), sum(seen <= due) FROM (
         SELECT date(d.discussed_on, '+1 month') AS due,
           min(CASE WHEN d.kind = 'oversight' THEN d.discussed_on END) OVER (PARTITION BY d.case_ref ORDER BY
             d.discussed_on DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS seen, d.kind
         FROM discussions d) WHERE kind = 'supervision' GROUP BY 1""",
    """SELECT strftime('%Y-%m', discussed_on), count(*), sum(recorded_on <= date(discussed_on, '+14 days'))
       FROM discussions GROUP BY 1""",
    """SELECT strftime('%Y-%m', held_on), count(*), sum(recorded_on <= date(held_on, '+14 days')),
         avg(julianday(recorded_on) - julianday(held_on)), max(julianday(recorded_on) - julianday(held_on))
       FROM sessions GROUP BY 1""",
    """SELECT count(*), sum(reviewed_on >= date('2026-06-10', '-1 year')) FROM agreements""",
    """SELECT count(*), sum(d.case_ref IS NULL) FROM cases c LEFT JOIN (
         SELECT workspace, case_ref, max(discussed_on) AS last_on FROM discussions GROUP BY workspace, case_ref) d
       ON d.workspace = c.workspace AND d.case_ref = c.ref""",
    """SELECT strftime('%Y-%m', s.held_on), count(*), sum(r.supervisor_id = s.supervisor_id) FROM sessions s
       JOIN relationships r ON r.workspace = s.workspace AND r.supervisee_id = s.supervisee_id AND r.from_on <= s.held_on
         AND (r.until_on IS NULL OR r.until_on > s.held_on) WHERE s.held_on >= '2025-07-01' GROUP BY 1""",
    """SELECT count(*), sum(CASE WHEN now_late THEN before_late ELSE before_late AND first_late END) FROM (
         SELECT case_ref, max(CASE turn WHEN 1 THEN late END) AS now_late, max(CASE turn WHEN 2 THEN late END) AS before_late,
           max(CASE turn WHEN 3 THEN late END) AS first_late FROM (
             SELECT d.case_ref, row_number() OVER (PARTITION BY d.case_ref ORDER BY d.discussed_on DESC) AS turn,
               coalesce(lead(d.discussed_on) OVER (PARTITION BY d.case_ref ORDER BY d.discussed_on), '2026-06-10') >
                 date(d.discussed_on, CASE WHEN c.category IN ('child_in_need', 'care_leaver') THEN '+3 months'
                   ELSE '+2 months' END) AS late
             FROM discussions d JOIN cases c ON c.workspace = d.workspace AND c.ref = d.case_ref
             WHERE d.kind = 'supervision') GROUP BY case_ref)""",
)


def _bare(store: Store) -> float:
    began = time.perf_counter()
    with store.reading() as session:
        for statement in BARE:
            session.execute(text(statement)).all()
    return time.perf_counter() - began


def _opened(store: Store, draw: Callable[[Request, UnitOfWork], object], chosen: Chosen) -> dict[str, float]:
    """As the head of everybody opens it, with a limit on how long it may take."""
    asked: list[Any] = []

    def note(*given: Any) -> None:
        asked.append(given[2])

    event.listen(store.engine, "before_cursor_execute", note)
    began = time.perf_counter()
    with store.read(SINGLE, NOW, within=timedelta(seconds=60)) as work:
        incoming = Incoming(Source.ACTION, "", SINGLE, "U0H", request_id="", value=chosen.carried())
        draw(Request(incoming, work.people.must_get("H"), NOW, work.today), work)
    took = time.perf_counter() - began
    event.remove(store.engine, "before_cursor_execute", note)
    return {"seconds": round(took, 2), "statements": len(asked)}


def _together(*those: dict[str, float]) -> dict[str, float]:
    return {name: round(sum(each[name] for each in those), 2) for name in those[0]}


HEAD = "/supervision report of the head: on time and late, by team, kind and category"
REST = "every other measure of the whole line, by team, counted while a window says so"
EVERY_FIGURE = "every figure of the report, as the head opens it (aim: 10 s)"
OPENED: dict[str, tuple[Callable[[Request, UnitOfWork], object], Chosen]] = {
    HEAD: (window.run, Chosen()),
    REST: (partial(rest.counted, Chosen(), "", None), Chosen()),
    "a team of it: every measure": (window.run, Chosen(scope="Team S0")),
    "the list behind a figure of that": (lists.listed, Chosen(scope="Team S0", measure="on_time", team="Team S0")),
    "Home tab of the head": (home.blocks, Chosen()),
}


# ---- a council with a year behind it


def plant(store: Store, shape: Shape) -> int:
    """Straight into the tables, and everything owed derived; how many sessions and discussions."""
    pairs = [(f"W{n}", shape.supervisor_of(n)) for n in range(shape.workers)] + [
        (f"S{n}", "H") for n in range(shape.supervisors)
    ]
    sessions, talks = list(_sessions(pairs)), list(_discussions(shape))
    signed = TODAY - timedelta(100)
    with store.work(SINGLE, NOW - timedelta(430), unhurried=True) as work:  # used here since then: all months are counted
        work.trail.note("read", viewer=None, by="command", kind="report", object="picture", role="administrator")
        work.commit()
    with store.work(SINGLE, NOW, unhurried=True) as work:
        for table, rows in (
            (PersonRow, list(_people(shape, dict(pairs)))),
            (RelationshipRow, [{"supervisee_id": a, "supervisor_id": b, "from_on": date(2023, 1, 9)} for a, b in pairs]),
            (AgreementRow, [{"supervisee_id": a, "supervisor_id": b, "signed_by_supervisee_on": signed,
                             "signed_by_supervisor_on": signed, "reviewed_on": signed} for a, b in pairs]),
            (ObservationRow, [{"of_id": a, "by_id": b, "kind": "practice", "observed_on": signed} for a, b in pairs]),
            (SessionRow, sessions),
            (CaseRow, [{"ref": _ref(n), "category": CATEGORIES[n % 5], "opened_on": TODAY - timedelta(430 + n % 90)}
                       for n in range(shape.cases)]),
            (AllocationRow, [{"case_ref": _ref(n), "worker_id": f"W{shape.holder_of(n)}", "role": "key_worker",
                              "from_on": TODAY - timedelta(430 + n % 90)} for n in range(shape.cases)]),
            (DiscussionRow, talks),
        ):  # fmt: skip
            work.session.execute(insert(table), [{"workspace": SINGLE, **row} for row in rows])
        work.session.flush()
        work.index.refresh_all()
        work.commit()
    return len(sessions) + len(talks)


def _keep(store: Store, rows: Iterable[Item]) -> None:
    """What has ended, in the schedule as well: there it would be, had Cornerstone been here all the while."""
    ended = (each for each in rows if each.measure == "on_time" and (each.done_on or each.ended_on))
    kept = ({
        "id": f"kept{number}", "key": f"kept{number}", "rule": each.rule, "kind": each.kind, "person_id": each.person,
        "case_ref": each.case, "about": each.about, "due": str(each.due), "due_on": each.due and day_of(each.due),
        "suspended": False, "source": each.source, "why": each.why, "opened_at": NOW, "closed_at": NOW,
        "closed_on": each.done_on or each.ended_on, "closed_how": "done" if each.done_on else "ended", "workspace": SINGLE,
    } for number, each in enumerate(ended))  # fmt: skip
    with store.work(SINGLE, NOW, unhurried=True) as work:
        while some := list(islice(kept, 10_000)):
            work.session.execute(insert(ObligationRow), some)
        work.commit()


def _people(shape: Shape, above: dict[str, str]) -> Iterator[dict[str, object]]:
    for each, boss in {"H": None, **above}.items():
        level = {"H": "senior_manager", "S": "supervisor", "W": "practitioner"}[each[0]]
        team = f"Team {above.get(each, each)}" if each[0] == "W" else f"Team {each}"
        yield {
            "id": each, "name": f"Person {each}", "name_key": name_key(f"Person {each}"), "email": f"{each}@example.org",
            "role": "case_holder" if each[0] == "W" else "non_case_holder", "level": level, "team": team, "manager_id": boss,
            "started_on": date(2023, 1, 9), "slack_id": "U0H" if each == "H" else None,
        }  # fmt: skip


def _sessions(pairs: list[tuple[str, str]]) -> Iterator[dict[str, object]]:
    for number, (a, b) in enumerate(pairs):
        held = TODAY - timedelta(1 + number % 29)
        for turn in range(TURNS):
            yield {"supervisee_id": a, "supervisor_id": b, "kind": "personal", "planned_on": held, "held_on": held,
                   "minutes": 90, "recorded_on": held + timedelta((number + turn) % 18)}  # fmt: skip
            held -= timedelta(26 + (number + turn * 7) % 11)


def _discussions(shape: Shape) -> Iterator[dict[str, object]]:
    for number in range(shape.cases):
        holder = shape.holder_of(number)
        by = shape.supervisor_of(holder)
        row = {"case_ref": _ref(number), "worker_id": f"W{holder}", "by_id": by, "has_rationale": True}
        on = TODAY - timedelta(1 + number % 50)
        for turn in range(DISCUSSIONS):
            recorded = on + timedelta((number + turn) % 16)
            yield row | {"kind": "supervision", "discussed_on": on, "recorded_on": recorded, "filed_on": recorded}
            on -= timedelta(45 + (number + turn * 11) % 25)
            if turn % 2:
                seen = on + timedelta(22)
                yield row | {"kind": "oversight", "discussed_on": seen, "recorded_on": seen, "filed_on": seen}


def _ref(number: int) -> str:
    return f"M{number:06}"
