"""Block Kit through slack_sdk's models, which refuse what Slack refuses, and a check of our own for what they let pass."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement, DividerBlock, HeaderBlock, InteractiveElement, PlainTextObject
from slack_sdk.models.views import View

from handlers.words.checked import Actions, Button, Context, Markdown, Plain, Section
from handlers.words.phrases import clip

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
SECTION_TEXT = 3000
MESSAGE_TEXT = 4000
BUTTON_TEXT = 75


class TooMuchForSlackError(ValueError):
    """A message or view Slack would refuse: our fault, never the person's."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message ready to post: the text screen readers and phones show, and the blocks."""

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)


def section(text: str, accessory: InteractiveElement | None = None) -> Block:
    """A paragraph of mrkdwn. Other people's text in it has been escaped already."""
    return Section(text=Markdown(text=clip(text, SECTION_TEXT)), accessory=accessory)


def header(text: str) -> Block:
    """A title: what, not how bad."""
    return HeaderBlock(text=PlainTextObject(text=clip(text, 150)))


def context(text: str) -> Block:
    """A small line under something."""
    return Context(elements=[Markdown(text=clip(text, SECTION_TEXT))])


def divider() -> Block:
    """A line between groups."""
    return DividerBlock()


def button(label: str, action_id: str, value: str, *, primary: bool = False) -> ButtonElement:
    """A button carrying ids only."""
    shown = Plain(text=clip(label, BUTTON_TEXT))
    return Button(text=shown, action_id=action_id, value=value, style="primary" if primary else None)


def actions(*buttons: InteractiveElement) -> Block:
    """A row of buttons."""
    return Actions(elements=list(buttons))


def rendered(text: str, blocks: Sequence[Block]) -> Rendered:
    """A message within Slack's limits, or our own error naming the limit."""
    made = [block.to_dict() for block in blocks]
    refuse_what_slack_refuses(made, MESSAGE_BLOCKS)
    return Rendered(clip(text, MESSAGE_TEXT), made)


def view(made: View) -> dict[str, Any]:
    """A modal or Home tab within Slack's limits, or our own error naming the limit."""
    content: dict[str, Any] = made.to_dict()
    refuse_what_slack_refuses(content["blocks"], VIEW_BLOCKS)
    if made.type == "modal" and not content.get("title"):
        raise TooMuchForSlackError("a modal without a title")
    if any(block["type"] == "input" for block in content["blocks"]) and made.type == "modal" and not content.get("submit"):
        raise TooMuchForSlackError("a modal with an input and no submit")
    return content


def refuse_what_slack_refuses(blocks: Sequence[dict[str, Any]], most: int) -> None:
    """What slack_sdk's models do not check (`slack-facts.md`): block counts, long fields, checkboxes, repeated ids."""
    if not 0 < len(blocks) <= most:
        raise TooMuchForSlackError(f"{len(blocks)} blocks; Slack takes 1 to {most}")
    ids = [block["block_id"] for block in blocks if block.get("block_id")]
    if len(ids) != len(set(ids)):
        raise TooMuchForSlackError("a block_id twice")
    for block in blocks:
        if any(len(part["text"]) > 2000 for part in block.get("fields", [])):
            raise TooMuchForSlackError("a field over 2,000 characters")
        element = block.get("element", {})
        if element.get("type") in ("checkboxes", "radio_buttons") and len(element["options"]) > 10:
            raise TooMuchForSlackError("more than 10 checkboxes")
        buttons = [part["action_id"] for part in block.get("elements", []) if part.get("action_id")]
        if len(buttons) != len(set(buttons)):
            raise TooMuchForSlackError("an action_id twice in one block")
