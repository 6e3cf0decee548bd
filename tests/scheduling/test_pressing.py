"""Where every file is to be seen within a year, those whose year is nearly up are drawn first, and chance draws the rest."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from scheduling.calendar import LONDON, months_after
from scheduling.facts import Audit, Facts
from scheduling.index import index
from scheduling.sampling import Drawn, File, draw, files_for, first_until, pressing, quotas, redraw
from scheduling.view import View
from tests.scheduling.council import POLICIES, Row, council, owed, warned
from tests.scheduling.test_sampling import critical, service

SEEDS = 4_000
SPRING, SUMMER = date(2026, 4, 22), date(2026, 7, 22)


def files(**due: date | None) -> list[File]:
    """Of two supervisors in turn, with the day by which each is to be seen where it presses."""
    return [File(of, "st"[number % 2], due_on=on) for number, (of, on) in enumerate(due.items())]


@pytest.mark.parametrize(
    ("pool", "seen", "count", "first", "others"),
    [
        (files(a=None, b=SUMMER, c=SPRING, d=None), "", 1, {"c"}, ""),
        (files(a=None, b=SUMMER, c=SPRING, d=None), "", 2, {"b", "c"}, ""),
        (files(a=None, b=SUMMER, c=SPRING, d=None), "", 3, {"b", "c"}, "ad"),
        (files(a=None, b=SUMMER, c=SPRING, d=None), "bc", 2, {"b", "c"}, ""),  # whether they have come in this turn or not
        (files(a=None, b=SUMMER, c=SPRING, d=None), "abc", 3, {"b", "c"}, "d"),
        (files(a=SPRING, b=SPRING, c=SPRING, d=SUMMER), "a", 2, {"b", "c"}, ""),  # of one day who has not come yet
        (files(a=SPRING, b=SPRING, c=SPRING, d=SUMMER), "ab", 2, {"c"}, "ab"),
    ],
)
def test_what_presses_comes_first_the_soonest_before_the_others(
    pool: list[File], seen: str, count: int, first: set[str], others: str
) -> None:
    came = [{each.of for each in draw(f"seed {seed}", pool, count, seen=seen)} for seed in range(40)]
    assert all(first <= each for each in came)
    assert {of for each in came for of in each - first} == set(others), "each of the others by some seed"
    assert {len(each) for each in came} == {count}


@pytest.mark.parametrize(
    ("seen", "turns"),
    [
        ("", {"a": 1, "b": 1}),
        ("ac", {"a": 1, "b": 1}),  # D is still to come in this turn
        ("acd", {"a": 2, "b": 1}),  # B closes it, so A is the first of the next
    ],
)
def test_one_that_comes_again_before_the_others_neither_ends_their_turn_nor_is_lost_to_the_next(
    seen: str, turns: dict[str, int]
) -> None:
    drawn = draw("seed", files(a=SPRING, b=SPRING, c=None, d=None), 2, seen=seen)
    assert {each.of: each.turn for each in drawn} == turns


@pytest.mark.parametrize("on", [None, SPRING])
def test_where_nothing_presses_or_all_do_alike_each_file_is_as_likely_as_any_other(on: date | None) -> None:
    pool = files(**dict.fromkeys("abcdefg", on))
    seen = Counter(each.of for seed in range(SEEDS) for each in draw(f"seed {seed}", pool, 2)[:1])
    expected = SEEDS / len(pool)
    assert sum((seen[file.of] - expected) ** 2 / expected for file in pool) < critical(len(pool) - 1)


def test_another_in_the_place_of_one_is_the_soonest_of_those_left() -> None:
    pool = files(a=SPRING, b=SUMMER, c=None, d=None)
    assert redraw("seed", pool, Drawn("a", "s", 1), before=["a", "d"]) == Drawn("b", "t", 1)


def locality(number: int) -> Facts:
    """Hal over two service managers with so many team managers, who began to supervise in December 2025."""
    people: list[Row] = [
        {"id": "hal", "role": "non_case_holder", "level": "head_of_locality", "started_on": "2015-01-05", "manager": "zoe"}
    ]
    for manager in ("sia", "sol"):
        values = {"role": "non_case_holder", "level": "service_manager", "started_on": "2016-02-01", "manager": "hal"}
        people.append({"id": manager, **values})
    for place in range(number):
        values = {"role": "non_case_holder", "level": "supervisor", "started_on": "2025-12-01"}
        people += [
            {"id": f"t{place}", **values, "manager": ("sia", "sol")[place % 2]},
            {"id": f"w{place}", "manager": f"t{place}", "started_on": "2025-12-01"},
        ]
    return council(*people, policy="manchester")


def view_on(facts: Facts, day: date) -> View:
    return View(index(facts), POLICIES["manchester"], datetime.combine(day, datetime.min.time(), LONDON))


@pytest.mark.parametrize(("number", "days"), [(3, 0), (5, 21), (7, 0), (7, 21), (8, 21)])
def test_a_head_who_audits_every_file_drawn_has_seen_each_within_the_year(number: int, days: int) -> None:
    """Four quarters of two files reach eight: three years long no file is late, whatever chance says."""
    facts, turn, seen = locality(number), 1, set[str]()
    for quarter in range(12):
        first = months_after(date(2026, 1, 1), 3 * quarter)
        view = view_on(facts, first)
        hal = view.person("hal")
        assert hal
        quota = next(each for each in quotas(view, hal) if each.terms.rule == "MAN-5.3-c")
        pool = pressing(view, quota, files_for(view, hal, quota.terms))
        drawn = draw(f"seed {quarter}", pool, quota.count, seen=seen, turn=turn)
        last = max(each.turn for each in drawn)
        seen, turn = {each.of for each in drawn if each.turn == last} | (seen if last == turn else set()), last
        on = first + timedelta(days)
        made = tuple(Audit("hal", each.of, on, "file_audit", finished_on=on, feedback_on=on) for each in drawn)
        late = {row.about for row in owed(facts, on.isoformat(), "file_coverage") if row.days_late}
        assert not late, first
        facts = replace(facts, audits=(*facts.audits, *made))


@pytest.mark.parametrize(
    ("rule", "until"),
    [("MAN-5.3-c", date(2026, 9, 30)), ("MAN-5.3-a", None), ("MAN-5.3-e", None), ("MAN-5.3-f", None), ("MAN-5.3-g", None)],
)
def test_only_where_the_policy_has_every_file_seen_does_any_press(rule: str, until: date | None) -> None:
    version = POLICIES["manchester"].at(date(2026, 4, 1))
    terms = next(each for each in version.audits.sample if each.rule == rule)
    assert first_until(version, terms, date(2026, 4, 1), date(2026, 6, 30)) == until


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        ("2026-07-06 2026-07-07", "2 files to see by 2026-09-01; 2 a quarter reach none"),
        ("2026-06-10 2026-07-06 2026-07-07", "One file to see by 2026-09-01; 2 a quarter reach none"),
    ],
)
def test_how_many_files_are_out_of_reach_is_said_in_words(seen: str, said: str) -> None:
    made = [
        {"auditor": "hal", "of_supervision": of, "on": on, "kind": "file_audit"}
        for of, on in zip("abc", seen.split(), strict=False)
    ]
    told = [each.text for each in warned(service(audits=made), "2026-07-20") if each.code == "coverage_impossible"]
    assert told == [said]
