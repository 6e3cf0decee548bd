"""What a check found, in a line."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

Level = Literal["ok", "warning", "fault"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. No secret is ever in it."""

    level: Level
    says: str
    do: str = ""
    """What the administrator does; empty where nothing is to be done."""
    items: tuple[str, ...] = ()
    """Each of those it is about, where they are several."""
    check: str = ""
    """The check it came from."""

    def as_row(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def ok(says: str) -> Finding:
    """As it should be."""
    return Finding("ok", says)


def warning(says: str, do: str = "", items: tuple[str, ...] = ()) -> Finding:
    """Works, and should be looked at."""
    return Finding("warning", says, do, items)


def fault(says: str, do: str = "", items: tuple[str, ...] = ()) -> Finding:
    """Does not work until it is mended."""
    return Finding("fault", says, do, items)
