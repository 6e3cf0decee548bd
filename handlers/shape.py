"""What Slack's payloads look like, as far as anything here reads them: what is laid out otherwise is not Slack's.

A good signature says that Slack, or whoever has the secret, sent it; not that what is in it is what it should be.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

Id = Annotated[str, StringConstraints(pattern=r"\A[A-Za-z0-9]{1,32}\z")]
"""Of a person, a workspace: letters and digits."""
Token = Annotated[str, StringConstraints(pattern=r"\A[!-~]{1,255}\z")]
"""A trigger, a window's id or hash: whatever can be seen, at the length of Slack's identifiers."""
Name = Annotated[str, StringConstraints(min_length=1, max_length=255)]
"""What an app may call its buttons, fields and forms."""
Text = Annotated[str, StringConstraints(max_length=100_000)]
"""What somebody wrote."""
Url = Annotated[str, StringConstraints(max_length=1000)]


class NotSlacksError(Exception):
    """Not laid out as Slack lays it out: refused, and logged by where it is wrong, never by what it says."""

    def __init__(self, words: str, status: int = 400) -> None:
        """`status` of the answer."""
        super().__init__(words)
        self.status = status


class _Part(BaseModel):
    """Slack adds keys as it likes; those that are read have to be right."""

    model_config = ConfigDict(extra="ignore", strict=True)


class _Payload(_Part):
    """What Bolt reads of every payload, and takes for what it should be."""

    event: dict[str, Any] = Field(default_factory=dict)
    view: dict[str, Any] = Field(default_factory=dict)
    message: dict[str, Any] | None = None
    authorizations: list[dict[str, Any]] | None = None
    response_urls: Annotated[list[dict[str, Any]], Field(max_length=1)] | None = None  # of more Bolt makes a fault of its own


class Command(_Payload):
    """A slash command, which is a form of plain fields: no more of an interaction's or an event's is in it."""

    type: None = None
    actions: None = None

    command: Name
    team_id: Id | Literal[""] = ""
    user_id: Id
    trigger_id: Token
    response_url: Url
    text: Text | None = None


class Team(_Part):
    """A workspace."""

    id: Id


class User(_Part):
    """Who did it."""

    id: Id
    team_id: Id | None = None


class Option(_Part):
    """An option chosen."""

    value: str


class Answer(_Part):
    """What stands in a field; other kinds of field than ours pass as they are."""

    value: str | None = None
    selected_option: Option | None = None
    selected_options: list[Option] | None = None
    selected_date: str | None = None
    selected_time: str | None = None


class State(_Part):
    """What stands in a form."""

    values: dict[str, dict[str, Answer]] = Field(default_factory=dict)


class Element(_Part):
    """A field."""

    type: Name


class Block(_Part):
    """A block of a window or a message."""

    type: Name
    block_id: str
    element: Element | None = None


class View(_Part):
    """A window or a Home tab."""

    id: Token
    type: Name
    hash: Token | None = None
    callback_id: str | None = None
    private_metadata: Annotated[str, StringConstraints(max_length=10_000)] | None = None
    blocks: Annotated[list[Block], Field(max_length=100)]
    state: State | None = None


class Form(View):
    """A window that is sent off: it has a name, if only an empty one."""

    callback_id: str


class Pressed(_Part):
    """A button pressed, an option chosen."""

    action_id: Name
    value: str | None = None
    selected_option: Option | None = None


class _Interaction(_Payload):
    user: User
    team: Team | None = None


class Actions(_Interaction):
    """Something pressed, in a message or a window."""

    trigger_id: Token
    actions: Annotated[list[Pressed], Field(min_length=1)]
    view: View | None = None  # type: ignore[assignment]
    response_url: Url | None = None

    @model_validator(mode="after")
    def _has_a_place(self) -> Self:
        if self.view is None and self.response_url is None:
            raise ValueError("neither in a window nor in a message")
        return self


class Shortcut(_Interaction):
    """A shortcut of the menu."""

    trigger_id: Token
    callback_id: Name


class Attachment(_Part):
    """Another message within one, as where it was forwarded."""

    text: Text | None = None
    fallback: Text | None = None


class Said(_Part):
    """A message, as far as its words are read."""

    text: Text | None = None
    attachments: Annotated[list[Attachment], Field(max_length=100)] | None = None
    blocks: Annotated[list[dict[str, Any]], Field(max_length=100)] | None = None


class MessageShortcut(Shortcut):
    """A shortcut used on a message."""

    message: Said  # type: ignore[assignment]


class Submission(_Interaction):
    """A form sent off, or closed."""

    view: Form  # type: ignore[assignment]


class Suggestion(_Interaction):
    """What was typed into a menu whose options we know."""

    action_id: Name
    value: str = ""


class Happening(_Part):
    """What an event says."""

    type: Name
    user: Id | dict[str, Any] | None = None
    tab: str | None = None


class Event(_Payload):
    """An event of the Events API."""

    team_id: Id | None = None
    event_id: Token | None = None
    event: Happening  # type: ignore[assignment]


class Challenge(_Payload):
    """Slack's check that the address is ours."""

    challenge: Annotated[str, StringConstraints(max_length=1000)]


SHAPES: Mapping[str, type[_Part]] = {
    "block_actions": Actions,
    "shortcut": Shortcut,
    "message_action": MessageShortcut,
    "view_submission": Submission,
    "view_closed": Submission,
    "block_suggestion": Suggestion,
    "event_callback": Event,
    "url_verification": Challenge,
}
"""By what Slack calls them. Everything else is answered 404: Bolt knows kinds of years ago that nobody here answers."""
SSL_CHECK = "ssl_check"


def check(body: Any) -> None:
    """Raise NotSlacksError unless the payload is one that Slack sends us, laid out as Slack lays it out."""
    if not isinstance(body, Mapping):
        raise NotSlacksError("no object")
    kind = body.get("type")
    shape = Command if body.get("command") else SHAPES.get(kind) if isinstance(kind, str) else None
    if shape is None:
        if kind is None and body.get(SSL_CHECK) == "1" and not set(body) - {SSL_CHECK, "token"}:
            return
        raise NotSlacksError("of a kind that nobody here answers", 404)
    try:
        shape.model_validate(body)
    except ValidationError as fault:
        first = fault.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(str(each) for each in first["loc"] if isinstance(each, int) or each in _OURS)
        raise NotSlacksError(f"{shape.__name__}, {place or 'as a whole'}: {first['type']}") from None


def _keys(shape: type[BaseModel]) -> set[str]:
    return set(shape.model_fields).union(*(_keys(each) for each in shape.__subclasses__()))


_OURS = _keys(_Part)
"""Keys that may be named in a log: all others are the sender's words."""
