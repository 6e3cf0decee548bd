"""A sample drawn: every file as likely as any other, spread over the teams, none again until all have been seen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

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

    Where fewer are left than asked for, all of them come, and the rest are drawn as the first of the next turn. `rag` of
    those drawn are marked, those first that have self-assessments to look at: which files come does not depend on it.
    """
    chance = Chance(seed)
    pool = sorted(files, key=lambda file: (file.by, file.of))
    fresh = [file for file in pool if file.of not in seen]
    now, after = fresh, list[File]()
    if len(fresh) > count:
        now = _spread(chance, fresh, count)
    elif len(fresh) < count:
        others = [file for file in pool if file.of in seen]
        after = _spread(chance, others, min(count - len(fresh), len(others)))
    found = [(file, turn) for file in now] + [(file, turn + 1) for file in after]
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
