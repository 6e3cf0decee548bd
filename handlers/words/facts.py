"""The facts under an escalation: last held, booked, moved. Reasons only from a list: free text stays out of messages."""

from collections.abc import Sequence
from datetime import date

from handlers.words.phrases import plain_day, times
from storage.views import ItemView, Move

REASONS: tuple[str, ...] = (
    "court", "sickness", "annual leave", "leave", "emergency", "emergency visit", "visit", "strategy meeting", "conference",
    "training", "workload", "duty", "child protection conference", "travel", "room", "bereavement leave", "meeting",
)  # fmt: skip
"""Reasons for moving a session that a message may repeat."""

OTHER = "another reason"


def reasons(moves: Sequence[Move]) -> str:
    """`court; sickness`: what is not on the list is `another reason`, and in full behind *Why am I seeing this?*"""
    said = [move.reason.strip().casefold().rstrip(".") for move in moves]
    return "; ".join(dict.fromkeys(one if one in REASONS else OTHER for one in said))


def facts(item: ItemView, today: date) -> str:
    """`Last held 2 February · booked for 30 March · moved twice (court; sickness).`"""
    is_case = item.case_ref is not None
    held, none = ("Last discussed", "Not discussed yet") if is_case else ("Last held", "None held yet")
    parts = [f"{held} {plain_day(item.last_held_on, today)}" if item.last_held_on else none]
    parts.append(
        f"{'session ' if is_case else ''}booked for {plain_day(item.booked_on, today)}" if item.booked_on else "nothing booked"
    )
    for did, some in (
        ("moved", [each for each in item.moves if each.to_on]),
        ("called off", [each for each in item.moves if not each.to_on]),
    ):
        parts += [f"{did} {times(len(some))} ({reasons(some)})"] if some else []
    return " · ".join(parts) + "."
