"""What we install, audited: by pip-audit where its advisory service answers, by what can be known without it elsewhere.

pip-audit says "skipped" of a package the service does not know, and ends with success: a mirror that serves packages and no
advisories looks like an all-clear. Here it counts as not asked. The offline part says what it is: no advisory later than its
table, and of those only the ones in it.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
TABLE = ROOT / ".ci" / "advisories.json"
PATIENCE = 15
"""Seconds for the advisory service, and for the index."""
PINNED = re.compile(r"([A-Za-z0-9._-]+)==(\S+)")
HASHED = re.compile(r"--hash=sha256:[0-9a-f]{64}\b")
EXCUSED = re.compile(r"# nosec(?! B\d{3} # \S)")
ROOMS = ("bot", "handlers", "scheduling", "storage")


class Pin(NamedTuple):
    """One line of the lock file."""

    name: str
    version: Version


def pins(text: str) -> tuple[list[Pin], list[str]]:
    """What the lock file pins, and what is wrong with it: each is one version, by its hash."""
    found, faults = [], []
    for entry in re.split(r"\n(?=\S)", text):
        if not entry.strip() or entry.startswith("#"):
            continue
        match = PINNED.match(entry)
        if match is None or not HASHED.search(entry):
            faults.append(f"{entry.split()[0]}: not pinned to one version by a hash; run `make lock`")
        else:
            found.append(Pin(canonicalize_name(match[1]), Version(match[2])))
    return found, faults


def known(locked: list[Pin], table: dict[str, object]) -> list[str]:
    """Of what is locked, what the table says is vulnerable."""
    rows = [(canonicalize_name(row[0]), Version(row[1]), row[2]) for row in table["advisories"]]  # type: ignore[attr-defined]
    return [
        f"{pin.name} {pin.version}: {advisory}, fixed in {fixed}"
        for pin in locked
        for name, fixed, advisory in rows
        if pin.name == name and pin.version < fixed
    ]


def missing(locked: list[Pin], wanted: list[str]) -> list[str]:
    """What pyproject.toml asks for and the lock file does not hold, or holds in a version it does not take."""
    held = {pin.name: pin.version for pin in locked}
    faults = []
    for line in wanted:
        asked = Requirement(line)
        version = held.get(canonicalize_name(asked.name))
        if version is None or not asked.specifier.contains(version, prereleases=True):
            faults.append(f"{asked}: the lock file holds {version or 'none'}; run `make lock`")
    return faults


def asked(found: dict[str, object]) -> tuple[list[str], int]:
    """What pip-audit found, and of how many packages the service knew nothing."""
    rows: list[dict[str, object]] = found["dependencies"]  # type: ignore[assignment]
    faults = [
        f"{row['name']} {row['version']}: {each['id']}, fixed in {', '.join(each['fix_versions']) or 'no version yet'}"
        for row in rows
        for each in row.get("vulns", [])  # type: ignore[attr-defined]
    ]
    return faults, sum("skip_reason" in row for row in rows)


def ask_the_service() -> tuple[list[str], str]:
    """pip-audit's findings, and why it could not be asked, or not of everything."""
    command = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "-r", str(LOCK), "-f", "json"]
    try:
        done = subprocess.run(
            [*command, "--progress-spinner", "off", "--timeout", "5"],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        faults, skipped = asked(json.loads(done.stdout))
    except subprocess.TimeoutExpired:
        return [], "it did not answer"
    except ValueError:
        return [], "it could not be reached"
    return faults, f"it knows nothing of {skipped} packages" if skipped else ""


def yanked() -> tuple[list[str], str]:
    """What the index has taken back, and why it could not be asked."""
    command = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "install",
        "--python",
        sys.executable,
        "--dry-run",
        "--reinstall",
        "--no-deps",
    ]
    try:
        done = subprocess.run(
            [*command, "--require-hashes", "-r", str(LOCK)], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return [], "the index did not answer"
    if done.returncode:
        return [], f"the index does not serve the lock file: {done.stderr.strip().splitlines()[-1] if done.stderr else ''}"
    return [line for line in done.stderr.splitlines() if "yanked" in line], ""


def excuses() -> list[str]:
    """`# nosec` without the number of what it excuses, or without a reason."""
    return [
        f"{path.relative_to(ROOT)}:{number}: write `# nosec B123 # the reason`"
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if EXCUSED.search(line)
    ]


def bandit() -> list[str]:
    """What bandit finds in the four rooms."""
    command = [sys.executable, "-m", "bandit", "-q", "-c", str(ROOT / "pyproject.toml"), "-r", *ROOMS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return [done.stdout or done.stderr] if done.returncode else []


def main() -> int:
    """Print what is wrong; 1 where anything is."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    locked, faults = pins(LOCK.read_text(encoding="utf-8"))
    faults += missing(locked, [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]])
    faults += known(locked, table) + excuses() + bandit()
    found, why_not = ask_the_service()
    taken_back, silent = yanked()
    faults += found + taken_back
    print("\n".join(faults) or f"bandit is clean, and {len(locked)} dependencies are pinned by hash.")
    if why_not:
        print(
            f"The advisory service was not asked: {why_not}. Held against {len(table['advisories'])} advisories of "
            f"{table['compiled_on']} instead, which says nothing of later ones; "
            + (f"{silent}." if silent else "none of the dependencies has been taken back by the index.")
        )
    else:
        print("The advisory service knows of nothing against them." if not found else "The advisory service was asked.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
