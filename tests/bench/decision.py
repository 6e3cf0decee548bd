"""`/decision` with its durable commit, beside a bare Bolt command that only acks: same server, same load, one run."""

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.desk import Desk, Member
from bot.manifest import SCOPES
from bot.sample import load_sample
from storage import SINGLE
from tests.bench.figures import show
from tests.bench.load import SECRET, Measured, decision_request, press
from tests.bench.servers import Council, cornerstone, link_everyone, new_council, served


def _cases(*groups: tuple[int, int]) -> tuple[str, ...]:
    return tuple(f"M{100000 + number}" for first, last in groups for number in range(first, last + 1))


MANAGERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("UE1003", _cases((1, 4), (11, 15), (21, 25), (31, 36), (41, 45), (51, 56))),
    ("UE1004", _cases((61, 66), (71, 75), (81, 85), (91, 94), (101, 105), (111, 115))),
)
"""The sample council's two team managers, and cases of their own teams."""


def main(arguments: list[str]) -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="decision")
    options.add_argument("--connections", type=int, default=50)
    options.add_argument("--requests", type=int, default=2000)
    options.add_argument("--json", action="store_true")
    given = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, _desk() as desk:
        desk.serve(port=0)
        council = new_council(Path(folder))
        with council.store() as store:
            load_sample(store, SINGLE, datetime.now(UTC))  # noqa: TID251  a bench runs in real time
        link_everyone(council)
        bare = [sys.executable, "-m", "tests.bench.bare", "{port}", desk.api_url]
        yardstick = _measure(bare, {}, given.connections, given.requests)
        ours = _measure(*cornerstone("web", council, desk.api_url), given.connections, given.requests)
        stored = _stored(council)
    rows = {"a bare command that only acks": yardstick.row(), "/decision, stored before it is acknowledged": ours.row()}
    ratios = {
        "p50, times the bare command's": round(ours.p50 / yardstick.p50, 2),
        "p99, times the bare command's": round(ours.p99 / yardstick.p99, 2),
        "decisions acknowledged and stored": f"{stored} of {given.requests + given.connections}",
    }
    show(f"/decision at {given.connections} connections", rows, ratios=ratios, as_json=given.json)


def _measure(arguments: list[str], environment: dict[str, str], connections: int, count: int) -> Measured:
    with served(arguments, environment) as server:
        requests = [_request(number) for number in range(count + connections)]
        return press(server.port, requests, connections)


def _request(number: int) -> bytes:
    """The managers log on their own cases in turn, as on a busy afternoon."""
    user, cases = MANAGERS[number % len(MANAGERS)]
    ref = cases[number // len(MANAGERS) % len(cases)]
    return decision_request(number, user, f"{ref} move to strategy meeting because two missed visits")


def _stored(council: Council) -> int:
    found = 0
    with council.store() as store, store.read(SINGLE, datetime.now(UTC)) as work:  # noqa: TID251  a bench runs in real time
        for user, cases in MANAGERS:
            viewer = work.people.of_slack(user)
            assert viewer is not None
            found += sum(len(work.decisions.of_case(ref, viewer=viewer, most=100_000)) for ref in cases)
    return found


def _desk() -> Desk:
    people = [Member(user, user.lower(), user, f"{user.lower()}@example.org") for user, _ in MANAGERS]
    return Desk(
        people=people,
        signing_secret=SECRET,
        bot_token="xoxb-desk-bench",
        scopes=list(SCOPES),
        clock=lambda: datetime.now(UTC),  # noqa: TID251  a bench runs in real time
    )
