"""A council of any size as the files it would import: people, cases, who works them, and what was held and discussed."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from storage.extracts import Sources
from tests.bench.council import CATEGORIES

WORKERS_A_SUPERVISOR = 6
CASES_A_HOLDER = 12
HELD_EVERY, DISCUSSED_EVERY = 27, 27
OBSERVED_EVERY = 80
AUDITS = ("personal_records", "dip_sample", "file_audit", "peer")
"""Days over which the last ones are spread: nearly all are in time, and each morning some fall due."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One head, supervisors S0, S1 …, workers W0, W1 …, of whom the first hold the cases."""

    people: int
    cases: int

    @property
    def supervisors(self) -> int:
        """How many."""
        return max(1, (self.people - 1) // (WORKERS_A_SUPERVISOR + 1))

    @property
    def workers(self) -> int:
        """How many."""
        return max(1, self.people - 1 - self.supervisors)

    def supervised(self) -> Iterator[tuple[str, str]]:
        """Each case and who supervises its worker."""
        for number in range(self.cases):
            yield _ref(number), self.supervisor_of(self.holder_of(number))

    def holder_of(self, case: int) -> int:
        """The number of the worker."""
        return case % max(1, min(self.workers, self.cases // CASES_A_HOLDER))

    def supervisor_of(self, worker: int) -> str:
        """Their staff id."""
        return f"S{worker % self.supervisors}"


def council_files(folder: Path, shape: Shape, today: date) -> Sources:
    """Its files in this folder, as on the morning of `today`."""
    supervisors, workers, cases = shape.supervisors, shape.workers, shape.cases
    begun, opened = date(today.year - 3, 1, 6), today - timedelta(200)

    def ago(number: int, spread: int) -> date:
        return today - timedelta(1 + number % spread)

    staff: list[Sequence[object]] = [
        ("Head Grace", "h@example.org", "Head of Service", "", begun, "H"),
        *((f"Manager {_letters(n)}", f"s{n}@example.org", "Team Manager", "H", begun, f"S{n}") for n in range(supervisors)),
        *((f"Worker {_letters(n)}", f"w{n}@example.org", "Social Worker", shape.supervisor_of(n), begun, f"W{n}")
          for n in range(workers)),
    ]  # fmt: skip
    pairs = [(f"W{n}", shape.supervisor_of(n)) for n in range(workers)] + [(f"S{n}", "H") for n in range(supervisors)]
    signed = today - timedelta(100)
    holder = [shape.holder_of(number) for number in range(cases)]
    return Sources(
        people=_write(folder, "people", ("name", "e-mail", "post", "line manager staff id", "start", "staff id"), staff),
        cases=_write(
            folder,
            "cases",
            ("ref", "category", "opened"),
            ((_ref(n), CATEGORIES[n % len(CATEGORIES)], opened - timedelta(n % 90)) for n in range(cases)),
        ),
        allocations=_write(
            folder, "allocations", ("ref", "worker", "from"), ((_ref(n), f"W{holder[n]}", opened) for n in range(cases))
        ),
        sessions=_write(
            folder,
            "sessions",
            ("supervisee", "supervisor", "held on", "minutes"),
            ((*pair, ago(n, HELD_EVERY), 90) for n, pair in enumerate(pairs)),
        ),
        agreements=_write(
            folder,
            "agreements",
            ("supervisee", "supervisor", "supervisee signed on", "supervisor signed on", "reviewed on"),
            ((*pair, signed, signed, signed) for pair in pairs),
        ),
        observations=_write(
            folder,
            "observations",
            ("observed", "observer", "kind", "on"),
            (
                (of, by, kind, ago(n, OBSERVED_EVERY))
                for n, (of, by) in enumerate(pairs)
                for kind in ("practice", "supervision")[: 1 + of.startswith("S")]
            ),
        ),
        audits=_write(
            folder,
            "audits",
            ("audited", "auditor", "kind", "on"),
            ((f"S{n}", "H", kind, ago(n, OBSERVED_EVERY)) for n in range(supervisors) for kind in AUDITS),
        ),
        discussions=_write(
            folder,
            "discussions",
            ("ref", "worker", "by", "on"),
            ((_ref(n), f"W{holder[n]}", shape.supervisor_of(holder[n]), ago(n, DISCUSSED_EVERY)) for n in range(cases)),
        ),
    )


def _write(folder: Path, name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    path = folder / f"{name}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows([f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row] for row in rows)
    return path


def _ref(number: int) -> str:
    return f"M{100_000 + number}"


def _letters(number: int) -> str:
    """A name for each number: digits are not in names."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return "N" + "".join(letters[number // 26**place % 26] for place in range(4))
