"""A case's categories in time, from lists to rows and back, and as extracts change."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from storage import timelines
from storage.extracts.plan import RANK, Span
from storage.extracts.spans import stretches

START = date(2025, 1, 1)
TODAY = START + timedelta(days=500)
days = st.integers(0, 400).map(lambda n: START + timedelta(days=n))


@st.composite
def lists(draw: st.DrawFn) -> list[Span]:
    """Up to six rows of one child in the lists."""
    found = []
    for _ in range(draw(st.integers(1, 6))):
        begins = draw(days)
        ends = draw(st.one_of(st.none(), st.integers(0, 99).map(lambda n, begins=begins: begins + timedelta(days=n))))
        found.append(Span(draw(st.sampled_from(RANK)), begins, ends))
    return found


def spans(*each: tuple[str, int | None, int | None]) -> tuple[Span, ...]:
    """Category, day from, day until."""
    return tuple(
        Span(c, None if a is None else START + timedelta(a), None if b is None else START + timedelta(b)) for c, a, b in each
    )


@given(lists())
def test_each_day_has_the_highest_category_of_the_lists_open_that_day(rows: list[Span]) -> None:
    found = stretches(rows)
    for n in range(0, 500, 7):
        on = START + timedelta(days=n)
        then = [row.category for row in rows if row.from_on <= on and (row.until_on is None or on < row.until_on)]
        shown = [each.category for each in found if each.from_on <= on and (each.until_on is None or on < each.until_on)]
        assert shown == ([min(then, key=RANK.index)] if then else [])


@given(lists())
def test_what_is_stored_reads_back_as_it_was(rows: list[Span]) -> None:
    found = stretches(rows)
    if found:
        category, opened_on, closed_on, changes = timelines.to_rows(found)
        in_order = sorted(changes, key=lambda change: (change[0], change[1] != "closed_on"))
        assert timelines.from_rows(category, opened_on, closed_on, in_order) == found


@given(lists(), lists())
def test_the_same_extract_twice_changes_nothing_the_second_time(before: list[Span], after: list[Span]) -> None:
    stored, told = stretches(before), stretches(after)
    if stored and told:
        once = timelines.merged(stored, told, TODAY)
        assert timelines.merged(once, told, TODAY) == once
        assert timelines.merged(once, told, TODAY + timedelta(days=1)) == once


@given(lists(), lists())
def test_after_an_import_a_case_is_today_what_the_extract_says(before: list[Span], after: list[Span]) -> None:
    stored, told = stretches(before), stretches(after)
    if stored and told:
        now = timelines.merged(stored, told, TODAY)[-1]
        assert (now.until_on is None) == (told[-1].until_on is None)
        assert now.until_on is not None or now.category == told[-1].category


def test_a_plan_that_drops_off_the_lists_stays_in_the_history() -> None:
    stored = spans(("child_in_need", 0, 50), ("child_protection", 50, 200), ("child_in_need", 200, None))
    assert timelines.merged(stored, spans(("child_in_need", 0, None)), TODAY) == stored


def test_a_new_plan_counts_from_its_own_day() -> None:
    told = spans(("child_in_need", 100, 480), ("child_protection", 480, None))
    assert timelines.merged(spans(("child_in_need", 0, None)), told, TODAY) == spans(
        ("child_in_need", 0, 480), ("child_protection", 480, None)
    )


def test_a_closed_case_that_comes_back_is_opened_again() -> None:
    told = spans(("child_in_need", 450, None))
    assert timelines.merged(spans(("child_in_need", 0, 300)), told, TODAY) == spans(
        ("child_in_need", 0, 300), ("child_in_need", 450, None)
    )


def test_a_list_without_dates_takes_the_day_we_know() -> None:
    stored = spans(("care_leaver", 30, None))
    assert timelines.merged(stored, spans(("care_leaver", None, None)), TODAY) == stored
