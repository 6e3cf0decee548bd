"""Policy packs, read from where they are kept: the five that come with Cornerstone by name, any other by its path."""

from importlib.resources import files
from pathlib import Path

from scheduling.errors import SupervisionError
from scheduling.policy import PackFault, Policy, parse_pack

NAMES = ("kent", "lscb", "manchester", "plymouth", "wokingham")


class NoSuchPolicy(SupervisionError):
    """There is no such policy."""


def load(name_or_path: str) -> Policy:
    """The policy of that name, or of the pack file at that path."""
    try:
        return parse_pack(
            Path(name_or_path).stem if name_or_path not in NAMES else name_or_path, _text(name_or_path), extends=_text
        )
    except PackFault as fault:
        raise NoSuchPolicy("\n".join(f"policy: {name_or_path!r}: {line}" for line in fault.faults)) from None


def _text(name_or_path: str) -> str:
    if name_or_path in NAMES:
        return (files("scheduling") / "policies" / f"{name_or_path}.toml").read_text(encoding="utf-8")
    try:
        is_file = "\0" not in name_or_path and Path(name_or_path).is_file()
        if not is_file:
            raise NoSuchPolicy(f"policy: {name_or_path!r} is no policy and no pack file. There are {', '.join(NAMES)}.")
        return Path(name_or_path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise NoSuchPolicy(f"policy: {name_or_path!r} cannot be read: {reason}. There are {', '.join(NAMES)}.") from None
