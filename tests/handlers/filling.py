"""Filling a form of the policy at the desk, a step at a time, as a person does."""

from pathlib import Path
from typing import Any

from bot.desk import Person
from storage import packs
from tests.handlers.office import seen


def plain_pack(folder: Path) -> str:
    """A council's own pack with no forms beside it: what is asked is Cornerstone's own, on Wokingham's terms."""
    pack = folder / "council.toml"
    pack.write_text(packs.pack_text("wokingham"), encoding="utf-8")
    return str(pack)


def fields_in(person: Person) -> list[str]:
    """The fields of the step somebody has before them, by what they are stored under."""
    assert person.modal
    return [block["block_id"] for block in person.modal.blocks if block["type"] == "input"]


def fill(person: Person, **answers: Any) -> str:
    """Fill every step to the end, each answer where it is asked ("." in a name is written "__"); what is said then."""
    wanted = {name.replace("__", "."): value for name, value in answers.items()}
    for _ in range(30):
        asked = fields_in(person)
        assert person.modal
        if not person.modal.content.get("submit"):
            assert not wanted, f"never asked for: {sorted(wanted)}"
            return seen(person)
        mine = {name: wanted.pop(name) for name in asked if name in wanted}
        errors = person.submit(**mine)
        assert errors == {}, errors
    raise AssertionError("the form has no end")
