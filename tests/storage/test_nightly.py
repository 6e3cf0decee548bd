"""The nightly check: every ladder as it should have been climbed, beside what was sent. What is missing is sent, once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from scheduling.calendar import Calendar
from scheduling.policy import Policy
from storage import SINGLE, rederive
from storage.errors import Unavailable
from storage.rederive import nightly
from storage.store import Store
from storage.sweep import sweep
from tests.databases import Databases
from tests.storage.conftest import opened
from tests.storage.council import at, day, settled
from tests.storage.histories import EVENTS, History
from tests.storage.reading import send

USUAL = 8
HISTORIES = int(os.environ.get("CORNERSTONE_HISTORIES", USUAL))
"""How many are made up: the same ones each time, so that a change is to blame for what fails; more, and others, by hand."""
DAY = "2026-03-26"
"""A week before everything is due: a reminder for everybody."""
LATE = "2026-04-07"
DAY_22 = "2026-04-24"


@contextmanager
def _climbed(databases: Databases, policy: Policy, last: str) -> Iterator[Store]:
    """The council after every day as it should be, to this one, nine o'clock, everything sent."""

    def climb(url: str) -> None:
        with closing(opened(url, policy)) as store:
            store.upgrade()
            settled(store, "2026-03-16")
            history = History(store)
            while history.now < at(last):
                history.happens(("day",))

    template = databases.template(f"climbed{last.replace('-', '')}", climb)
    with databases.copy(template) as url, closing(opened(url, policy)) as store:
        yield store


@pytest.fixture
def climbed(databases: Databases, policy: Policy) -> Iterator[Callable[[str], Store]]:
    """The same for a test that names the day."""
    with ExitStack() as stack:
        yield lambda last: stack.enter_context(_climbed(databases, policy, last))


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # a policy is long; what was found is wanted
@settings(max_examples=HISTORIES, derandomize=HISTORIES == USUAL, deadline=None, suppress_health_check=list(HealthCheck))
@given(begun=st.sampled_from(("2026-03-17", DAY, LATE, DAY_22)), events=st.lists(EVENTS, min_size=2, max_size=25))
@example(begun=LATE, events=[("supervisor", "ann", "tim", 3), ("night",)])
@example(begun=DAY_22, events=[("strike", "ann"), ("record", "ann", 0), ("day",), ("strike", "ann"), ("night",)])
@example(begun=LATE, events=[("away", "ann", -1, 20), ("week",), ("away", "ann", -8, 9), ("week",)])
@example(begun=LATE, events=[("pass", 7), ("covered", "tom", 1), ("day",)])
@example(begun=LATE, events=[("pass", 30), ("covered", "tom", 2), ("week",)])
@example(begun=DAY_22, events=[("pass", 8), ("covered", "tom", 3), ("pass", 1), ("week",)])
@example(begun=DAY_22, events=[("manager", "tom", "zoe"), ("week",), ("manager", "tom", "sue"), ("night",)])
@example(begun=LATE, events=[("away", "ann", 5, 20), ("day",), ("day",), ("day",), ("away", "ann", 2, 1), ("night",)])
def test_where_nothing_was_lost_nothing_is_repaired(
    databases: Databases, policy: Policy, begun: str, events: list[tuple[Any, ...]]
) -> None:
    with _climbed(databases, policy, begun) as store:
        history = History(store, at(begun) + timedelta(minutes=1))
        for event in events:
            history.happens(event)
        history.nights.append(nightly(store, SINGLE, history.now))
        sweep(store, SINGLE, history.now)
        history.nights.append(nightly(store, SINGLE, history.now))
        assert [night.repaired for night in history.nights] == [{}] * len(history.nights)


def _execute(store: Store, statement: str) -> int:
    with store.writing() as session:
        done = session.execute(text(statement)).rowcount  # type: ignore[attr-defined]
        session.commit()
        return int(done)


@dataclass(frozen=True)
class Damage:
    """What somebody, or a disk, did; what the night finds; and what is told after it that was not to be told without it."""

    until: str
    statement: str
    repaired: dict[str, int]
    told: frozenset[tuple[str, str]] = frozenset()


ANNS = (
    "obligation_id = "
    "(SELECT id FROM obligations WHERE kind = 'personal_supervision' AND person_id = 'ann' AND closed_at IS NULL)"
)
DAMAGES = {
    "a notice is gone": Damage(
        DAY_22,
        f"DELETE FROM notices WHERE kind = 'escalation' AND {ANNS}",
        {"escalation": 1},
        frozenset({("sue", "escalation ann")}),
    ),
    "every notice about somebody is gone": Damage(
        DAY_22,
        f"DELETE FROM notices WHERE {ANNS}",
        # Of all that was said the latest: to the supervisor that it is still late, to Ann that it is hers to raise.
        {"escalation": 1, "still_late": 1, "duty_to_raise": 1},
        frozenset({("sue", "escalation ann"), ("tom", "still_late ann"), ("ann", "duty_to_raise ann")}),
    ),
    "a reminder is gone, and its day has passed": Damage("2026-04-02", f"DELETE FROM notices WHERE {ANNS}", {}),
    "the next moment is gone": Damage(
        DAY, f"UPDATE obligations SET next_at = NULL WHERE {ANNS.replace('obligation_id', 'id')}", {"next_at": 1}
    ),
    "seen to until a day to come": Damage(
        DAY,
        f"UPDATE obligations SET swept_at = '2030-01-01 09:00:00' WHERE {ANNS.replace('obligation_id', 'id')}",
        {"swept_at": 1},
    ),
    "a message was cancelled though it had something to say": Damage(
        DAY_22,
        "UPDATE outbox SET state = 'cancelled', reason = 'nothing left to say' WHERE message_id IN "
        f"(SELECT message_id FROM notices WHERE kind = 'escalation' AND {ANNS})",
        {"escalation": 1},
        frozenset({("sue", "escalation ann")}),
    ),
    "a message is there and nothing that sends it": Damage(
        DAY_22,
        f"DELETE FROM outbox WHERE message_id IN (SELECT message_id FROM notices WHERE kind = 'escalation' AND {ANNS})",
        {"escalation": 1},
        frozenset({("sue", "escalation ann")}),
    ),
    "an escalation failed and went to nobody else": Damage(
        DAY_22,
        "UPDATE outbox SET state = 'failed', reason = 'user_disabled' WHERE message_id IN "
        f"(SELECT message_id FROM notices WHERE kind = 'escalation' AND {ANNS})",
        {"rerouted": 1},
        frozenset({("zoe", "escalation ann")}),
    ),
    "an administrator cancelled a message": Damage(
        DAY_22,
        "UPDATE outbox SET state = 'cancelled', reason = 'cancelled by an administrator' WHERE message_id IN "
        f"(SELECT message_id FROM notices WHERE kind = 'escalation' AND {ANNS})",
        {},
    ),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_what_was_lost_is_found_and_sent_once(climbed: Callable[[str], Store], damage: Damage) -> None:
    council = climbed(damage.until)
    assert _execute(council, damage.statement)
    night = at(damage.until) + timedelta(hours=17, minutes=30)
    assert nightly(council, SINGLE, night).repaired == damage.repaired
    assert nightly(council, SINGLE, night).repaired == {}, "a second night finds nothing"
    morning = Calendar().after(day(damage.until)).isoformat()
    told = {(call.to, line) for call in send(council, morning) if call.op == "post" for line in call.lines}
    assert told == damage.told
    sweep(council, SINGLE, at(morning))
    assert not {(call.to, line) for call in send(council, f"{morning}T09:03") for line in call.lines} & damage.told
    assert nightly(council, SINGLE, at(morning) + timedelta(hours=17)).repaired == {}


LOSES, LOSES_NOTHING = True, False
NIGHTS: dict[str, list[tuple[str, bool, list[str]]]] = {
    "a night that finds nothing": [("2026-04-25T02:30", LOSES_NOTHING, [])],
    "a second clock goes through the same night, or somebody by day": [
        ("2026-04-25T02:30", LOSES, []),
        ("2026-04-25T02:31", LOSES_NOTHING, ["1"]),
        ("2026-04-25T06:00", LOSES_NOTHING, []),
        ("2026-04-26T02:30", LOSES_NOTHING, []),
    ],
    "the same fault three nights running": [
        ("2026-04-25T02:30", LOSES, ["1"]),
        ("2026-04-26T02:30", LOSES, ["1"]),
        ("2026-04-27T02:30", LOSES, ["1"]),
        ("2026-04-28T02:30", LOSES_NOTHING, []),
    ],
    "twice by night and by day": [("2026-04-25T02:30", LOSES, ["1"]), ("2026-04-25T06:00", LOSES, [])],
    "a day is one of here: 23:30 by Greenwich is the next day's first hour": [
        ("2026-04-25T23:00", LOSES, ["1"]),
        ("2026-04-26T00:30", LOSES, ["1"]),
        ("2026-04-26T02:30", LOSES, []),
    ],
}
"""When somebody goes through the night, whether a notice was lost before, and what administrators are told after it. Nothing
is told between two within a minute: whoever watches comes round once in one."""


@pytest.mark.parametrize("nights", NIGHTS.values(), ids=NIGHTS.keys())
def test_administrators_are_told_once_of_each_night_that_repairs(
    climbed: Callable[[str], Store], nights: list[tuple[str, bool, list[str]]]
) -> None:
    council = climbed(DAY_22)
    for place, (moment, is_lost, expected) in enumerate(nights):
        if is_lost:
            _execute(council, f"DELETE FROM notices WHERE kind = 'escalation' AND {ANNS}")
        nightly(council, SINGLE, at(moment))
        following = nights[place + 1][0] if place + 1 < len(nights) else "2026-05-01"
        if at(following) - at(moment) <= timedelta(minutes=1):
            continue
        told = [each for each in council.alarms.claim_untold(at(moment)) if each.name == "nightly"]
        for each in told:
            council.alarms.told(each, at(moment))
        assert [each.detail for each in told if each.ended_at is None] == expected, moment
    assert bool(_standing(council)) is nights[-1][1]


def _standing(council: Store) -> list[str]:
    return [each.detail for each in council.alarms.standing(SINGLE) if each.name == "nightly"]


def test_a_night_in_turns_finds_what_one_in_a_single_turn_finds_and_lets_others_in_between(
    climbed: Callable[[str], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    council = climbed(DAY_22)
    monkeypatch.setattr(rederive, "PEOPLE_A_TURN", 2)
    monkeypatch.setattr(rederive, "CASES_A_TURN", 1)
    _execute(council, "DELETE FROM notices WHERE kind = 'escalation'")
    stored: list[int] = []

    def at_the_desk(_seconds: float) -> None:
        with council.work(SINGLE, at("2026-04-25T02:30")) as work:
            stored.append(len(work.people.everyone()))

    monkeypatch.setattr(rederive, "sleep", at_the_desk)
    assert nightly(council, SINGLE, at("2026-04-25T02:30")).repaired == {"escalation": 8}
    assert len(stored) == 6, "four turns of people and three of cases"


def test_a_night_that_was_broken_off_is_gone_through_again(
    climbed: Callable[[str], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    council = climbed(DAY_22)
    monkeypatch.setattr(rederive, "PEOPLE_A_TURN", 2)

    def breaks_off(_seconds: float) -> None:
        raise Unavailable

    with monkeypatch.context() as broken:
        broken.setattr(rederive, "sleep", breaks_off)
        with pytest.raises(Unavailable):
            nightly(council, SINGLE, at("2026-04-25T02:30"))
    assert rederive.make_good(council, SINGLE, at("2026-04-25T06:00")) is not None
    assert rederive.make_good(council, SINGLE, at("2026-04-25T06:01")) is None
