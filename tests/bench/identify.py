"""How well words that name or identify somebody are told from others, by kind, and how long it takes."""

import argparse
import time

from scheduling.identifying import Kind, identify
from tests.bench.figures import show
from tests.identifying.corpus import STAFF, TODAY, Score, Sentence, scores, sentences

LISTS = {
    "written before the finder": ("without", "marked"),
    "written to get round it": ("later",),
}


def main(arguments: list[str]) -> None:
    """Print the figures. Both lists are ours; no record of a council was seen."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench identify", description=__doc__)
    parser.add_argument("--repeat", type=int, default=200)
    parser.add_argument("--missed", action="store_true", help="say what is missed and what is wrong")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(arguments)
    rows = {}
    for title, names in LISTS.items():
        found = scores(*(sentences(name) for name in names))
        rows |= {f"{kind}, {title}": _row(found[kind]) for kind in Kind if found[kind].found or found[kind].missed}
        if asked.missed and not asked.json:
            print("\n".join(f"{kind}: {each}" for kind in Kind for each in [*found[kind].missed, *found[kind].wrong]))
    whole = [each for names in LISTS.values() for name in names for each in sentences(name)]
    ratios = {
        "sentences without anybody": sum(not each.marks for each in whole),
        "sentences with somebody": sum(bool(each.marks) for each in whole),
        "microseconds a sentence": round(_seconds(whole, asked.repeat) * 1e6, 1),
        "milliseconds for 3,000 characters": round(_seconds([Sentence("two missed visits, " * 158)], asked.repeat) * 1e3, 2),
    }
    show("identify", rows, ratios=ratios, as_json=asked.json)


def _row(score: Score) -> dict[str, object]:
    return {
        "found": score.found,
        "missed": len(score.missed),
        "wrong": len(score.wrong),
        "precision": round(score.precision, 3),
        "recall": round(score.recall, 3),
    }


def _seconds(asked: list[Sentence], repeat: int) -> float:
    """Of one, on the average."""
    begun = time.perf_counter()
    for _ in range(max(1, repeat // len(asked) + 1)):
        for each in asked:
            identify(each.text, today=TODAY, staff=STAFF)
    return (time.perf_counter() - begun) / (max(1, repeat // len(asked) + 1) * len(asked))
