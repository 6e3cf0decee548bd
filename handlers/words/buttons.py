"""The buttons under what is owed. A button carries obligation ids and nothing else."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ButtonElement

from handlers.words import calling_off, signing
from handlers.words.duties import (
    AGREEMENTS,
    AUDITS,
    BOOKABLE,
    CASE_DISCUSSIONS,
    OBSERVATIONS,
    OVERSIGHT,
    SUPERVISIONS,
)
from handlers.words.kit import button
from storage.views import ItemView, ObligationView, Person

RECORD = "duty_record"
BOOK = "duty_book"
MOVE = "duty_move"
RAISE = "duty_raise"
WHY = "duty_why"
WILL_HAPPEN = "duty_will_happen"
SNOOZE = "duty_snooze"
DECISION_READ = "decision_read"
DECISION_CONFIRM = "decision_confirm"
DECISION_CHANGE = "decision_change"
FORM_READ = signing.READ_FORM

MANY = 50
"""Ids in one value: 32 characters each and a comma, within Slack's 2,000."""

RECORD_LABELS: dict[str, str] = {
    **dict.fromkeys(SUPERVISIONS, "Held: record it"),
    **dict.fromkeys(CASE_DISCUSSIONS, "Discussed: record it"),
    **dict.fromkeys(OVERSIGHT, "Record oversight"),
    "record_session": "Write the record",
    "record_discussion": "Record it",
    "agreement_signature": "Signed: record it",
    "agreement_review": "Reviewed: record it",
    **dict.fromkeys(OBSERVATIONS, "Observed: record it"),
    **dict.fromkeys(AUDITS, "Audit it"),
    "audit_feedback": "Give feedback",
    **dict.fromkeys(("group_supervision", "good_conversation"), "Held: record it"),
    **dict.fromkeys(("asye_group", "asye_training"), "Attended: record it"),
    "probation_assessment": "Assessed: record it",
    "planning_meeting": "Met: record it",
    "self_assessment": "Rate my work",
    "case_summary": "Write the summary",
}
"""The kinds that can be recorded by a button, and what it says."""

assert set(AGREEMENTS) <= set(RECORD_LABELS)


def may_record(obligation: ObligationView, reader: Person) -> bool:
    """The supervisee cannot record their own supervision; the record asked of them they can."""
    if obligation.kind not in RECORD_LABELS:
        return False
    if obligation.kind == "self_assessment":
        return reader.id == obligation.person.id
    return reader.id != obligation.person.id or reader.id in {person.id for person in obligation.responsible}


def rows(items: Sequence[ItemView], reader: Person, wanted: Sequence[str]) -> list[ButtonElement]:
    """The wanted buttons that can work for this reader and these obligations (one, or a group of one kind)."""
    open_ones = [item.obligation for item in items if item.obligation and not item.is_done]
    if not open_ones:
        return []
    return for_duties(open_ones, reader, wanted)


def asked(item: ItemView, wanted: Sequence[str]) -> list[ButtonElement]:
    """What somebody asks of the reader: to read, confirm or change a decision, or to sign a form."""
    if item.decision_id and DECISION_READ in wanted:
        return [button("Read it", DECISION_READ, item.decision_id)]
    if item.decision_id and DECISION_CONFIRM in wanted:
        return [button("Read and confirm", DECISION_CONFIRM, item.decision_id, primary=True)]
    if item.decision_id and DECISION_CHANGE in wanted:
        return [button("Read why, and change it", DECISION_CHANGE, item.decision_id, primary=True)]
    if item.record and FORM_READ in wanted:
        return [button("Read and sign", FORM_READ, item.record.id, primary=True)]
    return []


def in_short(row: Sequence[ButtonElement]) -> list[ButtonElement]:
    """The same row where several stand under one another: a long label is read once, not seven times."""
    return [button("Why?", WHY, str(each.value)) if each.action_id == WHY else each for each in row]


def for_duties(obligations: Sequence[ObligationView], reader: Person, wanted: Sequence[str]) -> list[ButtonElement]:
    """The same from obligations, for the Home tab."""
    first = obligations[0]
    value = ",".join(obligation.id for obligation in obligations[:MANY])
    is_supervision = first.kind in SUPERVISIONS
    made: list[ButtonElement] = []
    for name in wanted:
        if name == RECORD and may_record(first, reader):
            made.append(button(RECORD_LABELS[first.kind], RECORD, value, primary=not made))
        elif name == BOOK and is_supervision:
            booked = first.booked_on is not None
            off = button(calling_off.LABEL, calling_off.CALL_OFF, value)
            if booked and reader.id == first.person.id:
                made.append(off)  # either may call it off; moving asks for the supervisor
                continue
            made.append(button("Move" if booked else "Book", MOVE if booked else BOOK, value))
            made += [off] if booked else []
        elif name == WILL_HAPPEN and first.kind in BOOKABLE:
            made.append(button("It will happen on…", WILL_HAPPEN, value))
        elif name == RAISE and reader.id == first.person.id and reader.id not in {each.id for each in first.responsible}:
            made.append(button("Raise with my supervisor", RAISE, value, primary=True))
        elif name == SNOOZE:
            made.append(button("Put it off", SNOOZE, value))
        elif name == WHY:
            made.append(button("Why am I seeing this?", WHY, value))
    return made
