"""What a handler answers. The listener knows how each kind of request shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from slack_sdk.models.blocks import Block

from handlers.request import Incoming, Request
from handlers.words import kit
from handlers.words.fields import BOT

if TYPE_CHECKING:
    from storage.unit import UnitOfWork


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed after a command, to be kept until it is saved."""

    incoming: Incoming
    before: str = ""
    after: str = ""
    """Around what was unclear, where a choice is offered in its place."""
    has_choice: bool = False
    choices: tuple[str, ...] = ()
    """The words of each, where one is made after the other."""
    one_by_one: str = ""
    """Above those that are left."""


@dataclass(frozen=True, slots=True)
class Again:
    """What a form is shown again with: everything in it, and what has to be put right."""

    said: str
    """Above it."""
    beside: Mapping[str, str]
    """By block id, under the field."""
    more: Sequence[Mapping[str, Any]] = ()
    """Blocks that come after it."""
    carried: Mapping[str, str] = field(default_factory=dict)


Later = Callable[[Request, "UnitOfWork"], dict[str, Any]]
"""Only reads, in its own time and its own transaction."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A sentence, a form, or faults to show in a form. Always to the person who asked and to nobody else."""

    text: str = ""
    blocks: Sequence[dict[str, Any]] = ()
    title: str = BOT
    """Of the small window that shows the sentence where there is no message to answer."""
    modal: dict[str, Any] | None = None
    """With a sentence as well, the sentence is said once the form is open."""
    unopened: Reply | None = None
    """Said where Slack would not open the form."""
    errors: Mapping[str, str] = field(default_factory=dict)
    """By block id, in an open form."""
    again: Again | None = None
    """The form that was sent off stays open; the sentence is for whoever has closed it meanwhile."""
    about: str = ""
    """The id of the record that was stored."""
    stored: bool = False
    """Something was written: commit it, then show the Home tab anew."""
    replaces: bool = False
    """In place of the message, or of the window, the button stood in."""
    instead: Request | None = None
    """Answer this command in place of the request; blocks of this reply come under that answer."""
    later: Later | None = None
    """Of a button in a window: draws the window again once it is open. What takes longer than Slack waits."""
    to_keep: Typed | None = None
    """Offered back in the reply, and not kept yet: whoever gives the reply sees to it."""


def say(text: str, *rows: Block, title: str = BOT, stored: bool = False, replaces: bool = False, about: str = "") -> Reply:
    """A sentence, with rows of buttons under it."""
    made = kit.rendered(text, [kit.section(text), *rows])
    return Reply(text=made.text, blocks=made.blocks, title=title, stored=stored, replaces=replaces, about=about)


def show(modal: dict[str, Any], *, replaces: bool = False) -> Reply:
    """A form or a window."""
    return Reply(modal=modal, replaces=replaces)
