"""Rows taken out for a council's own figures: what they say is so, filters choose, pages lose and repeat none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduling.answers import State
from storage import SINGLE
from storage.exports import cursors
from storage.exports.asking import Chosen, filters_of
from storage.exports.columns import Column, Kind, Table, word
from storage.exports.cursors import Place
from storage.exports.tables import TABLES
from storage.models import AuditRow, DiscussionRow, ObligationRow, PersonRow, SessionRow
from storage.store import Store
from storage.trail.listing import entries
from storage.unit import UnitOfWork
from tests.storage.council import at, day, person_row, settle, who

NOW = at("2026-03-24T14:00")
TODAY = NOW.date()
RULES = (Path(__file__).parents[1] / "rules.txt").read_text(encoding="utf-8").split()
READINGS = ("R-12",)


def rows(work: UnitOfWork, table: str, chosen: Chosen = Chosen(), reach: str = "quality") -> list[dict[str, Any]]:
    """All of them, as zoe takes them out."""
    names = [each.name for each in TABLES[table].columns]
    parts = work.exports.stream(table, viewer=who(work, "zoe"), reach=reach, chosen=chosen)
    return [dict(zip(names, row, strict=True)) for part in parts for row in part]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_the_schema_says_what_each_column_is(table: Table) -> None:
    names = [each.name for each in table.columns]
    assert names[0] == "id"
    assert len(set(names)) == len(names)
    for each in table.columns:
        assert each.says.endswith("."), each.name
        assert not each.rule or each.rule in (*RULES, *READINGS), each.name
        assert each.name.endswith("_on") == (each.kind is Kind.DATE), each.name
        assert each.name.endswith("_at") == (each.kind is Kind.INSTANT), each.name


def test_what_people_wrote_cannot_be_made_a_column() -> None:
    sessions = TABLES["sessions"]
    notes = word("What was said.", "notes", SessionRow.notes)
    with pytest.raises(ValueError, match="notes"):
        replace(sessions, columns=(*sessions.columns, notes))


def fits(value: Any, column: Column) -> bool:
    """Whether a value is what its column says."""
    if value is None:
        return not column.is_always
    kinds: dict[Kind, type] = {Kind.TEXT: str, Kind.WHOLE: int, Kind.FLAG: bool, Kind.DATE: date, Kind.INSTANT: type(NOW)}
    is_aware = column.kind is not Kind.INSTANT or value.tzinfo is not None
    return type(value) is kinds[column.kind] and is_aware and value != "" and value in (column.words or (value,))


def planted(store: Store) -> None:
    """A row or more in every table, obligations in every state, a session moved, a draft, and the same council once more."""
    for workspace in (SINGLE, "other"):
        with store.work(workspace, at("2026-03-16")) as work:
            if workspace != SINGLE:
                settle(work)
            tom, ann = who(work, "tom"), who(work, "ann")
            work.decisions.log(viewer=ann, ref="M100001", decision="d", rationale="r")
            work.decisions.log(viewer=tom, ref="M100001", decision="d", rationale="r")
            work.sessions.book(viewer=tom, supervisee_id="ann", planned_on=day("2026-04-01"))
            work.sessions.move(viewer=tom, supervisee_id="ann", to_on=day("2026-04-02"), reason="court")
            audit = {"workspace": workspace, "auditor_id": "sue", "of_id": "ann", "kind": "peer"}
            work.session.add(AuditRow(**audit, audited_on=day("2026-03-10")))
            work.session.add(DiscussionRow(**discussed(workspace), kind="supervision", discussed_on=day("2026-03-10")))
            for number, (due, values) in enumerate(DUES):
                work.session.add(owed(workspace, f"{workspace}{number:02}", due, **values))
            work.commit()


def discussed(workspace: str) -> dict[str, Any]:
    return {"workspace": workspace, "case_ref": "M100001", "worker_id": "ann", "by_id": "tom"}


DUES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("2026-03-25", {}),
    ("2026-03-24", {}),
    ("2026-03-23", {}),
    ("2026-02-24", {"escalates_on": day("2026-03-18")}),
    ("2026-02-24", {"escalates_on": day("2026-03-24")}),
    ("2026-02-24", {"escalates_on": day("2026-03-25")}),
    ("2026-02-24", {"escalates_on": day("2026-03-18"), "suspended": True}),
    ("2026-03-24T13:59:59+00:00", {}),
    ("2026-03-24T14:00:00+00:00", {}),  # to the second: not late yet
    ("2026-03-24T14:00:01+00:00", {}),
    ("2026-03-24T14:30:00+01:00", {}),  # half an hour ago, in another zone
    ("2026-03-24T13:30:00-01:00", {}),  # in half an hour
    ("2026-03-25T08:00:00+00:00", {}),
    ("2026-02-24", {"closed_at": at("2026-03-01"), "closed_on": day("2026-03-01"), "closed_how": "held"}),
    ("2026-03-24", {"closed_at": at("2026-03-01"), "closed_on": day("2026-03-01"), "closed_how": "held"}),
)
"""When something is due, and what else the row holds."""


def owed(workspace: str, row_id: str, due: str, **values: Any) -> ObligationRow:
    given: dict[str, Any] = {
        "id": row_id, "workspace": workspace, "key": row_id, "rule": "WOK-16", "kind": "personal_supervision",
        "person_id": "ann", "about": "", "due": due, "due_on": day(due[:10]), "suspended": False, "source": "s",
        "why": "w", "opened_at": at("2026-01-05"), "closed_how": "",
    }  # fmt: skip
    return ObligationRow(**given | values)


def test_every_row_is_what_the_schema_says_and_stands_as_the_bot_says_it_stands(council: Store) -> None:
    planted(council)
    with council.read(SINGLE, NOW) as work:
        for table in TABLES.values():
            found = rows(work, table.name)
            assert found, table.name
            wrong = {(each.name, row[each.name]) for row in found for each in table.columns if not fits(row[each.name], each)}
            assert not wrong, table.name
        zoe, taken = who(work, "zoe"), {row["id"]: row for row in rows(work, "obligations")}
        for number, (due, values) in enumerate(DUES):
            row, view = taken[f"{SINGLE}{number:02}"], work.obligations.get(f"{SINGLE}{number:02}", viewer=zoe)
            is_closed = "closed_on" in values
            assert row["state"] == ("closed" if is_closed else view.state.value), due
            late = (values["closed_on"] - view.due_on).days if is_closed else view.days_late
            assert row["days_late"] == max(0, late), due
            assert row["due_at"] == (view.due if "T" in due else None), due
        assert {row["state"] for row in taken.values()} == {*(each.value for each in State), "closed"}
        moved = next(row for row in rows(work, "sessions") if row["moves"])
        assert (moved["planned_on"], moved["moves"], moved["state"]) == (day("2026-04-02"), 1, "booked")
        assert [row["state"] for row in rows(work, "decisions")].count("draft") == 1


CHOICES: tuple[tuple[str, Chosen, Callable[[dict[str, Any]], bool]], ...] = (
    ("obligations", Chosen(since=day("2026-03-24")), lambda row: bool(row["due_on"] >= day("2026-03-24"))),
    ("obligations", Chosen(until=day("2026-03-24")), lambda row: bool(row["due_on"] < day("2026-03-24"))),
    ("obligations", Chosen(state="overdue"), lambda row: row["state"] == "overdue"),
    ("obligations", Chosen(state="closed", kind="personal_supervision"), lambda row: row["state"] == "closed"),
    ("obligations", Chosen(kind="case_discussion"), lambda row: row["kind"] == "case_discussion"),
    ("sessions", Chosen(since=day("2026-03-24")), lambda row: (row["held_on"] or row["planned_on"]) >= day("2026-03-24")),
    ("sessions", Chosen(state="booked"), lambda row: row["state"] == "booked"),
    ("sessions", Chosen(team="North"), lambda row: row["team"] == "North"),
    ("people", Chosen(team="North"), lambda row: row["team"] == "North"),
    ("decisions", Chosen(state="draft"), lambda row: row["state"] == "draft"),
    ("moves", Chosen(until=day("2026-03-16")), lambda row: bool(row["moved_on"] < day("2026-03-16"))),
)


def test_rows_are_chosen_by_each_filter_and_by_all_of_them_together(council: Store) -> None:
    planted(council)
    with council.work(SINGLE, NOW) as work:
        for each in ("ann", "bob"):
            work.session.query(PersonRow).filter_by(workspace=SINGLE, id=each).one().team = "North"
        work.commit()
    with council.read(SINGLE, NOW) as work:
        for table, chosen, fitting in CHOICES:
            everything = rows(work, table)
            expected = [row for row in everything if fitting(row)]
            assert rows(work, table, chosen) == expected, (table, chosen)
            assert len(expected) < len(everything), "the filter has something to leave out"
            assert work.exports.count(table, viewer=None, reach="quality", chosen=chosen) == len(expected)
            assert set(chosen.given) <= set(filters_of(TABLES[table]))


def test_no_workspace_shows_another_and_a_line_shows_those_below(council: Store) -> None:
    planted(council)
    with council.read("other", NOW) as work:
        theirs = {table: {row["id"] for row in rows(work, table)} for table in TABLES if table != "people"}
    with council.read(SINGLE, NOW) as work:
        for table, ids in theirs.items():
            assert ids
            assert not ids & {row["id"] for row in rows(work, table)}, table
        tom = who(work, "tom")
        page = work.exports.page("people", viewer=tom, reach="line", chosen=Chosen(), after="", most=10)
        assert [row[0] for row in page.rows] == ["ann", "bob", "tom"]


def test_pages_lose_none_and_repeat_none_while_rows_come_go_and_change(council: Store) -> None:
    planted(council)

    def page(after: str) -> tuple[list[str], str | None]:
        with council.read(SINGLE, NOW) as work:
            found = work.exports.page(
                "obligations", viewer=who(work, "sue"), reach="quality", chosen=Chosen(), after=after, most=3
            )
            return [row[0] for row in found.rows], found.after

    with council.read(SINGLE, NOW) as work:
        before = {row["id"] for row in rows(work, "obligations")}
    seen, gone, turn = list[str](), set[str](), 0
    after: str | None = ""
    while after is not None:
        found, after = page(after)
        seen += found
        turn += 1
        with council.work(SINGLE, NOW) as work:
            last = work.session.get(ObligationRow, found[-1])
            assert last
            last.due_on, last.closed_at = last.due_on + timedelta(40), NOW  # what was read changes
            work.session.delete(work.session.get(ObligationRow, found[0]))  # and goes
            gone.add(found[0])
            for letter in "0f":  # what is new comes before and behind
                work.session.add(owed(SINGLE, f"{letter}-new-{turn}", "2026-05-01"))
            work.commit()
    assert len(seen) == len(set(seen))
    assert before <= set(seen)
    assert len(before) > 12
    assert gone


def test_who_took_what_out_is_in_the_trail(council: Store) -> None:
    planted(council)
    with council.read(SINGLE, NOW) as work:
        tom = who(work, "tom")
        work.exports.page("people", viewer=tom, reach="line", chosen=Chosen(), after="", most=1)
        assert list(work.exports.stream("audits", viewer=None, reach="quality", chosen=Chosen()))
    with council.read(SINGLE, NOW) as work:
        noted = {(each.act, each.kind, each.object, each.role, each.actor) for each in entries(work, most=10)}
    assert ("exported", "export", "people", "line", "Tom Example") in noted
    assert ("exported", "export", "audits", "administrator", "command") in noted


def test_a_cursor_is_read_back_by_who_made_it_alone(file_store: Store) -> None:
    place = Place("t", "people", {"team": "North"}, "ann@council.example")
    text = cursors.sealed(file_store.engine, place)
    assert "ann" not in text
    assert cursors.opened(file_store.engine, text) == place
    for wrong in ("", "x", text[:-2], text[:30] + "AAAA" + text[34:], text * 30, "\u00e9" * 40):
        assert cursors.opened(file_store.engine, wrong) is None, wrong


def test_whoever_has_left_takes_nothing_out(council: Store) -> None:
    planted(council)
    with council.work(SINGLE, NOW) as work:
        work.session.add(person_row("lee", None, level="senior_manager", left_on=day("2026-03-01")))
        work.commit()
    with council.read(SINGLE, NOW) as work:
        page = work.exports.page("people", viewer=who(work, "lee"), reach="line", chosen=Chosen(), after="", most=10)
        assert list(page.rows) == []
