"""What follows from an extract, worked out by hand: categories, workers, managers, and the days things fall due."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from storage.models import ObligationRow, PersonRow, SessionRow
from tests.extracts.conftest import Council
from tests.extracts.files import ANN, GRACE, PEOPLE_HEADINGS, PRIYA, STAFF, TOM, write_annex_a, write_csv, write_people

CHILD, WORKER = "Child Unique ID", "Allocated Worker"
Lists = Mapping[int, list[dict[str, object]]]


def day(text: str) -> datetime:
    """A cell as Excel keeps a date."""
    return datetime.strptime(text, "%d/%m/%Y")  # noqa: DTZ007 - a workbook knows no zones


def cin(
    ref: str = "M1", start: str = "01/09/2025", status: str = "c", worker: str = "Ann Ashby", end: str = ""
) -> dict[str, object]:
    """A row of List 6."""
    ended = {"CIN Closure Date": day(end)} if end else {}
    return {CHILD: ref, "CIN Start Date": day(start), "Case Status": status, WORKER: worker, **ended}


def plan(start: str, end: str = "", worker: str = "Ann Ashby") -> dict[str, object]:
    """A row of List 7."""
    ended = {"Child Protection Plan End Date": day(end)} if end else {}
    return {CHILD: "M1", "Child Protection Plan Start Date": day(start), WORKER: worker, **ended}


def care(start: str, worker: str = "Ann Ashby") -> dict[str, object]:
    """A row of List 8."""
    return {CHILD: "M1", "Date Started to be Looked After": day(start), WORKER: worker}


def take(council: Council, lists: Lists, *, days_later: int = 0, discussed: str = "", **others: Path | bool) -> None:
    """Import the usual people with these lists; `discussed` is a day M1 was discussed with Ann."""
    files: dict[str, Path | bool] = {"annex_a": write_annex_a(council.folder / "annex-a.xlsx", lists), **others}
    if "people" not in files:
        files["people"] = write_people(council.folder)
    if discussed:
        row = ("M1", "3", "supervision", discussed)
        files["discussions"] = write_csv(council.folder / "discussions.csv", ("case", "worker", "kind", "on"), [row])
    council.take(days_later=days_later, **files)


def due(council: Council, kind: str, ref: str | None = "M1", person: str | None = None) -> list[str]:
    """When the open obligations of this kind fall due."""
    rows = [row for row in council.rows(ObligationRow) if row.closed_at is None and row.kind == kind]
    return sorted(str(r.due_on) for r in rows if r.case_ref == ref and person in (None, r.person_id))


@pytest.mark.parametrize(
    ("lists", "discussed", "on"),
    [
        # In need: every three months from the last.
        ({6: [cin()]}, "10/02/2026", "2026-05-10"),
        # On a plan since 5 January, discussed after that: every two months.
        ({6: [cin(status="b")], 7: [plan("05/01/2026")]}, "10/02/2026", "2026-04-10"),
        # On a plan since 20 February, discussed before: last + two months is later than the day of the change.
        ({6: [cin(status="b")], 7: [plan("20/02/2026")]}, "10/02/2026", "2026-04-10"),
        # The plan ended on 20 February: in need again, three months from the last.
        ({6: [cin()], 7: [plan("05/01/2026", "20/02/2026")]}, "10/02/2026", "2026-05-10"),
    ],
)
def test_the_category_of_the_lists_decides_when_a_case_is_discussed_next(
    lists: Lists, discussed: str, on: str, council: Council
) -> None:
    take(council, lists, discussed=discussed)
    assert due(council, "case_discussion") == [on]


def test_a_plan_that_starts_after_the_shorter_interval_has_run_out_falls_due_that_day(council: Council) -> None:
    """R-26: discussed 5 December, in need, so due 5 March. On a plan since 27 February: due that day, not 5 February."""
    take(council, {6: [cin()]}, discussed="05/12/2025")
    assert due(council, "case_discussion") == ["2026-03-05"]
    take(council, {6: [cin(status="b")], 7: [plan("27/02/2026")]}, days_later=1)
    assert due(council, "case_discussion") == ["2026-02-27"]


def test_a_reallocation_keeps_the_earlier_of_the_two_days(council: Council) -> None:
    """R-28: the running cycle says 10 March; a month after the new allocation of 3 March is later, and does not count."""
    take(council, {6: [cin()]}, discussed="10/12/2025")
    assert due(council, "case_discussion") == ["2026-03-10"]
    take(council, {6: [cin(worker="Priya Prasad")]}, days_later=1)
    assert {row[1:] for row in council.workers()} == {("3", "2025-09-01", "2026-03-03"), ("4", "2026-03-03", None)}
    found = due(council, "case_discussion") + due(council, "first_case_discussion")
    assert min(found) == "2026-03-10"


def test_a_case_closed_and_opened_again_has_a_gap_and_begins_anew(council: Council) -> None:
    take(council, {6: [cin()]}, discussed="10/02/2026")
    take(council, {6: [cin(end="02/03/2026")]}, days_later=1)
    assert due(council, "case_discussion") == []
    take(council, {6: [cin(start="09/03/2026")]}, days_later=8)
    assert {row[1:] for row in council.workers()} == {("3", "2025-09-01", "2026-03-02"), ("3", "2026-03-10", None)}
    owed = [row for row in council.rows(ObligationRow) if row.case_ref == "M1" and row.closed_at is None]
    assert owed
    assert min(row.due_on for row in owed).isoformat() > "2026-03-10"


def test_the_highest_list_names_the_worker(council: Council) -> None:
    lists = {
        6: [cin(status="a", worker="Tom Tilley")],
        7: [plan("05/01/2026", worker="Tom Tilley")],
        8: [care("12/01/2026", "Priya Prasad")],
    }
    take(council, lists)
    assert council.cases()["M1"] == ("child_in_need", "2025-09-01", None)
    assert {row[1] for row in council.workers()} == {"4"}


def people(council: Council, *rows: tuple[str, ...], headings: tuple[str, ...] = ()) -> Path:
    """people.csv with more columns."""
    return write_csv(council.folder / "people.csv", (*PEOPLE_HEADINGS, *headings), rows)


def test_a_worker_who_marries_is_the_same_worker_under_both_names(council: Council) -> None:
    take(council, {6: [cin()]})
    renamed = ("Ann Barlow", *ANN[1:])
    take(
        council, {6: [cin(worker="Barlow, Ann")]}, days_later=1, people=write_people(council.folder, GRACE, TOM, renamed, PRIYA)
    )
    assert {row[1:] for row in council.workers()} == {("3", "2025-09-01", None)}
    assert {row.name for row in council.rows(PersonRow) if row.id == "3"} == {"Ann Barlow"}


def test_a_worker_who_moves_team_keeps_their_cases_and_gets_another_supervisor(council: Council) -> None:
    carol = ("Carol Cotter", "carol@example.org", "Team Manager", "", "", "", "", "01/02/2020", "5", "1")
    take(council, {6: [cin()]}, people=write_people(council.folder, *STAFF, carol))
    moved = write_people(council.folder, GRACE, TOM, (*ANN[:-1], "5"), PRIYA, carol)
    take(council, {6: [cin()]}, days_later=1, people=moved)
    assert {row[1:] for row in council.supervisors() if row[0] == "3"} == {
        ("2", "2021-02-01", "2026-03-03"),
        ("5", "2026-03-03", None),
    }
    assert {row[1:] for row in council.workers()} == {("3", "2025-09-01", None)}


def test_a_leaver_with_cases_is_supervised_no_more_and_the_cases_wait_for_another(council: Council) -> None:
    take(council, {6: [cin()]})
    left = people(council, (*GRACE, ""), (*TOM, ""), (*ANN, "02/03/2026"), (*PRIYA, ""), headings=("left",))
    take(council, {6: [cin()]}, days_later=1, people=left)
    assert due(council, "personal_supervision", None, "3") == []
    assert ("3", "2", "2021-02-01", "2026-03-02") in council.supervisors()
    take(council, {6: [cin(worker="Priya Prasad")]}, days_later=2, people=left)
    assert {row[1:] for row in council.workers()} == {("3", "2025-09-01", "2026-03-04"), ("4", "2026-03-04", None)}


def test_a_manager_on_maternity_leave_is_covered_and_comes_back(council: Council) -> None:
    cover = ("Cy Carr", "cy@example.org", "Team Manager (maternity cover)", "", "", "", "temporary", "02/03/2026", "6", "1")
    council.take(people=write_people(council.folder))
    covered = write_people(council.folder, GRACE, TOM, (*ANN[:-1], "6"), (*PRIYA[:-1], "Cy Carr"), cover)
    council.take(days_later=1, people=covered)
    council.take(days_later=200, people=write_people(council.folder, *STAFF, cover))
    assert {row[1:] for row in council.supervisors() if row[0] == "3"} == {
        ("2", "2021-02-01", "2026-03-03"),
        ("6", "2026-03-03", "2026-09-18"),
        ("2", "2026-09-18", None),
    }
    assert council.take(days_later=201, people=council.folder / "people.csv").changes == []


def test_audits_from_before_are_stored_once_and_the_next_falls_due_a_year_on(council: Council) -> None:
    council.take(people=write_people(council.folder))
    rows = [("Tom Tilley", "", "personal supervision records", "12/03/2025"), ("2", "1", "", "10/01/2025")]
    audits = write_csv(council.folder / "audits.csv", ("audited", "auditor", "kind", "on"), rows)
    council.take(audits=audits)
    assert due(council, "audit_sample", None, "1") == ["2026-03-12"]
    assert council.take(days_later=1, audits=audits).changes == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("2", "1", "", "01/04/2026"), "audits.csv, line 2, on: 01/04/2026 has not come yet."),
        (("77", "1", "", "01/02/2026"), "audits.csv, line 2, audited: '77' is nobody in people.csv or on record."),
        (("2", "77", "", "01/02/2026"), "audits.csv, line 2, auditor: '77' is nobody in people.csv or on record."),
        (("2", "1", "peeer", "01/02/2026"), "audits.csv, line 2, kind: 'peeer' is not a kind of audit. Did you mean peer?"),
        (("2", "1", "", ""), "audits.csv, line 2, on: is empty."),
    ],
)
def test_a_bad_line_of_audits_is_named(row: tuple[str, ...], said: str, council: Council) -> None:
    council.take(people=write_people(council.folder))
    audits = write_csv(council.folder / "audits.csv", ("audited", "auditor", "kind", "on"), [row])
    faults = council.refused(audits=audits)
    assert len(faults) == 1
    assert faults[0].startswith(said)
    assert council.rows(SessionRow) == []


def test_thousands_of_unknown_managers_are_told_in_seconds(council: Council) -> None:
    letters = "abcdefghij"
    names = [f"{a}{b}{c}ley {c}{b}{a}son" for a in letters for b in letters for c in letters]
    rows = [
        (n, f"p{i}@x.org", "Social Worker", "", "", "", "", "01/02/2021", str(i), f"{n[::-1]} qu") for i, n in enumerate(names)
    ]
    assert len(council.refused(people=write_people(council.folder, *rows))) == len(names)
