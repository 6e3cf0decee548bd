"""A filled form that still waits for a name: to whoever signs it after a week, and to the supervisor too after two."""

from collections.abc import Sequence

from handlers.words.forms import dated, named
from handlers.words.phrases import sentence
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = ("record_read",)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`Your supervision record, written Tue 24 March, still waits for your name.`"""
    first = items[0]
    assert first.record
    record, reader = first.record, message.recipient
    what = f"{sentence(named(record, first.supervisee, reader))}, {dated(record, message.on)},"
    is_theirs = reader.id != record.about_id and record.missing == ("supervisee",)
    if is_theirs:
        return f"{what} still waits for their name."
    return f"{what} still waits for your name: confirm that it is right, or say what is not."
