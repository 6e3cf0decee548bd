"""Samples for audit: each file as likely as any other, quotas and exclusions always kept, none twice before all have come."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from math import exp, factorial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.calendar import LONDON
from scheduling.facts import Relationship
from scheduling.index import index
from scheduling.inpost import begins_on
from scheduling.sampling import Drawn, File, Quota, draw, files_for, quotas, redraw
from scheduling.view import View
from tests.scheduling.council import POLICIES, Row, council, warned

SEEDS = 10_000
TEAMS = (2, 5, 3, 7)
"""Files of each: of different sizes, where a draw team by team would favour the small ones."""
ONE_IN = 1_000_000
"""A fair draw fails this once in as many changes of its arithmetic."""


def files(*sizes: int, rated: int = 0) -> list[File]:
    """So many teams of these sizes."""
    made = [(team, place) for team, size in enumerate(sizes) for place in range(size)]
    return [File(f"w{team}.{place}", f"t{team}", number < rated) for number, (team, place) in enumerate(made)]


def exceeded(value: float, freedom: int) -> float:
    """How likely chi-squared of an even number of degrees is greater: exp(-x/2) times the sum of (x/2)^i / i!, i < n/2."""
    return exp(-value / 2) * sum((value / 2) ** each / factorial(each) for each in range(freedom // 2))


def critical(freedom: int) -> float:
    """What chi-squared of so many degrees exceeds once in `ONE_IN` times."""
    low, high = 0.0, 1000.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if exceeded(middle, freedom) > 1 / ONE_IN else (low, middle)
    return high


@pytest.mark.parametrize(("count", "rated"), [(1, 0), (4, 5)])
def test_over_ten_thousand_seeds_each_file_is_as_likely_as_any_other(count: int, rated: int) -> None:
    """In each place of the sample: place by place the draws of different seeds have nothing to do with one another."""
    pool = files(*TEAMS, rated=rated)
    drawn = [draw(f"seed {seed}", pool, count, rag=min(count, 2)) for seed in range(SEEDS)]
    expected = SEEDS / len(pool)
    for place in range(count):
        seen = Counter(each[place].of for each in drawn)
        chi_squared = sum((seen[file.of] - expected) ** 2 / expected for file in pool)
        assert chi_squared < critical(len(pool) - 1), place


sizes = st.lists(st.integers(1, 6), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=8), sizes, st.integers(1, 12), st.integers(0, 4), st.integers(0, 36))
def test_as_many_as_asked_for_are_drawn_and_spread_as_far_as_the_teams_let(
    seed: str, teams: list[int], count: int, rag: int, rated: int
) -> None:
    pool = files(*teams, rated=rated)
    drawn = draw(seed, pool, count, rag=rag)
    assert drawn == draw(seed, list(reversed(pool)), count, rag=rag)
    assert len({each.of for each in drawn}) == len(drawn) == min(count, len(pool))
    marked = [each.of for each in drawn if each.rag]
    assert len(marked) == min(rag, len(drawn))
    with_ratings = {file.of for file in pool if file.rated}
    assert len(with_ratings & set(marked)) == min(len(marked), len(with_ratings & {each.of for each in drawn}))
    of_team = Counter(each.by for each in drawn)
    for team, size in Counter(file.by for file in pool).items():
        share = size * len(drawn) / len(pool)
        assert share - 1 < of_team[team] < share + 1


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=8), sizes, st.integers(1, 5), st.booleans())
def test_no_file_comes_again_before_every_other_has_come(seed: str, teams: list[int], count: int, joins: bool) -> None:
    pool, turn, seen = files(*teams), 1, set[str]()
    times: Counter[str] = Counter()
    for period in range(8):
        if period == 3 and joins:
            pool = [*pool, File("new", "t0")]
            times["new"] = turn - 1
        drawn = draw(f"{seed} {period}", pool, count, seen=seen, turn=turn)
        times.update(each.of for each in drawn)
        assert max(times[each.of] for each in pool) - min(times[each.of] for each in pool) <= 1
        last = max(each.turn for each in drawn)
        seen = {each.of for each in drawn if each.turn == last} | (seen if last == turn else set())
        turn = last


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=8), sizes, st.integers(1, 4))
def test_another_is_drawn_in_the_place_of_one_and_never_one_of_the_sample(seed: str, teams: list[int], count: int) -> None:
    pool = files(*teams)
    drawn = draw(seed, pool, count, rag=1)
    first = next(each for each in drawn if each.rag)
    before = [each.of for each in drawn]
    another = redraw(seed, pool, first, before=before)
    left = {file.of for file in pool} - set(before)
    assert (another is None) == (not left)
    if another:
        assert another.of in left
        assert another.rag
        assert another == redraw(seed, pool, first, before=before)


# ------------------------------------------------------------------ who may be drawn for whom


def service(*more: Row, **rows: Any) -> Any:
    """Two service managers below Hal, two teams each of three social workers; Stu leads strategy, and stands aside."""
    people: list[Row] = [
        {"id": "hal", "role": "non_case_holder", "level": "head_of_locality", "started_on": "2015-01-05", "manager": "zoe"},
        {"id": "stu", "role": "non_case_holder", "level": "strategic_lead", "started_on": "2015-01-05", "manager": "zoe"},
        {"id": "sia", "role": "non_case_holder", "level": "service_manager", "started_on": "2016-02-01", "manager": "hal"},
        {"id": "sol", "role": "non_case_holder", "level": "service_manager", "started_on": "2016-02-01", "manager": "hal"},
    ]
    for team, above in (("a", "sia"), ("b", "sia"), ("c", "sol"), ("d", "sol")):
        lead = {"id": team, "role": "non_case_holder", "level": "supervisor", "started_on": "2018-01-08", "manager": above}
        people.append(lead)
        people += [{"id": f"{team}{number}", "manager": team, "started_on": "2020-01-06"} for number in range(3)]
    people.append({"id": "biz", "role": "non_frontline", "profession": "business", "manager": "a", "started_on": "2020-01-06"})
    return council(*people, *more, policy="manchester", **rows)


def asked(facts: Any, person: str, day: str = "2026-04-01") -> dict[str, tuple[Quota, set[str]]]:
    """What somebody is to be given, by rule, and what it is drawn from."""
    view = View(index(facts), POLICIES["manchester"], datetime.fromisoformat(f"{day}T02:30").replace(tzinfo=LONDON))
    auditor = view.person(person)
    assert auditor
    return {
        quota.terms.rule: (quota, {file.of for file in files_for(view, auditor, quota.terms)})
        for quota in quotas(view, auditor)
    }


WORKERS = {f"{team}{number}" for team in "abcd" for number in range(3)}
OF_A, OF_C = {"a0", "a1", "a2", "biz"}, {"c0", "c1", "c2"}
OF_SIA = {each for each in WORKERS if each[0] in "ab"}


@pytest.mark.parametrize(
    ("person", "found"),
    [
        # four supervisions of social workers a month, two with the ratings; one file a quarter; one of a peer's each half-year
        ("sia", {"MAN-5.3-a": (4, 2, OF_SIA), "MAN-5.3-f": (1, 0, OF_SIA | {"biz"}), "MAN-5.3-g": (1, 0, {"c", "d"})}),
        # two team managers' files a quarter, which are the quarter's audit too; their supervisors are Sia and Sol
        ("hal", {"MAN-5.3-c": (2, 0, {"a", "b", "c", "d"})}),
        # across the service
        ("stu", {"MAN-5.3-e": (2, 0, {"a", "b", "c", "d"})}),
        # files kept by other team managers
        ("a", {"MAN-5.3-g": (1, 0, WORKERS - {"a0", "a1", "a2"})}),
        ("a0", {}),
        ("zoe", {}),
    ],
)
def test_each_auditor_is_given_what_the_policy_asks_of_their_level(
    person: str, found: dict[str, tuple[int, int, set[str]]]
) -> None:
    answered = {rule: (quota.count, quota.rag, pool) for rule, (quota, pool) in asked(service(), person).items()}
    assert answered == found


def test_nobody_audits_their_own_supervising_not_that_of_the_year_before_nor_what_they_cover() -> None:
    covered = [away("a", "b", "2026-03-30", None)]
    assert asked(service(absences=covered), "b")["MAN-5.3-g"][1] == WORKERS - {"b0", "b1", "b2"} - {"a0", "a1", "a2"}
    before = Relationship("a0", "sia", date(2025, 1, 6), date(2025, 9, 1))
    facts = service()
    facts = replace(facts, relationships=(before, *facts.relationships))
    assert asked(facts, "sia")["MAN-5.3-a"][1] == OF_SIA - {"a0"}
    assert asked(facts, "sia", "2026-09-01")["MAN-5.3-a"][1] == OF_SIA


def away(person: str, cover: str, first: str, until: str | None) -> Row:
    return {"person": person, "from": first, "until": until, "recorded_on": None, "cover": cover}


@pytest.mark.parametrize(
    ("absences", "day", "apart"),
    [
        ([away("a", "b", "2026-01-05", "2026-03-27")], "2026-07-01", OF_A),
        ([away("a", "b", "2025-09-08", "2025-10-02")], "2026-10-01", OF_A),  # a year ago tomorrow
        ([away("a", "b", "2025-09-08", "2025-10-01")], "2026-10-01", set()),
        ([away("a", "b", "2025-01-06", "2025-08-29")], "2026-07-01", set()),  # before the team was supervised by A
        ([away("a", "b", "2026-07-06", "2026-07-10")], "2026-07-01", set()),  # leave to come
        ([away("a", "c", "2026-01-05", "2026-03-27")], "2026-07-01", set()),
        # C was named, and was away for a week of it: then B, who covered for C, stood in for A too
        ([away("a", "c", "2026-01-05", "2026-03-27"), away("c", "b", "2026-02-02", "2026-02-09")], "2026-07-01", OF_A | OF_C),
        ([away("a", "c", "2026-01-05", "2026-03-27"), away("c", "b", "2026-03-30", "2026-04-06")], "2026-07-01", OF_C),
    ],
)
def test_nobody_audits_what_they_covered_within_the_year(absences: list[Row], day: str, apart: set[str]) -> None:
    assert asked(service(absences=absences), "b", day)["MAN-5.3-g"][1] == (WORKERS | {"biz"}) - {"b0", "b1", "b2"} - apart


def test_who_covered_audits_whoever_came_to_the_team_after_it_and_not_who_left_it_since() -> None:
    facts = service(absences=[away("a", "b", "2026-01-05", "2026-03-27")])
    moved = [replace(row, until=date(2026, 4, 13)) if row.supervisee in ("a0", "c0") else row for row in facts.relationships]
    moved += [Relationship("a0", "c", date(2026, 4, 13)), Relationship("c0", "a", date(2026, 4, 13))]
    drawn_from = asked(replace(facts, relationships=tuple(moved)), "b", "2026-07-01")["MAN-5.3-g"][1]
    assert {"a0", "c0"} & drawn_from == {"c0"}


@pytest.mark.parametrize(
    ("day", "rule", "first"),
    [
        ("2026-02-03", "MAN-5.3-a", "2026-02-02"),  # 1 February is a Sunday
        ("2026-01-05", "MAN-5.3-f", "2026-01-02"),  # New Year's Day
        ("2026-05-20", "MAN-5.3-g", "2026-01-02"),
        ("2026-04-01", "MAN-5.3-f", "2026-04-01"),
    ],
)
def test_a_sample_is_drawn_on_the_first_working_day_of_its_period(day: str, rule: str, first: str) -> None:
    assert begins_on(asked(service(), "sia", day)[rule][0].period.first).isoformat() == first


def test_where_the_service_managers_owe_the_four_together_they_are_shared_out() -> None:
    together = service(settings={"dip_samples_by": "all"})
    shares = {who: asked(together, who).get("MAN-5.3-a") for who in ("sia", "sol", "sue", "sam")}
    assert {who: found[0].count for who, found in shares.items() if found} == {"sia": 1, "sol": 1, "sue": 1, "sam": 1}


@pytest.mark.parametrize(
    ("day", "seen", "is_told"),
    [
        ("2026-04-01", {}, False),  # nothing begun, two quarters left
        ("2026-07-01", {}, True),  # four to see by 1 September, two a quarter
        ("2026-07-01", {"a": "2026-06-10", "b": "2026-06-11"}, False),
        ("2026-07-20", {"a": "2026-07-06"}, True),  # three left, one audit of the quarter
        ("2026-07-20", {"a": "2026-06-10", "b": "2026-07-06"}, True),  # two left, and one
        ("2026-07-20", {"a": "2026-06-10", "b": "2026-07-06", "c": "2026-07-07"}, True),
    ],
)
def test_before_the_year_ends_it_is_told_that_not_every_file_can_be_seen(day: str, seen: dict[str, str], is_told: bool) -> None:
    audits = [{"auditor": "hal", "of_supervision": of, "on": on, "kind": "file_audit"} for of, on in seen.items()]
    told = [each for each in warned(service(audits=audits), day) if each.code == "coverage_impossible"]
    assert bool(told) == is_told
    assert all((each.rule, each.person) == ("MAN-5.3-d", "hal") for each in told)


def test_a_sample_can_be_told_from_its_seed_by_hand() -> None:
    """The seed printed is all there is: another program draws the same."""
    pool = files(3)
    numbers = iter(sha256(b"by hand\n0").digest()[at : at + 8] for at in range(0, 32, 8))

    def below(number: int) -> int:
        return int.from_bytes(next(numbers), "big") % number

    row = [file.of for file in pool]
    below_1 = below(3), below(2)  # the one team is in its place; its three files are mixed
    for last, other in zip((2, 1), below_1, strict=True):
        row[last], row[other] = row[other], row[last]
    start = below(3)
    assert draw("by hand", pool, 1) == [Drawn(row[start], "t0", 1)]
