"""Words that stand nowhere else, planted in what people write, and looked for in whatever a process has left behind."""

import ast
import base64
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from tests.bot.council import ROOT

BEGINS = "kanarienvogelqz"
"""Each begins so. Letters only, so that JSON, a URL and a form write them as they are."""
WORD = re.compile(BEGINS + r"[a-j]{4}")


class Canaries:
    """Each asked for is a new one."""

    def __init__(self) -> None:
        self.planted: dict[str, str] = {}
        """By word, where it was planted."""
        self._numbers = count(1)

    def word(self, where: str) -> str:
        """A new one."""
        made = BEGINS + "".join("abcdefghij"[int(digit)] for digit in f"{next(self._numbers):04}")
        self.planted[made] = where
        return made


def traces(data: bytes) -> set[str]:
    """The canaries in it, by word, or by how they are written where only their beginning shows."""
    plain = data.lower()
    found = {each.decode() for each in re.findall(WORD.pattern.encode(), plain)}
    found |= {f"as {how}" for how, form in FORMS_OF_ONE.items() if form in (plain if how == "hex" else data)}
    if BEGINS.encode() in plain and not found:
        found.add("in part")
    return found


def _in_base64(shift: int) -> bytes:
    """What of the beginning is the same in base64, so many bytes into a group of three, whatever stands around it."""
    coded = base64.b64encode(b"\0" * shift + BEGINS.encode())
    first = -(-shift * 8 // 6) + (1 if shift else 0)
    return coded[first : (shift + len(BEGINS)) * 8 // 6]


FORMS_OF_ONE: dict[str, bytes] = {
    "utf-16": BEGINS.encode("utf-16-le"),
    "utf-16 the other way": BEGINS.encode("utf-16-be"),
    "hex": BEGINS.encode().hex().encode(),
    **{f"base64 {shift}": _in_base64(shift) for shift in range(3)},
    "escaped": "".join(f"\\u{ord(letter):04x}" for letter in BEGINS).encode(),
    "in percent": "".join(f"%{ord(letter):02X}" for letter in BEGINS).encode(),
}


def files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Everything in a folder and below, whoever left it there."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield str(path.relative_to(folder)), path.read_bytes()


def unzipped(file: Path) -> Iterator[tuple[str, bytes]]:
    """What is packed in it."""
    with ZipFile(file) as packed:
        for name in packed.namelist():
            yield name, packed.read(name)


def text_inputs() -> set[str]:
    """What the forms call their answers, as the code has it: every field it makes for text, every answer it takes as text."""
    found = set()
    for path in (ROOT / "handlers").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
                if name in ("typed", "text_field") and node.args and isinstance(node.args[0], ast.Constant):
                    found.add(str(node.args[0].value))
    return found


def carried(content: Any) -> Iterator[str]:
    """What Slack hands back or shows to nobody: metadata, values, the names of blocks and actions, addresses."""
    if isinstance(content, dict):
        for name, value in content.items():
            if name in ("private_metadata", "value", "block_id", "action_id", "callback_id", "url", "external_id", "metadata"):
                yield str(value)
            yield from carried(value)
    elif isinstance(content, list):
        for each in content:
            yield from carried(each)
