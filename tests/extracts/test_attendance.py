"""training.csv: lists of attendance into the register, untidy as they come; each line once."""

from datetime import date, timedelta

import pytest

from storage.models import TrainingRow
from tests.extracts.conftest import MONDAY, Council
from tests.extracts.files import write_csv, write_people

HEADINGS = ("Employee number", "Course name", "title", "Date attended", "Identified on")


def register(council: Council) -> set[tuple[str, str, str | None, str, str, bool]]:
    return {
        (row.person_id, row.kind, row.title, str(row.needed_on), str(row.done_on), row.by_id is None)
        for row in council.rows(TrainingRow)
    }


def test_a_list_of_attendance_is_taken_once_and_confirms_what_was_said(council: Council) -> None:
    people = write_people(council.folder)
    council.take(people=people)
    with council.store.work("council", MONDAY) as work:
        tom = work.people.must_get("2")
        work.trainings.note(viewer=tom, person_id="2", kind="skills", on=date(2026, 2, 2))
        work.trainings.need(viewer=tom, person_id="2", on=date(2026, 1, 5))
        work.commit()
    lines = [
        ("Tom Tilley", "Supervision skills training", "", "2 February 2026", ""),
        ("2", "refresher", "", "20/02/2026", ""),
        ("1", "This policy’s procedures", "", "2026-01-14 09:30", ""),
        ("1", "other", "Reflective practice", "14/01/2026", ""),
        ("1", "Top-up", "", "", "15/01/2026"),
        ("1", "performance objectives", "", "46030", ""),
    ]
    training = write_csv(council.folder / "l and d attendance.csv", HEADINGS, lines)
    assert council.take(training=training, dry_run=True).counts() == {("trainings", "added"): 4, ("trainings", "changed"): 2}
    council.take(training=training)
    assert register(council) == {
        ("2", "skills", None, "None", "2026-02-02", True),
        ("2", "top_up", None, "2026-01-05", "2026-02-20", True),
        ("1", "procedures", None, "None", "2026-01-14", True),
        ("1", "other", "Reflective practice", "None", "2026-01-14", True),
        ("1", "top_up", None, "2026-01-15", "None", True),
        ("1", "objectives", None, "None", "2026-01-08", True),
    }
    assert council.take(days_later=1, training=training).changes == []
    taken = write_csv(council.folder / "training.csv", HEADINGS, [("1", "top-up", "", "02/03/2026", "15/01/2026")])
    assert council.take(days_later=1, training=taken).counts() == {("trainings", "changed"): 1}
    assert council.take(days_later=2, training=taken).changes == []
    assert len(register(council)) == 6
    with council.store.work("council", MONDAY + timedelta(days=2)) as work:
        sue = work.people.must_get("1")
        wrong = next(each for each in work.trainings.of("2", viewer=sue) if each.kind == "skills")
        work.trainings.take_back(wrong.id, viewer=sue)
        tom = work.people.must_get("2")
        said = work.trainings.note(viewer=tom, person_id="2", kind="procedures", on=date(2026, 1, 14))
        work.trainings.take_back(said, viewer=tom)
        work.commit()
    training = write_csv(training, HEADINGS, [*lines, ("2", "procedures", "", "14/01/2026", "")])
    assert council.take(days_later=3, training=training).changes == [], "what was taken back in Slack is not put back"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("2", "skills", "", "01/04/2026", ""), "date attended: 01/04/2026 has not come yet"),
        (("2", "skills", "", "2/30/2026", ""), "attended on: "),
        (("77", "skills", "", "01/02/2026", ""), "supervisor: '77' is nobody in people.csv or on record"),
        (("2", "skils", "", "01/02/2026", ""), "training: 'skils' is not a kind of training. Did you mean skills?"),
        (("2", "", "", "01/02/2026", ""), "training: is empty"),
        (("2", "other", "", "01/02/2026", ""), "title: is empty"),
        (("", "skills", "", "01/02/2026", ""), "supervisor: is empty"),
        (("2", "skills", "", "", ""), "attended on: is empty"),
        (("2", "skills", "", "01/02/2026", "01/01/2026"), "identified on: is given for what is no top-up"),
        (("2", "top-up", "", "01/02/2026", "02/02/2026"), "attended on: is before it was found to be needed"),
    ],
)
def test_a_bad_line_is_named(row: tuple[str, ...], said: str, council: Council) -> None:
    council.take(people=write_people(council.folder))
    training = write_csv(council.folder / "training.csv", HEADINGS, [("1", "skills", "", "01/02/2026", ""), row])
    faults = council.refused(training=training)
    assert len(faults) == 1
    assert faults[0].startswith("training.csv, line 3, ")
    assert said.replace("date attended", "attended on") in faults[0]
    assert council.rows(TrainingRow) == []
