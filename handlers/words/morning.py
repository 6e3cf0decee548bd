"""The one message of a morning: everything routine, the most urgent first, edited in place as things get done."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from slack_sdk.models.blocks import Block, ButtonElement

from handlers.words import agreed, buttons, casenotes, feedback, kit, often, plan, putting, signing
from handlers.words.done import done
from handlers.words.duties import SUPERVISIONS
from handlers.words.lead import GROUPED
from handlers.words.notices import (
    action_due,
    duty_to_raise,
    feedback_asked,
    group_ahead,
    last_day,
    late,
    more_often,
    plan_confirmed,
    plan_to_confirm,
    session_ahead,
    still_late,
    still_to_sign,
    to_file,
    upcoming,
)
from handlers.words.phrases import count, sentence
from storage.views import ItemView, MessageView


class Routine(Protocol):
    """A routine notice kind: its words and the buttons under it."""

    BUTTONS: tuple[str, ...]

    def text(self, items: Sequence[ItemView], message: MessageView, prepare: Sequence[str], *, settles: bool = True) -> str:
        """What it says of these items. `settles`: and how to settle it; where several can be, the opening says it once."""
        ...


ROUTINE: dict[str, Routine] = {
    "duty_to_raise": duty_to_raise,
    "last_day": last_day,
    "still_late": still_late,
    "late": late,
    "session_ahead": session_ahead,
    "group_ahead": group_ahead,
    "upcoming": upcoming,
    "plan_to_confirm": plan_to_confirm,
    "plan_confirmed": plan_confirmed,
    "action_due": action_due,
    "feedback_asked": feedback_asked,
    "more_often": more_often,
    "still_to_sign": still_to_sign,
    "to_file": to_file,
}
"""Most urgent first."""

SHOWN = 20
"""Paragraphs in one message: each has its row of buttons, and Slack takes 50 blocks."""


Prepare = Mapping[str, Sequence[str]]
"""By obligation id, the cases that fall due before the session after it; by session id, the lines of its agenda."""


def render(message: MessageView, prepare: Prepare) -> kit.Rendered:
    """The message as things stand now."""
    groups = _groups(message)
    shown = groups[:SHOWN]
    once = sum(1 for group in shown if _can_be_recorded(group, message)) > 1
    texts = [_text(group, message, prepare, settles=not (once and _can_be_recorded(group, message))) for group in shown]
    blocks: list[Block] = []
    if len(groups) > 1:
        texts.insert(0, _opening(groups, once=once))
        blocks.append(kit.section(texts[0]))
    for group, said in zip(shown, texts[len(texts) - len(shown) :], strict=True):
        blocks.append(kit.section(said))
        row = [] if group[0].is_done else _row(group, message)
        if row:
            blocks.append(kit.actions(*(buttons.in_short(row) if len(groups) > 1 else row)))
    if len(groups) > SHOWN:
        texts.append(f"And {len(groups) - SHOWN} more on your Home tab.")
        blocks.append(kit.context(texts[-1]))
    return kit.rendered("\n".join(texts), blocks)


def _row(group: Sequence[ItemView], message: MessageView) -> list[ButtonElement]:
    first = group[0]
    if first.notice_kind == "action_due":
        return [kit.button(agreed.SEE, agreed.OPEN, "own")]
    if first.record:
        return [kit.button(signing.READ_IT, signing.READ_FORM, first.record.id)]
    if first.plan_id:
        label = plan.SEE_IT if first.notice_kind == "plan_confirmed" else plan.READ_IT
        return [kit.button(label, plan.READ, first.plan_id)]
    if first.notice_kind in ("more_often", "group_ahead"):
        return [kit.button(often.SEE, often.SHOW, first.case_ref or "")]
    if first.notice_kind == "to_file":
        return _to_file(group)
    if first.session_id and first.notice_kind == "session_ahead":
        is_own = first.supervisee is not None and first.supervisee.id == message.recipient.id
        return [] if is_own else [kit.button(plan.MOVE, plan.MOVE_ONE, first.session_id)]
    if first.session_id:
        return [kit.button(feedback.GIVE_LABEL, feedback.GIVE, first.session_id)]
    return buttons.rows(group, message.recipient, ROUTINE[first.notice_kind].BUTTONS)


def _to_file(group: Sequence[ItemView]) -> list[ButtonElement]:
    """A button a record: of a session that it is there, of a case its text to copy."""
    made = []
    in_order = sorted(group, key=lambda item: item.case_ref or "")
    for at, each in enumerate(in_order[: putting.MOST_BUTTONS]):
        label = casenotes.copy_case(each.case_ref) if each.case_ref else putting.filed_in(each.file_place)
        made.append(kit.button(label, f"{putting.COPY}:{at}" if each.case_ref else putting.FILED, each.subject))
    return made


def _opening(groups: Sequence[Sequence[ItemView]], *, once: bool) -> str:
    left = sum(1 for group in groups if not group[0].is_done)
    if not left:
        return "Everything here is done."
    said = f"*{sentence(count(left, 'thing'))} for today*" + (", the most urgent first." if left > 1 else ".")
    return said + (" What has been done already goes away once you record it." if once else "")


def _can_be_recorded(group: Sequence[ItemView], message: MessageView) -> bool:
    """Late, and the reader is who can say that it has been done."""
    first = group[0]
    is_late = first.notice_kind in ("late", "still_late") and not first.is_done
    return is_late and first.obligation is not None and buttons.may_record(first.obligation, message.recipient)


def _text(group: Sequence[ItemView], message: MessageView, prepare: Prepare, *, settles: bool) -> str:
    first = group[0]
    if first.is_done:
        return done(first, message.recipient, message.on)
    refs = prepare.get(first.obligation.id if first.obligation else first.session_id or "", ())
    return ROUTINE[first.notice_kind].text(group, message, refs, settles=settles)


def _groups(message: MessageView) -> list[list[ItemView]]:
    """Open before done, by urgency of the kind, then by due date; several cases of one person together."""
    order = list(ROUTINE)
    last = {item.obligation.id if item.obligation else item.subject: item for item in message.items}
    met = {item.person.id for item in last.values() if item.notice_kind == "session_ahead" and not item.is_done}
    told = [item for item in last.values() if not _is_said_already(item, met)]
    items = sorted(told, key=lambda item: (item.is_done, order.index(item.notice_kind), _due(item)))
    together: dict[object, list[ItemView]] = {}
    for item in items:
        together.setdefault(_together(item), []).append(item)
    return list(together.values())


def _is_said_already(item: ItemView, met: Collection[str]) -> bool:
    """A session tomorrow says more than that one is due."""
    owed = item.obligation
    ahead = item.notice_kind == "upcoming" and not item.is_done and owed is not None and owed.booked_on is not None
    return ahead and owed is not None and owed.kind in SUPERVISIONS and owed.person.id in met


def _due(item: ItemView) -> tuple[date, str]:
    if item.obligation is None:
        return item.action_due_on or date.max, item.subject
    return item.obligation.due_on, item.obligation.case_ref or ""


def _together(item: ItemView) -> object:
    if item.notice_kind == "to_file" and not item.is_done:
        return ("to_file", item.session_id)
    if item.obligation is None:
        return item.notice_kind if item.action_due_on and not item.is_done else item.subject
    if item.is_done or item.obligation.kind not in GROUPED:
        return item.obligation.id
    return (item.notice_kind, item.obligation.kind, item.person.id)
