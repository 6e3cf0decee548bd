"""To the named manager and the supervisor, when whoever is to sign a record says that it is not right."""

from collections.abc import Sequence

from handlers.words.forms import OF_AN_AUDITOR, inside, named
from handlers.words.phrases import escape, who
from storage.views import ItemView, MessageView

BUTTONS: tuple[str, ...] = ("dispute_open",)


def text(items: Sequence[ItemView], message: MessageView) -> str:
    """`@Ann says that her record is not right. As the manager the agreement names, you decide what becomes of it.`"""
    return "\n".join(_said(item, message) for item in items)


def _said(item: ItemView, message: MessageView) -> str:
    assert item.record
    assert item.dispute
    own = item.person is not None and item.person.id == item.record.about_id and not item.record.case_ref
    whose = "the" if item.record.form in OF_AN_AUDITOR else "their own"
    what = f"{whose} {escape(inside(item.record.title))}" if own else named(item.record, item.supervisee, message.recipient)
    said = f"{who(item.person)} says that {what} is not right."
    if item.dispute.to_id == message.recipient.id and item.dispute.passed_at:
        return f"{said} It was not decided in ten working days, so it has come to you."
    if item.dispute.to_id == message.recipient.id:
        return f"{said} It has come to you to decide."
    if item.dispute.to_id is None:
        return f"{said} Nobody is above to decide it: tell your administrator. You can read why, and correct it."
    return f"{said} The manager their agreement names is asked to decide; you can read why, and correct it."
