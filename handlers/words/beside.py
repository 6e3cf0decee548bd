"""What a message needs to know besides its own items: looked up before it is worded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from storage.views import ItemView, MessageView, Person


@dataclass(frozen=True, slots=True)
class Beside:
    """By obligation id."""

    prepare: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The cases that fall due before the session after it; by session id, the lines of its agenda."""
    audited: Mapping[str, Person] = field(default_factory=dict)
    """Whose records are to be audited."""
    has_calendars: bool = False
    """Calendars outside Slack reach the bot."""


def with_audited(view: MessageView, beside: Beside) -> MessageView:
    """An audit is about the manager who owes it; the words name whose records it is."""
    return replace(view, items=tuple(_named(item, beside) for item in view.items)) if beside.audited else view


def _named(item: ItemView, beside: Beside) -> ItemView:
    other = beside.audited.get(item.obligation.id) if item.obligation else None
    return replace(item, supervisee=other) if other else item
