"""The blocks of slack_sdk that everything said is made of, with its own checks found once a class.

slack_sdk looks for them anew in every object, through all its attributes: two thirds of the time a reply takes to be made.
"""

from typing import ClassVar

from slack_sdk.models.blocks import ActionsBlock, ButtonElement, ContextBlock, MarkdownTextObject, PlainTextObject, SectionBlock


class _Checked:
    _checks: ClassVar[tuple[str, ...]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        names = (name for name in dir(cls) if not name.startswith("__"))
        cls._checks = tuple(name for name in names if hasattr(getattr(cls, name, None), "validator"))

    def validate_json(self) -> None:
        """Raises SlackObjectFormationError, as slack_sdk does."""
        for name in self._checks:
            getattr(self, name)()


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
