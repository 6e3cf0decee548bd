"""A sample drawn: every file as likely as any other, spread over the teams, none again until all have been seen.

Where the policy has every file seen within a year, those whose year is nearly up come before all that.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from scheduling.sampling.chance import Chance
from scheduling.sampling.files import File


@dataclass(frozen=True, slots=True)
class Drawn:
    """One file of a sample."""

    of: str
    by: str
    turn: int
    """Which time round: a file comes a second time only when every other has come a first."""
    rag: bool = False
    """Whether the self-assessments are to be looked at with it (Manchester Appendix K)."""


def draw(
    seed: str, files: Sequence[File], count: int, *, seen: Collection[str] = (), turn: int = 1, rag: int = 0
) -> list[Drawn]:
    """So many files, or as many as there are; `seen` are those that have come in this turn already.

    Files that press come first, the soonest due before the others, whether they have come in this turn or not; what is left is
    drawn by chance. Where fewer are left than asked for, all of them come, and the rest are drawn as the first of the next
    turn. `rag` of those drawn are marked, those first that have self-assessments to look at: which files come does not depend
    on it.
    """
    chance = Chance(seed)
    pool = sorted(files, key=lambda file: (file.by, file.of))
    first = _soonest(chance, pool, count, seen)
    left, rest = count - len(first), [file for file in pool if file not in first]
    fresh = [file for file in rest if file.of not in seen]
    now, after = fresh, list[File]()
    if len(fresh) > left:
        now = _spread(chance, fresh, left)
    elif len(fresh) < left:
        others = [file for file in rest if file.of in seen]
        after = _spread(chance, others, min(left - len(fresh), len(others)))
    # One that comes again in the sample that closes this turn is of the next; in any other the turn goes on.
    of_next = turn + 1 if len(fresh) <= left else turn
    found = [(file, of_next if file.of in seen else turn) for file in first]
    found += [(file, turn) for file in now] + [(file, turn + 1) for file in after]
    mixed = chance.shuffled(found)
    rated = sorted(chance.shuffled(mixed), key=lambda each: not each[0].rated)[:rag]
    looked_at = {file.of for file, _ in rated}
    return [Drawn(file.of, file.by, at, file.of in looked_at) for file, at in mixed]


def redraw(
    seed: str, files: Sequence[File], instead_of: Drawn, *, before: Collection[str], seen: Collection[str] = ()
) -> Drawn | None:
    """Another file for one that cannot be audited; None where there is none. `before` are all drawn for the same period.

    The seed is the sample's own with how many were drawn before it, so that this too can be repeated.
    """
    left = [file for file in files if file.of not in before]
    found = draw(f"{seed} again {len(before)}", left, 1, seen=seen, turn=instead_of.turn)
    return replace(found[0], rag=instead_of.rag) if found else None


def _soonest(chance: Chance, files: Sequence[File], count: int, seen: Collection[str]) -> list[File]:
    """Those that press, the soonest due first; of one day those first that have not come in this turn, else by chance."""

    def by(file: File) -> tuple[date, bool]:
        return file.due_on or date.max, file.of in seen

    found: list[File] = []
    for _, equals in groupby(sorted((file for file in files if file.due_on), key=by), key=by):
        some, left = list(equals), count - len(found)
        found += some if len(some) <= left else _spread(chance, some, left)
    return found


def _spread(chance: Chance, files: Sequence[File], count: int) -> list[File]:
    """So many of them, each as likely as any other, over the teams as evenly as their sizes let.

    The teams are laid out one after another, in an order of chance and each in an order of chance within, and every
    (number ÷ count)-th file is taken from a start of chance. Each file is taken from exactly `count` of the starts; a team
    with n of N files gives n × count ÷ N of them, rounded down or up: no team gives two while another as large gives none.
    """
    if not count:
        return []
    teams: dict[str, list[File]] = {}
    for file in files:
        teams.setdefault(file.by, []).append(file)
    row = [file for team in chance.shuffled(list(teams)) for file in chance.shuffled(teams[team])]
    start = chance.below(len(row))
    return [row[(start + step * len(row)) // count] for step in range(count)]
