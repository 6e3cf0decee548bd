"""A Slack request, read: who asks for what, without anything of Slack's envelope left."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from handlers.asking import FieldError, OldFormError
from handlers.counted import Counted
from handlers.words import fields as words
from storage.views import Person


class Source(StrEnum):
    """How the request came, which is how it is answered."""

    COMMAND = "command"
    ACTION = "action"
    FORM = "form"
    SHORTCUT = "shortcut"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request before we know who in the council sent it."""

    source: Source
    name: str
    """The command, action id, callback id or shortcut."""
    workspace: str
    slack_id: str
    request_id: str
    """The same when Slack delivers the same request again."""
    version: str = ""
    """Of a form: differs where the answers in it do. The same form may be sent again, changed, while the first is stored."""
    text: str = ""
    """What stood after a slash command, as Slack escapes it."""
    message: str = ""
    """Of a shortcut used on a message: what stands in it, as Slack escapes it."""
    value: str = ""
    """What a pressed button or a chosen option carries: ids."""
    values: Mapping[str, str | list[str] | None] = field(default_factory=dict)
    """A form's answers, by block id."""
    typed: frozenset[str] = frozenset()
    """Of these answers, those in which anything may have been typed."""
    meta: Mapping[str, str] = field(default_factory=dict)
    """What a form carried along: ids."""
    window: str = ""
    """The id of the window it came from, where it came from one."""
    view: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Of a button or a field in a window: that window, as it was opened."""
    first_input: str = ""
    """The block of a form where a fault of no particular place is shown."""

    def __post_init__(self) -> None:
        """Without what no database of text keeps and nobody can type: the NUL, and halves of characters."""
        for name in ("request_id", "name", "text", "message", "value", "values", "meta"):
            object.__setattr__(self, name, _storable(getattr(self, name)))


def _storable(found: Any) -> Any:
    if isinstance(found, str):
        return found.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(found, Mapping):
        return {_storable(key): _storable(value) for key, value in found.items()}
    return [_storable(each) for each in found] if isinstance(found, list) else found


@dataclass(frozen=True, slots=True)
class Request:
    """A request with its viewer and its day: all a handler needs besides storage."""

    incoming: Incoming
    viewer: Person
    now: datetime
    today: date
    public_url: str = ""
    """Where calendars outside Slack reach the bot; "" where they cannot."""
    sends_files: bool = True
    """Files may lie in Slack."""
    counted: Counted = field(default_factory=Counted)
    """What was counted before, in this process."""

    @property
    def text(self) -> str:
        """What stood after the command."""
        return self.incoming.text

    @property
    def message(self) -> str:
        """What stands in the message a shortcut was used on."""
        return self.incoming.message

    @property
    def value(self) -> str:
        """The ids a button carries."""
        return self.incoming.value

    @property
    def ids(self) -> list[str]:
        """The same, told apart."""
        return [one for one in self.incoming.value.split(",") if one]

    @property
    def meta(self) -> Mapping[str, str]:
        """The ids a form carried along."""
        return self.incoming.meta

    def carried(self, name: str) -> str:
        """One of these ids; a form without it is not one of ours, or not one of today's."""
        found = self.incoming.meta.get(name)
        if found is None:
            raise OldFormError
        return found

    def typed(self, block: str) -> str:
        """The text of an answer; "" where it was left empty."""
        answer = self.incoming.values.get(block)
        return answer.replace("\x00", "").strip() if isinstance(answer, str) else ""

    def chosen(self, block: str) -> list[str]:
        """Several answers."""
        answer = self.incoming.values.get(block)
        return answer if isinstance(answer, list) else []

    def day(self, block: str) -> date | None:
        """A date picked."""
        try:
            return date.fromisoformat(self.typed(block)) if self.typed(block) else None
        except ValueError:
            raise FieldError(block, words.NO_DATE) from None

    def clock(self, block: str) -> time | None:
        """A time picked."""
        try:
            return time.fromisoformat(self.typed(block)) if self.typed(block) else None
        except ValueError:
            raise FieldError(block, words.NO_TIME) from None

    def number(self, block: str) -> int | None:
        """A whole number; what is none is outside every limit, so that whoever stores it refuses it in its own words."""
        typed = self.typed(block)
        if not typed:
            return None
        return int(typed) if re.fullmatch(r"-?[0-9]{1,9}", typed) else -1
