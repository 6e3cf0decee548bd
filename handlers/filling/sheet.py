"""Which form is being filled, for whom and about what: all of it ids, so that a form can carry it along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

from handlers.asking import OldFormError

STEP = "step"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form somebody fills."""

    form: str
    person: str
    """Whose supervision file it goes into."""
    session: str = ""
    case: str = ""
    of: str = ""
    """The observation, group or agreement it is the record of."""
    by: str = ""
    """In which capacity it is filled, where it passes from hand to hand."""
    corrects: str = ""
    """The record a new version of which it is to be."""
    kind: str = ""
    """Which kind of it, or of which day, where the form asks for one and the way in knows it."""
    version: str = ""
    """The version that was opened to be corrected: what others corrected meanwhile is not written over."""

    @property
    def cases(self) -> list[str]:
        """Where it is about several cases, each of them."""
        return self.case.split(",")

    @property
    def place(self) -> str:
        """Where what was written so far is kept."""
        return "form " + "|".join(asdict(self).values())

    def meta(self, step: int) -> dict[str, str]:
        """What a form carries."""
        return {name: value for name, value in asdict(self).items() if value} | {STEP: str(step)}

    def on(self, **more: str) -> Sheet:
        """The same with more known."""
        return replace(self, **more)


def sheet_in(meta: Mapping[str, str]) -> tuple[Sheet, int]:
    """The sheet a form carries, and which step it is. Raises OldFormError where it carries none."""
    try:
        step = int(meta[STEP])
        names = ("form", "person", "session", "case", "of", "by", "corrects", "kind", "version")
        return Sheet(meta["form"], meta["person"], *(meta.get(name, "") for name in names[2:])), step
    except (KeyError, ValueError):
        raise OldFormError from None


def sheet_at(place: str) -> Sheet | None:
    """The sheet something is kept for; None where the place is none of ours."""
    kind, _, rest = place.partition(" ")
    parts = rest.split("|")
    return Sheet(*parts) if kind == "form" and len(parts) == len(fields(Sheet)) else None
