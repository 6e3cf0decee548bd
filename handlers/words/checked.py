"""The blocks of slack_sdk that everything said is made of, with its own checks and their parts found once a class.

slack_sdk looks for both anew in every object, through all its attributes: most of the time a reply takes to be made.
"""

from typing import Any, ClassVar

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, ContextBlock, MarkdownTextObject, PlainTextObject, SectionBlock


class _Checked:
    _checks: ClassVar[tuple[str, ...]]
    _parts: ClassVar[tuple[str, ...]] = ()
    attributes: Any

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        names = (name for name in dir(cls) if not name.startswith("__"))
        cls._checks = tuple(name for name in names if hasattr(getattr(cls, name, None), "validator"))

    def to_dict(self, *args: Any) -> dict[str, Any]:
        """As slack_sdk does: what is there, in order. Raises SlackObjectFormationError."""
        for name in self._checks:
            getattr(self, name)()
        if not self._parts:
            type(self)._parts = tuple(sorted(self.attributes))
        there = ((name, getattr(self, name, None)) for name in self._parts)
        return {name: _plain(value) for name, value in there if value is not None and value not in ("", [], ())}


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.to_dict() if hasattr(value, "to_dict") else value


class Markdown(_Checked, MarkdownTextObject):
    """Text as Slack marks it up."""


class Plain(_Checked, PlainTextObject):
    """Text as it is."""


class Section(_Checked, SectionBlock):
    """A paragraph."""


class Context(_Checked, ContextBlock):
    """A small line."""


class Button(_Checked, ButtonElement):
    """A button."""


class Actions(_Checked, ActionsBlock):
    """A row of buttons."""
