"""How often sessions were moved or began late, by whom, and from when that is frequent (Kent 2, reading R-25)."""

from datetime import date, timedelta

import pytest

from scheduling.planner import Changed, Tally, tallies
from scheduling.readings import Readings

TODAY = date(2026, 6, 30)


def days_ago(days: int, by: str = "ann", *, late: bool = False) -> Changed:
    return Changed(TODAY - timedelta(days=days), by, late)


WINDOWS = [
    # days ago on which Ann came late, and moved; late and moved in the year; and whether that is frequent
    ("two", (0, 90), (), (2, 0), False),
    ("the third on the ninetieth day", (0, 1, 90), (), (3, 0), True),
    ("the third a day before it", (0, 1, 91), (), (3, 0), False),
    ("late twice and moved once", (5, 40), (20,), (2, 1), True),
    ("moved three times", (), (1, 2, 3), (0, 3), True),
    ("moved twice, and late too long ago", (100,), (1, 2), (1, 2), False),
    ("a year ago to the day", (1, 2, 365), (), (2, 0), False),
    ("still to come", (1, 2, -1), (), (2, 0), False),
]


@pytest.mark.parametrize(
    ("late", "moved", "in_the_year", "is_frequent"), [row[1:] for row in WINDOWS], ids=[row[0] for row in WINDOWS]
)
def test_what_is_late_and_what_is_moved_count_together_within_ninety_days(
    late: tuple[int, ...], moved: tuple[int, ...], in_the_year: tuple[int, int], is_frequent: bool
) -> None:
    changed = [days_ago(days, late=True) for days in late] + [days_ago(days) for days in moved]
    [ann] = tallies(changed, TODAY, Readings())
    assert (ann.late_in_the_year, ann.in_the_year, ann.is_frequent) == (*in_the_year, is_frequent)


def test_each_party_counts_for_themselves_and_what_nobody_was_named_for_is_nobodys_habit() -> None:
    changed = [days_ago(1, late=True), days_ago(1, "tom", late=True), days_ago(2, late=True), days_ago(3, "tom")]
    changed += [days_ago(days, "") for days in (4, 5, 6)]
    found = {each.who: each for each in tallies(changed, TODAY, Readings())}
    assert found == {
        "": Tally("", 3, 3, is_frequent=False),
        "ann": Tally("ann", 0, 0, is_frequent=False, late_in_the_year=2, late_in_the_window=2),
        "tom": Tally("tom", 1, 1, is_frequent=False, late_in_the_year=1, late_in_the_window=1),
    }
