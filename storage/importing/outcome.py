"""How an import is asked for, and what came of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from storage.extracts import Fault


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who runs the import chose."""

    dry_run: bool = False
    """Say the difference, store nothing."""
    skip_bad: bool = False
    """Store what can be read, leave the rest as it is."""
    force: bool = False
    """Go on even if more than a fifth of the open cases, or of the people, would vanish."""
    leavers: bool = False
    """Whoever is not in people.csv any more has left, as of today."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between the files and what is stored. Cases by reference only."""

    what: str
    """people relationships cases allocations sessions discussions agreements observations audits
    trainings workers."""
    how: str
    """added changed ended."""
    text: str


@dataclass(slots=True)
class Outcome:
    """What was done, or with `dry_run` would be."""

    changes: list[Change] = field(default_factory=list)
    left_out: list[Fault] = field(default_factory=list)
    """With `skip_bad`: what could not be used."""
    remarks: list[str] = field(default_factory=list)
    is_stored: bool = False
    opened: int = 0
    """Obligations that follow from it."""
    closed: int = 0

    def note(self, what: str, how: str, text: str) -> None:
        """One more difference."""
        self.changes.append(Change(what, how, text))

    def remark(self, sentence: str) -> None:
        """Something worth saying that stops nothing."""
        if sentence not in self.remarks:
            self.remarks.append(sentence)

    def counts(self) -> Counter[tuple[str, str]]:
        """How many of each kind."""
        return Counter((change.what, change.how) for change in self.changes)

    def left_as_is(self, faults: Iterable[Fault]) -> None:
        """With `skip_bad`: these were not used."""
        self.left_out.extend(faults)
