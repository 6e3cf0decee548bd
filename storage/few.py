"""Figures that may tell who somebody is: about fewer than five people, and those from which such a one could be had.

Figures add up: months, teams, kinds and categories to their whole. Whoever sees a whole and all its parts but one has that one
too, and of several what they come to together. A team has windows and papers of its own, in which only its figures are: what is
hidden of a team is therefore told from that team alone, and the same wherever it is shown; what would tell of a small team is
hidden among the figures over all of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from scheduling.measures import Figure
from scheduling.measures.counted import Key

FEWEST: Final = 5
"""A figure about fewer people may tell who somebody is."""
MONTH, TEAM, KIND, CATEGORY = 1, 2, 3, 4
"""Where in its key a figure says of which it is."""


def too_small(figures: Mapping[Key, Figure]) -> frozenset[Key]:
    """Figures that are not to be shown; `figures` are counted by all of `EVERY`, for a team's own windows show more of it."""
    hidden = {key for key, figure in figures.items() if figure.people < FEWEST}
    by_team: defaultdict[str, list[Key]] = defaultdict(list)
    for key in figures:
        if key[2] is not None:
            by_team[key[2]].append(key)
    for team in sorted(by_team):
        _hide(figures, by_team[team], (MONTH, KIND, CATEGORY), hidden)
    _hide(figures, figures, (MONTH, TEAM, KIND, CATEGORY), hidden)
    return frozenset(hidden)


@dataclass(frozen=True, slots=True)
class _Sum:
    """A whole and its parts; without the whole where some rows are in none of them (of no category, say)."""

    spot: int
    whole: Key | None
    parts: Sequence[Key]

    @property
    def keys(self) -> Sequence[Key]:
        return self.parts if self.whole is None else [self.whole, *self.parts]

    def tells(self, figures: Mapping[Key, Figure], hidden: set[Key]) -> bool:
        """Whether what is hidden of it could be had, alone or, about too few people, together."""
        missing = [key for key in self.keys if key in hidden]
        if len(missing) == 1:
            return True
        if not missing or self.whole is None or self.whole in hidden:
            return False
        return self._people(figures, missing) < FEWEST

    def _people(self, figures: Mapping[Key, Figure], missing: Sequence[Key]) -> int:
        """Of how many the missing parts are at the least, together. Nobody is in two teams."""
        each = [figures[key].people for key in missing]
        if self.spot == TEAM:
            return sum(each)
        assert self.whole is not None
        others = sum(figures[key].people for key in self.parts) - sum(each)
        return max(*each, figures[self.whole].people - others)


def _hide(figures: Mapping[Key, Figure], keys: Iterable[Key], spots: Sequence[int], hidden: set[Key]) -> None:
    """More of these, until nothing hidden could be had from their sums."""
    sums = _sums(figures, keys, spots)
    sums_of: defaultdict[Key, list[_Sum]] = defaultdict(list)
    for each in sums:
        for key in each.keys:
            sums_of[key].append(each)

    def cost(key: Key) -> tuple[bool, int, int, int, str]:
        """A team's own last, then the whole; then by how many sums it would be alone in, and by how many people it is about."""
        alone = sum(not any(other in hidden for other in each.keys) for each in sums_of[key])
        return TEAM in spots and key[TEAM] is not None, key.count(None), alone, figures[key].people, str(key)

    # In an order of its own, so that the same figures are hidden each time, whatever order the rows come in.
    # The sums over teams come first: what they hide is hidden of each team, and others need not be.
    looked_at = sorted(sums, key=lambda each: (each.spot == TEAM, each.spot, str(each.keys[0])))
    while looked_at:
        one = looked_at.pop()
        while one.tells(figures, hidden) and (left := [key for key in one.keys if key not in hidden]):
            # Over teams that is the whole: a team's figure is shown in its own windows, whatever is hidden here.
            chosen = one.whole if one.spot == TEAM and one.whole in left else min(left, key=cost)
            hidden.add(chosen)
            looked_at += sums_of[chosen]


def _sums(figures: Mapping[Key, Figure], keys: Iterable[Key], spots: Sequence[int]) -> list[_Sum]:
    parts: defaultdict[tuple[int, Key], list[Key]] = defaultdict(list)
    for key in keys:
        for spot in spots:
            if key[spot] is not None:
                parts[spot, _whole(key, spot)].append(key)
    found = []
    for (spot, whole), those in parts.items():
        made = _Sum(spot, whole if _add_up(figures, whole, those) else None, sorted(those, key=str))
        if len(made.keys) > 1:
            found.append(made)
    return found


def _whole(key: Key, spot: int) -> Key:
    measure, month, team, kind, category = key
    if spot == MONTH:
        return (measure, None, team, kind, category)
    if spot == TEAM:
        return (measure, month, None, kind, category)
    return (measure, month, team, None, category) if spot == KIND else (measure, month, team, kind, None)


def _add_up(figures: Mapping[Key, Figure], whole: Key, parts: Sequence[Key]) -> bool:
    of = figures.get(whole)
    return of is not None and (of.count, of.out_of) == (
        sum(figures[key].count for key in parts),
        sum(figures[key].out_of for key in parts),
    )
