"""Every rule a version of a policy cites, wherever it stands in it."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from scheduling.terms import Version


def cited(version: Version) -> Iterator[tuple[str, str]]:
    """Each rule with its place in the pack."""
    yield from _walk("", version)


def _walk(place: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, tuple):
        for spot, item in enumerate(value):
            yield from _walk(f"{place}[{spot}]", item)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _walk(f"{place}.{name}", item)
    elif is_dataclass(value):
        for field in fields(value):
            inner, here = getattr(value, field.name), f"{place}.{field.name}".lstrip(".")
            if (field.name == "rule" or field.name.endswith("_rule")) and inner:
                yield inner, here
            else:
                yield from _walk(here, inner)
