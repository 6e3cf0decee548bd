"""Figures about few people: not shown, and not to be had from those that are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from random import Random

import pytest

from scheduling.measures import EVERY, Figure, Item, counted
from scheduling.measures.counted import Key
from storage import SINGLE
from storage.few import too_small
from storage.store import Store
from tests.storage.council import at

NOW = at("2026-04-10")


def had(figures: Mapping[Key, Figure], hidden: Collection[Key]) -> dict[Key, tuple[int, int]]:
    """Hidden figures whoever subtracts comes by, over months, teams, kinds and categories, from the whole or for it."""
    known = {key: (figure.count, figure.out_of) for key, figure in figures.items() if key not in hidden}
    parts: dict[Key, dict[int, list[Key]]] = defaultdict(lambda: defaultdict(list))
    for key in figures:
        for spot in (1, 2, 3, 4):
            if key[spot] is not None:
                whole = (*key[:spot], None, *key[spot + 1 :])
                parts[whole][spot].append(key)  # type: ignore[index]
    found: dict[Key, tuple[int, int]] = {}
    while True:
        more: dict[Key, tuple[int, int]] = {}
        for whole, by_spot in parts.items():
            for keys in by_spot.values():
                unknown = [key for key in (whole, *keys) if key not in known]
                if len(unknown) == 1:
                    rest = [known[key] for key in keys if key in known]
                    said = (sum(one[0] for one in rest), sum(one[1] for one in rest))
                    of = known.get(whole)
                    more[unknown[0]] = (of[0] - said[0], of[1] - said[1]) if of else said
        more = {key: value for key, value in more.items() if value == (figures[key].count, figures[key].out_of)}
        if not more:
            return found
        known |= more
        found |= more


def on_time(month: int, team: str, kind: str, person: str, number: int = 1, category: str = "") -> Item:
    return Item("on_time", date(2026, month, 1), team, kind, category, person, number=number)


def of_several(people: int, month: int, team: str = "N", kind: str = "personal_supervision", category: str = "") -> list[Item]:
    return [on_time(month, team, kind, f"{team}{number}", number % 2, category) for number in range(people)]


CASES, OWN = "case_discussion", "personal_supervision"


@pytest.mark.parametrize(
    ("items", "small", "besides"),
    [
        (of_several(2, 1) + of_several(9, 2) + of_several(7, 3), {"month": date(2026, 1, 1)}, {"month": date(2026, 3, 1)}),
        # A team has a window of its own: there a figure of the next larger one would be shown, so the whole is not.
        (of_several(2, 1, "E") + of_several(9, 1, "N") + of_several(7, 1, "S"), {"team": "E"}, {}),
        (of_several(2, 1, kind=CASES) + of_several(9, 1) + of_several(7, 1, kind="sign"), {"kind": CASES}, {"kind": "sign"}),
        (
            of_several(2, 1, kind=CASES, category="cp")
            + of_several(9, 1, kind=CASES, category="cin")
            + of_several(7, 1, kind=CASES, category="eh"),
            {"category": "cp"},
            {"category": "eh"},
        ),
    ],
    ids=["month", "team", "kind", "category"],
)
def test_of_the_figures_beside_a_small_one_the_next_smallest_is_hidden_too(
    items: list[Item], small: dict[str, object], besides: dict[str, object]
) -> None:
    figures = counted(items, EVERY)
    hidden = too_small(figures)

    def key(of: dict[str, object]) -> Key:
        return ("on_time", *(of.get(name) for name in ("month", "team", "kind", "category")))  # type: ignore[return-value]

    (name,) = small
    spot = ("month", "team", "kind", "category").index(name) + 1
    alike = {each for each in figures if [at for at in (1, 2, 3, 4) if each[at] is not None] == [spot]}
    assert (alike | {key({})}) & hidden == {key(small), key(besides)}
    assert had(figures, hidden) == {}


def any_council(seed: int) -> list[Item]:
    """Three teams, of which some have few people, and what they do."""
    chance = Random(seed)
    sizes, items = {team: chance.choice((2, 3, 6, 9)) for team in "NSE"}, []
    for _ in range(chance.randint(25, 90)):
        team, kind = chance.choice("NSE"), chance.choice((OWN, CASES, "record_session"))
        category = chance.choice(("cp", "cin")) if kind == CASES else ""
        person = f"{team}{chance.randint(1, sizes[team])}"
        items.append(on_time(chance.randint(1, 3), team, kind, person, chance.randint(0, 1), category))
    return items


def covers(key: Key, item: Item) -> bool:
    return all(mine in (None, its) for mine, its in zip(key, item[:5], strict=True))


def told_of_few(items: list[Item], figures: Mapping[Key, Figure], known: Collection[Key]) -> list[Key]:
    """Wholes that are known with so many of their parts that the rest of them is about fewer than five people."""
    found = []
    for whole in known:
        for spot in (1, 2, 3, 4):
            parts = [key for key in figures if key[spot] is not None and (*key[:spot], None, *key[spot + 1 :]) == whole]
            of = figures[whole]
            if not parts or (of.count, of.out_of) != (
                sum(figures[key].count for key in parts),
                sum(figures[key].out_of for key in parts),
            ):
                continue
            rest = {item.person for item in items for key in parts if key not in known and covers(key, item)}
            if 0 < len(rest) < 5:
                found.append(whole)
    return found


def test_nothing_about_few_is_to_be_had_from_the_whole_and_every_teams_own_windows() -> None:
    """Each is a picture of its own, made without the others; whoever may see all of them may open all of them."""
    number = 0
    for seed in range(120):
        items = any_council(seed)
        figures = counted(items, EVERY)
        hidden = too_small(figures)
        known = {key for key in counted(items) if key not in hidden}
        for team in "NSE":
            its = counted([item for item in items if item.team == team], EVERY)
            kept = too_small(its)
            known |= {(key[0], key[1], team, key[3], key[4]) for key in its if key[2] is None and key not in kept}
        assert not [key for key in known if figures[key].people < 5]
        assert had(figures, figures.keys() - known) == {}, seed
        assert told_of_few(items, figures, known) == [], seed
        number += ("on_time", None, None, None, None) in known
    assert 30 < number < 120  # in some the whole is shown, in some it would tell


def test_no_hidden_figure_of_any_council_is_to_be_had_by_subtracting() -> None:
    """What is hidden beside a small figure is in other sums too: it must not stand alone in one of those."""
    for seed in range(150):
        chance = Random(seed)
        items = []
        for _ in range(chance.randint(25, 90)):
            team, kind = chance.choice("NSE"), chance.choice((OWN, CASES, "record_session"))
            category = chance.choice(("cp", "cin")) if kind == CASES else ""
            person = f"{team}{chance.randint(1, 7)}"
            items.append(on_time(chance.randint(1, 3), team, kind, person, chance.randint(0, 1), category))
        figures = counted(items, EVERY)
        hidden = too_small(figures)
        assert {key for key, figure in figures.items() if figure.people < 5} <= hidden
        assert had(figures, hidden) == {}, seed
        chance.shuffle(items)
        assert too_small(counted(items, EVERY)) == hidden, "whatever order the rows come in"


def test_nothing_hidden_of_a_stored_council_is_to_be_had_by_subtracting(council: Store) -> None:
    with council.read(SINGLE, NOW) as work:
        figures = work.reports.picture(viewer=None).figures
    hidden = too_small(figures)
    assert hidden
    assert had(figures, hidden) == {}
