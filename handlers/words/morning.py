"""The one message of a morning: everything routine, the most urgent first, edited in place as things get done."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from slack_sdk.models.blocks import Block, ButtonElement

from handlers.words import (
    agreed,
    buttons,
    calling_off,
    casenotes,
    feedback,
    invite,
    kit,
    often,
    plan,
    putting,
    report,
    signing,
    snoozing,
)
from handlers.words.done import done
from handlers.words.duties import SUPERVISIONS
from handlers.words.lead import GROUPED
from handlers.words.notices import (
    action_due,
    again,
    duty_to_raise,
    feedback_asked,
    group_ahead,
    last_day,
    late,
    logged,
    month,
    more_often,
    plan_confirmed,
    plan_to_confirm,
    session_ahead,
    session_booked,
    still_late,
    still_to_sign,
    to_confirm,
    to_file,
    to_sign,
    upcoming,
    week,
)
from handlers.words.phrases import count, sentence
from scheduling.snoozing import TIMES
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
    "again": again,
    "late": late,
    "to_confirm": to_confirm,
    "session_ahead": session_ahead,
    "session_booked": session_booked,
    "group_ahead": group_ahead,
    "to_sign": to_sign,
    "upcoming": upcoming,
    "logged": logged,
    "plan_to_confirm": plan_to_confirm,
    "plan_confirmed": plan_confirmed,
    "action_due": action_due,
    "feedback_asked": feedback_asked,
    "more_often": more_often,
    "still_to_sign": still_to_sign,
    "to_file": to_file,
    "week": week,
    "month": month,
}
"""Most urgent first."""

ONLY_READ = ("logged", "plan_confirmed", "session_booked", "month")
"""They ask for nothing else."""
SHOWN = 20
"""Paragraphs in one message: each has its row of buttons, and Slack takes 50 blocks."""


Prepare = Mapping[str, Sequence[str]]
"""By obligation id, the cases that fall due before the session after it; by session id, the lines of its agenda."""


def render(message: MessageView, prepare: Prepare, *, has_calendars: bool = False) -> kit.Rendered:
    """The message as things stand now. `has_calendars`: calendars outside Slack reach the bot."""
    groups = _groups(message)
    shown = groups[:SHOWN]
    once = sum(1 for group in shown if _can_be_recorded(group, message)) > 1
    texts = [_text(group, message, prepare, settles=not (once and _can_be_recorded(group, message))) for group in shown]
    blocks: list[Block] = []
    if len(groups) > 1:
        texts.insert(0, _opening(groups, message, once=once))
        blocks.append(kit.section(texts[0]))
    for group, said in zip(shown, texts[len(texts) - len(shown) :], strict=True):
        blocks.append(kit.section(said))
        row = [] if not _is_open(group[0], message) else _row(group, message, has_calendars=has_calendars)
        if row:
            blocks.append(kit.actions(*(buttons.in_short(row) if len(groups) > 1 else row)))
    if len(groups) > SHOWN:
        texts.append(f"And {len(groups) - SHOWN} more on your Home tab.")
        blocks.append(kit.context(texts[-1]))
    return kit.rendered("\n".join(texts), blocks)


def _row(group: Sequence[ItemView], message: MessageView, *, has_calendars: bool) -> list[ButtonElement]:
    first = group[0]
    if first.decision_id or first.notice_kind == "to_sign":
        return buttons.asked(first, ROUTINE[first.notice_kind].BUTTONS)
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
    if first.month:
        return [kit.button(report.REPORT, report.OPEN, month.opens(first.month))]
    if first.session_id and first.notice_kind == "session_ahead":
        is_own = first.supervisee is not None and first.supervisee.id == message.recipient.id
        move = [] if is_own else [kit.button(plan.MOVE, plan.MOVE_ONE, first.session_id)]
        return [*move, kit.button(calling_off.LABEL, calling_off.CALL_OFF_ONE, first.session_id)]
    if first.session_id and first.notice_kind == "session_booked":
        return [invite.button(first.session_id)] if has_calendars else []
    if first.session_id:
        return [kit.button(feedback.GIVE_LABEL, feedback.GIVE, first.session_id)]
    wanted = ROUTINE[_kind(first, message)].BUTTONS
    may_wait = all(_may_be_put_off(each, message) for each in group)
    return buttons.rows(group, message.recipient, [name for name in wanted if name != buttons.SNOOZE or may_wait])


def _to_file(group: Sequence[ItemView]) -> list[ButtonElement]:
    """A button a record: of a session that it is there, of a case its text to copy."""
    made = []
    in_order = sorted(group, key=lambda item: item.case_ref or "")
    for at, each in enumerate(in_order[: putting.MOST_BUTTONS]):
        label = casenotes.copy_case(each.case_ref) if each.case_ref else putting.filed_in(each.file_place)
        made.append(kit.button(label, f"{putting.COPY}:{at}" if each.case_ref else putting.FILED, each.subject))
    return made


def _opening(groups: Sequence[Sequence[ItemView]], message: MessageView, *, once: bool) -> str:
    left = sum(1 for group in groups if _is_open(group[0], message) and group[0].notice_kind not in ONLY_READ)
    if not left:
        return "Everything here is done." if all(group[0].is_done for group in groups) else "Nothing is left for today."
    said = f"*{sentence(count(left, 'thing'))} for today*" + (", the most urgent first." if left > 1 else ".")
    return said + (" What has been done already goes away once you record it." if once else "")


def _can_be_recorded(group: Sequence[ItemView], message: MessageView) -> bool:
    """Late, and the reader is who can say that it has been done."""
    first = group[0]
    is_late = _kind(first, message) in ("late", "still_late") and _is_open(first, message)
    return is_late and first.obligation is not None and buttons.may_record(first.obligation, message.recipient)


def _text(group: Sequence[ItemView], message: MessageView, prepare: Prepare, *, settles: bool) -> str:
    first = group[0]
    if first.is_done:
        return done(first, message.recipient, message.on)
    if snooze := snoozing.is_put_off(first, message.recipient, message.on):
        return snoozing.put_off(first, snooze, message.recipient, message.on)
    refs = prepare.get(first.obligation.id if first.obligation else first.session_id or "", ())
    return ROUTINE[_kind(first, message)].text(group, message, refs, settles=settles)


def _groups(message: MessageView) -> list[list[ItemView]]:
    """Open before done, by urgency of the kind, then by due date; several cases of one person together."""
    order = list(ROUTINE)
    last = {item.obligation.id if item.obligation else item.subject: item for item in message.items}
    met = {item.person.id for item in last.values() if item.notice_kind == "session_ahead" and not item.is_done}
    told = [item for item in last.values() if not _is_said_already(item, met)]
    items = sorted(
        told,
        key=lambda item: (item.is_done, not _is_open(item, message), order.index(_kind(item, message)), _due(item)),
    )
    together: dict[object, list[ItemView]] = {}
    for item in items:
        together.setdefault(_together(item, message), []).append(item)
    return list(together.values())


def _is_said_already(item: ItemView, met: Collection[str]) -> bool:
    """A session tomorrow says more than that one is due."""
    owed = item.obligation
    ahead = item.notice_kind == "upcoming" and not item.is_done and owed is not None and owed.booked_on is not None
    return ahead and owed is not None and owed.kind in SUPERVISIONS and owed.person.id in met


def _is_open(item: ItemView, message: MessageView) -> bool:
    """Neither done nor put off."""
    return not item.is_done and snoozing.is_put_off(item, message.recipient, message.on) is None


def _kind(item: ItemView, message: MessageView) -> str:
    """What it is on the day it is said: a reminder that waited for somebody's return says what is true then."""
    due_on = item.obligation.due_on if item.obligation else message.on
    if item.notice_kind == "upcoming" and due_on < message.on:
        return "late"
    waited = item.notice_kind == "last_day" and item.named_on is not None and item.named_on < message.on
    return "still_late" if waited else item.notice_kind


def _may_be_put_off(item: ItemView, message: MessageView) -> bool:
    """Whether a day is left for it: else the button would only say that there is none."""
    owed, own = item.obligation, [each for each in item.snoozes if each.by.id == message.recipient.id]
    if owed is None or owed.due != owed.due_on or len(own) >= TIMES:
        return False
    if owed.booked_on is not None and owed.booked_on >= message.on:
        return False  # there is nothing to be reminded of before
    return owed.escalates_on is None or (owed.escalates_on - message.on).days > 1


def _due(item: ItemView) -> tuple[date, str]:
    if item.obligation is None:
        return item.action_due_on or date.max, item.subject
    return item.obligation.due_on, item.obligation.case_ref or ""


def _together(item: ItemView, message: MessageView) -> object:
    if item.notice_kind == "to_file" and not item.is_done:
        return ("to_file", item.session_id)
    if item.obligation is None:
        return item.notice_kind if item.action_due_on and not item.is_done else item.subject
    if not _is_open(item, message) or item.obligation.kind not in GROUPED:
        return item.obligation.id
    return (_kind(item, message), item.obligation.kind, item.person.id)
