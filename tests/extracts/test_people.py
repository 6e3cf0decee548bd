"""people.csv: roles, levels, hours, employment, and who manages whom."""

from datetime import date, datetime
from pathlib import Path

import pytest

from storage.extracts import Sources, posts, read
from storage.extracts.plan import PersonEntry
from storage.models import FormerTeamRow, PersonChangeRow, PersonRow
from tests.extracts.conftest import Council
from tests.extracts.files import ANN, GRACE, PEOPLE_HEADINGS, PRIYA, STAFF, TOM, write_csv, write_people

TODAY = date(2026, 3, 2)


def people_of(folder: Path, **columns: object) -> tuple[list[PersonEntry], list[str]]:
    """What a people.csv of one line says."""
    usual = {"name": "Ann Ashby", "e-mail": "ann@example.org", "role": "case holder", "start": "01/02/2021", "line manager": ""}
    row = {**usual, **columns}
    plan = read(Sources(people=write_csv(folder / "people.csv", tuple(row), [tuple(row.values())])), TODAY)
    return plan.people or [], [str(fault) for fault in plan.faults]


@pytest.mark.parametrize(
    ("role", "level", "post", "ours"),
    [
        ("case_holder", "practitioner", "", "case_holder practitioner"),
        ("Senior manager", "", "", "non_case_holder senior_manager"),
        ("1", "", "", "non_case_holder senior_manager"),
        ("Middle Manager", "", "", "non_case_holder service_manager"),
        ("first line manager", "", "", "non_case_holder supervisor"),
        ("Senior Practitioner", "", "", "case_holder practitioner"),
        ("Case holder", "", "", "case_holder practitioner"),
        ("qualified without cases", "", "", "non_case_holder practitioner"),
        ("6", "", "", "non_case_holder practitioner"),
        ("supervising social worker", "", "", "supervising_social_worker practitioner"),
        ("", "", "Team Manager", "non_case_holder supervisor"),
        ("team_manager", "", "", "non_case_holder supervisor"),
        ("Manager", "", "", "non_case_holder supervisor"),
        ("", "", "Assistant Team Manager (North)", "non_case_holder supervisor"),
        ("", "", "Service Manager", "non_case_holder service_manager"),
        ("", "", "Head of Service, Children in Care", "non_case_holder senior_manager"),
        ("", "", "Assistant Director", "non_case_holder senior_manager"),
        ("", "", "Director of Children's Services", "non_case_holder senior_manager"),
        ("", "", "Newly Qualified Social Worker (ASYE)", "case_holder practitioner"),
        ("", "", "Senior Social Worker", "case_holder practitioner"),
        ("", "", "Personal Adviser", "case_holder practitioner"),
        ("", "", "Family Support Worker", "case_holder practitioner"),
        ("", "", "MASH Social Worker", "front_door practitioner"),
        ("", "", "Independent Reviewing Officer", "non_case_holder practitioner"),
        ("", "", "Business Support Officer", "non_frontline practitioner"),
        ("case_holder", "Team Manager", "", "case_holder supervisor"),
        ("non case holding", "head of locality", "Social Worker", "non_case_holder head_of_locality"),
    ],
)
def test_census_roles_and_job_titles_are_understood(role: str, level: str, post: str, ours: str, tmp_path: Path) -> None:
    people, faults = people_of(tmp_path, role=role, level=level, post=post)
    assert faults == []
    assert f"{people[0].role} {people[0].level}" == ours


@pytest.mark.parametrize(
    ("written", "ours"),
    [
        ("full time", "full_time"),
        ("FT", "full_time"),
        ("1", "full_time"),
        ("1.0", "full_time"),
        ("37", "full_time"),
        ("36.25 hours", "full_time"),
        ("100%", "full_time"),
        ("Part-time", "part_time"),
        ("0.6", "part_time"),
        ("0.8 FTE", "part_time"),
        ("22.2", "part_time"),
        ("60%", "part_time"),
        ("job share", "part_time"),
        ("", ""),
        ("N/A", ""),
    ],
)
def test_hours_are_words_a_share_or_hours_a_week(written: str, ours: str) -> None:
    assert posts.hours(written) == ours


@pytest.mark.parametrize(
    ("written", "ours"),
    [
        ("Permanent", "permanent"),
        ("P", "permanent"),
        ("Agency", "agency"),
        ("Y", "agency"),
        ("N", "permanent"),
        ("Locum", "agency"),
        ("Fixed Term", "temporary"),
        ("temp", "temporary"),
        ("PLACEHOLDER_DATA", ""),
    ],
)
def test_employment_is_known_by_many_words(written: str, ours: str) -> None:
    assert posts.employment(written) == ours


def test_whoever_manages_somebody_is_a_supervisor_where_nothing_else_is_said(tmp_path: Path) -> None:
    headings = ("name", "e-mail", "role", "start", "line manager")
    rows = [
        ("Cy Carr", "cy@example.org", "non_case_holder", "01/02/2020", ""),
        ("Di Dunn", "di@example.org", "case_holder", "01/02/2020", "Carr, Cy"),
    ]
    plan = read(Sources(people=write_csv(tmp_path / "people.csv", headings, rows)), TODAY)
    assert [(person.id, person.level) for person in plan.people or ()] == [
        ("cy@example.org", "supervisor"),
        ("di@example.org", "practitioner"),
    ]


def test_a_name_may_come_in_two_columns_or_surname_first(tmp_path: Path) -> None:
    assert people_of(tmp_path, name="", Forename="Ann", Surname="Ashby")[0][0].name == "Ann Ashby"
    assert people_of(tmp_path, name="Ashby, Ann")[0][0].name == "Ann Ashby"


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"name": ""}, "people.csv, line 2, name: is empty."),
        ({"e-mail": "ann"}, "people.csv, line 2, e-mail: 'ann' is not an e-mail address."),
        ({"e-mail": ""}, "people.csv, line 2, e-mail: is empty."),
        ({"role": "wizard"}, "people.csv, line 2, role: 'wizard' is not a role."),
        ({"role": ""}, "people.csv, line 2, role: is empty."),
        ({"start": "31/02/2026"}, "people.csv, line 2, start: '31/02/2026' is not a date."),
        ({"start": ""}, "people.csv, line 2, start: is empty."),
        ({"left": "01/01/2020"}, "people.csv, line 2, left: 01/01/2020 is before the start, 01/02/2021."),
        ({"hours": "sometimes"}, "people.csv, line 2, hours: is not a way to say full or part time we know"),
        ({"level": "king"}, "people.csv, line 2, level: 'king' is not a level."),
    ],
)
def test_a_bad_cell_is_named_with_its_line_and_column(columns: dict[str, object], said: str, tmp_path: Path) -> None:
    people, faults = people_of(tmp_path, **columns)
    assert not people
    assert len(faults) == 1
    assert faults[0].startswith(said)


def test_every_fault_of_a_line_is_listed(tmp_path: Path) -> None:
    assert len(people_of(tmp_path, name="", role="wizard", start="tomorrow")[1]) == 3


def test_one_person_in_two_lines_is_a_fault(council: Council) -> None:
    twice = write_people(
        council.folder,
        GRACE,
        TOM,
        ANN,
        ("Ann Again", "ANN@example.org", "Social Worker", "", "", "", "", "01/02/2021", "9", "2"),
    )
    assert council.refused(people=twice) == [
        "people.csv, line 5, e-mail: is the same as in line 4. Keep one line for each person"
    ]


def test_people_and_their_line_managers_are_stored(council: Council) -> None:
    outcome = council.take(people=write_people(council.folder))
    assert {(p.id, p.level, p.hours, p.employment, p.manager_id) for p in council.rows(PersonRow)} == {
        ("1", "senior_manager", "full_time", "permanent", None),
        ("2", "supervisor", "full_time", "permanent", "1"),
        ("3", "practitioner", "full_time", "permanent", "2"),
        ("4", "practitioner", "part_time", "agency", "2"),
    }
    assert council.supervisors() == {
        ("2", "1", "2020-02-01", None),
        ("3", "2", "2021-02-01", None),
        ("4", "2", "2026-01-05", None),
    }
    assert outcome.opened > 0


@pytest.mark.parametrize("manager", ["2", "tom@example.org", "TOM@EXAMPLE.ORG", "Tom Tilley", "Tilley, Tom", "Mr Tom  Tilley"])
def test_a_line_manager_is_found_by_staff_id_address_or_name(manager: str, council: Council) -> None:
    council.take(people=write_people(council.folder, GRACE, TOM, (*ANN[:-1], manager)))
    assert ("3", "2", "2021-02-01", None) in council.supervisors()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((GRACE, (*ANN[:-1], "99")), "line manager: '99' is nobody in people.csv or on record"),
        ((GRACE, TOM, (*ANN[:-1], "Tom Tiley")), "Is it Tom Tilley (2)? Give the line manager's staff id"),
        ((GRACE, TOM, (*ANN[:-1], "3")), "Ann Ashby is their own line manager"),
        (
            ((*GRACE[:-1], "3"), TOM, ANN),
            "line managers go round in a circle: Grace Garland → Ann Ashby → Tom Tilley → Grace Garland",
        ),
    ],
)
def test_a_line_that_leads_nowhere_is_refused(rows: tuple[tuple[str, ...], ...], said: str, council: Council) -> None:
    faults = council.refused(people=write_people(council.folder, *rows))
    assert len(faults) == 1
    assert said in faults[0]
    assert council.rows(PersonRow) == []


def test_a_bad_line_of_a_manager_is_not_told_again_for_each_of_their_people(council: Council) -> None:
    bad = (*TOM[:7], "31/02/2020", *TOM[8:])
    assert len(council.refused(people=write_people(council.folder, GRACE, bad, ANN, PRIYA))) == 1


def test_a_second_import_of_the_same_people_changes_nothing(council: Council) -> None:
    people = write_people(council.folder)
    council.take(people=people)
    assert council.take(people=people, days_later=1).changes == []


def test_a_new_line_manager_takes_over_from_today(council: Council) -> None:
    council.take(people=write_people(council.folder))
    council.take(days_later=1, people=write_people(council.folder, GRACE, TOM, (*ANN[:-1], "1"), PRIYA))
    assert {row for row in council.supervisors() if row[0] == "3"} == {
        ("3", "2", "2021-02-01", "2026-03-03"),
        ("3", "1", "2026-03-03", None),
    }
    again = council.take(days_later=2, people=write_people(council.folder, GRACE, TOM, (*ANN[:-1], "1"), PRIYA))
    assert again.changes == []


def test_supervised_since_dates_the_relationship_and_may_be_corrected(council: Council) -> None:
    headings = (*PEOPLE_HEADINGS, "supervised since")
    for since in ("01/06/2024", "01/07/2024"):
        council.take(people=write_csv(council.folder / "people.csv", headings, [(*GRACE, ""), (*TOM, ""), (*ANN, since)]))
    assert ("3", "2", "2024-07-01", None) in council.supervisors()
    assert len(council.supervisors()) == 2


def test_an_agency_worker_made_permanent_is_so_from_today_on(council: Council) -> None:
    council.take(people=write_people(council.folder))
    council.take(days_later=1, people=write_people(council.folder, GRACE, TOM, ANN, (*PRIYA[:6], "permanent", *PRIYA[7:])))
    assert [(c.person_id, c.field, c.value, c.from_on) for c in council.rows(PersonChangeRow)] == [
        ("4", "employment", "permanent", date(2026, 3, 3))
    ]
    assert {p.employment for p in council.rows(PersonRow) if p.id == "4"} == {"agency"}


def test_the_team_somebody_was_in_is_kept_with_the_day_they_left_it(council: Council) -> None:
    """Of two changes on one day the first says where they came from."""
    headings = (*PEOPLE_HEADINGS, "team")
    for days_later, team in ((0, "North"), (1, "East"), (1, "South"), (2, "South"), (3, "")):
        people = [(*GRACE, ""), (*TOM, "North"), (*ANN, team)]
        council.take(days_later=days_later, people=write_csv(council.folder / "people.csv", headings, people))
    assert [(row.person_id, row.until_on, row.team) for row in council.rows(FormerTeamRow)] == [
        ("3", date(2026, 3, 3), "North"),
        ("3", date(2026, 3, 5), "South"),
    ]


def test_what_the_file_leaves_open_stays_as_it_is(council: Council) -> None:
    council.take(people=write_people(council.folder))
    assert council.take(people=write_people(council.folder, GRACE, TOM, ANN, (*PRIYA[:5], "", "", *PRIYA[7:]))).changes == []


def test_whoever_left_is_ended_and_whoever_is_missing_is_asked_about(council: Council) -> None:
    council.take(people=write_people(council.folder))
    missing = council.take(days_later=1, people=write_people(council.folder, GRACE, TOM, ANN))
    assert missing.changes == []
    assert missing.remarks == [
        "1 on record are not in people.csv and stay as they are: Priya Prasad (4). "
        "Give the day they left in a column left, or run with --leavers."
    ]
    council.take(days_later=2, force=True, leavers=True, people=write_people(council.folder, GRACE, TOM, ANN))
    assert ("4", "2", "2026-01-05", "2026-03-04") in council.supervisors()


def test_more_than_a_fifth_of_the_people_leaving_at_once_is_stopped(council: Council) -> None:
    council.take(people=write_people(council.folder))
    assert council.refused(leavers=True, people=write_people(council.folder, GRACE, TOM, ANN)) == [
        "1 of 4 people are not in people.csv: more than a fifth. Nothing was imported. "
        "Check that the file is whole; if they have really left, run again with --force."
    ]


def test_senior_managers_are_told_to_the_engine(council: Council) -> None:
    council.take(people=write_people(council.folder))
    with council.store.read("council", datetime.fromisoformat("2026-03-02T09:00:00+00:00")) as work:
        assert work.settings.get("organisation.senior_managers") == ["1"]


def test_a_staff_id_given_later_is_the_same_person(council: Council) -> None:
    council.take(people=write_people(council.folder, GRACE, (*TOM[:8], "", "1"), (*ANN[:8], "3", "tom@example.org")))
    again = council.take(people=write_people(council.folder, *STAFF[:3]))
    assert {p.id for p in council.rows(PersonRow)} == {"1", "tom@example.org", "3"}
    assert again.changes == []


def test_two_people_may_exchange_addresses(council: Council) -> None:
    council.take(people=write_people(council.folder))
    council.take(people=write_people(council.folder, GRACE, TOM, (ANN[0], PRIYA[1], *ANN[2:]), (PRIYA[0], ANN[1], *PRIYA[2:])))
    assert {p.email for p in council.rows(PersonRow) if p.id == "3"} == {"priya@example.org"}
