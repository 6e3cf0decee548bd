"""What a policy may say of anything: with its rule and section, of whom, for how long, how often, by when, how many."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduling.calendar import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Something the policy says, with its rule and where it is written."""

    rule: str
    section: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged(Cited):
    """Said of some people only, or for a time only."""

    who: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    """Attributes of a person and what each may be; `supervises` is the roles of their supervisees."""
    from_: str | None = None
    """`asye` or `service`: the day the stage starts. None: always."""
    lasts: tuple[Interval, ...] = ()
    """How long the stage lasts, one length after another."""
    when: Mapping[str, object] = field(default_factory=dict)
    """Only where these readings are chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Staged):
    """How often."""

    every: Interval
    days_are: str = "calendar"
    """Of days before something: `calendar`, `working`, or the name of the reading that says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unnumbered(Staged):
    """More often than usual, the policy says, and gives no number: the agreement must (R-9)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A supervision everybody has again and again, and which sessions are it."""

    kind: str
    sessions: tuple[str, ...]
    agreed: Cited | None = None
    """Cited where the agreement asks for it more often than the policy, or alone; None: agreements do not speak of it."""
    silent: Cited
    """Cited where the policy gives no interval."""
    below: Cited | None = None
    """Forbids the agreement to ask for it less often."""
    who: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    term: tuple[Term, ...] = ()
    unnumbered: tuple[Unnumbered, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Length(Staged):
    """How long a session lasts."""

    sessions: tuple[str, ...]
    minutes_min: int | None = None
    minutes_max: int | None = None
    only_every: Interval | None = None
    """Only asked where the interval in force is this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Within(Cited):
    """By when."""

    within: Interval
    days_are: str = "calendar"
    """`calendar`, `working`, or the name of the reading that says which."""
    kinds: tuple[str, ...] = ()
    until: str = "recorded"
    """What ends a discussion's: `recorded` anywhere, or `filed` in the case system."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring(Cited):
    """Again and again, from the last one."""

    every: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds(Cited):
    """Said of some kinds only."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size(Cited):
    """How many."""

    least: int = 0
    most: int
