"""Policy packs and their rules, read from where they are kept: the five of Cornerstone by name, any other by its path."""

from contextlib import suppress
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from scheduling.errors import SupervisionError
from scheduling.forms import FormFault, Template, parse_forms
from scheduling.policy import PackFault, Policy, base_of, parse_pack
from scheduling.rulebook import Rulebook, RulebookFault, parse_rulebook

NAMES = ("kent", "lscb", "manchester", "plymouth", "wokingham")
RULES = ".rules.toml"
FORMS = ".forms.toml"
OUR_OWN = "plain"
"""The forms of no policy in particular, for what a policy asks for and prints no form of."""
MOST_PACKS = 5


class NoSuchPolicy(SupervisionError):
    """There is no such policy."""


def load(name_or_path: str) -> Policy:
    """The policy of that name, or of the pack file at that path."""
    try:
        return _ours(name_or_path) if name_or_path in NAMES else read(name_or_path)
    except PackFault as fault:
        raise NoSuchPolicy("\n".join(f"policy: {name_or_path!r}: {line}" for line in fault.faults)) from None


@cache
def _ours(name: str) -> Policy:
    """One of the five: read once, for it never changes."""
    return read(name)


def read(name_or_path: str) -> Policy:
    """The same; `PackFault` holds every fault of the pack."""
    text = pack_text(name_or_path)
    name = name_or_path if name_or_path in NAMES else Path(name_or_path).stem
    folder = Path(name_or_path).parent if name_or_path not in NAMES else Path()
    try:
        says = _says(name_or_path, text, folder, MOST_PACKS)
    except RulebookFault as fault:
        raise PackFault(fault.sentence.splitlines()) from None
    policy = parse_pack(name, text, extends=lambda base: _base_text(name, folder, base), says=says)
    try:
        return replace(policy, forms=_forms(name_or_path, text, folder, MOST_PACKS))
    except FormFault as fault:
        raise PackFault(fault.faults) from None


def _base_text(name: str, folder: Path, base: str) -> str:
    """The text of the pack another builds on; where there is none, that is a fault of the pack that names it."""
    try:
        return pack_text(_beside(folder, base))
    except NoSuchPolicy as fault:
        raise PackFault([f"{name}.extends: {fault.sentence.removeprefix('policy: ')}"]) from None


def _beside(folder: Path, base: str) -> str:
    """Where the pack another builds on is: one of the five, or a file beside it."""
    return base if base in NAMES or "\0" in base else str(folder / base)


def _says(name_or_path: str, text: str, folder: Path, depth: int) -> dict[str, str]:
    """The words of the rules file beside a pack, over those of the pack it builds on."""
    base = base_of(text)
    before: dict[str, str] = {}
    if base and depth:
        where = _beside(folder, base)
        with suppress(NoSuchPolicy):  # told as a fault of the pack itself, with its line
            before = _says(where, pack_text(where), folder, depth - 1)
    return {**before, **rulebook(name_or_path).says}


def _forms(name_or_path: str, text: str, folder: Path, depth: int) -> dict[str, Template]:
    """The forms beside a pack, over those of the pack it builds on, over our own."""
    base = base_of(text)
    before = parse_forms(OUR_OWN, _own(OUR_OWN + FORMS))
    if base and depth:
        where = _beside(folder, base)
        with suppress(NoSuchPolicy):  # told as a fault of the pack itself, with its line
            before = _forms(where, pack_text(where), folder, depth - 1)
    if name_or_path in NAMES:
        return {**before, **parse_forms(name_or_path, _own(name_or_path + FORMS))}
    path = Path(name_or_path)
    beside = path.with_name(path.stem + FORMS)
    return {**before, **parse_forms(path.stem, _text(beside))} if beside.is_file() else before


def rulebook(name_or_path: str) -> Rulebook:
    """The rules beside a pack; none where a council's own pack has no rules file."""
    if name_or_path in NAMES:
        return parse_rulebook(name_or_path, _own(name_or_path + RULES))
    path = Path(name_or_path)
    beside = path.with_name(path.stem + RULES)
    return parse_rulebook(path.stem, _text(beside)) if beside.is_file() else Rulebook()


def _text(beside: Path) -> str:
    """A file beside a pack."""
    try:
        return beside.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise NoSuchPolicy(f"policy: {str(beside)!r} cannot be read.") from None


def pack_text(name_or_path: str) -> str:
    """A pack's text as it is written."""
    if name_or_path in NAMES:
        return _own(f"{name_or_path}.toml")
    try:
        is_file = "\0" not in name_or_path and Path(name_or_path).is_file()
        if not is_file:
            raise NoSuchPolicy(f"policy: {name_or_path!r} is no policy and no pack file. There are {', '.join(NAMES)}.")
        return Path(name_or_path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise NoSuchPolicy(f"policy: {name_or_path!r} cannot be read: {reason}. There are {', '.join(NAMES)}.") from None


def _own(file: str) -> str:
    return (files("scheduling") / "policies" / file).read_text(encoding="utf-8")
