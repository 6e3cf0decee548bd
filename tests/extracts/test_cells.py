"""One cell, in every form councils' files have it."""

from datetime import date, datetime, time, timedelta

import pytest

from storage.extracts import cells
from storage.extracts.annexa import _status
from storage.extracts.faults import BadCell
from storage.extracts.names import worker_key

MARCH_24 = date(2026, 3, 24)


def moment(day: str) -> datetime:
    """A cell as a workbook keeps a date and time: it knows no zone."""
    return datetime.fromisoformat(day)


DAYS = (
    "46105|46105.0|20260324|24/03/2026|24/3/26|24-03-2026|24.03.2026| 24/03/2026 |24/03/2026\u00a0|24/03/2026 00:00|"
    "24/03/2026 14:05:59|24/03/2026 2:05 pm|2026-03-24|2026/03/24|2026-03-24T00:00:00|2026-03-24 00:00:00.0000000|"
    "2026-03-24T09:00:00Z|2026-03-24T09:00:00+01:00|24-Mar-2026|24-MAR-26|24 March 2026|Tuesday 24 March 2026|"
    "Tue 24 Mar 2026|24th March 2026|'24/03/2026"
)
NO_DAYS = (
    "| |\u00a0|#N/A|#n/a|N/A|n/a|-|–|NULL|null|None|(blank)|?|0|00/01/1900|01/01/1900|9999-12-31|31/12/9999|01/01/2300|"
    "01/01/1753|PLACEHOLDER_DATA"
)


@pytest.mark.parametrize(
    "written", [MARCH_24, moment("2026-03-24"), moment("2026-03-24 23:59"), 46105, 46105.75, 20260324, *DAYS.split("|")]
)
def test_a_day_is_read_however_it_is_written(written: object) -> None:
    assert cells.day(written) == MARCH_24


@pytest.mark.parametrize(
    "written", [None, 0, moment("1900-01-01"), time(0, 0), moment("2999-12-31"), timedelta(0), *NO_DAYS.split("|")]
)
def test_no_day_is_no_day_however_it_is_written(written: object) -> None:
    assert cells.day(written) is None


def test_a_workbook_that_counts_from_1904_means_the_same_day() -> None:
    assert cells.day(46105 - 1462, epoch=cells.EPOCH_1904) == MARCH_24


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("31/02/2026", "'31/02/2026'"),
        ("03/25/2026", "other way round"),
        ("24/03/20266", "'24/03/20266'"),
        ("soon", "not shown"),
        ("Jane Doe", "not shown"),
        ("ZZ99 9ZZ", "not shown"),
        ("#REF!", "#REF!"),
        (cells.UNSAVED_FORMULA, "has not worked out"),
        ("17/05/1912", "not shown"),
        (True, "not shown"),
        (4_505_577_104, "not shown"),
        ("4505577104", "not shown"),
        ("07700 900123", "not shown"),
    ],
)
def test_what_is_no_day_is_said_and_what_may_be_a_person_is_not_shown(written: object, shown: str) -> None:
    with pytest.raises(BadCell) as bad:
        cells.day(written)
    assert shown in bad.value.why
    if shown == "not shown":
        assert str(written) not in bad.value.why + bad.value.todo


REFERENCES = {
    "M100001": "M100001",
    " m100001 ": "M100001",
    100001: "100001",
    100002.0: "100002",
    "100001.0": "100001",
    "000123": "000123",
    "LCS/2024-17": "LCS/2024-17",
    "'100001": "100001",
    "M100001\u00a0": "M100001",
    None: "",
    "N/A": "",
}


@pytest.mark.parametrize(("written", "reference"), REFERENCES.items())
def test_a_reference_is_read_as_the_case_system_has_it(written: object, reference: str) -> None:
    assert cells.reference(written) == reference


@pytest.mark.parametrize(
    "written", ["Jane Doe", "Jane", "jane@example.org", "17/05/2012", "M 100001", moment("2012-05-17"), "Total"]
)
def test_what_may_be_a_child_is_no_reference_and_is_not_shown(written: object) -> None:
    with pytest.raises(BadCell) as bad:
        cells.reference(written)
    assert str(written) not in bad.value.why + bad.value.todo


STATUSES = {
    "child_in_care": "a) Looked after child|a|A)|Looked after child|LAC|CLA|Child in care",
    "child_protection": "b) Child Protection plan|b)Child Protection plan|Child protection|CP|B",
    "child_in_need": "c) Child in need plan|C|Child in need plan|CIN|c. Child\u00a0in need|c - Child in need",
    "assessment": "d) Open assessment|Open assessment|d",
    "closed": "e) Closed episode|Closed episode|Closed|E)",
    "": "|#N/A|-",
}


@pytest.mark.parametrize(("written", "category"), [(each, ours) for ours, all_ in STATUSES.items() for each in all_.split("|")])
def test_a_case_status_is_read_by_its_letter_or_its_words(written: str, category: str) -> None:
    assert _status(written) == category


def test_a_case_status_nobody_knows_is_not_shown() -> None:
    with pytest.raises(BadCell) as bad:
        _status("Jane Doe")
    assert "Jane" not in bad.value.why + bad.value.todo


ONE_ANN = (
    "Ann O'Neil|O'Neil, Ann|O’Neil,\u00a0Ann|ANN  O'NEIL|Ms Ann O'Neil|O'NEIL, Ann (Agency)|Ann O`Neil - Duty|Ann ONeil|"
    "Oneil , Ann|Ann O'Neil [S1234]|O'Neil, Ms Ann"
)


@pytest.mark.parametrize("written", ONE_ANN.split("|"))
def test_a_worker_is_the_same_however_the_name_is_written(written: str) -> None:
    assert worker_key(written) == "ann oneil"


@pytest.mark.parametrize("written", ["", "Unallocated", "Not Allocated", "Awaiting allocation", "TBC", "(vacant)", "1234"])
def test_nobody_is_nobody(written: str) -> None:
    assert worker_key(written) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("Zoë Façade", "Zoe Facade"), ("Anne-Marie Lee", "Lee, Anne Marie")],
)
def test_accents_and_hyphens_do_not_part_a_name(one: str, other: str) -> None:
    assert worker_key(one) == worker_key(other)
