"""A stored message as Slack shows it. One file a notice kind; this is the list of those that go on their own."""

from collections.abc import Sequence
from typing import Protocol

from slack_sdk.models.blocks import Block, ButtonElement

from handlers.words import buttons, invite, kit, morning, plan
from handlers.words import raised as raised_words
from handlers.words.beside import Beside, with_audited
from handlers.words.done import done
from handlers.words.lead import GROUPED
from handlers.words.notices import (
    access_given,
    at_once,
    booking_moved,
    cover_needed,
    covering,
    disputed,
    escalated_again,
    escalation,
    logged,
    paper,
    raised,
    sent_back,
    settled,
    significant_change,
    to_agree,
    to_confirm,
    to_read,
    to_sign,
    told_of_access,
)
from handlers.words.phrases import who
from storage.views import ItemView, MessageView

DECISION_READ = buttons.DECISION_READ
DECISION_CONFIRM = buttons.DECISION_CONFIRM
DECISION_CHANGE = buttons.DECISION_CHANGE
RECORD_OPEN = "record_open"
ACCESS_ABOUT_ME = "access_about_me"
MATTER_READ = "matter_read"
FORM_READ = buttons.FORM_READ
DISPUTE_OPEN = "dispute_open"
FLAG_READ = "flag_read"
FLAG_DECIDE = "flag_decide"
FLAG_NONE = "flag_none"


class Telling(Protocol):
    """A notice kind that goes in a message of its own: its words and the buttons under it."""

    BUTTONS: tuple[str, ...]

    def text(self, items: Sequence[ItemView], message: MessageView) -> str:
        """What it says of these items."""
        ...


ALONE: dict[str, Telling] = {
    "escalation": escalation,
    "escalated_again": escalated_again,
    "cover_needed": cover_needed,
    "covering": covering,
    "booking_moved": booking_moved,
    "at_once": at_once,
    "told_of_access": told_of_access,
    "access_given": access_given,
    "to_agree": to_agree,
    "logged": logged,
    "to_confirm": to_confirm,
    "sent_back": sent_back,
    "to_read": to_read,
    "raised": raised,
    "to_sign": to_sign,
    "disputed": disputed,
    "settled": settled,
    "significant_change": significant_change,
    "paper": paper,
}

SHOWN = 20


def message(view: MessageView, beside: Beside | None = None) -> kit.Rendered:
    """The message as things stand now: told, or settled and without its buttons."""
    beside = beside or Beside()
    view = with_audited(view, beside)
    if view.kind == "morning":
        return morning.render(view, beside.prepare, has_calendars=beside.has_calendars)
    groups = _groups(view)
    texts = [_text(group, view) for group in groups[:SHOWN]]
    blocks: list[Block] = []
    for group, said in zip(groups, texts, strict=False):
        blocks.append(kit.section(said))
        row = [] if group[0].is_done else _row(group[0], group, view, beside)
        if row:
            blocks.append(kit.actions(*row))
    if len(groups) > SHOWN:
        texts.append(f"And {len(groups) - SHOWN} more on your Home tab.")
        blocks.append(kit.context(texts[-1]))
    return kit.rendered("\n".join(texts), blocks)


def _text(group: Sequence[ItemView], view: MessageView) -> str:
    if group[0].is_done:
        return done(group[0], view.recipient, view.on)
    said = ALONE[view.kind].text(group, view)
    meant_for = group[0].instead_of
    return f"{said}\n{who(meant_for)} cannot be reached in Slack, so this has come to you." if meant_for else said


def _groups(view: MessageView) -> list[list[ItemView]]:
    together: dict[object, list[ItemView]] = {}
    for at, item in enumerate(sorted(view.items, key=lambda item: item.is_done)):
        owed = item.obligation
        grouped = owed is not None and owed.kind in GROUPED and not item.is_done and view.kind != "raised"
        key = (owed.kind, item.person.id) if owed and grouped else at
        together.setdefault(key, []).append(item)
    return list(together.values())


def _row(item: ItemView, group: Sequence[ItemView], view: MessageView, beside: Beside) -> list[ButtonElement]:
    wanted = ALONE[view.kind].BUTTONS
    if asked := buttons.asked(item, wanted):
        return asked
    if item.grant and RECORD_OPEN in wanted:
        return [kit.button("Read the record", RECORD_OPEN, item.grant.about.id, primary=True)]
    if item.grant and ACCESS_ABOUT_ME in wanted:
        return [kit.button("See why", ACCESS_ABOUT_ME, item.grant.id)]
    if item.matter_id and MATTER_READ in wanted:
        return [kit.button("Read and answer", MATTER_READ, item.matter_id, primary=True)]
    if item.flag_id and FLAG_READ in wanted:
        return [
            kit.button("Read it", FLAG_READ, item.flag_id, primary=True),
            kit.button("Log a decision", FLAG_DECIDE, item.flag_id),
            kit.button("It needs no discussion", FLAG_NONE, item.flag_id),
        ]
    if item.dispute and DISPUTE_OPEN in wanted:
        return [kit.button("Read why", DISPUTE_OPEN, item.dispute.id, primary=not item.dispute.outcome)]
    if plan.HISTORY in wanted and item.supervisee and item.session_id:
        add = [invite.button(item.session_id)] if beside.has_calendars else []
        if item.moves and item.moves[0].to_on is None:  # called off
            add = buttons.for_duties([item.obligation], view.recipient, wanted) if item.obligation else []
        history = [kit.button(plan.SEE_HISTORY, plan.HISTORY, item.supervisee.id)] if item.moves else []
        return [*add, *history]
    row = buttons.rows(group, view.recipient, wanted)
    if item.raised and item.raised.seen_at is None and raised_words.ANSWER in wanted:
        row.insert(0, kit.button(raised_words.ANSWER_LABEL, raised_words.ANSWER, item.raised.id))
    return row
