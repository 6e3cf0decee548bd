"""What still waits for a name, or to be corrected: to whoever it waits for, after two weeks to the supervisor too."""

from collections.abc import Sequence

from handlers.words.forms import dated, named
from handlers.words.phrases import listed, sentence, who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = ("record_read",)


def text(items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
    """`Your supervision record, written Tue 24 March, still waits for your name.`"""
    first = items[0]
    assert first.record
    record, reader = first.record, message.recipient
    what = f"{sentence(named(record, first.supervisee, reader))}, {dated(record, message.on)},"
    is_theirs = reader.id in {each.id for each in first.waits_for}
    them = listed([who(each) for each in first.waits_for if each.id != reader.id])
    if first.is_to_correct:
        return (
            f"{what} is still to be corrected, as was decided: open it and correct it."
            if is_theirs
            else (f"{what} is still to be corrected by {them}, as was decided.")
        )
    if is_theirs:
        return f"{what} still waits for your name: confirm that it is right, or say what is not."
    is_supervisees = [each.id for each in first.waits_for] == [record.about_id] and not record.case_ref
    return f"{what} still waits for {'their name' if is_supervisees else f'the name of {them}'}."
