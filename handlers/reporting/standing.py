"""The measures beside what was on time: a line each."""

from collections.abc import Callable, Mapping

from handlers.reporting.parts import MOST_KINDS, name_of
from handlers.words import report as words
from scheduling.measures import MEASURES, Figure
from storage.pictures import Picture


def line(picture: Picture, measure: str) -> str:
    """How it stands, with what it is made up of."""
    figure, title = picture.figure(measure), MEASURES[measure].title
    if figure is None:
        nothing = words.NONE if MEASURES[measure].unit == "count" else words.NOTHING
        return f"*{title}*: {words.TELLS_OF_FEW if picture.is_hidden(measure) else nothing}"
    kinds = [one for name in picture.kinds(measure) if (one := picture.figure(measure, kind=name))]
    return f"*{title}*: {', '.join([figured(picture, figure), *BY_KIND.get(measure, _not_at_all)(kinds)])}"


def figured(picture: Picture, figure: Figure) -> str:
    """One figure in words."""
    unit = MEASURES[figure.measure].unit
    if unit == "days":
        took = [words.days(figure.median_days, figure.longest_days or 0)] if figure.median_days is not None else []
        return "; ".join([*took, *_within(picture, figure)]) or words.of_so_many(figure.out_of)
    return f"{figure.count:,}" if unit == "count" else f"{words.percent(figure.share)}, {words.of(figure.count, figure.out_of)}"


def _within(picture: Picture, figure: Figure) -> list[str]:
    """How many of them in the policy's time; where it gives none how many there are, of what may be done or not."""
    if figure.measure not in picture.untimed:
        return [words.within(figure.count, figure.out_of, words.IN_TIME)]
    said = words.COUNTS.get(figure.measure)
    return [words.within(figure.count, figure.out_of, said)] if said else []


def _numbers(kinds: list[Figure]) -> list[str]:
    most = sorted(kinds, key=lambda one: -one.count)[:MOST_KINDS]
    return [f"{name_of('kind', one.kind or '').lower()} {one.count:,}" for one in most]


def _shares(kinds: list[Figure]) -> list[str]:
    if len(kinds) == 1:
        return []  # it says the same again
    return [f"{name_of('kind', one.kind or '').lower()} {words.of(one.count, one.out_of)}" for one in kinds]


def _not_at_all(kinds: list[Figure]) -> list[str]:
    return []


BY_KIND: Mapping[str, Callable[[list[Figure]], list[str]]] = {"late": _numbers, "moved": _numbers, "trained": _shares}
"""Measures whose line goes on with what they are made up of."""
