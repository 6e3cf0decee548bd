"""Our blocks are slack_sdk's: they say the same, and refuse the same."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models import blocks as theirs

from handlers.words import checked as ours

Made = Callable[[Any], Any]


def _kit(of: Any) -> tuple[Any, Any, Any, Any, Any, Any]:
    """Markdown, plain text, section, context, button and row of buttons: ours, or those of slack_sdk."""
    if of is ours:
        return ours.Markdown, ours.Plain, ours.Section, ours.Context, ours.Button, ours.Actions
    text = theirs.MarkdownTextObject, theirs.PlainTextObject
    return (*text, theirs.SectionBlock, theirs.ContextBlock, theirs.ButtonElement, theirs.ActionsBlock)


def _button(of: Any, *, label: str = "Book", action: str = "book", value: str | None = "1", style: str | None = None) -> Any:
    _, plain, _, _, button, _ = _kit(of)
    return button(text=plain(text=label), action_id=action, value=value, style=style)


SAYS: dict[str, Made] = {
    "a paragraph": lambda of: _kit(of)[2](text=_kit(of)[0](text="*bold* & more")),
    "with a button beside it": lambda of: _kit(of)[2](text=_kit(of)[0](text="a"), accessory=_button(of, style="primary")),
    "with fields": lambda of: _kit(of)[2](fields=[_kit(of)[0](text="a"), _kit(of)[1](text="b", emoji=False)]),
    "with a block_id": lambda of: _kit(of)[2](text=_kit(of)[0](text="a"), block_id="one"),
    "a small line": lambda of: _kit(of)[3](elements=[_kit(of)[0](text="a"), _kit(of)[1](text="b")]),
    "a row of buttons": lambda of: _kit(of)[5](elements=[_button(of), _button(of, action="move", value=None)]),
    "a button without a value": lambda of: _button(of, value=""),
}
REFUSED: dict[str, Made] = {
    "a section without text": lambda of: _kit(of)[2](),
    "a section too long": lambda of: _kit(of)[2](text=_kit(of)[0](text="x" * 3001)),
    "too many fields": lambda of: _kit(of)[2](fields=[_kit(of)[0](text="a")] * 11),
    "a block_id too long": lambda of: _kit(of)[2](text=_kit(of)[0](text="a"), block_id="x" * 256),
    "a label too long": lambda of: _button(of, label="x" * 76),
    "a value too long": lambda of: _button(of, value="x" * 2001),
    "an action_id too long": lambda of: _button(of, action="x" * 256),
    "a style Slack has not": lambda of: _button(of, style="loud"),
    "a row too long": lambda of: _kit(of)[5](elements=[_button(of, action=str(each)) for each in range(26)]),
    "a small line too long": lambda of: _kit(of)[3](elements=[_kit(of)[0](text="a")] * 11),
}


@pytest.mark.parametrize("what", SAYS)
def test_it_says_what_slack_sdks_own_says(what: str) -> None:
    assert SAYS[what](ours).to_dict() == SAYS[what](theirs).to_dict()


@pytest.mark.parametrize("what", REFUSED)
def test_it_refuses_what_slack_sdks_own_refuses(what: str) -> None:
    with pytest.raises(SlackObjectFormationError) as expected:
        REFUSED[what](theirs).to_dict()
    with pytest.raises(SlackObjectFormationError) as found:
        REFUSED[what](ours).to_dict()
    assert str(found.value) == str(expected.value)
