"""Sentences with and without anybody who could be identified, and how well they are told apart.

Both lists are ours: written before the finder was, from the wording of the five policies and what people type. They show
what it finds of what we thought of, not what it would find in a council's own records.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from scheduling.identifying import Found, Kind, Staff, identify

TODAY = date(2026, 3, 24)
STAFF_NAMES = ("Tom Hale", "Ann Example", "Priya Shah", "Carol Reed", "Omar Aziz", "Zoe Head", "Sue Manager")
STAFF = Staff.of(STAFF_NAMES, near=STAFF_NAMES)
HERE = Path(__file__).parent
_MARK = re.compile(r"\[\[(\w+)\|(.*?)\]\](?!\])", re.DOTALL)


@dataclass(frozen=True)
class Sentence:
    """What somebody might write, and what in it is to be found."""

    text: str
    marks: tuple[Found, ...] = ()


@dataclass
class Score:
    """Of one kind."""

    found: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of what is pointed out, how much is right."""
        return self.found / (self.found + len(self.wrong)) if self.found + len(self.wrong) else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, how much is pointed out."""
        return self.found / (self.found + len(self.missed)) if self.found + len(self.missed) else 1.0


def sentences(name: str) -> list[Sentence]:
    """Of `without` or `marked`."""
    lines = (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [_read(line) for line in lines if line and not line.startswith("#")]


def _read(line: str) -> Sentence:
    line = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), line).replace("\\n", "\n").replace("\\t", "\t")
    text, marks, at = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        marks.append(Found(Kind(mark[1]), len(text), len(text) + len(mark[2])))
        text += mark[2]
        at = mark.end()
    return Sentence(text + line[at:], tuple(marks))


def scores(*lists: list[Sentence]) -> dict[str, Score]:
    """By kind: a mark is found where something of its kind covers it; what covers no mark of its kind is wrong."""
    made = {str(kind): Score() for kind in Kind}
    for sentence in (each for one in lists for each in one):
        found = identify(sentence.text, today=TODAY, staff=STAFF)
        for mark in sentence.marks:
            hit = any(each.kind is mark.kind and each.start <= mark.start and mark.end <= each.end for each in found)
            score = made[mark.kind]
            if hit:
                score.found += 1
            else:
                score.missed.append(f"{sentence.text!r} {sentence.text[mark.start : mark.end]!r}")
        for each in found:
            if not any(each.kind is mark.kind and each.start < mark.end and mark.start < each.end for mark in sentence.marks):
                made[each.kind].wrong.append(f"{sentence.text!r} {sentence.text[each.start : each.end]!r}")
    return made
