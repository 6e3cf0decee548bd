"""Whoever has been erased stays erased: an extract that no longer has them brings nothing back."""

from pathlib import Path

import pytest

from storage.lifecycle import forgetting
from storage.lifecycle.schedule import ours
from storage.models import PersonRow
from tests.extracts.conftest import Council
from tests.extracts.files import ANN, GRACE, PEOPLE_HEADINGS, PRIYA, TOM, write_csv, write_people

LEFT = (*PEOPLE_HEADINGS, "left")


@pytest.mark.parametrize("leavers", [False, True])
def test_tomorrows_extract_without_them_changes_nothing(council: Council, tmp_path: Path, leavers: bool) -> None:
    rows = [(*row, "") for row in (GRACE, TOM, PRIYA)]
    council.take(people=write_csv(tmp_path / "people.csv", LEFT, [*rows, (*ANN, "01/03/2026")]))
    with council.store.work("council", council.now) as work:
        done = forgetting.erase(work, "3", by=work.people.must_get("1"), reason="7", schedule=ours(), early=True)
        work.commit()
    outcome = council.take(people=write_people(tmp_path, GRACE, TOM, PRIYA), days_later=1, leavers=leavers)
    assert [each for each in outcome.changes if each.what == "people"] == []
    names = {row.id: row.name for row in council.rows(PersonRow) if isinstance(row, PersonRow)}
    assert names == {"1": "Grace Garland", "2": "Tom Tilley", "4": "Priya Prasad", done.person_id: "Erased person 1"}
