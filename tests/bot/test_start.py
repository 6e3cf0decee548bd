"""What a process loads before it answers: what only an import, a paper or a file needs is not among it."""

import json
import subprocess
import sys

HEAVY = {"openpyxl", "numpy", "matplotlib", "pyarrow", "reportlab", "xlsxwriter", "playwright", "pytest"}
"""Each takes a tenth of a second or more, and tens of megabytes, of every `web` and every `clock`."""


def test_nothing_is_loaded_that_only_files_and_papers_need() -> None:
    asked = "import sys, json, bot.wiring, bot.processes; print(json.dumps(list(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=120)
    loaded = {each.partition(".")[0] for each in json.loads(said.stdout)}
    assert "slack_bolt" in loaded
    assert loaded & HEAVY == set()
