"""Signatures are remembered for as long as they are valid, by all processes behind one address, and in no more memory."""

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Request
from slack_sdk.signature import Clock, SignatureVerifier
from werkzeug.test import EnvironBuilder

from bot.door import Door, Refused, Seen
from tests.bot.council import ROOT

NOW = 1_790_000_000.0


PARTING = f"""
import os
from bot.door import Seen
seen, until = Seen(is_shared=True), {NOW} + 300
def ask(number): return seen.is_new("v0=" + str(number) * 64, until, {NOW})
print("parent", ask(1), flush=True)
child = os.fork()
if child == 0:
    print("child", ask(1), ask(2), flush=True)
    os._exit(0)
os.waitpid(child, 0)
print("parent", ask(2))
"""
"""In a process of its own: one with threads should not fork."""
KILLED = f"""
import os, signal, time
from itertools import count
from bot.door import Seen
seen, until = Seen(is_shared=True), {NOW} + 300
for number in range(8):
    child = os.fork()
    if child == 0:
        for each in count():
            seen.is_new("v0=%064x" % (each % 1000 << 224), until, {NOW})
    time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    print(seen.is_new("v0=%064x" % (number + 5000 << 224), until, {NOW}), flush=True)
"""
"""Eight processes that do nothing but ask, each killed in the middle: most often while it has its turn."""


def signature(number: int) -> str:
    return "v0=" + hashlib.sha256(str(number).encode()).hexdigest()


@pytest.fixture
def seen() -> Seen:
    return Seen(slots=64)


@pytest.mark.parametrize(("later", "is_new"), [(0.0, False), (299.0, False), (300.0, False), (300.5, True), (-300.0, False)])
def test_a_signature_is_remembered_until_it_is_no_longer_valid(seen: Seen, later: float, is_new: bool) -> None:
    assert seen.is_new(signature(1), NOW + 300, NOW)
    assert seen.is_new(signature(1), NOW + 300, NOW + later) is is_new


def test_what_could_not_be_answered_may_come_again(seen: Seen) -> None:
    for number in range(3):
        assert seen.is_new(signature(number), NOW + 300, NOW)
    seen.forget(signature(1))
    assert [seen.is_new(signature(number), NOW + 300, NOW) for number in range(3)] == [False, True, False]


def test_a_full_table_gives_up_what_ends_soonest_and_takes_no_more_room() -> None:
    seen = Seen(slots=16)
    assert all(seen.is_new(signature(number), NOW + number, NOW) for number in range(100, 116))
    assert seen.is_new(signature(200), NOW + 300, NOW)
    assert [seen.is_new(signature(number), NOW + number, NOW) for number in (101, 110, 115)] == [False] * 3
    assert seen.is_new(signature(100), NOW + 100, NOW)


def test_of_fifty_at_the_same_moment_one_is_new() -> None:
    seen = Seen(is_shared=True)
    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(lambda _: seen.is_new(signature(1), NOW + 300, NOW), range(50))) == 1


def test_processes_that_part_share_what_they_have_seen() -> None:
    """As gunicorn's workers do: what one has answered, the other refuses."""
    done = subprocess.run([sys.executable, "-c", PARTING], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["parent", "True", "child", "False", "True", "parent", "False"], done.stderr


def test_a_process_killed_in_its_turn_keeps_nobody_out() -> None:
    done = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.split() == ["True"] * 8, done.stderr


class At(Clock):
    """It is this late."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def now(self) -> float:
        return self.seconds


def asked(stamp: int, body: str = "a=b", **headers: str) -> Request:
    """A request signed with this stamp."""
    made = str(SignatureVerifier("secret").generate_signature(timestamp=str(stamp), body=body))
    given = {"X-Slack-Request-Timestamp": str(stamp), "X-Slack-Signature": made, **headers}
    kind = "application/x-www-form-urlencoded"
    return Request(EnvironBuilder(method="POST", data=body, headers=given, content_type=kind).get_environ())


@pytest.mark.parametrize(
    ("age", "status"), [(0, 0), (299, 0), (300, 0), (301, 401), (-299, 0), (-300, 0), (-301, 401), (10**9, 401)]
)
def test_the_window_is_five_minutes_either_way(age: int, status: int) -> None:
    door = Door("secret", clock=At(NOW))
    try:
        door.admit(asked(int(NOW) - age))
        found = 0
    except Refused as refused:
        found = refused.status
    assert found == status


def test_a_request_signed_ahead_of_time_is_refused_for_as_long_as_its_signature_is_valid() -> None:
    clock = At(NOW)
    door = Door("secret", clock=clock)
    ahead = int(NOW) + 290
    door.admit(asked(ahead))
    for later in (10, 300, 589):
        clock.seconds = NOW + later
        with pytest.raises(Refused) as caught:
            door.admit(asked(ahead))
        assert caught.value.status == 409
    clock.seconds = NOW + 591
    with pytest.raises(Refused) as caught:
        door.admit(asked(ahead))
    assert caught.value.status == 401


def test_what_failed_by_our_fault_may_be_sent_again_with_the_same_signature() -> None:
    door = Door("secret", clock=At(NOW))
    door.forget(door.admit(asked(int(NOW))))
    door.admit(asked(int(NOW)))
