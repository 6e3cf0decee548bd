"""Importing again and again: only what changed is applied, all of it or nothing."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

import pytest

from storage.models import (
    AgreementRow,
    CaseChangeRow,
    CaseRow,
    DiscussionRow,
    EarlierAgreementRow,
    ObligationRow,
    ObservationRow,
    SessionRow,
    TrailRow,
)
from tests.extracts.conftest import Council
from tests.extracts.files import STAFF, write_annex_a, write_csv, write_people

CHILD, WORKER = "Child Unique ID", "Allocated Worker"
TEN = tuple(f"M{n}" for n in range(1, 11))


def cin(ref: str, worker: object = "Ann Ashby", **columns: object) -> dict[str, object]:
    """A row of List 6, in the second half of last year."""
    return {CHILD: ref, "CIN Start Date": datetime(2025, 9, 1), "Case Status": "c", WORKER: worker, **columns}  # noqa: DTZ001


def annex(council: Council, rows: Iterable[Mapping[str, object]], **others: list[Mapping[str, object]]) -> Path:
    """A workbook of List 6 and, as `list_7=`, others."""
    lists = {6: list(rows), **{int(name.removeprefix("list_")): each for name, each in others.items()}}
    return write_annex_a(council.folder / "annex-a.xlsx", lists)


def started(council: Council) -> Council:
    """The usual people and ten cases of Ann's."""
    council.take(people=write_people(council.folder), annex_a=annex(council, [cin(ref) for ref in TEN]))
    return council


def test_people_and_cases_are_stored_and_what_is_owed_follows(council: Council) -> None:
    outcome = council.take(people=write_people(council.folder), annex_a=annex(council, [cin("M1"), cin("M2", "Prasad, Priya")]))
    assert council.cases() == {"M1": ("child_in_need", "2025-09-01", None), "M2": ("child_in_need", "2025-09-01", None)}
    assert council.workers() == {("M1", "3", "2025-09-01", None), ("M2", "4", "2026-01-05", None)}
    owed = {(row.case_ref, row.kind) for row in council.rows(ObligationRow) if row.case_ref}
    assert {("M1", "first_case_discussion"), ("M2", "first_case_discussion")} <= owed
    assert outcome.opened == len(council.rows(ObligationRow))


def test_the_same_files_again_change_nothing(council: Council) -> None:
    started(council)
    before = council.everything()
    for later in (0, 1, 30):
        again = council.take(days_later=later, people=council.folder / "people.csv", annex_a=council.folder / "annex-a.xlsx")
        assert again.changes == []
    assert council.everything() == before


def test_a_dry_run_says_the_difference_and_stores_nothing(council: Council) -> None:
    outcome = council.take(people=write_people(council.folder), annex_a=annex(council, [cin("M1")]), dry_run=True)
    assert outcome.counts()["cases", "added"] == 1
    assert outcome.counts()["people", "added"] == 4
    assert council.rows(CaseRow) == []
    assert council.rows(TrailRow) == []


def test_each_import_that_changed_anything_is_one_event_of_the_trail(council: Council) -> None:
    started(council)
    council.take(people=council.folder / "people.csv", annex_a=council.folder / "annex-a.xlsx")
    council.take(days_later=1, annex_a=annex(council, [cin(ref) for ref in (*TEN, "M11")]))
    events = [(row.seq, row.actor, row.act, row.kind, row.object) for row in council.rows(TrailRow)]
    assert sorted(events) == [(1, "import", "imported", "import", "1"), (2, "import", "imported", "import", "2")]


def test_tomorrows_extract_moves_a_due_date(council: Council) -> None:
    started(council)
    discussed = write_csv(
        council.folder / "discussions.csv", ("case", "worker", "kind", "on"), [("M1", "3", "supervision", "20/02/2026")]
    )
    council.take(discussions=discussed)
    plan = {CHILD: "M1", "Child Protection Plan Start Date": datetime(2026, 2, 27), WORKER: "Ann Ashby"}  # noqa: DTZ001
    rows = [cin(ref, **({"Case Status": "b"} if ref == "M1" else {})) for ref in TEN]
    council.take(days_later=1, annex_a=annex(council, rows, list_7=[plan]))
    assert [(c.from_on, c.field, c.value) for c in council.rows(CaseChangeRow)] == [
        (date(2026, 2, 27), "category", "child_protection")
    ]
    due = {
        str(r.due_on): r.closed_at is None
        for r in council.rows(ObligationRow)
        if r.case_ref == "M1" and r.kind == "case_discussion"
    }
    assert due == {"2026-05-20": False, "2026-04-20": True}


def test_a_new_worker_ends_the_old_allocation_from_that_day(council: Council) -> None:
    started(council)
    council.take(
        days_later=1, annex_a=annex(council, [cin(ref, "Priya Prasad" if ref == "M1" else "Ann Ashby") for ref in TEN])
    )
    assert {row for row in council.workers() if row[0] == "M1"} == {
        ("M1", "3", "2025-09-01", "2026-03-03"),
        ("M1", "4", "2026-03-03", None),
    }


def test_a_worker_corrected_on_the_same_day_leaves_no_trace(council: Council) -> None:
    started(council)
    for worker in ("Priya Prasad", "Tom Tilley"):
        council.take(days_later=1, annex_a=annex(council, [cin(ref, worker if ref == "M1" else "Ann Ashby") for ref in TEN]))
    assert {row for row in council.workers() if row[0] == "M1"} == {
        ("M1", "3", "2025-09-01", "2026-03-03"),
        ("M1", "2", "2026-03-03", None),
    }


def test_a_case_that_is_no_longer_allocated_has_no_worker(council: Council) -> None:
    started(council)
    council.take(days_later=1, annex_a=annex(council, [cin(ref, None if ref == "M1" else "Ann Ashby") for ref in TEN]))
    assert {row for row in council.workers() if row[0] == "M1"} == {("M1", "3", "2025-09-01", "2026-03-03")}


def test_a_case_closed_in_the_extract_is_closed_with_its_allocation(council: Council) -> None:
    started(council)
    closing = {"CIN Closure Date": datetime(2026, 3, 1)}  # noqa: DTZ001
    council.take(days_later=1, annex_a=annex(council, [cin(ref, **(closing if ref == "M1" else {})) for ref in TEN]))
    assert council.cases()["M1"] == ("child_in_need", "2025-09-01", "2026-03-01")
    assert ("M1", "3", "2025-09-01", "2026-03-01") in council.workers()
    assert not [row for row in council.rows(ObligationRow) if row.case_ref == "M1" and row.closed_at is None]


def test_a_case_opened_again_is_open_again_with_a_new_allocation(council: Council) -> None:
    started(council)
    closing = {"CIN Closure Date": datetime(2026, 3, 1)}  # noqa: DTZ001
    council.take(days_later=1, annex_a=annex(council, [cin(ref, **(closing if ref == "M1" else {})) for ref in TEN]))
    again = {"CIN Start Date": datetime(2026, 3, 10)}  # noqa: DTZ001
    council.take(days_later=9, annex_a=annex(council, [cin(ref, **(again if ref == "M1" else {})) for ref in TEN]))
    assert [(c.from_on, c.field, c.value) for c in council.rows(CaseChangeRow)] == [(date(2026, 3, 10), "closed_on", None)]
    assert ("M1", "3", "2026-03-11", None) in council.workers()


def test_a_fifth_of_the_cases_may_vanish_and_are_closed_today(council: Council) -> None:
    started(council)
    outcome = council.take(days_later=1, annex_a=annex(council, [cin(ref) for ref in TEN[:8]]))
    assert outcome.counts()["cases", "ended"] == 2
    assert council.cases()["M10"] == ("child_in_need", "2025-09-01", "2026-03-03")


def test_more_than_a_fifth_of_the_cases_vanishing_stops_it_unless_forced(council: Council) -> None:
    started(council)
    few = annex(council, [cin(ref) for ref in TEN[:7]])
    assert council.refused(annex_a=few) == [
        "3 of 10 open cases are not in the files: more than a fifth. Nothing was imported. "
        "Check that the extract is whole; if they are really closed, run again with --force."
    ]
    assert {closed for _, _, closed in council.cases().values()} == {None}
    council.take(annex_a=few, force=True)
    assert sum(closed is not None for _, _, closed in council.cases().values()) == 3


def test_cases_of_one_kind_of_extract_do_not_vanish_from_another(council: Council) -> None:
    started(council)
    ours = write_csv(
        council.folder / "cases.csv", ("case", "category", "opened"), [("F1", "supervising_social_worker", "01/02/2025")]
    )
    council.take(cases=ours)
    council.take(annex_a=council.folder / "annex-a.xlsx")
    assert {closed for _, _, closed in council.cases().values()} == {None}


def test_nothing_is_stored_unless_all_is_good(council: Council) -> None:
    faults = council.refused(
        people=write_people(council.folder), annex_a=annex(council, [cin("M1"), cin("M2", **{"Case Status": None})])
    )
    assert len(faults) == 1
    assert council.cases() == {}
    assert council.supervisors() == set()


def test_skip_bad_stores_the_rest_and_leaves_the_bad_cases_as_they_are(council: Council) -> None:
    started(council)
    rows = [cin(ref, "Priya Prasad", **({"CIN Start Date": "31/02/2026"} if ref == "M1" else {})) for ref in TEN]
    outcome = council.take(days_later=1, annex_a=annex(council, rows), skip_bad=True)
    assert [str(fault).partition(":")[0] for fault in outcome.left_out] == ["annex-a.xlsx, sheet List 6, row 2, CIN Start Date"]
    assert {row for row in council.workers() if row[0] == "M1"} == {("M1", "3", "2025-09-01", None)}
    assert ("M2", "4", "2026-03-03", None) in council.workers()


def test_skip_bad_closes_no_case_for_a_row_that_could_not_be_read(council: Council) -> None:
    started(council)
    rows = [cin(ref) for ref in TEN[1:]]
    outcome = council.take(annex_a=annex(council, [*rows, {**cin("M1"), CHILD: "Jane Doe"}]), skip_bad=True)
    assert council.cases()["M1"] == ("child_in_need", "2025-09-01", None)
    assert (
        outcome.remarks[-1] == "1 open cases are not in what could be read. They stay open, as not every row and list could be."
    )


def test_skip_bad_keeps_the_line_manager_on_record_where_the_file_names_nobody(council: Council) -> None:
    started(council)
    people = write_people(council.folder, *STAFF[:2], (*STAFF[2][:-1], "Nobody Known"), STAFF[3])
    outcome = council.take(days_later=1, people=people, skip_bad=True)
    assert outcome.changes == []
    assert [fault.place.line for fault in outcome.left_out] == [4]


def test_cases_before_any_people_are_refused(council: Council) -> None:
    assert council.refused(annex_a=annex(council, [cin("M1")])) == [
        "Nobody is on record yet. Import people.csv first, or together with the cases."
    ]


def test_unmatched_workers_are_listed_once_each_with_a_hint(council: Council) -> None:
    rows = [cin("M1", "A Ashby"), cin("M2", "A Ashby"), cin("M3", "Somebody Else"), cin("M4", "Ann\u00a0Ashbey")]
    assert council.refused(people=write_people(council.folder), annex_a=annex(council, rows)) == [
        "annex-a.xlsx, sheet List 6, row 2, worker: 'A Ashby' (2 cases) is nobody in people.csv or on record. "
        "Is it Ann Ashby (3)? Add them to people.csv, or say in workers.csv whose name it is",
        "annex-a.xlsx, sheet List 6, row 4, worker: 'Somebody Else' (1 case) is nobody in people.csv or on record. "
        "Add them to people.csv, or say in workers.csv whose name it is",
        "annex-a.xlsx, sheet List 6, row 5, worker: 'Ann Ashbey' (1 case) is nobody in people.csv or on record. "
        "Is it Ann Ashby (3)? Add them to people.csv, or say in workers.csv whose name it is",
    ]


def test_workers_are_mapped_once_and_remembered(council: Council) -> None:
    rows = [cin("M1", "A Ashby"), cin("M2", "Duty Tray"), cin("M3", "Tilley, Thomas")]
    mapped = [("A. Ashby", "3"), ("DUTY TRAY", "nobody"), ("Thomas Tilley", "tom@example.org")]
    workers = write_csv(council.folder / "workers.csv", ("name", "staff id or e-mail"), mapped)
    council.take(people=write_people(council.folder), annex_a=annex(council, rows), workers=workers)
    assert council.workers() == {("M1", "3", "2025-09-01", None), ("M3", "2", "2025-09-01", None)}
    assert council.take(days_later=1, annex_a=annex(council, rows)).changes == []
    assert council.take(days_later=1, annex_a=annex(council, rows), workers=workers).changes == []
    council.take(
        days_later=2, annex_a=annex(council, rows), workers=write_csv(workers, ("name", "person"), [("Duty Tray", "4")])
    )
    assert ("M2", "4", "2026-03-04", None) in council.workers()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("A Ashby", "77"), "line 2, person: '77' is nobody in people.csv or on record"),
        (("A Ashby", ""), "line 2, person: is empty"),
        (("", "3"), "line 2, name: is empty"),
    ],
)
def test_a_bad_line_of_workers_csv_is_named(row: tuple[str, str], said: str, council: Council) -> None:
    workers = write_csv(council.folder / "workers.csv", ("name", "person"), [row])
    assert said in "\n".join(council.refused(people=write_people(council.folder), workers=workers))


def test_two_people_of_one_name_are_told_apart_by_the_file(council: Council) -> None:
    again = ("Ann Ashby", "ann2@example.org", "Social Worker", "", "", "", "", "01/02/2021", "33", "2")
    people = write_people(council.folder, *STAFF, again)
    book = annex(council, [cin("M1")])
    assert council.refused(people=people, annex_a=book) == [
        "annex-a.xlsx, sheet List 6, row 2, worker: 'Ann Ashby' (1 case) is more than one person: "
        "Ann Ashby (3), Ann Ashby (33). Say which in workers.csv"
    ]
    workers = write_csv(council.folder / "workers.csv", ("name", "person"), [("Ann Ashby", "33")])
    council.take(people=people, annex_a=book, workers=workers)
    assert council.workers() == {("M1", "33", "2025-09-01", None)}


def test_our_own_cases_and_allocations_are_enough(council: Council) -> None:
    cases = write_csv(
        council.folder / "cases.csv",
        ("case", "category", "opened", "category from"),
        [("M1", "CIN", "01/09/2025", ""), ("M1", "CP", "01/09/2025", "01/11/2025"), ("M2", "early help", "05/01/2026", "")],
    )
    allocations = write_csv(
        council.folder / "allocations.csv",
        ("case", "worker", "role", "from", "until"),
        [
            ("M1", "ann@example.org", "", "01/09/2025", "10/01/2026"),
            ("M1", "4", "key worker", "10/01/2026", ""),
            ("M1", "Tom Tilley", "co-worker", "01/02/2026", ""),
            ("M2", "3", "", "", ""),
        ],
    )
    files = {"people": write_people(council.folder), "cases": cases, "allocations": allocations}
    council.take(**files)
    assert council.cases() == {"M1": ("child_in_need", "2025-09-01", None), "M2": ("early_help", "2026-01-05", None)}
    assert [(c.case_ref, c.from_on, c.value) for c in council.rows(CaseChangeRow)] == [
        ("M1", date(2025, 11, 1), "child_protection")
    ]
    assert council.workers() == {
        ("M1", "3", "2025-09-01", "2026-01-10"),
        ("M1", "4", "2026-01-10", None),
        ("M1", "2", "2026-02-01", None),
        ("M2", "3", "2026-01-05", None),
    }
    assert council.take(days_later=1, **files).changes == []


@pytest.mark.parametrize(
    ("name", "headings", "row", "said"),
    [
        (
            "allocations",
            ("case", "worker"),
            ("M99", "3"),
            "allocations.csv, line 2, case: there is no case M99 in the files or on record",
        ),
        ("allocations", ("case", "worker", "role"), ("M1", "3", "wizard"), "role: is not an allocation role we know"),
        (
            "cases",
            ("case", "category"),
            ("M1", "child_protecton"),
            "'child_protecton' is not a category. Did you mean child_protection?",
        ),
        ("cases", ("case", "category"), ("M1", "Jane Doe"), "category: is not a category we know (not shown"),
        ("sessions", ("supervisee", "held on"), ("3", "01/04/2026"), "held on: 01/04/2026 has not come yet"),
        (
            "sessions",
            ("supervisee", "held on"),
            ("3", "01/01/2020"),
            "held on: 01/01/2020 is before this person started, 01/02/2021",
        ),
        ("sessions", ("supervisee", "held on"), ("77", "01/02/2026"), "supervisee: '77' is nobody in people.csv or on record"),
        ("sessions", ("supervisee", "held on", "minutes"), ("3", "01/02/2026", "long"), "minutes: is not a length in minutes"),
        (
            "discussions",
            ("case", "worker", "on"),
            ("M99", "3", "01/02/2026"),
            "case: there is no case M99 in the files or on record",
        ),
        (
            "agreements",
            ("supervisee", "supervisee signed on", "supervisor signed on"),
            ("3", "x", ""),
            "supervisee signed on: what is",
        ),
        ("observations", ("observed", "on"), ("3", ""), "observations.csv, line 2, on: is empty"),
    ],
)
def test_a_bad_line_of_our_own_files_is_named(
    name: str, headings: tuple[str, ...], row: tuple[str, ...], said: str, council: Council
) -> None:
    started(council)
    faults = council.refused(**{name: write_csv(council.folder / f"{name}.csv", headings, [row])})
    assert len(faults) == 1
    assert said in faults[0]


def test_what_was_held_before_is_stored_once_and_never_over_what_is_newer(council: Council) -> None:
    started(council)
    folder = council.folder
    past = {
        "sessions": write_csv(
            folder / "sessions.csv",
            ("supervisee", "supervisor", "held on", "minutes", "recorded on"),
            [("Ann Ashby", "", "09/02/2026", "90", "10/02/2026"), ("4", "Tom Tilley", "26/02/2026", "75 mins", "")],
        ),
        "discussions": write_csv(
            folder / "discussions.csv",
            ("case", "worker", "kind", "on"),
            [("M1", "3", "supervision", "09/02/2026"), ("M1", "3", "management oversight", "20/02/2026")],
        ),
        "agreements": write_csv(
            folder / "agreements.csv",
            ("supervisee", "supervisee signed on", "supervisor signed on", "named manager", "reviewed on"),
            [("3", "01/03/2021", "02/03/2021", "1", "01/03/2025")],
        ),
        "observations": write_csv(
            folder / "observations.csv", ("observed", "observer", "kind", "on"), [("3", "2", "practice", "01/12/2025")]
        ),
    }
    council.take(**past)
    assert {
        (s.supervisee_id, s.supervisor_id, str(s.held_on), s.minutes, s.recorded_on is None) for s in council.rows(SessionRow)
    } == {
        ("3", "2", "2026-02-09", 90, False),
        ("4", "2", "2026-02-26", 75, True),
    }
    assert {(d.kind, d.by_id, str(d.discussed_on)) for d in council.rows(DiscussionRow)} == {
        ("supervision", "2", "2026-02-09"),
        ("oversight", "2", "2026-02-20"),
    }
    assert [(a.supervisor_id, a.named_manager_id, str(a.reviewed_on)) for a in council.rows(AgreementRow)] == [
        ("2", "1", "2025-03-01")
    ]
    assert len(council.rows(ObservationRow)) == 1
    owed = {row.kind: str(row.due_on) for row in council.rows(ObligationRow) if row.person_id == "3" and row.closed_at is None}
    assert owed["personal_supervision"] == "2026-03-09"
    assert council.take(days_later=1, **past).changes == []


def test_a_later_review_in_an_extract_leaves_the_earlier_one_for_the_days_before_it(council: Council) -> None:
    started(council)
    for reviewed_on in ("01/03/2024", "01/03/2025", "01/03/2025", "20/02/2025"):
        said = [("3", "01/03/2021", "02/03/2021", reviewed_on)]
        headings = ("supervisee", "supervisee signed on", "supervisor signed on", "reviewed on")
        council.take(agreements=write_csv(council.folder / "agreements.csv", headings, said))
    assert [str(row.reviewed_on) for row in council.rows(AgreementRow)] == ["2025-03-01"]
    earlier = council.rows(EarlierAgreementRow)
    assert [(str(row.until_on), str(row.reviewed_on)) for row in earlier] == [("2025-03-01", "2024-03-01")]
